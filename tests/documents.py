"""Reads a generated document as uv would: which index serves a package on a machine, with a selection."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from packaging.markers import Marker
from packaging.requirements import Requirement

from wizard.choices.decoding import decode
from wizard.configuration.configure import configure
from wizard.rendering import pyproject, uv_pip

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.configuration.values import Configuration

MACHINES: Final = {
    "linux-x86_64": {"sys_platform": "linux", "platform_machine": "x86_64", "platform_system": "Linux"},
    "linux-aarch64": {"sys_platform": "linux", "platform_machine": "aarch64", "platform_system": "Linux"},
    "windows-x86_64": {"sys_platform": "win32", "platform_machine": "AMD64", "platform_system": "Windows"},
    "windows-arm64": {"sys_platform": "win32", "platform_machine": "ARM64", "platform_system": "Windows"},
    "macos-arm64": {"sys_platform": "darwin", "platform_machine": "arm64", "platform_system": "Darwin"},
    "macos-x86_64": {"sys_platform": "darwin", "platform_machine": "x86_64", "platform_system": "Darwin"},
}


@dataclass(frozen=True)
class Document:
    """A pyproject.toml, asked in the words of tests."""

    data: dict[str, Any]

    @property
    def uv(self) -> dict[str, Any]:
        """The table ``[tool.uv]``."""
        found: dict[str, Any] = self.data.get("tool", {}).get("uv", {})
        return found

    @property
    def selections(self) -> dict[str, list[str]]:
        """The extras or groups, with the dependencies under the empty name."""
        extras = self.data["project"].get("optional-dependencies", {})
        return {"": self.data["project"]["dependencies"], **extras, **self.data.get("dependency-groups", {})}

    @property
    def urls(self) -> dict[str, str]:
        """The declared indexes."""
        return {index["name"]: index["url"] for index in self.uv.get("index", [])}

    def requirements(self, machine: str, selection: str = "") -> dict[str, str]:
        """Return what is required on a machine: package to specifier."""
        parsed = [Requirement(line) for line in (*self.selections[""], *self.selections[selection])]
        return {
            found.name: str(found.specifier) for found in parsed if found.marker is None or holds(found.marker, machine)
        }

    def indexes(self, package: str, machine: str, selection: str = "") -> list[str]:
        """Return the URLs of the indexes that serve a package there; more than one means the markers overlap."""
        sources = self.uv.get("sources", {}).get(package, [])
        return [self.urls[source["index"]] for source in sources if _applies(source, machine, selection)]


def _applies(source: dict[str, str], machine: str, selection: str) -> bool:
    wanted = source.get("extra", source.get("group", ""))
    marker = source.get("marker")
    return (not wanted or wanted == selection) and (marker is None or holds(Marker(marker), machine))


def holds(marker: Marker, machine: str) -> bool:
    """Say whether a marker is true on a machine."""
    return marker.evaluate({**MACHINES[machine], "extra": ""})


def configuration_of(link: str, catalogue: Catalogue) -> Configuration:
    """Return the configuration of a link nothing had to be changed in."""
    decoded = decode(link, catalogue)
    assert not decoded.notices, decoded.notices
    return configure(decoded.choices, catalogue)


def document_of(link: str, catalogue: Catalogue) -> Document:
    """Return the document of a link."""
    return Document(tomllib.loads(pyproject.render(configuration_of(link, catalogue))))


def pip_lines_of(link: str, catalogue: Catalogue) -> list[str]:
    """Return the ``uv pip`` lines of a link."""
    return uv_pip.render(configuration_of(link, catalogue)).splitlines()
