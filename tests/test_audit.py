"""What pip-audit says, judged: a vulnerability fails, and so does not knowing about some."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest

from tests import audit
from tests.audit import UNREACHABLE, main, report, verdict

CLEAN = {"name": "django", "version": "6.1.3", "vulns": []}
HOLED = {"name": "rich", "version": "15.0.0", "vulns": [{"id": "PYSEC-2026-1", "fix_versions": ["15.0.1"]}]}
SKIPPED = {"name": "tomlkit", "skip_reason": "Dependency not found on PyPI and could not be audited: tomlkit (0.15.2)"}


@pytest.mark.parametrize(
    ("packages", "fine", "said"),
    [
        ([CLEAN], True, "1 packages audited, none is known to be vulnerable."),
        ([CLEAN, HOLED], False, "These are known to be vulnerable:\nrich 15.0.0: PYSEC-2026-1"),
        ([SKIPPED, HOLED], False, "These are known to be vulnerable:\nrich 15.0.0: PYSEC-2026-1"),
        ([CLEAN, SKIPPED], False, "These could not be audited: tomlkit"),
        ([SKIPPED], True, UNREACHABLE),
        ([], True, UNREACHABLE),
    ],
)
def test_a_report_is_judged(packages: list[dict[str, Any]], fine: bool, said: str) -> None:  # noqa: FBT001
    assert verdict(packages) == (fine, said)


@pytest.mark.parametrize(("reports", "status"), [({"pypi": [HOLED]}, 1), ({"osv": [HOLED]}, 1), ({}, 0)])
def test_the_second_service_is_asked_where_the_first_has_no_answer(
    reports: dict[str, Any], status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(audit, "report", lambda service: reports.get(service, []))
    assert main() == status
    assert ("PYSEC-2026-1" in capsys.readouterr().out) == bool(reports)


@pytest.mark.parametrize(
    ("said", "packages"), [('{"dependencies": [{"name": "x"}]}', [{"name": "x"}]), ("Traceback", [])]
)
def test_an_answer_that_is_no_report_is_none(said: str, packages: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    done = subprocess.CompletedProcess([], 1, stdout=said)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: done)
    assert report("pypi") == packages
