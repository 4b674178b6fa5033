"""Holds a configuration against the real uv: every machine must get what the wizard foresees, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from packaging.version import Version

from wizard.catalogue.facts import FROM_PYPI
from wizard.choices.choices import Bound, Layout
from wizard.configuration.configure import configure
from wizard.configuration.outcomes import outcomes
from wizard.languages import phrase
from wizard.rendering import pyproject
from wizard.resolution.judging import judge
from wizard.resolution.lines import JudgedLine, judged_lines
from wizard.resolution.machines import machine
from wizard.resolution.verdicts import Selection

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wizard.catalogue.facts import Build, Catalogue
    from wizard.choices.choices import Choices
    from wizard.configuration.outcomes import Outcome
    from wizard.configuration.values import Configuration
    from wizard.languages import Words
    from wizard.resolution.running import Uv
    from wizard.resolution.verdicts import ChosenWheel, DryRun, Judgement, Verdict

NOTHING: Final = Selection()
BARE: Final = Selection(defaults=True)
"""What ``uv sync`` installs by itself."""
LOCK: Final = phrase("the lock")
A_WHEEL: Final = phrase("a wheel")
NO_WHEEL: Final = phrase("no wheel")
NONE: Final = phrase("nothing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing uv does otherwise than foreseen; ``package`` is ``LOCK`` where the whole lock is meant."""

    package: Words
    foreseen: Words
    found: Words
    remark: Words = ""

    def __str__(self) -> str:
        """Say both sides."""
        remark = f": {self.remark}" if self.remark else ""
        return f"{self.package}: foreseen {self.foreseen}, uv says {self.found}{remark}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One machine with one selection: what was foreseen, what uv decided, and where the two differ."""

    outcome: Outcome
    verdict: Verdict
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A configuration as uv judges it."""

    configuration: Configuration
    uv_version: str
    judgement: Judgement
    rows: tuple[Row, ...]

    @property
    def lines(self) -> tuple[JudgedLine, ...]:
        """What every machine gets, in as few lines as possible, with what uv sees otherwise."""
        return tuple(judged_lines(self.rows))

    @property
    def agrees(self) -> bool:
        """Whether uv does exactly what was foreseen, on every machine."""
        return not any(row.differences for row in self.rows)


def compare_with_uv(choices: Choices, catalogue: Catalogue, *, uv: Uv, mirror: str = "", pypi: str = "") -> Agreement:
    """Lock the configuration with the real uv and compare every machine's wheels with what was foreseen.

    Raises a ``WizardError`` where uv gives no judgement.
    """
    configuration = configure(choices, catalogue, mirror=mirror, pypi=pypi)
    uv.must_know(configuration.minimum_uv)
    foreseen = outcomes(choices, catalogue)
    machines = [
        machine(catalogue.platforms[platform], python)
        for platform in choices.accelerators
        for python in configuration.pythons
    ]
    names = dict.fromkeys(["", *(one.selection for one in foreseen)])
    selections = [_selection(choices, name) for name in names]
    if configuration.default_groups:
        selections.append(BARE)
    judgement = judge(pyproject.render(configuration), uv=uv, selections=selections, machines=machines)
    indexes = _Indexes(configuration, catalogue)
    return Agreement(
        configuration=configuration,
        uv_version=uv.version,
        judgement=judgement,
        rows=tuple(_row(outcome, judgement, indexes) for outcome in foreseen),
    )


def _selection(choices: Choices, name: str) -> Selection:
    match choices.layout if name else None:
        case Layout.EXTRAS:
            return Selection(extra=name)
        case Layout.GROUPS:
            return Selection(group=name)
        case _:
            return NOTHING


class _Indexes:
    """Where wheels must come from: the URL of every accelerator's index; empty for PyPI's."""

    def __init__(self, configuration: Configuration, catalogue: Catalogue) -> None:
        self.configuration = configuration
        self.catalogue = catalogue
        self.urls: Mapping[str, str] = {index.accelerator: index.url for index in configuration.indexes}
        self.are_named = not configuration.choices.layout.pins

    def differs(self, outcome: Outcome, wheel: ChosenWheel) -> Difference | None:
        """Return how a wheel's index differs from the outcome's; the old layouts name none in the lock."""
        expected = self.urls.get(outcome.accelerator, "")
        foreign = wheel.index in self.urls.values() if not expected else wheel.index != expected
        if self.are_named and foreign:
            return Difference(package=wheel.package, foreseen=_from(expected or "PyPI"), found=_from(wheel.index or ""))
        return None

    def unknown(self, outcome: Outcome, wheel: ChosenWheel) -> Words:
        """Return that the catalogue lacks this release on the outcome's index, if so, and how uv is kept from it."""
        index = self.catalogue.index_of(outcome.accelerator)
        known = [Version(version) for version in self.catalogue.builds.get((index, wheel.package), {})]
        release = Version(Version(wheel.version).public)
        if release in known:
            return ""
        newer = all(release > one for one in known)
        return _remark(self.catalogue.revision, newer=newer, moves=self.configuration.choices.bound is not Bound.EXACT)


def _remark(revision: int, *, newer: bool, moves: bool) -> Words:
    """Return how a release stands to those that are known; what ``moves`` could be bound to one of them."""
    if newer:
        unlike = phrase("newer than what this catalogue (r%(revision)s) has there", revision=revision)
    else:
        unlike = phrase("not among what this catalogue (r%(revision)s) has there", revision=revision)
    return phrase("%(remark)s; `bound=exact` does not move", remark=unlike) if moves else unlike


def _from(index: str) -> Words:
    return phrase("from %(index)s", index=index) if index else phrase("from no index")


def _row(outcome: Outcome, judgement: Judgement, indexes: _Indexes) -> Row:
    choices = indexes.configuration.choices
    verdict = judgement.verdict(_selection(choices, outcome.selection), outcome.platform, outcome.python)
    found = _held(outcome, verdict, judgement, indexes)
    if outcome.selection:
        found += _unasked(judgement.verdict(NOTHING, outcome.platform, outcome.python))
    if outcome.selection in indexes.configuration.default_groups:
        bare = judgement.verdict(BARE, outcome.platform, outcome.python)
        by_default = _held(outcome, bare, judgement, indexes)
        found += [replace(one, package=phrase("%(package)s, by default", package=one.package)) for one in by_default]
    return Row(outcome=outcome, verdict=verdict, differences=tuple(found))


def _held(outcome: Outcome, verdict: Verdict, judgement: Judgement, indexes: _Indexes) -> list[Difference]:
    """Return how the export and every dry run of one selection differ from the outcome, and from each other."""
    dry_runs = [one for one in judgement.dry_runs if _same_machine(one, verdict)]
    return [*_differences(outcome, verdict, indexes), *(one for run in dry_runs for one in _unlike(verdict, run))]


def _unasked(verdict: Verdict) -> Iterator[Difference]:
    """Yield what is installed where nothing is named: no torch belongs there."""
    for wheel in verdict.wheels:
        package = phrase("%(package)s, with nothing named", package=wheel.package)
        yield Difference(package=package, foreseen=NONE, found=wheel.version)


def _differences(outcome: Outcome, verdict: Verdict, indexes: _Indexes) -> Iterator[Difference]:
    if outcome.installs != verdict.installs:
        for absence in verdict.absences:
            yield Difference(package=absence.package or LOCK, foreseen=A_WHEEL, found=absence.reason)
        if verdict.installs:
            missing = ", ".join(package for package, build in outcome.builds if not build) or "torch"
            yield Difference(package=missing, foreseen=NO_WHEEL, found=phrase("one for every package"))
        return
    for package, build in outcome.builds:
        wheel = verdict.wheel(package)
        if wheel and build:
            yield from (
                replace(one, remark=indexes.unknown(outcome, wheel))
                for one in _unlike_wheel(package, build, outcome, wheel)
            )
            if elsewhere := indexes.differs(outcome, wheel):
                yield elsewhere
        elif wheel:
            yield Difference(package=package, foreseen=NO_WHEEL, found=wheel.version)
        elif outcome.has(build):
            yield from _missing(package, build, verdict)
    if not outcome.installs:
        yield from _another_absence(outcome, verdict)
    yield from _unforeseen(outcome, verdict)


def _missing(package: str, build: Build, verdict: Verdict) -> Iterator[Difference]:
    """Yield that a foreseen wheel is not there; a lock may leave out what goes with a package it has no wheel of."""
    absent = {absence.package: absence.reason for absence in verdict.absences}
    if verdict.installs or package in absent:
        yield Difference(package=package, foreseen=build.full_version, found=absent.get(package, NONE))


def _another_absence(outcome: Outcome, verdict: Verdict) -> Iterator[Difference]:
    """Yield that uv misses none of what was foreseen to be missing: both fail, but not for the same reason."""
    foreseen = [package for package, build in outcome.builds if not outcome.has(build)] or ["torch"]
    absent = [absence.package for absence in verdict.absences]
    if "" not in absent and not {*foreseen} & {*absent}:
        found = phrase("only none of %(packages)s", packages=", ".join(absent))
        yield Difference(package=", ".join(foreseen), foreseen=NO_WHEEL, found=found)


def _unforeseen(outcome: Outcome, verdict: Verdict) -> Iterator[Difference]:
    """Yield wheels nobody foresaw; the triton that CUDA builds require from PyPI is no fact of ours."""
    foreseen = {FROM_PYPI, *dict(outcome.builds)}
    for wheel in verdict.wheels:
        if wheel.package not in foreseen:
            yield Difference(package=wheel.package, foreseen=NONE, found=wheel.version)


def _unlike_wheel(package: str, build: Build, outcome: Outcome, wheel: ChosenWheel) -> Iterator[Difference]:
    if build.moves:
        yield from _no_nightly(package, build, wheel)
        return
    if Version(wheel.version) != Version(build.full_version):
        yield Difference(package=package, foreseen=build.full_version, found=wheel.version)
        return
    filename = build.files.get(outcome.python, "")
    if wheel.filename != filename:
        yield Difference(package=package, foreseen=filename or NO_WHEEL, found=wheel.filename)
    size = build.sizes.get(outcome.python)
    if size and wheel.size and size != wheel.size:
        yield Difference(package=package, foreseen=_bytes(size), found=_bytes(wheel.size))


def _no_nightly(package: str, build: Build, wheel: ChosenWheel) -> Iterator[Difference]:
    """Yield that a wheel is no nightly: below what was asked for, or a release where a development version was."""
    found, floor = Version(wheel.version), Version(build.version)
    if found < floor or found.is_devrelease != floor.is_devrelease:
        foreseen = phrase("a nightly from %(version)s on", version=str(floor))
        yield Difference(package=package, foreseen=foreseen, found=wheel.version)


def _bytes(size: int) -> Words:
    return phrase("%(size)s bytes", size=size)


def _same_machine(run: DryRun, verdict: Verdict) -> bool:
    return (run.selection, run.platform, run.python) == (verdict.selection, verdict.platform, verdict.python)


def _unlike(verdict: Verdict, run: DryRun) -> Iterator[Difference]:
    """Yield where ``uv sync --dry-run`` contradicts the export read for the same machine."""
    exported = {wheel.package: Version(wheel.version) for wheel in verdict.wheels}
    synced = {package: Version(version) for package, version in run.versions.items()}
    if verdict.installs == bool(run.refusal):
        found = run.refusal or phrase("an installation")
        yield Difference(package="uv sync", foreseen=phrase("as the export"), found=found)
    elif verdict.installs and exported != synced:
        yield Difference(package="uv sync", foreseen=_spelled(exported), found=_spelled(synced))


def _spelled(versions: Mapping[str, Version]) -> Words:
    return ", ".join(f"{package} {version}" for package, version in sorted(versions.items())) or NONE
