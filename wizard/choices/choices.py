"""What was asked, complete and in canonical order; and the notices a person gets about it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from wizard.catalogue.facts import Channel, Evidence
from wizard.catalogue.forks import Wish
from wizard.catalogue.serving import triton_below, triton_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.catalogue.facts import Catalogue, Triton
    from wizard.catalogue.serving import Cell


class Layout(StrEnum):
    """How the accelerators are told apart in the project file."""

    MARKERS = "markers"
    EXTRAS = "extras"
    GROUPS = "groups"
    EXTRA_INDEX_URL = "extra-index-url"
    FIND_LINKS = "find-links"

    @property
    def selects(self) -> bool:
        """Whether a person names the accelerator when installing."""
        return self in {Layout.EXTRAS, Layout.GROUPS}

    @property
    def pins(self) -> bool:
        """Whether it writes exact local versions, as was done before uv had named indexes."""
        return self in {Layout.EXTRA_INDEX_URL, Layout.FIND_LINKS}


class Bound(StrEnum):
    """How far the chosen versions may move."""

    MINIMUM = "minimum"
    COMPATIBLE = "compatible"
    EXACT = "exact"

    @property
    def operator(self) -> str:
        """The version specifier's operator (PEP 440)."""
        return {"minimum": ">=", "compatible": "~=", "exact": "=="}[self.value]


class PythonCap(StrEnum):
    """Whether ``requires-python`` gets an upper bound."""

    AUTO = "auto"
    NONE = "none"


class Environments(StrEnum):
    """Whether ``tool.uv.environments`` narrows the resolution to the chosen platforms."""

    ANY = "any"
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """A complete answer to every step; two equal ones have the same link.

    Nightlies have no release to choose: ``torch`` is then the lowest version asked for, and stands in no link.
    """

    accelerators: Mapping[str, tuple[str, ...]]
    layout: Layout
    channel: Channel
    torch: str
    bound: Bound
    packages: tuple[str, ...]
    python: str
    python_cap: PythonCap
    default: str
    environments: Environments
    project: str
    explain: bool

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every chosen (platform, accelerator)."""
        return tuple((platform, slug) for platform, slugs in self.accelerators.items() for slug in slugs)

    @property
    def release(self) -> str:
        """What people call the chosen torch: its version, or its channel where that moves every day."""
        return self.channel.value if self.channel is Channel.NIGHTLY else self.torch

    @property
    def family(self) -> tuple[str, ...]:
        """Torch and the chosen family packages."""
        return ("torch", *self.packages)

    def used_accelerators(self, catalogue: Catalogue) -> tuple[str, ...]:
        """The accelerators of any platform, in the catalogue's order."""
        used = {slug for slugs in self.accelerators.values() for slug in slugs}
        return tuple(slug for slug in catalogue.accelerators if slug in used)

    def version_of(self, package: str, catalogue: Catalogue) -> str:
        """The version that goes with the chosen torch."""
        return self.torch if package == "torch" else catalogue.releases[self.torch].pairs[package]

    def versions(self, catalogue: Catalogue) -> dict[str, str]:
        """The versions of torch and the chosen packages that go together."""
        return {package: self.version_of(package, catalogue) for package in self.family}

    def wishes(self, catalogue: Catalogue) -> dict[Cell, Wish]:
        """Return what every cell asks of its index."""
        return {cell: self.wish(catalogue, cell) for cell in self.cells}

    def wish(self, catalogue: Catalogue, cell: Cell) -> Wish:
        """Return what a cell, chosen or fallen back to, asks of its index."""
        triton = self.triton_of(cell, catalogue)
        specifiers = ((name, f"{self.bound.operator}{version}") for name, version in self.versions(catalogue).items())
        return Wish(
            torch=self.torch,
            specifiers=tuple(specifiers),
            triton=triton.package if triton else "",
            triton_specifier=self.triton_specifier(triton) if triton else "",
            triton_below=self.triton_below(cell, catalogue),
            shared_with=self.shared_indexes(catalogue),
            shares_triton=self.layout is Layout.EXTRA_INDEX_URL,
        )

    def triton_of(self, cell: Cell, catalogue: Catalogue) -> Triton | None:
        """Return the triton to require for a cell; none where the release needs none from the oldest Python on."""
        triton = triton_of(catalogue, cell, self.torch)
        return triton if triton and triton.is_needed_on(self.python) else None

    def triton_specifier(self, triton: Triton) -> str:
        """Return how tightly triton is bound: as torch, but never exactly where its version is only inferred.

        torch 2.0 takes no lower bound: its indexes also list CPU files without a local version (note 1), which uv
        would take together with a newer triton.
        """
        bound = self.bound
        if triton.evidence is not Evidence.SEEN:
            moves = bound is Bound.MINIMUM and not self.torch.startswith("2.0.")
            bound = Bound.MINIMUM if moves else Bound.COMPATIBLE
        return f"{bound.operator}{triton.version}"

    def triton_below(self, cell: Cell, catalogue: Catalogue) -> str:
        """Return the Python from which on no release the bound admits needs triton; empty where there is none."""
        return triton_below(catalogue, cell, self.torch, f"{self.bound.operator}{self.torch}")

    def shared_indexes(self, catalogue: Catalogue) -> tuple[str, ...]:
        """Return the indexes any machine may take torch from, in the order uv asks them: PyPI is the last."""
        if not self.layout.pins:
            return ()
        used = self.used_accelerators(catalogue)
        return tuple(catalogue.index_of(slug) for slug in used if slug != "pypi")

    def with_accelerators(self, platform: str, slugs: tuple[str, ...]) -> Choices:
        """Return these choices with another answer for one platform; an empty one drops it."""
        accelerators = {**self.accelerators, platform: slugs}
        return replace(self, accelerators={key: value for key, value in accelerators.items() if value})


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something asked for that was not done, as a code and its facts; templates hold the sentence."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """What a link means, and what had to be ignored or changed to make it mean something."""

    choices: Choices
    notices: tuple[Notice, ...]
