"""Asks a served API thousands of odd things: ``uv run python -m tests.api.fuzz [--examples 400]``.

Schemathesis reads the OpenAPI document and looks for what it does not promise: a status, a type or a shape of an answer
that is not in it, data that should have been refused, and anything from 500 on.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from tests.bench.outside import HOST, serving

TOOL: Final = "schemathesis==4.32.5"
CONFIGURATION: Final = Path(__file__).with_name("schemathesis.toml")
UNLIMITED: Final = {"DOCTOR_PER_MINUTE": "1000000", "SHORT_LINKS_PER_HOUR": "1000000"}
"""One client asks all of it; that limits hold is tested elsewhere."""


def main() -> int:
    """Serve an empty database with the shipped catalogue, ask, and return what schemathesis returns."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=20, help="how many odd questions for each operation and phase")
    examples = parser.parse_args().examples
    os.environ.update(UNLIMITED)
    with tempfile.TemporaryDirectory() as name, serving(Path(name)) as port:
        document = f"http://{HOST}:{port}/api/v1/openapi.json"
        command = ["uvx", "--from", TOOL, "schemathesis", "--config-file", str(CONFIGURATION), "run", document]
        options = ["--max-examples", str(examples), "--generation-deterministic"]
        return subprocess.run([*command, *options, "--no-color"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
