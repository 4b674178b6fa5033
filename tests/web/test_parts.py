"""An answer to a choice comes in parts: bounded elements, between which nothing depends on the choices."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from tests.links import links
from wizard.catalogue.loading import load_catalogue

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
BOUND = "<!--|-->"
VOID = {"input", "br", "use", "path", "meta", "link"}
LINKS = (
    "linux-x86_64=pypi&torch=2.13.0",
    "linux-x86_64=cu130&macos-arm64=pypi&torch=2.13.0&explain=yes",
    "linux-x86_64=cpu&linux-x86_64=cu126&windows-x86_64=cpu&layout=extras&torch=2.9.1&with=torchvision&with=torchaudio",
    "linux-x86_64=cpu&linux-x86_64=cu126&layout=groups&default=cpu&torch=2.9.1&project=other&python=3.11",
    "linux-x86_64=rocm6.4&layout=markers&torch=2.8.0&bound=exact&environments=chosen&python-cap=none",
    "macos-x86_64=pypi&torch=2.2.2",
    "linux-x86_64=cu130&channel=nightly",
    "linux-x86_64=cu130&channel=nightly&with=torchvision",
    "linux-x86_64=cu118&torch=2.0.1&layout=find-links",
    "platform=",
)


class Elements(HTMLParser):
    """The outermost elements of a text, by their ids."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.depth = 0
        self.ids: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.depth == 0:
            self.ids.append(dict(attrs).get("id") or "")
        self.depth += tag not in VOID

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """No element that holds nothing is a part."""

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag not in VOID


def pieces(client: Client, link: str) -> tuple[tuple[str, ...], list[str]]:
    """Return the ids of an answer's parts, and what lies between them."""
    text = client.get(f"/?{link}", headers={"HX-Request": "true"}).content.decode()
    pieces = text.split(BOUND)
    ids = []
    for part in pieces[1::2]:
        (name,) = Elements(part).ids
        assert part.split(' id="', 1)[1].startswith(f'{name}"')
        ids.append(name)
    assert len(set(ids)) == len(ids)
    return tuple(ids), pieces[0::2]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_between_the_parts_nothing_depends_on_the_choices(client: Client, language: str) -> None:
    between: dict[tuple[str, ...], list[str]] = {}
    for link in LINKS:
        ids, rest = pieces(client, f"{link}&lang={language}")
        assert between.setdefault(ids, rest) == rest
    assert len(between) < len(LINKS) / 2


def test_between_the_parts_nothing_depends_on_any_choices(client: Client) -> None:
    between: dict[tuple[str, ...], list[str]] = {}

    @given(link=links(load_catalogue()))
    @settings(max_examples=60, deadline=None)
    def holds(link: str) -> None:
        ids, rest = pieces(client, link)
        assert between.setdefault(ids, rest) == rest

    holds()


def test_parts_of_a_page_are_those_of_an_answer(client: Client) -> None:
    page = client.get("/").content.decode().split(BOUND)
    answer = client.get("/", headers={"HX-Request": "true"}).content.decode().split(BOUND)
    assert page[1:-1] == answer[1:-1]
