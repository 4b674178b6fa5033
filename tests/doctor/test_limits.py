"""Nobody keeps the public page busy with a file that no project has: it is refused with what is too much."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from wizard.doctor.broken import TOO_DEEP
from wizard.doctor.examining import examine
from wizard.doctor.inferring import infer
from wizard.doctor.limits import MOST, TooMuch
from wizard.doctor.parsing import BrokenToml
from wizard.doctor.reading import read

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

FAMILY = "extras and dependency groups that ask for torch or a package of its family"
PROJECT = '[project]\nname = "demo"\nversion = "0"\nrequires-python = ">=3.10"\n'
INDEX = '[[tool.uv.index]]\nname = "cu130"\nurl = "https://download.pytorch.org/whl/cu130"\nexplicit = true\n'


def extras(count: int) -> str:
    """A project of extras that all ask for torch from an index."""
    every = range(count)
    lists = "".join(f'e{one} = ["torch>=2.5", "torchvision", "numpy"]\n' for one in every)
    members = ",".join(f'{{ extra = "e{one}" }}' for one in every)
    sources = ",".join(f'{{ index = "cu130", extra = "e{one}" }}' for one in every)
    uv = f"[tool.uv]\nconflicts = [[{members}]]\n[tool.uv.sources]\ntorch = [{sources}]\n"
    return f"{PROJECT}[project.optional-dependencies]\n{lists}{uv}{INDEX}"


def dependencies(*requirements: str) -> str:
    return f"{PROJECT}dependencies = [{','.join(requirements)}]\n"


def sources(*entries: str) -> str:
    return f"{PROJECT}[tool.uv.sources]\ntorch = [{','.join(entries)}]\n"


def settings(text: str) -> str:
    return f"{PROJECT}[tool.uv]\n{text}\n"


TOO_MUCH = {
    FAMILY: extras(201),
    "extras and dependency groups": f"{PROJECT}[dependency-groups]\n" + "".join(f"g{one} = []\n" for one in range(301)),
    "requirements": dependencies(*['"numpy"'] * 10_001),
    "requirements on one package of torch's family": dependencies(*['"torch"'] * 301),
    "sources": f"{PROJECT}[tool.uv.sources]\n" + "".join(f'p{one} = {{ index = "cpu" }}\n' for one in range(2_001)),
    "sources of one package": sources(*['{ index = "cpu" }'] * 301),
    "different markers of sources": sources(*(f'{{ index = "cpu", marker = "m{one}" }}' for one in range(31))),
    "values": f"{PROJECT}x = [{'1,' * 50_001}]\n",
    "indexes": f"{PROJECT}{INDEX * 501}",
    "members of conflict sets": settings(f"conflicts = [[{'{},' * 5_000}]]"),
    "environments": settings(f"environments = [{'"m",' * 101}]"),
    "extra indexes": settings(f"extra-index-url = [{'"u",' * 101}]"),
    "characters in one requirement, marker or list of versions": dependencies(f'"torch>={"1" * 4_000}"'),
    "brackets in one requirement or marker": dependencies(f'"torch; {"(" * 51}"'),
}


def test_what_people_have_is_read(catalogue: Catalogue) -> None:
    assert read(extras(3), catalogue).extras.keys() == {"e0", "e1", "e2"}
    assert read('# /// script\n# dependencies = ["torch"]\n# ///\n', catalogue).requirements
    assert read(settings("environments = \"os_name == 'nt'\""), catalogue).setting("environments")


@pytest.mark.parametrize("what", MOST)
def test_what_is_too_much_is_said_with_what_to_do(what: str, catalogue: Catalogue) -> None:
    with pytest.raises(TooMuch) as refusal:
        read(TOO_MUCH[what], catalogue)
    assert (refusal.value.what, refusal.value.most) == (what, MOST[what])
    assert f"The file has {refusal.value.count:,} {what}; at most {MOST[what]:,} are examined. Leave" in str(
        refusal.value
    )


@pytest.mark.parametrize("key", ["a." * 400_000 + "a = 1", f"x = {{ {'a.' * 400_000}a = 1 }}", f"[{'a.' * 95}a]"])
def test_what_no_person_nests_is_refused_at_once(key: str, catalogue: Catalogue) -> None:
    with pytest.raises(BrokenToml) as refusal:
        read(f"{PROJECT}{key}\n", catalogue)
    assert refusal.value.reason is TOO_DEEP


def test_a_requirement_of_brackets_is_none(catalogue: Catalogue) -> None:
    assert read(settings('x = ["torch; ((((os_name"]'), catalogue).requirements == ()


def calls(text: str, catalogue: Catalogue) -> int:
    """Count the functions called, Python's own too, while a file is read, examined and understood."""
    counter = Counter[str]()
    sys.setprofile(lambda _frame, event, _argument: counter.update([event]))
    try:
        project = read(text, catalogue)
        examine(project, catalogue)
        infer(project, catalogue)
    finally:
        sys.setprofile(None)
    return counter["call"] + counter["c_call"]


def test_the_work_grows_by_less_than_the_square_of_the_extras(catalogue: Catalogue) -> None:
    calls(extras(20), catalogue)  # what is remembered for every file is worked out once
    assert calls(extras(80), catalogue) < 4**2 * calls(extras(20), catalogue)


def test_the_columns_of_a_long_line_are_told_by_characters(catalogue: Catalogue) -> None:
    places = read(f'{PROJECT}x = [{"1," * 40_000} "é", 1]\n', catalogue).places
    assert places["project", "x", 40_001].column == places["project", "x", 40_000].column + 5
