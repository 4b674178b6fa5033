"""The reader sees a file as uv does, whatever way it is written in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.projects import project_of
from wizard.doctor.project import Scope

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.project import Project


def asked(project: Project) -> list[tuple[str, str, str]]:
    return [(found.scope.value, found.selection, str(found.requirement)) for found in project.requirements]


def test_an_empty_file_is_a_project_of_nothing(catalogue: Catalogue) -> None:
    project = project_of("", catalogue)
    assert (project.name, project.requires_python, project.requirements, project.sources) == ("", None, (), ())
    assert (project.lock, project.is_script, project.is_workspace, project.published) == (None, False, False, False)


@pytest.mark.parametrize(
    "line",
    [
        "project = 'x'",
        "project = []",
        "[project]\ndependencies = 'torch'\noptional-dependencies = ['x']\nrequires-python = 3.12\nname = 1",
        "[project]\ndependencies = [1, { a = 2 }, '', 'not a requirement!', ['torch']]",
        "[project.optional-dependencies]\na = 'torch'\nb = [{ x = 1 }]",
        "dependency-groups = []\n[tool]\nuv = 3",
        "[dependency-groups]\na = [{ include-group = 3 }, { include-group = 'a' }, { include-group = 'gone' }]",
        "[tool.uv]\nsources = 'x'\nindex = { url = 'x' }\nconflicts = 'x'\npip = []",
        "[tool.uv]\nindex = ['x', {}, { url = 3 }]\nconflicts = ['x', [1, {}]]\nworkspace = 1",
        "[tool.uv.sources]\ntorch = 'x'\na = [1, {}]\nb = { index = 1, marker = 2 }",
        "[[tool.uv.sources]]\ntorch = 1",
        "build-system = 1\ntool = 2",
    ],
)
def test_what_has_the_wrong_type_is_not_read(line: str, catalogue: Catalogue) -> None:
    project = project_of(line, catalogue)
    assert project.requirements == ()
    assert project.indexes == ()
    assert project.requires_python is None


def test_requirements_are_read_wherever_they_stand(catalogue: Catalogue) -> None:
    project = project_of(
        """
        [project]
        name = "My.App"
        dependencies = ["Torch_Vision (>=0.20)"]
        optional-dependencies.GPU = ['torch ~=2.4 ; sys_platform == "linux"']
        [dependency-groups]
        dev = ["pytest"]
        [tool.uv]
        dev-dependencies = ["ruff"]
        constraint-dependencies = ["numpy<2"]
        override-dependencies = ["torch==2.9.1"]
        build-constraint-dependencies = ["setuptools<80"]
        """,
        catalogue,
    )
    assert asked(project) == [
        ("base", "", "Torch_Vision>=0.20"),
        ("extra", "gpu", 'torch~=2.4; sys_platform == "linux"'),
        ("group", "dev", "pytest"),
        ("group", "dev", "ruff"),
        ("constraint", "", "numpy<2"),
        ("override", "", "torch==2.9.1"),
        ("build", "", "setuptools<80"),
    ]
    assert project.name == "My.App"
    assert project.requirements[0].name == "torch-vision"
    assert [found.scope for found in project.requirements_on("torch")] == [Scope.EXTRA, Scope.OVERRIDE]
    assert project.requirements[1].place.path == ("project", "optional-dependencies", "GPU", 0)
    assert project.extras["gpu"].path == ("project", "optional-dependencies", "GPU")
    assert list(project.groups) == ["dev"]
    assert project.groups["dev"].path == ("dependency-groups", "dev")


def test_groups_and_extras_require_what_they_include(catalogue: Catalogue) -> None:
    project = project_of(
        """
        [project]
        name = "app"
        dependencies = ["app[fast]"]
        [project.optional-dependencies]
        cu130 = ["torch"]
        gpu = ["App[cu130,fast]"]
        fast = ["orjson"]
        [dependency-groups]
        one = [{ include-group = "Two" }, "x"]
        two = [{ include-group = "one" }, "y", "app[gpu]"]
        """,
        catalogue,
    )
    assert asked(project) == [
        ("base", "", "orjson"),
        ("extra", "cu130", "torch"),
        ("extra", "gpu", "torch"),
        ("extra", "gpu", "orjson"),
        ("extra", "fast", "orjson"),
        ("group", "one", "x"),
        ("group", "one", "y"),
        ("group", "one", "torch"),
        ("group", "one", "orjson"),
        ("group", "two", "y"),
        ("group", "two", "x"),
        ("group", "two", "torch"),
        ("group", "two", "orjson"),
    ]
    assert {found.place.path for found in project.requirements_on("torch")} == {
        ("project", "optional-dependencies", "cu130", 0)
    }
    assert [(found.kind, found.name, found.of) for found in project.aliases] == [
        ("extra", "gpu", "cu130"),
        ("extra", "gpu", "fast"),
        ("group", "one", "two"),
        ("group", "two", "one"),
    ]


SOURCES = {
    "table": '[tool.uv.sources]\ntorch = { index = "i", extra = "Cu_130", marker = "m" }',
    "list": '[tool.uv.sources]\ntorch = [\n  { index = "i", extra = "cu-130", marker = "m" },\n]',
    "inline": '[tool.uv]\nsources = { torch = { index = "i", extra = "cu-130", marker = "m" } }',
    "dotted": '[tool.uv.sources]\ntorch.index = "i"\ntorch.extra = "cu-130"\ntorch.marker = "m"',
    "dotted from above": '[tool]\nuv.sources.torch = { index = "i", extra = "cu-130", marker = "m" }',
    "own table": '[tool.uv.sources.torch]\nindex = "i"\nextra = "cu-130"\nmarker = "m"',
    "array of tables": '[[tool.uv.sources.torch]]\nindex = "i"\nextra = "cu-130"\nmarker = "m"',
    "quoted": '["tool".uv.\'sources\']\n"Torch" = { "index" = "i", \'extra\' = "cu-130", marker = "m" }',
}


@pytest.mark.parametrize("text", SOURCES.values(), ids=list(SOURCES))
def test_a_source_is_read_in_every_form(text: str, catalogue: Catalogue) -> None:
    (source,) = project_of(text, catalogue).sources
    assert (source.package, source.kind, source.index, source.extra, source.marker) == (
        "torch",
        "index",
        "i",
        "cu-130",
        "m",
    )
    assert source.selection == "cu-130"
    assert source.place.path[-2:] in {("sources", "torch"), ("sources", "Torch"), ("torch", 0)}


def test_sources_that_are_no_index_have_their_kind(catalogue: Catalogue) -> None:
    project = project_of(
        """
        [tool.uv.sources]
        a = { git = "g", group = "x" }
        b = { url = "u" }
        c = { path = "p" }
        d = { workspace = true }
        e = { marker = "m" }
        """,
        catalogue,
    )
    assert [source.kind for source in project.sources] == ["git", "url", "path", "workspace", ""]
    assert project.sources_of("a")[0].selection == "x"


INDEXES = {
    "blocks": '[[tool.uv.index]]\nname = "i"\nurl = "U"\nexplicit = true\n[x]\n[[tool.uv.index]]\nurl = "V"',
    "inline": '[tool.uv]\nindex = [{ name = "i", url = "U", explicit = true }, { url = "V" }]',
    "dotted": '[tool]\nuv.index = [\n{ name = "i", url = "U", explicit = true },\n{ url = "V" },\n]',
}


@pytest.mark.parametrize("text", INDEXES.values(), ids=list(INDEXES))
def test_indexes_are_read_in_every_form(text: str, catalogue: Catalogue) -> None:
    first, second = project_of(text, catalogue).indexes
    assert (first.name, first.url, first.explicit, first.default, first.format) == ("i", "U", True, False, "simple")
    assert (second.name, second.url, second.explicit) == ("", "V", False)
    assert first.place.path == ("tool", "uv", "index", 0)
    assert second.place.path == ("tool", "uv", "index", 1)
    assert first.settings == {"name": "i", "url": "U", "explicit": True}


def test_an_index_is_found_by_its_name(catalogue: Catalogue) -> None:
    project = project_of('[[tool.uv.index]]\nname = "i"\nurl = "u"\ndefault = true\nformat = "flat"', catalogue)
    found = project.index_named("i")
    assert found is not None
    assert (found.default, found.format) == (True, "flat")
    assert project.index_named("j") is None


@pytest.mark.parametrize(
    ("url", "accelerator", "nightly"),
    [
        ("https://download.pytorch.org/whl/cu130", "cu130", False),
        ("https://download.pytorch.org/whl/cu130/", "cu130", False),
        ("https://download.pytorch.org/whl/nightly/rocm7.2", "rocm7.2", True),
        ("https://download.pytorch.org/whl/test/xpu", "xpu", False),
        ("https://mirror.example/pytorch/whl/cpu/", "cpu", False),
        ("https://nexus.example/repository/pytorch-cu128/simple", "cu128", False),
        ("https://nexus.example/repository/pytorch-nightly-cu130/simple/", "cu130", True),
        ("https://download.pytorch.org/whl/cu999", "", False),
        ("https://download.pytorch.org/whl", "", False),
        ("https://example.org/pypi", "", False),
        ("https://pypi.jetson-ai-lab.io/jp6/cu126", "", False),
        ("https://pypi.nvidia.com/cu128", "", False),
        ("https://jetson.webredirect.org/jp6/cu126", "", False),
        ("https://data.pyg.org/whl/torch-2.8.0+cu129.html", "", False),
        ("https://[broken", "", False),
        ("", "", False),
    ],
)
def test_an_address_tells_its_accelerator(url: str, accelerator: str, nightly: bool, catalogue: Catalogue) -> None:  # noqa: FBT001
    (found,) = project_of(f'[[tool.uv.index]]\nurl = "{url}"', catalogue).indexes
    assert (found.accelerator, found.nightly) == (accelerator, nightly)


def test_conflicts_and_settings_are_read(catalogue: Catalogue) -> None:
    project = project_of(
        """
        [tool.uv]
        conflicts = [[{ extra = "A_b" }, { group = "c", package = "P" }, { package = "q" }], []]
        package = false
        index-strategy = "unsafe-best-match"
        [tool.uv.pip]
        torch-backend = "auto"
        [tool.uv.workspace]
        members = ["m"]
        """,
        catalogue,
    )
    first, second = project.conflicts
    assert [(member.kind, member.name, member.package) for member in first] == [
        ("extra", "a-b", ""),
        ("group", "c", "p"),
        ("package", "q", "q"),
    ]
    assert first[1].place.path == ("tool", "uv", "conflicts", 0, 1)
    assert second == ()
    assert project.setting("index-strategy") == "unsafe-best-match"
    assert project.setting("pip.torch-backend") == "auto"
    assert project.settings["pip.torch-backend"].place.line == 6
    assert project.setting("environments") is None
    assert project.is_workspace


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("[project]\nname = 'a'", False),
        ("[build-system]\nrequires = ['hatchling']", True),
        ("[build-system]\nrequires = ['hatchling']\n[tool.uv]\npackage = false", False),
        ("[build-system]\nrequires = []\n[project]\nclassifiers = ['Private :: Do Not Upload']", False),
        ("[build-system]\nrequires = []\n[project]\nclassifiers = ['Programming Language :: Python', 3]", True),
    ],
)
def test_a_project_with_a_build_system_is_given_away(text: str, published: bool, catalogue: Catalogue) -> None:  # noqa: FBT001
    assert project_of(text, catalogue).published is published


def test_requires_python_is_read_where_it_is_one(catalogue: Catalogue) -> None:
    project = project_of("[project]\nrequires-python = '>=3.11, <3.15'", catalogue)
    assert project.requires_python is not None
    assert "3.12" in project.requires_python
    assert project.requires_python_text == ">=3.11, <3.15"
    wrong = project_of("[project]\nrequires-python = '3.12 or so'", catalogue)
    assert (wrong.requires_python, wrong.requires_python_text) == (None, "3.12 or so")
