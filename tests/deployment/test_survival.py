"""What was confirmed is there afterwards, whatever was killed meanwhile."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Timer
from typing import TYPE_CHECKING

import pytest

from tests.deployment.asking import QUERIES, Load, ask, shorten

if TYPE_CHECKING:
    from tests.postgres import Cluster
    from tests.serving import Server

BETWEEN = 15
"""How many more links have to be confirmed before the next thing is killed."""


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


@pytest.mark.parametrize("answered", [("a", 200), ("b", 503)])
def test_a_kill_that_nobody_noticed_fails_the_test(answered: tuple[str, int]) -> None:
    load = Load(sites=("a", "b"), answers=[("a", 503)])
    Timer(0.01, load.answers.append, [answered]).start()
    with pytest.raises(AssertionError, match="No 503"):
        load.wait_for(503, "a", patience=0.3)


def test_a_kill_that_was_noticed_is_waited_for_no_longer() -> None:
    load = Load(sites=("a", "b"))
    Timer(0.01, load.answers.append, [("a", 503)]).start()
    load.wait_for(503, "a")


def test_equal_links_asked_for_at_once_are_one(one: Server, other: Server) -> None:
    query = QUERIES[1]
    sites = (one.address, other.address) * 4
    with ThreadPoolExecutor(len(sites)) as threads:
        answers = list(threads.map(lambda site: shorten(site, query, "at once"), sites))
    assert len({answer.location for answer in answers}) == 1
    assert [answer.status for answer in answers].count(201) == 1
    assert {answer.status for answer in answers} == {200, 201}
