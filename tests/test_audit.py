"""What pip-audit says, judged: a vulnerability fails, and so does not knowing about some."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest

from tests import audit
from tests.audit import UNREACHABLE, AuditFailed, main, report, verdict

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


OFFLINE = "requests.exceptions.ConnectionError: HTTPSConnectionPool(host='osv.example', port=443): Max retries exceeded"
BLOCKED = "ERROR:pip_audit._cli:Could not connect to OSV's vulnerability feed"
BROKEN = "Traceback (most recent call last):\nModuleNotFoundError: No module named 'pip_audit'"


def answering(monkeypatch: pytest.MonkeyPatch, stdout: str, stderr: str) -> None:
    done = subprocess.CompletedProcess([], 1, stdout=stdout, stderr=stderr)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: done)


@pytest.mark.parametrize(
    ("stdout", "stderr", "packages"),
    [('{"dependencies": [{"name": "x"}]}', "", [{"name": "x"}]), ("", OFFLINE, []), ("", BLOCKED, [])],
)
def test_a_service_that_cannot_be_reached_reports_nothing(
    stdout: str, stderr: str, packages: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, stdout, stderr)
    assert report("pypi") == packages


@pytest.mark.parametrize("stdout", ["", "Usage: pip-audit"])
def test_a_pip_audit_that_does_not_work_fails_with_its_own_words(stdout: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, stdout, BROKEN)
    with pytest.raises(AuditFailed, match="No module named 'pip_audit'"):
        main()
