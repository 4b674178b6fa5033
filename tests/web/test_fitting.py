"""The facts that a browser holds a driver and a card against; tests/browser says what it makes of them."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Final

import pytest
from packaging.version import Version

from wizard.catalogue import shipped
from wizard.catalogue.facts import Kind
from wizard.settings import BASE_DIR
from wizard.web.fitting import HARDWARE, drivers_of, facts_of
from wizard.web.fitting_words import WORDS

if TYPE_CHECKING:
    from django.test import Client

    from wizard.catalogue.facts import Catalogue

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
SCRIPT: Final = BASE_DIR / "static/fitting.js"
CAPABILITY = re.compile(r"\d+\.\d")
TARGET = re.compile(r"gfx[0-9a-f]+")
CODE_NAME = re.compile(r"[A-Z][a-z]+(?:-[A-Z][a-z]+)?")
FORMS = {Kind.CUDA: CAPABILITY, Kind.ROCM: TARGET, Kind.XPU: CODE_NAME}


def test_every_card_has_an_architecture_and_is_listed_once() -> None:
    cards = shipped.table(HARDWARE)["cards"]
    names = [name.casefold() for row in cards for name in row["names"]]
    assert len(names) == len(set(names)) > 100
    assert all(any(form.fullmatch(row["arch"]) for form in FORMS.values()) for row in cards)


def test_what_wheels_were_built_for_names_accelerators_and_releases_there_are(catalogue: Catalogue) -> None:
    told: set[tuple[str, str, str]] = set()
    for row in shipped.table(HARDWARE)["kernels"]:
        for slug in row["accelerators"]:
            form = FORMS[catalogue.accelerators[slug].kind]
            assert all(form.fullmatch(arch) for arch in row["archs"].split()), row
            assert {row["since"], row["until"]} <= {*catalogue.releases}
            for platform in row["platforms"]:
                released = [
                    torch
                    for torch in catalogue.releases
                    if Version(row["since"]) <= Version(torch) <= Version(row["until"])
                ]
                once = {(slug, platform, torch) for torch in released}
                assert platform in catalogue.platforms
                assert not told & once, f"{slug} on {platform} is told twice"
                told |= once


def test_an_architecture_lies_in_the_range_the_accelerator_says(catalogue: Catalogue) -> None:
    for row in shipped.table(HARDWARE)["kernels"]:
        for accelerator in (catalogue.accelerators[slug] for slug in row["accelerators"]):
            since, until = accelerator.capability_from, accelerator.capability_to
            if since:
                archs = [Version(arch) for arch in row["archs"].split()]
                assert Version(since) <= min(archs)
                assert max(archs) <= Version(until)


def test_what_intel_is_validated_is_what_its_cards_are_called() -> None:
    hardware = shipped.table(HARDWARE)
    told = {arch for row in hardware["kernels"] if "xpu" in row["accelerators"] for arch in row["archs"].split()}
    assert told == {row["arch"] for row in hardware["cards"] if CODE_NAME.fullmatch(row["arch"])}


def test_every_rocm_that_was_built_for_something_known_has_the_oldest_driver_amd_supports(catalogue: Catalogue) -> None:
    needs = {found["slug"]: found for found in json.loads(facts_of(catalogue).body)["accelerators"]}
    built = {slug for row in shipped.table(HARDWARE)["kernels"] for slug in row["accelerators"]}
    assert {slug: needs[slug]["linux"] for slug in built if needs[slug]["kind"] == "rocm"} == {
        "rocm7.2": "6.4",
        "rocm7.1": "6.4",
        "rocm7.0": "6.2",
        "rocm6.4": "6.1",
        "rocm6.3": "6.1",
        "rocm6.2.4": "6.0",
        "rocm6.2": "6.0",
        "rocm6.1": "5.7",
        "rocm6.0": "5.6",
    }
    assert needs["xpu"] | {"linux": "", "windows": ""} == needs["xpu"]


def test_the_facts_are_kept_for_ever_under_their_digest_only(client: Client, catalogue: Catalogue) -> None:
    facts = facts_of(catalogue)
    kept = client.get(f"/fitting.json?{facts.digest}")
    assert kept["Content-Type"] == "application/json"
    assert "immutable" in kept["Cache-Control"]
    told = json.loads(kept.content)
    assert {found["slug"] for found in told["accelerators"]} >= {"cu130", "rocm7.2"}
    assert told["words"]["fits"] == "Fits"
    assert "no-cache" in client.get("/fitting.json?0")["Cache-Control"]
    assert client.post("/fitting.json").status_code == 405


def test_the_facts_bring_the_words_of_the_page_that_asks(client: Client) -> None:
    for link, asked in (("/?lang=ja", ""), ("/", "ja")):
        page = client.get(link, headers={"Accept-Language": asked, "User-Agent": "Mozilla"}).content.decode()
        (address,) = re.findall('data-facts="([^"]+)"', page)
        answer = client.get(unescape(address), headers={"Accept-Language": asked})
        assert answer.json()["words"]["fits"] == "適合"
        assert "immutable" in answer["Cache-Control"]
        assert "Accept-Language" in answer["Vary"]


def test_every_word_the_helper_says_is_there() -> None:
    said = set(re.findall(r"""["'](\w+)["']""", " ".join(re.findall(r"this\.say\(([^)]*)", SCRIPT.read_text()))))
    assert said == WORDS.keys()


def test_the_page_names_the_facts_and_shows_the_drivers_without_a_script(client: Client, catalogue: Catalogue) -> None:
    page = client.get("/?linux-x86_64=cu130&torch=2.13.0").content.decode()
    assert f'data-facts="/fitting.json?{facts_of(catalogue).digest}"' in page
    assert "<td>525.60.13</td>" in page
    assert "<td>528.33</td>" in page
    (line,) = (line for line in drivers_of(catalogue) if "cu130" in line.accelerators)
    assert (line.linux, line.windows) == ("580", "580")
