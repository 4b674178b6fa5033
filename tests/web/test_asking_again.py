"""Whoever has an answer and asks again is told that it is still right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from django.test import Client

LINK = "linux-x86_64=cu130&torch=2.13.0"
ADDRESSES = [
    "/",
    f"/?{LINK}",
    f"/pyproject.toml?{LINK}",
    f"/uv-pip.sh?{LINK}",
    "/matrix/",
    "/matrix.csv",
    "/matrix.json",
    "/p/",
    "/doctor/rules/",
    "/api/v1/docs",
    f"/embed/?{LINK}",
    f"/badge.svg?{LINK}",
]


@pytest.mark.django_db
@pytest.mark.parametrize("coding", ["identity", "gzip"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_an_answer_that_has_not_changed_is_not_sent_again(
    client: Client, settings: Any, address: str, coding: str
) -> None:
    settings.EMBED_ANCESTORS = ["https://wiki.example"]
    first = client.get(address, headers={"Accept-Encoding": coding})
    again = client.get(address, headers={"Accept-Encoding": coding, "If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    told, told_again = dict(first.items()), dict(again.items())
    assert set(filter(None, told.pop("Vary", "").split(", "))) <= {*told_again.pop("Vary", "").split(", ")}
    assert told.items() >= told_again.items()  # which browsers put in the place of those they have
    assert told["Cache-Control"] == told_again["Cache-Control"] == "no-cache"
    assert client.get(address, headers={"If-None-Match": '"another"'}).status_code == 200
    head = client.head(address, headers={"Accept-Encoding": coding})
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])
    known = client.head(address, headers={"Accept-Encoding": coding, "If-None-Match": first["ETag"]})
    assert (known.status_code, known["ETag"]) == (304, first["ETag"])


@pytest.mark.django_db
def test_the_page_of_a_short_link_is_not_sent_again(client: Client) -> None:
    path = client.post("/c/", {"linux-x86_64": "cu130", "torch": "2.13.0"})["Location"]
    assert client.get(path, headers={"If-None-Match": client.get(path)["ETag"]}).status_code == 304


@pytest.mark.django_db
@pytest.mark.parametrize("other", [f"/?{LINK}&layout=extras", "/?linux-x86_64=cu126&torch=2.13.0"])
def test_other_choices_are_another_answer(client: Client, other: str) -> None:
    tag = client.get(f"/?{LINK}")["ETag"]
    assert client.get(other, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.django_db
def test_the_part_that_htmx_swaps_is_another_answer_than_the_page(client: Client) -> None:
    tag = client.get(f"/?{LINK}")["ETag"]
    part = client.get(f"/?{LINK}", headers={"If-None-Match": tag, "HX-Request": "true"})
    assert part.status_code == 200
    assert "HX-Request" in part["Vary"]
    again = client.get(f"/?{LINK}", headers={"If-None-Match": part["ETag"], "HX-Request": "true"})
    assert (again.status_code, again["Vary"]) == (304, part["Vary"])


@pytest.mark.django_db
def test_a_refusal_is_told_again(client: Client) -> None:
    refused = client.get("/pyproject.toml?linux-x86_64=cu999")
    assert refused.status_code == 422
    assert "ETag" not in refused
    again = client.get("/pyproject.toml?linux-x86_64=cu999", headers={"If-None-Match": "*"})
    assert again.status_code == 422
