"""What a build's METADATA teach: its Python, the torch it pins, the triton it needs and the CUDA it brings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from packaging.markers import UndefinedComparison, UndefinedEnvironmentName
from packaging.metadata import InvalidMetadata, Metadata
from packaging.utils import canonicalize_name
from packaging.version import Version

from wizard.catalogue.environments import environment
from wizard.catalogue.facts import KNOWN_PYTHONS, minor
from wizard.errors import WizardError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from packaging.requirements import Requirement
    from packaging.specifiers import SpecifierSet

    from wizard.catalogue.facts import Platform

TRITON: Final = re.compile(r"(pytorch-)?triton(-rocm|-xpu)?")
CUDA: Final = re.compile(r"cuda-toolkit|nvidia-cuda-runtime(-cu\d+)?")
"""One of these carries the CUDA version: the runtime up to 2.10, the toolkit from 2.11 on (note 30)."""


class UnreadableMetadata(WizardError):
    """METADATA that break the standard, or describe something else."""

    def __init__(self, *, package: str, version: str, problem: str) -> None:
        super().__init__(package, version)
        self.package, self.version, self.problem = package, version, problem

    def __str__(self) -> str:
        return f"The METADATA of {self.package} {self.version} {self.problem}. Nothing was learnt from them."


@dataclass(frozen=True, slots=True, kw_only=True)
class TritonNeed:
    """A triton package, its lowest version, on which platforms, and below which Python (empty: on every one)."""

    package: str
    version: str
    specifier: str
    platforms: frozenset[str]
    python_below: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """The facts of one build; ``torch_pin`` is a public version, ``cuda`` maps platforms to ``13.0``."""

    requires_python: str
    torch_pin: str
    triton: TritonNeed | None
    cuda: Mapping[str, str]


def learn(text: str, package: str, version: str, platforms: Iterable[Platform]) -> Learnt:
    """Return what METADATA say of a build on the platforms the catalogue knows."""
    try:
        metadata = _parsed(text, package, version)
        scenes = _scenes(metadata.requires_python, tuple(platforms))
        required = [_Requirement(one, scenes) for one in metadata.requires_dist or []]
    except (InvalidMetadata, ExceptionGroup, UndefinedComparison, UndefinedEnvironmentName) as error:
        raise UnreadableMetadata(package=package, version=version, problem="break the standard") from error
    return Learnt(
        requires_python=str(metadata.requires_python or ""),
        torch_pin=next((one.pinned for one in required if one.name == "torch" and one.pinned), ""),
        triton=next((_triton(one, scenes) for one in required if TRITON.fullmatch(one.name) and one.scenes), None),
        cuda=_cuda(required),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scene:
    """One machine with one Python, as markers see it."""

    platform: str
    python: str
    environment: Mapping[str, str]


class _Requirement:
    """One requirement, and the scenes it applies to without any extra."""

    def __init__(self, requirement: Requirement, scenes: tuple[_Scene, ...]) -> None:
        self.name = str(canonicalize_name(requirement.name))
        self.specifier = requirement.specifier
        matters = self.name == "torch" or TRITON.fullmatch(self.name) or CUDA.fullmatch(self.name)
        marker = requirement.marker
        self.scenes = [one for one in scenes if matters and (not marker or marker.evaluate(dict(one.environment)))]

    @property
    def pinned(self) -> str:
        """The public version that alone will do; PyPI's torchvision 0.15.0 pins one with a local version."""
        pins = [one.version for one in self.specifier if one.operator == "==" and not one.version.endswith("*")]
        return Version(pins[0]).public if pins else ""

    @property
    def lowest(self) -> str:
        """The version named by ``==``, ``~=`` or ``>=``, as the catalogue writes it."""
        named = [one.version.removesuffix(".*") for one in self.specifier if one.operator in {"==", "~=", ">="}]
        return Version(named[0]).public if named else ""


def _parsed(text: str, package: str, version: str) -> Metadata:
    """Parse leniently, as installers do: old METADATA break rules that do not matter here."""
    metadata = Metadata.from_email(text, validate=False)
    described = canonicalize_name(metadata.name), metadata.version.public
    if described != (canonicalize_name(package), Version(version).public):
        raise UnreadableMetadata(package=package, version=version, problem="describe another package or version")
    return metadata


def _scenes(requires_python: SpecifierSet | None, platforms: Iterable[Platform]) -> tuple[_Scene, ...]:
    admitted = [python for python in KNOWN_PYTHONS if _admits(requires_python, python)]
    return tuple(
        _Scene(platform=platform.slug, python=python, environment={"extra": "", **environment(platform, python)})
        for platform in platforms
        for python in admitted
    )


def _admits(requires_python: SpecifierSet | None, python: str) -> bool:
    """Say whether some patch release of a Python is let in."""
    return not requires_python or any(requires_python.contains(f"{python}.{patch}") for patch in (0, 99))


def _triton(required: _Requirement, scenes: tuple[_Scene, ...]) -> TritonNeed:
    needing = {minor(scene.python) for scene in required.scenes}
    spared = {scene.python for scene in scenes if minor(scene.python) > max(needing)}
    return TritonNeed(
        package=required.name,
        version=required.lowest,
        specifier=str(required.specifier),
        platforms=frozenset(scene.platform for scene in required.scenes),
        python_below=min(spared, key=minor, default=""),
    )


def _cuda(required: Iterable[_Requirement]) -> dict[str, str]:
    """Return the CUDA version by platform: the first two numbers of what is pinned."""
    return {
        scene.platform: ".".join(one.pinned.split(".")[:2])
        for one in required
        if CUDA.fullmatch(one.name) and one.pinned
        for scene in one.scenes
    }
