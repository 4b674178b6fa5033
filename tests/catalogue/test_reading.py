"""Many pages are read at once, each answer lands in its place, and a stop stops."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from itertools import pairwise

import pytest

from tests.catalogue.index_pages import NAME, html, link, read
from wizard.catalogue import reading as room
from wizard.catalogue.index import Answer, IndexFile, Missing, NotModified, Page, Validators
from wizard.catalogue.index.refusals import EmptyPage, WrongMetadata
from wizard.catalogue.reading import Build, Pace, chosen_files, read_accelerators, read_metadata, read_pages

NEW = Validators()
PAGE = read(html(link(attributes='data-core-metadata="true"')))
FILE = PAGE.files[0]


class Recorded:
    """A source that answers by package, and counts how many ask it at once."""

    def __init__(self, *, seconds: float = 0) -> None:
        self.seconds, self.asking, self.most = seconds, 0, 0
        self.asked: list[str] = []
        self.lock = threading.Lock()

    def page(self, page: Page, validators: Validators) -> Answer:
        self._note(page.package)
        if page.package == "refused":
            raise EmptyPage(index=page.index, package=page.package, url="")
        if page.package == "broken":
            raise ZeroDivisionError
        if page.package == "missing":
            return Missing()
        return NotModified(validators=validators) if page.package == "unchanged" else PAGE

    def metadata(self, file: IndexFile) -> str | None:
        self._note(file.filename)
        if file.version == "refused":
            raise WrongMetadata(index=file.index, package=file.package, url="", reason="")
        return None if file.version == "absent" else file.filename

    def accelerators(self) -> frozenset[str]:
        self._note("accelerators")
        return frozenset({"cu142"})

    def _note(self, name: str) -> None:
        with self.lock:
            self.asked.append(name)
            self.asking += 1
            self.most = max(self.most, self.asking)
        time.sleep(self.seconds)
        with self.lock:
            self.asking -= 1


def pages(*packages: str) -> dict[Page, Validators]:
    return {Page("cpu", package): NEW for package in packages}


def test_every_answer_lands_in_its_place() -> None:
    reading = read_pages(Recorded(), pages("torch", "unchanged", "missing", "refused"))
    assert reading.pages == {Page("cpu", "torch"): PAGE}
    assert reading.unchanged == {Page("cpu", "unchanged")}
    assert reading.missing == {Page("cpu", "missing")}
    assert [(page.package, type(why)) for page, why in reading.failures.items()] == [("refused", EmptyPage)]
    assert reading.unread == frozenset()
    assert reading.files == PAGE.files


def test_no_more_are_asked_at_once_than_allowed() -> None:
    source = Recorded(seconds=0.02)
    read_pages(source, pages(*map(str, range(12))), Pace(at_once=3))
    assert source.most == 3
    assert len(source.asked) == 12


def test_progress_is_told_page_by_page() -> None:
    told: list[tuple[int, int]] = []
    read_pages(Recorded(), pages("a", "b", "missing"), Pace(progress=lambda done, total: told.append((done, total))))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_while_nothing_comes_it_says_that_it_is_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "BEAT", 0.05)
    told: list[float] = []
    read_pages(Recorded(seconds=0.5), pages("a"), Pace(alive=lambda: told.append(time.monotonic())))
    assert 3 <= len(told) <= 11
    assert all(later - earlier >= 0.05 for earlier, later in pairwise(told))


def test_many_pages_at_once_are_one_sign_of_life() -> None:
    told: list[None] = []
    read_pages(Recorded(), pages(*map(str, range(20))), Pace(alive=lambda: told.append(None)))
    assert len(told) == 1


def test_accelerators_are_asked_for_unless_it_was_stopped() -> None:
    told: list[object] = []
    pace = Pace(alive=lambda: told.append("alive"), progress=lambda *_: told.append("progress"))
    assert read_accelerators(Recorded(), pace) == frozenset({"cu142"})
    assert told == ["alive"]
    pace.cancelled.set()
    assert read_accelerators(Recorded(), pace) is None


def test_a_stop_starts_nothing_more() -> None:
    source = Recorded(seconds=0.02)
    pace = Pace(at_once=2, progress=lambda *_: pace.cancelled.set())
    reading = read_pages(source, pages(*map(str, range(20))), pace)
    assert 1 <= len(reading.pages) <= 5
    assert len(reading.pages) + len(reading.unread) == 20
    assert len(source.asked) == len(reading.pages)


def test_after_a_few_failures_nobody_waits_for_the_rest() -> None:
    source = Recorded(seconds=0.01)
    wanted = {Page(str(number), "refused"): NEW for number in range(50)}
    reading = read_pages(source, wanted, Pace(at_once=2, most_failures=3))
    assert len(reading.failures) == 3
    assert len(reading.unread) == 47
    assert len(source.asked) <= 6


def test_what_nobody_foresaw_is_not_swallowed_and_stops_the_rest() -> None:
    source = Recorded(seconds=0.02)
    with pytest.raises(ZeroDivisionError):
        read_pages(source, pages("broken", *map(str, range(50))), Pace(at_once=2))
    assert len(source.asked) < 20


def test_metadata_are_read_once_per_build() -> None:
    others = (replace(FILE, filename="z.whl"), replace(FILE, version="absent"), replace(FILE, version="refused"))
    reading = read_metadata(Recorded(), (FILE, *others))
    assert reading.texts == {Build("cu130", "torch", "2.9.1+cu130"): "z.whl"}
    assert reading.absent == {Build("cu130", "torch", "absent")}
    assert list(reading.failures) == [Build("cu130", "torch", "refused")]
    assert reading.unread == frozenset()


def test_the_file_with_metadata_is_asked_and_linuxs_first() -> None:
    mac = replace(FILE, platform_tag="macosx_11_0_arm64", filename="z-macosx_11_0_arm64.whl")
    windows = replace(FILE, platform_tag="win_amd64", filename="zz.whl")
    bare = replace(FILE, filename="zzz.whl", has_metadata=False)
    assert chosen_files([FILE, mac, windows, bare]) == chosen_files([bare, windows, mac, FILE])
    assert [file.filename for file in chosen_files([mac, bare, FILE]).values()] == [NAME]
    assert [file.filename for file in chosen_files([mac, bare]).values()] == [mac.filename]
    assert [file.filename for file in chosen_files([mac, windows]).values()] == [windows.filename]


def test_metadata_stop_too() -> None:
    pace = Pace()
    pace.cancelled.set()
    assert read_metadata(Recorded(), [FILE], pace).unread == {Build("cu130", "torch", "2.9.1+cu130")}
