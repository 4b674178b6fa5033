"""Which releases of uv can judge is measured with these releases: the first that can, and the one before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.minimum_uv.releases import Shelf
from wizard.choices.decoding import decode
from wizard.resolution import judging, running
from wizard.resolution.agreement import compare_with_uv
from wizard.resolution.at_hand import uv_at_hand
from wizard.resolution.judging import DRY_RUNS_SINCE
from wizard.resolution.refusals import ExportRefused, UvTooOld
from wizard.resolution.running import JUDGES_SINCE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.replica import Replica
    from wizard.catalogue.facts import Catalogue
    from wizard.resolution.agreement import Agreement
    from wizard.resolution.running import Uv

pytestmark = pytest.mark.network

JUDGES_NOT = "0.6.14"
NO_DRY_RUNS = "0.13.5"
SIMPLE = "linux-x86_64=cu130&macos-arm64=pypi&torch=2.9.1&bound=exact"
OLD_LAYOUT = "linux-x86_64=cpu&macos-arm64=cpu&layout=extra-index-url&torch=2.4.1"
WINDOWS = "windows-arm64=cpu&windows-x86_64=cu128&windows-x86_64=xpu&layout=groups&torch=2.7.0&environments=chosen"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, uv: Uv) -> Shelf:
    return Shelf(folder=tmp_path_factory.mktemp("uv-releases"))


@pytest.fixture
def ask(shelf: Shelf, uv: Uv, catalogue: Catalogue, replica: Replica, tmp_path: Path) -> Any:
    """Return a function that has one release judge one link."""

    def asking(release: str, link: str) -> Agreement:
        program = shelf.program(release)
        asked = uv_at_hand(cache=shelf.cache, timeout=120, cancelled=uv.cancelled, program=program)
        return compare_with_uv(decode(link, catalogue).choices, catalogue, uv=asked, mirror=replica.base_url)

    return asking


@pytest.mark.parametrize("link", [SIMPLE, OLD_LAYOUT])
def test_the_first_release_that_judges_is_right(link: str, ask: Any) -> None:
    assert ask(JUDGES_SINCE, link).agrees


def test_the_one_before_is_refused_and_could_not_export(ask: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UvTooOld, match=f"uv {JUDGES_NOT} is too old to judge this: {JUDGES_SINCE} or newer"):
        ask(JUDGES_NOT, SIMPLE)
    monkeypatch.setattr(running, "JUDGES_SINCE", JUDGES_NOT)
    with pytest.raises(ExportRefused, match="does not know a setting or an option"):
        ask(JUDGES_NOT, SIMPLE)


def test_a_release_whose_dry_runs_mistake_windows_is_not_asked_for_any(
    ask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = ask(NO_DRY_RUNS, WINDOWS)
    assert found.agrees
    assert not found.judgement.dry_runs
    monkeypatch.setattr(judging, "DRY_RUNS_SINCE", NO_DRY_RUNS)
    assert not ask(NO_DRY_RUNS, WINDOWS).agrees


def test_the_first_whose_dry_runs_are_right_is_asked(ask: Any) -> None:
    found = ask(DRY_RUNS_SINCE, WINDOWS)
    assert found.agrees
    assert found.judgement.dry_runs


@pytest.mark.parametrize(("since", "before"), [(JUDGES_SINCE, JUDGES_NOT), (DRY_RUNS_SINCE, NO_DRY_RUNS)])
def test_nothing_was_released_between_the_two(since: str, before: str, shelf: Shelf) -> None:
    assert "unsatisfiable" in shelf.offers(f"uv>{before},<{since}").stderr
