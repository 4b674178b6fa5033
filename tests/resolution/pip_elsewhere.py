"""Runs the real pip as on another machine: it takes platforms and a Python as options, but markers from where it runs.

``python -m tests.resolution.pip_elsewhere MARKERS …`` has them say what the JSON in ``MARKERS`` says.
"""

from __future__ import annotations

import json
import sys

from pip._internal.cli.main import main
from pip._vendor.packaging import markers

if __name__ == "__main__":
    there = markers.default_environment()
    there.update(json.loads(sys.argv[1]))
    markers.default_environment = lambda: there
    sys.exit(main(sys.argv[2:]))
