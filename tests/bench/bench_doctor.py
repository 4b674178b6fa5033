"""What a long file costs the doctor: ``uv run python -m tests.bench.bench_doctor``.

The file has about 5,000 lines of everything uv reads, torch once among them. Each step is given beside what ``tomllib``
alone takes for the same text, and only the processor's own seconds are counted, because others say little on a machine
that does other things too. Nothing is asserted.
"""

from __future__ import annotations

import os
import tomllib
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Final

import django

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS: Final = 5
LINES: Final = 5_000
MOST_GROUPS: Final = 300
URL: Final = "https://download.pytorch.org/whl"


def long_file(lines: int) -> str:
    """Return a file of about so many lines: requirements, groups, sources, indexes and other tools' tables."""
    part = lines // 10
    requirements = [f'  "package-{number}>=1.{number}", # comment {number}' for number in range(4 * part)]
    groups = [f'group-{number} = ["other>=2.{number % 15}.0", "more"]' for number in range(min(part, MOST_GROUPS))]
    sources = [f"package-{number} = {{ index = 'index-{number // 4}' }}" for number in range(part)]
    blocks = [f'[[tool.uv.index]]\nname = "index-{n}"\nurl = "{URL}/cpu"\nexplicit = true' for n in range(part // 4)]
    rules = [f'"tests/{number}.py" = ["E{number}", "F{number}"]' for number in range(3 * part)]
    return "\n".join(
        [
            *('[project]\nname = "long"\nrequires-python = ">=3.12"\ndependencies = [', *requirements, '  "torch",\n]'),
            *("[dependency-groups]", *groups, "[tool.uv.sources]", *sources, *blocks),
            *("[tool.ruff.lint.per-file-ignores]", *rules),
        ]
    )


def main() -> None:
    """Measure and print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wizard.settings")
    django.setup()
    from wizard.catalogue.loading import load_catalogue  # noqa: PLC0415 - Django must be set up first
    from wizard.doctor.examining import examine  # noqa: PLC0415
    from wizard.doctor.inferring import infer  # noqa: PLC0415
    from wizard.doctor.mending import mend_all  # noqa: PLC0415
    from wizard.doctor.reading import read  # noqa: PLC0415

    catalogue, text = load_catalogue(), long_file(LINES)
    project = read(text, catalogue)
    unit = _seconds(lambda: tomllib.loads(text))
    print(f"{text.count(chr(10)) + 1} lines, {len(text)} characters; tomllib {unit:.3f} s")  # noqa: T201
    steps = {
        "read": lambda: read(text, catalogue),
        "examine": lambda: examine(project, catalogue),
        "infer": lambda: infer(project, catalogue),
        "mend all": lambda: mend_all(text, catalogue),
    }
    for name, step in steps.items():
        seconds = _seconds(step)
        print(f"{name:8} {seconds:.3f} s, {seconds / unit:.1f} times tomllib")  # noqa: T201


def _seconds(step: Callable[[], object]) -> float:
    """Return the median of some rounds."""
    taken = []
    for _ in range(ROUNDS):
        started = process_time()
        step()
        taken.append(process_time() - started)
    return median(taken)


if __name__ == "__main__":
    main()
