"""What a patch works on: the file as it was read, the draft of what it becomes, and the configuration it is to have."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from wizard.catalogue.facts import FROM_PYPI
from wizard.doctor.hosts import ASTRAL, host_of
from wizard.doctor.indexing import accelerator_of
from wizard.doctor.project import Scope
from wizard.doctor.values import items, name, requirement, text
from wizard.errors import WizardError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.catalogue.facts import Catalogue
    from wizard.configuration.values import Configuration, Requirement
    from wizard.doctor.editing import Draft
    from wizard.doctor.findings import Path
    from wizard.doctor.project import Project


class CannotApply(WizardError):
    """The file leaves no room for what the configuration writes."""


class SelectsInScript(CannotApply):
    """Extras or groups are configured for a script, which has none (PEP 723)."""

    def __str__(self) -> str:
        return "A script has no extras and no groups: choose one accelerator for each platform."


class ComputedElsewhere(CannotApply):
    """A list is in ``project.dynamic``: the build backend computes it."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key

    def __str__(self) -> str:
        where = f"project.{self.key} is computed by the build backend, as project.dynamic says"
        return f"{where}: take {self.key} out of project.dynamic first, or choose dependency groups."


@dataclass(frozen=True, kw_only=True)
class Target:
    """A file on its way to a configuration. ``project`` is as it was read; ``draft`` knows what it has become."""

    draft: Draft
    project: Project
    configuration: Configuration
    catalogue: Catalogue

    @property
    def top(self) -> Path:
        """The table that holds the requirements: a script has them at its top."""
        return () if self.project.is_script else ("project",)

    @property
    def selections(self) -> Mapping[str, tuple[Requirement, ...]]:
        """The extras or groups of the configuration."""
        return self.configuration.extras or self.configuration.groups

    @cached_property
    def wanted(self) -> tuple[Requirement, ...]:
        """Every requirement of the configuration, whoever asks for it."""
        lists = (self.configuration.dependencies, *self.selections.values())
        return tuple(one for requirements in lists for one in requirements)

    @cached_property
    def family(self) -> frozenset[str]:
        """The packages that are the configuration's business: torch's own, and the tritons only its indexes have.

        What the file requires of torch's own and nobody has chosen is a person's: it is not touched. A triton is the
        business of an accelerator, and goes with it.
        """
        tritons = {triton.package for triton in self.catalogue.triton.values()} - {FROM_PYPI}
        wanted = {one.package for one in self.wanted} | {*self.configuration.sources}
        theirs = {one.name for one in self.project.requirements if one.scope is not Scope.BUILD} - wanted
        return frozenset(({*self.catalogue.packages} - theirs) | tritons | wanted)

    @cached_property
    def gone(self) -> frozenset[tuple[str, str]]:
        """The extras and groups, as (kind, name), which only chose an accelerator that is not chosen any more."""
        return frozenset(
            (kind, selection)
            for kind, selections in (("extra", self.project.extras), ("group", self.project.groups))
            for selection, place in selections.items()
            if selection not in self._kept(kind) and self._only_chooses(kind, selection, place.path)
        )

    def _kept(self, kind: str) -> set[str]:
        """Return what the configuration has of this kind, and what other extras or groups ask for."""
        selections = self.configuration.extras if kind == "extra" else self.configuration.groups
        return {name(one) for one in selections} | {alias.of for alias in self.project.aliases if alias.kind == kind}

    def _only_chooses(self, kind: str, selection: str, path: Path) -> bool:
        """Whether a selection has the family alone, and is named after an accelerator or by a source of the family."""
        found = [requirement(item) for item in items(self.draft.value(path))]
        alone = all(one is not None and name(one.name) in self.family for one in found)
        sources = (one for one in self.project.sources if one.package in self.family)
        named = selection in {accelerator.name for accelerator in self.catalogue.accelerators.values()}
        return bool(found) and alone and (named or any(getattr(source, kind) == selection for source in sources))

    def is_pytorch(self, url: object) -> bool:
        """Whether an address is one of PyTorch's indexes or pages, whichever accelerator it is for, or its mirror."""
        host = host_of(text(url))
        if host == ASTRAL:
            return False
        hosts = {host_of(one.url) for one in self.catalogue.accelerators.values() if one.index}
        return host in hosts or bool(accelerator_of(text(url), self.catalogue)[0])

    def refuse_what_has_no_room(self) -> None:
        """Refuse extras and groups in a script, and lists that something else computes."""
        if self.project.is_script and self.selections:
            raise SelectsInScript
        dynamic = items(self.draft.value(("project", "dynamic")))
        written = {"dependencies": self.configuration.dependencies, "optional-dependencies": self.configuration.extras}
        for key, value in written.items():
            if value and key in dynamic:
                raise ComputedElsewhere(key)
