"""Processes that count together in one SQLite file; apart from the other limits, as no other database is asked."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
COUNTING = """
import os
import django; django.setup()
from django.core.management import call_command
from django.db import connections
from wizard.web.limits import SHORT_LINKS
from wizard.web.models import Tally
call_command("migrate", "web", verbosity=0)
connections.close_all()
for _ in range(4):
    if not os.fork():
        taken = sum(Tally.objects.count_up(client="one", limit=SHORT_LINKS, until=3600, now=1) for _ in range(10))
        os.write(1, f"{taken}\\n".encode())
        os._exit(0)
for _ in range(4):
    os.wait()
"""
"""Four processes, a connection each: together they ask for 40 places."""


def test_no_two_processes_take_the_last_place(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'shared.sqlite3'}",
        "SHORT_LINKS_PER_HOUR": "25",
        "DJANGO_SETTINGS_MODULE": "wizard.settings",
    }
    told = subprocess.check_output([sys.executable, "-c", COUNTING], cwd=ROOT, env=environment, text=True)
    taken = [int(line) for line in told.splitlines()]
    assert (len(taken), sum(taken)) == (4, 25)
