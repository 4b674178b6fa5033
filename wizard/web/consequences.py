"""What the chosen layout means for people: which commands install which accelerator, and what a bare one does."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from wizard.rendering.commands import selecting

if TYPE_CHECKING:
    from wizard.configuration.values import Configuration


class Bare(StrEnum):
    """What ``uv sync`` installs where nothing is named."""

    ALL = "all"
    NOTHING = "nothing"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A command, the accelerator it installs, and the machines that chose it."""

    options: str
    accelerator: str
    machines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequences:
    """Every way to install a configuration; those without options are what a bare ``uv sync`` does."""

    bare: Bare
    ways: tuple[Way, ...]

    @property
    def unnamed(self) -> tuple[Way, ...]:
        """What comes where nothing is named."""
        return tuple(way for way in self.ways if not way.options)

    @property
    def named(self) -> tuple[Way, ...]:
        """What has to be named."""
        return tuple(way for way in self.ways if way.options)


def consequences_of(configuration: Configuration) -> Consequences:
    """Return what the layout of a configuration comes to."""
    machines: dict[tuple[str, str], list[str]] = {}
    for install in configuration.installs:
        options = selecting(configuration, install).strip()
        machines.setdefault((options, install.accelerator.label), []).append(install.platform.label)
    ways = (Way(options=options, accelerator=label, machines=tuple(on)) for (options, label), on in machines.items())
    return Consequences(bare=_bare(configuration), ways=tuple(ways))


def _bare(configuration: Configuration) -> Bare:
    if not configuration.choices.layout.selects:
        return Bare.ALL
    return Bare.DEFAULT if configuration.default_groups else Bare.NOTHING
