"""Choices in, configuration out: the same texts as the raw outputs, the same refusals, in one answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.asking import ROOT, problem, read, send
from tests.configuration.test_broken_catalogue import ROCM, with_a_triton_nobody_published
from tests.links import links
from wizard.answering.raw import Refused, configuration_of
from wizard.answering.sentences import Sentences
from wizard.api.describing import choices_of, described, link_of
from wizard.api.schemas.configuration import Choices
from wizard.choices.decoding import decode
from wizard.choices.grammar import SINGLE
from wizard.configuration.outcomes import machine_lines, outcomes
from wizard.rendering import FORMATS

if TYPE_CHECKING:
    from django.test import Client

    from wizard.catalogue.facts import Catalogue

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
LINK = "linux-x86_64=cpu&linux-x86_64=cu130&macos-arm64=pypi&layout=groups&default=cpu&with=torchvision&torch=2.13.0"
IMPOSSIBLE = "linux-x86_64=cu999&macos-arm64=cu130&torhc=2.13.0"


@pytest.mark.parametrize("query", [LINK, "macos-arm64=pypi", "linux-x86_64=cu130&explain=yes&channel=nightly"])
def test_every_output_is_the_text_its_own_address_answers(query: str, client: Client) -> None:
    found = read(client, f"/configuration?{query}")
    assert list(found["outputs"]) == [one.slug for one in FORMATS]
    for output in found["outputs"].values():
        raw = client.get(output["address"])
        if output["text"] is None:
            assert (raw.status_code, raw.content.decode()) == (422, f"{output['reason']}\n")
        else:
            assert (raw.status_code, raw.content.decode()) == (200, output["text"])
            assert raw["Content-Type"].startswith(output["content_type"])


def test_machines_get_what_the_page_foresees(client: Client, catalogue: Catalogue) -> None:
    found = read(client, f"/configuration?{LINK}")["machines"]
    lines = machine_lines(outcomes(decode(LINK, catalogue).choices, catalogue))
    assert [(one["platform"], one["selection"] or "", tuple(one["pythons"])) for one in found] == [
        (line.platform, line.selection, line.pythons) for line in lines
    ]
    assert [one["versions"] for one in found] == [dict(line.versions) for line in lines]
    assert {one["promised"] for one in found} == {True, False}


def test_the_meaning_is_what_the_file_says(client: Client) -> None:
    found = read(client, f"/configuration?{LINK}")["configuration"]
    text = read(client, f"/configuration?{LINK}")["outputs"]["pyproject"]["text"]
    assert found["requires_python"] in text
    assert found["default_groups"] == ["cpu"]
    assert found["conflicts"] == ["pypi", "cpu", "cu130"]
    assert found["sources"]["torch"][0]["group"] == "cpu"
    assert all(index["url"] in text for index in found["indexes"])
    assert all(requirement.split(" ;")[0] in text for requirement in found["groups"]["cu130"])


def test_advice_is_said_in_the_sentences_of_the_page(client: Client, catalogue: Catalogue) -> None:
    found = read(client, f"/configuration?{LINK}")["advice"]
    advice = configuration_of(LINK, catalogue).advice
    assert [(one["code"], one["severity"], one["sentence"]) for one in found] == [
        (one.code, one.severity, Sentences(catalogue).advice(one)) for one in advice
    ]
    assert next(one for one in found if one["code"] == "driver")["facts"]["accelerator"] == "cu130"


def test_choices_sent_back_give_the_same_answer(client: Client) -> None:
    found = read(client, f"/configuration?{LINK}")
    assert found["choices"]["channel"] == "stable"
    assert send(client, "/configuration", found["choices"]) == found


def test_choices_may_be_as_few_as_in_a_link(client: Client) -> None:
    found = send(client, "/configuration", {"linux-x86_64": ["cu130"], "explain": "yes"})
    assert found["link"].startswith("linux-x86_64=cu130&layout=markers&torch=")
    assert found["link"].endswith("explain=yes")


def test_addresses_start_with_the_public_base_url(client: Client, settings: Any) -> None:
    settings.PUBLIC_BASE_URL = "https://intranet.example/tools/torch"
    found = read(client, f"/configuration?{LINK}")
    assert found["permalink"] == f"https://intranet.example/tools/torch/?{found['link']}"
    assert found["outputs"]["uv-pip"]["address"].startswith("https://intranet.example/tools/torch/uv-pip.sh?")


@pytest.mark.parametrize("query", [IMPOSSIBLE, "", "linux-x86_64=cu130&linux-x86_64=cu999"])
def test_what_cannot_be_kept_to_is_refused_in_the_words_of_the_raw_outputs(query: str, client: Client) -> None:
    found = problem(client.get(f"{ROOT}/configuration?{query}"), 422)
    reasons = client.get(f"/pyproject.toml?{query}").content.decode().splitlines()
    assert [one["sentence"] for one in found["notices"]] == reasons
    assert found["detail"].splitlines() == reasons
    assert found["type"] == "http://testserver/api/v1/docs#impossible"
    assert client.get(f"{ROOT}/configuration?{found.get('instead', LINK)}").status_code == 200


def test_facts_of_a_refusal_name_what_stands_in_the_way(client: Client) -> None:
    notices = problem(client.get(f"{ROOT}/configuration?macos-arm64=cu130"), 422)["notices"]
    assert notices[0]["code"] == "impossible-cell"
    reason = notices[0]["facts"]["reason"]
    assert (reason["code"], reason["platform"], reason["accelerator"]) == ("kind-never", "macos-arm64", "cu130")


def test_what_no_python_installs_is_refused_with_its_advice(
    client: Client, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = with_a_triton_nobody_published(catalogue)
    monkeypatch.setattr("wizard.api.configuration.load_catalogue", lambda: broken)
    found = problem(client.get(f"{ROOT}/configuration?{ROCM}"), 422)
    assert [one["code"] for one in found["notices"]] == ["no-python"]
    assert found["notices"][0]["facts"]["python"] == "3.10"
    assert "instead" not in found


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"linux-x86_64": "cu130"}, ["body", "linux-x86_64"]),
        ({"linux-x86_64": ["cu130"], "layuot": "markers"}, ["body", "layuot"]),
        ({"linux-x86_64": ["cu130"], "layout": "magic"}, ["body", "layout"]),
    ],
)
def test_json_that_is_not_as_the_schema_says_is_refused_field_by_field(
    body: object, where: list[str], client: Client
) -> None:
    response = client.post(f"{ROOT}/configuration", body, content_type="application/json")
    found = problem(response, 422)
    assert [fault["where"] for fault in found["errors"]] == [where]
    assert ".".join(where) in found["detail"]


def test_the_fields_of_choices_are_the_words_of_a_link(catalogue: Catalogue) -> None:
    words = {str(field.alias or name) for name, field in Choices.model_fields.items()}
    assert words == {*SINGLE, *catalogue.platforms, "with"}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_link_is_answered_as_the_raw_output_is(data: st.DataObject, catalogue: Catalogue) -> None:
    query = data.draw(links(catalogue))
    try:
        link = configuration_of(query, catalogue).link
    except Refused:
        with pytest.raises(Refused):
            described(catalogue, query, "/")
        return
    assert f'"link":"{link}"'.encode() in described(catalogue, query, "/")
    assert configuration_of(link_of(choices_of(link)), catalogue).link == link


def test_a_link_kept_long_ago_may_name_a_machine_that_is_no_more() -> None:
    assert choices_of("amiga-m68k=cpu&linux-x86_64=cpu").linux_x86_64 == ["cpu"]
