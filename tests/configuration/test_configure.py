"""What choices mean: layouts, bounds, triton, required machines, and what a person should know."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.documents import configuration_of, document_of
from wizard.choices.decoding import decode
from wizard.configuration.configure import configure
from wizard.rendering import pyproject

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("link", "requires_python"),
    [
        ("linux-x86_64=cu130&torch=2.13.0", ">=3.10"),
        ("linux-x86_64=cu130&windows-x86_64=cu130&torch=2.13.0", ">=3.10,<3.15"),
        ("linux-x86_64=cu130&windows-x86_64=cu130&torch=2.13.0&python-cap=none", ">=3.10"),
        ("linux-x86_64=cu118&torch=2.0.0&bound=exact", ">=3.10,<3.12"),
        ("linux-x86_64=cu118&torch=2.0.0", ">=3.10,<3.14"),  # uv goes to 2.7.1, which has cp313
        ("linux-x86_64=pypi&torch=2.4.0", ">=3.10"),  # uv goes to 2.15.0, and to 2.14.1 on 3.10
        ("linux-x86_64=cpu&torch=2.9.1&bound=compatible&python=3.12", ">=3.12,<3.15"),
        ("windows-arm64=cpu&torch=2.7.0&bound=exact", ">=3.12,<3.13"),
        ("macos-x86_64=pypi&torch=2.2.2", ">=3.10,<3.13"),
    ],
)
def test_python_is_bounded_where_wheels_end(link: str, requires_python: str, catalogue: Catalogue) -> None:
    assert configuration_of(link, catalogue).requires_python == requires_python


@pytest.mark.parametrize(
    ("link", "version"),
    [
        ("linux-x86_64=cu118&layout=find-links&torch=2.4.1", "0.2.24"),
        ("linux-x86_64=pypi&torch=2.15.0", "0.2.27"),
        ("linux-x86_64=cu118&layout=extra-index-url&torch=2.4.1", "0.2.24"),
        ("linux-x86_64=cu130", "0.4.23"),
        ("linux-x86_64=cu130&bound=exact", "0.5.0"),
        ("linux-x86_64=cu130&with=torchvision", "0.5.0"),
        ("linux-x86_64=cu130&layout=extras", "0.5.3"),
        ("linux-x86_64=cu130&layout=groups", "0.5.3"),
        ("linux-x86_64=pypi&layout=groups&torch=2.15.0", "0.4.27"),
        ("linux-x86_64=cpu", "0.4.23"),
        ("linux-x86_64=cpu&macos-arm64=cpu", "0.5.12"),
        ("macos-x86_64=pypi", "0.6.1"),
        ("windows-x86_64=cu129&torch=2.9.0", "0.7.14"),
    ],
)
def test_the_oldest_uv_follows_from_what_is_used(link: str, version: str, catalogue: Catalogue) -> None:
    assert configuration_of(link, catalogue).minimum_uv == version


@pytest.mark.parametrize(
    ("link", "lines"),
    [
        ("linux-x86_64=rocm6.4&torch=2.9.1", ["pytorch-triton-rocm>=3.5.1 ; sys_platform == 'linux'"]),
        ("linux-x86_64=rocm7.2&torch=2.12.1&bound=exact", ["triton-rocm==3.7.1 ; sys_platform == 'linux'"]),
        ("linux-x86_64=rocm6.3&torch=2.7.0&bound=exact", ["pytorch-triton-rocm~=3.3.0 ; sys_platform == 'linux'"]),
        ("linux-x86_64=rocm5.4.2&torch=2.0.1", ["pytorch-triton-rocm~=2.0.0 ; sys_platform == 'linux'"]),
        (
            "linux-x86_64=xpu&windows-x86_64=xpu&torch=2.6.0",
            ["pytorch-triton-xpu>=3.2.0 ; sys_platform == 'linux'"],
        ),
        (
            "linux-x86_64=xpu&windows-x86_64=xpu&torch=2.10.0",
            ["triton-xpu>=3.6.0 ; sys_platform == 'linux' or sys_platform == 'win32'"],
        ),
        ("linux-aarch64=cu128&torch=2.7.1", ["triton>=3.3.1 ; sys_platform == 'linux'"]),
        ("linux-x86_64=cu128&torch=2.7.1", []),
        ("linux-x86_64=cpu&macos-arm64=cpu", []),
    ],
)
def test_triton_is_required_under_the_name_and_on_the_machines_that_need_it(
    link: str, lines: list[str], catalogue: Catalogue
) -> None:
    configuration = configuration_of(link, catalogue)
    assert [str(line) for line in configuration.dependencies[1:]] == lines
    names = {line.package for line in configuration.dependencies[1:]}
    assert names == configuration.sources.keys() - {"torch"}


def test_a_machine_the_newest_release_left_is_required(catalogue: Catalogue) -> None:
    configuration = configuration_of("linux-x86_64=cu129&windows-x86_64=cu129&torch=2.8.0&with=torchvision", catalogue)
    assert configuration.required_environments == ("sys_platform == 'win32' and platform_machine == 'AMD64'",)
    exact = configuration_of("linux-x86_64=cu129&windows-x86_64=cu129&torch=2.8.0&bound=exact", catalogue)
    assert exact.required_environments == ()


def test_a_machine_that_uv_would_give_another_build_is_required(catalogue: Catalogue) -> None:
    # torchvision 0.24.1 has Windows ARM64 files under a git hash, which sorts above +cpu (note 21)
    link = "linux-x86_64=cpu&windows-x86_64=cpu&macos-arm64=cpu&torch=2.9.1&bound=exact&with=torchvision"
    assert len(configuration_of(link, catalogue).required_environments) == 2


def test_a_machine_without_builds_on_pypi_falls_back_to_its_own_accelerator(catalogue: Catalogue) -> None:
    document = document_of("windows-arm64=cpu&windows-x86_64=cu128&layout=extras&torch=2.10.0", catalogue)
    assert document.indexes("torch", "windows-arm64", "cu128") == ["https://download.pytorch.org/whl/cpu"]
    assert document.indexes("torch", "windows-x86_64", "cpu") == []


def test_triton_is_bound_for_the_accelerator_that_is_named_alone(catalogue: Catalogue) -> None:
    extras = configuration_of("linux-x86_64=rocm5.7&linux-x86_64=rocm6.0&layout=extras&torch=2.3.0", catalogue).extras
    markers = {name: [one.marker for one in found if "triton" in one.package] for name, found in extras.items()}
    assert markers == {
        "rocm57": ["sys_platform == 'linux' and python_version < '3.12'"],
        "rocm60": ["sys_platform == 'linux'"],
    }


def test_with_nightlies_no_machine_falls_back_to_a_release(catalogue: Catalogue) -> None:
    document = document_of("linux-x86_64=cu134&linux-aarch64=cpu&layout=extras&channel=nightly", catalogue)
    nightly = "https://download.pytorch.org/whl/nightly"
    for extra in ("cpu", "cu134"):
        assert document.indexes("torch", "linux-x86_64", extra) == [f"{nightly}/cu134"]
        assert document.indexes("torch", "linux-aarch64", extra) == [f"{nightly}/cpu"]
        assert document.requirements("linux-x86_64", extra) == {"torch": ">=2.15.0.dev0", "triton": ">=3.8.0"}
        assert document.indexes("triton", "linux-x86_64", extra) == [f"{nightly}/cu134"]
        assert document.requirements("linux-aarch64", extra) == {"torch": ">=2.15.0.dev0"}


def test_a_mirror_has_the_nightly_indexes_too(catalogue: Catalogue) -> None:
    choices = decode("linux-x86_64=cu130&channel=nightly", catalogue).choices
    configuration = configure(choices, catalogue, mirror="https://mirror.example/whl")
    assert [index.url for index in configuration.indexes] == ["https://mirror.example/whl/nightly/cu130"]


@pytest.mark.parametrize(("channel", "name"), [("", "pytorch-cu130"), ("&channel=nightly", "pytorch-nightly-cu130")])
def test_a_mirror_may_have_a_repository_per_index(channel: str, name: str, catalogue: Catalogue) -> None:
    choices = decode(f"linux-x86_64=cu130{channel}", catalogue).choices
    configuration = configure(choices, catalogue, mirror="https://nexus.example/repository/pytorch-{index}/simple")
    assert [index.url for index in configuration.indexes] == [f"https://nexus.example/repository/{name}/simple"]


def test_groups_can_have_a_default(catalogue: Catalogue) -> None:
    document = document_of("linux-x86_64=rocm7.2&linux-x86_64=cpu&layout=groups&default=rocm7.2", catalogue)
    assert document.uv["default-groups"] == ["rocm72"]
    assert document.uv["conflicts"] == [[{"group": "cpu"}, {"group": "rocm72"}]]


def test_one_extra_conflicts_with_nothing(catalogue: Catalogue) -> None:
    assert "conflicts" not in document_of("linux-x86_64=cu130&layout=extras", catalogue).uv


def test_only_the_chosen_environments_can_be_resolved(catalogue: Catalogue) -> None:
    document = document_of("linux-x86_64=cu130&macos-arm64=pypi&environments=chosen", catalogue)
    assert document.uv["environments"] == [
        "sys_platform == 'linux' and platform_machine == 'x86_64'",
        "sys_platform == 'darwin' and platform_machine == 'arm64'",
    ]


def test_a_mirror_replaces_every_index(catalogue: Catalogue) -> None:
    choices = decode("linux-x86_64=cu130&windows-x86_64=cpu", catalogue).choices
    configuration = configure(choices, catalogue, mirror="https://mirror.example/whl")
    assert [index.url for index in configuration.indexes] == [
        "https://mirror.example/whl/cpu",
        "https://mirror.example/whl/cu130",
    ]
    assert {install.url for install in configuration.installs} == {index.url for index in configuration.indexes}


ADVICE = {
    "linux-x86_64=cu130": {"driver"},
    "windows-x86_64=cu130": {"driver"},
    "linux-x86_64=cu130&windows-x86_64=cu126": {"driver"},
    "linux-x86_64=xpu&torch=2.13.0": {"partly-known"},
    "linux-x86_64=cpu&torch=2.4.0&python-cap=none&bound=exact": {"open-python"},
    "linux-x86_64=cpu&python-cap=none": set(),
    "linux-x86_64=cu118&windows-x86_64=cpu&torch=2.7.1": {"driver", "versions-drift"},
    "linux-x86_64=cpu&channel=nightly": {"moving"},
    "linux-x86_64=cu130&macos-arm64=cpu&channel=nightly": {"moving", "driver", "macos-14"},
    "linux-x86_64=pypi": {"plain-add", "pypi-cuda"},
    "linux-aarch64=pypi&torch=2.10.0": {"plain-add", "pypi-cpu"},
    "windows-x86_64=pypi": {"plain-add", "pypi-cpu"},
    "macos-arm64=pypi": {"plain-add", "macos-14"},
    "macos-arm64=pypi&torch=2.11.0": {"plain-add"},
    "macos-x86_64=pypi": {"intel-mac"},
    "linux-x86_64=rocm6.4&torch=2.9.1": {"triton-renamed"},
    "linux-x86_64=rocm6.4&torch=2.9.1&bound=exact": set(),
    "linux-x86_64=cpu&layout=extras": {"extras-not-sticky"},
    "linux-x86_64=cpu&layout=groups": {"no-default-group"},
    "linux-x86_64=cpu&layout=groups&default=cpu": set(),
    "linux-x86_64=cpu&layout=find-links&torch=2.4.0": {"old-layout"},
}

EVERYWHERE = ("pypi", "cpu", "cu126", "cu130", "rocm7.2", "xpu")
VARIANTS = (
    "",
    "&layout=extras",
    "&layout=groups",
    "&layout=groups&default=pypi",
    "&layout=find-links",
    "&environments=chosen",
    "&torch=2.9.1&bound=exact&with=torchvision",
    "&python-cap=none",
    "&channel=nightly",
)


@pytest.mark.parametrize(("link", "codes"), ADVICE.items(), ids=list(ADVICE))
def test_advice_is_given_where_it_is_needed_and_nowhere_else(link: str, codes: set[str], catalogue: Catalogue) -> None:
    assert {advice.code for advice in configuration_of(link, catalogue).advice} == codes


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_plain_uv_add_is_said_to_be_enough_exactly_where_uv_is_told_nothing(
    variant: str, catalogue: Catalogue
) -> None:
    grid = [(platform, slug) for platform in catalogue.platforms for slug in EVERYWHERE]
    links = [f"{platform}={slug}{variant}" for platform, slug in grid]
    links += [f"linux-x86_64={slug}&macos-arm64=pypi&windows-x86_64=pypi{variant}" for slug in EVERYWHERE]
    for link in links:
        configuration = configure(decode(link, catalogue).choices, catalogue)
        said = "plain-add" in {advice.code for advice in configuration.advice}
        told = "tool" in tomllib.loads(pyproject.render(configuration))
        assert said == (not told and not configuration.blocked), link


@pytest.mark.parametrize(
    ("link", "command"),
    [
        ("linux-x86_64=pypi&macos-arm64=pypi&with=torchvision&torch=2.11.0", "uv add torch torchvision"),
        ("linux-x86_64=pypi&torch=2.9.1&bound=exact", 'uv add "torch==2.9.1"'),
        ("linux-x86_64=pypi&torch=2.9.1&bound=compatible", 'uv add "torch~=2.9.1"'),
    ],
)
def test_a_plain_uv_add_names_what_the_file_would(link: str, command: str, catalogue: Catalogue) -> None:
    (plain,) = (advice for advice in configuration_of(link, catalogue).advice if advice.code == "plain-add")
    assert plain.facts["command"] == command


def test_no_plain_uv_add_goes_past_a_mirror_of_pypi(catalogue: Catalogue) -> None:
    choices = decode("linux-x86_64=pypi", catalogue).choices
    mirrored = configure(choices, catalogue, pypi="https://mirror.example/simple")
    assert "plain-add" not in {advice.code for advice in mirrored.advice}


@pytest.mark.parametrize(
    ("link", "capabilities"),
    [
        ("linux-x86_64=cu128&torch=2.10.0", ("7.0", "12.0")),
        ("linux-x86_64=cu128&torch=2.11.0", ("7.5", "12.0")),
        ("linux-x86_64=cu130&linux-aarch64=cu130&torch=2.13.0", ("8.0", "12.0")),
        ("linux-x86_64=cu128&torch=2.7.1", ("7.5", "12.0")),
        ("linux-x86_64=cu129&torch=2.11.0", ("", "")),
        ("linux-x86_64=cu130&channel=nightly", ("", "")),
        ("linux-x86_64=cu118&torch=2.7.1", ("", "")),
    ],
)
def test_the_cards_a_release_was_built_for_are_those_of_that_release(
    link: str, capabilities: tuple[str, str], catalogue: Catalogue
) -> None:
    (driver,) = (advice for advice in configuration_of(link, catalogue).advice if advice.code == "driver")
    assert (driver.facts["since"], driver.facts["until"]) == capabilities


def test_every_advice_has_a_sentence_and_every_sentence_an_advice() -> None:
    codes = set(re.findall(r'_advice\(\s*"([a-z0-9-]+)"', (ROOT / "wizard/configuration/advice.py").read_text()))
    assert codes == {path.stem for path in (ROOT / "templates/wizard/sentences/advice").iterdir()}
    assert codes == {code for codes in ADVICE.values() for code in codes} | {"no-python"}
