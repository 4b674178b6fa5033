"""A badge is an SVG that any site may show: well-formed whatever was asked, as wide as its words, and never wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from tests.configuration.test_broken_catalogue import ROCM, with_a_triton_nobody_published
from wizard.web.badges import LONGEST, badge_of, text_width

if TYPE_CHECKING:
    from django.test import Client

    from wizard.catalogue.facts import Catalogue

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
LINK = "linux-x86_64=cu130&macos-arm64=pypi&torch=2.13.0"
SVG = "{http://www.w3.org/2000/svg}"


def drawn(client: Client, query: str) -> ET.Element:
    response = client.get(f"/badge.svg?{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "image/svg+xml; charset=utf-8"
    return ET.fromstring(response.content.decode())  # noqa: S314  # our own


def texts(badge: ET.Element) -> list[str | None]:
    return [text.text for text in badge.iter(f"{SVG}text")]


def test_a_badge_names_the_release_what_computes_and_the_systems(client: Client) -> None:
    badge = drawn(client, LINK)
    assert texts(badge) == ["torch 2.13.0", "cu130, PyPI · Linux, macOS"]
    title = badge.find(f"{SVG}title")
    assert title is not None
    assert title.text == "PyTorch 2.13.0 for Linux x86-64 (CUDA 13.0), macOS Apple silicon (PyPI default)"
    assert badge.get("role") == "img"
    assert badge.get("aria-labelledby") == title.get("id")


def test_a_nightly_has_no_version(client: Client) -> None:
    assert texts(drawn(client, "linux-x86_64=cu130&channel=nightly"))[0] == "torch nightly"


@pytest.mark.parametrize(
    "query",
    [
        "",
        "linux-x86_64=cu999",
        "linux-x86_64=%3C/title%3E%3Cscript%3Ealert(1)%3C/script%3E",
        "linux-x86_64=%00%01%0b%ef%bf%bf&%22%3E%3Cx=1&%1b=2",
        "linux-x86_64=%F0%9F%94%A5&torch=%ff%fe",
        "torch=" + "9" * 10_000,
    ],
)
def test_what_cannot_be_had_gets_a_neutral_badge_with_the_reasons(query: str, client: Client) -> None:
    badge = drawn(client, query)
    assert texts(badge) == ["torch", "cannot be installed"]
    assert {element.tag.removeprefix(SVG) for element in badge.iter()} == {"svg", "title", "rect", "path", "g", "text"}
    title = badge.find(f"{SVG}title")
    assert title is not None
    assert len(title.text or "") > 20


def test_what_no_python_installs_gets_one_too(catalogue: Catalogue) -> None:
    badge = badge_of(ROCM, with_a_triton_nobody_published(catalogue))
    assert badge.message == "cannot be installed"
    assert "With 3.10 as the oldest Python" in badge.title


def test_a_badge_is_as_wide_as_its_words(client: Client, catalogue: Catalogue) -> None:
    narrow, wide = drawn(client, "linux-x86_64=cpu"), drawn(client, LINK)
    assert int(str(narrow.get("width"))) < int(str(wide.get("width")))
    for badge in (narrow, wide):
        first, second = badge.iter(f"{SVG}text")
        ends = [int(str(text.get("x"))) + int(str(text.get("textLength"))) for text in (first, second)]
        assert ends[0] < int(str(second.get("x")))
        assert ends[1] < int(str(badge.get("width")))
    assert text_width("iiii") < text_width("nnnn") < text_width("mmmm")


def test_too_many_accelerators_are_cut_short_but_the_title_has_all(catalogue: Catalogue) -> None:
    slugs = ("cpu", "cu126", "cu129", "cu130", "rocm7.2", "xpu")
    link = "&".join(f"linux-x86_64={slug}" for slug in slugs) + "&windows-x86_64=cpu&macos-arm64=pypi&linux-aarch64=cpu"
    badge = badge_of(link, catalogue)
    assert len(badge.message) <= LONGEST
    assert all(catalogue.accelerators[slug].label in badge.title for slug in slugs)


def test_any_site_may_show_it_and_asks_again_whether_it_changed(client: Client) -> None:
    response: Any = client.get(f"/badge.svg?{LINK}")
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response["Cache-Control"] == "no-cache"
    again = client.get(f"/badge.svg?{LINK}", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    assert again["Cross-Origin-Resource-Policy"] == "cross-origin"  # browsers keep the headers of a 304
    assert "style" not in response.content.decode()
    assert client.post("/badge.svg").status_code == 405
