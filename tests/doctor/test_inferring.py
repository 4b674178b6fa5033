"""Any file opens in the wizard: what it says becomes choices, and the rest is told."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import pytest

from tests.doctor.odd_files import project_files
from tests.doctor.projects import project_of
from wizard.choices.decoding import decode
from wizard.choices.grammar import encode
from wizard.configuration.configure import configure
from wizard.doctor.inferring import Inferred, infer
from wizard.doctor.reading import read
from wizard.rendering import pyproject

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

WHL = "https://download.pytorch.org/whl"
LINUX = "sys_platform == 'linux'"
INDEXES = "".join(
    f'[[tool.uv.index]]\nname = "{slug}"\nurl = "{WHL}/{slug}"\nexplicit = true\n'
    for slug in ("cpu", "cu128", "cu130", "nightly/cu130")
)
PROJECT = '[project]\nname = "app"\nrequires-python = ">=3.12"\n'


def inferred(text: str, catalogue: Catalogue) -> Inferred:
    return infer(project_of(text, catalogue), catalogue)


def cells(text: str, catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    return dict(inferred(text, catalogue).choices.accelerators)


def told(text: str, catalogue: Catalogue) -> list[str]:
    return [notice.code for notice in inferred(text, catalogue).unread]


def routed(sources: str, torch: str = "torch>=2.9.1") -> str:
    return f'{PROJECT}dependencies = ["{torch}"]\n[tool.uv.sources]\ntorch = [{sources}]\n{INDEXES}'


def asking(torch: str) -> str:
    return f"{PROJECT}dependencies = [{torch}]\n"


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ('{ index = "cpu" }', {"linux-x86_64": ("cpu",), "windows-x86_64": ("cpu",), "macos-arm64": ("cpu",)}),
        (f'{{ index = "cu130", marker = "{LINUX}" }}', {"linux-x86_64": ("cu130",)}),
        (
            f'{{ index = "cu130", marker = "{LINUX}" }}, {{ index = "cpu", marker = "sys_platform != \'linux\'" }}',
            {"linux-x86_64": ("cu130",), "windows-x86_64": ("cpu",), "macos-arm64": ("cpu",)},
        ),
        (
            f'{{ index = "cu130", marker = "{LINUX} and platform_machine == \'x86_64\'" }}',
            {"linux-x86_64": ("cu130",), "linux-aarch64": ("pypi",)},
        ),
        (
            "{ index = \"cu130\", marker = \"sys_platform != 'darwin' and platform_machine != 'ARM64'\" }",
            {"linux-x86_64": ("cu130",), "linux-aarch64": ("cu130",), "windows-x86_64": ("cu130",)},
        ),
    ],
)
def test_platforms_have_the_accelerators_of_the_sources(
    sources: str, expected: dict[str, tuple[str, ...]], catalogue: Catalogue
) -> None:
    assert cells(routed(sources), catalogue) == expected


def test_what_says_nothing_of_machines_is_about_the_usual_ones(catalogue: Catalogue) -> None:
    assert list(cells(asking('"torch"'), catalogue)) == ["linux-x86_64", "windows-x86_64", "macos-arm64"]


def test_environments_say_which_platforms_are_meant(catalogue: Catalogue) -> None:
    text = (
        f"{asking('"torch"')}[tool.uv]\nenvironments = [\"sys_platform == 'linux' and platform_machine == 'aarch64'\"]"
    )
    found = inferred(text, catalogue).choices
    assert (list(found.accelerators), found.environments) == (["linux-aarch64"], "chosen")


@pytest.mark.parametrize(
    ("specifier", "torch", "bound", "unread"),
    [
        (">=2.9.1", "2.9.1", "minimum", []),
        ("==2.9.1", "2.9.1", "exact", []),
        ("===2.9.1", "2.9.1", "exact", []),
        ("~=2.9.0", "2.9.0", "compatible", []),
        ("==2.9.*", "2.9.0", "compatible", []),
        (">=2.9.0,<2.10", "2.9.0", "compatible", []),
        ("~=2.9", "2.9.0", "minimum", []),
        (">2.9.0", "2.9.1", "minimum", []),
        (">=2.9.0,<2.12", "2.9.0", "minimum", ["range"]),
        (">=2.9.0,!=2.9.1", "2.9.0", "minimum", ["range"]),
        ("==2.9.1+cu130", "2.9.1", "exact", []),
        (">=1.13", "2.2.0", "minimum", ["range"]),
        ("<2.9", "2.2.0", "minimum", ["range"]),
        ("==1.13.1", None, "exact", ["range"]),
        ("", None, "minimum", []),
    ],
)
def test_a_specifier_becomes_a_version_and_a_bound(
    specifier: str, torch: str | None, bound: str, unread: list[str], catalogue: Catalogue
) -> None:
    text = asking(f'"torch{specifier}"') + "[tool.uv]\nenvironments = [\"sys_platform == 'linux'\"]"
    found = inferred(text, catalogue)
    newest = decode("linux-x86_64=pypi&python=3.12", catalogue).choices.torch
    assert (found.choices.torch, found.choices.bound) == (torch or newest, bound)
    assert [notice.code for notice in found.unread] == unread


def test_packages_of_the_family_are_chosen_and_other_pairs_told(catalogue: Catalogue) -> None:
    found = inferred(asking('"torch==2.9.1", "torchvision==0.24.1", "torchaudio==2.8.0", "numpy"'), catalogue)
    assert found.choices.packages == ("torchvision", "torchaudio")
    assert [notice.facts["package"] for notice in found.unread] == ["torchaudio"]


SELECTED = f"""{PROJECT}
[project.optional-dependencies]
cpu = ["torch>=2.9.1"]
gpu = ["torch>=2.9.1"]
[tool.uv.sources]
torch = [{{ index = "cpu", extra = "cpu" }}, {{ index = "cu130", extra = "gpu", marker = "{LINUX}" }}]
"""


def test_extras_become_accelerators_whatever_they_are_called(catalogue: Catalogue) -> None:
    found = inferred(SELECTED + INDEXES, catalogue)
    assert found.choices.layout == "extras"
    assert found.choices.accelerators == {
        "linux-x86_64": ("cpu", "cu130"),
        "windows-x86_64": ("cpu",),
        "macos-arm64": ("cpu",),
    }
    assert [(notice.code, notice.facts) for notice in found.unread] == [
        ("renamed", {"name": "gpu", "accelerator": "cu130", "written": "cu130"})
    ]


def test_groups_have_their_default(catalogue: Catalogue) -> None:
    text = SELECTED.replace("[project.optional-dependencies]", "[dependency-groups]").replace("extra =", "group =")
    found = inferred(f'{text}[tool.uv]\ndefault-groups = ["dev", "gpu"]\n{INDEXES}', catalogue).choices
    assert (found.layout, found.default) == ("groups", "cu130")
    assert inferred(f'{text}[tool.uv]\ndefault-groups = "all"\n{INDEXES}', catalogue).choices.default == ""


def test_extras_without_sources_are_pypi_s(catalogue: Catalogue) -> None:
    found = inferred(f'{PROJECT}[project.optional-dependencies]\npypi = ["torch"]', catalogue)
    assert found.choices.layout == "extras"
    assert set(found.choices.accelerators.values()) == {("pypi",)}
    assert found.unread == ()


def test_an_extra_for_pypi_beside_others_is_kept(catalogue: Catalogue) -> None:
    text = f"{SELECTED.replace('cpu = [', 'pypi = [')}\n{INDEXES}".replace('{ index = "cpu", extra = "cpu" }, ', "")
    assert cells(text, catalogue) == {"linux-x86_64": ("pypi", "cu130")}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["no-torch"]),
        (f'{PROJECT}dependencies = ["numpy"]', ["no-torch"]),
        (f'{PROJECT}dependencies = ["torch @ https://example.org/torch.whl"]', ["other-source"]),
        (routed('{ url = "https://example.org/torch.whl" }'), ["other-source"]),
        (routed('{ index = "gone" }'), ["undeclared-index"]),
        (routed('{ index = "x" }') + '[[tool.uv.index]]\nname = "x"\nurl = "https://example.org"', ["unknown-index"]),
        (routed(f'{{ index = "cpu" }}, {{ index = "cu130", marker = "{LINUX}" }}'), ["overlapping", "overlapping"]),
        (routed('{ index = "cu130" }'), ["never-there"]),
        (
            routed(
                f'{{ index = "cu130", marker = "{LINUX}" }}, '
                '{ index = "nightly/cu130", marker = "sys_platform == \'win32\'" }'
            ),
            ["mixed-channels"],
        ),
        (
            SELECTED.replace("[project.opt", 'dependencies = ["torch"]\n[project.opt') + INDEXES,
            ["base-torch", "renamed"],
        ),
        (SELECTED + '[dependency-groups]\nx = ["torch"]\n' + INDEXES, ["mixed-layout", "renamed"]),
        (SELECTED.replace("gpu = [", 'cuda = ["app[gpu]"]\ngpu = [') + INDEXES, ["alias", "renamed"]),
        ("[project]\nname = 'My_App'\ndependencies = ['torch']", ["project-name"]),
        ("[project]\nname = 'a'\nrequires-python = '<3.13'\ndependencies = ['torch']", ["python-range"]),
        ("[project]\nname = 'a'\nrequires-python = '3.13'\ndependencies = ['torch']", ["python-range"]),
    ],
)
def test_what_no_choice_says_is_told(text: str, codes: list[str], catalogue: Catalogue) -> None:
    assert told(text, catalogue) == codes


@pytest.mark.parametrize(
    "text",
    [
        '[tool.uv]\nconstraint-dependencies = ["torch==2.9.1"]\n[tool.uv.sources]\ntorch = { index = "cu130" }\n',
        '[tool.uv]\noverride-dependencies = ["torch"]\n[tool.uv.sources]\ntorch = { index = "cu130" }\n',
        '[tool.uv.sources]\ntorch = { index = "cu130" }\n',
    ],
)
def test_torch_that_others_require_comes_from_its_source(text: str, catalogue: Catalogue) -> None:
    assert cells(text + INDEXES, catalogue) == {"linux-x86_64": ("cu130",), "windows-x86_64": ("cu130",)}


def test_nightly_indexes_are_the_nightly_channel(catalogue: Catalogue) -> None:
    found = inferred(routed(f'{{ index = "nightly/cu130", marker = "{LINUX}" }}', "torch>=2.15.0.dev0"), catalogue)
    assert found.choices.channel == "nightly"
    assert found.choices.accelerators == {"linux-x86_64": ("cu130",)}
    assert found.unread == ()


@pytest.mark.parametrize(
    ("requires", "python", "cap"),
    [
        (">=3.12", "3.12", "none"),
        (">=3.12,<3.15", "3.12", "auto"),
        ("~=3.11", "3.11", "auto"),
        ("==3.13.*", "3.13", "auto"),
    ],
)
def test_the_range_of_pythons_is_kept(requires: str, python: str, cap: str, catalogue: Catalogue) -> None:
    found = inferred(f'[project]\nrequires-python = "{requires}"\ndependencies = ["torch==2.9.1"]', catalogue).choices
    assert (found.python, found.python_cap) == (python, cap)


@pytest.mark.parametrize(
    ("setting", "layout"),
    [(f'extra-index-url = ["{WHL}/cu118"]', "extra-index-url"), (f'find-links = ["{WHL}/cu118/torch/"]', "find-links")],
)
def test_old_layouts_are_read(setting: str, layout: str, catalogue: Catalogue) -> None:
    torch = "\"torch==2.4.1+cu118 ; sys_platform == 'linux'\", \"torch==2.4.1 ; sys_platform == 'darwin'\""
    found = inferred(f"{asking(torch)}[tool.uv]\n{setting}", catalogue).choices
    assert (found.layout, found.torch) == (layout, "2.4.1")
    assert found.accelerators == {"linux-x86_64": ("cu118",), "macos-arm64": ("pypi",)}


def test_old_settings_of_other_indexes_are_no_old_layout(catalogue: Catalogue) -> None:
    text = f'{asking('"torch==2.4.1+cu999"')}[tool.uv]\nextra-index-url = ["https://example.org", 3]'
    assert inferred(text, catalogue).choices.accelerators


def test_machines_that_only_the_range_of_pythons_tells_are_found(catalogue: Catalogue) -> None:
    # Windows on Arm lacks a Python that Windows on x86-64 has, and both would be called win32
    link = "windows-arm64=cpu&layout=markers&torch=2.13.0&bound=compatible&python=3.11"
    choices = decode(link, catalogue).choices
    text = pyproject.render(configure(choices, catalogue))
    found = infer(read(text, catalogue), catalogue).choices
    assert "windows-arm64" in found.accelerators
    assert pyproject.render(configure(found, catalogue)) == text


@pytest.mark.parametrize("name", project_files())
def test_every_odd_file_opens_in_the_wizard(name: str, catalogue: Catalogue) -> None:
    found = infer(project_of(project_files()[name], catalogue), catalogue)
    decoded = decode(found.link, catalogue)
    assert (decoded.notices, encode(decoded.choices)) == ((), found.link)
    assert dict(parse_qsl(found.link))["layout"] == found.choices.layout


def test_an_override_is_what_uv_takes(catalogue: Catalogue) -> None:
    text = f'{asking("'torch==2.8.0'")}[tool.uv]\noverride-dependencies = ["torch==2.9.1"]\n'
    assert inferred(text, catalogue).choices.torch == "2.9.1"


def test_a_group_that_others_include_is_no_choice_of_its_own(catalogue: Catalogue) -> None:
    groups = 'parts = ["torch==2.9.1"]\ncpu = [{ include-group = "parts" }]\ncu130 = [{ include-group = "parts" }]\n'
    sources = '[{ index = "cpu", group = "cpu" }, { index = "cu130", group = "cu130" }]'
    text = f"{PROJECT}[dependency-groups]\n{groups}[tool.uv.sources]\ntorch = {sources}\n{INDEXES}"
    assert cells(text, catalogue)["linux-x86_64"] == ("cpu", "cu130")
