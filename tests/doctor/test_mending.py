"""Mending by rules made up for it: one finding, all of them, and rules that do not keep their word."""

from collections.abc import Callable, Iterator

import pytest

from wizard.catalogue.facts import Catalogue
from wizard.doctor import examining, mending
from wizard.doctor.editing import Draft
from wizard.doctor.findings import Finding, Rule, Severity
from wizard.doctor.lines import Lines
from wizard.doctor.mending import MendFailed, NothingToMend, mend, mend_all
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
        rules = (Rule(code="made-up", severity=Severity.ERROR, link="", check=check, mend=mend),)
        monkeypatch.setattr(mending, "RULES", rules)
        monkeypatch.setattr(examining, "RULES", rules)

    return only


def test_a_file_without_findings_is_returned_as_it_is(rule: Callable[[Mend], None], catalogue: Catalogue) -> None:
    rule(explicit)
    assert mend_all("\ufeff# nothing\r\n", catalogue) == "\ufeff# nothing\r\n"


def test_one_finding_is_mended_by_its_key(rule: Callable[[Mend], None], catalogue: Catalogue) -> None:
    rule(explicit)
    assert mend(FILE, "made-up@tool.uv.index.1", catalogue) == FILE + "explicit = true\n"


def test_all_findings_are_mended(rule: Callable[[Mend], None], catalogue: Catalogue) -> None:
    rule(explicit)
    assert mend_all(FILE, catalogue) == FILE.replace('/a"\n', '/a"\nexplicit = true\n') + "explicit = true\n"


def test_line_ends_and_a_byte_order_mark_stay(rule: Callable[[Mend], None], catalogue: Catalogue) -> None:
    rule(explicit)
    text = "\ufeff" + FILE.replace("\n", "\r\n")
    assert mend_all(text, catalogue) == "\ufeff" + mend_all(FILE, catalogue).replace("\n", "\r\n")


def test_a_script_is_mended_in_its_header(rule: Callable[[Mend], None], catalogue: Catalogue) -> None:
    rule(explicit)
    assert mend_all(SCRIPT, catalogue) == SCRIPT.replace('/a"\n', '/a"\n# explicit = true\n')


def test_findings_that_move_to_a_mended_place_are_mended_too(
    rule: Callable[[Mend], None], catalogue: Catalogue
) -> None:
    rule(lambda draft, finding: draft.remove(finding.place.path))
    assert mend_all(FILE, catalogue) == ""
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
    for attempt in (mend_all, lambda text, catalogue: mend(text, "made-up@tool.uv.index.0", catalogue)):
        with pytest.raises(MendFailed, match=f"made-up.*{reason}"):
            attempt(FILE, catalogue)


def test_mends_that_undo_each_other_are_left_out_and_the_rest_is_made(
    monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue
) -> None:
    rules = (_renaming("a", "b"), _renaming("b", "a"), _renaming("c", "d"))
    monkeypatch.setattr(mending, "RULES", rules)
    monkeypatch.setattr(examining, "RULES", rules)
    text = "\n".join(f'[[tool.uv.index]]\nname = "{name}"\nurl = "https://example.org"\n' for name in "ac")
    assert mend_all(text, catalogue) == text.replace('"a"', '"b"').replace('"c"', '"d"')


def test_mends_of_which_each_makes_room_for_another_come_to_an_end(
    rule: Callable[[Mend], None], monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue
) -> None:
    rule(explicit)
    monkeypatch.setattr(mending, "MOST_MENDS", 2)
    assert mend_all(FILE, catalogue) == FILE.replace('/a"\n', '/a"\nexplicit = true\n')


def _renaming(old: str, new: str) -> Rule:
    """Return a rule that dislikes one name and prefers another."""

    def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
        for index in project.indexes:
            if index.name == old:
                yield Finding(code=f"not-{old}", severity=Severity.INFO, place=index.place, fixable=True)

    def mend(draft: Draft, finding: Finding) -> None:
        draft.put((*finding.place.path, "name"), new)

    return Rule(code=f"not-{old}", severity=Severity.INFO, link="", check=check, mend=mend)
