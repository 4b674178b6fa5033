"""Hostile text, thrown at every place that takes some: it is shown as what it is, and is never markup."""

from __future__ import annotations

import json
import tomllib
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from django.utils import timezone

from wizard.catalogue.models import Revision, Sync
from wizard.rendering import FORMATS
from wizard.sharing.models import Preset
from wizard.web.models import Check

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
LINK = "linux-x86_64=cu130&macos-arm64=pypi&torch=2.13.0"
HOSTILE = [
    "<mallory>\"><mallory a=\"'><mallory a='",
    "<script>mallory()</script>",
    "\" mallory=\"1' mallory='1 mallory=1 ",
    "</title></textarea></script></style>--><mallory>]]><mallory/>",
    "`<mallory>` **[x](javascript:mallory)** &lt;mallory&gt; {{ mallory }}{% mallory %}",
    'line\r\n<mallory>\r\n::error::mallory\n"""\nmallory = 1',
    "\u202e<mallory>\u2066",
    "javascript:mallory()",
]
IDS = range(len(HOSTILE))
PLACES = {
    "the wizard's link": "/?{}=1",
    "a value": "/?linux-x86_64={}",
    "a project": f"/?{LINK}&project={{}}",
    "a torch": f"/?{LINK}&torch={{}}",
    "the matrix": "/matrix/?torch={}&platform={}",
    "the frame": "/embed/?linux-x86_64={}",
    "a frame's project": f"/embed/?{LINK}&project={{}}",
    "another file": "/into-file/?linux-x86_64={}",
    "a short link": "/c/{}",
    "a preset": "/p/{}/",
    "nothing": "/{}",
    "the admin": "/admin/login/?next={}",
    "the report's format": "/doctor/?format={}",
}


class Markup(HTMLParser):
    """The names of all elements and attributes a browser would see, and where its links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.links: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note them."""
        self.names |= {tag, *(name for name, _ in attrs)}
        self.links |= {value or "" for name, value in attrs if name in {"href", "src", "action", "formaction"}}


def harmless(answer: Any) -> str:
    """Assert that a page or picture holds no markup of mallory's, and return it."""
    text: str = answer.content.decode()
    kind = answer["Content-Type"]
    if kind.startswith("text/html"):
        markup = Markup(text)
        assert not {name for name in markup.names if "mallory" in name}
        assert not {link for link in markup.links if link.strip().lower().startswith(("javascript:", "data:"))}
        assert "mallory()</script>" not in text
    elif kind.startswith("image/svg"):
        names = {name for one in ET.fromstring(text).iter() for name in (one.tag, *one.attrib)}  # noqa: S314
        assert not {name for name in names if "mallory" in name or name.endswith("script") or name.startswith("on")}
    else:
        assert kind.startswith(("text/plain", "application/json", "text/x-", "application/toml"))
    return text


def preset(text: str, query: str = LINK) -> Preset:
    return Preset.objects.create(slug="hostile", name=text[:60], description=text, query=query)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("text", HOSTILE, ids=IDS)
def test_an_address_may_hold_anything(text: str, place: str, client: Client) -> None:
    answer = client.get(PLACES[place].replace("{}", quote(text, safe="")))
    assert answer.status_code < 500
    harmless(answer)


@pytest.mark.parametrize("text", HOSTILE, ids=IDS)
def test_files_and_badges_refuse_or_quote_it(text: str, client: Client) -> None:
    typed = quote(text, safe="")
    for query in (f"{LINK}&project={typed}", f"linux-x86_64={typed}", f"{typed}={typed}"):
        for found in FORMATS:
            answer = client.get(f"/{found.filename}?{query}")
            assert answer.status_code == 422
            assert answer["Content-Type"] == "text/plain; charset=utf-8"
        harmless(client.get(f"/badge.svg?{query}"))


@pytest.mark.parametrize("text", HOSTILE, ids=IDS)
def test_the_words_on_a_short_link_are_only_words(text: str, client: Client) -> None:
    made = client.post(f"/c/?{LINK}", {"title": text, "note": text})
    if made.status_code != 303:
        assert made.status_code == 422
        harmless(made)
        return
    harmless(client.get(made["Location"]))
    for agent in ("curl/8", "Mozilla/5.0"):
        harmless(client.get(made["Location"], headers={"User-Agent": agent}))
    for found in FORMATS:
        frozen = client.get(f"{made['Location']}/{found.filename}").content
        assert frozen == client.get(f"/{found.filename}?{LINK}").content
    assert "dependencies" in tomllib.loads(client.get(f"{made['Location']}/pyproject.toml").content.decode())["project"]


@pytest.mark.parametrize("text", HOSTILE, ids=IDS)
@pytest.mark.parametrize("query", [LINK, "linux-x86_64=cu999"])
def test_a_preset_may_be_called_anything(text: str, query: str, client: Client, admin_client: Client) -> None:
    preset(text, query)
    for address in ("/", "/p/", "/p/hostile/", "/p/hostile/badge.svg", "/p/hostile/pyproject.toml"):
        for agent in ("curl/8", "Mozilla/5.0"):
            harmless(client.get(address, headers={"User-Agent": agent}, follow=True))
    for address in ("/admin/", "/admin/sharing/preset/"):
        harmless(admin_client.get(address))


@pytest.mark.parametrize("text", HOSTILE, ids=IDS)
def test_the_doctor_reads_anything(text: str, client: Client) -> None:
    quoted = json.dumps(text)
    files = (text, f"[project]\nname = {quoted}\ndependencies = [{quoted}]\n", f"[tool.uv.sources]\n{quoted} = {{}}\n")
    for file in files:
        for address in ("/doctor/", f"/into-file/?{LINK}"):
            harmless(client.post(address, {"text": file, "said": text, "mend": text, "before": quoted, "kept": quoted}))
        for form in ("text", "json", "github"):
            answer = client.post(f"/doctor/?format={form}", file, content_type="text/plain")
            told = harmless(answer)
            if form == "json":
                json.loads(told)
            if form == "github":
                assert not [line for line in told.splitlines() if line.startswith("::error::mallory")]
    harmless(client.post("/doctor/errors/", text, content_type="text/plain"))


@pytest.mark.parametrize("text", HOSTILE, ids=IDS)
def test_what_uv_and_the_indexes_said_is_shown_as_it_is(
    text: str, client: Client, admin_client: Client, settings: Any
) -> None:
    settings.VERIFY_ENABLED = True
    now = timezone.now()
    common = {
        "link": LINK,
        "revision": 1,
        "client": text[:64],  # a hash, which is never longer
        "created_at": now,
        "finished_at": now,
        "uv_version": text[:40],
    }
    result = {"code": "uv-refused", "said": text, "about": {"machines": [(text, text)], "torch": text}}
    refused = Check.objects.create(**common, state=Check.State.REFUSED, result=result)
    harmless(client.get(f"/check/{refused.pk}"))
    revision = Revision.objects.latest()
    sync = Sync.objects.create(
        started_at=now, finished_at=now, source=text, state="refused", revision=revision, reasons=[text], remarks=[text]
    )
    for address in ("/admin/catalogue/sync/", f"/admin/catalogue/sync/{sync.pk}/change/"):
        harmless(admin_client.get(address, {"q": text} if address.endswith("sync/") else {}))
