"""A source for all and one for an extra must not meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by
from tests.doctor.rules.pieces import BY_MARKER, ONE_INDEX, PYPI_ONLY, TWO_EXTRAS, TWO_GROUPS
from wizard.doctor.rules.unsplit_base_with_gated_sources import RULE
from wizard.resolution.verdicts import Selection

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

MEETING = TWO_EXTRAS.replace('{ index = "pytorch-cpu", extra = "cpu" }', '{ index = "pytorch-cpu" }')
APART = MEETING.replace('"pytorch-cpu" }', '"pytorch-cpu", marker = "sys_platform == \'darwin\'" }').replace(
    'extra = "cu130" },\n', 'extra = "cu130", marker = "sys_platform == \'linux\'" },\n'
)


@pytest.mark.parametrize(
    "text",
    [
        PYPI_ONLY,
        ONE_INDEX,
        BY_MARKER,
        TWO_EXTRAS,
        TWO_GROUPS,
        APART,
        MEETING.replace('"pytorch-cu130", extra', '"pytorch-cpu", extra'),
        MEETING.replace('index = "pytorch-cu130", extra', 'git = "https://example.com/torch.git", extra'),
    ],
)
def test_nothing_is_found_where_sources_do_not_meet_or_agree(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


def test_a_source_for_all_that_meets_one_for_an_extra_is_found_once(catalogue: Catalogue) -> None:
    text = MEETING.replace(
        '  { index = "pytorch-cu130", extra = "cu130" },\n',
        '  { index = "pytorch-cu130", extra = "cu130" },\n  { index = "pytorch-cu130", extra = "cpu" },\n',
    )
    (one,) = found_by(RULE, text, catalogue)
    assert one.place.path == ("tool", "uv", "sources", "torch", 0)
    assert (one.facts["general"], one.facts["gated"], one.facts["name"]) == ("pytorch-cpu", "pytorch-cu130", "cu130")


@pytest.mark.network
def test_uv_refuses_where_they_meet_even_with_conflicts(real_uv: RealUv) -> None:
    assert "conflicting indexes for package `torch` in all marker environments" in real_uv.lock(MEETING).refusal
    apart = real_uv.lock(APART)
    assert apart.installs("torch", Selection(extra="cu130")) == "2.9.1+cu130 from cu130"
    assert real_uv.lock(TWO_EXTRAS).refusal == ""
