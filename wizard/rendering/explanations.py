"""Why each part of the file is there, written as comments when a person asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.catalogue.facts import Channel

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wizard.choices.choices import Choices
    from wizard.configuration.values import Configuration

PARTS: Final[Mapping[str, str]] = {
    "name": "What the project is called, and its first version: change both as you like.",
    "requires-python": "The Pythons for which every chosen machine has a wheel.",
    "dependencies": "torch, and the releases of its family that go with it.",
    "no-dependencies": "What comes without naming anything: keep what needs torch out of here, it would bring PyPI's.",
    "extras": "One extra per accelerator: name it in every `uv sync` and `uv run`.",
    "groups": "One dependency group per accelerator; they are not published with the project.",
    "conflicts": "Only one accelerator can be installed at a time; each has its own wheels.",
    "default-groups": "What a bare `uv sync` or `uv run` installs.",
    "environments": "Only these machines are resolved.",
    "required-environments": "Machines the newest release has no wheel for: uv then locks an older one for them.",
    "extra-index-url": "Indexes as uv had them before 0.4.23.",
    "index-strategy": "Takes the best version from any index; a named explicit index is safer.",
    "find-links": "Pages of wheels, one per package, as uv had them before 0.4.23.",
    "sources": "Which index serves which package. Machines no marker names use PyPI.",
    "index-url": "What stands for PyPI here.",
    "default-index": "What stands for PyPI here: everything without a source comes from it.",
    "index": "Explicit: only packages with a source above may come from here.",
}


NIGHTLY_PARTS: Final[Mapping[str, str]] = {
    "name": "What the project is called, and its first version: change both as you like.",
    "dependencies": "The newest nightlies. No `prerelease` setting: it would admit pre-releases of every package.",
    "index": "PyTorch's nightlies: files change every day, and go after a while. Explicit: for the sources above only.",
}


SAME_INDEX: Final = "From the same index as torch: it was built for that torch."
TRITON: Final = "torch requires it, and only torch's own index has it: it is required and routed by name."


def selection(name: str, configuration: Configuration) -> str:
    """Return what an extra or group installs, and on which machines."""
    installs = [install for install in configuration.installs if install.selection == name]
    machines = ", ".join(install.platform.label for install in installs)
    return f"{installs[0].accelerator.label}, for {machines}."


def source(package: str, configuration: Configuration) -> str:
    """Return why a package beside torch has sources, too."""
    return SAME_INDEX if package in configuration.choices.packages else TRITON


def explanation(part: str, choices: Choices) -> str:
    """Return why a part is there."""
    nightly = NIGHTLY_PARTS if choices.channel is Channel.NIGHTLY else {}
    return nightly.get(part, PARTS[part])


def header(configuration: Configuration) -> Iterator[str]:
    """Yield the lines that say what made the file, for which uv, and from which link."""
    revision, uv = configuration.revision, configuration.minimum_uv
    yield f"Made by uv-torch wizard from catalogue r{revision}; needs uv {uv} or newer."
    yield f"/?{configuration.link}"
