"""Every address there is, walked: the headers that protect it, nothing inline, nothing foreign, and few cookies."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as site
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
BROWSER = {"Accept": "text/html"}
LINK = "linux-x86_64=cu130&macos-arm64=pypi&torch=2.13.0"
SAMPLES = {
    "key": "00000000-0000-0000-0000-000000000000",
    "typed": "0123456789",
    "filename": "x.toml",
    "slug": "none-such",
    "id": "0123456789",
}
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}
WITH_FORMS = {"/doctor/", "/into-file/", "/check"}
"""Their forms do something, so each carries a token, and the cookie it is compared with."""


def routes(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    """Yield the route of every address but the admin's."""
    for pattern in patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver) and pattern.namespace != "admin":
            yield from routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route


def filled(route: str) -> str:
    """Return an address for a route; a route of a new kind needs a sample of its own."""
    return "/" + re.sub(r"<([^>]+)>", lambda found: SAMPLES[found[1].rpartition(":")[2]], route).strip("^$")


ADDRESSES = sorted({filled(route) for route in routes(get_resolver().url_patterns)})
ADMINS = [
    "/admin/",
    "/admin/password_change/",
    *(f"/admin/{model._meta.app_label}/{model._meta.model_name}/" for model in admin.site._registry),
    *(f"/admin/{model._meta.app_label}/{model._meta.model_name}/add/" for model in admin.site._registry),
]
ERRORS = ["/nowhere", "/admin/nowhere/", "/c/nothing-of-the-kind", "/static/nowhere.css"]


class Page(HTMLParser):
    """Everything in a page a browser would run, style or fetch."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.fetched: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what is inline, and what is fetched."""
        given = dict(attrs)
        data = given.get("type") in {"application/json", "application/ld+json"}
        if tag == "style" or (tag == "script" and "src" not in given and not data):
            self.inline.append(tag)
        self.inline += [name for name in given if name == "style" or re.match(r"on\w+|hx-on", name)]
        values = [value or "" for value in given.values()]
        self.inline += [value for value in values if value.lower().startswith(("javascript:", "js:"))]
        if tag in {"script", "img", "iframe", "source", "video"} and given.get("src"):
            self.fetched.append(str(given["src"]))
        if tag == "link" and given.get("rel") in {"stylesheet", "icon", "preload"}:
            self.fetched.append(str(given["href"]))


def policy_of(answer: Any) -> dict[str, str]:
    """Return the directives of the content security policy."""
    parts = [part.split(maxsplit=1) for part in answer["Content-Security-Policy"].split(";")]
    return {part[0]: part[1] if len(part) > 1 else "" for part in parts}


def look_at(answer: Any) -> None:
    """Assert everything that holds for every answer."""
    policy = policy_of(answer)
    assert policy.pop("frame-ancestors")
    assert policy == POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["Cross-Origin-Resource-Policy"] in {"same-origin", "cross-origin"}
    if answer["Content-Type"].startswith("text/html"):
        page = Page(answer.content.decode())
        assert page.inline == []
        assert [found for found in page.fetched if urlsplit(found).netloc] == []


@pytest.mark.parametrize("address", [*ADDRESSES, *ERRORS])
def test_every_address_is_protected_and_sets_no_cookie_that_no_form_needs(address: str, client: Client) -> None:
    for asked in (address, f"{address}?{LINK}"):
        answer = client.get(asked, headers=BROWSER)
        assert answer.status_code < 500
        look_at(answer)
        needed = b"csrfmiddlewaretoken" in answer.content
        assert set(answer.cookies) == ({"csrftoken"} if needed else set())
        assert not needed or address in WITH_FORMS
        client.cookies.clear()


@pytest.mark.parametrize("address", [*ADDRESSES, *ERRORS])
def test_every_refusal_is_protected(address: str, client: Client) -> None:
    look_at(client.put(address, headers=BROWSER))
    look_at(client.get(address, headers={"Host": "evil.example", **BROWSER}))


@pytest.mark.parametrize("address", ADMINS)
def test_the_admin_is_protected_too(address: str, admin_client: Client) -> None:
    answer = admin_client.get(address)
    assert answer.status_code in {200, 403}
    look_at(answer)
    assert answer["X-Frame-Options"] == "DENY"


def test_the_admin_asks_who_is_there(client: Client) -> None:
    for address in ADMINS:
        assert client.get(address).status_code == 302
    look_at(client.get("/admin/login/"))


def test_a_mistake_of_ours_is_protected_and_tells_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        message = "the password is hunter2"
        raise RuntimeError(message)

    monkeypatch.setattr("wizard.web.views.page_of", broken)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    look_at(answer)
    assert "hunter2" not in answer.content.decode()


def test_cookies_are_kept_from_scripts_and_from_other_sites(client: Client, admin_user: Any) -> None:
    client.post("/admin/login/", {"username": admin_user.username, "password": "password"})
    client.get("/doctor/")
    told = {name: cookie for name, cookie in client.cookies.items() if name in {"csrftoken", "sessionid"}}
    assert set(told) == {"csrftoken", "sessionid"}
    for cookie in told.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
    assert not told["csrftoken"]["max-age"]
    assert site.SESSION_COOKIE_PATH == "/admin/"


@pytest.mark.parametrize(("header", "status"), [("Host", 400), ("X-Forwarded-Host", 200)])
def test_a_host_that_is_not_ours_is_never_written_anywhere(header: str, status: int, client: Client) -> None:
    for address in ("/", "/doctor/"):
        for agent in ("Mozilla/5.0", "curl/8"):
            answer = client.get(address, headers={header: "evil.example", "User-Agent": agent})
            assert answer.status_code == status
            assert b"evil.example" not in answer.content


def test_a_proxy_that_names_another_host_is_refused(client: Client, settings: Any) -> None:
    settings.USE_X_FORWARDED_HOST = True
    assert client.get("/", headers={"X-Forwarded-Host": "evil.example"}).status_code == 400


def test_whole_addresses_are_the_public_ones(client: Client, settings: Any) -> None:
    settings.PUBLIC_BASE_URL = "https://intranet.example/tools/torch"
    for address in ("/", "/doctor/"):
        text = client.get(address, headers={"User-Agent": "curl/8"}).content.decode()
        assert "https://intranet.example/tools/torch/" in text
        assert "testserver" not in text
    assert "https://intranet.example/tools/torch/doctor/" in client.get("/doctor/").content.decode()


def test_a_body_without_end_is_not_read(client: Client) -> None:
    for address in ("/doctor/", "/doctor/errors/", f"/into-file/?{LINK}", f"/c/?{LINK}"):
        answer = client.post(address, b"x", content_type="multipart/form-data; boundary=b", CONTENT_LENGTH=10**9)
        assert answer.status_code in {400, 413, 415, 422} or b"the most that is read here" in answer.content
    many = {f"field{number}": "" for number in range(2000)}
    assert client.post(f"/c/?{LINK}", many).status_code == 400


READ = ["/", "/pyproject.toml", "/matrix/", "/matrix.csv", "/badge.svg", "/embed/", "/p/", "/p/none-such/"]
READ += ["/c/0123456789", "/c/0123456789/", "/c/0123456789/pyproject.toml", "/doctor/rules/", "/p/none-such/badge.svg"]
READ += ["/api/v1/docs", "/api/v1/openapi.json"]


@pytest.mark.parametrize("address", READ)
def test_what_only_reads_answers_another_method_with_those_it_knows(address: str) -> None:
    response = Client(enforce_csrf_checks=True).post(address)
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"
    assert response["Content-Type"].startswith("application/problem+json") == address.startswith("/api/")
