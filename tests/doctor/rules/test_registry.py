"""Every rule of the folder is listed, and says what it has to say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.doctor.projects import project_of
from tests.doctor.rules.pieces import UNRELATED
from tests.doctor.rules.quiet import QUIET, RENDERED, quiet_files
from wizard.catalogue.facts import Catalogue
from wizard.doctor import rules
from wizard.doctor.examining import examine
from wizard.doctor.findings import Rule
from wizard.doctor.rules import RULES

SENTENCES = Path(__file__).parents[3] / "templates" / "wizard" / "sentences" / "findings"


def test_the_registry_lists_the_folder() -> None:
    modules = {path.stem for path in Path(str(rules.__file__)).parent.glob("*.py")} - {"__init__"}
    codes = [rule.code for rule in RULES]
    assert codes == sorted(codes)
    assert {code.replace("-", "_") for code in codes} == modules


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_two_sentences_a_link_and_a_test(rule: Rule) -> None:
    what, _, cure = (SENTENCES / f"{rule.code}.txt").read_text().partition("\n\n")
    assert what.startswith("{% autoescape off %}")
    assert cure.rstrip().endswith("{% endautoescape %}")
    assert rule.link.startswith("https://")
    assert Path(__file__).with_name(f"test_{rule.code.replace('-', '_')}.py").exists()


@pytest.mark.parametrize("number", range(len(QUIET) + len(RENDERED) + 1))
def test_good_files_draw_no_finding(number: int, catalogue: Catalogue) -> None:
    text = (*quiet_files(catalogue), UNRELATED)[number]
    assert [(one.key, one.facts) for one in examine(project_of(text, catalogue), catalogue)] == []
