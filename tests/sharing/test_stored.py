"""What an earlier version stored opens for ever: rows exactly as they were written then, in ``stored/``."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from wizard.sharing.comparing import today
from wizard.sharing.freezing import digest_of
from wizard.sharing.ids import candidates
from wizard.sharing.models import ShortLink

if TYPE_CHECKING:
    from django.test import Client

    from wizard.catalogue.facts import Catalogue

pytestmark = pytest.mark.django_db
STORED = sorted((Path(__file__).parent / "stored").glob("*.json"))


def row(path: Path) -> dict[str, Any]:
    """Return a stored row; nobody may write it anew, whatever this version would store."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_a_stored_link_opens_with_the_files_of_its_day(path: Path, client: Client) -> None:
    stored = row(path)
    link = ShortLink.objects.create(**stored)
    for output in stored["outputs"]:
        response = client.get(f"/c/{stored['id']}/{output['filename']}")
        assert response.content == output["text"].encode()
        assert response["Content-Type"] == f"{output['content_type']}; charset=utf-8"
    page = client.get(f"/c/{stored['id']}").content.decode()
    assert f"<h1>{stored['title']}</h1>" in page
    assert "zweite Zeile &lt;b&gt;" in page
    assert len(stored["outputs"]) == 7
    assert digest_of(link) == stored["digest"]
    assert stored["id"] in candidates(stored["digest"])


def test_a_file_of_a_format_that_is_no_more_is_still_shown_and_served(client: Client, catalogue: Catalogue) -> None:
    retired = {"slug": "conda", "filename": "environment.yml", "content_type": "text/yaml", "text": "name: <old>\n"}
    stored = row(STORED[0]) | {"outputs": [retired]}
    link = ShortLink.objects.create(**stored)
    response = client.get(f"/c/{link.pk}/environment.yml")
    assert (response.content, response["Content-Type"]) == (b"name: <old>\n", "text/yaml; charset=utf-8")
    page = client.get(f"/c/{link.pk}").content.decode()
    assert "name: &lt;old&gt;" in page
    assert ">environment.yml</label>" in page
    assert not today(link, catalogue).differs
    assert today(link, catalogue) == today(link, replace(catalogue, revision=9))
