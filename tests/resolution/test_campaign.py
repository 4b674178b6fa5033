"""Many links are judged side by side; one that cannot be judged stops no other, and a cancelled campaign just ends."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from wizard.errors import WizardError
from wizard.resolution import campaign
from wizard.resolution.agreement import Agreement, Difference, Row
from wizard.resolution.campaign import Judged, Summary, judging
from wizard.resolution.refusals import Cancelled, UvMissing
from wizard.resolution.running import Uv

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

GOOD, BAD, UNASKED = "linux-x86_64=cpu", "linux-x86_64=cu130", "linux-x86_64=pypi"


def row(*differences: Difference) -> Row:
    return Row(outcome=None, verdict=None, differences=differences)  # type: ignore[arg-type]


def agreement(*rows: Row) -> Agreement:
    return Agreement(configuration=None, uv_version="0.13.8", judgement=None, rows=rows)  # type: ignore[arg-type]


AGREES = agreement(row(), row())
DIFFERS = agreement(row(), row(Difference(package="torch", foreseen="a wheel", found="nothing")), row())


def answer(choices: Any, *_: object, **__: object) -> Agreement:
    """Answer by the link: agree, differ, or refuse."""
    (slugs,) = choices.accelerators.values()
    if slugs[0] == "pypi":
        raise UvMissing(program=Path("uv"))
    return AGREES if slugs[0] == "cpu" else DIFFERS


def uv() -> Uv:
    return Uv(program=Path("uv"), interpreters=(), cache=Path("cache"))


def judge_all(catalogue: Catalogue, *links: str, by: Uv | None = None) -> Summary:
    with judging(links, catalogue, uv=by or uv(), mirror="", jobs=2) as judged:
        return Summary(judged=tuple(judged))


def test_the_summary_counts_links_and_machines(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(campaign, "compare_with_uv", answer)
    summary = judge_all(catalogue, GOOD, BAD, UNASKED)
    assert {one.link for one in summary.judged} == {GOOD, BAD, UNASKED}
    assert summary.machines == 5
    assert summary.agreeing == 1
    assert [one.link for one in summary.disagreeing] == [BAD]
    assert [(one.link, type(one.refusal)) for one in summary.unjudged] == [(UNASKED, UvMissing)]


def test_an_empty_summary_counts_nothing() -> None:
    summary = Summary(judged=())
    assert (summary.machines, summary.agreeing, summary.disagreeing, summary.unjudged) == (0, 0, (), ())
    refused = replace(summary, judged=(Judged(link=GOOD, refusal=WizardError("no")),))
    assert (refused.machines, len(refused.unjudged)) == (0, 1)


def test_a_cancelled_campaign_ends_and_starts_nothing_more(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[object] = []

    def cancelling(choices: Any, *_: object, uv: Uv, **__: object) -> Agreement:
        started.append(choices)
        uv.cancelled.set()
        return AGREES

    monkeypatch.setattr(campaign, "compare_with_uv", cancelling)
    with pytest.raises(Cancelled):
        judge_all(catalogue, *[GOOD] * 50)
    assert len(started) < 50


def test_whoever_leaves_early_stops_what_still_runs(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(campaign, "compare_with_uv", answer)
    asked = uv()
    with pytest.raises(LookupError), judging([GOOD, BAD], catalogue, uv=asked, mirror="", jobs=1):
        raise LookupError
    assert asked.cancelled.is_set()


def test_a_fault_of_ours_is_no_refusal(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(campaign, "compare_with_uv", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        judge_all(catalogue, GOOD, BAD)
