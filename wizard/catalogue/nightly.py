"""The nightly channel: the catalogue as PyTorch's nightly indexes make it, where the files change every day.

One made-up release stands for all nightlies, at the lowest version asked for. It is a development version, because uv
before 0.12 takes pre-releases only where a specifier names one; later ones take them where an index has nothing else,
and neither does it for any other package. It is no higher than PyPI's newest release, so that machines nobody chose
still have something to take.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from wizard.catalogue.facts import Build, Catalogue, Channel, Evidence, Kind, Release, Triton
from wizard.catalogue.remembering import per_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wizard.catalogue.facts import Accelerator, Builds, Package

PYTHONS: Final = ("3.11", "3.12", "3.13", "3.14")
"""Seen for every platform on nightly/cu130 (June 2026), and supported by torch 2.15.0, the last release before."""
FOLDER: Final = Channel.NIGHTLY.value


@per_catalogue(16)
def seen_through(catalogue: Catalogue, channel: Channel) -> Catalogue:
    """Return the catalogue of a channel: what was loaded is the stable one."""
    return catalogue if channel is catalogue.channel or not has_nightlies(catalogue) else _nightly(catalogue)


def has_nightlies(catalogue: Catalogue) -> bool:
    """Say whether any nightly is known at all."""
    torch = catalogue.packages.get("torch")
    return bool(torch and torch.nightly) and any(one.nightly for one in catalogue.accelerators.values())


def _nightly(catalogue: Catalogue) -> Catalogue:
    torch = catalogue.packages["torch"].nightly
    accelerators = {slug: _moved(found) for slug, found in catalogue.accelerators.items()}
    offering = [found for found in accelerators.values() if found.nightly]
    return replace(
        catalogue,
        channel=Channel.NIGHTLY,
        accelerators=accelerators,
        packages={name: _of_the_day(found, torch) for name, found in catalogue.packages.items()},
        releases={torch: _release(torch, catalogue.packages.values())},
        triton={(torch, found.kind): _triton(found, offering) for found in offering if found.nightly_triton},
        standings={},
        builds={(found.index, name): builds for found in offering for name, builds in _builds(found, catalogue)},
    )


def _moved(accelerator: Accelerator) -> Accelerator:
    """Return an accelerator on its nightly index; ``--torch-backend`` knows no nightlies (``uv-torch/backend.rs``)."""
    if not accelerator.index:
        return accelerator
    index = f"{FOLDER}/{accelerator.index}"
    url = f"{accelerator.url.removesuffix(accelerator.index)}{index}"
    return replace(accelerator, index=index, url=url, torch_backend_since="")


def _of_the_day(package: Package, torch: str) -> Package:
    """Return a package whose nightlies go with torch's: they demand the one of the day they were built on."""
    return replace(package, pinned_until="", requires_torch=f">={torch}")


def _release(torch: str, packages: Iterable[Package]) -> Release:
    pairs = {package.name: package.nightly for package in packages if package.nightly and package.name != "torch"}
    return Release(torch=torch, released="", requires_python=f">={PYTHONS[0]}", pypi_cuda={}, pairs=pairs)


def _triton(accelerator: Accelerator, offering: Iterable[Accelerator]) -> Triton:
    """Return the triton of an accelerator's kind: a build no other index has, so it has to be routed everywhere."""
    package, _, version = accelerator.nightly_triton.partition(">=")
    platforms = {platform for one in offering if one.kind is accelerator.kind for platform in _with_triton(one)}
    return Triton(
        package=package, version=version, platforms=frozenset(platforms), python_below="", evidence=Evidence.SEEN
    )


def _with_triton(accelerator: Accelerator) -> Iterator[str]:
    """Yield the platforms whose builds require triton: Linux, for XPU Windows too (note 36)."""
    for platform in accelerator.nightly:
        if platform.startswith("linux") or accelerator.kind is Kind.XPU:
            yield platform


def _builds(accelerator: Accelerator, catalogue: Catalogue) -> Iterator[tuple[str, Builds]]:
    for package in catalogue.packages.values():
        if package.nightly and package.name in {"torch", *accelerator.nightly_packages}:
            yield package.name, _moving(package.nightly, accelerator.slug, accelerator.nightly)
    if accelerator.nightly_triton:
        name, _, version = accelerator.nightly_triton.partition(">=")
        yield name, _moving(version, "git", _with_triton(accelerator))


def _moving(version: str, local: str, platforms: Iterable[str]) -> Builds:
    """Return a build for each platform; those for macOS have no local version identifier (note 2)."""
    build = Build(
        version=version,
        local=local,
        pythons=frozenset(PYTHONS),
        sizes={},
        files=dict.fromkeys(PYTHONS, ""),
        listed_from_root=False,
        moves=True,
    )
    plain = replace(build, local="")
    return {version: {platform: (plain if platform.startswith("macos") else build,) for platform in platforms}}
