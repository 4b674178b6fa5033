"""What a judgement costs beside a bare ``uv lock`` of the same files: ``python -m tests.bench.bench_verify``.

Both are timed in turn, in one run, on the same links, cache and replica, after one round that fills the cache.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import django

from tests.replica import Replica
from wizard.choices.decoding import decode
from wizard.configuration.configure import configure
from wizard.rendering import pyproject
from wizard.resolution.agreement import compare_with_uv
from wizard.resolution.at_hand import uv_at_hand
from wizard.resolution.campaign import judging
from wizard.resolution.judging import LOCK
from wizard.resolution.running import open_session
from wizard.resolution.sampling import draw

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.resolution.running import Uv


def main(count: int, seed: int) -> None:
    """Judge links one by one and together, and print the figures."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wizard.settings")
    django.setup()
    from wizard.catalogue.loading import load_catalogue  # noqa: PLC0415  (needs Django)
    from wizard.catalogue.storing import set_up_if_missing  # noqa: PLC0415

    set_up_if_missing()
    catalogue = load_catalogue()
    with ExitStack() as stack:
        cache = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        mirror = stack.enter_context(Replica()).base_url
        uv = uv_at_hand(cache=cache, timeout=120, cancelled=Event())
        links = [link for link in draw(catalogue, 3 * count, seed) if "python=3.14" not in link][:count]
        _together(links, catalogue, uv, mirror)
        judged, locking, machines = _in_turn(links, catalogue, uv, mirror)
        minutes = _together(links, catalogue, uv, mirror) / 60
    ratio = statistics.median(one / bare for one, bare in zip(judged, locking, strict=True))
    sys.stdout.write(
        f"{len(links)} links, {machines} machines\n"
        f"bare uv lock  {statistics.median(locking):6.2f} s a link\n"
        f"judgement     {statistics.median(judged):6.2f} s a link, {ratio:.1f} times the lock\n"
        f"together      {len(links) / minutes:6.0f} links a minute with {os.cpu_count()} at once\n"
    )


def _in_turn(links: list[str], catalogue: Catalogue, uv: Uv, mirror: str) -> tuple[list[float], list[float], int]:

    judged: list[float] = []
    locking: list[float] = []
    machines = 0
    for link in links:
        choices = decode(link, catalogue).choices
        started = time.perf_counter()
        machines += len(compare_with_uv(choices, catalogue, uv=uv, mirror=mirror).rows)
        judged.append(time.perf_counter() - started)
        with tempfile.TemporaryDirectory() as folder:
            session = open_session(uv, Path(folder), pyproject.render(configure(choices, catalogue, mirror=mirror)))
            started = time.perf_counter()
            session.run(*LOCK)
            locking.append(time.perf_counter() - started)
    return judged, locking, machines


def _together(links: list[str], catalogue: Catalogue, uv: Uv, mirror: str) -> float:

    started = time.perf_counter()
    with judging(links, catalogue, uv=uv, mirror=mirror, jobs=os.cpu_count() or 1) as judged:
        refused = [one.link for one in judged if one.refusal]
    if refused:
        message = f"not judged: {refused}"
        raise SystemExit(message)
    return time.perf_counter() - started


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--links", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    main(given.links, given.seed)
