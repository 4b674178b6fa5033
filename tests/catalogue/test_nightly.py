"""The nightly channel: only what was seen, one build that moves per cell, and the releases left alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from packaging.version import Version

from wizard.catalogue.facts import Channel, Kind
from wizard.catalogue.nightly import PYTHONS, has_nightlies, seen_through
from wizard.catalogue.serving import build_of, releases_on

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

FLOOR = "2.15.0.dev0"


def nightly(catalogue: Catalogue) -> Catalogue:
    return seen_through(catalogue, Channel.NIGHTLY)


def test_the_stable_channel_is_the_catalogue_itself_and_a_channel_is_made_once(catalogue: Catalogue) -> None:
    assert seen_through(catalogue, Channel.STABLE) is catalogue
    assert nightly(catalogue) is nightly(catalogue)
    assert seen_through(nightly(catalogue), Channel.NIGHTLY) is nightly(catalogue)


def test_an_accelerator_moves_to_its_nightly_index_which_no_torch_backend_knows(catalogue: Catalogue) -> None:
    found = nightly(catalogue).accelerators["rocm7.2"]
    assert found.index == "nightly/rocm7.2"
    assert found.url == "https://download.pytorch.org/whl/nightly/rocm7.2"
    assert found.index_name == "pytorch-nightly-rocm72"
    assert found.torch_backend_since == ""
    assert nightly(catalogue).accelerators["pypi"] == catalogue.accelerators["pypi"]


def test_only_cells_whose_nightlies_were_seen_are_served(catalogue: Catalogue) -> None:
    view = nightly(catalogue)
    cells = {(platform, slug) for platform in view.platforms for slug in view.accelerators}
    served = {cell for cell in cells if releases_on(view, cell)}
    assert served == {(platform, found.slug) for found in catalogue.accelerators.values() for platform in found.nightly}
    assert ("linux-x86_64", "cu134") in served
    assert {("linux-x86_64", "pypi"), ("linux-x86_64", "rocm7.14"), ("windows-x86_64", "xpu")}.isdisjoint(served)


def test_a_build_promises_its_channel_and_no_version(catalogue: Catalogue) -> None:
    build = build_of(nightly(catalogue), ("linux-x86_64", "cu130"), "torch", FLOOR)
    assert build is not None
    assert (build.promise, build.full_version, build.local) == ("nightly", "2.15.0.dev0+cu130", "cu130")
    assert build.pythons == frozenset(PYTHONS)
    mac = build_of(nightly(catalogue), ("macos-arm64", "cpu"), "torch", FLOOR)
    assert mac is not None
    assert mac.local == ""


def test_linux_builds_for_graphics_cards_require_their_triton(catalogue: Catalogue) -> None:
    found = {kind: triton for (_, kind), triton in nightly(catalogue).triton.items()}
    assert set(found) == {Kind.CUDA, Kind.ROCM, Kind.XPU}
    assert (found[Kind.CUDA].package, found[Kind.CUDA].version) == ("triton", "3.8.0")
    assert found[Kind.CUDA].platforms == {"linux-x86_64", "linux-aarch64"}
    assert found[Kind.ROCM].package == "triton-rocm"
    assert found[Kind.XPU].package == "triton-xpu"


def test_triton_for_xpu_is_required_on_windows_too(catalogue: Catalogue) -> None:
    xpu = catalogue.accelerators["xpu"]
    wider = replace(xpu, nightly=xpu.nightly | {"windows-x86_64"})
    view = nightly(replace(catalogue, accelerators={**catalogue.accelerators, "xpu": wider}))
    assert view.triton[FLOOR, Kind.XPU].platforms == {"linux-x86_64", "windows-x86_64"}


def test_no_floor_is_above_the_newest_release(catalogue: Catalogue) -> None:
    """Machines nobody chose take PyPI's release, and must be able to."""
    newest = catalogue.releases[catalogue.newest_first[0]]
    released = {"torch": newest.torch, **newest.pairs}
    floors = {package.name: package.nightly for package in catalogue.packages.values() if package.nightly}
    assert set(floors) == {"torch", "torchvision", "torchaudio"}
    for name, floor in floors.items():
        assert Version(floor) <= Version(released[name])
        assert Version(floor).is_devrelease


def test_a_catalogue_without_nightlies_has_one_channel(catalogue: Catalogue) -> None:
    unseen = {slug: replace(found, nightly=frozenset()) for slug, found in catalogue.accelerators.items()}
    without_torch = {name: found for name, found in catalogue.packages.items() if name != "torch"}
    for bare in (replace(catalogue, accelerators=unseen), replace(catalogue, packages=without_torch)):
        assert not has_nightlies(bare)
        assert nightly(bare) is bare
