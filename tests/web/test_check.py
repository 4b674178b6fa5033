"""Check with uv: only what the grammar can say reaches uv, its answer is shown, and nothing of the server leaks."""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.test import RequestFactory
from django.test.utils import override_script_prefix
from django.utils import timezone

from tests.answers import text_of
from tests.web.checks import HTMX, LINK, REFUSES, post, unfinished
from wizard.answering.raw import Refused
from wizard.configuration.values import Advice
from wizard.resolution.explanations import Trouble
from wizard.web.answers import BROKEN, LOST, UNAVAILABLE
from wizard.web.asking import Question, ask
from wizard.web.clients import client_of
from wizard.web.differences import LONGEST_SAID
from wizard.web.discretion import without_paths
from wizard.web.models import Check
from wizard.web.tasks import CACHE

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from tests.replica import Replica
    from wizard.resolution.running import Uv

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("checking")]


@pytest.mark.parametrize("method", ["get", "post"])
def test_where_it_is_off_there_is_nothing(method: str, client: Client, settings: Any) -> None:
    settings.VERIFY_ENABLED = False
    check = unfinished()
    assert getattr(client, method)(f"/check?{LINK}").status_code == 404
    assert getattr(client, method)(f"/check/{check.pk}").status_code == 404
    assert "/check" not in text_of(client.get(f"/?{LINK}"))


@pytest.mark.usefixtures("unhurried")
def test_the_wizard_links_to_it_and_still_asks_the_database_nothing(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert "/check?linux-x86_64=cu130&amp;macos-arm64=pypi" in text_of(client.get(f"/?{LINK}"))
    with django_assert_num_queries(0):
        client.get(f"/?{LINK}")


def test_a_look_only_offers_and_asks_nobody(client: Client) -> None:
    response = client.get(f"/check?{LINK}")
    assert response.status_code == 200
    page = text_of(response)
    assert "csrfmiddlewaretoken" in page
    assert "CUDA 13.0" in page
    assert "no-store" in response["Cache-Control"]
    part = text_of(client.get(f"/check?{LINK}", headers=HTMX))
    assert "<html" not in part
    assert 'hx-trigger="load"' in part
    assert Check.objects.count() == 0


@pytest.mark.usefixtures("agreeing")
def test_the_answer_is_a_table_with_the_version_and_the_time(client: Client) -> None:
    response = post(client)
    assert response.redirect_chain[0][1] == 303
    page = text_of(response)
    assert "uv 0.13.8 agrees" in page
    assert "torch 2.13.0+cu130" in page
    assert "Linux x86-64" in page
    assert f"{timezone.now():%Y}" in page
    assert "Locked in" in page
    check = Check.objects.get()
    assert check.state == Check.State.DONE
    assert check.result["agrees"]
    assert "3.12" in check.result["lines"][0]["pythons"]
    assert str(check) == f"{check.link} (done)"


@pytest.mark.usefixtures("agreeing")
def test_htmx_gets_only_the_table(client: Client) -> None:
    page = text_of(post(client, **HTMX))
    assert "<html" not in page
    assert "<table" in page


def test_where_uv_differs_the_line_says_so(client: Client, pretend: Callable[..., None]) -> None:
    pretend()
    page = text_of(post(client))
    assert "sees it otherwise" in page
    assert "Python 3.12-3.14: torch: foreseen 2.13.0+cu130, uv says nothing" in page
    japanese = text_of(client.get(f"/check/{Check.objects.get().pk}?lang=ja"))
    assert "Python 3.12-3.14: torch: 予測は「2.13.0+cu130」、uv の結果は「なし」" in japanese
    assert "PyPI 既定" in japanese


@pytest.mark.usefixtures("agreeing")
def test_the_table_shows_what_uv_gives_and_the_forecast_beside_it(client: Client, tmp_path: Path) -> None:
    page = text_of(post(client))
    assert "Foreseen" not in page
    assert "is shown, but not compared" in page
    export = tmp_path / "uv.export"
    export.write_text(export.read_text().replace("2.13.0+cu130", "2.12.0+cu130"))
    gets, foreseen = re.findall(r'<td data-label="(?:gets|foreseen)">(.*?)</td>', text_of(post(client)), re.DOTALL)[:2]
    assert re.findall("<code>(.*?)</code>", gets) == ["torch 2.12.0+cu130"]
    assert re.findall("<code>(.*?)</code>", foreseen) == ["torch 2.13.0+cu130"]


@pytest.mark.usefixtures("agreeing")
def test_what_can_be_named_but_was_not_chosen_stands_apart(client: Client) -> None:
    link = "linux-x86_64=cpu&linux-x86_64=cu130&macos-arm64=pypi&layout=extras&torch=2.13.0&bound=exact"
    page = text_of(post(client, link))
    assert "Named on a machine it was not chosen for (" in page
    assert Check.objects.get().names


@pytest.mark.parametrize(
    "link",
    [
        "",
        "linux-x86_64=cu999",
        "linux-x86_64=cu130&torch=2.8.0",
        f"{LINK}&--index-url=https://elsewhere.example",
        f"{LINK}&with=flask",
        "linux-x86_64=cpu&project=../../etc/passwd",
        "linux-x86_64=cu130&torch=2.13.0&layout=extra-index-url&bound=compatible",
    ],
)
def test_what_the_grammar_cannot_say_never_reaches_uv(link: str, client: Client) -> None:
    for response in (client.post(f"/check?{link}"), client.get(f"/check?{link}")):
        assert response.status_code == 422
        assert "nothing to check" in text_of(response)
    assert Check.objects.count() == 0


def test_a_link_that_is_refused_is_not_said_to_be_changed(client: Client) -> None:
    page = text_of(client.get("/check?linux-x86_64=cu999&torch=1.0&layout=x&python=2&project=torch&wiht=x&with=x"))
    assert "not a known accelerator" in page
    assert "ignored" not in page
    assert "is used" not in page
    assert "was ignored" in text_of(client.get("/?linux-x86_64=cu999"))


def test_a_link_that_asks_for_nothing_is_told_so(client: Client) -> None:
    assert "the link asks for nothing." in text_of(client.get("/check"))
    assert "the link asks for what does not exist." in text_of(client.get("/check?linux-x86_64=cu999"))


@pytest.mark.usefixtures("catalogue")
def test_an_answer_that_is_gone_says_how_long_answers_are_kept(client: Client) -> None:
    for headers in ({}, HTMX):
        response = client.get("/check/5f0c3a0e-7d4e-4f3c-9c46-0d6a2b7d9a11", headers=headers)
        assert response.status_code == 404
        assert "Answers are kept for a week; ask again." in text_of(response)
        assert 'href="/"' in text_of(response) or headers


def test_a_check_that_waits_is_not_said_to_run(client: Client) -> None:
    check = unfinished(seconds=1)
    assert "waits for its turn" in text_of(client.get(f"/check/{check.pk}"))
    Check.objects.update(state=Check.State.RUNNING, started_at=timezone.now())
    page = text_of(client.get(f"/check/{check.pk}"))
    assert "uv locks this configuration" in page
    assert "waits for its turn" not in page


def test_one_that_may_not_ask_now_can_try_again_and_see_the_check_in_its_way(client: Client) -> None:
    own = unfinished(client_of(RequestFactory().get("/")), seconds=1)
    response = post(client, "linux-x86_64=cpu&torch=2.13.0")
    assert response.status_code == 409
    page = text_of(response)
    assert f'href="/check/{own.pk}"' in page
    assert "Try again</button>" in page
    assert 'action="/check?linux-x86_64=cpu&amp;layout=markers&amp;torch=2.13.0' in page
    part = text_of(post(client, "linux-x86_64=cpu&torch=2.13.0", **HTMX))
    assert f'href="/check/{own.pk}"' in part
    assert "Try again</button>" not in part


@pytest.mark.usefixtures("agreeing")
def test_uv_gets_the_canonical_link(client: Client) -> None:
    post(client, "macos-arm64=pypi&linux-x86_64=cu130&torch=2.13.0")
    assert Check.objects.get().link.startswith("linux-x86_64=cu130&macos-arm64=pypi&layout=markers&torch=2.13.0")


def test_a_refusal_keeps_the_folders_of_the_server_to_itself(client: Client, pretend: Callable[..., None]) -> None:
    pretend(REFUSES)
    page = text_of(post(client))
    assert "uv on this server gave no judgement. The packages cannot be had together" in page
    assert "at …: No solution found" in page
    assert "CUDA 13.0" in page
    assert "uv-judge" not in page + str(Check.objects.get().result)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("in `/home/me/.cache/uv`: denied", "in `…`: denied"),
        ("error:/var/tmp/x/y", "error:…"),
        ('read "file:///srv/data/x.toml"', 'read "…"'),
        (r"at C:\Users\me\AppData", "at …"),
        ("https://mirror.example/whl/cu130/torch/", "https://mirror.example/whl/cu130/torch/"),
        ("https://me:secret@mirror.example/whl", "https://mirror.example/whl"),
        ("https://me:se@cret@mirror.example/whl", "https://mirror.example/whl"),
        ("in `/home/my user/.cache/uv`: denied", "in `…`: denied"),
        (r"at C:\Users\John Doe\AppData\uv: denied", "at …: denied"),
        ("at /srv/my sites/cache/simple-v27/x: denied", "at …: denied"),
        ("ran /opt/my uv/uv, then /opt/my uv/uv", "ran …, then …"),
        ("torch>=2.9.0 and torch<2.10/2.11", "torch>=2.9.0 and torch<2.10/2.11"),
    ],
)
def test_paths_and_credentials_go_and_addresses_stay(text: str, shown: str) -> None:
    assert without_paths(text, ["/srv/my sites", "/opt/my uv/uv", "/srv/my sites/cache"]) == shown


def test_every_place_the_server_knows_is_hidden(client: Client, pretend: Callable[..., None], tmp_path: Path) -> None:
    cache, program = tmp_path / "my cache", tmp_path / "uv"
    pretend(f"echo 'No solution found: {cache}/x and {program}, {tmp_path}/uv-judge-1/y' >&2; exit 1", cache=cache)
    assert "found: … and …, …" in text_of(post(client))
    assert str(tmp_path) not in str(Check.objects.get().result)


def test_what_uv_says_without_end_is_cut(client: Client, pretend: Callable[..., None]) -> None:
    pretend("yes solution | head -c 90000 >&2; exit 1")
    post(client)
    assert len(Check.objects.get().result["said"]) == LONGEST_SAID


@pytest.mark.parametrize(
    ("said", "sentence", "shown"),
    [
        ("No space left on device", "could not ask its uv", False),
        ("unknown field `x`", "could not ask its uv", False),
        ("dns error", "could not read an index", True),
        ("No solution found", "cannot be had together", True),
        ("the moon", "no better words", True),
    ],
)
def test_a_visitor_is_not_told_to_mend_the_server(
    said: str, sentence: str, *, shown: bool, client: Client, pretend: Callable[..., None]
) -> None:
    pretend(f"echo 'error: {said}' >&2; exit 1")
    page = text_of(post(client))
    assert sentence in page
    assert (said in page) is shown
    assert "UV_HTTP_TIMEOUT" not in page
    assert "TMPDIR" not in page


def test_every_trouble_and_every_refusal_has_a_sentence_and_every_sentence_a_use() -> None:
    source = (ROOT / "wizard" / "web" / "answers.py").read_text()
    codes = {*re.findall(r'refused\(\s*"([a-z-]+)"', source), LOST, BROKEN, UNAVAILABLE, *Trouble}
    assert codes == {path.stem for path in (ROOT / "templates/wizard/sentences/checks").iterdir()}


def test_what_only_the_operator_may_know_is_in_the_log(
    client: Client, pretend: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    pretend("echo 'No space left on device' >&2; exit 1")
    post(client)
    (record,) = [one for one in caplog.records if one.name == "wizard.web.tasks"]
    assert record.levelname == "WARNING"
    assert record.getMessage().startswith(f"check {Check.objects.get().pk}: `uv lock --no-build` failed. The disk is")


@pytest.mark.usefixtures("agreeing")
def test_an_answer_is_headed_by_what_was_checked_then(client: Client) -> None:
    page = post(client)
    check = Check.objects.get()
    assert "CUDA 13.0" in text_of(page)
    Check.objects.update(link="linux-x86_64=cpu&torch=2.9.1")
    again = text_of(client.get(f"/check/{check.pk}"))
    assert "CUDA 13.0" in again
    assert "2.9.1" not in again.partition("<dl")[2].partition("</dl>")[0]


def test_a_link_that_no_longer_means_what_it_meant_heads_no_page(client: Client) -> None:
    check = unfinished(seconds=1)
    assert "CUDA 13.0" in text_of(client.get(f"/check/{check.pk}"))
    Check.objects.update(link="linux-x86_64=cu130&torch=2.8.0")
    assert "CUDA 13.0" not in text_of(client.get(f"/check/{check.pk}"))


def test_a_link_that_is_blocked_meanwhile_does_not_reach_uv(monkeypatch: pytest.MonkeyPatch) -> None:
    advice = Advice(code="no-python", severity="blocked", facts={"python": "3.12", "torch": "2.13.0"})
    monkeypatch.setattr("wizard.configuration.configure.advise", lambda *_: (advice,))
    check = ask(Question(link=LINK, revision=1, client="somebody"), timezone.now())
    check.refresh_from_db()
    assert check.result["code"] == "link"
    assert "3.12" in check.result["reasons"][0]


def test_the_default_cache_is_nobody_else_s(
    client: Client, settings: Any, pretend: Callable[..., None], tmp_path: Path
) -> None:
    settings.VERIFY_CACHE = ""
    pretend(REFUSES)
    assert "cannot be had together" in text_of(post(client))
    assert stat.S_IMODE((tmp_path / CACHE).stat().st_mode) == 0o700
    for mode in (0o770, 0o702):
        (tmp_path / CACHE).chmod(mode)
        assert "could not ask its uv" in text_of(post(client))


@pytest.mark.parametrize(
    ("script", "changes", "sentence"),
    [
        ("sleep 60", {"timeout": 0.3}, "did not finish within 0.3 seconds"),
        ("exit 0", {"interpreters": ()}, "this server has none"),
        ("kill -9 $$", {}, "could not ask its uv"),
    ],
)
def test_every_refusal_is_a_sentence_for_visitors(
    script: str, changes: dict[str, Any], sentence: str, client: Client, pretend: Callable[..., None]
) -> None:
    pretend(script, **changes)
    assert sentence in text_of(post(client))
    assert Check.objects.get().state == Check.State.REFUSED


def test_an_old_uv_and_a_missing_one_are_said(client: Client, pretend: Callable[..., None], tmp_path: Path) -> None:
    pretend()
    (tmp_path / "uv").write_text("#!/bin/sh\necho uv 0.4.0\n")
    assert "0.4.0, is too old" in text_of(post(client))
    (tmp_path / "uv").unlink()
    page = text_of(post(client))
    assert "could not ask its uv" in page
    assert str(tmp_path) not in page


def test_an_error_of_ours_is_no_page_without_end(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.web.tasks.compare_with_uv", lambda *_, **__: 1 / 0)
    assert "Something went wrong on this server" in text_of(post(client))
    assert not Check.objects.unfinished().exists()


def test_a_catalogue_that_changed_meanwhile_is_said(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.web.tasks.configuration_of", lambda *_: _refuse())
    page = text_of(post(client))
    assert "The catalogue changed" in page
    assert "cu130 is gone" in page


def _refuse() -> None:
    raise Refused(("cu130 is gone",))


@pytest.mark.usefixtures("agreeing")
def test_it_works_under_a_prefix(client: Client) -> None:
    with override_script_prefix("/torch/"):
        part = text_of(client.get(f"/check?{LINK}", headers=HTMX))
    assert 'action="/torch/check?' in part


@pytest.mark.any_database
@pytest.mark.network
def test_the_real_uv_answers(client: Client, uv: Uv, replica: Replica, settings: Any, monkeypatch: Any) -> None:
    settings.PYTORCH_INDEX_BASE_URL = replica.base_url
    monkeypatch.setattr("wizard.web.tasks.uv_at_hand", lambda **_: uv)
    page = text_of(post(client, "linux-x86_64=cu130&macos-arm64=pypi&torch=2.13.0&with=torchvision"))
    assert f"uv {uv.version} agrees" in page
    assert "torch 2.13.0+cu130" in page
