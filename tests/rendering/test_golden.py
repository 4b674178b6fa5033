"""The outputs as a person reads them: one folder per case, reviewed in the diff; UPDATE_GOLDEN=1 rewrites them."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.documents import configuration_of
from wizard import rendering
from wizard.answering.raw import narrowed_to, raw_output
from wizard.choices.choices import Layout
from wizard.choices.decoding import decode
from wizard.configuration.configure import configure
from wizard.rendering import FORMATS, commands, pyproject, uv_pip

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.rendering.formats import Format

GOLDEN: Final = Path(__file__).parents[1] / "golden"
CASES: Final = sorted(path.parent for path in GOLDEN.rglob("link.txt"))


def test_every_layout_has_golden_files() -> None:
    assert {case.parent.name for case in CASES} == set(Layout)


@pytest.mark.parametrize("output", FORMATS, ids=lambda output: output.slug)
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_an_output_equals_its_golden_file(case: Path, output: Format, catalogue: Catalogue) -> None:
    link = (case / "link.txt").read_text().strip()
    if output.misses(narrowed_to(output, configuration_of(link, catalogue), catalogue)):
        assert not (case / output.filename).exists()
        return
    text = raw_output(link, output, catalogue)
    if os.environ.get("UPDATE_GOLDEN"):
        (case / output.filename).write_text(text)
    assert text.replace(f"catalogue r{catalogue.revision};", "catalogue r1;") == (case / output.filename).read_text()


def test_every_module_with_a_format_is_registered() -> None:
    folder = Path(rendering.__file__).parent
    modules = {path.stem for path in folder.glob("*.py") if "\nFORMAT: Final" in path.read_text()}
    assert {output.slug.replace("-", "_") for output in FORMATS} == modules


def test_behind_a_mirror_the_torch_backend_is_left_out_with_the_reason(catalogue: Catalogue) -> None:
    choices = decode("linux-x86_64=cu130&macos-arm64=pypi", catalogue).choices
    text = uv_pip.render(configure(choices, catalogue, mirror="https://mirror.example/whl"))
    assert "--torch-backend=" not in text
    assert "cannot use a mirror" in text
    assert "--index-url https://mirror.example/whl/cu130" in text


PYPI = "https://mirror.example/pypi/simple"


@pytest.mark.parametrize(
    ("link", "written"),
    [
        ("linux-x86_64=cu130", {"index": [{"name": "pytorch-cu130"}, {"name": "pypi", "url": PYPI, "default": True}]}),
        ("linux-x86_64=pypi", {"index": [{"name": "pypi", "url": PYPI, "default": True}]}),
        ("linux-x86_64=cu118&layout=find-links&torch=2.4.1", {"index-url": PYPI}),
        ("linux-x86_64=cu118&layout=extra-index-url&torch=2.4.1", {"index-url": PYPI}),
    ],
)
@pytest.mark.parametrize("explain", ["", "&explain=yes"])
def test_a_mirror_of_pypi_is_the_default_index(
    link: str, written: dict[str, Any], explain: str, catalogue: Catalogue
) -> None:
    configuration = configure(decode(link + explain, catalogue).choices, catalogue, pypi=PYPI)
    uv = tomllib.loads(pyproject.render(configuration))["tool"]["uv"]
    assert uv.get("index-url") == written.get("index-url")
    expected = written.get("index", [])
    assert len(uv.get("index", [])) == len(expected)
    assert all(wanted.items() <= found.items() for wanted, found in zip(expected, uv.get("index", []), strict=True))


def test_a_mirror_of_pypi_reaches_the_lines_that_ask_pypi(catalogue: Catalogue) -> None:
    choices = decode("linux-x86_64=cu130&macos-arm64=pypi&torch=2.13.0", catalogue).choices
    lines = uv_pip.render(configure(choices, catalogue, pypi=PYPI)).splitlines()
    assert f'uv pip install "torch>=2.13.0" --torch-backend=cu130 --index-url {PYPI}' in lines
    assert 'uv pip install "torch>=2.13.0" --index-url https://download.pytorch.org/whl/cu130' in lines
    assert f'uv pip install "torch>=2.13.0" --index-url {PYPI}' in lines
    assert f'uv pip install "torch>=2.13.0" --torch-backend=auto --index-url {PYPI}' in lines


def test_the_commands_name_the_variables_for_a_mirror_s_credentials(catalogue: Catalogue) -> None:
    choices = decode("linux-x86_64=rocm6.4&macos-arm64=pypi", catalogue).choices
    assert "UV_INDEX" not in commands.render(configure(choices, catalogue))
    lines = commands.render(configure(choices, catalogue, mirror="https://mirror.example/whl", pypi=PYPI)).splitlines()
    assert "# UV_INDEX_PYTORCH_ROCM64_USERNAME and …_PASSWORD" in lines
    assert "# UV_INDEX_PYPI_USERNAME and …_PASSWORD" in lines
    old = decode("linux-x86_64=cu118&layout=find-links&torch=2.4.1", catalogue).choices
    assert "UV_INDEX" not in commands.render(configure(old, catalogue, mirror="https://mirror.example/whl", pypi=PYPI))


def test_named_indexes_are_asked_of_uv_for_a_mirror_of_pypi(catalogue: Catalogue) -> None:
    choices = decode("linux-x86_64=pypi&torch=2.15.0", catalogue).choices
    assert configure(choices, catalogue).minimum_uv == "0.2.27"
    assert configure(choices, catalogue, pypi=PYPI).minimum_uv == "0.4.23"
