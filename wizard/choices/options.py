"""What can be picked next: every option of every step, with its obstacle and the nearest choice that works."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wizard.catalogue.facts import Channel, Status
from wizard.catalogue.nightly import has_nightlies, seen_through
from wizard.catalogue.serving import default_accelerator, newest_for, releases_on, serves_all, status_of
from wizard.choices.choices import Bound, Layout, PythonCap
from wizard.choices.grammar import encode
from wizard.choices.layouts import layout_obstacle, open_end_obstacle, possible_pythons
from wizard.choices.obstacles import Obstacle, obstacle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Accelerator, Catalogue, Platform
    from wizard.catalogue.serving import Cell
    from wizard.choices.choices import Choices


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing to pick: impossible ones say why, and link to the nearest choices that work."""

    value: str
    label: str
    selected: bool
    obstacle: Obstacle | None = None
    nearest: str = ""
    nearest_torch: str = ""
    nearest_accelerator: str = ""
    status: str = ""
    cell: Cell = ("", "")

    @property
    def possible(self) -> bool:
        """Whether it can be picked as things stand."""
        return self.obstacle is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One accelerator's line in the grid: an option per chosen platform."""

    accelerator: Accelerator
    options: tuple[Option, ...]

    @property
    def selected(self) -> bool:
        """Whether any platform uses it."""
        return any(option.selected for option in self.options)

    @property
    def possible(self) -> bool:
        """Whether any platform could use it."""
        return any(option.possible for option in self.options)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Every step's options, for one set of choices; no ``torches`` where the channel has no release to choose."""

    platforms: tuple[Option, ...]
    columns: tuple[Platform, ...]
    rows: tuple[Row, ...]
    layouts: tuple[Option, ...]
    channels: tuple[Option, ...]
    torches: tuple[Option, ...]
    packages: tuple[Option, ...]
    bounds: tuple[Option, ...]
    caps: tuple[Option, ...]
    pythons: tuple[Option, ...]
    defaults: tuple[Option, ...]


def options(choices: Choices, catalogue: Catalogue) -> Options:
    """Return everything the page offers next to these choices."""
    offer = _Offer(choices, seen_through(catalogue, choices.channel))
    return Options(
        platforms=tuple(offer.platform(slug) for slug in catalogue.platforms),
        columns=tuple(catalogue.platforms[slug] for slug in choices.accelerators),
        rows=tuple(offer.row(accelerator) for accelerator in catalogue.accelerators.values()),
        layouts=tuple(offer.layout(layout) for layout in Layout),
        channels=tuple(offer.channel(channel) for channel in Channel if has_nightlies(catalogue)),
        torches=tuple(offer.torch(one) for one in catalogue.newest_first if choices.channel is Channel.STABLE),
        packages=tuple(offer.package(name) for name in catalogue.packages if name != "torch"),
        bounds=tuple(offer.bound(bound) for bound in Bound),
        caps=tuple(offer.cap(cap) for cap in PythonCap),
        pythons=tuple(offer.pythons()),
        defaults=tuple(offer.defaults()),
    )


class _Offer:
    """Answers "could this be picked?" for one set of choices."""

    def __init__(self, choices: Choices, catalogue: Catalogue) -> None:
        self.choices = choices
        self.catalogue = catalogue

    def platform(self, slug: str) -> Option:
        """A platform is possible if some accelerator has the chosen torch there."""
        cell = (slug, default_accelerator(self.catalogue, slug, self.choices.torch))
        option = Option(
            value=slug,
            label=self.catalogue.platforms[slug].label,
            selected=slug in self.choices.accelerators,
            cell=cell,
        )
        return option if option.selected else self._with_obstacle(option)

    def row(self, accelerator: Accelerator) -> Row:
        """A line of the grid."""
        return Row(
            accelerator=accelerator,
            options=tuple(self.cell((platform, accelerator.slug)) for platform in self.choices.accelerators),
        )

    def cell(self, cell: Cell) -> Option:
        """A cell is possible if it has the chosen torch and packages."""
        platform, accelerator = cell
        status = status_of(self.catalogue, cell, self.choices.torch)
        option = Option(
            value=accelerator,
            label=self.catalogue.accelerators[accelerator].label,
            selected=accelerator in self.choices.accelerators[platform],
            status=status.value if status is Status.PARTIAL else "",
            cell=cell,
        )
        return option if option.selected else self._with_obstacle(option)

    def layout(self, layout: Layout) -> Option:
        """Layouts without extras or groups hold one accelerator per platform; the old ones need more."""
        blocked = layout_obstacle(self.choices, layout, self.catalogue)
        return Option(
            value=layout,
            label=layout,
            selected=layout is self.choices.layout,
            obstacle=blocked,
            nearest=self._nearest_with_layout(layout) if blocked else "",
        )

    def channel(self, channel: Channel) -> Option:
        """Either channel can be picked: what the other one lacks gives way, with a notice."""
        return Option(value=channel, label=channel, selected=channel is self.choices.channel)

    def torch(self, torch: str) -> Option:
        """A release is possible if every cell has it, with the chosen packages."""
        blocked = next(self._obstacles(torch), None)
        if not blocked and not serves_all(self.catalogue, self.choices.cells, torch, self.choices.packages):
            platform, accelerator = self.choices.cells[0]
            blocked = Obstacle(code="no-shared-python", platform=platform, accelerator=accelerator, torch=torch)
        found = {status_of(self.catalogue, cell, torch) for cell in self.choices.cells}
        status = next((kind.value for kind in Status if kind is not Status.FULL and kind in found), "")
        nearest = self._nearest_with_torch(torch) if blocked else ""
        return Option(
            value=torch,
            label=torch,
            selected=torch == self.choices.torch,
            obstacle=blocked,
            nearest=nearest,
            status=status,
        )

    def package(self, name: str) -> Option:
        """A package is possible if every cell has its pair at the chosen torch."""
        selected = name in self.choices.packages
        wanted = (*self.choices.packages, name)
        found = (obstacle(self.catalogue, cell, self.choices.torch, wanted) for cell in self.choices.cells)
        blocked = None if selected else next(filter(None, found), None)
        torch = newest_for(self.catalogue, self.choices.cells, wanted) if blocked else None
        link = self._link(self.choices, torch=torch, packages=wanted) if torch else ""
        return Option(
            value=name,
            label=name,
            selected=selected,
            obstacle=blocked,
            nearest=link,
            nearest_torch=torch or "",
            status=self.catalogue.releases[self.choices.torch].pairs.get(name, ""),
        )

    def bound(self, bound: Bound) -> Option:
        """The old layouts pin exactly, and nightlies cannot be bound."""
        blocked = None
        if self.choices.channel is Channel.NIGHTLY and bound is not Bound.MINIMUM:
            blocked = Obstacle(code="nightly-bound", platform="", accelerator="")
        if self.choices.layout.pins and bound is not Bound.EXACT:
            blocked = Obstacle(code="bound-must-be-exact", platform="", accelerator="")
        return Option(value=bound, label=bound, selected=bound is self.choices.bound, obstacle=blocked)

    def cap(self, cap: PythonCap) -> Option:
        """The range of Pythons may stay open where nothing wants wheels on all of them."""
        blocked = open_end_obstacle(self.choices, self.catalogue) if cap is PythonCap.NONE else None
        return Option(value=cap, label=cap, selected=cap is self.choices.python_cap, obstacle=blocked)

    def pythons(self) -> Iterator[Option]:
        """The oldest Python can be any from which all machines install."""
        for python in possible_pythons(self.choices, self.catalogue):
            yield Option(value=python, label=python, selected=python == self.choices.python)

    def defaults(self) -> Iterator[Option]:
        """Any accelerator in use can be the default group."""
        for slug in self.choices.used_accelerators(self.catalogue):
            label = self.catalogue.accelerators[slug].label
            yield Option(value=slug, label=label, selected=slug == self.choices.default)

    def _with_obstacle(self, option: Option) -> Option:
        """Add what stands in the option's way, if anything does, and the nearest choices that work."""
        blocked = obstacle(self.catalogue, option.cell, self.choices.torch, self.choices.packages)
        if not blocked:
            return option
        torch, link = self._nearest(option.cell)
        if link:
            return replace(option, obstacle=blocked, nearest=link, nearest_torch=torch)
        return replace(self._with_other_accelerator(option), obstacle=blocked)

    def _with_other_accelerator(self, option: Option) -> Option:
        """Where no torch has the accelerator, link to the first one its platform does have."""
        platform, _ = option.cell
        for slug in ("pypi", "cpu"):
            chosen = slug in self.choices.accelerators.get(platform, ())
            if not chosen and releases_on(self.catalogue, (platform, slug)):
                torch, link = self._nearest((platform, slug))
                label = self.catalogue.accelerators[slug].label
                return replace(option, nearest=link, nearest_torch=torch, nearest_accelerator=label)
        return option

    def _obstacles(self, torch: str) -> Iterator[Obstacle]:
        for cell in self.choices.cells:
            found = obstacle(self.catalogue, cell, torch, self.choices.packages)
            if found:
                yield found

    def _nearest(self, cell: Cell) -> tuple[str, str]:
        """Return the nearest choices with this cell: another torch for all, else this accelerator alone there."""
        platform, accelerator = cell
        kept = self.choices.accelerators.get(platform, ())
        alone = self.choices.with_accelerators(platform, (accelerator,))
        beside = self.choices.with_accelerators(platform, (*kept, accelerator))
        only = replace(self.choices, accelerators={platform: (accelerator,)})
        for tried in (beside, alone, only):
            for packages in dict.fromkeys((self.choices.packages, ())):
                torch = newest_for(self.catalogue, tried.cells, packages)
                if torch:
                    named = torch if tried.channel is Channel.STABLE else ""
                    return named, self._link(tried, torch=torch, packages=packages)
        return "", ""

    def _nearest_with_torch(self, torch: str) -> str:
        """Return the choices with this torch: a cell without it takes the nearest accelerator of its kind."""
        accelerators: dict[str, tuple[str, ...]] = {}
        for cell in self.choices.cells:
            found = self._substitute(cell, torch)
            kept = accelerators.get(cell[0], ())
            if found and found not in kept:
                accelerators[cell[0]] = (*kept, found)
        moved = replace(self.choices, accelerators=accelerators)
        for packages in (self.choices.packages, ()):
            if serves_all(self.catalogue, moved.cells, torch, packages):
                return self._link(moved, torch=torch, packages=packages)
        return ""

    def _nearest_with_layout(self, layout: Layout) -> str:
        """Return the choices with this layout and one accelerator per platform, if that is all it takes."""
        single = self.choices
        for platform, slugs in self.choices.accelerators.items():
            single = single.with_accelerators(platform, slugs[-1:])
        if layout_obstacle(single, layout, self.catalogue):
            return ""
        return self._link(single, layout=layout, bound=Bound.EXACT if layout.pins else self.choices.bound)

    def _substitute(self, cell: Cell, torch: str) -> str:
        """Return the accelerator that is nearest in the catalogue's order and has this torch."""
        platform, accelerator = cell
        order = list(self.catalogue.accelerators)
        kind = self.catalogue.accelerators[accelerator].kind
        serving = [
            slug
            for slug, found in self.catalogue.accelerators.items()
            if found.kind is kind and not obstacle(self.catalogue, (platform, slug), torch, ())
        ]
        return min(serving, key=lambda slug: abs(order.index(slug) - order.index(accelerator)), default="")

    def _link(self, choices: Choices, **changes: object) -> str:
        """Encode changed choices without their Python and layout where these may have to follow."""
        changed = replace(choices, **changes)  # type: ignore[arg-type]
        dropped = {"python"}
        if layout_obstacle(changed, changed.layout, self.catalogue):
            dropped.add("layout")
        if changed.default and changed.default not in changed.used_accelerators(self.catalogue):
            dropped.add("default")
        pairs = (pair for pair in encode(changed).split("&"))
        return "&".join(pair for pair in pairs if pair.partition("=")[0] not in dropped)
