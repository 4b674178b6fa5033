"""A sync of every index makes the shipped catalogue, from nothing as well."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from packaging.version import Version

from tests.replica import Replica
from tests.replica.wheels import FIRST_HALF_KNOWN
from wizard.catalogue import facts
from wizard.catalogue.facts import Catalogue, Evidence
from wizard.catalogue.index import WebSource
from wizard.catalogue.loading import load_catalogue, read_catalogue
from wizard.catalogue.models import ReadPage, Revision, Standing, Wheel
from wizard.catalogue.reading import Pace
from wizard.catalogue.storing import _store_curated
from wizard.catalogue.sync import Order, synchronise
from wizard.rendering.usual import broken_choices

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.django_db, pytest.mark.unmeasured]
ROW = ("index__slug", "package", "version", "build_tag", "python_tag", "abi_tag", "platform_tag")


@pytest.fixture(scope="module")
def replica() -> Iterator[Replica]:
    """All indexes as they are in the shipped catalogue, with sizes."""
    with Replica(complete=True, json=True) as running:
        yield running


@pytest.fixture
def order(replica: Replica) -> Order:
    source = WebSource(replica.base_url, replica.pypi_url)
    return Order(source=source, label=replica.base_url, checks=(broken_choices,))


@pytest.fixture
def html_order() -> Iterator[Order]:
    """The same, but PyTorch's pages are HTML, as its own are: they say no sizes."""
    with Replica(complete=True) as running:
        source = WebSource(running.base_url, running.pypi_url)
        yield Order(source=source, label=running.base_url, checks=(broken_choices,))


def test_from_an_empty_database_it_makes_the_shipped_catalogue(order: Order) -> None:
    makes_the_shipped_catalogue(order, with_sizes=True)


@pytest.mark.any_database
def test_so_does_pytorchs_html_but_for_the_sizes_it_does_not_say(html_order: Order) -> None:
    makes_the_shipped_catalogue(html_order, with_sizes=False)


def makes_the_shipped_catalogue(order: Order, *, with_sizes: bool) -> None:
    """A triton in the root directory is listed by every index; the shipped files repeat it, a sync keeps it once."""
    if not with_sizes:
        Wheel.objects.exclude(index__slug="pypi").update(size_bytes=None)
    known = {kind: rows(root=kind) for kind in (False, True)}
    as_if_read = seen_on_pages()
    for model in reversed(list(apps.get_app_config("catalogue").get_models())):
        model._default_manager.all().delete()
    _store_curated()
    synchronise(replace(order, checks=()), Pace())
    found = read_catalogue(1)
    assert broken_choices(found) == {}
    assert rows(root=False) == known[False]
    assert {row[1:] for row in rows(root=True)} == {row[1:] for row in known[True]}
    assert found.builds == as_if_read.builds
    assert found.triton == {
        (torch, kind): replace(one, evidence=Evidence.SEEN)
        for (torch, kind), one in as_if_read.triton.items()
        if Version(torch)
        < FIRST_HALF_KNOWN["torch"]  # nobody measured what the later ones require, the replica neither
    }
    learnt = {torch: replace(one, requires_python=python_of(one)) for torch, one in found.releases.items()}
    assert learnt == {torch: teachable(release) for torch, release in as_if_read.releases.items()}


def rows(*, root: bool) -> set[tuple[Any, ...]]:
    wheels = Wheel.objects.published().values_list(*ROW, "size_bytes", "listed_from_root")
    return {row for row in wheels if (row[-1] and "triton" in row[1]) is root}


def seen_on_pages() -> Catalogue:
    """Return the shipped catalogue as if every file of it had stood on a page that was read whole."""
    Wheel.objects.update(evidence="index page")
    Standing.objects.all().delete()
    return read_catalogue(0)


def teachable(release: facts.Release) -> facts.Release:
    """Leave out what no METADATA say: the date, and the pairs that pin no torch (notes 31, 32 and 34)."""
    pinned_until = {"torch": "99", "torchvision": "0.29.0", "torchaudio": "2.10.0"}
    pairs = {
        name: version
        for name, version in release.pairs.items()
        if Version(version) <= Version(pinned_until.get(name, "0"))
    }
    return replace(release, released="", pairs=pairs, requires_python=python_of(release))


def python_of(release: facts.Release) -> str:
    """Return the oldest Python: METADATA write ``>=3.8.0`` where PyPI's page has ``>=3.8``."""
    return next(python for python in facts.KNOWN_PYTHONS if release.admits(python))


def test_the_first_sync_only_makes_the_shipped_catalogue_surer_and_the_next_one_finds_nothing_new(order: Order) -> None:
    before = {row[:-1] for row in Wheel.objects.published().values_list(*ROW, "size_bytes", "evidence")}
    report = synchronise(order, Pace())
    assert report.revision
    assert (report.revision.added_count, report.revision.gone_count) == (0, 0)
    assert {row[:-1] for row in Wheel.objects.published().values_list(*ROW, "size_bytes", "evidence")} == before
    assert set(Wheel.objects.published().values_list("evidence", flat=True)) == {"index page", "pypi"}
    assert set(Standing.objects.values_list("accelerator__slug", flat=True)) == {"cu134", "rocm7.14"}
    assert "now known file by file" in report.changes[-1]

    again = synchronise(order, Pace())
    assert again.revision is None
    assert again.indexes == report.indexes
    assert load_catalogue().revision == Revision.objects.newest() == report.revision.pk


@pytest.mark.any_database
def test_a_mirror_with_a_repository_per_index_adds_nothing_and_loses_nothing(replica: Replica, order: Order) -> None:
    before = {row[:-1] for row in Wheel.objects.published().values_list(*ROW, "listed_from_root", "evidence")}
    base = f"{replica.host_url}/repository/pytorch-{{index}}/simple"
    report = synchronise(replace(order, source=WebSource(base, replica.pypi_url), label=base), Pace())
    assert report.revision
    assert (report.revision.added_count, report.revision.gone_count) == (0, 0)
    assert {row[:-1] for row in Wheel.objects.published().values_list(*ROW, "listed_from_root", "evidence")} == before
    assert ReadPage.objects.exists()
