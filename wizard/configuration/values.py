"""What choices mean, as frozen values every renderer can write down without deciding anything."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wizard.catalogue.facts import Accelerator, Platform
    from wizard.choices.choices import Choices
    from wizard.configuration.outcomes import MachineLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """A package with its version specifier and, where it is not for all machines, a marker (PEP 508)."""

    package: str
    specifier: str
    marker: str = ""

    def __str__(self) -> str:
        """Write it as a dependency specifier."""
        marker = f" ; {self.marker}" if self.marker else ""
        return f"{self.package}{self.specifier}{marker}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An entry of ``tool.uv.sources``: which index serves a package, for which extra or group, under which marker."""

    index: str
    extra: str = ""
    group: str = ""
    marker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedIndex:
    """A declared index; always explicit."""

    name: str
    url: str
    accelerator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LegacyIndexes:
    """What the two layouts of old uv set instead of named indexes."""

    extra_index_url: tuple[str, ...] = ()
    find_links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """What a file for pip and uv alike requires, on which pages it lies, and for which Pythons.

    Nothing where no such file would install the same everywhere.
    """

    requirements: tuple[Requirement, ...] = ()
    pages: tuple[str, ...] = ()
    pythons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Install:
    """One way one machine installs: its accelerator, the name to select it by, and the requirements for uv pip."""

    platform: Platform
    accelerator: Accelerator
    selection: str
    url: str
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Something a person should know about the configuration, as a code and its facts."""

    code: str
    severity: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """Everything the outputs need, decided; what machines get is worked out when somebody asks, and then kept."""

    choices: Choices
    link: str
    revision: int
    mirrored: bool
    pypi: str
    requires_python: str
    pythons: tuple[str, ...]
    dependencies: tuple[Requirement, ...]
    extras: Mapping[str, tuple[Requirement, ...]]
    groups: Mapping[str, tuple[Requirement, ...]]
    conflicts: tuple[str, ...]
    default_groups: tuple[str, ...]
    environments: tuple[str, ...]
    required_environments: tuple[str, ...]
    sources: Mapping[str, tuple[Source, ...]]
    indexes: tuple[NamedIndex, ...]
    legacy: LegacyIndexes
    pinned: Pinned
    installs: tuple[Install, ...]
    minimum_uv: str
    advice: tuple[Advice, ...]
    foresee: Callable[[], tuple[MachineLine, ...]] = field(repr=False, compare=False)

    @property
    def machines(self) -> tuple[MachineLine, ...]:
        """What each machine gets."""
        return self.foresee()

    @property
    def blocked(self) -> tuple[Advice, ...]:
        """The reasons why no output can be right; empty for nearly all choices."""
        return tuple(found for found in self.advice if found.severity == "blocked")
