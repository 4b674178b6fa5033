"""What the doctor looks for: one module per rule, listed in ``RULES``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from wizard.doctor.findings import Rule

RULES: Final[tuple[Rule, ...]] = ()
