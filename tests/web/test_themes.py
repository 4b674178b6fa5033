"""A page has the colours that were chosen before anything is painted, and nobody gets another's."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any

import pytest

from wizard.web.themes import wearing

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
LINK = "/?linux-x86_64=cu130&torch=2.13.0"


def html(answer: Any) -> str:
    return (gzip.decompress(answer.content) if answer.get("Content-Encoding") else answer.content).decode()


@pytest.mark.parametrize("coding", ["identity", "gzip"])
@pytest.mark.parametrize("address", ["/", LINK, "/matrix/", "/doctor/", "/p/", "/api/v1/docs", "/nowhere"])
def test_the_cookie_s_theme_is_worn_by_every_page_and_by_nobody_else(client: Client, address: str, coding: str) -> None:
    headers = {"Accept-Encoding": coding, "Accept": "text/html"}
    plain = client.get(address, headers=headers)
    client.cookies["theme"] = "dark"
    dark = client.get(address, headers=headers)
    assert '<html data-theme="dark" lang="en">' in html(dark)
    assert '<meta name="color-scheme" content="dark">' in html(dark)
    assert '<meta name="theme-color"  content="#131217">' in html(dark)
    assert '<meta name="theme-color" media="not all" content="#f6f5f2">' in html(dark)
    assert 'value="dark" aria-pressed="true"' in html(dark)
    assert html(dark).count('aria-pressed="true"') == html(plain).count('aria-pressed="true"')
    assert "data-theme" not in html(plain)
    assert "Cookie" in plain["Vary"]
    assert "Cookie" in dark["Vary"]
    client.cookies.clear()
    assert "data-theme" not in html(client.get(address, headers=headers))


@pytest.mark.parametrize("address", [LINK, "/api/v1/docs"])
def test_a_page_of_one_theme_is_not_confirmed_as_another_s(client: Client, address: str) -> None:
    tag = client.get(address)["ETag"]
    client.cookies["theme"] = "light"
    light = client.get(address, headers={"If-None-Match": tag})
    assert light.status_code == 200
    again = client.get(address, headers={"If-None-Match": light["ETag"]})
    assert (again.status_code, "Cookie" in again["Vary"]) == (304, True)


def test_what_has_no_colours_of_its_own_stays_as_it_is(client: Client) -> None:
    client.cookies["theme"] = "dark"
    assert "data-theme" not in html(client.get(LINK, headers={"HX-Request": "true"}))
    assert "Cookie" not in client.get("/pyproject.toml?linux-x86_64=cu130").get("Vary", "")
    assert "data-theme" not in html(client.get(f"/embed{LINK}"))
    assert "data-theme" not in html(client.get("/admin/login/"))
    client.cookies["theme"] = '"><script>'
    assert "<html lang" in html(client.get(LINK))


def test_a_theme_is_kept_for_a_year_and_given_up_again(client: Client, settings: Any) -> None:
    chosen = client.post("/theme", {"theme": "dark"}, headers={"Referer": f"http://testserver{LINK}"})
    assert (chosen.status_code, chosen["Location"]) == (303, f"http://testserver{LINK}")
    cookie = chosen.cookies["theme"]
    assert (cookie.value, cookie["max-age"], cookie["samesite"]) == ("dark", 31_536_000, "Lax")
    assert (cookie["path"], cookie["httponly"], cookie["secure"]) == ("/", True, "")
    settings.HTTPS = True
    assert client.post("/theme", {"theme": "light"}).cookies["theme"]["secure"]
    for other in ("system", "none-such", ""):
        assert client.post("/theme", {"theme": other}).cookies["theme"]["max-age"] == 0


@pytest.mark.parametrize("before", ["", "https://elsewhere.example/", "http://testserver.example/", "javascript:1"])
def test_the_way_back_stays_on_the_site(client: Client, before: str) -> None:
    assert client.post("/theme", {"theme": "dark"}, headers={"Referer": before})["Location"] == "/"


def test_light_is_worn_as_dark_is() -> None:
    worn = wearing(
        '<html><meta media="(prefers-color-scheme: dark)"><i media="(prefers-color-scheme: light)">', "light"
    )
    assert worn == '<html data-theme="light"><meta media="not all"><i >'
