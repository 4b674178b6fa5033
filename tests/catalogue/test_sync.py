"""A sync serves what the indexes list, whole, or leaves everything as it was and says why."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
import requests

from tests.replica import Replica
from tests.replica.faults import HOSTILE, Fault
from tests.replica.small import INDEXES, small
from wizard.catalogue.index import FolderSource, Page, Validators, WebSource
from wizard.catalogue.index.asking import Limits
from wizard.catalogue.loading import load_catalogue
from wizard.catalogue.models import (
    Accelerator,
    Index,
    Pairing,
    PendingBuild,
    ReadPage,
    Release,
    Revision,
    Standing,
    TritonRequirement,
    Wheel,
)
from wizard.catalogue.reading import Pace
from wizard.catalogue.staging import NotServed
from wizard.catalogue.sync import Order, Stopped, UnknownIndex, synchronise
from wizard.rendering.usual import broken_choices

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wizard.catalogue.facts import Catalogue

pytestmark = pytest.mark.django_db
HASTY = Limits(retries=0, read_seconds=2, total_seconds=4, backoff_seconds=0)
KEPT = 10**9
MISSING = r"^Missing although the catalogue has files of it: rocm7\.1/torch\. .* \(status 404\), or it was not saved"
ROW = ("index__slug", "package", "version", "build_tag", "python_tag", "abi_tag", "platform_tag")
TRITON = ("release__torch", "kind", "package", "version", "platforms", "python_below")


@pytest.fixture(scope="module")
def replica() -> Iterator[Replica]:
    """A few indexes as they are in the shipped catalogue, with sizes."""
    with Replica(complete=True, json=True) as running:
        running.show(small())
        yield running


@cache
def listed() -> list[int]:
    """Return the keys of the wheels that the replica lists, the same for every test: each finds the database anew."""
    names = ("index", *ROW[1:])
    kept = {tuple(row[name] for name in names) for row in small()}
    return [row[0] for row in Wheel.objects.values_list("pk", *ROW) if row[1:] in kept]


@pytest.fixture(autouse=True)
def _small_and_well_behaved(replica: Replica, db: None) -> Iterator[None]:
    """Start with a catalogue of just what the replica lists."""
    Wheel.objects.filter(pk__in=listed()).update(since=KEPT)
    Wheel.objects.exclude(since=KEPT).delete()
    Accelerator.objects.exclude(index__slug__in=INDEXES).update(advertised=False)
    yield
    replica.faults.clear()
    replica.requests.clear()
    replica.show(small())


def order(replica: Replica, **changes: Any) -> Order:
    source = WebSource(replica.base_url, replica.pypi_url, limits=HASTY)
    return replace(Order(source=source, label=replica.base_url, checks=(broken_choices,)), **changes)


def served() -> tuple[Any, ...]:
    """Everything that a sync may change."""
    return (
        Revision.objects.newest(),
        set(Wheel.objects.published().values_list(*ROW, "size_bytes", "evidence")),
        set(Release.objects.values_list("torch", "requires_python", "pypi_cuda_x86_64")),
        set(Pairing.objects.values_list("release__torch", "package__name", "version")),
        set(TritonRequirement.objects.values_list(*TRITON, "evidence")),
        Standing.objects.count(),
        ReadPage.objects.count(),
        Accelerator.objects.count(),
    )


def new_wheel(**changes: str) -> dict[str, str]:
    row = next(row for row in small() if row["index"] == "cu130" and row["package"] == "torch")
    return {**row, "listed_from_root": "", "size_bytes": "", "build_tag": ""} | changes


def test_a_new_release_is_served_with_all_that_its_metadata_say(replica: Replica) -> None:
    replica.show([*small(), *(new_wheel(version="2.12.9+cu130", python_tag=tag, abi_tag=tag) for tag in PYTHONS)])
    report = synchronise(order(replica, indexes=("cu130",)), Pace())
    assert "cu130: 2 files added, 0 gone" in report.changes
    assert "torch 2.12.9 is new, on cu130" not in report.changes  # no METADATA say which Python it requires
    assert any("which Python torch 2.12.9 requires" in remark for remark in report.remarks)


PYTHONS = ("cp312", "cp313")


def test_a_file_that_went_is_no_longer_served_but_its_revision_remembers_it(replica: Replica) -> None:
    synchronise(order(replica, indexes=("rocm7.1",)), Pace())
    gone = next(row for row in small() if (row["index"], row["package"]) == ("rocm7.1", "torch"))
    replica.show([row for row in small() if row is not gone])
    report = synchronise(order(replica, indexes=("rocm7.1",)), Pace())
    assert report.revision
    assert report.changes == ("rocm7.1: 0 files added, 1 gone",)
    wheel = Wheel.objects.gone_with(report.revision.pk).get()
    assert (wheel.index.slug, wheel.version) == ("rocm7.1", gone["version"])
    assert not Wheel.objects.published().filter(pk=wheel.pk).exists()
    replica.show(small())
    again = synchronise(order(replica, indexes=("rocm7.1",)), Pace())
    assert again.revision
    assert Wheel.objects.added_by(again.revision.pk).get().version == gone["version"]


def test_when_much_of_an_index_disappears_the_old_catalogue_stays(replica: Replica) -> None:
    before = served()
    of_torch = [row for row in small() if (row["index"], row["package"]) == ("cu132", "torch")]
    replica.show([row for row in small() if row not in of_torch[1:]])
    with pytest.raises(NotServed, match=r"\d+ of \d+ files of torch on cu132 are gone, such as 2"):
        synchronise(order(replica, indexes=("cu132",)), Pace())
    assert served() == before


def test_a_usual_choice_that_would_break_keeps_the_old_catalogue(replica: Replica, settings: Any) -> None:
    before = served()
    settings.CATALOGUE_MAX_GONE = 1
    replica.show([row for row in small() if (row["index"], row["package"]) != ("cu130", "torch")])
    with pytest.raises(NotServed, match="The usual choice 'GPU box' would break"):
        synchronise(order(replica, indexes=("cu130",)), Pace())
    assert served() == before


def test_an_accelerator_nobody_curated_waits_for_a_person(replica: Replica) -> None:
    strange = new_wheel(index="cu142", version="2.16.0+cu142")
    replica.show([*small(), strange])
    report = synchronise(order(replica), Pace())
    assert report.remarks[0].startswith("The index root lists cu142, which nobody has curated")
    found = Accelerator.objects.get(slug="cu142")
    assert (found.label, found.kind, found.advertised) == ("CUDA 14.2", "cuda", False)
    assert found.index.url == "https://download.pytorch.org/whl/cu142"
    assert "cu142" not in load_catalogue().accelerators
    assert not Wheel.objects.filter(index=found.index).exists()
    found.advertised = True
    found.save()
    synchronise(order(replica, indexes=("cu142",)), Pace())
    assert Wheel.objects.published().filter(index=found.index).get().version == "2.16.0+cu142"


def test_one_index_can_be_read_alone(replica: Replica) -> None:
    report = synchronise(order(replica, indexes=("cu130",)), Pace())
    assert report.indexes == ("cu130",)
    assert Index.objects.exclude(read_at=None).get().slug == "cu130"
    assert not any("/cpu/" in path for path in replica.requests)
    with pytest.raises(UnknownIndex, match="'cu999' is no advertised index"):
        synchronise(order(replica, indexes=("cu999",)), Pace())


def test_a_dry_run_changes_nothing(replica: Replica) -> None:
    before = served()
    report = synchronise(order(replica, indexes=("cu132",), dry_run=True), Pace())
    assert report.changes
    assert served() == before


FAULTS = {
    "an error of one index": Fault(status=500),
    "an error that names no page": Fault(status=403),
    "a truncated page": Fault(cut=200),
    "a page that does not end": Fault(pause=1),
    "no answer": Fault(delay=6),
    "a huge page": Fault.page(b"<a href='x'>x</a>" + b" " * 10_000_000),
    "garbage": Fault.page(b"\xff\xfe\x00\x01garbage"),
    "another encoding": Fault.page("<a>t\u00f6rch</a>".encode("utf-16"), "text/html; charset=utf-8"),
    "no page at all": Fault.page(b"<html><body>Sign in</body></html>"),
    "JSON that is none": Fault.page(b"{", "application/vnd.pypi.simple.v1+json"),
    "another host": Fault.redirect("http://169.254.169.254/latest/torch/"),
    "hostile HTML": Fault.page(HOSTILE),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_whatever_an_index_does_the_old_catalogue_stays_served(replica: Replica, fault: Fault) -> None:
    before, catalogue = served(), load_catalogue()
    replica.faults["/whl/cu130/torch/"] = fault
    with pytest.raises(NotServed):
        synchronise(order(replica, indexes=("cu130",)), Pace())
    assert served() == before
    assert load_catalogue() is catalogue


def test_bad_metadata_keep_the_old_catalogue(replica: Replica) -> None:
    replica.show([*small(), new_wheel(version="2.13.9+cu130")])
    before = served()
    replica.faults["/whl/cu130/torch-2.13.9"] = Fault(status=500)
    with pytest.raises(NotServed, match=r"torch-2\.13\.9"):
        synchronise(order(replica, indexes=("cu130",)), Pace())
    assert served() == before


def test_hostile_names_are_never_stored(replica: Replica) -> None:
    replica.faults["/whl/rocm7.1/torchcodec/"] = Fault.page(HOSTILE.replace(b"torch-", b"torchcodec-"))
    synchronise(order(replica, indexes=("rocm7.1",), checks=()), Pace())
    stored = Wheel.objects.published().filter(index__slug="rocm7.1", package="torchcodec")
    assert set(stored.values_list("version", flat=True)) == {"9.9.7", "9.9.6", "9.8.6"}


def test_a_catalogue_that_changed_meanwhile_is_not_overwritten(replica: Replica) -> None:
    def meddle(done: int, _: int) -> None:
        if done == 1:
            Revision.objects.create(source="a person", wheel_count=1)

    with pytest.raises(NotServed, match="was changed while the indexes were read"):
        synchronise(order(replica, indexes=("cu130",)), Pace(progress=meddle))


def test_what_is_merely_known_better_is_told(replica: Replica) -> None:
    only = order(replica, indexes=("rocm7.1",), checks=())
    synchronise(only, Pace())
    count = Wheel.objects.published().filter(index__slug="rocm7.1", package="torch").update(evidence="lock file")
    ReadPage.objects.all().delete()
    report = synchronise(only, Pace())
    assert report.revision
    assert report.changes == (f"{count} files are known better: their size, where they lie or how they were seen",)


def test_it_can_be_stopped_before_the_accelerators_are_asked_for(replica: Replica) -> None:
    Accelerator.objects.exclude(slug="rocm7.1").update(advertised=False)
    before, cancelled = served(), Event()

    def stop(done: int, total: int) -> None:
        if done == total:
            cancelled.set()

    with pytest.raises(Stopped):
        synchronise(order(replica, checks=()), Pace(cancelled=cancelled, progress=stop))
    assert served() == before


def test_it_can_be_stopped(replica: Replica) -> None:
    before, cancelled = served(), Event()
    with pytest.raises(Stopped):
        synchronise(order(replica), Pace(cancelled=cancelled, progress=lambda *_: cancelled.set()))
    assert served() == before


def test_a_saved_mirror_gives_the_same_catalogue(replica: Replica, tmp_path: Path) -> None:
    for package in {row["package"] for row in small() if row["index"] == "rocm7.1"}:
        saved = tmp_path / "rocm7.1" / package / "index.html"
        saved.parent.mkdir(parents=True)
        saved.write_bytes(requests.get(f"{replica.base_url}/rocm7.1/{package}/", timeout=60).content)
    folder = Order(source=FolderSource(tmp_path), label=str(tmp_path), indexes=("rocm7.1",))
    before = Wheel.objects.published().count()
    assert synchronise(folder, Pace()).indexes == ("rocm7.1",)
    assert Wheel.objects.published().count() == before
    (tmp_path / "rocm7.1" / "torch" / "index.html").unlink()
    with pytest.raises(NotServed, match=MISSING):
        synchronise(folder, Pace())


def test_one_page_that_is_missing_keeps_the_old_catalogue(replica: Replica) -> None:
    before = served()
    replica.faults["/whl/rocm7.1/torch/"] = Fault(status=404)
    with pytest.raises(NotServed, match=MISSING):
        synchronise(order(replica, indexes=("rocm7.1",)), Pace())
    assert served() == before


def test_a_wrong_folder_is_told_in_one_sentence(tmp_path: Path) -> None:
    before = served()
    with pytest.raises(NotServed) as refusal:
        synchronise(Order(source=FolderSource(tmp_path), label="empty"), Pace())
    (reason,) = refusal.value.reasons
    assert re.search(r": cu130/torch, cu132/torch, pypi/torch and \d+ more\.", reason)
    assert served() == before


def test_a_page_that_has_ended_is_believed_when_told_to(replica: Replica, settings: Any) -> None:
    settings.CATALOGUE_MAX_GONE = 1
    replica.faults["/whl/rocm7.1/torch/"] = Fault(status=404)
    report = synchronise(order(replica, indexes=("rocm7.1",), checks=()), Pace())
    assert "rocm7.1: 0 files added, 7 gone" in report.changes


def test_a_long_source_is_remembered_too(replica: Replica) -> None:
    long = f"{replica.base_url}/" + "deep/" * 80
    ReadPage.objects.remember(long, {Page("cu130", "torch"): Validators(etag='"1"')})
    assert len(ReadPage.objects.get().source) == 64
    assert ReadPage.objects.validators(long) == {Page("cu130", "torch"): Validators(etag='"1"')}
    assert ReadPage.objects.validators(f"{long}else") == {}


def test_what_was_believed_gone_comes_back(replica: Replica, settings: Any) -> None:
    only = order(replica, indexes=("rocm7.1",), checks=())
    synchronise(only, Pace())
    before = Wheel.objects.published().count()
    settings.CATALOGUE_MAX_GONE = 1
    replica.faults["/whl/rocm7.1/torch/"] = Fault(status=404)
    synchronise(only, Pace())
    assert Wheel.objects.published().count() == before - 7
    replica.faults.clear()
    synchronise(only, Pace())
    assert Wheel.objects.published().count() == before


def test_another_source_in_between_does_not_make_a_page_seem_unchanged(replica: Replica) -> None:
    only = order(replica, indexes=("rocm7.1",), checks=())
    synchronise(only, Pace())
    before = Wheel.objects.published().count()
    stale = [row for row in small() if (row["index"], row["package"]) == ("rocm7.1", "torch")][:1]
    with Replica(complete=True) as other:
        other.show([row for row in small() if row not in stale])
        synchronise(order(other, indexes=("rocm7.1",), checks=()), Pace())
    assert Wheel.objects.published().count() == before - 1
    assert synchronise(only, Pace()).changes == ("rocm7.1: 1 files added, 0 gone",)


def test_metadata_that_come_late_are_read_when_they_are_there(replica: Replica) -> None:
    replica.show([*small(), new_wheel(version="2.13.0+cu130", python_tag="cp399", abi_tag="cp399")])
    TritonRequirement.objects.filter(release__torch="2.13.0").delete()
    Wheel.objects.filter(index__slug="cu130", package="torch", version="2.13.0+cu130").delete()
    only = order(replica, indexes=("cu130",), checks=())
    replica.faults["/whl/cu130/torch-2.13.0"] = Fault(status=404)
    synchronise(only, Pace())
    assert PendingBuild.objects.builds() == {("cu130", "torch", "2.13.0+cu130")}
    assert not TritonRequirement.objects.filter(release__torch="2.13.0", kind="cuda").exists()
    replica.faults.clear()
    report = synchronise(only, Pace())
    assert report.changes == ("torch 2.13.0 for cuda requires triton 3.7.1",)
    assert not PendingBuild.objects.exists()
    assert synchronise(only, Pace()).revision is None


def test_plain_triton_is_not_judged_before_pypi_was_read(replica: Replica) -> None:
    Wheel.objects.filter(index__slug="pypi", package="triton").delete()
    Wheel.objects.filter(index__slug="cu130", package="torch", version="2.13.0+cu130").delete()
    TritonRequirement.objects.filter(release__torch="2.13.0").delete()
    synchronise(order(replica, indexes=("cu130",), checks=()), Pace())
    assert not TritonRequirement.objects.filter(release__torch="2.13.0", kind="cuda").exists()
    synchronise(order(replica, indexes=("cu130", "pypi"), checks=()), Pace())
    assert TritonRequirement.objects.get(release__torch="2.13.0", kind="cuda").platforms == ""


def test_machines_whose_wheels_came_later_are_routed_too(replica: Replica) -> None:
    TritonRequirement.objects.filter(release__torch="2.12.0", kind="xpu").update(platforms="linux-x86_64")
    Wheel.objects.filter(index__slug="xpu", package="torch", version="2.12.0+xpu").delete()
    report = synchronise(order(replica, indexes=("xpu",), checks=()), Pace())
    found = TritonRequirement.objects.get(release__torch="2.12.0", kind="xpu")
    assert found.platforms == "linux-x86_64 windows-x86_64"
    assert f"{found} on linux-x86_64 windows-x86_64" in report.changes


def test_a_contradiction_is_named_and_what_is_recorded_stays(replica: Replica) -> None:
    TritonRequirement.objects.filter(release__torch="2.12.0", kind="xpu").update(version="1.0")
    Pairing.objects.filter(release__torch="2.12.0", package__name="torchvision").update(version="0.1.0")
    Release.objects.filter(torch="2.12.0").update(pypi_cuda_x86_64="11.7")
    Wheel.objects.filter(index__slug="xpu", version__in=["2.12.0+xpu", "0.27.0+xpu"]).delete()
    Wheel.objects.filter(index__slug="pypi", package="torch", version="2.12.0").delete()
    report = synchronise(order(replica, indexes=("xpu", "pypi"), checks=()), Pace())
    assert len([remark for remark in report.remarks if "ecorded" in remark]) == 3
    assert TritonRequirement.objects.get(release__torch="2.12.0", kind="xpu").version == "1.0"
    assert Pairing.objects.get(release__torch="2.12.0", package__name="torchvision").version == "0.1.0"


def test_metadata_that_cannot_be_read_teach_nothing_and_are_asked_for_again(replica: Replica) -> None:
    Wheel.objects.filter(index__slug="rocm7.1", package="torch").delete()
    replica.faults["/whl/rocm7.1/torch-"] = Fault.page(b"Name: other\nVersion: 1\n", "text/plain")
    without_hashes = Fault.page(
        requests.get(f"{replica.base_url}/rocm7.1/torch/", headers={"Accept": "text/html"}, timeout=60)
        .text.replace("sha256=", "x=")
        .encode()
    )
    replica.faults["/whl/rocm7.1/torch/"] = without_hashes
    report = synchronise(order(replica, indexes=("rocm7.1",), checks=()), Pace())
    assert any("Nothing was learnt from them" in remark for remark in report.remarks)
    assert PendingBuild.objects.exists()


def test_a_usual_choice_that_was_broken_before_stops_nothing(replica: Replica) -> None:
    Accelerator.objects.filter(slug="cu118").update(advertised=False)
    report = synchronise(order(replica, indexes=("cu130",)), Pace())
    assert report.revision
    assert any("'For a uv without named indexes' would break" in remark for remark in report.remarks)


def test_what_is_only_watched_is_remarked_and_stops_nothing(replica: Replica) -> None:
    seen: list[int] = []

    def watch(catalogue: Catalogue) -> dict[str, str]:
        seen.append(catalogue.revision)
        return {"box": "The preset 'box' is hidden."}

    only = order(replica, indexes=("cu130",), checks=(), watches=(watch,))
    Wheel.objects.filter(index__slug="cu130", package="torch", version__startswith="2.12").delete()
    changed, unchanged = synchronise(only, Pace()), synchronise(only, Pace())
    assert changed.revision
    assert unchanged.revision is None
    assert seen == [changed.revision.pk] * 2
    assert "The preset 'box' is hidden." in changed.remarks
    assert "The preset 'box' is hidden." in unchanged.remarks


def test_a_mirror_without_a_root_is_none_the_worse(replica: Replica) -> None:
    Accelerator.objects.exclude(slug="rocm7.1").update(advertised=False)
    replica.faults["/whl/torch/"] = Fault(status=500)
    report = synchronise(order(replica, checks=()), Pace())
    assert report.indexes == ("pypi", "rocm7.1")
    assert report.remarks[0].startswith("Whether there are new accelerators is not known: ")


def test_a_wheel_with_an_address_nobody_can_ask_stops_nothing(replica: Replica) -> None:
    page = "".join(
        f'<a href="http://{host}/torchcodec-9.9.{number}-py3-none-any.whl" data-core-metadata="true">'
        f"torchcodec-9.9.{number}-py3-none-any.whl</a>"
        for number, host in enumerate(("h:99999", "h:x", "h..x", ".x", "127.0.0.1:9"))
    )
    replica.faults["/whl/rocm7.1/torchcodec/"] = Fault.page(page.encode())
    with pytest.raises(NotServed, match=r"torchcodec-9\.9\.4"):  # only this one is an address
        synchronise(order(replica, indexes=("rocm7.1",), checks=()), Pace())
