"""Whatever a person pastes is told apart, and opens in the wizard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.doctor.odd_files import odd_files
from wizard.choices.decoding import decode
from wizard.configuration.configure import configure
from wizard.doctor.foreign import Form, open_anything
from wizard.doctor.inferring import Inferred, infer
from wizard.doctor.parsing import BrokenToml
from wizard.rendering import requirements

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.project import Project

WHL = "https://download.pytorch.org/whl"


@pytest.mark.parametrize(
    ("text", "filename", "form"),
    [
        ("", "pyproject.toml", Form.PYPROJECT),
        ("[project]\nname = 'x'", "", Form.PYPROJECT),
        ("# /// script\n# dependencies = ['torch']\n# ///\n", "x.py", Form.SCRIPT),
        ("[tool.poetry.dependencies]\ntorch = '*'", "pyproject.toml", Form.POETRY),
        ("[[tool.poetry.source]]\nname = 'x'", "pyproject.toml", Form.POETRY),
        ("[tool.poetry.dependencies]\ntorch = '*'\n[tool.uv]\npackage = false", "pyproject.toml", Form.PYPROJECT),
        ("[tool.poetry]\npackages = []", "pyproject.toml", Form.PYPROJECT),
        ("[dependencies]\npython = '3.12'", "pixi.toml", Form.PIXI),
        ("[workspace]\nchannels = ['conda-forge']", "", Form.PIXI),
        ("[tool.pixi.workspace]\nplatforms = []", "pyproject.toml", Form.PIXI),
        ("torch\n", "", Form.REQUIREMENTS),
        ("", "requirements.txt", Form.REQUIREMENTS),
        ("# nothing yet", "requirements.in", Form.REQUIREMENTS),
        (f"--index-url {WHL}/cpu\n", "", Form.REQUIREMENTS),
        ("pip install torch", "", Form.COMMAND),
        ("# CUDA\n$ pip3 install torch", "", Form.COMMAND),
        ("!uv pip install torch", "", Form.COMMAND),
        ("python3.12 -m pip install torch", "", Form.COMMAND),
        ("uv add torch", "", Form.COMMAND),
    ],
)
def test_a_text_is_told_apart(text: str, filename: str, form: Form, catalogue: Catalogue) -> None:
    opened = open_anything(text, filename, catalogue)
    assert opened.form is form
    assert opened.examinable is (form in {Form.PYPROJECT, Form.SCRIPT})


@pytest.mark.parametrize("text", ["import torch\n", "[project\n", "a sentence, no file", "\x00"])
def test_what_is_nothing_known_is_refused_as_toml(text: str, catalogue: Catalogue) -> None:
    with pytest.raises(BrokenToml):
        open_anything(text, "", catalogue)


FOREIGN = {
    "command-nightly.txt": "linux-x86_64=cu130&windows-x86_64=cu130&channel=nightly&with=torchvision",
    "command-pip.txt": (
        "linux-x86_64=cu128&windows-x86_64=cu128&torch=2.11.0&with=torchvision&with=torchaudio&python=3.12"
    ),
    "command-uv-pip.txt": "linux-x86_64=cu130&windows-x86_64=cu130&torch=2.9.1&with=torchvision",
    "poetry.toml": (
        "linux-x86_64=cu128&windows-x86_64=cu128&torch=2.8.0&with=torchvision&python=3.11&project=from-poetry"
    ),
    "pixi.toml": (
        "linux-x86_64=cu128&windows-x86_64=cu128&torch=2.8.0&with=torchvision&python=3.12&environments=chosen"
        "&project=from-pixi"
    ),
    "pixi-conda.toml": (
        "linux-x86_64=cu124&windows-x86_64=cu124&macos-arm64=pypi&torch=2.6.0&with=torchvision&python=3.12&environments=chosen"
        "&project=from-conda"
    ),
    "pixi-in-pyproject.toml": (
        "linux-x86_64=cu126&linux-aarch64=cu126&torch=2.9.0&python=3.11&environments=chosen&project=pixi-inside"
    ),
    "requirements-cuda.txt": (
        "linux-x86_64=cu126&windows-x86_64=cu126&torch=2.7.1&bound=exact&with=torchvision&python=3.10"
    ),
    "requirements-find-links.txt": "linux-x86_64=cu118&windows-x86_64=cu118&torch=2.0.1&bound=exact&python=3.10",
    "requirements-extra-index.txt": "linux-x86_64=cpu&windows-x86_64=cpu&macos-arm64=cpu&with=torchaudio",
}


@pytest.mark.parametrize("name", FOREIGN)
def test_other_tools_files_become_choices(name: str, catalogue: Catalogue) -> None:
    opened = open_anything(odd_files()[name], name, catalogue)
    expected = decode(FOREIGN[name], catalogue)
    assert expected.notices == ()
    assert opened.inferred.choices == expected.choices


@pytest.mark.parametrize(
    "link",
    [
        "linux-x86_64=cu130&macos-arm64=pypi&torch=2.13.0&bound=exact",
        "linux-x86_64=pypi&windows-x86_64=cu130&torch=2.13.0&bound=exact&with=torchvision",
        "linux-x86_64=rocm6.4&windows-x86_64=cpu&torch=2.9.1&bound=exact",
    ],
)
def test_our_own_requirements_open_as_what_they_were_written_for(link: str, catalogue: Catalogue) -> None:
    choices = decode(link, catalogue).choices
    opened = open_anything(requirements.render(configure(choices, catalogue)), "requirements.txt", catalogue)
    assert opened.form is Form.REQUIREMENTS
    assert opened.inferred.choices == choices


@pytest.mark.parametrize("name", odd_files())
def test_every_odd_file_opens(name: str, catalogue: Catalogue) -> None:
    opened = open_anything(odd_files()[name], name, catalogue)
    assert decode(opened.inferred.link, catalogue).choices == opened.inferred.choices


@pytest.mark.parametrize("text", ["", "[tool.poetry.dependencies]\ntorch = '*'", "torch\n"])
def test_choices_are_worked_out_once_and_only_when_asked_for(
    text: str, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    times: list[object] = []

    def counted(project: Project, catalogue: Catalogue) -> Inferred:
        times.append(project)
        return infer(project, catalogue)

    monkeypatch.setattr("wizard.doctor.foreign.infer", counted)
    opened = open_anything(text, "", catalogue)
    assert times == []
    assert opened.inferred is opened.inferred
    assert times == [opened.project]


def test_only_a_text_that_names_machines_is_told_of_those_without_builds(catalogue: Catalogue) -> None:
    plain = open_anything(f"pip install torch --index-url {WHL}/cu128", "", catalogue)
    assert plain.inferred.unread == ()
    named = open_anything(f"-i {WHL}/cu128\ntorch ; sys_platform == 'darwin'", "", catalogue)
    assert [notice.code for notice in named.inferred.unread] == ["never-there"]


@settings(deadline=None, max_examples=150)
@given(
    words=st.lists(
        st.sampled_from(
            [
                *(
                    "pip install",
                    "torch",
                    "torchvision==0.24.1",
                    "--index-url",
                    f"{WHL}/cu130",
                    "--torch-backend=",
                    "-r",
                ),
                *("'", '"', "\\", "#", "\n", "[tool.poetry.dependencies]\n", "[pypi-dependencies]\n", "[workspace]\n"),
                *(
                    "torch = '^2.8'\n",
                    "python = '~3'\n",
                    "torch = [{ version = '||' }]\n",
                    "channels = ['x']\n",
                    "é",
                    "^",
                ),
                *("torch = { version = 3, source = 'x' }\n", "[feature.x]\n", "[target.linux]\n", "-f", "--", "=", "@"),
            ]
        )
    ),
    filename=st.sampled_from(["", "pixi.toml", "requirements.txt"]),
)
def test_nothing_falls_over(words: list[str], filename: str, catalogue: Catalogue) -> None:
    for text in ("".join(words), " ".join(words)):
        try:
            opened = open_anything(text, filename, catalogue)
        except BrokenToml:
            continue
        assert opened.inferred.link
