"""What a script asks of a server, and what it makes of the answers: a link is confirmed, or it is not."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPException
from itertools import count
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Final, Self
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

if TYPE_CHECKING:
    from collections.abc import Iterator

QUERIES: Final = (
    "linux-x86_64=cu130&macos-arm64=pypi&torch=2.13.0",
    "linux-x86_64=cpu&torch=2.12.0&with=torchvision",
    "linux-x86_64=cu130&linux-x86_64=cpu&layout=groups&default=cpu&torch=2.13.0",
)
PATIENCE_SECONDS: Final = 120
"""For an answer of a busy machine: one that is killed is noticed at once, whatever this says."""
CONFIRMED: Final = {HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.SEE_OTHER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back: 0 stands for no answer at all."""

    status: int
    body: bytes = b""
    location: str = ""


def ask(address: str, **fields: str) -> Answer:
    """Get an address, or post fields to it, as curl would."""
    data = urlencode(fields).encode() if fields else None
    request = Request(address, data=data, headers={"User-Agent": "curl/8.5"})  # noqa: S310  # our own address
    try:
        with urlopen(request, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310
            return Answer(status=answer.status, body=answer.read(), location=answer.headers.get("Location", ""))
    except HTTPError as refused:
        with refused:
            return Answer(status=refused.code, body=refused.read())
    except (OSError, HTTPException):
        return Answer(status=0)


def shorten(site: str, query: str, title: str) -> Answer:
    """Make a short link."""
    return ask(f"{site}c/?{query}", title=title)


@dataclass(kw_only=True)
class Load:
    """Threads that make short links without a pause, and remember what was answered and which ones were confirmed."""

    sites: tuple[str, ...]
    confirmed: dict[str, str] = field(default_factory=dict)
    answers: list[tuple[str, int]] = field(default_factory=list)
    _ended: Event = field(default_factory=Event)
    _threads: list[Thread] = field(default_factory=list)

    def __enter__(self) -> Self:
        """Start two threads for each site."""
        for number, site in enumerate(self.sites * 2):
            thread = Thread(target=self._run, args=(site, number))
            self._threads.append(thread)
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End them."""
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def wait_for_more(self, links: int) -> None:
        """Return when so many more were confirmed: whatever happened before, the site works."""
        enough = len(self.confirmed) + links
        for _ in range(3000):
            if len(self.confirmed) >= enough:
                return
            self._ended.wait(0.1)
        message = (
            f"Only {len(self.confirmed)} of {enough} links were confirmed; the last answers: {self.answers[-20:]}."
        )
        raise AssertionError(message)

    def wait_for(self, status: int, site: str = "", patience: float = 300) -> None:
        """Return when this status, of this site if one is given, is answered from now on: the load met what was done.

        Raises ``AssertionError`` where it is not within so many seconds.
        """
        begun = len(self.answers)
        ends = monotonic() + patience
        while monotonic() < ends:
            since = self.answers[begun:]
            if any(told == status and site in ("", asked) for asked, told in since):
                return
            self._ended.wait(0.05)
        message = f"No {status} in {self.answers[begun:]}."
        raise AssertionError(message)

    def _run(self, site: str, thread: int) -> None:
        for number in _until(self._ended):
            query = QUERIES[number % len(QUERIES)]
            answer = shorten(site, query, f"{thread} {number}")
            self.answers.append((site, answer.status))
            if answer.status in CONFIRMED:
                self.confirmed[answer.location] = query
            else:
                self._ended.wait(0.05)


def _until(ended: Event) -> Iterator[int]:
    for number in count():
        if ended.is_set():
            return
        yield number
