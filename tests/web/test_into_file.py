"""The wizard's choices in a file somebody has: what changes, the whole of it, and what it cannot do."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.doctor.projects import FILE
from tests.web.test_doctor import BROKEN, QUIET
from wizard.answering.raw import configuration_of
from wizard.doctor.patching import apply

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
LINK = "linux-x86_64=cu130&macos-arm64=pypi&layout=markers&torch=2.13.0"
ADDRESS = f"/into-file/?{LINK}"


def kept(answer: str) -> str:
    found = re.search(r'name="kept" value="([^"]*)"', answer)
    assert found
    return str(json.loads(html.unescape(found[1])))


def test_the_page_says_what_was_chosen_and_asks_for_a_file(client: Client) -> None:
    answer = client.get(ADDRESS).content.decode()
    assert "Linux x86-64" in answer
    assert "CUDA 13.0" in answer
    assert 'enctype="multipart/form-data"' in answer
    assert "Download" not in answer


@pytest.mark.parametrize("text", [QUIET, FILE, QUIET.replace("\n", "\r\n")])
def test_a_file_is_brought_to_the_choices(client: Client, catalogue: Catalogue, text: str) -> None:
    answer = client.post(ADDRESS, {"file": SimpleUploadedFile("pyproject.toml", text.encode())}).content.decode()
    expected = apply(text, configuration_of(LINK, catalogue), catalogue)
    assert expected != text
    assert kept(answer) == expected
    assert "This is what changes." in answer
    again = client.post(ADDRESS, {"file": SimpleUploadedFile("pyproject.toml", expected.encode())}).content.decode()
    assert "Nothing has to change" in again
    assert "Download" not in again


def test_what_a_file_requires_beside_the_choices_joins_them_or_is_left_and_both_are_said(
    client: Client, catalogue: Catalogue
) -> None:
    text = '[project]\nname = "mine"\ndependencies = ["torch", "torchvision", "torchcodec"]\n\n'
    text += '[tool.uv.sources]\ntorchcodec = { path = "../codec" }\n'
    answer = client.post(ADDRESS, {"text": text}).content.decode()
    joined = configuration_of(f"{LINK}&with=torchvision", catalogue)
    assert kept(answer) == apply(text, joined, catalogue)
    assert "Your file requires torchvision, so it has joined the choices" in answer
    assert "Your file requires torchcodec. It is left as it is" in answer
    assert "Your file requires torchcodec, so" not in answer


def test_what_else_is_different_with_what_joins_is_said(client: Client) -> None:
    text = '[project]\nname = "mine"\ndependencies = ["torch", "torchaudio"]\n'
    link = "linux-x86_64=cpu&torch=2.11.0&bound=exact&python=3.10"
    assert "Python 3.11" in client.post(f"/into-file/?{link}", {"text": text}).content.decode()


def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(client: Client) -> None:
    assert "is not valid TOML" in client.post(ADDRESS, {"text": BROKEN}).content.decode()


def test_choices_that_cannot_be_written_are_refused(client: Client) -> None:
    answer = client.get("/into-file/?linux-x86_64=cu999")
    assert answer.status_code == 422
    assert "cu999" in answer.content.decode()


def test_the_form_needs_its_token() -> None:
    assert Client(enforce_csrf_checks=True).post(ADDRESS, {"text": QUIET}).status_code == 403


def test_htmx_gets_the_part_for_the_tab(client: Client) -> None:
    answer = client.get(ADDRESS, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in answer
    assert "<form" in answer


def test_the_wizard_has_it_as_a_tab_that_is_a_link(client: Client) -> None:
    answer = client.get(f"/?{LINK}", follow=True).content.decode()
    assert re.search(r'href="/into-file/\?linux-x86_64=cu130&amp;macos-arm64=pypi&amp;', answer)
