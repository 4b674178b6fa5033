"""Sources that lead to indexes of graphics cards' builds, and the machines they reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.doctor.asking import asks
from wizard.doctor.conditions import on_systems
from wizard.doctor.families import bounded
from wizard.doctor.project import Scope
from wizard.doctor.routing import is_torch_index
from wizard.doctor.wheels import is_for_cards, systems_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Accelerator, Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Finding, Rule, Severity
    from wizard.doctor.project import Declared, Project, SourceEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Led:
    """A source, the accelerator of its index, and the platforms that are led there."""

    source: SourceEntry
    accelerator: Accelerator
    platforms: frozenset[str]
    systems: tuple[str, ...]
    """The operating systems that the index has builds for, as ``sys_platform`` spells them."""
    pinned: bool
    """Whether a local version is asked for, which the machines that are let go would look for at PyPI, in vain."""
    shared: bool
    """Whether the dependencies ask for it as well: uv then gives all machines the version it chose for the cards."""

    def finding(self, rule: Rule, severity: Severity, *, refused: bool) -> Finding:
        """Return what a rule saw at this source, with what its sentences and ``narrow()`` need.

        uv refuses to lock where ``environments`` name a machine without a wheel; else only that machine's sync fails.
        """
        return rule.finding(
            self.source.place,
            severity=severity,
            fixable=not self.pinned,
            refused=refused,
            shared=self.shared and bool(self.source.selection),
            package=self.source.package,
            accelerator=self.accelerator.label,
            selection=self.source.selection,
            marker=on_systems(self.systems),
        )


def led(project: Project, catalogue: Catalogue) -> Iterator[Led]:
    """Yield every source of torch's family that leads to a graphics card's index."""
    for package in dict.fromkeys(source.package for source in project.sources):
        if package not in built_packages(catalogue):
            continue
        reached: dict[int, set[str]] = {}
        for platform, taken in _reached(project, catalogue, package):
            reached.setdefault(id(taken), set()).add(platform)
        lines = project.requirements_on(package)
        pinned = any("+" in str(line.requirement.specifier) for line in lines)
        shared = any(line.scope is Scope.BASE for line in lines)
        for source in project.sources_of(package):
            index = project.index_named(source.index)
            if index and is_torch_index(index) and is_for_cards(catalogue, index.accelerator):
                yield Led(
                    source=source,
                    accelerator=catalogue.accelerators[index.accelerator],
                    platforms=frozenset(reached.get(id(source), ())),
                    systems=systems_of(catalogue, index.accelerator),
                    pinned=pinned,
                    shared=shared,
                )


def _reached(project: Project, catalogue: Catalogue, package: str) -> list[tuple[str, SourceEntry | None]]:
    """Return the machines that get a package, each with the source; an override or a constraint is for whoever asks."""
    asked = asks(project, catalogue, package)
    if asked or not any(map(_reaches, project.requirements_on(package))):
        return [(ask.platform, ask.source) for ask in asked]
    return [served for one in bounded(project, catalogue, package) for served in one.served.items()]


def _reaches(line: Declared) -> bool:
    """Say whether uv applies sources for its sake to a package that only others ask for: a bare constraint is none."""
    return line.scope is Scope.OVERRIDE or (line.scope is Scope.CONSTRAINT and bool(line.requirement.specifier))


def built_packages(catalogue: Catalogue) -> frozenset[str]:
    """Return the packages that torch's indexes build: its family and every triton."""
    return frozenset(catalogue.packages) | {triton.package for triton in catalogue.triton.values()}


def narrow(draft: Draft, finding: Finding) -> None:
    """Let a source serve only the operating systems that its index has builds for."""
    path = (*finding.place.path, "marker")
    wanted = str(finding.facts["marker"])
    marker = draft.value(path)
    draft.put(path, f"{_grouped(wanted)} and {_grouped(marker)}" if isinstance(marker, str) and marker else wanted)


def _grouped(marker: str) -> str:
    return f"({marker})" if " or " in marker else marker
