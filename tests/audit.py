"""Asks pip-audit whether anything that is installed is known to be vulnerable: ``python -m tests.audit``.

pip-audit itself calls a package it has no data on a success. Here, data on none of them is told as what it is, and data
on only some of them is a failure, like a vulnerability. So is a pip-audit that does not work at all.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

REQUIREMENTS: Final = Path(__file__).parents[1] / "requirements.txt"
SERVICES: Final = ("pypi", "osv")
UNREACHABLE: Final = "NOT AUDITED: the data on vulnerabilities could not be reached, so nothing is known either way."


UNREACHED: Final = re.compile(
    r"Could not connect to|your network may be blocking"
    r"|^requests\.exceptions\.(ConnectionError|ConnectTimeout|ProxyError|ReadTimeout|SSLError)",
    re.MULTILINE,
)
"""How pip-audit, or the exception it lets through, says on stderr that a service could not be reached."""


class AuditFailed(Exception):
    """pip-audit gave no report, and not for want of a network."""


def report(service: str) -> list[dict[str, Any]]:
    """Return what one service knows of every package; nothing where it cannot be reached."""
    command = ["-m", "pip_audit", f"--vulnerability-service={service}", "--format=json", "--progress-spinner=off"]
    given = ["--disable-pip", "--require-hashes", f"--requirement={REQUIREMENTS}"]
    done = subprocess.run([sys.executable, *command, *given], capture_output=True, text=True, check=False, timeout=300)
    try:
        return list(json.loads(done.stdout)["dependencies"])
    except ValueError as error:
        if UNREACHED.search(done.stderr):
            return []
        message = f"pip-audit does not work:\n{done.stderr}"
        raise AuditFailed(message) from error


def verdict(packages: list[dict[str, Any]]) -> tuple[bool, str]:
    """Return whether a report is no failure, and what to say of it."""
    vulnerable = [
        f"{one['name']} {one['version']}: {found['id']}" for one in packages for found in one.get("vulns", ())
    ]
    if vulnerable:
        return False, "\n".join(["These are known to be vulnerable:", *vulnerable])
    unknown = [one["name"] for one in packages if "skip_reason" in one]
    if len(unknown) == len(packages):
        return True, UNREACHABLE
    if unknown:
        return False, f"These could not be audited: {', '.join(unknown)}"
    return True, f"{len(packages)} packages audited, none is known to be vulnerable."


def main() -> int:
    """Ask one service after another until one has an answer."""
    for service in SERVICES:
        fine, said = verdict(report(service))
        if said != UNREACHABLE:
            break
    print(said)  # noqa: T201
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
