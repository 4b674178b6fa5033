"""``decode()``: a link becomes complete choices that exist together, with a notice for all that had to give way."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from packaging.utils import InvalidName, canonicalize_name

from wizard.catalogue.facts import KNOWN_PYTHONS, OLDEST_DEFAULT_PYTHON, Channel, Kind, Status, minor
from wizard.catalogue.nightly import has_nightlies, seen_through
from wizard.catalogue.serving import (
    default_accelerator,
    newest_for,
    pythons_in_order,
    pythons_of_release,
    releases_on,
    serves_all,
    status_of,
)
from wizard.choices import grammar
from wizard.choices.choices import Bound, Choices, Decoded, Environments, Layout, PythonCap
from wizard.choices.grammar import Words, in_order, nearest, shortened
from wizard.choices.layouts import layout_obstacle, open_end_obstacle, possible_pythons
from wizard.choices.obstacles import obstacle
from wizard.choices.project_names import is_taken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.catalogue.facts import Catalogue
    from wizard.catalogue.serving import Cell

Closed = TypeVar("Closed", bound=StrEnum)
DEFAULT_PLATFORM = "linux-x86_64"
DEFAULT_PROJECT = "project"


def decode(query: str, catalogue: Catalogue) -> Decoded:
    """Return what a query string asks for; it never raises, and the choices are always complete and possible."""
    reading = _Reading(grammar.read(query, catalogue), catalogue)
    choices = reading.choices()
    return Decoded(choices=choices, notices=tuple(reading.words.notices))


class _Reading:
    """One pass over the words of a link, from channel to Python, noting what gave way."""

    def __init__(self, words: Words, catalogue: Catalogue) -> None:
        self.words = words
        self.channel = self._channel(catalogue)
        self.catalogue = seen_through(catalogue, self.channel)

    def choices(self) -> Choices:
        """Decide every field in the customer's order; later ones give way to earlier ones."""
        accelerators = self._accelerators()
        cells = tuple((platform, slug) for platform, slugs in accelerators.items() for slug in slugs)
        packages = self._packages(cells)
        torch = self._torch(cells, packages)
        layout = self._closed("layout", Layout, _natural_layout(accelerators))
        choices = Choices(
            accelerators=accelerators,
            layout=layout,
            channel=self.channel,
            torch=torch,
            bound=self._bound(layout),
            packages=packages,
            python=OLDEST_DEFAULT_PYTHON,
            python_cap=self._closed("python-cap", PythonCap, PythonCap.AUTO),
            default=self._default(layout, accelerators),
            environments=self._closed("environments", Environments, Environments.ANY),
            project=self._project(),
            explain=self._explain(),
        )
        choices = self._with_possible_bound(self._with_possible_layout(choices))
        return self._with_possible_cap(replace(choices, python=self._python(choices)))

    def _channel(self, catalogue: Catalogue) -> Channel:
        asked = self._closed("channel", Channel, Channel.STABLE)
        if asked is Channel.NIGHTLY and not has_nightlies(catalogue):
            self.words.notice("unknown-value", key="channel", value=asked, nearest=Channel.STABLE)
            return Channel.STABLE
        return asked

    def _accelerators(self) -> Mapping[str, tuple[str, ...]]:
        asked = {platform: self._known(platform) for platform in self._platforms()}
        cells: list[Cell] = []
        for platform, slugs in asked.items():
            for slug in slugs:
                if newest_for(self.catalogue, [*cells, (platform, slug)], ()):
                    cells.append((platform, slug))
                else:
                    self.words.notice("no-common-release", platform=platform, accelerator=slug, others=tuple(cells))
        if not cells:
            self.words.notice("no-platform")
            cells = [_default_cell(self.catalogue)]
        accelerators: dict[str, tuple[str, ...]] = {}
        for platform, slug in cells:
            accelerators[platform] = (*accelerators.get(platform, ()), slug)
        return accelerators

    def _platforms(self) -> tuple[str, ...]:
        """Return the platforms in order; the form's own ``platform`` boxes add and remove some."""
        ticked = self.words.repeated.get("platform")
        if ticked is None:
            return in_order(self.words.platforms, self.catalogue.platforms)
        for slug in ticked:
            if slug and slug not in self.catalogue.platforms:
                known = self.catalogue.platforms
                self.words.notice("unknown-value", key="platform", value=shortened(slug), nearest=nearest(slug, known))
        return in_order(ticked, self.catalogue.platforms)

    def _known(self, platform: str) -> tuple[str, ...]:
        asked = self.words.platforms.get(platform, [])
        for slug in asked:
            if slug not in self.catalogue.accelerators:
                near = nearest(slug, self.catalogue.accelerators)
                self.words.notice("unknown-accelerator", platform=platform, value=shortened(slug), nearest=near)
        possible = []
        for slug in in_order(asked, self.catalogue.accelerators):
            if releases_on(self.catalogue, (platform, slug)):
                possible.append(slug)
            else:
                reason = obstacle(self.catalogue, (platform, slug), self.words.single.get("torch", ""), ())
                self.words.notice("impossible-cell", platform=platform, accelerator=slug, reason=reason)
        if possible:
            return tuple(possible)
        used = default_accelerator(self.catalogue, platform, self.words.single.get("torch"))
        if not releases_on(self.catalogue, (platform, used)):
            if not asked:
                reason = obstacle(self.catalogue, (platform, used), "", ())
                self.words.notice("impossible-cell", platform=platform, accelerator=used, reason=reason)
            return ()
        if not asked and platform in self.words.platforms:
            self.words.notice("no-accelerator", platform=platform, accelerator=used)
        return (used,)

    def _packages(self, cells: tuple[Cell, ...]) -> tuple[str, ...]:
        offered = {name: package for name, package in self.catalogue.packages.items() if name != "torch"}
        asked = [name for name in self.words.repeated.get("with", []) if name]
        for name in asked:
            if name not in offered:
                self.words.notice("unknown-package", value=shortened(name), nearest=nearest(name, offered))
        kept: tuple[str, ...] = ()
        for name in in_order(asked, offered):
            if newest_for(self.catalogue, cells, (*kept, name)):
                kept = (*kept, name)
            else:
                self.words.notice("package-not-there", package=name, cells=cells, channel=self.channel)
        return kept

    def _torch(self, cells: tuple[Cell, ...], packages: tuple[str, ...]) -> str:
        asked = self.words.single.get("torch", "")
        used = newest_for(self.catalogue, cells, packages) or self.catalogue.newest_first[0]
        if asked and self.channel is Channel.NIGHTLY:
            self.words.notice("nightly-torch", asked=shortened(asked))
        elif asked and asked not in self.catalogue.releases:
            near = nearest(asked, self.catalogue.releases)
            self.words.notice("unknown-torch", value=shortened(asked), nearest=near, used=used)
        elif asked and serves_all(self.catalogue, cells, asked, packages):
            return asked
        elif asked:
            reasons = (obstacle(self.catalogue, cell, asked, packages) for cell in cells)
            reason = next((found for found in reasons if found), None)
            self.words.notice("torch-not-there", asked=asked, used=used, reason=reason)
        return used

    def _with_possible_layout(self, choices: Choices) -> Choices:
        reason = layout_obstacle(choices, choices.layout, self.catalogue)
        if not reason:
            return choices
        used = _natural_layout(choices.accelerators)
        self.words.notice("layout-not-possible", layout=choices.layout, used=used, reason=reason)
        return replace(choices, layout=used)

    def _bound(self, layout: Layout) -> Bound:
        if self.channel is Channel.NIGHTLY:
            return self._unbound()
        bound = self._closed("bound", Bound, Bound.EXACT if layout.pins else Bound.MINIMUM)
        if layout.pins and bound is not Bound.EXACT:
            self.words.notice("bound-must-be-exact", layout=layout, asked=bound)
            return Bound.EXACT
        return bound

    def _unbound(self) -> Bound:
        asked = self._closed("bound", Bound, Bound.MINIMUM)
        if asked is not Bound.MINIMUM:
            self.words.notice("nightly-bound", asked=asked)
        return Bound.MINIMUM

    def _with_possible_bound(self, choices: Choices) -> Choices:
        """Tighten a bound that would let uv move on to releases without wheels for some machine."""
        for bound in dict.fromkeys((choices.bound, Bound.COMPATIBLE, Bound.EXACT)):
            tried = replace(choices, bound=bound)
            if possible_pythons(tried, self.catalogue):
                if bound is not choices.bound and "bound" in self.words.single:
                    self.words.notice("bound-not-possible", asked=choices.bound, used=bound, torch=choices.torch)
                return tried
        return choices

    def _with_possible_cap(self, choices: Choices) -> Choices:
        if choices.python_cap is PythonCap.AUTO or not open_end_obstacle(choices, self.catalogue):
            return choices
        self.words.notice("cap-needed", torch=choices.torch)
        return replace(choices, python_cap=PythonCap.AUTO)

    def _default(self, layout: Layout, accelerators: Mapping[str, tuple[str, ...]]) -> str:
        asked = self.words.single.get("default", "")
        used = {slug for slugs in accelerators.values() for slug in slugs}
        if asked and layout is not Layout.GROUPS:
            self.words.notice("default-needs-groups", value=shortened(asked), layout=layout)
        elif asked and asked not in used:
            self.words.notice("default-not-chosen", value=shortened(asked), nearest=nearest(asked, used))
        else:
            return asked
        return ""

    def _project(self) -> str:
        asked = self.words.single.get("project", "")
        if not asked:
            return DEFAULT_PROJECT
        try:
            name = canonicalize_name(asked, validate=True)
        except InvalidName:
            self.words.notice("bad-project", value=shortened(asked), used=DEFAULT_PROJECT)
            return DEFAULT_PROJECT
        if name in self.catalogue.packages or is_taken(name) or len(name) > grammar.LONGEST_ECHO:
            self.words.notice("bad-project", value=shortened(asked), used=DEFAULT_PROJECT)
            return DEFAULT_PROJECT
        return asked

    def _explain(self) -> bool:
        asked = self.words.single.get("explain", "")
        if asked not in {"", "yes"}:
            self.words.notice("unknown-value", key="explain", value=shortened(asked), nearest="yes")
        return asked == "yes"

    def _python(self, choices: Choices) -> str:
        possible = possible_pythons(choices, self.catalogue)
        asked = self.words.single.get("python", "")
        default = default_python(choices, self.catalogue, possible)
        if not asked or asked in possible:
            return asked or default
        if asked not in KNOWN_PYTHONS:
            self.words.notice("unknown-python", value=shortened(asked), used=default)
            return default
        later = [python for python in possible if minor(python) > minor(asked)]
        used = later[0] if later else default
        self.words.notice("python-not-there", asked=asked, used=used, torch=choices.torch)
        return used

    def _closed(self, key: str, closed: type[Closed], default: Closed) -> Closed:
        asked = self.words.single.get(key, "")
        if not asked:
            return default
        if asked in set(closed):
            return closed(asked)
        near = nearest(asked, set(closed))
        self.words.notice("unknown-value", key=key, value=shortened(asked), nearest=near)
        return default


def _natural_layout(accelerators: Mapping[str, tuple[str, ...]]) -> Layout:
    return Layout.EXTRAS if any(len(slugs) > 1 for slugs in accelerators.values()) else Layout.MARKERS


def _default_cell(catalogue: Catalogue) -> Cell:
    """Return the newest CUDA that is fully known for Linux, else the first cell that has anything."""
    cuda = [slug for slug, found in catalogue.accelerators.items() if found.kind is Kind.CUDA]
    newest = newest_for(catalogue, [(DEFAULT_PLATFORM, "cpu")], ()) or ""
    serving = [slug for slug in cuda if status_of(catalogue, (DEFAULT_PLATFORM, slug), newest) is Status.FULL]
    every = ((platform, slug) for platform in catalogue.platforms for slug in catalogue.accelerators)
    return (DEFAULT_PLATFORM, serving[-1]) if serving else next(cell for cell in every if releases_on(catalogue, cell))


def default_python(choices: Choices, catalogue: Catalogue, possible: tuple[str, ...]) -> str:
    """Return the oldest Python the chosen release supports on every cell, not below 3.10."""
    shared = frozenset.intersection(
        *(pythons_of_release(catalogue, cell, choices.torch, choices.packages) for cell in choices.cells)
    )
    wanted = [
        python for python in pythons_in_order(shared & {*possible}) if minor(python) >= minor(OLDEST_DEFAULT_PYTHON)
    ]
    return next(iter(wanted or possible or pythons_in_order(shared)))
