"""A requirements.txt names one build for every machine, in words pip reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packaging.requirements import Requirement

from tests.documents import MACHINES, configuration_of
from tests.links import links
from wizard.catalogue.serving import build_of
from wizard.choices.decoding import decode
from wizard.configuration.configure import configure
from wizard.rendering import requirements
from wizard.rendering.script import one_each

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

MIRROR: Final = "https://mirror.example/whl"
PYPI: Final = "https://mirror.example/pypi/simple"
BOTH: Final = "linux-x86_64=cu130&macos-arm64=pypi&torch=2.13.0"


def lines(text: str, machine: str) -> list[Requirement]:
    """Return what a machine is asked to install."""
    found = [Requirement(line) for line in text.splitlines() if not line.startswith(("#", "--"))]
    return [one for one in found if one.marker is None or one.marker.evaluate(dict(MACHINES[machine]))]


@settings(deadline=None, max_examples=120)
@given(data=st.data())
def test_every_machine_is_asked_for_the_build_its_accelerator_has(data: st.DataObject, catalogue: Catalogue) -> None:
    choices = one_each(decode(data.draw(links(catalogue)), catalogue).choices)
    configuration = configure(choices, catalogue)
    if requirements.misses(configuration):
        return
    text = requirements.render(configuration)
    assert configuration.pinned.pythons
    for platform, slug in choices.cells:
        found = {one.name: str(one.specifier) for one in lines(text, platform)}
        assert tuple(found) == choices.family
        for package, version in choices.versions(catalogue).items():
            build = build_of(catalogue, (platform, slug), package, version)
            assert build
            if not configuration.pinned.pages:
                assert found[package] == f"{choices.bound.operator}{version}"
            else:
                assert found[package] == f"{'==' if build.local else '==='}{build.full_version}"


@pytest.mark.parametrize(
    ("bound", "said"),
    [("minimum", "# Exact versions, though bound=minimum: "), ("exact", "# Exact versions: no other names a build")],
)
def test_the_file_says_that_it_is_exact(bound: str, said: str, catalogue: Catalogue) -> None:
    text = requirements.render(configuration_of(f"{BOTH}&bound={bound}", catalogue))
    assert f"\n{said}" in text
    assert "torch==2.13.0+cu130 ; sys_platform == 'linux' and platform_machine == 'x86_64'\n" in text
    assert "torch===2.13.0 ; sys_platform == 'darwin' and platform_machine == 'arm64'\n" in text


def test_where_all_is_pypi_s_the_bound_is_kept(catalogue: Catalogue) -> None:
    text = requirements.render(configuration_of("linux-x86_64=pypi&macos-arm64=pypi&torch=2.13.0", catalogue))
    assert text.endswith(", with Python 3.10-3.14\ntorch>=2.13.0\n")


def test_mirrors_reach_every_address(catalogue: Catalogue) -> None:
    link = "linux-x86_64=rocm6.4&windows-x86_64=cpu&torch=2.9.1&explain=yes"
    text = requirements.render(configure(decode(link, catalogue).choices, catalogue, mirror=MIRROR, pypi=PYPI))
    options = [line for line in text.splitlines() if line.startswith("--")]
    assert options == [
        f"--index-url {PYPI}",
        f"--find-links {MIRROR}/cpu/torch",
        f"--find-links {MIRROR}/rocm6.4/torch",
        f"--find-links {MIRROR}/rocm6.4/pytorch-triton-rocm",
    ]
    assert "pytorch.org" not in text


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ("linux-x86_64=cu130&channel=nightly", "requirements-nightly"),
        ("linux-aarch64=cu124&linux-x86_64=cu124&torch=2.5.1", "requirements-mixed"),
    ],
)
def test_what_pip_could_not_tell_apart_is_missed(link: str, code: str, catalogue: Catalogue) -> None:
    assert requirements.misses(configuration_of(link, catalogue)) == code


def test_explained_every_part_has_its_comment(catalogue: Catalogue) -> None:
    configuration = configure(decode(f"{BOTH}&explain=yes", catalogue).choices, catalogue, pypi=PYPI)
    found = requirements.render(configuration).splitlines()
    assert found[0].startswith("# Made by uv-torch wizard from catalogue r")
    assert found[1] == f"# /?{configuration.link}"
    assert found[found.index(f"--index-url {PYPI}") - 1] == f"# {requirements.INDEX}"
    assert found[-5] == f"# {requirements.PAGES}"
    assert found[-3] == f"# {requirements.PLAIN}"
