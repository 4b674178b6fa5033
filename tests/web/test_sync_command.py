"""``manage.py sync_catalogue`` as a person or a timer meets it, killed and with a full disk, too."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.replica import Replica
from tests.replica.faults import Fault
from tests.replica.small import INDEXES, small
from wizard.catalogue import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
NAME = ("package", "version", "build_tag", "python_tag", "abi_tag", "platform_tag")
MANAGE = (sys.executable, str(ROOT / "manage.py"))
DIES_BEFORE_THE_END = """
import os, signal
from dataclasses import replace
import django
django.setup()
from wizard.catalogue.reading import Pace
from wizard.catalogue.recording import recorded_sync
from wizard.web import syncing
syncing.CHECKS = (lambda catalogue: os.kill(os.getpid(), signal.SIGKILL),)
recorded_sync(replace(syncing.web_order(), indexes=("cu132",)), Pace())
"""
""" everything is written and only the end of the transaction is missing."""
ON_A_FULL_DISK = """
import sys
from django.core.management import execute_from_command_line
from django.db.backends.signals import connection_created
def limit(connection, **_):
    connection.cursor().execute(f"pragma max_page_count = {sys.argv[1]}")
connection_created.connect(limit)
execute_from_command_line(["manage.py", "sync_catalogue"])
"""
"""A process whose database may not grow."""


ALL_PAGES = len(INDEXES) * len(shipped.table("packages.toml")["oldest"])
"""How many pages a sync asks for; every index has one for each package."""


@pytest.fixture(scope="module")
def replica() -> Iterator[Replica]:
    with Replica(complete=True) as running:
        running.show(small())
        yield running


@pytest.fixture(autouse=True)
def _well_behaved(replica: Replica) -> Iterator[None]:
    yield
    replica.faults.clear()
    replica.requests.clear()
    replica.show(small())


@pytest.fixture(scope="module")
def fresh_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the shipped catalogue in it."""
    path = tmp_path_factory.mktemp("fresh") / "db.sqlite3"
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{path}"}
    subprocess.run([*MANAGE, "migrate", "-v0"], env=environment, check=True)
    subprocess.run([*MANAGE, "load_catalogue"], env=environment, check=True, capture_output=True)
    keep_what_is_small(path)
    return path


def keep_what_is_small(path: Path) -> None:
    """Leave just what the replica lists, and no free pages."""
    kept = {tuple(row[name] for name in ("index", *NAME)) for row in small()}
    with closing(sqlite3.connect(path)) as connection, connection:
        slugs = dict(connection.execute("select id, slug from catalogue_index"))
        wheels = connection.execute(f"select id, index_id, {', '.join(NAME)} from catalogue_wheel").fetchall()  # noqa: S608  our own names
        gone = [(key,) for key, index, *name in wheels if (slugs[index], *name) not in kept]
        connection.executemany("delete from catalogue_wheel where id = ?", gone)
        others = [(key,) for key, slug in slugs.items() if slug not in INDEXES]
        connection.executemany("update catalogue_accelerator set advertised = 0 where index_id = ?", others)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("vacuum")


@dataclass(frozen=True, kw_only=True)
class Site:
    """A database, and the settings of the commands run on it."""

    database: Path
    environment: dict[str, str]

    def sync(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run(*MANAGE, "sync_catalogue", *arguments)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, env=self.environment, cwd=ROOT, text=True, capture_output=True, check=False, timeout=300
        )

    def ask(self, question: str) -> list[tuple[object, ...]]:
        connection = sqlite3.connect(self.database)
        try:
            with connection:
                return connection.execute(question).fetchall()
        finally:
            connection.close()

    @property
    def served(self) -> list[tuple[object, ...]]:
        """The newest revision and the wheels it serves."""
        wheels = "select package, version, platform_tag, index_id from catalogue_wheel where until is null order by id"
        return [*self.ask("select max(id) from catalogue_revision"), *self.ask(wheels)]


@pytest.fixture
def site(tmp_path: Path, fresh_database: Path, replica: Replica) -> Site:
    database = tmp_path / "db.sqlite3"
    shutil.copy(fresh_database, database)
    settings = {
        "DATABASE_URL": f"sqlite:///{database}",
        "PYTORCH_INDEX_BASE_URL": replica.base_url,
        "PYPI_INDEX_URL": replica.pypi_url,
        "DJANGO_SETTINGS_MODULE": "wizard.settings",
        "PYTHONPATH": str(ROOT),
    }
    return Site(database=database, environment=os.environ | settings)


def test_it_says_what_is_now_served(site: Site) -> None:
    done = site.sync()
    assert done.returncode == 0
    assert done.stdout.endswith(f"5 indexes read. Catalogue r2 ({len(small())} wheels) is now served.\n")
    assert site.sync().stdout == "5 indexes read. Nothing changed.\n"
    assert site.ask("select state from catalogue_sync order by id") == [("served",), ("unchanged",)]


def test_a_dry_run_says_what_would_change(site: Site, replica: Replica) -> None:
    before = site.served
    replica.show([row for row in small() if (row["index"], row["version"]) != ("cu132", "2.13.0+cu132")])
    done = site.sync("--index", "cu132", "--dry-run")
    assert done.stdout.startswith("cu132: 0 files added, ")
    assert done.stdout.endswith("1 indexes read. A dry run: nothing of this was kept.\n")
    assert site.served == before


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--index", "cu999"], "'cu999' is no advertised index."),
        (["--from-file", "/nowhere"], "There is no folder /nowhere."),
        (["--base-url", "ftp://mirror"], "is no http(s) address"),
        (["--base-url", "http://user:secret@127.0.0.1:9/whl", "--index", "cpu"], "http://127.0.0.1:9/whl/cpu/"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(arguments: list[str], sentence: str, site: Site) -> None:
    before = site.served
    done = site.sync(*arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert sentence in done.stderr
    assert done.stderr.endswith("The old catalogue stays served.\n")
    assert "Traceback" not in done.stderr
    assert "secret" not in done.stderr + str(site.ask("select * from catalogue_sync"))
    assert site.served == before


def test_one_failing_index_keeps_the_old_catalogue(site: Site, replica: Replica) -> None:
    before = site.served
    replica.faults["/whl/cu132/"] = Fault(status=404, body=b"no")
    done = site.sync("--index", "cu132")
    assert done.returncode == 1
    assert done.stderr.count("Missing although the catalogue has files of it: cu132/") == 1
    assert site.ask("select state from catalogue_sync") == [("refused",)]
    assert site.served == before


@pytest.mark.parametrize("pages", [1, 10, 20])
def test_killed_while_it_reads_the_old_catalogue_stays(pages: int, site: Site, replica: Replica) -> None:
    before = site.served
    replica.faults["/"] = Fault(delay=0.5)
    with subprocess.Popen([*MANAGE, "sync_catalogue"], env=site.environment, stderr=subprocess.PIPE) as running:
        while len(replica.requests) < pages:
            assert running.poll() is None
            time.sleep(0.02)
        running.kill()
    assert running.returncode == -signal.SIGKILL
    assert len(replica.requests) < ALL_PAGES
    assert site.ask("select state from catalogue_sync") == [("running",)]
    assert site.served == before


def test_killed_before_its_last_step_the_old_catalogue_stays(site: Site) -> None:
    before = site.served
    assert site.run(sys.executable, "-c", DIES_BEFORE_THE_END).returncode == -signal.SIGKILL
    assert site.served == before
    assert site.ask("select state from catalogue_sync") == [("running",)]


def test_one_that_was_killed_is_in_the_way_for_a_minute_and_no_longer(site: Site) -> None:
    site.run(sys.executable, "-c", DIES_BEFORE_THE_END)
    refused = site.sync("--index", "cu132")
    assert refused.returncode == 1
    assert "one that was killed is forgotten within a minute" in refused.stderr
    site.ask("update catalogue_sync set alive_at = strftime('%Y-%m-%d %H:%M:%f', 'now', '-61 seconds')")
    assert site.sync("--index", "cu132").returncode == 0
    assert site.ask("select state from catalogue_sync order by id") == [("interrupted",), ("served",)]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stopped_it_says_so(number: int, site: Site, replica: Replica) -> None:
    replica.faults["/whl/"] = Fault(delay=0.1)
    command = [*MANAGE, "sync_catalogue"]
    with subprocess.Popen(command, env=site.environment, stderr=subprocess.PIPE, text=True) as running:
        while not replica.requests:
            time.sleep(0.05)
        running.send_signal(number)
        _, said = running.communicate(timeout=300)
    assert running.returncode == 1
    assert "Stopped before everything was read." in said
    assert "Traceback" not in said
    assert site.ask("select state from catalogue_sync") == [("interrupted",)]


def test_a_full_disk_keeps_the_old_catalogue(site: Site) -> None:
    """SQLite may not grow beyond the pages it has, and says that the disk is full."""
    with closing(sqlite3.connect(site.database)) as connection:
        connection.execute("delete from catalogue_wheel where platform_tag like 'win%' or platform_tag like 'many%'")
        connection.commit()
        connection.execute("vacuum")
    before = site.served
    done = site.run(sys.executable, "-c", ON_A_FULL_DISK, str(site.ask("pragma page_count")[0][0]))
    assert done.returncode == 1
    assert "database or disk is full" in done.stderr
    assert "Traceback" not in done.stderr
    assert site.served == before
