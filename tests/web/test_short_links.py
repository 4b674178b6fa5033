"""Short links on the web: one click or one line makes one, and what it gives never changes."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.test.utils import override_script_prefix

from tests.answers import text_of
from wizard.rendering import FORMATS
from wizard.sharing.models import ShortLink

pytestmark = pytest.mark.django_db
LINK = "linux-x86_64=cu130&macos-arm64=pypi&torch=2.13.0"
CURL = {"User-Agent": "curl/8.5.0"}
HTMX = {"HX-Request": "true"}
ATTACK = "<img src=x onerror=alert(1)>\"'&amp;{{ 7 }}{% now %}"


def made(client: Client, **words: str) -> str:
    """Make a short link as a browser does, and return its address."""
    response = client.post(f"/c/?{LINK}", words)
    assert response.status_code == 303
    return str(response["Location"])


def test_a_plain_form_makes_one_and_leads_to_it(client: Client) -> None:
    path = made(client, title="GPU box", note="one\r\ntwo")
    assert re.fullmatch(r"/c/[0-9a-hjkmnp-tv-z]{10}", path)
    page = text_of(client.get(path))
    assert "<h1>GPU box</h1>" in page
    assert "<p>one<br>two</p>" in page
    assert f"http://testserver{path}" in page
    assert "CUDA 13.0" in page
    assert "<dt>catalogue</dt><dd>r1</dd>" in page
    assert "differently today" not in page


@pytest.mark.parametrize("kind", ["application/json", "text/plain"])
def test_a_body_that_is_no_form_is_refused_with_the_way_to_send_it(kind: str, client: Client) -> None:
    response = client.post("/c/", '{"link": "linux-x86_64=cpu"}', content_type=kind)
    assert response.status_code == 415
    assert "Send it as a form (curl -d …), or JSON to /api/v1/short-links." in text_of(response)
    assert not ShortLink.objects.exists()


def test_a_form_from_elsewhere_needs_no_token(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"/c/?{LINK}").status_code == 303


@pytest.mark.parametrize("output", FORMATS, ids=lambda output: output.slug)
def test_a_file_is_the_raw_output_byte_for_byte_and_may_be_kept_for_ever(output: Any, client: Client) -> None:
    path = made(client)
    frozen, raw = client.get(f"{path}/{output.filename}"), client.get(f"/{output.filename}?{LINK}")
    assert frozen.content == raw.content
    for header in ("Content-Type", "Content-Disposition"):
        assert frozen[header] == raw[header]
    assert frozen["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Vary" not in frozen
    again = client.get(f"{path}/{output.filename}", headers={"If-None-Match": frozen["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == frozen["Cache-Control"]
    head = client.head(f"{path}/{output.filename}")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", frozen["ETag"])


def test_a_script_gets_the_whole_address_as_text(client: Client) -> None:
    fields = {"linux-x86_64": "cu130", "torch": "2.13.0", "title": "box"}
    first, again = (client.post("/c/", fields, headers=CURL) for _ in range(2))
    link = ShortLink.objects.get()
    assert link.title == "box"
    assert (first.status_code, again.status_code) == (201, 200)
    for response in (first, again):
        assert text_of(response) == f"http://testserver/c/{link.pk}\n"
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert response["Location"] == f"/c/{link.pk}"
    assert text_of(client.post("/c/", fields)) == text_of(first)


def test_several_accelerators_of_a_platform_are_several_fields(client: Client) -> None:
    body = "linux-x86_64=cpu&linux-x86_64=cu130&layout=extras&torch=2.13.0&note=for+all"
    client.post("/c/", body, content_type="application/x-www-form-urlencoded")
    link = ShortLink.objects.get()
    assert link.query.startswith("linux-x86_64=cpu&linux-x86_64=cu130&layout=extras&torch=2.13.0&")
    assert link.note == "for all"


def test_the_help_for_terminals_says_how_to_make_one(client: Client) -> None:
    text = text_of(client.get("/", headers=CURL))
    fields = re.findall(r"curl -d '(.+)' http://testserver(/c/)\n", text)
    ((body, path),) = fields
    response = client.post(path, body, content_type="application/x-www-form-urlencoded", headers=CURL)
    assert response.status_code == 201
    assert ShortLink.objects.get().title == "GPU box"


def test_on_a_terminal_it_says_where_its_files_are(client: Client) -> None:
    path = made(client, title="GPU box <1>", note="for\nall")
    text = text_of(client.get(path, headers=CURL))
    assert text.startswith(f"GPU box <1>: http://testserver{path}\n\nfor\nall\n")
    for output in FORMATS:
        assert f"curl http://testserver{path}/{output.filename}\n" in text
    assert "http://testserver/?linux-x86_64=cu130&macos-arm64=pypi" in text


def test_on_a_terminal_it_says_what_today_would_be_written_otherwise(client: Client) -> None:
    path = made(client)
    link = ShortLink.objects.get()
    former = [{**each, "text": f"# former\n{each['text']}"} for each in link.outputs[:2]]
    ShortLink.objects.update(outputs=[*former, *link.outputs[2:]])
    told = text_of(client.get(path, headers=CURL))
    assert "Today's catalogue would write pyproject.toml and fragment.toml differently" in told
    assert f"curl -d '{link.query}' http://testserver/c/\n" in told
    assert not told.endswith("\n\n")


def test_htmx_gets_the_link_in_its_place(client: Client) -> None:
    response = client.post(f"/c/?{LINK}", {"title": ATTACK}, headers=HTMX)
    link = ShortLink.objects.get()
    assert response.status_code == 200
    assert "<html" not in text_of(response)
    assert f'href="http://testserver/c/{link.pk}"' in text_of(response)
    assert html.escape(ATTACK) in text_of(response)


@pytest.mark.parametrize("headers", [{}, HTMX, CURL], ids=["browser", "htmx", "curl"])
@pytest.mark.parametrize(
    ("query", "words", "reason"),
    [
        ("linux-x86_64=cu130&torch=2.8.0", {}, "CUDA 13.0 builds for Linux x86-64 start with torch 2.9.0"),
        ("", {}, "No platform is chosen"),
        (LINK, {"title": "t" * 81}, "The title has 81 characters, and 80 are the most"),
        (LINK, {"note": "\x1b[31m"}, "The note holds a control character, U+001B"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_the_reason(
    query: str, words: dict[str, str], reason: str, headers: dict[str, str], client: Client
) -> None:
    response = client.post(f"/c/?{query}", words, headers=headers)
    assert response.status_code == 422
    assert reason in text_of(response)
    assert not ShortLink.objects.exists()


def test_words_that_were_refused_stand_in_the_form_again(client: Client) -> None:
    page = text_of(client.post(f"/c/?{LINK}", {"title": ATTACK, "note": "x" * 1001}))
    assert html.escape(ATTACK) in page
    assert "x" * 1001 in page
    assert f'action="/c/?{html.escape(LINK)}"' in page
    assert "<img" not in page


@pytest.mark.parametrize("headers", [{}, HTMX, CURL], ids=["browser", "htmx", "curl"])
def test_a_client_that_makes_too_many_is_told_when_to_come_back_and_still_gets_those_there_are(
    headers: dict[str, str], client: Client, settings: Any
) -> None:
    settings.SHORT_LINKS_PER_HOUR = 1
    known = made(client, title="first")
    response = client.post(f"/c/?{LINK}", {"title": "second"}, headers=headers)
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 3600
    assert "1 new short link an hour is the most" in text_of(response)
    assert made(client, title="first") == known
    assert ShortLink.objects.count() == 1


def test_nothing_a_person_writes_comes_back_unescaped(client: Client) -> None:
    page = text_of(client.get(made(client, title=ATTACK, note=f"{ATTACK}\n\n</textarea>")))
    assert "<img src=x" not in page
    assert page.count(html.escape(ATTACK)) > 2


@pytest.mark.parametrize("typed", ["nowhere", "0" * 10, "%00" * 10, "é" * 10, "0" * 5000])
@pytest.mark.parametrize("rest", ["", "/pyproject.toml"])
def test_an_unknown_id_is_said_not_to_be_here(typed: str, rest: str, client: Client) -> None:
    response = client.get(f"/c/{typed}{rest}", headers=CURL)
    assert response.status_code == 404
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert text_of(response).startswith("There is no short link of this id here.")
    assert "There is no short link of this id here." in text_of(client.get(f"/c/{typed}{rest}"))


def test_a_file_it_does_not_hold_is_refused_with_those_it_does(client: Client) -> None:
    response = client.get(f"{made(client)}/setup.py")
    assert response.status_code == 404
    assert text_of(response).startswith("This short link holds no setup.py. It holds pyproject.toml, ")


def test_a_filename_that_would_steer_a_terminal_is_not_echoed(client: Client) -> None:
    response = client.get(f"{made(client)}/%1b%5b2J{'x' * 100}", headers=CURL)
    assert text_of(response).startswith(f"This short link holds no �[2J{'x' * 36}…. It holds ")


@pytest.mark.parametrize("headers", [{}, CURL], ids=["browser", "curl"])
def test_what_is_not_here_yet_is_asked_for_again(headers: dict[str, str], client: Client) -> None:
    path = made(client)
    for missing in ("/c/0000000000", "/c/0000000000/pyproject.toml", f"{path}/setup.py"):
        response = client.get(missing, headers=headers)
        assert (response.status_code, response["Cache-Control"]) == (404, "no-cache")


def test_a_slash_at_the_end_leads_to_the_page(client: Client) -> None:
    path = made(client)
    response = client.get(f"{path}/")
    assert (response.status_code, response["Location"]) == (301, path)
    assert client.post(f"{path}/").status_code == 405


def test_far_too_much_is_refused_before_it_is_read(client: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = client.post(f"/c/?{LINK}", {"note": "x" * 1001}, headers=CURL)
    assert response.status_code == 413
    assert text_of(response).startswith("This is far more than a short link can hold.")
    assert "pyproject.toml" not in text_of(response)


def test_an_id_typed_with_look_alikes_leads_to_the_link(client: Client) -> None:
    path = made(client)
    typed = "/c/" + path.removeprefix("/c/").upper().replace("0", "O").replace("1", "L")
    for rest in ("", "/pyproject.toml"):
        response = client.get(f"{typed}{rest}")
        assert response.status_code == 301
        assert response["Location"] == f"{path}{rest}"


def test_the_folder_of_short_links_leads_to_the_wizard(client: Client) -> None:
    assert client.get("/c/")["Location"] == "/"
    assert client.put("/c/").status_code == 405
    assert client.post(f"{made(client)}/pyproject.toml").status_code == 405


def test_addresses_are_those_people_reach_the_site_at(client: Client, settings: Any) -> None:
    settings.PUBLIC_BASE_URL = "https://intranet.example/tools/torch"
    with override_script_prefix("/tools/torch/"):
        response = client.post("/c/", {"linux-x86_64": "cu130"}, headers=CURL)
        link = ShortLink.objects.get()
        assert text_of(response) == f"https://intranet.example/tools/torch/c/{link.pk}\n"
        assert response["Location"] == f"/tools/torch/c/{link.pk}"
        page, text = text_of(client.get(f"/c/{link.pk}")), text_of(client.get(f"/c/{link.pk}", headers=CURL))
    assert f'href="https://intranet.example/tools/torch/c/{link.pk}"' in page
    assert f'href="/tools/torch/c/{link.pk}/pyproject.toml"' in page
    assert f"https://intranet.example/tools/torch/c/{link.pk}/pyproject.toml" in text
