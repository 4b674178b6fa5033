"""What each machine gets, foreseen; every expectation here was first read off the real uv."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wizard.choices.decoding import decode
from wizard.configuration.outcomes import Outcome, machine_lines, outcomes, python_range

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.catalogue.facts import Catalogue

FORESEEN = {
    # a later fork prefers what an earlier one took, so PyPI stays at the CPU index's release
    "linux-x86_64=cu128&linux-aarch64=pypi&macos-arm64=cpu&torch=2.11.0&with=torchvision&python-cap=none": [
        "linux-x86_64 3.10-3.14: torch 2.11.0+cu128, torchvision 0.26.0+cu128",
        "linux-aarch64 3.10-3.14: torch 2.13.0, torchvision 0.28.0",
        "macos-arm64 3.10-3.14: torch 2.13.0, torchvision 0.28.0",
    ],
    # the newest torch needs Python 3.11; what is left for 3.10 prefers the Intel Mac's release
    "macos-x86_64=pypi&linux-x86_64=pypi&torch=2.2.0&with=torchvision": [
        "linux-x86_64 3.10: torch 2.2.2, torchvision 0.17.2",
        "linux-x86_64 3.11-3.12: torch 2.15.0, torchvision 0.29.2",
        "macos-x86_64 3.10-3.12: torch 2.2.2, torchvision 0.17.2",
    ],
    # torch stopped requiring triton on the Python its triton was not built for
    "linux-x86_64=rocm5.7&torch=2.3.1&bound=exact": [
        "linux-x86_64 3.10-3.11: torch 2.3.1+rocm5.7, pytorch-triton-rocm 2.3.1",
        "linux-x86_64 3.12: torch 2.3.1+rocm5.7",
    ],
    "linux-x86_64=rocm6.0&torch=2.3.1&python=3.12": ["linux-x86_64 3.12: torch 2.3.1+rocm6.0"],
    "linux-x86_64=cu118&windows-x86_64=cpu&layout=extra-index-url&torch=2.3.0&bound=exact": [
        "linux-x86_64 3.10-3.11: torch 2.3.0+cu118, triton 2.3.0",
        "linux-x86_64 3.12: torch 2.3.0+cu118",
        "windows-x86_64 3.10-3.12: torch 2.3.0+cpu",
    ],
    # ROCm's first triton was required as a range
    "linux-x86_64=rocm5.4.2&torch=2.0.1&bound=compatible": [
        "linux-x86_64 3.10-3.11: torch 2.0.1+rocm5.4.2, pytorch-triton-rocm 2.0.1",
    ],
    # and the old layouts look for it on PyPI as well, which has a newer one
    "linux-x86_64=rocm5.4.2&torch=2.0.1&layout=find-links": [
        "linux-x86_64 3.10-3.11: torch 2.0.1+rocm5.4.2, pytorch-triton-rocm 2.0.2",
    ],
    # the CPU index stands in for PyPI where both list the same build
    "linux-aarch64=pypi&linux-x86_64=cpu&layout=find-links&torch=2.5.0&bound=exact": [
        "linux-x86_64 3.10-3.12: torch 2.5.0+cpu",
        "linux-aarch64 3.10-3.12: torch 2.5.0",
    ],
    # a plain triton of the index where PyPI had none for the machine
    "linux-aarch64=cu128&torch=2.7.1&bound=compatible": [
        "linux-aarch64 3.10-3.13: torch 2.7.1+cu128, triton 3.3.1",
    ],
    # plain wheels beside local ones on the same index
    "linux-x86_64=cpu&macos-arm64=cpu&torch=2.9.1&with=torchvision&bound=exact": [
        "linux-x86_64 3.10-3.14: torch 2.9.1+cpu, torchvision 0.24.1+cpu",
        "macos-arm64 3.10-3.14: torch 2.9.1, torchvision 0.24.1",
    ],
    # no version of a nightly is promised, and no machine of the project falls back to a release
    "linux-x86_64=cu130&macos-arm64=cpu&layout=groups&channel=nightly&with=torchvision": [
        "linux-x86_64 cpu 3.11-3.14: torch nightly, torchvision nightly, triton nightly",
        "linux-x86_64 cu130 3.11-3.14: torch nightly, torchvision nightly, triton nightly",
        "macos-arm64 cpu 3.11-3.14: torch nightly, torchvision nightly",
        "macos-arm64 cu130 3.11-3.14: torch nightly, torchvision nightly",
    ],
    # who names another machine's group falls back to PyPI, or to their own where PyPI never had a wheel
    "windows-arm64=cpu&windows-x86_64=cu128&layout=groups&torch=2.7.0&environments=chosen": [
        "windows-x86_64 cpu 3.12-3.13: torch 2.15.0",
        "windows-x86_64 cu128 3.12-3.13: torch 2.11.0+cu128",
        "windows-arm64 cpu 3.12-3.13: torch 2.13.0+cpu",
        "windows-arm64 cu128 3.12-3.13: torch 2.13.0+cpu",
    ],
    # PyPI has no torchcodec 0.10.0 for Linux ARM64, so that machine keeps its own whatever is named
    "linux-x86_64=pypi&linux-aarch64=cu129&layout=extras&torch=2.10.0&bound=exact&with=torchcodec": [
        "linux-x86_64 pypi 3.10-3.14: torch 2.10.0, torchcodec 0.10.0",
        "linux-x86_64 cu129 3.10-3.14: torch 2.10.0, torchcodec 0.10.0",
        "linux-aarch64 pypi 3.10-3.14: torch 2.10.0+cu129, torchcodec 0.10.0+cu129",
        "linux-aarch64 cu129 3.10-3.14: torch 2.10.0+cu129, torchcodec 0.10.0+cu129",
    ],
    # torch 2.3.1 for ROCm 5.7 needs no triton on Python 3.12, whatever ROCm 6.0 needs there
    "linux-x86_64=rocm5.7&linux-x86_64=rocm6.0&layout=extras&torch=2.3.0": [
        "linux-x86_64 rocm57 3.10-3.11: torch 2.3.1+rocm5.7, pytorch-triton-rocm 2.3.1",
        "linux-x86_64 rocm57 3.12: torch 2.3.1+rocm5.7",
        "linux-x86_64 rocm60 3.10-3.12: torch 2.4.1+rocm6.0, pytorch-triton-rocm 3.0.0",
    ],
}


@pytest.mark.parametrize(("link", "lines"), FORESEEN.items(), ids=[link[:70] for link in FORESEEN])
def test_what_each_machine_gets_is_foreseen(link: str, lines: list[str], catalogue: Catalogue) -> None:
    decoded = decode(link, catalogue)
    assert decoded.notices == ()
    assert list(_lines(outcomes(decoded.choices, catalogue))) == lines


def _lines(found: Iterable[Outcome]) -> Iterable[str]:
    for line in machine_lines(found):
        named = f"{line.platform} {line.selection}".strip()
        versions = ", ".join(f"{package} {version}" for package, version in line.versions)
        yield f"{named} {python_range(line.pythons)}: {versions}"


def test_only_what_was_chosen_is_promised(catalogue: Catalogue) -> None:
    link = "linux-x86_64=cu130&macos-arm64=pypi&layout=extras&torch=2.13.0"
    found = outcomes(decode(link, catalogue).choices, catalogue)
    assert {(one.platform, one.selection) for one in found if one.promised} == {
        ("linux-x86_64", "cu130"),
        ("macos-arm64", "pypi"),
    }
    assert {one.accelerator for one in found if not one.promised} == {"pypi"}


def test_an_outcome_knows_its_size_where_every_file_s_is_known(catalogue: Catalogue) -> None:
    known = outcomes(decode("macos-arm64=pypi&torch=2.15.0", catalogue).choices, catalogue)
    assert [outcome.python for outcome in known] == ["3.11", "3.12", "3.13", "3.14", "3.15"]
    assert all(outcome.size and outcome.size > 10**8 for outcome in known)
    assert machine_lines(known)[0].size == max(outcome.size or 0 for outcome in known)
    unknown = outcomes(decode("linux-x86_64=cu130&torch=2.13.0", catalogue).choices, catalogue)
    assert {outcome.size for outcome in unknown} == {None}
    assert machine_lines(unknown)[0].size is None


def test_a_missing_wheel_is_named(catalogue: Catalogue) -> None:
    link = "linux-x86_64=cu118&macos-x86_64=cpu&layout=extras&torch=2.2.2&bound=exact"
    found = outcomes(decode(link, catalogue).choices, catalogue)
    builds = (("torch", None),)
    missing = Outcome(platform="x", python="3.12", selection="", accelerator="cpu", promised=False, builds=builds)
    assert not missing.installs
    assert missing.size is None
    assert machine_lines([missing])[0].missing == ("torch",)
    assert all(one.installs for one in found if one.promised)


def test_pythons_are_written_as_ranges() -> None:
    assert python_range(("3.9",)) == "3.9"
    assert python_range(("3.9", "3.10", "3.11", "3.13")) == "3.9-3.11, 3.13"
