"""What the tests stand on works for every part of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_a_file_in_which_no_test_asks_for_the_database_runs_alone() -> None:
    alone = (sys.executable, "-m", "pytest", "-q", "tests/choices/test_decoding.py", "-k", "alone")
    done = subprocess.run(alone, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout
