"""What every test may use: the shipped catalogue, stored once, and no network."""

from __future__ import annotations

import math
import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from coverage import Coverage
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from hypothesis import is_hypothesis_test, settings

from wizard.api.describing import described
from wizard.catalogue import loading
from wizard.catalogue.freshness import Freshness
from wizard.catalogue.loading import read_catalogue
from wizard.catalogue.models import Revision
from wizard.catalogue.storing import store_shipped
from wizard.web import matrix, offering
from wizard.web.collecting import collect_static_files
from wizard.web.page import html_of, page_of
from wizard.web.short_page import short_html_of

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from pytest_django.plugin import DjangoDbBlocker

    from wizard.catalogue.facts import Catalogue


settings.register_profile("gate", derandomize=True, database=None)
"""A gate draws the same examples every time: a change is judged by what it changes, not by its luck."""
if os.environ.get("CI"):
    settings.load_profile("gate")


def pytest_addoption(parser: pytest.Parser) -> None:
    """A second run on another database needs only those tests that are about a database."""
    parser.addoption("--only-database", action="store_true", help="run only the tests that are about the database")
    parser.addoption("--direct", action="store_true", help="let the browser ask the wizard itself, not nginx")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep what asks the database, if only that is wanted, and begin with what takes long.

    Where workers take whole files (``--dist=loadfile --no-loadscope-reorder``), none is left alone with a slow one.
    """
    if config.getoption("--only-database"):
        items[:] = [item for item in items if asks_the_database(item)]
    items.sort(key=lambda item: not starts_processes(item))


def starts_processes(item: pytest.Item) -> bool:
    """Say whether a test starts servers, browsers or uv, told by its marks: then it is slow."""
    return any(item.get_closest_marker(name) for name in ("browser", "enable_socket", "network"))


def asks_the_database(item: pytest.Item) -> bool:
    """Say whether a test is about the tests' database: it is let at it, and not marked as one for which any will do."""
    given = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    let = bool(given) or item.get_closest_marker("django_db") is not None
    return let and item.get_closest_marker("any_database") is None


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """Measure no coverage of drawn examples and of what says so: a line counts as covered where a test names its case.

    Measured, the same examples take nearly twice as long.
    """
    unmeasured = is_hypothesis_test(pyfuncitem.obj) or pyfuncitem.get_closest_marker("unmeasured") is not None
    measuring = Coverage.current() if unmeasured else None
    if measuring is None:
        return (yield)
    measuring.stop()
    try:
        return (yield)
    finally:
        measuring.start()


def pytest_sessionstart(session: pytest.Session) -> None:
    """Collect the static files as ``serve`` does, once for all workers: pages name them by their hashes."""
    if not hasattr(session.config, "workerinput"):
        collect_static_files()


@pytest.fixture(scope="session", autouse=True)
def _only_tests_are_measured() -> None:
    """What a test starts counts for no coverage: a line is covered by a test that asks the code itself.

    Commands and servers are quicker, and one that is killed leaves nothing behind.
    """
    for name in [name for name in os.environ if name.startswith("COVERAGE_")]:
        del os.environ[name]


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Make the tests' database and store the shipped catalogue, once for the whole run.

    pytest-django's own makes none where no test of the run has its mark, but the pure rooms' catalogue is in it too.
    """
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, serialized_aliases=())
        store_shipped()
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def catalogue(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Catalogue:
    """The shipped catalogue as the pure rooms know it."""
    with django_db_blocker.unblock():
        return read_catalogue(Revision.objects.latest().pk)


@pytest.fixture(scope="session")
def catalogue_database(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A file with the shipped catalogue, copied from the tests' own database: who starts servers copies it."""
    path = tmp_path_factory.mktemp("database") / "db.sqlite3"
    with django_db_blocker.unblock(), closing(sqlite3.connect(path)) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    return path


@pytest.fixture(autouse=True)
def _fresh_door(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every test find the shipped catalogue read, and no page that was rendered under another one's settings.

    The door asks the database for the newest revision before it serves what was read, so a test that makes one is
    served it; one that changes rows without a revision has to call ``forget_catalogue()``.
    """
    for rendered in (page_of, html_of, matrix._html_of, short_html_of, described):
        catalogue.answers.pop(rendered, None)
    unknown = Freshness(revision=catalogue.revision, checked_at=None, indexes=0, failed_at=None)
    served = loading._Served(catalogue=catalogue, freshness=unknown, checked_at=-math.inf)
    monkeypatch.setattr(loading._serving, "served", served)
    monkeypatch.setattr(offering, "_seen", offering._Seen())


@pytest.fixture
def unhurried(settings: Any) -> None:
    """However slow the machine, the database is not asked again because time went by."""
    settings.CATALOGUE_CHECK_SECONDS = 3_600
