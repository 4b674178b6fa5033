"""The language of an answer: the link's, else the browser's, else English; and it stays once a link named it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.utils.translation import override

from wizard.choices.filters import read_filter
from wizard.web.languages import accepted
from wizard.web.matrix_files import as_csv, as_json

if TYPE_CHECKING:
    from django.test import Client

    from wizard.catalogue.facts import Catalogue

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
LINK = "linux-x86_64=cu130&macos-arm64=pypi"
PAGES = ("/", f"/?{LINK}", "/matrix/", "/doctor/", "/doctor/rules/", "/doctor/errors/", "/p/", "/api/v1/docs", "/no")
PAGE = {"Accept": "text/html"}
JAPANESE = {"Accept-Language": "ja,en;q=0.5"}


def language_of_page(answer: Any) -> str:
    found = re.search(r'<html lang="([\w-]+)"', answer.content.decode())
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("*", "en"),
        ("de", "en"),
        ("ja", "ja"),
        ("ja-JP,en;q=0.8", "ja"),
        ("de,zh-CN;q=0.9,en;q=0.8", "zh-hans"),
        ("en-GB,ja;q=0.9", "en"),
        ("ja;q=0,en", "en"),
        ("\x00,;;q=", "en"),
    ],
)
def test_a_browser_is_answered_in_the_first_language_it_asks_for_that_is_spoken_here(
    header: str, language: str
) -> None:
    assert accepted(header) == language


@pytest.mark.parametrize("page", PAGES)
def test_every_page_speaks_the_language_of_the_browser_and_says_so(client: Client, page: str) -> None:
    answer = client.get(page, headers=JAPANESE | PAGE)
    assert language_of_page(answer) == answer["Content-Language"] == "ja"
    assert "Accept-Language" in answer["Vary"]
    assert language_of_page(client.get(page, headers=PAGE)) == "en"


@pytest.mark.parametrize("page", PAGES)
def test_a_language_in_the_link_wins_and_every_way_on_keeps_it(client: Client, page: str) -> None:
    named = f"{page}{'&' if '?' in page else '?'}lang=zh-hans"
    answer = client.get(named, headers=JAPANESE | PAGE)
    assert language_of_page(answer) == "zh-hans"
    html = answer.content.decode()
    html = html[: html.index('<nav class="languages"')]
    ways = re.findall(r'<a [^>]*href="([^"#][^"]*)"', html)
    pages = [way for way in ways if re.match(r"(\?|/($|\?|doctor/|matrix/|p/[\w-]+/|into-file/|api/v1/docs))", way)]
    assert pages
    assert [way for way in pages if "lang=zh-hans" not in way] == []


def test_without_a_language_in_the_link_no_way_on_names_one(client: Client) -> None:
    html = client.get(f"/?{LINK}", headers=JAPANESE).content.decode()
    assert "lang=" not in re.sub(r'<html lang|hreflang|<nav class="languages".*?</nav>', "", html, flags=re.DOTALL)


@pytest.mark.parametrize("page", ["/", "/matrix/"])
def test_a_form_that_becomes_the_address_keeps_the_language(client: Client, page: str) -> None:
    field = '<input type="hidden" name="lang" value="ja">'
    assert field in client.get(f"{page}?lang=ja").content.decode()
    assert field not in client.get(page, headers=JAPANESE).content.decode()


def test_the_switcher_leads_to_the_same_choices_in_each_language(client: Client) -> None:
    answer = client.get(f"/?{LINK}&lang=ja")
    html = answer.content.decode()
    escaped = re.findall(r'href="\?([^"]*)&amp;lang=ja" id="permalink"', html)[0]
    assert escaped.startswith(LINK.replace("&", "&amp;"))
    for language in ("en", "ja", "zh-hans"):
        assert f'href="?{escaped}&amp;lang={language}" lang="{language}" hreflang="{language}"' in html


@pytest.mark.parametrize("page", ["/matrix/?x=secret&lang=ja", "/c/?x=secret&lang=ja"])
def test_a_page_that_is_kept_for_everybody_does_not_write_down_what_one_asked(client: Client, page: str) -> None:
    assert "secret" not in client.get(page, follow=True).content.decode()


def test_a_language_is_no_choice(client: Client) -> None:
    plain, named = client.get(f"/?{LINK}"), client.get(f"/?{LINK}&lang=en")
    assert 'id="undo"' not in named.content.decode()
    shown = [
        re.search(r'id="permalink"|href="(\?[^"]*)" id="permalink"', each.content.decode()) for each in (plain, named)
    ]
    assert [found and found[1] for found in shown] == [shown[0][1], f"{shown[0][1]}&amp;lang=en"]  # type: ignore[index]


def test_an_unknown_language_gets_the_usual_notice(client: Client) -> None:
    assert "“xx” is not a value of lang" in client.get("/?linux-x86_64=cpu&lang=xx").content.decode()
    assert client.get("/pyproject.toml?linux-x86_64=cpu&lang=xx").status_code == 422
    assert client.get("/matrix.csv?lang=xx").status_code == 422
    assert client.get("/api/v1/cells?lang=xx").status_code == 422


@pytest.mark.parametrize("file", ["pyproject.toml", "commands.sh", "Dockerfile", "badge.svg"])
def test_outputs_are_the_same_for_everybody(client: Client, file: str) -> None:
    address = f"/{file}?{LINK}&explain=yes&torch=2.13.0"
    english, japanese = client.get(address), client.get(f"{address}&lang=ja", headers=JAPANESE)
    assert english.content == japanese.content
    assert "Content-Language" not in japanese
    assert "Accept-Language" not in japanese.get("Vary", "")


def test_the_matrix_as_a_file_is_the_same_for_everybody(client: Client) -> None:
    assert client.get("/matrix.csv").content == client.get("/matrix.csv?lang=ja").content


def test_a_terminal_is_answered_in_english_unless_the_link_names_a_language(client: Client) -> None:
    curl = {"User-Agent": "curl/8"}
    assert client.get("/", headers=curl)["Content-Language"] == "en"
    japanese = client.get("/?lang=ja", headers=curl)
    assert japanese["Content-Type"].startswith("text/plain")
    assert japanese["Content-Language"] == "ja"


def test_the_admin_stays_in_english(client: Client) -> None:
    assert language_of_page(client.get("/admin/login/", headers=JAPANESE)) == "en"


def test_a_tag_of_the_api_holds_for_one_language(client: Client) -> None:
    address = f"/api/v1/configuration?{LINK}"
    tag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    answer = client.get(address, headers={"If-None-Match": tag, **JAPANESE})
    assert answer.status_code == 200
    assert "Accept-Language" in answer["Vary"]


def test_redirects_keep_the_language(client: Client) -> None:
    assert client.get(f"/?{LINK}&platform=linux-x86_64&platform=macos-arm64&lang=ja")["Location"].endswith("&lang=ja")
    assert client.get("/matrix/?python=3.12&platform=&lang=ja")["Location"] == "/matrix/?python=3.12&lang=ja"
    assert client.get("/matrix/?python=3.12&lang=ja").status_code == 200
    assert client.get("/c/?lang=ja")["Location"] == "/?lang=ja"


@pytest.mark.parametrize("write", [as_csv, as_json])
def test_a_file_is_written_in_english_whoever_asks_first(write: Any, catalogue: Catalogue) -> None:
    everything, _ = read_filter("", catalogue)
    written = write.__wrapped__(catalogue, everything)
    with override("ja"):
        assert write.__wrapped__(catalogue, everything) == written
    assert b"partly-seen" in written
