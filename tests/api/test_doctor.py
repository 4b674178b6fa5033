"""The doctor for programs: as JSON or as plain text, the same findings as its page's, and the mended file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.api.asking import ROOT, problem, send
from wizard.api.doctor import FILE, SAID
from wizard.doctor.mending import Mended, Why

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
TEXT = FILE.example["text"]


def test_a_file_is_examined_and_mended(client: Client) -> None:
    found = send(client, "/doctor", {"text": TEXT})
    told = client.post("/doctor/?format=json", TEXT, content_type="text/plain").json()["findings"]
    assert [one["code"] for one in found["findings"]] == ["gpu-source-no-platform-marker", "index-not-explicit"]
    assert [{key: one[key] for key in found["findings"][0]} for one in told] == found["findings"]
    assert "explicit = true" in found["mended"]
    assert (found["form"], found["left"]) == ("pyproject", {})
    assert found["permalink"] == f"http://testserver/?{found['link']}"
    again = send(client, "/doctor", {"text": found["mended"]})
    assert (again["findings"], again["mended"], again["summary"]) == ([], None, "Nothing found.")


@pytest.mark.parametrize("kind", ["text/plain", "application/toml", "application/x-www-form-urlencoded"])
def test_the_body_may_be_the_file_itself(kind: str, client: Client) -> None:
    response = client.post(f"{ROOT}/doctor", TEXT, content_type=kind)
    assert response.json() == send(client, "/doctor", {"text": TEXT})
    assert response["Cache-Control"] == "no-store"


def test_the_lock_beside_the_file_is_read(client: Client) -> None:
    lock = (
        'version = 1\nrequires-python = ">=3.12"\n\n[[package]]\nname = "torch"\nversion = "2.9.1"\n'
        'source = { registry = "https://download.pytorch.org/whl/cpu" }\n'
    )
    found = send(client, "/doctor", {"text": TEXT, "lock": lock})["findings"]
    assert "stale-lock" in {one["code"] for one in found}
    broken = problem(client.post(f"{ROOT}/doctor", {"text": TEXT, "lock": "["}, content_type="application/json"), 422)
    assert broken["detail"].startswith("uv.lock")


def test_another_tools_file_only_becomes_choices(client: Client) -> None:
    text = "--index-url https://download.pytorch.org/whl/cu130\ntorch==2.13.0\n"
    found = send(client, "/doctor", {"text": text, "name": "requirements.txt"})
    assert (found["form"], found["findings"], found["mended"]) == ("requirements", [], None)
    assert "cu130" in found["link"]


def test_what_mending_left_is_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    left = Mended(text=TEXT, left={"index-not-explicit@tool.uv.index.0": Why.TIME})
    monkeypatch.setattr("wizard.api.doctor.mend_all", lambda *_: left)
    found = send(client, "/doctor", {"text": TEXT})
    assert found["mended"] is None
    assert len(found["left"]["index-not-explicit@tool.uv.index.0"]) > 20


def test_broken_toml_is_refused_with_its_place(client: Client) -> None:
    found = problem(client.post(f"{ROOT}/doctor", "[project\n", content_type="text/plain"), 422)
    assert (found["line"], found["column"]) == (1, 9)
    assert found["type"].endswith("#unreadable-file")


def test_bytes_that_are_no_text_are_refused_with_their_line(client: Client) -> None:
    found = problem(client.post(f"{ROOT}/doctor", b"[project]\n\xff", content_type="text/plain"), 422)
    assert (found["line"], "column" in found) == (2, False)


def test_a_file_with_too_much_in_it_is_refused(client: Client) -> None:
    text = "[project]\ndependencies = [" + '"a",' * 60_000 + "]"
    assert "values" in problem(client.post(f"{ROOT}/doctor", text, content_type="text/plain"), 422)["detail"]


def test_uvs_words_are_explained(client: Client) -> None:
    found = send(client, "/errors", SAID.example)["errors"]
    assert [one["code"] for one in found] == ["no-wheel-for-python"]
    assert found[0]["cause"]
    assert found[0]["cure"]
    plain = client.post(f"{ROOT}/errors", SAID.example["said"], content_type="text/plain").json()
    assert plain["errors"] == found
    assert send(client, "/errors", {"said": "All is well."})["errors"] == []


def test_the_file_beside_uvs_words_says_what_leads_to_them(client: Client) -> None:
    said = "error: Failed to build `p`\n  cause: Package `torch` references an undeclared index: `pytorch-cu130`"
    text = TEXT.partition("[[tool.uv.index]]")[0]
    found = send(client, "/errors", {"said": said, "text": text})["errors"]
    assert [one["code"] for one in found] == ["undeclared-index"]
    assert [key.partition("@")[0] for key in found[0]["found"]] == ["undeclared-index"]


@pytest.mark.parametrize("path", ["/doctor", "/errors"])
def test_who_asks_too_often_is_told_when_to_come_back(path: str, client: Client, settings: Any) -> None:
    settings.DOCTOR_PER_MINUTE = 1
    client.post(f"{ROOT}{path}", TEXT, content_type="text/plain")
    response = client.post(f"{ROOT}{path}", TEXT, content_type="text/plain")
    if response.status_code == 200:  # a minute began between the two
        response = client.post(f"{ROOT}{path}", TEXT, content_type="text/plain")
    assert 0 < int(response["Retry-After"]) <= 60
    problem(response, 429)
