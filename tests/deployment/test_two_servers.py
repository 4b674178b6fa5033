"""Two servers on one PostgreSQL are one site."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from tests.deployment.asking import QUERIES, ask, shorten
from tests.replica import Replica
from tests.replica.complete import published
from tests.serving import ROOT

if TYPE_CHECKING:
    from tests.postgres import Cluster
    from tests.replica.complete import Row
    from tests.serving import Server


def test_a_short_link_of_one_is_opened_by_the_other(one: Server, other: Server) -> None:
    made = shorten(one.address, QUERIES[0], "shared")
    assert made.status == 201
    name = f"{made.location}/pyproject.toml".lstrip("/")
    files = {ask(server.address + name).body for server in (one, other)}
    assert files == {ask(f"{one.address}pyproject.toml?{QUERIES[0]}").body}
    again = shorten(other.address, QUERIES[0], "shared")
    assert (again.status, again.location) == (200, made.location)


def test_a_client_is_counted_once_whichever_it_asks(one: Server, other: Server, cluster: Cluster) -> None:
    counted = "select count(*), coalesce(sum(times), 0) from web_tally where action = 'short-links'"
    before = int(cluster.ask(counted, "wizard").partition("|")[2])
    for number, server in enumerate((one, other, one, other)):
        assert shorten(server.address, QUERIES[0], f"counted {number}").status == 201
    assert cluster.ask(counted, "wizard") == f"1|{before + 4}"


def test_what_a_sync_found_is_served_by_all_processes_with_the_next_request(one: Server, other: Server) -> None:
    asked = [f"{server.address}matrix.csv?platform=linux-aarch64" for server in (one, other)] * 10
    before = {ask(address).body for address in asked}
    assert len(before) == 1
    with Replica(complete=True) as replica:
        replica.show(tuple(row for row in published() if not is_withdrawn(row)))
        mirror = {"PYTORCH_INDEX_BASE_URL": replica.base_url, "PYPI_INDEX_URL": replica.pypi_url}
        said = manage(one, "sync_catalogue", "--index", "cu132", **mirror)
    assert "is now served" in said
    after = {ask(address).body for address in asked}
    assert len(after) == 1
    assert after != before


def is_withdrawn(row: Row) -> bool:
    """Say whether it is one of a few files that an index may well lose."""
    return (row["index"], row["package"], row["python_tag"]) == ("cu132", "torch", "cp313") and "aarch64" in row[
        "platform_tag"
    ]


def manage(server: Server, *arguments: str, **settings: str) -> str:
    """Run a command on a server's database, as its operator does."""
    command = (sys.executable, "manage.py", *arguments)
    done = subprocess.run(
        command, cwd=ROOT, env=server.environment | settings, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
