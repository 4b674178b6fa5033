"""The tests of the three rules on machines without a wheel stand together, because they share what is innocent."""

from __future__ import annotations

from tests.doctor.rules.test_required_environment_no_wheel import RULES
from wizard.doctor.rules.win_arm64_unsupported import RULE


def test_it_is_tested_with_its_siblings() -> None:
    assert RULE in RULES
