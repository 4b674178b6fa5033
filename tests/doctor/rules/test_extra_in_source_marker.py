"""A source's marker cannot ask for an extra."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.pieces import BY_MARKER, CONFLICTS, PYPI_ONLY, TWO_EXTRAS, TWO_GROUPS
from wizard.doctor.rules.extra_in_source_marker import RULE
from wizard.resolution.verdicts import Selection

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue


def marked(cpu: str, cu130: str) -> str:
    text = TWO_EXTRAS.replace('extra = "cpu" },\n', f'marker = "{cpu}" }},\n')
    return text.replace('extra = "cu130" },\n', f'marker = "{cu130}" }},\n')


HINTED = marked("extra == 'cpu' and extra != 'cu130'", "extra != 'cpu' and extra == 'cu130'")
NEITHER = marked("extra != 'cu130'", "extra == 'cu130'")


@pytest.mark.parametrize("text", [PYPI_ONLY, BY_MARKER, TWO_EXTRAS, TWO_GROUPS])
def test_nothing_is_found_where_no_marker_asks_for_an_extra(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


def test_what_uv_proposes_is_found_and_becomes_what_works(catalogue: Catalogue) -> None:
    found = found_by(RULE, HINTED, catalogue)
    assert [one.place.path[-2:] for one in found] == [(0, "marker"), (1, "marker")]
    assert [one.facts["extra"] for one in found] == ["cpu", "cu130"]
    assert mended_by(RULE, HINTED, catalogue) == TWO_EXTRAS


def test_the_rest_of_the_marker_stays(catalogue: Catalogue) -> None:
    text = marked("extra == 'cpu'", "extra == 'cu130' and sys_platform == 'linux'")
    assert 'extra = "cu130"' in mended_by(RULE, text, catalogue)
    assert "marker = \"sys_platform == 'linux'\"" in mended_by(RULE, text, catalogue)


@pytest.mark.parametrize(
    "text",
    [
        NEITHER,
        marked("extra == 'cpu' or sys_platform == 'darwin'", "extra == 'cu130'"),
        marked("extra == 'cpu'", "extra == 'cu130' and extra == 'cu126'"),
        marked("extra == 'cpu'", "'cu130' == extra"),
        marked("extra == 'cpu'", "extra == 'gpu'"),
        marked("extra == 'cpu'", "extra == 'cu130'").replace("cu130'\" }", 'cu130\'", extra = "cu130" }'),
    ],
)
def test_what_cannot_be_told_is_not_mended(text: str, catalogue: Catalogue) -> None:
    found = found_by(RULE, text, catalogue)
    assert len(found) == 2
    assert not any(one.fixable for one in found)


@pytest.mark.network
@pytest.mark.parametrize(("text", "everywhere"), [(HINTED, "pypi"), (NEITHER.replace(CONFLICTS, ""), "cu130")])
def test_uv_gives_every_extra_the_same_build(text: str, everywhere: str, real_uv: RealUv) -> None:
    broken = real_uv.lock(text)
    assert broken.installs("torch", Selection(extra="cpu")).endswith(everywhere)
    assert broken.installs("torch", Selection(extra="cu130")).endswith(everywhere)


@pytest.mark.network
def test_uv_gives_each_extra_its_build_when_mended(real_uv: RealUv, catalogue: Catalogue) -> None:
    mended = real_uv.lock(mended_by(RULE, HINTED, catalogue))
    assert mended.installs("torch", Selection(extra="cpu")) == "2.9.1+cpu from cpu"
    assert mended.installs("torch", Selection(extra="cu130")) == "2.9.1+cu130 from cu130"
