"""An interpreter that says it is a newer Python: ``python -m tests.standins 3.14 FOLDER`` writes it, and prints where.

``uv lock`` is universal and asks its interpreter for nothing but its version, so a configuration for Pythons this
machine lacks can be judged with one. Nothing is ever run or installed by it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from string import Template
from typing import Final

SCRIPT: Final = Template('''\
#!$real -IB
"""CPython $version, as far as its version goes."""
import collections, platform, sys

fields = "major minor micro releaselevel serial"
said = collections.namedtuple("version_info", fields)(3, $minor, 0, "final", 0)
sys.version_info = sys.implementation.version = said
platform.python_version = lambda: "$version.0"
exec(sys.argv[sys.argv.index("-c") + 1])
''')


def stand_in(version: str, folder: Path) -> Path:
    """Write an interpreter that says it is CPython ``3.14``, and return its path."""
    path = folder / f"python{version}"
    path.write_text(SCRIPT.substitute(real=sys.executable, version=version, minor=version.partition(".")[2]))
    path.chmod(0o755)
    return path


if __name__ == "__main__":
    sys.stdout.write(f"{stand_in(sys.argv[1], Path(sys.argv[2]))}\n")
