"""The chosen platforms and accelerators as values, and the markers between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.catalogue.facts import admits, minor
from wizard.catalogue.mirrors import index_address
from wizard.configuration.markers import marker_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.catalogue.facts import Accelerator, Catalogue, Platform, Triton
    from wizard.catalogue.forks import Span
    from wizard.catalogue.serving import Cell
    from wizard.choices.choices import Choices


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Choices seen through the catalogue, and the Pythons they come to.

    ``mirror`` replaces the PyTorch index base, ``pypi`` is what stands for PyPI; both are empty where nothing does.
    """

    choices: Choices
    catalogue: Catalogue
    span: Span
    mirror: str = ""
    pypi: str = ""

    @property
    def platforms(self) -> tuple[Platform, ...]:
        """The chosen platforms."""
        return tuple(self.catalogue.platforms[slug] for slug in self.choices.accelerators)

    @property
    def accelerators(self) -> tuple[Accelerator, ...]:
        """The accelerators in use, each once."""
        return tuple(self.catalogue.accelerators[slug] for slug in self.choices.used_accelerators(self.catalogue))

    def cells_with(self, accelerator: Accelerator) -> tuple[Cell, ...]:
        """Return the cells of one accelerator."""
        return tuple(cell for cell in self.choices.cells if cell[1] == accelerator.slug)

    def marker_of(self, platforms: Iterable[str]) -> str:
        """Return the shortest marker for some of the chosen platforms."""
        return marker_for([self.catalogue.platforms[slug] for slug in platforms], self.platforms)

    def exact_marker_of(self, platforms: Iterable[str]) -> str:
        """Return a marker true on these platforms and on no other machine, chosen or not."""
        known = self.catalogue.platforms
        return marker_for([known[slug] for slug in platforms], list(known.values()))

    def marker_of_accelerator(self, accelerator: Accelerator) -> str:
        """Return the shortest marker for the platforms that chose an accelerator."""
        return self.marker_of(platform for platform, _ in self.cells_with(accelerator))

    def served_by(self, platform: str, accelerator: str) -> str:
        """Return whose index serves a machine that names an accelerator, chosen for it or not.

        PyPI serves what was not chosen, except where it has no wheels of the family: none of torch for Windows on Arm
        (note 21), none of torchcodec 0.10 for Linux ARM64. Such a machine keeps its own accelerator whatever is named.
        """
        chosen = self.choices.accelerators[platform]
        if accelerator in chosen:
            return accelerator
        versions = self.choices.versions(self.catalogue)
        on_pypi = all(self._is_on_pypi(package, version, platform) for package, version in versions.items())
        return "pypi" if on_pypi else chosen[0]

    def _is_on_pypi(self, package: str, version: str, platform: str) -> bool:
        specifier = f"{self.choices.bound.operator}{version}"
        builds = self.catalogue.builds.get(("pypi", package), {})
        return any(platform in by and admits(specifier, one) for one, by in builds.items())

    def cells_named(self, accelerator: Accelerator) -> tuple[Cell, ...]:
        """Return what serves every platform where the extra or group of an accelerator is named."""
        return tuple((platform, self.served_by(platform, accelerator.slug)) for platform in self.choices.accelerators)

    def triton_below(self, triton: Triton, cells: Iterable[Cell]) -> str:
        """Return the Python from which on these cells need no triton, where such Pythons are admitted at all."""
        mine = [cell for cell in cells if self.choices.triton_of(cell, self.catalogue) == triton]
        limits = {self.choices.triton_below(cell, self.catalogue) for cell in mine}
        below = "" if "" in limits else max(limits, key=minor, default="")
        return below if below and below in self.span else ""

    def url_of(self, accelerator: Accelerator) -> str:
        """Return the index URL, through the mirror if there is one."""
        return index_address(self.mirror, accelerator.index) if self.mirror else accelerator.url
