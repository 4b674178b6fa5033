"""Short links and presets for programs: made once, kept byte for byte, and compared with today."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.api.asking import ROOT, problem, read, send
from wizard.sharing.models import Preset, ShortLink
from wizard.web import limits

if TYPE_CHECKING:
    from django.test import Client

    from wizard.catalogue.facts import Catalogue

pytestmark = pytest.mark.django_db
LINK = "linux-x86_64=cu130&macos-arm64=pypi&torch=2.13.0"
ASKED = {"link": LINK, "title": "Vision team", "note": "From autumn on."}


def made(client: Client, asked: dict[str, str] = ASKED) -> Any:
    return send(client, "/short-links", asked, status=201)


def test_a_short_link_is_made_once_and_then_found(client: Client) -> None:
    first = client.post(f"{ROOT}/short-links", ASKED, content_type="application/json")
    assert first.status_code == 201
    found = first.json()
    assert first["Location"] == f"http://testserver{ROOT}/short-links/{found['id']}"
    assert first["Cache-Control"] == "no-store"
    assert send(client, "/short-links", ASKED, status=200) == found
    assert read(client, f"/short-links/{found['id']}") == found
    assert ShortLink.objects.count() == 1


def test_it_says_what_was_kept_and_where_its_files_are(client: Client) -> None:
    found = made(client)
    assert (found["title"], found["note"]) == ("Vision team", "From autumn on.")
    assert found["choices"]["linux-x86_64"] == ["cu130"]
    assert found["link"] in found["permalink"]
    assert client.get(found["address"]).status_code == 200
    assert {"pyproject", "uv-pip"} <= set(found["outputs"])
    for output in found["outputs"].values():
        assert client.get(output["address"]).content.decode() == output["text"]
    assert found["today"] == {"revision": found["revision"], "differs": False, "reasons": [], "changes": []}


def test_a_whole_address_and_other_choices_of_id_are_understood(client: Client) -> None:
    found = made(client, {"link": f"https://elsewhere.example/torch/?{LINK}#top"})
    assert read(client, f"/short-links/{found['id'].upper()}")["id"] == found["id"]


def test_it_says_what_today_would_be_written_otherwise(
    client: Client, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = made(client)
    ShortLink.objects.update(outputs=[{**output, "text": "old"} for output in ShortLink.objects.get().outputs])
    changed = read(client, f"/short-links/{found['id']}")["today"]
    assert changed["differs"]
    texts = {one["output"]: one["text"] for one in changed["changes"]}
    assert texts["pyproject"] == found["outputs"]["pyproject"]["text"]
    gone = replace(catalogue, accelerators={k: v for k, v in catalogue.accelerators.items() if k != "cu130"})
    monkeypatch.setattr("wizard.api.sharing.load_catalogue", lambda: gone)
    refused = read(client, f"/short-links/{found['id']}")["today"]
    assert refused["reasons"][0].startswith("“cu130” is not a known accelerator.")


@pytest.mark.parametrize("link", ["linux-x86_64=cu999", "https://wizard.example/", "", "macos-arm64=cu130"])
def test_what_cannot_be_had_is_not_kept(link: str, client: Client) -> None:
    response = client.post(f"{ROOT}/short-links", {"link": link}, content_type="application/json")
    assert problem(response, 422)["type"].endswith("#impossible")
    assert not ShortLink.objects.exists()


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"link": LINK, "title": "t" * 81}, "title"),
        ({"link": LINK, "note": "a\x00b"}, "note"),
        ({"link": LINK, "title": "a\u202eb"}, "title"),
        ({"title": "No link"}, "link"),
    ],
)
def test_words_that_cannot_be_kept_are_named(asked: dict[str, str], field: str, client: Client) -> None:
    found = problem(client.post(f"{ROOT}/short-links", asked, content_type="application/json"), 422)
    assert found["type"].endswith("#invalid")
    assert found["errors"][0]["where"] == ["body", field]


def test_who_makes_too_many_is_told_when_to_come_back(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SHORT_LINKS_PER_HOUR = 1
    monkeypatch.setattr(limits, "time", lambda: 7230.5)
    made(client)
    other = {**ASKED, "title": "Another"}
    response = client.post(f"{ROOT}/short-links", other, content_type="application/json")
    assert problem(response, 429)["type"].endswith("#too-many-requests")
    assert response["Retry-After"] == "3570"
    assert send(client, "/short-links", ASKED)["title"] == "Vision team", "what is there already costs nothing"


@pytest.mark.parametrize("key", ["0000000000", "nonsense", "%00", "a" * 300])
def test_an_id_nobody_made_is_not_found(key: str, client: Client) -> None:
    assert "There is no short link" in problem(client.get(f"{ROOT}/short-links/{key}"), 404)["detail"]


def test_presets_are_listed_in_their_keepers_order(client: Client) -> None:
    Preset.objects.create(slug="mac", name="Macs", query="macos-arm64=pypi", order=2)
    Preset.objects.create(slug="box", name="GPU box", description="Our standard.", query=LINK, order=1)
    Preset.objects.create(slug="hidden", name="Hidden", query=LINK, shown=False)
    Preset.objects.create(slug="gone", name="Gone", query="linux-x86_64=cu999")
    found = read(client, "/presets")["presets"]
    assert [one["slug"] for one in found] == ["box", "mac"]
    assert found[0]["description"] == "Our standard."
    assert all(one["supported"] and client.get(one["permalink"]).status_code == 200 for one in found)


def test_a_preset_says_what_it_gives_today(client: Client) -> None:
    Preset.objects.create(slug="box", name="GPU box", query="linux-x86_64=cu130")
    found = read(client, "/presets/box")
    assert found["preset"]["link"] == found["configuration"]["link"]
    for slug, address in found["preset"]["files"].items():
        output = found["configuration"]["outputs"][slug]
        if output["text"] is not None:
            assert client.get(address).content.decode() == output["text"]
    assert client.get(found["preset"]["address"])["Location"].endswith(found["preset"]["link"])
    assert found == {**found, "configuration": read(client, f"/configuration?{found['preset']['link']}")}


def test_a_preset_the_catalogue_no_longer_supports_says_why(client: Client) -> None:
    Preset.objects.create(slug="gone", name="Gone", query="linux-x86_64=cu999")
    found = read(client, "/presets/gone")
    assert found["configuration"] is None
    assert found["preset"]["link"] is None
    assert found["preset"]["reasons"][0].startswith("“cu999” is not a known accelerator.")


@pytest.mark.parametrize("slug", ["nobody", "no such", "%00"])
def test_a_preset_nobody_made_is_not_found(slug: str, client: Client) -> None:
    problem(client.get(f"{ROOT}/presets/{slug}"), 404)


def test_an_edited_preset_is_answered_anew(client: Client) -> None:
    preset = Preset.objects.create(slug="box", name="GPU box", query=LINK)
    tag = client.get(f"{ROOT}/presets/box")["ETag"]
    assert client.get(f"{ROOT}/presets/box", headers={"if-none-match": tag}).status_code == 304
    preset.name = "Another name"
    preset.save()
    again = client.get(f"{ROOT}/presets/box", headers={"if-none-match": tag})
    assert again.json()["preset"]["name"] == "Another name"
