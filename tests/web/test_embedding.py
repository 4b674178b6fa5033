"""Only the sites of the setting may frame a result, and nothing but a result; what is pasted elsewhere is inert."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from django.test.utils import override_script_prefix
from django.urls import get_resolver

from tests.answers import text_of
from tests.sharing.presets import preset
from wizard.web.templatetags.wizard import markdown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

pytestmark = pytest.mark.django_db
LINK = "linux-x86_64=cu130&macos-arm64=pypi&torch=2.13.0"
WIKI = "https://wiki.example"
ATTACK = "<img src=x onerror=alert(1)>\"'&amp;{{ 7 }}"


@pytest.fixture
def embeddable(settings: Any) -> None:
    settings.EMBED_ANCESTORS = [WIKI, "http://intranet:8080"]


def ancestors(response: Any) -> str:
    found = re.search(r"frame-ancestors ([^;]+)", response["Content-Security-Policy"])
    assert found
    return found[1]


def test_nobody_frames_a_result_unless_a_setting_says_so(client: Client) -> None:
    response = client.get(f"/embed/?{LINK}")
    assert response.status_code == 200
    assert ancestors(response) == "'none'"
    assert response["X-Frame-Options"] == "DENY"


@pytest.mark.usefixtures("embeddable")
def test_the_sites_of_the_setting_frame_a_result(client: Client) -> None:
    response = client.get(f"/embed/?{LINK}")
    assert ancestors(response) == f"{WIKI} http://intranet:8080"
    assert "X-Frame-Options" not in response
    assert "default-src 'none'; script-src 'self'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]


def every_address(patterns: list[Any], before: str = "") -> Iterator[str]:
    """Yield an address for every route there is but the admin's, with something that exists in its gaps."""
    for found in patterns:
        route = before + str(found.pattern)
        if hasattr(found, "url_patterns"):
            yield from () if route == "admin/" else every_address(found.url_patterns, route)
        elif route != "embed/":
            filled = re.sub(r"<uuid:\w+>", "00000000-0000-4000-8000-000000000000", route)
            yield re.sub(r"<(\w+:)?\w+>", "gpu-box", filled)


@pytest.mark.usefixtures("embeddable")
def test_a_site_that_isolates_itself_may_load_a_frame(client: Client) -> None:
    assert client.get(f"/embed/?{LINK}")["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_where_nobody_may_frame_nobody_may_load(client: Client) -> None:
    assert client.get(f"/embed/?{LINK}")["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.usefixtures("embeddable")
def test_everything_else_denies_every_frame(client: Client) -> None:
    preset()
    addresses = [
        *every_address(get_resolver().url_patterns),
        "admin/",
        "admin/login/",
        "nowhere",
        "p/nowhere/",
        "c/nowhere",
    ]
    assert {"", "pyproject.toml", "matrix/", "doctor/", "badge.svg", "p/", "p/gpu-box/"} <= {*addresses}
    for address in addresses:
        response = client.get(f"/{address}?{LINK}")
        assert response["X-Frame-Options"] == "DENY", address
        assert ancestors(response) == "'none'", address


@pytest.mark.usefixtures("embeddable")
def test_a_frame_holds_the_result_and_the_way_out(client: Client) -> None:
    page = text_of(client.get(f"/embed/?{LINK}"))
    assert "<h1>PyTorch 2.13.0 for Linux x86-64 (CUDA 13.0), macOS Apple silicon (PyPI default)</h1>" in page
    assert 'id="text-pyproject"' in page
    assert "What each machine gets</h2>" in page
    assert re.search(r'<a class="button" href="/\?linux-x86_64=cu130&amp;macos-arm64=pypi', page)
    assert '<base target="_blank">' in page
    for left_out in ("<form", "htmx", "tab-into-file", 'name="torch"'):
        assert left_out not in page
    assert len(page) < len(text_of(client.get(f"/?{LINK}"))) / 2


def test_a_frame_says_what_gave_way(client: Client) -> None:
    page = text_of(client.get("/embed/?linux-x86_64=cu130&torhc=2.13.0"))
    assert "torhc" in page


@pytest.mark.usefixtures("embeddable")
def test_a_frame_that_did_not_change_is_not_sent_again(client: Client) -> None:
    response = client.get(f"/embed/?{LINK}")
    again = client.get(f"/embed/?{LINK}", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304
    assert ancestors(again) == f"{WIKI} http://intranet:8080"
    assert "X-Frame-Options" not in again
    assert client.post("/embed/").status_code == 405


class Read(HTMLParser):
    """What a browser makes of a snippet."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))


def snippet(page: str, name: str) -> str:
    """Return what the copy button takes."""
    found = re.search(rf'<code id="share-{name}">(.*?)</code>', page, re.DOTALL)
    assert found
    return html.unescape(found[1])


@pytest.mark.usefixtures("embeddable")
def test_snippets_name_whole_addresses_and_read_back(client: Client, settings: Any) -> None:
    settings.PUBLIC_BASE_URL = "https://intranet.example/torch"
    page = text_of(client.get(f"/?{LINK}"))
    link = snippet(page, "link")
    assert link.startswith("https://intranet.example/torch/?linux-x86_64=cu130&macos-arm64=pypi&")
    query = link.partition("?")[2]
    ((tag, frame),) = Read(snippet(page, "frame")).tags
    assert tag == "iframe"
    assert frame["src"] == f"https://intranet.example/torch/embed/?{query}"
    assert frame["title"] == "PyTorch 2.13.0 for Linux x86-64 (CUDA 13.0), macOS Apple silicon (PyPI default)"
    (_, anchor), (_, image) = Read(snippet(page, "badge")).tags
    assert anchor["href"] == link
    assert image["src"] == f"https://intranet.example/torch/badge.svg?{query}"
    alt = "PyTorch 2.13.0 for Linux x86-64 (CUDA 13.0), macOS Apple silicon (PyPI default)"
    assert snippet(page, "markdown") == f"[![{alt}](https://intranet.example/torch/badge.svg?{query})]({link})"


def test_where_nobody_may_frame_no_frame_is_proposed(client: Client) -> None:
    page = text_of(client.get(f"/?{LINK}"))
    assert 'id="share-frame"' not in page
    assert 'id="share-markdown"' in page


@pytest.mark.usefixtures("embeddable")
def test_a_title_somebody_wrote_is_inert_in_every_snippet(client: Client) -> None:
    made = client.post(f"/c/?{LINK}", {"title": f"{ATTACK} [x](y) `z`"})
    page = text_of(client.get(made["Location"]))
    (_, anchor), (_, image) = Read(snippet(page, "badge")).tags
    assert "/c/" in str(anchor["href"])
    assert image["alt"] == f"{ATTACK} [x](y) `z`"
    alt = markdown(f"{ATTACK} [x](y) `z`")
    assert snippet(page, "markdown").startswith(f"[![{alt}](http://testserver/badge.svg?linux")
    assert 'id="share-frame"' not in page


@pytest.mark.parametrize(
    ("text", "inert"),
    [
        ("CUDA 13.0 (PyPI)", "CUDA 13.0 (PyPI)"),
        ("](http://evil) [x", "\\](http://evil) \\[x"),
        ("<b>*a* _b_ `c`\\", "\\<b\\>\\*a\\* \\_b\\_ \\`c\\`\\\\"),
        ("two\nlines  here", "two lines here"),
    ],
)
def test_markdowns_signs_lose_their_meaning(text: str, inert: str) -> None:
    assert markdown(text) == inert


def metas(page: str) -> dict[str, str | None]:
    tags = Read(page).tags
    return {
        str(found.get("property") or found.get("name")): found.get("content") for tag, found in tags if tag == "meta"
    }


def test_a_pasted_link_says_what_it_gives(client: Client) -> None:
    said = metas(text_of(client.get(f"/?{LINK}&with=torchvision")))
    assert said["og:title"] == "PyTorch 2.13.0 for Linux x86-64 (CUDA 13.0), macOS Apple silicon (PyPI default)"
    assert str(said["og:description"]).startswith(
        "A pyproject.toml for uv with torch and torchvision, for Python >=3.10"
    )
    assert said["description"] == said["og:description"]
    assert said["og:site_name"] == "PyTorch for uv"
    assert str(said["og:url"]).startswith("http://testserver/?linux-x86_64=cu130&macos-arm64=pypi&layout=markers&")


def test_the_start_page_and_what_cannot_be_installed_say_so(client: Client) -> None:
    start = metas(text_of(client.get("/")))
    assert start["og:title"] == "PyTorch for uv"
    assert start["og:url"] == "http://testserver/"
    assert re.fullmatch(r"http://testserver/static/social\.?\w*\.png", str(start["og:image"]))


def test_a_short_link_says_its_title_and_its_own_address(client: Client) -> None:
    made = client.post(f"/c/?{LINK}", {"title": ATTACK, "note": "For the lab."})
    said = metas(text_of(client.get(made["Location"])))
    assert said["og:title"] == ATTACK
    assert said["og:description"] == "For the lab."
    assert said["og:url"] == f"http://testserver{made['Location']}"
    assert str(said["og:image"]).startswith("http://testserver/static/social.")
    plain = client.post(f"/c/?{LINK}")
    assert str(metas(text_of(client.get(plain["Location"])))["og:title"]).startswith("PyTorch 2.13.0 for Linux")


@pytest.mark.parametrize("address", [f"/?{LINK}", "/", f"/embed/?{LINK}"])
def test_no_page_says_the_host_of_somebody_elses_request(address: str, client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    for _ in range(2):
        for mine, other in (("one", "two"), ("two", "one")):
            page = text_of(client.get(address, headers={"Host": f"{mine}.example"}))
            assert f"http://{mine}.example/" in page
            assert f"{other}.example" not in page


def test_a_short_links_page_says_no_other_host(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    path = client.post(f"/c/?{LINK}", headers={"Host": "one.example"})["Location"]
    for mine, other in (("one", "two"), ("two", "one"), ("one", "two")):
        page = text_of(client.get(path, headers={"Host": f"{mine}.example"}))
        assert f"http://{mine}.example/c/" in page
        assert f"{other}.example" not in page


def test_under_a_prefix_everything_names_it(client: Client) -> None:
    with override_script_prefix("/tools/torch/"):
        page = text_of(client.get(f"/?{LINK}"))
    assert 'src="/tools/torch/badge.svg?' in page
    assert "http://testserver/tools/torch/badge.svg?" in page
    assert str(metas(page)["og:url"]).startswith("http://testserver/tools/torch/?linux")
