"""Mending by rules made up for it: one finding, all of them, and rules that do not keep their word."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from wizard.catalogue.facts import Catalogue
from wizard.doctor import examining, mending
from wizard.doctor.editing import Draft
from wizard.doctor.editing.adding import CannotEdit
from wizard.doctor.editing.lines import Lines
from wizard.doctor.findings import Finding, Rule, Severity
from wizard.doctor.mending import Mended, MendFailed, NothingToMend, Why, mend, mend_all
from wizard.doctor.project import Project

FILE = """\
# indexes
[[tool.uv.index]]
name = "a"  # first
url = "https://example.org/a"

[[tool.uv.index]]
name = 'b'
url = "https://example.org/b"
"""

SCRIPT = """\
#!/usr/bin/env python
# /// script
# dependencies = ["torch"]
#
# [[tool.uv.index]]
# name = "a"
# url = "https://example.org/a"
# ///
# more
import torch
"""

type Mend = Callable[[Draft, Finding], None]


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    for index in project.indexes:
        if not index.explicit:
            yield Finding(code="made-up", severity=Severity.ERROR, place=index.place, fixable=True)


def explicit(draft: Draft, finding: Finding) -> None:
    draft.put((*finding.place.path, "explicit"), value=True)


@pytest.fixture
def rule(monkeypatch: pytest.MonkeyPatch) -> Callable[[Mend], None]:
    """Make one rule the only one, with the mend it is given."""

    def only(mend: Mend) -> None:
        _only(monkeypatch, Rule(code="made-up", severity=Severity.ERROR, link="", check=check, mend=mend))

    return only


def test_a_file_without_findings_is_returned_as_it_is(rule: Callable[[Mend], None], catalogue: Catalogue) -> None:
    rule(explicit)
    assert mend_all("\ufeff# nothing\r\n", catalogue).text == "\ufeff# nothing\r\n"


def test_one_finding_is_mended_by_its_key(rule: Callable[[Mend], None], catalogue: Catalogue) -> None:
    rule(explicit)
    assert mend(FILE, "made-up@tool.uv.index.1", catalogue) == FILE + "explicit = true\n"


def test_all_findings_are_mended(rule: Callable[[Mend], None], catalogue: Catalogue) -> None:
    rule(explicit)
    assert mend_all(FILE, catalogue).text == FILE.replace('/a"\n', '/a"\nexplicit = true\n') + "explicit = true\n"


def test_line_ends_and_a_byte_order_mark_stay(rule: Callable[[Mend], None], catalogue: Catalogue) -> None:
    rule(explicit)
    text = "\ufeff" + FILE.replace("\n", "\r\n")
    assert mend_all(text, catalogue).text == "\ufeff" + mend_all(FILE, catalogue).text.replace("\n", "\r\n")


def test_a_script_is_mended_in_its_header(rule: Callable[[Mend], None], catalogue: Catalogue) -> None:
    rule(explicit)
    assert mend_all(SCRIPT, catalogue).text == SCRIPT.replace('/a"\n', '/a"\n# explicit = true\n')


def test_findings_that_move_to_a_mended_place_are_mended_too(
    rule: Callable[[Mend], None], catalogue: Catalogue
) -> None:
    rule(lambda draft, finding: draft.remove(finding.place.path))
    assert mend_all(FILE, catalogue).text == ""
    assert mend(FILE, "made-up@tool.uv.index.0", catalogue) == FILE[FILE.index("\n\n") + 2 :]


def test_what_is_not_found_cannot_be_mended(rule: Callable[[Mend], None], catalogue: Catalogue) -> None:
    rule(explicit)
    with pytest.raises(NothingToMend, match=r"made-up@tool\.uv\.index\.7"):
        mend(FILE, "made-up@tool.uv.index.7", catalogue)


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (lambda draft, finding: draft.remove((*finding.place.path, "missing")), "does not remove"),
        (lambda draft, finding: draft.put((*finding.place.path, "format"), "flat"), "does not remove"),
        (lambda draft, finding: setattr(draft, "_lines", Lines(f"[{finding.code}".encode())), "is no TOML"),
    ],
)
def test_a_mend_that_does_not_keep_its_word_is_named(
    broken: Mend, reason: str, rule: Callable[[Mend], None], catalogue: Catalogue
) -> None:
    rule(broken)
    with pytest.raises(MendFailed, match=f"made-up.*{reason}"):
        mend(FILE, "made-up@tool.uv.index.0", catalogue)
    failed = {f"made-up@tool.uv.index.{number}": Why.FAILED for number in (0, 1)}
    assert mend_all(FILE, catalogue) == Mended(text=FILE, left=failed)


def test_a_mend_that_fails_does_not_keep_the_others_from_being_made(
    rule: Callable[[Mend], None], catalogue: Catalogue
) -> None:
    def half(draft: Draft, finding: Finding) -> None:
        if finding.place.path[-1] == 0:
            raise CannotEdit(finding.place.path)
        explicit(draft, finding)

    rule(half)
    left = {"made-up@tool.uv.index.0": Why.FAILED}
    assert mend_all(FILE, catalogue) == Mended(text=FILE + "explicit = true\n", left=left)


def test_mending_all_ends_when_its_time_does_and_goes_on_when_asked_again(
    rule: Callable[[Mend], None], catalogue: Catalogue
) -> None:
    rule(explicit)
    first = mend_all(FILE, catalogue, clock=itertools.count().__next__, seconds=2)
    assert first.text == FILE.replace('/a"\n', '/a"\nexplicit = true\n')
    assert first.left == {"made-up@tool.uv.index.1": Why.TIME}
    assert mend_all(first.text, catalogue) == Mended(text=first.text + "explicit = true\n", left={})


def test_mends_that_change_only_their_place_are_made_at_once(
    monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue
) -> None:
    made: list[str] = []

    def counted(draft: Draft, finding: Finding) -> None:
        made.append(finding.key)
        explicit(draft, finding)

    together = Rule(code="made-up", severity=Severity.ERROR, link="", check=check, mend=counted, at_place=True)
    _only(monkeypatch, together)
    first = mend_all(FILE, catalogue, clock=itertools.count().__next__, seconds=2)
    assert first == Mended(text=mend_all(FILE, catalogue).text, left={})
    assert made == [f"made-up@tool.uv.index.{number}" for number in (0, 1)] * 2


def test_where_one_of_many_mends_fails_they_are_made_one_by_one(
    monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue
) -> None:
    def half(draft: Draft, finding: Finding) -> None:
        if finding.place.path[-1] == 1:
            explicit(draft, finding)

    _only(monkeypatch, Rule(code="made-up", severity=Severity.ERROR, link="", check=check, mend=half, at_place=True))
    left = {"made-up@tool.uv.index.0": Why.FAILED}
    assert mend_all(FILE, catalogue) == Mended(text=FILE + "explicit = true\n", left=left)


@pytest.mark.parametrize("more", ['format = "flat"\n', ""])
def test_an_error_that_a_mend_brings_to_light_is_mended_with_it(
    more: str, monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue
) -> None:
    def closed(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
        for index in project.indexes:
            if index.explicit and "format" not in index.settings:
                yield Finding(code="closed", severity=Severity.ERROR, place=index.place, fixable=True)

    def note(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
        for one in check(project, catalogue):
            yield replace(one, severity=Severity.INFO)

    def flat(draft: Draft, finding: Finding) -> None:
        if more:
            draft.put((*finding.place.path, "format"), "flat")

    rules = (
        Rule(code="made-up", severity=Severity.INFO, link="", check=note, mend=explicit),
        Rule(code="closed", severity=Severity.ERROR, link="", check=closed, mend=flat),
    )
    _only(monkeypatch, *rules)
    assert mend(FILE, "made-up@tool.uv.index.1", catalogue) == FILE + "explicit = true\n" + more


def test_mends_that_undo_each_other_are_left_out_and_the_rest_is_made(
    monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue
) -> None:
    rules = (_renaming("a", "b"), _renaming("b", "a"), _renaming("c", "d"))
    _only(monkeypatch, *rules)
    text = "\n".join(f'[[tool.uv.index]]\nname = "{name}"\nurl = "https://example.org"\n' for name in "ac")
    left = {"not-b@tool.uv.index.0": Why.CIRCLE}
    assert mend_all(text, catalogue) == Mended(text=text.replace('"a"', '"b"').replace('"c"', '"d"'), left=left)


def test_mends_of_which_each_makes_room_for_another_come_to_an_end(
    rule: Callable[[Mend], None], monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue
) -> None:
    rule(explicit)
    monkeypatch.setattr(mending, "MOST_MENDS", 2)
    assert mend_all(FILE, catalogue).text == FILE.replace('/a"\n', '/a"\nexplicit = true\n')


def _only(monkeypatch: pytest.MonkeyPatch, *rules: Rule) -> None:
    """Make some rules the only ones."""
    monkeypatch.setattr(mending, "RULES", rules)
    monkeypatch.setattr(examining, "RULES", rules)


def _renaming(old: str, new: str) -> Rule:
    """Return a rule that dislikes one name and prefers another."""

    def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
        for index in project.indexes:
            if index.name == old:
                yield Finding(code=f"not-{old}", severity=Severity.INFO, place=index.place, fixable=True)

    def mend(draft: Draft, finding: Finding) -> None:
        draft.put((*finding.place.path, "name"), new)

    return Rule(code=f"not-{old}", severity=Severity.INFO, link="", check=check, mend=mend)
