"""Links drawn from the whole grammar, so that a small sample already touches every part of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations, islice
from random import Random
from typing import TYPE_CHECKING, Final

from wizard.catalogue.facts import Channel
from wizard.catalogue.nightly import has_nightlies, seen_through
from wizard.catalogue.serving import pythons_of_release, releases_on, serves_all
from wizard.choices.choices import Bound, Environments, Layout, PythonCap
from wizard.choices.decoding import decode
from wizard.choices.grammar import encode
from wizard.configuration.configure import configure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.catalogue.serving import Cell
    from wizard.choices.choices import Choices

COMPANIONS: Final = (0, 0, 1, 1, 2, 3)
"""How many other cells a drawn one is joined by, as often as written here."""
PROJECTS: Final = ("demo", "my.app", "a_b-c")
"""Names other than the default; between them they hold every sign a name may hold."""
TRIES: Final = 30
"""How often a stratum is dressed anew before it is given up as impossible."""


@dataclass(frozen=True, slots=True)
class Stratum:
    """One combination that a full sample holds at least once."""

    cell: Cell
    layout: Layout
    minor: str
    bound: Bound
    channel: Channel

    @property
    def aspects(self) -> frozenset[object]:
        """The values it stands for, alone and in pairs."""
        single = ((*self.cell, self.channel), self.layout, f"torch {self.minor}", self.bound)
        return frozenset([*single, *combinations(single, 2)])


def draw(catalogue: Catalogue, count: int, seed: int) -> tuple[str, ...]:
    """Return the first ``count`` of the links that ``drawn`` yields."""
    return tuple(islice(drawn(catalogue, seed), count))


def drawn(catalogue: Catalogue, seed: int) -> Iterator[str]:
    """Yield different canonical links.

    Every (platform, accelerator), layout, torch minor and bound comes first, then every pair of these, then every
    possible combination of all four; after that, the combinations come again in other company.
    """
    random = Random(seed)  # noqa: S311  (a sample, not a secret)
    seen: set[str] = set()
    for _ in range(TRIES):
        for stratum in _widest_first(list(strata(catalogue)), random):
            link = _dressed(stratum, catalogue, random)
            if link and link not in seen:
                seen.add(link)
                yield link


def strata(catalogue: Catalogue) -> Iterator[Stratum]:
    """Yield every combination of cell, layout, torch minor and bound that some link of a channel can have."""
    yield from _of_channel(catalogue, Channel.STABLE)
    if has_nightlies(catalogue):
        yield from _of_channel(seen_through(catalogue, Channel.NIGHTLY), Channel.NIGHTLY)


def _of_channel(catalogue: Catalogue, channel: Channel) -> Iterator[Stratum]:
    for platform in catalogue.platforms:
        for accelerator in catalogue.accelerators:
            cell = (platform, accelerator)
            for minor in dict.fromkeys(torch.rpartition(".")[0] for torch in releases_on(catalogue, cell)):
                for layout, bound in _held(channel):
                    yield Stratum(cell=cell, layout=layout, minor=minor, bound=bound, channel=channel)


def _held(channel: Channel) -> Iterator[tuple[Layout, Bound]]:
    """Yield which layouts a channel's links have with which bounds."""
    for layout in Layout:
        if channel is Channel.STABLE:
            yield from ((layout, bound) for bound in Bound if not layout.pins or bound is Bound.EXACT)
        elif not layout.pins:
            yield layout, Bound.MINIMUM


def _widest_first(found: list[Stratum], random: Random) -> Iterator[Stratum]:
    """Yield the strata so that every value is seen early, then every pair, then the rest."""
    random.shuffle(found)
    covered: set[object] = set()
    for size in (1, 2, 0):
        later: list[Stratum] = []
        for stratum in found:
            wanted = {one for one in stratum.aspects if size != 1 or not _is_pair(one)}
            if size and wanted <= covered:
                later.append(stratum)
            else:
                covered |= stratum.aspects
                yield stratum
        found = later


def _is_pair(aspect: object) -> bool:
    return isinstance(aspect, tuple) and not all(isinstance(part, str) for part in aspect)


def _dressed(stratum: Stratum, catalogue: Catalogue, random: Random) -> str:
    """Return a link of a stratum with random company, or nothing where none is possible."""
    for _ in range(TRIES):
        link = "&".join(_parts(stratum, catalogue, random))
        decoded = decode(link, catalogue)
        if not decoded.notices and not configure(decoded.choices, catalogue).blocked:
            return encode(_worded(decoded.choices))
    return ""


def _worded(choices: Choices) -> Choices:
    """Return choices with a name and comments that depend on nothing but them: no resolution does on these."""
    random = Random(encode(choices))  # noqa: S311  (a sample, not a secret)
    project = random.choice((choices.project, *PROJECTS))
    return replace(choices, project=project, explain=random.random() < 0.2)  # noqa: PLR2004


def _parts(stratum: Stratum, catalogue: Catalogue, random: Random) -> Iterator[str]:
    catalogue = seen_through(catalogue, stratum.channel)
    served = releases_on(catalogue, stratum.cell)
    torch = random.choice([version for version in served if version.rpartition(".")[0] == stratum.minor])
    packages = tuple(package for package in catalogue.packages if package != "torch" and random.random() < 0.3)  # noqa: PLR2004
    cells = _company(stratum, catalogue, random, (torch, packages))
    yield from (f"{platform}={accelerator}" for platform, accelerator in cells)
    yield f"layout={stratum.layout}"
    if stratum.channel is Channel.NIGHTLY:
        yield f"channel={stratum.channel}"
    else:
        yield f"torch={torch}"
        yield f"bound={stratum.bound}"
    yield from (f"with={package}" for package in packages)
    pythons = frozenset.intersection(*(pythons_of_release(catalogue, cell, torch, packages) for cell in cells))
    if pythons and random.random() < 0.25:  # noqa: PLR2004
        yield f"python={random.choice(sorted(pythons))}"
    if random.random() < 0.1:  # noqa: PLR2004
        yield f"python-cap={PythonCap.NONE}"
    if random.random() < 0.2:  # noqa: PLR2004
        yield f"environments={Environments.CHOSEN}"
    if stratum.layout is Layout.GROUPS and random.random() < 0.5:  # noqa: PLR2004
        yield f"default={stratum.cell[1]}"


def _company(stratum: Stratum, catalogue: Catalogue, random: Random, wanted: tuple[str, tuple[str, ...]]) -> list[Cell]:
    """Return the stratum's cell with some others that can be had together with it."""
    cells = [stratum.cell]
    others = [(platform, slug) for platform in catalogue.platforms for slug in catalogue.accelerators]
    random.shuffle(others)
    number = 1 + random.choice(COMPANIONS)
    for other in others:
        taken = {platform for platform, _ in cells}
        allowed = other not in cells if stratum.layout.selects else other[0] not in taken
        if len(cells) < number and allowed and serves_all(catalogue, [*cells, other], *wanted):
            cells.append(other)
    return cells
