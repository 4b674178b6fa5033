"""Whatever uv does otherwise than foreseen is found: each kind of difference is fabricated, and seen to be told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from wizard.choices.decoding import decode
from wizard.configuration.configure import configure
from wizard.configuration.outcomes import outcomes
from wizard.resolution import agreement as room
from wizard.resolution.agreement import BARE, Agreement, compare_with_uv
from wizard.resolution.running import Uv
from wizard.resolution.verdicts import Absence, ChosenWheel, DryRun, Judgement, Selection, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.catalogue.facts import Build, Catalogue
    from wizard.configuration.outcomes import Outcome

    Change = Callable[[Verdict], Verdict]

LINK = "linux-x86_64=cu130&macos-arm64=pypi&layout=markers&torch=2.9.1&bound=exact&python=3.12&with=torchvision"
EXTRAS = "linux-x86_64=cu130&linux-x86_64=cpu&layout=extras&torch=2.9.1&bound=exact"
GROUPS = EXTRAS.replace("extras", "groups")
OLD_LAYOUT = "linux-x86_64=cpu&layout=extra-index-url&torch=2.4.1"


@pytest.fixture(autouse=True)
def _some_uv(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.resolution.running._version_of", lambda *_: "0.13.8")


def said(link: str, catalogue: Catalogue) -> list[Verdict]:
    """Return what uv would say if all were as foreseen."""
    choices = decode(link, catalogue).choices
    urls = {index.accelerator: index.url for index in configure(choices, catalogue).indexes}
    return [
        replace(verdict, selection=room._selection(choices, verdict.selection.name))
        for verdict in (
            _verdict(outcome, urls.get(outcome.accelerator, "the default one"))
            for outcome in outcomes(choices, catalogue)
        )
    ]


def judged(
    link: str,
    catalogue: Catalogue,
    monkeypatch: pytest.MonkeyPatch,
    verdicts: list[Verdict],
    runs: tuple[DryRun, ...] = (),
) -> Agreement:
    """Compare with verdicts for the first machines; the others get what is foreseen, and nothing by no name."""
    rest = said(link, catalogue)[len(verdicts) :]
    unnamed = [replace(one, selection=Selection(), wheels=()) for one in (*verdicts, *rest) if one.selection.name]
    default = decode(link, catalogue).choices.default
    bare = [replace(one, selection=BARE) for one in (*verdicts, *rest) if default and one.selection.name == default]
    every = (*verdicts, *rest, *unnamed, *bare)
    fabricated = Judgement(seconds=0.1, verdicts=every, dry_runs=runs)
    monkeypatch.setattr(room, "judge", lambda *_, **__: fabricated)
    uv = Uv(program=Path("uv"), interpreters=(), cache=Path("cache"))
    return compare_with_uv(decode(link, catalogue).choices, catalogue, uv=uv)


def foresee(monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue, *, torch: Build | None) -> None:
    """Have another build of torch foreseen for the first machine."""
    first, *rest = _outcomes(LINK, catalogue)
    changed = replace(first, builds=tuple((name, torch if name == "torch" else build) for name, build in first.builds))
    monkeypatch.setattr(room, "outcomes", lambda *_: (changed, *rest))


def told(found: Agreement) -> list[str]:
    return [str(difference) for row in found.rows for difference in row.differences]


def wheel(verdict: Verdict, package: str, **changes: Any) -> Verdict:
    changed = tuple(replace(one, **changes) if one.package == package else one for one in verdict.wheels)
    return replace(verdict, wheels=changed)


def without(verdict: Verdict, package: str) -> Verdict:
    return replace(verdict, wheels=tuple(one for one in verdict.wheels if one.package != package))


def extra(verdict: Verdict, package: str) -> Verdict:
    return replace(verdict, wheels=(*verdict.wheels, replace(verdict.wheels[0], package=package, version="9.9")))


def absent(verdict: Verdict, package: str) -> Verdict:
    return replace(without(verdict, package), absences=(Absence(package=package, reason="No wheel found."),))


KINDS: dict[str, tuple[Change, str]] = {
    "version": (
        lambda one: wheel(one, "torch", version="2.9.0+cu130"),
        "torch: foreseen 2.9.1+cu130, uv says 2.9.0+cu130",
    ),
    "local version": (lambda one: wheel(one, "torch", version="2.9.1"), "torch: foreseen 2.9.1+cu130, uv says 2.9.1"),
    "index": (
        lambda one: wheel(one, "torch", index="https://elsewhere.example"),
        "torch: foreseen from https://download.pytorch.org/whl/cu130, uv says from https://elsewhere.example",
    ),
    "no index": (lambda one: wheel(one, "torchvision", index=None), "torchvision: foreseen from https://download"),
    "file": (lambda one: wheel(one, "torch", filename="torch-2.9.1-other.whl"), "uv says torch-2.9.1-other.whl"),
    "size": (lambda one: wheel(one, "torch", size=3), "torch: foreseen 2 bytes, uv says 3 bytes"),
    "absence": (lambda one: absent(one, "torch"), "torch: foreseen a wheel, uv says No wheel found."),
    "absence of the lock": (lambda one: absent(one, ""), "the lock: foreseen a wheel, uv says No wheel found."),
    "absence of another package": (
        lambda one: absent(one, "numpy"),
        "numpy: foreseen a wheel, uv says No wheel found.",
    ),
    "nothing of it": (lambda one: without(one, "torchvision"), "torchvision: foreseen 0.24.1+cu130, uv says nothing"),
    "something unforeseen": (lambda one: extra(one, "torchaudio"), "torchaudio: foreseen nothing, uv says 9.9"),
}


def test_what_is_foreseen_agrees(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    for link in (LINK, OLD_LAYOUT, EXTRAS, GROUPS, f"{GROUPS}&default=cpu"):
        found = judged(link, catalogue, monkeypatch, said(link, catalogue))
        assert found.rows
        assert told(found) == []
        assert found.agrees


def test_any_nightly_of_the_right_index_agrees_and_nothing_else_does(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = "linux-x86_64=cu130&channel=nightly"
    nightlies = [
        wheel(wheel(one, "torch", version="2.17.0.dev20270101+cu130", filename="x.whl"), "triton", version="3.9.0+git1")
        for one in said(link, catalogue)
    ]
    assert told(judged(link, catalogue, monkeypatch, nightlies)) == []
    first, *rest = nightlies
    for package, changes, sentence in (
        ("torch", {"version": "2.15.0"}, "torch: foreseen a nightly from 2.15.0.dev0 on, uv says 2.15.0"),
        ("torch", {"version": "2.14.0.dev20260625+cu130"}, "uv says 2.14.0.dev20260625+cu130"),
        ("triton", {"version": "3.7.1+git1"}, "triton: foreseen a nightly from 3.8.0 on, uv says 3.7.1+git1"),
        ("torch", {"index": "https://download.pytorch.org/whl/cu130"}, "torch: foreseen from https://download"),
    ):
        found = told(judged(link, catalogue, monkeypatch, [wheel(first, package, **changes), *rest]))
        assert len(found) == 1
        assert sentence in found[0]


def test_torch_where_nothing_was_named(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    verdicts = said(EXTRAS, catalogue)
    unasked = [replace(one, selection=Selection()) for one in verdicts]
    found = judged(EXTRAS, catalogue, monkeypatch, [*verdicts, *unasked])
    assert told(found)[0] == f"torch, with nothing named: foreseen nothing, uv says {verdicts[0].wheels[0].version}"


def test_what_a_bare_sync_installs_is_held_against_the_default_group(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = f"{GROUPS}&default=cpu"
    verdicts = said(link, catalogue)
    first = next(one for one in verdicts if one.selection.group == "cpu")
    by_default = replace(first, selection=BARE)
    fabricated = [wheel(by_default, "torch", version="2.8.0+cpu"), absent(by_default, ""), without(by_default, "torch")]
    sentences = [
        "torch, by default: foreseen 2.9.1+cpu, uv says 2.8.0+cpu",
        "the lock, by default: foreseen a wheel, uv says No wheel found.",
        "torch, by default: foreseen 2.9.1+cpu, uv says nothing",
    ]
    for changed, sentence in zip(fabricated, sentences, strict=True):
        assert told(judged(link, catalogue, monkeypatch, [*verdicts, changed])) == [sentence]
    run = _run(by_default, {}, "")
    assert "uv says nothing" in told(judged(link, catalogue, monkeypatch, verdicts, (run,)))[0]


def test_a_bare_sync_is_asked_for_only_where_there_is_a_default(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Selection] = []

    def judging(*_: object, selections: list[Selection], **__: object) -> Judgement:
        asked[:] = selections
        raise LookupError

    monkeypatch.setattr(room, "judge", judging)
    uv = Uv(program=Path("uv"), interpreters=(), cache=Path("cache"))
    for link, bare in ((GROUPS, False), (f"{GROUPS}&default=cpu", True)):
        with pytest.raises(LookupError):
            compare_with_uv(decode(link, catalogue).choices, catalogue, uv=uv)
        assert (BARE in asked) is bare
    assert BARE.arguments == ()
    assert "--no-default-groups" in Selection().arguments


def test_a_line_shows_what_uv_gives_beside_what_was_foreseen(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third, *rest = said(LINK, catalogue)
    wrong = [wheel(one, "torch", version="2.9.0") for one in (first, second)]
    differing, agreeing, mac = judged(LINK, catalogue, monkeypatch, [*wrong, third, *rest]).lines
    assert differing.found.versions == (("torch", "2.9.0"), ("torchvision", "0.24.1+cu130"))
    assert differing.foreseen.versions == (("torch", "2.9.1+cu130"), ("torchvision", "0.24.1+cu130"))
    assert differing.found.pythons == differing.foreseen.pythons == (first.python, second.python)
    assert {str(one): pythons for one, pythons in differing.differences.items()} == {
        "torch: foreseen 2.9.1+cu130, uv says 2.9.0": (first.python, second.python),
    }
    assert third.python in agreeing.found.pythons
    assert agreeing.found == agreeing.foreseen
    assert agreeing.differences == mac.differences == {}


def test_a_python_that_agrees_shares_no_line_with_one_that_differs(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third, *rest = said(LINK, catalogue)
    files = [wheel(one, "torch", filename=f"other-{one.python}.whl") for one in (first, second)]
    differing, agreeing, _ = judged(LINK, catalogue, monkeypatch, [*files, third, *rest]).lines
    assert differing.found.pythons == (first.python, second.python)
    assert [*differing.differences.values()] == [(first.python,), (second.python,)]
    assert first.python not in agreeing.found.pythons
    assert agreeing.differences == {}


def test_a_line_shows_the_bytes_uv_says_or_those_known_of_the_same_file(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    *_, mac = said(LINK, catalogue)
    known = judged(LINK, catalogue, monkeypatch, said(LINK, catalogue)).lines[-1]
    assert known.found.size == known.foreseen.size != None  # noqa: E711
    others = said(LINK, catalogue)[:-1]
    said_so = replace(mac, wheels=tuple(replace(one, size=7) for one in mac.wheels))
    assert judged(LINK, catalogue, monkeypatch, [*others, said_so]).lines[-1].found.size == 7 * len(mac.wheels)
    unknown = wheel(mac, "torch", filename="other.whl")
    assert judged(LINK, catalogue, monkeypatch, [*others, unknown]).lines[-1].found.size is None


def test_a_line_shows_what_uv_has_no_wheel_of_and_the_triton_nobody_foresaw(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *rest = said(LINK, catalogue)
    with_triton = replace(first, wheels=(replace(first.wheels[0], package="triton", version="3.5.1"), *first.wheels))
    line = judged(LINK, catalogue, monkeypatch, [with_triton, *rest]).lines[0]
    assert [package for package, _ in line.found.versions] == ["torch", "torchvision", "triton"]
    assert line.differences == {}
    line = judged(LINK, catalogue, monkeypatch, [absent(first, "torch"), *rest]).lines[0]
    assert (line.found.missing, line.foreseen.missing) == (("torch",), ())
    line = judged(LINK, catalogue, monkeypatch, [absent(replace(first, wheels=()), ""), *rest]).lines[0]
    assert (line.found.versions, line.found.missing) == ((), ())


@pytest.mark.parametrize(
    ("version", "remark"),
    [
        ("2.15.1+cu130", ": newer than what this catalogue (r{}) has there"),
        ("2.9.9+cu130", ": not among what this catalogue (r{}) has there"),
        ("2.13.0+cu130", ""),
    ],
)
def test_a_release_the_catalogue_lacks_is_told_with_what_keeps_uv_from_it(
    version: str, remark: str, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    for link, advice in ((LINK, ""), (LINK.replace("exact", "minimum"), "; `bound=exact` does not move")):
        first, *rest = said(link, catalogue)
        foreseen = first.wheels[0].version
        found = told(judged(link, catalogue, monkeypatch, [wheel(first, "torch", version=version), *rest]))
        expected = f"{remark.format(catalogue.revision)}{advice}" if remark else ""
        if version != foreseen:
            assert found == [f"torch: foreseen {foreseen}, uv says {version}{expected}"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_difference_is_told_for_its_machine_alone(
    kind: str, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    change, sentence = KINDS[kind]
    build = dict(_outcomes(LINK, catalogue)[0].builds)["torch"]
    assert build
    foresee(monkeypatch, catalogue, torch=replace(build, sizes={"3.12": 2}))
    first, *rest = said(LINK, catalogue)
    found = judged(LINK, catalogue, monkeypatch, [change(wheel(first, "torch", size=2)), *rest])
    assert not found.agrees
    assert [len(row.differences) for row in found.rows] == [1, *[0] * len(rest)]
    assert sentence in told(found)[0]


def test_torch_from_an_index_where_pypi_was_foreseen(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    *rest, last = said(LINK, catalogue)
    assert last.platform == "macos-arm64"
    foreign = wheel(last, "torch", index="https://download.pytorch.org/whl/cu130")
    found = judged(LINK, catalogue, monkeypatch, [*rest, foreign])
    assert told(found) == ["torch: foreseen from PyPI, uv says from https://download.pytorch.org/whl/cu130"]


def test_old_layouts_name_no_index_and_are_not_asked_for_one(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = [wheel(one, "torch", index="https://elsewhere.example") for one in said(OLD_LAYOUT, catalogue)]
    assert told(judged(OLD_LAYOUT, catalogue, monkeypatch, elsewhere)) == []


def test_wheels_where_none_were_foreseen(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    one = said(LINK, catalogue)[0]
    foresee(monkeypatch, catalogue, torch=None)
    sentence = "torch: foreseen no wheel, uv says one for every package"
    assert told(judged(LINK, catalogue, monkeypatch, [one])) == [sentence]
    for_another = replace(one, absences=(Absence(package="torchvision", reason="Gone."),))
    assert "torch: foreseen no wheel, uv says 2.9.1+cu130" in told(judged(LINK, catalogue, monkeypatch, [for_another]))


def test_wheels_where_the_build_has_none_for_this_python(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    one = said(LINK, catalogue)[0]
    build = dict(_outcomes(LINK, catalogue)[0].builds)["torch"]
    assert build
    foresee(monkeypatch, catalogue, torch=replace(build, files={}))
    for_another = replace(one, absences=(Absence(package="torchvision", reason="Gone."),))
    found = told(judged(LINK, catalogue, monkeypatch, [for_another]))
    assert f"torch: foreseen no wheel, uv says {one.wheels[0].filename}" in found


def test_wheels_where_nothing_could_be_resolved(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    first = replace(_outcomes(LINK, catalogue)[0], builds=())
    monkeypatch.setattr(room, "outcomes", lambda *_: (first,))
    found = judged(LINK, catalogue, monkeypatch, [said(LINK, catalogue)[0]])
    assert told(found) == ["torch: foreseen no wheel, uv says one for every package"]


def test_where_both_lack_something_it_must_be_the_same(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    one = said(LINK, catalogue)[0]
    foresee(monkeypatch, catalogue, torch=None)
    for same in (absent(one, "torch"), without(absent(one, "torch"), "torchvision")):
        assert told(judged(LINK, catalogue, monkeypatch, [same])) == []
    assert told(judged(LINK, catalogue, monkeypatch, [absent(without(without(one, "torch"), "torchvision"), "")])) == []
    found = told(judged(LINK, catalogue, monkeypatch, [absent(without(one, "torch"), "torchvision")]))
    other = "torchvision: foreseen 0.24.1+cu130, uv says No wheel found."
    assert found == [other, "torch: foreseen no wheel, uv says only none of torchvision"]


def test_where_both_fail_for_different_reasons_that_is_told(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = without(said(LINK, catalogue)[0], "torch")
    foresee(monkeypatch, catalogue, torch=None)
    found = judged(LINK, catalogue, monkeypatch, [absent(one, "numpy")])
    assert told(found) == ["torch: foreseen no wheel, uv says only none of numpy"]


def test_where_both_fail_nothing_unforeseen_may_come_along(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = absent(said(LINK, catalogue)[0], "torch")
    foresee(monkeypatch, catalogue, torch=None)
    found = judged(LINK, catalogue, monkeypatch, [extra(one, "torchaudio")])
    assert told(found) == ["torchaudio: foreseen nothing, uv says 9.9"]


def test_where_nothing_can_be_resolved_uv_must_lack_torch_or_the_lock(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = replace(_outcomes(LINK, catalogue)[0], builds=())
    monkeypatch.setattr(room, "outcomes", lambda *_: (first,))
    nothing = replace(said(LINK, catalogue)[0], wheels=())
    for package, differences in (("torch", 0), ("", 0), ("numpy", 1)):
        assert len(told(judged(LINK, catalogue, monkeypatch, [absent(nothing, package)]))) == differences


@pytest.mark.parametrize(
    ("versions", "refusal", "sentence"),
    [
        ({"torch": "2.9.1+cu130"}, "", "uv says torch 2.9.1+cu130"),
        ({}, "", "uv says nothing"),
        ({}, "error: no wheel", "uv sync: foreseen as the export, uv says error: no wheel"),
    ],
)
def test_a_dry_run_that_contradicts_the_export(
    versions: dict[str, str], refusal: str, sentence: str, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    verdicts = said(LINK, catalogue)
    found = judged(LINK, catalogue, monkeypatch, verdicts, (_run(verdicts[0], versions, refusal),))
    assert [len(row.differences) for row in found.rows] == [1, *[0] * (len(verdicts) - 1)]
    assert sentence in told(found)[0]


def test_a_dry_run_that_installs_where_the_export_has_no_wheel(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = absent(said(LINK, catalogue)[0], "torch")
    foresee(monkeypatch, catalogue, torch=None)
    refused, installing = _run(one, {}, "error"), _run(one, {"torch": "2.9.1"}, "")
    assert told(judged(LINK, catalogue, monkeypatch, [one], (refused,))) == []
    sentence = "uv sync: foreseen as the export, uv says an installation"
    assert told(judged(LINK, catalogue, monkeypatch, [one], (installing,))) == [sentence]


def test_a_dry_run_that_says_the_same_agrees(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    verdicts = said(LINK, catalogue)
    versions = {one.package: one.version for one in verdicts[0].wheels}
    assert told(judged(LINK, catalogue, monkeypatch, verdicts, (_run(verdicts[0], versions, ""),))) == []


def _run(verdict: Verdict, versions: dict[str, str], refusal: str) -> DryRun:
    return DryRun(
        selection=verdict.selection,
        platform=verdict.platform,
        python=verdict.python,
        versions=versions,
        refusal=refusal,
    )


def _outcomes(link: str, catalogue: Catalogue) -> tuple[Outcome, ...]:
    return outcomes(decode(link, catalogue).choices, catalogue)


def _verdict(outcome: Outcome, index: str) -> Verdict:
    selection = Selection(extra=outcome.selection or None)
    wheels = tuple(
        ChosenWheel(
            package=package,
            version=build.full_version,
            filename=build.files[outcome.python],
            index=index,
            url=None,
            size=None,
        )
        for package, build in outcome.builds
        if outcome.has(build)
    )
    missing = [package for package, build in outcome.builds if not outcome.has(build)]
    absences = tuple(Absence(package=package, reason="No wheel found.") for package in missing)
    return Verdict(
        selection=selection, platform=outcome.platform, python=outcome.python, wheels=wheels, absences=absences
    )
