"""Servers on one PostgreSQL are one site, and what it confirmed is there afterwards, whatever was killed meanwhile.

All in one file: the servers that it starts, once, are what costs.
"""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from tests.deployment.asking import QUERIES, Load, ask, shorten
from tests.replica import Replica
from tests.replica.complete import published
from tests.serving import ROOT

if TYPE_CHECKING:
    from tests.postgres import Cluster
    from tests.replica.complete import Row
    from tests.serving import Server

BETWEEN = 15
"""How many more links have to be confirmed before the next thing is killed."""


def test_servers_that_started_at_once_on_an_empty_database_set_it_up_once(
    servers: tuple[Server, ...], cluster: Cluster
) -> None:
    assert len(servers) == 3
    answers = {ask(f"{server.address}matrix.csv") for server in servers}
    assert [answer.status for answer in answers] == [200]
    made = "select count(*), min(id) from catalogue_revision where source = 'shipped files'"
    assert cluster.ask(made, "wizard") == "1|1"


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


def test_equal_links_asked_for_at_once_are_one(one: Server, other: Server) -> None:
    query = QUERIES[1]
    sites = (one.address, other.address) * 4
    with ThreadPoolExecutor(len(sites)) as threads:
        answers = list(threads.map(lambda site: shorten(site, query, "at once"), sites))
    assert len({answer.location for answer in answers}) == 1
    assert [answer.status for answer in answers].count(201) == 1
    assert {answer.status for answer in answers} == {200, 201}


@pytest.fixture(scope="module")
def expected(one: Server) -> dict[str, bytes]:
    """What a link of each query gives."""
    return {query: ask(f"{one.address}pyproject.toml?{query}").body for query in QUERIES}


def test_no_confirmed_link_is_lost(one: Server, other: Server, cluster: Cluster, expected: dict[str, bytes]) -> None:
    with Load(sites=(one.address, other.address)) as load:
        load.wait_for_more(BETWEEN)

        killed = one.kill_worker()
        load.wait_for_more(BETWEEN)
        assert killed not in one.worker_processes()
        assert len(one.worker_processes()) == 2

        cluster.kill()
        load.wait_for(503)
        cluster.start()
        load.wait_for_more(BETWEEN)

        other.stop()
        load.wait_for(0, other.address)
        other.start_again()
        load.wait_for_more(BETWEEN)

    assert "not properly shut down" in cluster.log.read_text(encoding="utf-8")
    for server in (one, other):
        for location, query in load.confirmed.items():
            assert ask(f"{server.address}{location.lstrip('/')}/pyproject.toml").body == expected[query]


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
