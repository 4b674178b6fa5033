"""What lines and tables of other tools mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wizard.doctor.foreign import commands, pixi, poetry, requirements
from wizard.doctor.parsing import parse

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.foreign.meaning import Meaning

LINUX = "sys_platform == 'linux' and platform_machine == 'x86_64'"
WINDOWS = "sys_platform == 'win32' and platform_machine == 'AMD64'"
WHL = "https://download.pytorch.org/whl"


def told(meaning: Meaning) -> list[str]:
    return [notice.code for notice in meaning.unread]


def from_poetry(text: str) -> Meaning:
    return poetry.meaning(parse(text).data)


@pytest.mark.parametrize(
    ("constraint", "specifier"),
    [
        ("^2.8.0", ">=2.8.0,<3"),
        ("^0.23.0", ">=0.23.0,<0.24"),
        ("^0.0.3", ">=0.0.3,<0.0.4"),
        ("^0", ">=0,<1"),
        ("^2", ">=2,<3"),
        ("~2.8.1", ">=2.8.1,<2.9"),
        ("~2.8", ">=2.8,<2.9"),
        ("~2", ">=2,<3"),
        ("~=2.8", "~=2.8"),
        ("2.8.0", "==2.8.0"),
        ("2.8.*", "==2.8.*"),
        ("*", ""),
        (">=2.8, <3.0", ">=2.8,<3.0"),
        ("2.8.0+cu128", "==2.8.0+cu128"),
    ],
)
def test_poetry_s_constraints_become_specifiers(constraint: str, specifier: str) -> None:
    found = from_poetry(f'[tool.poetry.dependencies]\ntorch = "{constraint}"')
    assert (found.dependencies, told(found)) == ([f"torch{specifier}"], [])


@pytest.mark.parametrize("constraint", ["^2.8 || ^3.0", "^x", "^1.2.y", "latest"])
def test_a_constraint_that_is_none_is_told_and_left_open(constraint: str) -> None:
    found = from_poetry(f'[tool.poetry.dependencies]\ntorch = "{constraint}"')
    assert (found.dependencies, told(found)) == (["torch"], ["constraint"])


def test_poetry_s_sources_groups_and_markers_are_taken() -> None:
    found = from_poetry(
        f"""
        [project]
        name = "new"
        dependencies = ["numpy", 3]
        [tool.poetry]
        name = "old"
        [tool.poetry.dependencies]
        python = "^3.11"
        torch = [
          {{ version = "2.8.0", source = "cpu", platform = "darwin" }},
          {{ version = "2.8.0", source = "cu128", markers = "sys_platform == 'linux'" }},
        ]
        lib = {{ git = "https://git.example.com/x" }}
        [tool.poetry.group.dev.dependencies]
        pytest = "*"
        [[tool.poetry.source]]
        name = "cu128"
        url = "{WHL}/cu128"
        [[tool.poetry.source]]
        name = "broken"
        """
    )
    assert found.project == {"name": "new", "requires-python": ">=3.11,<4"}
    assert found.dependencies == [
        "numpy",
        "torch==2.8.0 ; sys_platform == 'darwin'",
        "torch==2.8.0 ; sys_platform == 'linux'",
    ]
    assert found.groups == {"dev": ["pytest"]}
    assert found.sources == {"torch": [{"index": "cu128", "marker": "sys_platform == 'linux'"}]}
    assert list(found.indexes) == ["cu128"]
    assert told(found) == ["constraint"]


def from_pixi(text: str, catalogue: Catalogue, filename: str = "pixi.toml") -> Meaning:
    return pixi.meaning(parse(text).data, filename, catalogue)


def test_pixi_s_features_and_targets_are_taken(catalogue: Catalogue) -> None:
    found = from_pixi(
        f"""
        [workspace]
        platforms = ["linux-64", "win-64", "wasm"]
        [dependencies]
        python = "3.12.*"
        pytorch-gpu = "*"
        [pypi-dependencies]
        torch = ">=2.8"
        torchvision = {{ version = 3 }}
        torchaudio = "*"
        [target.linux.pypi-dependencies]
        torchcodec = "0.7"
        [target.win-64.pypi-dependencies]
        torch = {{ version = "==2.8.0", index = "{WHL}/cpu" }}
        [feature.gpu.pypi-options]
        index-url = "{WHL}/cu128"
        """,
        catalogue,
    )
    assert found.project == {"requires-python": "==3.12.*"}
    assert found.environments == [LINUX, WINDOWS]
    assert found.dependencies == [
        "torch>=2.8",
        "torchvision",
        "torchaudio",
        "torchcodec==0.7 ; sys_platform == 'linux'",
        f"torch==2.8.0 ; {WINDOWS}",
    ]
    assert found.sources == {"torch": [{"index": f"{WHL}/cpu", "marker": WINDOWS}, {"index": f"{WHL}/cu128"}]}
    assert sorted(told(found)) == ["conda", "constraint"]


@pytest.mark.parametrize(
    ("text", "dependencies", "sources"),
    [
        ("[dependencies]\npython = '3.12'", [], {}),
        ("[dependencies]\npytorch-cuda = '12.4'", [], {}),
        ("[dependencies]\npytorch = '*'", ["torch"], {}),
        ("[dependencies]\npytorch = { version = '>=2.6', build = '*cuda*' }", ["torch>=2.6"], {}),
        ("[dependencies]\npytorch = { build = '*cuda*' }", ["torch"], {}),
        ("[dependencies]\npytorch-gpu = '2.6.*'\npytorch-cpu = '*'", ["torch==2.6.*", "torch"], {}),
        ("[dependencies]\npytorch = '*'\npytorch-cuda = '99.9'", ["torch"], {}),
        (
            "[dependencies]\npytorch-cpu = '>=2.6'",
            ["torch>=2.6"],
            {"torch": [{"index": f"{WHL}/cpu", "marker": pixi.NO_MAC}]},
        ),
        (
            "[target.linux-64.dependencies]\npytorch = '*'\npytorch-cuda = '12.4.*'",
            [f"torch ; {LINUX}"],
            {"torch": [{"index": f"{WHL}/cu124", "marker": LINUX}]},
        ),
    ],
)
def test_torch_from_conda_is_torch(text: str, dependencies: list[str], sources: object, catalogue: Catalogue) -> None:
    found = from_pixi(text, catalogue)
    assert (found.dependencies, found.sources) == (dependencies, sources)


def test_a_source_said_twice_is_one(catalogue: Catalogue) -> None:
    options = f'pypi-options = {{ index-url = "{WHL}/cu128" }}'
    found = from_pixi(f"{options}\n[pypi-dependencies]\ntorch = '*'", catalogue)
    assert found.sources == {"torch": [{"index": f"{WHL}/cu128"}]}


def test_pixi_inside_a_project_file_has_the_project_s_own_lists(catalogue: Catalogue) -> None:
    text = "[project]\nname = 'x'\nrequires-python = '>=3.11'\ndependencies = ['torch', 3]\n"
    found = from_pixi(f"{text}[tool.pixi.dependencies]\npython = '3.12'", catalogue, "pyproject.toml")
    assert found.project == {"name": "x", "requires-python": ">=3.11"}
    assert found.dependencies == ["torch"]


@pytest.mark.parametrize(
    ("text", "dependencies", "sources", "codes"),
    [
        ("torch", ["torch"], {}, []),
        (f"-i {WHL}/cu128\ntorch>=2.8  # one\nnumpy", ["torch>=2.8", "numpy"], {"torch": [{"index": "cu128"}]}, []),
        (f"--extra-index-url={WHL}/nightly/cpu\ntorch", ["torch"], {"torch": [{"index": "nightly-cpu"}]}, []),
        (f"-f {WHL}/cu118/torch\ntorch", ["torch"], {"torch": [{"index": "cu118"}]}, []),
        ("torch==2.7.1+cu126", ["torch==2.7.1+cu126"], {"torch": [{"index": "cu126"}]}, []),
        (f"-i {WHL}/cu126\ntorch==2.7.1+cu126", ["torch==2.7.1+cu126"], {"torch": [{"index": "cu126"}]}, []),
        ("-f ./wheels\n--pre\ntorch==2.7.1+local", ["torch==2.7.1+local"], {}, []),
        ("--index-url https://example.org/simple\ntorch", ["torch"], {}, ["unknown-index"]),
        ("-r base.txt\n-e .\nhttps://example.org/x.whl", [], {}, ["line", "line", "line"]),
        ("torch \\\n  >=2.8 --hash=sha256:00", ["torch>=2.8"], {}, []),
        (
            f"-i {WHL}/cu128\ntorch ; sys_platform == 'linux'",
            ['torch; sys_platform == "linux"'],
            {"torch": [{"index": "cu128", "marker": 'sys_platform == "linux"'}]},
            [],
        ),
    ],
)
def test_pip_s_lines_are_read(
    text: str, dependencies: list[str], sources: object, codes: list[str], catalogue: Catalogue
) -> None:
    found = requirements.meaning(text, catalogue)
    assert (found.dependencies, found.sources, told(found)) == (dependencies, sources, codes)


@pytest.mark.parametrize(
    ("text", "dependencies", "index", "codes"),
    [
        ("pip install torch", ["torch"], "", []),
        (f"pip3 install -U torch --index-url {WHL}/cu128", ["torch"], "cu128", []),
        (f"pip3 install torch \\\n  --index-url={WHL}/cu128\npip install other", ["torch"], "cu128", []),
        (f"uv pip install 'torch>=2.9,<3' --default-index {WHL}/cpu", ["torch<3,>=2.9"], "cpu", []),
        (f"uv add torch --index pytorch={WHL}/cu130", ["torch"], "cu130", []),
        ("uv pip install torch --torch-backend cu130", ["torch"], "cu130", []),
        ("uv pip install torch --torch-backend=auto", ["torch"], "", ["torch-backend"]),
        ("pip install 'torch -r", [], "", ["line", "line"]),
        ("pip install -r x.txt", [], "", ["line"]),
        ("pip install torch --index-url", ["torch"], "", ["unknown-index"]),
    ],
)
def test_commands_are_read(
    text: str, dependencies: list[str], index: str, codes: list[str], catalogue: Catalogue
) -> None:
    assert commands.is_command(text)
    found = commands.meaning(text, catalogue)
    assert (found.dependencies, told(found)) == (dependencies, codes)
    assert list(found.indexes) == ([index] if index else [])


@pytest.mark.parametrize(
    "text", ["", "# pip install torch", "pip uninstall torch", "add torch", "pipe install x", "pip"]
)
def test_what_is_no_command_is_none(text: str) -> None:
    assert not commands.is_command(text)


@pytest.mark.parametrize("text", ["", "# only a comment", "import torch", "torch\nimport torch"])
def test_what_is_no_list_of_requirements_is_none(text: str) -> None:
    assert not requirements.are_requirements(text)
