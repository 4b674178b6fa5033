"""Default groups have to go together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by
from tests.doctor.rules.pieces import PYPI_ONLY, TWO_EXTRAS, TWO_GROUPS
from wizard.doctor.rules.default_group_conflict import RULE
from wizard.resolution.verdicts import Selection

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue


def with_default(value: str) -> str:
    return TWO_GROUPS.replace("[tool.uv]\n", f"[tool.uv]\ndefault-groups = {value}\n")


@pytest.mark.parametrize(
    "text",
    [
        PYPI_ONLY,
        TWO_GROUPS,
        TWO_EXTRAS,
        with_default("[]"),
        with_default('["cpu"]'),
        with_default("3"),
        PYPI_ONLY + '\n[dependency-groups]\ndev = []\n\n[tool.uv]\ndefault-groups = "all"\n',
    ],
)
def test_nothing_is_found_where_default_groups_go_together(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize("value", ['["cu130", "cpu"]', '"all"', '["CPU", "cu130", "cpu"]'])
def test_default_groups_that_exclude_each_other_are_found(value: str, catalogue: Catalogue) -> None:
    (one,) = found_by(RULE, with_default(value), catalogue)
    assert one.facts["groups"] == ["cpu", "cu130"]
    assert one.place.path == ("tool", "uv", "default-groups")
    assert not one.fixable


@pytest.mark.network
@pytest.mark.parametrize("value", ['["cpu", "cu130"]', '"all"'])
def test_a_bare_uv_sync_fails_with_both(value: str, real_uv: RealUv) -> None:
    said = real_uv.lock(with_default(value)).sync()
    assert said.refused
    assert "`cpu` (enabled by default) and `cu130` (enabled by default) are incompatible" in said.errors


@pytest.mark.network
def test_a_bare_uv_sync_installs_the_one_that_is_kept(real_uv: RealUv) -> None:
    locked = real_uv.lock(with_default('["cu130"]'))
    assert locked.installs("torch", Selection(defaults=True)) == "2.9.1+cu130 from cu130"
    assert "`cpu` and `cu130` (enabled by default) are incompatible" in locked.sync("--group", "cpu").errors
    assert not locked.sync("--no-default-groups", "--group", "cpu").refused
