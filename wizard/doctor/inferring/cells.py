"""Which accelerator a file gives each platform, and in which layout."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from packaging.requirements import Requirement

from wizard.catalogue.facts import Channel
from wizard.catalogue.nightly import seen_through
from wizard.catalogue.serving import releases_on
from wizard.choices.choices import Layout, Notice
from wizard.doctor.indexing import PYPI
from wizard.doctor.inferring.pinned import legacy_layout, pinned_cells
from wizard.doctor.project import INSTALLING, Declared, Scope
from wizard.doctor.routing import Origin, is_torch_index, origins

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.project import Project

TORCH: Final = "torch"
CHANNELS: Final = {False: Channel.STABLE, True: Channel.NIGHTLY}
LAYOUTS: Final = {Scope.BASE: Layout.MARKERS, Scope.EXTRA: Layout.EXTRAS, Scope.GROUP: Layout.GROUPS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """The platforms with their accelerators, and the accelerator behind every extra or group with torch in it."""

    accelerators: dict[str, tuple[str, ...]]
    layout: Layout
    nightly: bool = False
    selections: dict[str, str] = field(default_factory=dict)
    unread: tuple[Notice, ...] = ()


def cells_of(project: Project, catalogue: Catalogue, platforms: tuple[str, ...], *, pypi_first: bool = False) -> Cells:
    """Return what the file gives each of these platforms; those of the old layouts are named in the file.

    There a version that PyPI and another index have may be either's; ``pypi_first`` says which is tried first.
    """
    legacy = legacy_layout(project)
    if legacy:
        return Cells(accelerators=pinned_cells(project, catalogue, pypi_first=pypi_first), layout=legacy)
    return _Routes(project, catalogue).cells(platforms)


class _Routes:
    """Torch's ways from indexes to machines."""

    def __init__(self, project: Project, catalogue: Catalogue) -> None:
        self.project = _with_torch(project)
        self.catalogue = catalogue
        self.origins = origins(self.project, catalogue, TORCH)
        self.scope = self._scope()
        self.unread: dict[tuple[str, object], Notice] = {}

    def cells(self, platforms: tuple[str, ...]) -> Cells:
        """Return the accelerators of some platforms."""
        routes = self._routes()
        selections = self._selections(routes)
        accelerators = {platform: self._of(platform, routes, selections) for platform in platforms}
        if PYPI in selections.values() and not any(PYPI in found for found in accelerators.values()):
            accelerators = {platform: (*self._pypi(platform), *found) for platform, found in accelerators.items()}
        nightly = self._is_nightly()
        return Cells(
            accelerators=self._there(accelerators, seen_through(self.catalogue, CHANNELS[nightly])),
            layout=LAYOUTS[self.scope],
            nightly=nightly,
            selections=selections,
            unread=(*self.unread.values(), *self._told()),
        )

    def _scope(self) -> Scope:
        """Return where torch is chosen: in extras or groups with sources of their own, or that alone have it."""
        scopes = [one.scope for one in self.project.requirements_on(TORCH)]
        named = {Scope.EXTRA: "extra", Scope.GROUP: "group"}
        for scope, key in named.items():
            if scope in scopes and any(getattr(source, key) for source in self.project.sources_of(TORCH)):
                return scope
        if Scope.BASE in scopes:
            return Scope.BASE
        return next((scope for scope in named if scope in scopes), Scope.BASE)

    def _routes(self) -> dict[tuple[str, str], str]:
        """Return the accelerator by platform and selection, of the scope that counts; the first of overlapping ones."""
        routes: dict[tuple[str, str], str] = {}
        for origin in self._counting():
            slug = self._slug(origin)
            if slug and routes.setdefault((origin.platform, origin.selection), slug) != slug:
                self._note("overlapping", origin.platform, platform=origin.platform)
        return routes

    def _counting(self) -> Iterator[Origin]:
        asking = {one.asker for one in self.project.requirements_on(TORCH)}
        for origin in self.origins:
            if (
                origin.scope is self.scope
                and (origin.scope, origin.selection) in asking - self._aliases() - self._parts()
            ):
                yield origin

    def _aliases(self) -> set[tuple[Scope, str]]:
        """Return the extras and groups that have torch from another one: no source is for them."""
        routed = {source.selection for source in self.project.sources_of(TORCH)}
        return {(Scope(one.kind), one.name) for one in self.project.aliases if one.name not in routed}

    def _parts(self) -> set[tuple[Scope, str]]:
        """Return the extras and groups that only are a part of others with sources, and are chosen with these."""
        routed = {source.selection for source in self.project.sources_of(TORCH)}
        return {
            (Scope(one.kind), one.of) for one in self.project.aliases if one.name in routed and one.of not in routed
        }

    def _slug(self, origin: Origin) -> str:
        """Return an origin's accelerator; nothing, and a note, where its address tells none."""
        if origin.undeclared:
            self._note("undeclared-index", origin.undeclared, name=origin.undeclared)
            return ""
        if origin.source and origin.source.kind != "index":
            self._note("other-source", origin.source.kind, package=TORCH, kind=origin.source.kind)
            return ""
        if origin.index is None:
            return PYPI
        if not is_torch_index(origin.index):
            self._note("unknown-index", origin.index.url, name=origin.index.name, url=origin.index.url)
            return ""
        return origin.index.accelerator

    def _of(self, platform: str, routes: dict[tuple[str, str], str], selections: dict[str, str]) -> tuple[str, ...]:
        """Return a platform's accelerators; what a machine without a build of its own falls back to is none of them."""
        mine = {selection: slug for (one, selection), slug in routes.items() if one == platform}
        own = (slug for selection, slug in mine.items() if slug in {selections.get(selection, slug)} - {PYPI})
        return tuple(dict.fromkeys(own)) or tuple(mine.values())[:1]

    def _there(self, accelerators: dict[str, tuple[str, ...]], catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
        """Leave out, and tell, what has no build at all."""
        there: dict[str, tuple[str, ...]] = {}
        for platform, slugs in accelerators.items():
            for slug in slugs:
                if releases_on(catalogue, (platform, slug)):
                    there[platform] = (*there.get(platform, ()), slug)
                else:
                    self._note("never-there", (platform, slug), platform=platform, accelerator=slug)
        return there

    def _pypi(self, platform: str) -> tuple[str, ...]:
        """Return PyPI's build where a platform has any."""
        return (PYPI,) if releases_on(self.catalogue, (platform, PYPI)) else ()

    def _selections(self, routes: dict[tuple[str, str], str]) -> dict[str, str]:
        """Return the accelerator an extra or group stands for: the one of its name, or the first beside PyPI."""
        if self.scope is Scope.BASE:
            return {}
        served: dict[str, dict[str, None]] = {}
        for (_, selection), slug in routes.items():
            served.setdefault(selection, {})[slug] = None
        return {selection: self._meant(selection, slugs) for selection, slugs in served.items()}

    def _meant(self, selection: str, slugs: Iterable[str]) -> str:
        named = [slug for slug in slugs if self.catalogue.accelerators[slug].name == selection]
        return next(iter((*named, *(slug for slug in slugs if slug != PYPI), PYPI)))

    def _is_nightly(self) -> bool:
        """Say whether torch comes from nightly indexes; where some are not, the releases count."""
        used = [origin.index for origin in self._counting() if origin.index and is_torch_index(origin.index)]
        if any(index.nightly for index in used) and not all(index.nightly for index in used):
            self._note("mixed-channels", "")
        return bool(used) and all(index.nightly for index in used)

    def _told(self) -> Iterator[Notice]:
        """Tell what else is said about torch than what the choices come from."""
        asked = self.project.requirements_on(TORCH)
        scopes = {one.scope for one in asked}
        if not scopes:
            yield Notice(code="no-torch")
        if any(one.requirement.url for one in asked):
            yield Notice(code="other-source", facts={"package": TORCH, "kind": "url"})
        if self.scope is not Scope.BASE and Scope.BASE in scopes:
            yield Notice(code="base-torch", facts={"layout": LAYOUTS[self.scope]})
        if {Scope.EXTRA, Scope.GROUP} <= scopes:
            yield Notice(code="mixed-layout", facts={"layout": LAYOUTS[self.scope]})
        for alias in self.project.aliases:
            if (Scope(alias.kind), alias.name) in self._aliases() & {one.asker for one in asked}:
                yield Notice(code="alias", facts={"name": alias.name, "of": alias.of})

    def _note(self, code: str, about: object, **facts: object) -> None:
        self.unread.setdefault((code, about), Notice(code=code, facts=facts))


def _with_torch(project: Project) -> Project:
    """Return a project that requires torch, where it only says where torch is to come from or what else it may be."""
    if any(one.scope in INSTALLING for one in project.requirements_on(TORCH)):
        return project
    if not project.sources_of(TORCH) and not project.requirements_on(TORCH):
        return project
    asked = [str(one.requirement.specifier) for one in project.requirements_on(TORCH)]
    torch = Declared(
        name=TORCH,
        requirement=Requirement(TORCH + ",".join(filter(None, asked))),
        scope=Scope.BASE,
        selection="",
        place=project.places[()],
    )
    return replace(project, requirements=(*project.requirements, torch))
