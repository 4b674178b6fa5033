"""Findings come sorted by place, and each once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.doctor.projects import project_of
from wizard.doctor import examining
from wizard.doctor.examining import examine
from wizard.doctor.findings import Finding, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.editing import Draft
    from wizard.doctor.project import Project


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    yield RULE.finding(project.places[("b",)], seen="b")
    yield RULE.finding(project.places[("a",)], severity=Severity.INFO, fixable=False)
    yield RULE.finding(project.places[("b",)], seen="again")


def mend(draft: Draft, finding: Finding) -> None:
    raise NotImplementedError


RULE = Rule(code="made-up", severity=Severity.ERROR, link="", check=check, mend=mend)


def test_findings_are_sorted_by_place_and_come_once(monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue) -> None:
    monkeypatch.setattr(examining, "RULES", (RULE,))
    found = examine(project_of("a = 1\nb = 2", catalogue), catalogue)
    assert [(one.key, one.severity, one.fixable) for one in found] == [
        ("made-up@a", Severity.INFO, False),
        ("made-up@b", Severity.ERROR, True),
    ]
    assert found[1].facts == {"seen": "b"}


def test_a_rule_that_cannot_mend_finds_nothing_fixable(catalogue: Catalogue) -> None:
    rule = Rule(code="made-up", severity=Severity.ERROR, link="", check=check)
    assert not rule.finding(project_of("a = 1", catalogue).places[("a",)]).fixable
