"""Every odd file is read and examined, and nothing in it is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.odd_files import odd_files, project_files, text_of
from wizard.doctor.examining import examine
from wizard.doctor.parsing import BrokenToml, parse
from wizard.doctor.reading import read

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

PROJECTS = project_files()
ROUTED = {
    "aligned.toml": ("torch", "cu128"),
    "bom-crlf.toml": ("torch", "cpu"),
    "bom.toml": ("torch", "cu130"),
    "chinese.toml": ("torch", "cu128"),
    "comments-everywhere.toml": ("torch", "cu130"),
    "crlf.toml": ("torch", "cu128"),
    "dotted-in-tool.toml": ("torch", "cpu"),
    "dotted-keys.toml": ("torch", "cu130"),
    "index-first.toml": ("torch", "cu130"),
    "index-inline.toml": ("torch", "cpu"),
    "index-split.toml": ("torch", "cu128"),
    "mirror.toml": ("torch", "cu130"),
    "one-line-lists.toml": ("torch", "cu130"),
    "quoted-keys.toml": ("torch", "cu128"),
    "script.py.txt": ("torch", "cu130"),
    "script-crlf.py.txt": ("torch", "cu130"),
    "source-tables.toml": ("torch", "cu126"),
    "strange-indents.toml": ("torch", "cpu"),
    "tabs.toml": ("torch", "cu124"),
    "toml-1.1.toml": ("torch", "cpu"),
    "trailing-spaces.toml": ("torch", "cpu"),
}


def test_the_corpus_is_large_enough() -> None:
    assert len(odd_files()) >= 40


@pytest.mark.parametrize("name", PROJECTS)
def test_an_odd_file_is_read_and_examined(name: str, catalogue: Catalogue) -> None:
    text = PROJECTS[name]
    project = read(text, catalogue)
    lines = text.count("\n") + 1
    places = [found.place for found in project.requirements]
    places += [found.place for found in project.sources]
    places += [found.place for found in project.indexes]
    for place in [*places, *(finding.place for finding in examine(project, catalogue))]:
        assert 1 <= place.line <= place.end_line <= lines
        assert place.path in project.places or place.path[:-1] in project.places


@pytest.mark.parametrize("name", ROUTED)
def test_an_odd_file_says_which_index_serves_torch(name: str, catalogue: Catalogue) -> None:
    project = read(PROJECTS[name], catalogue)
    package, accelerator = ROUTED[name]
    index = project.index_named(project.sources_of(package)[0].index)
    assert index is not None
    assert index.accelerator == accelerator
    assert project.requirements_on(package)


@pytest.mark.parametrize("name", PROJECTS)
def test_an_odd_file_comes_back_byte_for_byte(name: str) -> None:
    frame = parse(PROJECTS[name]).frame
    assert frame.around(frame.toml) == PROJECTS[name]


@pytest.mark.parametrize(("name", "line"), [("broken-bracket.toml", 5), ("broken-twice.toml", 7)])
def test_a_broken_file_is_refused_where_it_breaks(name: str, line: int, catalogue: Catalogue) -> None:
    with pytest.raises(BrokenToml) as caught:
        read(text_of(name), catalogue)
    assert caught.value.line == line


def test_what_is_commented_out_or_in_a_string_is_not_read(catalogue: Catalogue) -> None:
    project = read(PROJECTS["comments-everywhere.toml"], catalogue)
    assert [index.accelerator for index in project.indexes] == ["cu130", "cpu"]
    assert [found.name for found in project.requirements] == ["torch", "tqdm"]
    strings = read(PROJECTS["multiline-strings.toml"], catalogue)
    assert (strings.sources, strings.indexes) == ((), ())
    assert [found.name for found in strings.requirements] == ["torch", "torchvision"]
