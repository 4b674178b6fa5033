"""Whatever goes wrong below /api/ has one shape, says what to do, and is kept by nobody."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import override_settings

from tests.api.asking import PROBLEM, ROOT, problem
from wizard.api.faults import sentence_of
from wizard.api.middleware import ApiMiddleware
from wizard.api.problems import BY_STATUS, KINDS
from wizard.api.refusals import KIND_OF
from wizard.catalogue.loading import forget_catalogue
from wizard.catalogue.models import Revision
from wizard.errors import WizardError

if TYPE_CHECKING:
    from django.test import Client, RequestFactory

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
READING = ["/catalogue", "/platforms", "/accelerators", "/releases", "/cells", "/presets"]
SENDING = ["/configuration", "/short-links", "/doctor", "/errors"]


@pytest.mark.parametrize("path", ["/api/", "/api/v2/catalogue", "/api/v1/", "/api/v1/nothing", "/api/v1/catalogue/"])
def test_an_address_without_an_operation_is_not_found(path: str, client: Client) -> None:
    found = problem(client.get(path), 404)
    assert found["instance"] == path
    assert found["type"] == "http://testserver/api/v1/docs#not-found"


def test_a_page_that_is_not_there_stays_a_page(client: Client) -> None:
    response = client.get("/apiary/", headers={"Accept": "text/html"})
    assert response.status_code == 404
    assert response["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize("path", [*READING, "/openapi.json", "/docs"])
def test_a_method_nobody_answers_is_refused_with_those_that_are(path: str, method: str, client: Client) -> None:
    response = getattr(client, method)(f"{ROOT}{path}")
    problem(response, 405)
    assert set(response["Allow"].split(", ")) == {"GET", "HEAD"}


@pytest.mark.parametrize("headers", [{"User-Agent": "curl/8"}, {"Accept": "text/html"}])
def test_a_strange_host_is_a_bad_request_that_says_what_to_set(headers: dict[str, str], client: Client) -> None:
    found = problem(client.get(f"{ROOT}/catalogue", headers={"Host": "not ours", **headers}), 400)
    assert "ALLOWED_HOSTS" in found["detail"]


@pytest.mark.parametrize("headers", [{"User-Agent": "curl/8"}, {"Accept": "text/html"}])
def test_where_there_is_nothing_all_are_told_the_same(headers: dict[str, str], client: Client) -> None:
    found = problem(client.get(f"{ROOT}/nothing", headers=headers), 404)
    assert found["detail"].startswith("No operation has this path")


@pytest.mark.parametrize("status", [403, 412, 451, 502, 520, 599])
def test_a_status_of_no_kind_keeps_its_number(status: int, rf: RequestFactory) -> None:
    answer = ApiMiddleware(lambda _: HttpResponse("<h1>Not so</h1>", status=status))(rf.get(f"{ROOT}/catalogue"))
    found = json.loads(answer.content)
    assert (answer.status_code, found["status"], found["type"]) == (status, status, "about:blank")
    assert found["title"] == answer.reason_phrase
    assert "Not so" not in found["detail"]


def test_what_is_asked_for_on_a_condition_that_does_not_hold_fails_as_such(client: Client) -> None:
    problem(client.get(f"{ROOT}/presets", headers={"If-Match": '"another"'}), 412)


def test_the_page_is_also_found_as_a_folder(client: Client) -> None:
    response = client.get(f"{ROOT}/docs/")
    assert (response.status_code, response["Location"]) == (301, f"{ROOT}/docs")


@pytest.mark.parametrize("path", SENDING)
@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b'"\\ud800"'])
def test_a_body_that_is_no_json_is_a_bad_request(body: bytes, path: str, client: Client) -> None:
    found = problem(client.post(f"{ROOT}{path}", body, content_type="application/json"), 400)
    assert "body" in found["detail"]


@pytest.mark.parametrize("path", SENDING)
@pytest.mark.parametrize("body", ["[]", "1", "null", '{"x": 1}', '{"text": 1, "said": 1, "link": 1}'])
def test_json_of_another_shape_is_refused(body: str, path: str, client: Client) -> None:
    found = problem(client.post(f"{ROOT}{path}", body, content_type="application/json"), 422)
    assert found["errors"]


@pytest.mark.parametrize("path", SENDING)
def test_a_body_of_another_type_is_refused(path: str, client: Client) -> None:
    found = problem(client.post(f"{ROOT}{path}", b"GIF89a", content_type="image/gif"), 415)
    assert "application/json" in found["detail"]


@pytest.mark.parametrize("path", SENDING)
def test_a_body_that_is_too_large_is_not_read(path: str, client: Client) -> None:
    found = problem(client.post(f"{ROOT}{path}", b" " * 6_000_001, content_type="application/json"), 413)
    assert ("Send the pyproject.toml alone." in found["detail"]) == (path in {"/doctor", "/errors"})
    assert ("more than a short link can hold" in found["detail"]) == (path == "/short-links")


@pytest.mark.parametrize("path", ["/doctor", "/errors"])
def test_a_text_that_is_too_large_is_not_examined(path: str, client: Client) -> None:
    problem(client.post(f"{ROOT}{path}", "#" * 1_000_001, content_type="text/plain"), 413)


@pytest.mark.parametrize("path", [*READING, "/configuration?linux-x86_64=cpu", "/openapi.json"])
def test_without_a_catalogue_everything_is_unavailable(path: str, client: Client) -> None:
    Revision.objects.all().delete()
    forget_catalogue()
    assert "load_catalogue" in problem(client.get(f"{ROOT}{path}"), 503)["detail"]


def test_a_database_that_is_away_is_unavailable(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise OperationalError

    monkeypatch.setattr("wizard.api.catalogue.listing.platforms", away)
    assert "database" in problem(client.get(f"{ROOT}/platforms"), 503)["detail"]


def test_a_mistake_of_ours_says_nothing_of_itself(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        message = "a secret"
        raise RuntimeError(message)

    client.raise_request_exception = False
    monkeypatch.setattr("wizard.api.catalogue.listing.platforms", broken)
    response = client.get(f"{ROOT}/platforms")
    assert "secret" not in response.content.decode()
    problem(response, 500)


def test_the_headers_alone_say_how_long_a_problem_is(client: Client) -> None:
    whole, head = client.get(f"{ROOT}/nothing"), client.head(f"{ROOT}/nothing")
    assert (head.status_code, head["Content-Type"], head.content) == (404, PROBLEM, b"")
    assert head["Content-Length"] == whole["Content-Length"]


def test_a_problem_leads_to_its_explanation(client: Client) -> None:
    page = client.get(f"{ROOT}/docs").content.decode()
    for kind in KINDS:
        assert f'id="{kind.slug}"' in page
    with override_settings(PUBLIC_BASE_URL="https://intranet.example/torch"):
        found = client.get(f"{ROOT}/nothing").json()
    assert found["type"] == "https://intranet.example/torch/api/v1/docs#not-found"


def test_what_was_asked_for_is_echoed_as_text(client: Client) -> None:
    response = client.get(f"{ROOT}/<script>alert(1)</script>")
    assert response["X-Content-Type-Options"] == "nosniff"
    problem(response, 404)


def test_every_refusal_has_a_kind_and_the_root_of_them_comes_last() -> None:
    assert KIND_OF[-1][0] is WizardError
    assert {slug for _, slug in KIND_OF} | {"method-not-allowed", "internal"} == {kind.slug for kind in KINDS}
    assert BY_STATUS[HTTPStatus.UNPROCESSABLE_ENTITY].slug == "impossible"
    known: list[Any] = [kind for kind, _ in KIND_OF]
    for place, refusal in enumerate(known):
        assert not any(issubclass(refusal, before) for before in known[:place]), f"{refusal} is never reached"


@pytest.mark.parametrize(
    ("path", "body", "english", "japanese"),
    [
        ("doctor", {}, "body.text: This field has to be there.", "body.text: このフィールドは必須です。"),
        ("errors", {"said": "", "x": 1}, "There is no such field here.", "そのようなフィールドはありません。"),
        ("errors", {"said": 1}, "It should be a string.", "文字列にしてください。"),
        ("errors", [], "It should be an object.", "オブジェクトにしてください。"),
        ("configuration", {"with": "x"}, "It should be a list.", "リストにしてください。"),
        ("configuration", {"explain": "no"}, "It should be one of these: yes.", "次のいずれかにしてください: yes。"),
        ("configuration", {"bound": 1}, "one of these: minimum, compatible, exact.", "minimum、compatible、exact。"),
        ("short-links", {"link": "", "title": "x" * 81}, "at most 80 characters.", "80 文字以内にしてください。"),
        ("doctor", "{", "ends before it is complete, at line 1, column 1.", "1 行目、1 列目で途切れています。"),
        ("doctor", '{"a":}', "cannot be read from line 1, column 6 on.", "1 行目、6 列目から先を読み取れません。"),
        ("cells?limit=x", None, "query.limit: It should be a whole number.", "query.limit: 整数にしてください。"),
        ("cells?limit=0", None, "It should be 1 or more.", "1 以上にしてください。"),
        ("cells?limit=9999", None, "It should be 1000 or less.", "1000 以下にしてください。"),
    ],
)
def test_what_is_wrong_with_a_field_is_said_in_our_words_and_the_askers_language(
    path: str, body: Any, english: str, japanese: str, client: Client
) -> None:
    for language, said in (("en", english), ("ja", japanese)):
        headers = {"Accept-Language": language}
        sent = {"data": body, "content_type": "application/json"}
        answer = client.get(f"{ROOT}/{path}", headers=headers)
        answer = answer if body is None else client.post(f"{ROOT}/{path}", headers=headers, **sent)
        assert said in problem(answer, answer.status_code)["detail"]


def test_a_fault_of_another_kind_is_told_as_pydantic_tells_it() -> None:
    told = sentence_of({"type": "is_odd", "msg": "Input should be even"})
    assert told == "It is not as the schema says: Input should be even."
