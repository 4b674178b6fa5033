"""The OpenAPI document: whole, true, and the same until somebody means to change it."""

from __future__ import annotations

import json
import re
import shlex
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.test.utils import override_script_prefix

from tests.api.asking import ROOT
from wizard.api.docs_page import typed
from wizard.api.spoken import spoken
from wizard.api.spoken import words as words_of
from wizard.sharing.models import Preset

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
GOLDEN = Path(__file__).with_name("openapi.json")
METHODS = {"get", "post"}
LONG = 20
"""Shorter texts, such as OK, may stand in a page by themselves."""


@pytest.fixture
def document(client: Client) -> Any:
    return client.get(f"{ROOT}/openapi.json").json()


def operations(document: Any) -> dict[str, Any]:
    """Return every operation under its name."""
    return {
        operation["operationId"]: {**operation, "path": path, "method": method}
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


def test_the_document_is_the_one_that_was_agreed_on(client: Client) -> None:
    """Within v1 things may be added to it, and nothing may go. After a change, write what is answered to the file."""
    assert client.get(f"{ROOT}/openapi.json").content.decode() == GOLDEN.read_text(encoding="utf-8")


def test_every_operation_has_a_name_an_explanation_and_its_problems(document: Any) -> None:
    found = operations(document)
    assert len(found) == sum(map(len, document["paths"].values())) > 12
    for name, operation in found.items():
        assert operation["method"] in METHODS
        assert operation["description"], name
        assert {"400", "500", "503"} < set(operation["responses"]), name
        for status, response in operation["responses"].items():
            kinds = set(response.get("content", {}))
            assert kinds == (
                {"application/problem+json"} if status >= "400" else {"application/json"} if status < "300" else set()
            )
        if operation["method"] == "get":
            assert "304" in operation["responses"]
            assert "ETag" in operation["responses"]["200"]["headers"]
        else:
            assert {"413", "415", "422"} < set(operation["responses"])


def test_every_schema_that_is_named_is_there(document: Any) -> None:
    named = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(document)))
    assert named == set(document["components"]["schemas"])


def test_examples_work(client: Client, document: Any) -> None:
    """Paste the lines of the page into the test's client instead of a terminal."""
    Preset.objects.create(slug="gpu-box", name="GPU box", query="linux-x86_64=cu130")
    kept = client.post(f"{ROOT}/short-links", {"link": "linux-x86_64=cu130"}, content_type="application/json").json()
    page = client.get(f"{ROOT}/docs").content.decode()
    lines = re.findall(r'aria-label="Example of (\w+)"><code>(.*?)</code>', page, flags=re.DOTALL)
    assert [name for name, _ in lines] == list(operations(document))
    for name, line in lines:
        words = shlex.split(unescape(line).replace("0000000000", kept["id"]))
        address = next(word for word in words if word.startswith("http://testserver/"))
        if "--data" in words:
            kind = words[words.index("--header") + 1].removeprefix("Content-Type: ")
            response = client.post(address, words[words.index("--data") + 1], content_type=kind)
        else:
            response = client.get(address)
        assert response.status_code in {200, 201}, f"{name}: {response.content.decode()}"
        assert list(response.json()), name


def test_examples_of_plain_text_work(client: Client, document: Any) -> None:
    sending = [one for one in operations(document).values() if "requestBody" in one]
    texts = [one for one in sending if "text/plain" in one["requestBody"]["content"]]
    assert {one["operationId"] for one in texts} == {"examine_file", "explain_error"}
    for one in texts:
        body = one["requestBody"]["content"]["text/plain"]["example"]
        found = client.post(one["path"], body, content_type="text/plain").json()
        assert found.get("findings") or found.get("errors")


def test_the_lines_of_the_help_work(client: Client) -> None:
    text = client.get("/", headers={"User-Agent": "curl/8.5.0"}).content.decode()
    lines = [shlex.split(line) for line in text.splitlines() if "curl" in line and "/api/" in line]
    assert len(lines) == 5
    for words in lines:
        address = next(word for word in words if word.startswith("http://testserver/"))
        if "--json" in words:
            body = words[words.index("--json") + 1]
            response = client.post(address, body, content_type="application/json")
        elif "--data-binary" in words:
            response = client.post(address, "[project]\n", content_type=words[2].removeprefix("Content-Type: "))
        else:
            response = client.get(address)
        assert response.status_code in {200, 201}, response.content
    assert "All of it: http://testserver/api/v1/docs" in text


def test_the_page_shows_every_operation_and_schema_and_runs_nothing(client: Client, document: Any) -> None:
    page = client.get(f"{ROOT}/docs").content.decode()
    for name in operations(document):
        assert f'id="{name}"' in page
    for name in document["components"]["schemas"]:
        assert f'id="schema-{name}"' in page
    assert set(re.findall(r'href="#([\w-]+)"', page)) <= set(re.findall(r'id="([\w-]+)"', page))
    assert "<script" not in page
    assert "style=" not in page
    assert not re.findall(r'(?:src|href)="https?://(?!testserver)', page)


def test_the_document_and_its_page_explain_in_the_language_that_is_asked_for(client: Client, document: Any) -> None:
    japanese = client.get(f"{ROOT}/openapi.json?lang=ja")
    assert japanese["Content-Language"] == "ja"
    assert {*words_of(japanese.json())} & {*words_of(document)} == {"OK"}
    page = unescape(client.get(f"{ROOT}/docs?lang=ja").content.decode())
    assert [sentence for sentence in words_of(document) if len(sentence) > LONG and sentence in page] == []
    assert "string または null" in page


def test_every_operation_takes_a_language(document: Any) -> None:
    for operation in operations(document).values():
        assert "lang" in [one["name"] for one in operation["parameters"]]


def test_what_programs_go_by_is_the_same_in_every_language(client: Client, document: Any) -> None:
    japanese = client.get(f"{ROOT}/openapi.json", headers={"Accept-Language": "ja"}).json()
    assert spoken(japanese, lambda _: "") == spoken(document, lambda _: "")


def test_under_a_prefix_the_document_names_its_paths_with_it(client: Client) -> None:
    with override_script_prefix("/torch/"):
        found = client.get(f"{ROOT}/openapi.json").json()
    assert "/torch/api/v1/catalogue" in found["paths"]


@pytest.mark.parametrize(
    ("schema", "words", "name"),
    [
        ({"$ref": "#/components/schemas/Problem"}, "Problem", "Problem"),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "integer or null", ""),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Machine"}}, "list of Machine", "Machine"),
        ({"type": "object", "additionalProperties": {"type": "string"}}, "object of string", ""),
        ({"const": "yes", "type": "string"}, '"yes"', ""),
        ({"enum": ["a", "b"]}, '"a" or "b"', ""),
        ({}, "anything", ""),
    ],
)
def test_types_are_told_in_words(schema: dict[str, Any], words: str, name: str) -> None:
    assert (typed(schema).words, typed(schema).schema) == (words, name)
