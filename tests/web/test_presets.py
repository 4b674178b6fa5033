"""Presets: cards on the start page that are never stale, and addresses that follow them, for people and for jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import OperationalError, connection
from django.test.utils import override_script_prefix

from tests.answers import text_of
from tests.sharing.presets import preset
from wizard.catalogue.loading import forget_catalogue
from wizard.catalogue.models import Accelerator, Revision
from wizard.rendering import FORMATS
from wizard.sharing.models import Preset
from wizard.web import offering

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from wizard.rendering.formats import Format

pytestmark = pytest.mark.django_db
CURL = {"User-Agent": "curl/8.5.0"}
ATTACK = "<img src=x onerror=alert(1)>\"'&amp;{{ 7 }}"
GONE = "linux-x86_64=cu999"
SAID = "“cu999” is not a known accelerator."


def start(client: Client) -> str:
    return text_of(client.get("/"))


def test_without_presets_the_start_page_has_no_cards(client: Client) -> None:
    assert 'class="card' not in start(client)


def test_the_start_page_shows_a_change_at_once(client: Client) -> None:
    kept = preset(description="For training.")
    assert 'href="/p/gpu-box/"' in start(client)
    assert "For training." in start(client)
    Preset.objects.update(name="Box 7", description="")
    assert "Box 7" in start(client)
    assert "PyTorch 2.13.0 for Linux x86-64 (CUDA 13.0)" in start(client)
    Preset.objects.update(shown=False)
    assert 'class="card' not in start(client)
    Preset.objects.update(shown=True)
    kept.delete()
    assert 'class="card' not in start(client)


def test_while_the_database_is_away_the_last_cards_are_shown(
    client: Client, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    preset()
    start(client)
    settings.CATALOGUE_CHECK_SECONDS = 60
    with connection.execute_wrapper(refuse):
        assert 'href="/p/gpu-box/"' in start(client)
        assert 'href="/p/gpu-box/"' in start(client)
    assert caplog.text.count("the presets that were read from it are still shown") == 1
    offering._seen.asks_at = 0
    Preset.objects.update(slug="another")
    assert 'href="/p/another/"' in start(client)


def refuse(*_: Any) -> None:
    raise OperationalError


def test_what_the_catalogue_no_longer_has_leaves_the_start_page_by_itself(client: Client) -> None:
    preset()
    preset("cpu", name="CPU", query="linux-x86_64=cpu")
    assert 'href="/p/gpu-box/"' in start(client)
    Accelerator.objects.filter(slug="cu130").update(advertised=False)
    Revision.objects.create(source="a change", wheel_count=1)
    forget_catalogue()
    assert 'href="/p/gpu-box/"' not in start(client)
    assert 'href="/p/cpu/"' in start(client)


def test_cards_cost_one_query_on_the_start_page_and_none_elsewhere(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    preset()
    for address in ("/", "/?linux-x86_64=cu130"):
        client.get(address)
    with django_assert_num_queries(1):
        client.get("/")
    with django_assert_num_queries(0):
        assert 'class="card' not in text_of(client.get("/?linux-x86_64=cu130"))
        client.get("/", headers={"HX-Request": "true"})


def test_six_cards_are_enough_and_the_rest_is_listed(client: Client) -> None:
    for number in range(8):
        preset(f"box-{number}", order=number)
    page = start(client)
    assert page.count('class="card"') == 6
    assert "All 8 presets" in page
    assert text_of(client.get("/p/")).count('class="preset"') == 8


def test_what_its_keeper_writes_comes_back_escaped(client: Client) -> None:
    preset(name=ATTACK, description=ATTACK)
    for address in ("/", "/p/"):
        page = text_of(client.get(address))
        assert "<img src=x" not in page
        assert "&lt;img src=x onerror=alert(1)&gt;" in page


def test_its_address_opens_the_wizard_with_what_it_says_today(client: Client) -> None:
    preset()
    response = client.get("/p/gpu-box/")
    assert response.status_code == 302
    assert response["Location"].startswith("/?linux-x86_64=cu130&layout=markers&torch=2.13.0&")
    assert response["Cache-Control"] == "no-cache"
    Preset.objects.update(query="linux-x86_64=cpu")
    assert client.get("/p/gpu-box/")["Location"].startswith("/?linux-x86_64=cpu&")


def test_one_that_is_no_longer_supported_still_opens_and_the_wizard_says_why(client: Client) -> None:
    preset(query=GONE)
    response = client.get("/p/gpu-box/", follow=True)
    assert response.redirect_chain == [(f"/?{GONE}", 302)]
    assert "“cu999” is not a known accelerator" in text_of(response)


@pytest.mark.parametrize("output", FORMATS, ids=lambda output: output.slug)
def test_its_files_are_those_of_its_link(output: Format, client: Client) -> None:
    preset()
    response = client.get(f"/p/gpu-box/{output.filename}")
    plain = client.get(f"/{output.filename}?linux-x86_64=cu130")
    assert response.status_code == 200
    assert response.content == plain.content
    for header in ("Content-Type", "Content-Disposition", "Cache-Control"):
        assert response[header] == plain[header]


def test_a_job_that_has_todays_file_is_told_so(client: Client) -> None:
    preset()
    etag = client.get("/p/gpu-box/pyproject.toml")["ETag"]
    assert client.get("/p/gpu-box/pyproject.toml", headers={"If-None-Match": etag}).status_code == 304
    Preset.objects.update(query="linux-x86_64=cpu")
    assert client.get("/p/gpu-box/pyproject.toml", headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("name", ["", "pyproject.toml", "uv-pip.sh"])
def test_what_cannot_be_had_any_more_is_refused_with_the_reason(name: str, client: Client) -> None:
    preset(query=GONE)
    response = client.get(f"/p/gpu-box/{name}", headers=CURL)
    assert response.status_code == 422
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert SAID in text_of(response)


@pytest.mark.parametrize("name", ["", "pyproject.toml", "badge.svg"])
def test_an_unknown_one_is_told_with_a_sentence(name: str, client: Client) -> None:
    preset()
    response = client.get(f"/p/nowhere/{name}")
    assert response.status_code == 404
    assert text_of(response) == "There is no preset 'nowhere'. There are: gpu-box.\n"
    page = client.get(f"/p/nowhere/{name}", headers={"Accept": "text/html,*/*"})
    assert page.status_code == 404
    assert "There is no preset &#x27;nowhere&#x27;." in text_of(page)
    assert 'href="/p/gpu-box/"' in text_of(page)
    asked = client.get(f"/p/nowhere/{name}", headers={"Accept": "text/html,*/*", **CURL})
    assert text_of(asked) == text_of(response)
    assert all({"Accept", "User-Agent"} <= {*one["Vary"].split(", ")} for one in (response, page, asked))


def test_on_a_terminal_it_lists_its_files_whole(client: Client, settings: Any) -> None:
    settings.PUBLIC_BASE_URL = "https://intranet.example/torch"
    preset(description="For training & more.")
    told = text_of(client.get("/p/gpu-box/", headers=CURL))
    assert told.startswith("GPU box\nFor training & more.\n")
    for output in FORMATS:
        assert f"curl 'https://intranet.example/torch/p/gpu-box/{output.filename}'" in told
    assert "https://intranet.example/torch/?linux-x86_64=cu130&layout=markers" in told
    assert not told.endswith("\n\n")


def test_the_list_is_text_on_a_terminal_and_a_page_elsewhere(client: Client) -> None:
    assert "no presets here yet" in text_of(client.get("/p/"))
    assert text_of(client.get("/p/", headers=CURL)).endswith("; the admin adds them.\n")
    preset()
    preset("gone", query=GONE)
    preset("hidden", shown=False)
    told = client.get("/p/", headers=CURL)
    assert told["Content-Type"] == "text/plain; charset=utf-8"
    assert "curl 'http://testserver/p/gpu-box/pyproject.toml'" in text_of(told)
    assert "<html" in text_of(client.get("/p/"))
    for response in (told, client.get("/p/")):
        assert "p/gone/" not in text_of(response)
        assert "p/hidden/" not in text_of(response)
        assert "User-Agent" in response["Vary"]


def test_its_badge_says_what_it_gives_today(client: Client) -> None:
    preset()
    assert client.get("/p/gpu-box/badge.svg").content == client.get("/badge.svg?linux-x86_64=cu130").content
    shown = client.get("/p/gpu-box/badge.svg")
    again = client.get("/p/gpu-box/badge.svg", headers={"If-None-Match": shown["ETag"]})
    assert (shown.status_code, again.status_code) == (200, 304)
    for response in (shown, again):
        assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    Preset.objects.update(query=GONE)
    assert "cannot be installed" in text_of(client.get("/p/gpu-box/badge.svg"))


def test_addresses_are_under_the_prefix(client: Client) -> None:
    preset()
    with override_script_prefix("/tools/torch/"):
        assert 'href="/tools/torch/p/gpu-box/"' in start(client)
        assert client.get("/p/gpu-box/")["Location"].startswith("/tools/torch/?linux")


def test_nobody_writes_here(client: Client) -> None:
    preset()
    for address in ("/p/", "/p/gpu-box/", "/p/gpu-box/pyproject.toml", "/p/gpu-box/badge.svg"):
        assert client.post(address).status_code == 405
