"""What a file requires of torch's family joins the choices or is left alone; it is never taken out."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from tests.doctor.patching.files import BY_HAND, EXTRAS, NEW
from wizard.choices.choices import Choices
from wizard.choices.decoding import decode
from wizard.configuration.configure import configure
from wizard.doctor.examining import examine
from wizard.doctor.patching import apply
from wizard.doctor.patching.joining import join
from wizard.doctor.reading import read

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.patching.joining import Joined

CU130 = "linux-x86_64=cu130&torch=2.9.1&python=3.11&python-cap=none"
WHL = "https://download.pytorch.org/whl"
INDEX = f'[[tool.uv.index]]\nname = "pytorch-cu126"\nurl = "{WHL}/cu126"\nexplicit = true\n'
BESIDE = (
    NEW + 'requires-python = ">=3.10"\ndependencies = ["torch>=2.9.1", "torchaudio==2.8.0"]\n\n'
    '[tool.uv.sources]\ntorch = { index = "pytorch-cu126" }\ntorchaudio = { index = "pytorch-cu126" }\n\n' + INDEX
)


def chosen(link: str, catalogue: Catalogue) -> Choices:
    decoded = decode(link, catalogue)
    assert decoded.notices == ()
    return decoded.choices


def joined(text: str, link: str, catalogue: Catalogue) -> Joined:
    return join(text, chosen(link, catalogue), catalogue)


def put(text: str, choices: Choices, catalogue: Catalogue) -> dict[str, Any]:
    configuration = configure(choices, catalogue)
    once = apply(text, configuration, catalogue)
    assert apply(once, configuration, catalogue) == once
    assert join(once, choices, catalogue).choices == choices
    return tomllib.loads(once)


@pytest.mark.parametrize("text", ["", NEW, NEW + 'dependencies = ["torch", "numpy", "torch-geometric"]'])
def test_nothing_joins_from_a_file_that_has_nothing_of_the_family(text: str, catalogue: Catalogue) -> None:
    choices = chosen(CU130, catalogue)
    found = join(text, choices, catalogue)
    assert (found.choices, found.joined, found.left, found.notices) == (choices, (), (), ())


def test_what_the_choices_have_already_does_not_join_them(catalogue: Catalogue) -> None:
    assert joined(BY_HAND, CU130 + "&with=torchvision", catalogue).joined == ()


def test_what_a_file_requires_follows_torch(catalogue: Catalogue) -> None:
    found = joined(BESIDE, CU130, catalogue)
    assert (found.joined, found.left, found.notices) == (("torchaudio",), (), ())
    after = put(BESIDE, found.choices, catalogue)
    assert after["project"]["dependencies"] == ["torch>=2.9.1", "torchaudio>=2.9.1"]
    assert [index["name"] for index in after["tool"]["uv"]["index"]] == ["pytorch-cu130"]
    assert after["tool"]["uv"]["sources"]["torchaudio"] == after["tool"]["uv"]["sources"]["torch"]


def test_what_an_extra_requires_that_goes_is_required_by_the_project(catalogue: Catalogue) -> None:
    found = joined(EXTRAS, CU130, catalogue)
    assert found.joined == ("torchvision",)
    after = put(EXTRAS, found.choices, catalogue)["project"]
    assert after["dependencies"] == ["numpy", "torch>=2.9.1", "torchvision>=0.24.1"]
    assert list(after["optional-dependencies"]) == ["all", "docs"]


@pytest.mark.parametrize("source", [None, {"path": "../c"}])
def test_what_these_choices_have_no_build_of_stays_untouched(
    source: dict[str, str] | None, catalogue: Catalogue
) -> None:
    text = NEW + 'dependencies = ["torch", "torchcodec"]\n'
    text += '[tool.uv.sources]\ntorchcodec = { path = "../c" }\n' if source else ""
    found = joined(text, "linux-x86_64=cu118&torch=2.2.0", catalogue)
    assert (found.joined, found.left) == ((), ("torchcodec",))
    after = put(text, found.choices, catalogue)
    assert after["project"]["dependencies"] == ["torch>=2.2.0", "torchcodec"]
    assert after["tool"]["uv"]["sources"].get("torchcodec") == source


@pytest.mark.parametrize(
    "how",
    [
        'dependencies = ["torch", "torchaudio @ https://example.org/torchaudio.whl"]\n',
        'dependencies = ["torch", "torchaudio"]\n[tool.uv.sources]\ntorchaudio = { git = "https://example.org/a" }\n',
    ],
)
def test_what_comes_from_an_address_of_its_own_stays_untouched(how: str, catalogue: Catalogue) -> None:
    found = joined(NEW + how, CU130, catalogue)
    assert found.left == ("torchaudio",)
    before, after = tomllib.loads(NEW + how), put(NEW + how, found.choices, catalogue)
    assert after["project"]["dependencies"][1] == before["project"]["dependencies"][1]
    sources = before.get("tool", {}).get("uv", {}).get("sources", {})
    assert after["tool"]["uv"]["sources"].get("torchaudio") == sources.get("torchaudio")


def test_an_extra_that_requires_what_is_not_chosen_stays(catalogue: Catalogue) -> None:
    after = put_unjoined(EXTRAS, CU130, catalogue)
    assert after["project"]["optional-dependencies"]["gpu"] == ["torch>=2.7.0", "torchvision>=0.22.0"]
    assert after["tool"]["uv"]["sources"]["torchvision"][1] == {"index": "pytorch-cu118", "extra": "gpu"}
    assert "pytorch-cu118" in [index["name"] for index in after["tool"]["uv"]["index"]]


def put_unjoined(text: str, link: str, catalogue: Catalogue) -> dict[str, Any]:
    return tomllib.loads(apply(text, configure(chosen(link, catalogue), catalogue), catalogue))


def test_what_else_is_different_with_a_package_is_told(catalogue: Catalogue) -> None:
    link = "linux-x86_64=cpu&torch=2.11.0&bound=exact&python=3.10"
    found = joined(BESIDE, link, catalogue)
    assert found.joined == ("torchaudio",)
    assert [notice.code for notice in found.notices] == ["python-not-there"]


def test_a_file_whose_packages_have_joined_has_no_findings(catalogue: Catalogue) -> None:
    found = joined(BESIDE, CU130, catalogue)
    text = apply(BESIDE, configure(found.choices, catalogue), catalogue)
    assert examine(read(text, catalogue), catalogue) == ()
