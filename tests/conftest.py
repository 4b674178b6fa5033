"""What every test may use: the shipped catalogue, stored once, and no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.test.utils import setup_databases, teardown_databases

from wizard.catalogue.loading import forget_catalogue, read_catalogue
from wizard.catalogue.models import Revision
from wizard.catalogue.storing import store_shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.plugin import DjangoDbBlocker

    from wizard.catalogue.facts import Catalogue


@pytest.fixture(scope="session", autouse=True)
def _collected_static_files() -> None:
    """Collect the static files as ``serve`` does: pages name them by their hashes."""
    call_command("collectstatic", interactive=False, verbosity=0)


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


@pytest.fixture(autouse=True)
def _fresh_door() -> None:
    """Let no test see the catalogue another one served."""
    forget_catalogue()
