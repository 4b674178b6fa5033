"""What is asked of a project again is not worked out again, and other projects have their own answers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.doctor.reading import read
from wizard.doctor.remembering import once

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.project import Project

asked: list[tuple[str, str]] = []


@once
def greeting(project: Project, word: str = "hello") -> str:
    asked.append((project.name, word))
    return f"{word} {project.name}"


def test_a_question_is_answered_once_for_each_project_and_each_thing_asked(catalogue: Catalogue) -> None:
    asked.clear()
    one, other = (read(f'[project]\nname = "{name}"\n', catalogue) for name in ("one", "other"))
    answers = [greeting(one), greeting(one), greeting(other), greeting(one, word="bye"), greeting(one, word="bye")]
    assert answers == ["hello one", "hello one", "hello other", "bye one", "bye one"]
    assert asked == [("one", "hello"), ("other", "hello"), ("one", "bye")]


def test_a_changed_project_is_asked_anew(catalogue: Catalogue) -> None:
    one = read('[project]\nname = "one"\n', catalogue)
    assert [greeting(one), greeting(replace(one, name="two"))] == ["hello one", "hello two"]
