"""Reads many index pages at once: what came, what did not change, what is missing, and what failed."""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from math import inf
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Final, NamedTuple

from wizard.catalogue.index import IndexPage, IndexRefusal, Missing, NotModified

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Future

    from wizard.catalogue.index import Answer, IndexFile, Page, Source, Validators


BEAT: Final = 5.0
"""Every how many seconds a reader says that it is still at work."""


class Build(NamedTuple):
    """What one METADATA describes: a version on an index, whichever of its files it was read from."""

    index_slug: str
    package: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How many pages are asked for at a time, who is told of each, and what stops it all.

    ``progress(done, total)`` is called in the thread that reads, and so is ``alive()``, every few seconds, whether
    anything came or not. Setting ``cancelled`` lets the pages that are
    under way finish, each within its time limit, and starts no other. So do ``most_failures`` of them: where an index
    cannot be reached, nobody wants to wait until all its pages have been tried.
    """

    at_once: int = 8
    most_failures: int = 8
    progress: Callable[[int, int], None] | None = None
    alive: Callable[[], None] | None = None
    cancelled: Event = field(default_factory=Event)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The answers by page; ``unread`` were not asked for because it was stopped, or too much had failed."""

    pages: Mapping[Page, IndexPage]
    unchanged: frozenset[Page]
    missing: frozenset[Page]
    failures: Mapping[Page, IndexRefusal]
    unread: frozenset[Page]

    @property
    def files(self) -> tuple[IndexFile, ...]:
        """Every file of every page that came, in the order of the pages' names."""
        return tuple(file for page in sorted(self.pages) for file in self.pages[page].files)


@dataclass(frozen=True, slots=True, kw_only=True)
class MetadataReading:
    """The METADATA by build; ``absent`` publish none apart from the wheel."""

    texts: Mapping[Build, str]
    absent: frozenset[Build]
    failures: Mapping[Build, IndexRefusal]
    unread: frozenset[Build]


def read_pages(source: Source, wanted: Mapping[Page, Validators], pace: Pace | None = None) -> Reading:
    """Ask for every wanted page, with what was given last time to tell whether it changed."""

    def ask(page: Page) -> Answer | IndexRefusal:
        try:
            return source.page(page, wanted[page])
        except IndexRefusal as refusal:
            return refusal

    answers = _all(ask, tuple(wanted), pace or Pace())
    return Reading(
        pages={page: answer for page, answer in answers.items() if isinstance(answer, IndexPage)},
        unchanged=frozenset(page for page, answer in answers.items() if isinstance(answer, NotModified)),
        missing=frozenset(page for page, answer in answers.items() if isinstance(answer, Missing)),
        failures={page: answer for page, answer in answers.items() if isinstance(answer, IndexRefusal)},
        unread=frozenset(wanted) - answers.keys(),
    )


def read_metadata(source: Source, files: Iterable[IndexFile], pace: Pace | None = None) -> MetadataReading:
    """Read the METADATA of every build among the files, once each."""
    chosen = chosen_files(files)

    def ask(build: Build) -> str | IndexRefusal | None:
        try:
            return source.metadata(chosen[build])
        except IndexRefusal as refusal:
            return refusal

    answers = _all(ask, tuple(chosen), pace or Pace())
    return MetadataReading(
        texts={build: answer for build, answer in answers.items() if isinstance(answer, str)},
        absent=frozenset(build for build, answer in answers.items() if answer is None),
        failures={build: answer for build, answer in answers.items() if isinstance(answer, IndexRefusal)},
        unread=frozenset(chosen) - answers.keys(),
    )


def read_accelerators(source: Source, pace: Pace) -> frozenset[str] | IndexRefusal | None:
    """Ask what the root lists; ``None`` where it was stopped before."""

    def ask(asked: Source) -> frozenset[str] | IndexRefusal:
        try:
            return asked.accelerators()
        except IndexRefusal as refusal:
            return refusal

    return _all(ask, (source,), replace(pace, progress=None)).get(source)


def chosen_files(files: Iterable[IndexFile]) -> dict[Build, IndexFile]:
    """Choose one file of each build: one with METADATA, and Linux x86-64's, which alone names CUDA's (note 30)."""
    chosen: dict[Build, IndexFile] = {}
    for file in sorted(files, key=_least_telling_first):
        chosen[Build(file.index, file.package, file.version)] = file
    return chosen


def _least_telling_first(file: IndexFile) -> tuple[bool, bool, str]:
    return file.has_metadata, "linux" in file.platform_tag and "x86_64" in file.platform_tag, file.filename


def _all[K, A](ask: Callable[[K], A], wanted: Sequence[K], pace: Pace) -> dict[K, A]:
    """Ask in a few threads; what has not begun when it is stopped, or when one question breaks, is not asked."""
    answers: dict[K, A] = {}
    failures = 0
    executor = ThreadPoolExecutor(pace.at_once, "reading")
    try:
        asked = {executor.submit(_unless_cancelled, ask, one, pace): one for one in wanted}
        for done in _as_completed(asked, pace):
            answered = done.result()
            answers.update(answered)
            failures += any(isinstance(answer, IndexRefusal) for answer in answered.values())
            if failures >= pace.most_failures:
                break
            if pace.progress and not pace.cancelled.is_set():
                pace.progress(len(answers), len(wanted))
    finally:
        executor.shutdown(cancel_futures=True)
    return answers


def _as_completed[R](asked: Iterable[Future[R]], pace: Pace) -> Iterator[Future[R]]:
    """Yield what is done as soon as it is, and meanwhile say that this is still at work."""
    waiting, told = set(asked), -inf
    while waiting:
        done, waiting = wait(waiting, BEAT, FIRST_COMPLETED)
        if pace.alive and monotonic() - told >= BEAT:
            pace.alive()
            told = monotonic()
        yield from done


def _unless_cancelled[K, A](ask: Callable[[K], A], wanted: K, pace: Pace) -> dict[K, A]:
    return {} if pace.cancelled.is_set() else {wanted: ask(wanted)}
