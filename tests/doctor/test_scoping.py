"""Extras and groups exclude and contain each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.doctor.projects import project_of
from wizard.doctor.project import Scope, Selection
from wizard.doctor.scoping import Conflicts, contained

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

FILE = """
    [project]
    name = "My.App"
    [project.optional-dependencies]
    cpu = ["torch"]
    Best_One = ["my-app[gpu]"]
    gpu = ["my_app[cu130]", "my-app[best-one]"]
    cu130 = ["torch"]
    [tool.uv]
    conflicts = [
      [{ extra = "cpu" }, { extra = "CU130", package = "my-app" }],
      [{ extra = "gpu", package = "another" }, { extra = "best-one", package = "another" }],
    ]
    """


def extra(name: str) -> Selection:
    return Selection(Scope.EXTRA, name)


def test_members_of_another_package_are_not_ours(catalogue: Catalogue) -> None:
    conflicts = Conflicts(project_of(FILE, catalogue))
    assert conflicts.exclude(extra("cu130"), extra("cpu"))
    assert conflicts.hold(extra("cpu"))
    assert not conflicts.exclude(extra("gpu"), extra("best-one"))
    assert not conflicts.hold(Selection(Scope.GROUP, "cpu"))


def test_what_asks_for_itself_in_a_circle_contains_all_of_it(catalogue: Catalogue) -> None:
    project = project_of(FILE, catalogue)
    assert set(contained(project, extra("best-one"))) == {extra("gpu"), extra("cu130")}
    assert set(contained(project, extra("gpu"))) == {extra("best-one"), extra("cu130")}
    assert contained(project, extra("cpu")) == ()
