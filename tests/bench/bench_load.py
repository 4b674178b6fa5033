"""What the site bears beside an empty view, on PostgreSQL with many short links: ``python -m tests.bench.bench_load``.

It wants Debian's ``wrk`` and ``postgresql``, and for a million links some 15 GB of disk for a while. Ratios are what to
compare; seconds belong to the machine. Nothing is asserted but that every request was answered.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

from tests.bench.inside import WrongAnswer
from tests.bench.links import TYPICAL
from tests.deployment.asking import shorten
from tests.postgres import running
from tests.serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.postgres import Cluster

FEW: Final = 1_000
ASKED: Final = 20_000
"""Of so many stored links one is asked for at random: more than any cache of a process holds."""
BATCH: Final = 50_000
CONNECTIONS: Final = 4
SCRIPT: Final = """
local paths = {}
for line in io.lines(os.getenv("PATHS")) do paths[#paths + 1] = line end
math.randomseed(1)
request = function() return wrk.format("GET", paths[math.random(#paths)]) end
"""
SECONDS: Final = {"us": 1e-6, "ms": 1e-3, "s": 1.0}
COPY: Final = """
insert into sharing_shortlink (id, digest, query, revision, outputs, title, note, created_at)
select substr(d, 1, 16), d, query, revision, outputs, 'Link ' || n, note, created_at
from (select *, encode(sha256(('link ' || n)::bytea), 'hex') as d
      from sharing_shortlink, generate_series({first}, {last}) as n where id = '{key}') as many
on conflict do nothing
"""
"""Other links of the same content, under ids spread as real ones are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """What wrk measured: requests in a second, and the seconds in which half and 99 of 100 were answered."""

    rate: float
    half: float
    slowest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrk:
    """Asks a server for addresses drawn from a list."""

    site: str
    folder: Path
    seconds: int

    def ask(self, paths: list[str], *headers: str) -> Speed:
        """Measure once."""
        script, listed = self.folder / "paths.lua", self.folder / "paths.txt"
        script.write_text(SCRIPT, encoding="utf-8")
        listed.write_text("\n".join(paths) + "\n", encoding="utf-8")
        given = [word for header in headers for word in ("-H", header)]
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{self.seconds}s", "--timeout=30s", "--latency", *given]
        command += [f"--script={script}", self.site]
        environment = {**os.environ, "PATHS": str(listed)}
        said = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
        if "Non-2xx" in said or "Socket errors" in said:
            raise WrongAnswer(said)
        rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
        assert rate  # or wrk itself has changed
        return Speed(rate=float(rate[1]), half=latency(said, "50%"), slowest=latency(said, "99%"))


def latency(said: str, share: str) -> float:
    """Read one line of wrk's distribution, in seconds."""
    found = re.search(rf"{share}\s+([\d.]+)(us|ms|s)\b", said)
    if found is None:
        raise WrongAnswer(said)
    return float(found[1]) * SECONDS[found[2]]


def main() -> None:
    """Store few links, measure; store many, measure again; print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--links", type=int, default=1_000_000, help="how many short links there are in the end")
    parser.add_argument("--rounds", type=int, default=3, help="how often each address is measured")
    parser.add_argument("--seconds", type=int, default=5, help="how long each time")
    given = parser.parse_args()
    settings = {"DJANGO_SETTINGS_MODULE": "tests.bench.settings", "LOG_LEVEL": "ERROR"}
    with (
        tempfile.TemporaryDirectory() as folder,
        running(shared_buffers="1GB", max_wal_size="4GB") as cluster,
        serving(cluster.create("load"), 2, **settings) as server,
    ):
        wrk = Wrk(site=server.address, folder=Path(folder), seconds=given.seconds)
        key = shorten(server.address, TYPICAL, "the first").location.rpartition("/")[2]
        for stored in (FEW, given.links):
            fill(cluster, key, stored)
            print_table(cluster, measured(wrk, drawn(cluster), given.rounds))


def fill(cluster: Cluster, key: str, wanted: int) -> None:
    """Store links until there are so many."""
    while (there := int(cluster.ask("select count(*) from sharing_shortlink", "load"))) < wanted:
        last = there + min(BATCH, wanted - there)
        cluster.ask(COPY.format(first=there + 1, last=last, key=key), "load")
    cluster.ask("vacuum analyze sharing_shortlink", "load")
    cluster.ask("checkpoint", "load")


def drawn(cluster: Cluster) -> list[str]:
    """Return the ids that are asked for."""
    return cluster.ask(f"select id from sharing_shortlink order by md5(id) limit {ASKED}", "load").splitlines()  # noqa: S608


def measured(wrk: Wrk, keys: list[str], rounds: int) -> Iterator[tuple[str, Speed, Speed]]:
    """Yield each address with the empty view's speed and its own, turn by turn, so that both see the same machine."""
    asked: tuple[tuple[str, list[str], tuple[str, ...]], ...] = (
        ("wizard", [f"/?{TYPICAL}"], ("User-Agent: Mozilla/5.0",)),
        ("preview", [f"/?{TYPICAL}"], ("HX-Request: true", "User-Agent: Mozilla/5.0")),
        ("raw file", [f"/pyproject.toml?{TYPICAL}"], ()),
        ("short link, page", [f"/c/{key}" for key in keys], ("User-Agent: Mozilla/5.0",)),
        ("short link, file", [f"/c/{key}/pyproject.toml" for key in keys], ()),
        ("API", [f"/api/v1/configuration?{TYPICAL}"], ()),
    )
    for label, paths, headers in asked:
        wrk.ask(paths, *headers)
        turns = [(wrk.ask(["/empty"]), wrk.ask(paths, *headers)) for _ in range(rounds)]
        yield label, middle([empty for empty, _ in turns]), middle([own for _, own in turns])


def middle(speeds: list[Speed]) -> Speed:
    """Return the medians."""
    rate, half, slowest = (median(getattr(speed, name) for speed in speeds) for name in ("rate", "half", "slowest"))
    return Speed(rate=rate, half=half, slowest=slowest)


def print_table(cluster: Cluster, rows: Iterator[tuple[str, Speed, Speed]]) -> None:
    """Print a line as soon as it is measured."""
    sizes = "select count(*), pg_size_pretty(pg_total_relation_size('sharing_shortlink')) from sharing_shortlink"
    sys.stdout.write(f"\n{cluster.ask(sizes, 'load').replace('|', ' short links, ')}, {CONNECTIONS} connections\n")
    sys.stdout.write(f"{'':20}{'requests/s':>12}{'p50 ms':>9}{'p99 ms':>9}{'empty p99':>11}{'ratio':>7}\n")
    for label, empty, own in rows:
        times = f"{own.half * 1000:9.1f}{own.slowest * 1000:9.1f}{empty.slowest * 1000:11.1f}"
        sys.stdout.write(f"{label:20}{own.rate:12.0f}{times}{own.slowest / empty.slowest:7.1f}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
