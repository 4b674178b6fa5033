"""The addresses: pages that are always complete, files that are never wrong, and nothing a person types breaks them."""

from __future__ import annotations

import gzip
import html
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command
from django.test.utils import override_script_prefix

from tests.answers import text_of
from wizard.catalogue.loading import forget_catalogue
from wizard.catalogue.models import Revision
from wizard.rendering import FORMATS
from wizard.web.page import STEP_OF

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from wizard.rendering.formats import Format

SENTENCES = Path(__file__).parents[2] / "templates" / "wizard" / "sentences"
pytestmark = pytest.mark.django_db
LINK = "linux-x86_64=cu130&macos-arm64=pypi&torch=2.13.0"
GARBAGE = [
    "",
    "linux-x86_64",
    "=&=&&&",
    "linux-x86_64=cu130&linux-x86_64=cu130",
    "platform=",
    "%ff%fe=%80&linux-x86_64=%00",
    "linux-x86_64=%F0%9F%94%A5&torch=%3Cscript%3E",
    "torch=" + "9" * 10_000,
    "&".join(f"k{n}=v" for n in range(500)),
    "linux-x86_64=cu130&project=../../etc/passwd",
    "linux-x86_64=cu130&macos-x86_64=cu118&windows-arm64=rocm6.4&torch=2.15.0&layout=find-links&python=2.7",
]
ATTACK = "<img src=x onerror=alert(1)>\"'&amp;{{ 7 }}"


@pytest.mark.parametrize("query", GARBAGE, ids=range(len(GARBAGE)))
def test_the_page_is_complete_whatever_is_asked(query: str, client: Client) -> None:
    response = client.get(f"/?{query}")
    assert response.status_code == 200
    page = text_of(response)
    assert page.rstrip().endswith("</html>")
    assert "explicit" in page or "dependencies" in page
    assert page.count('name="torch"') > 1


@pytest.mark.parametrize("query", GARBAGE, ids=range(len(GARBAGE)))
@pytest.mark.parametrize("output", FORMATS, ids=lambda output: output.slug)
def test_a_file_is_refused_with_reasons_rather_than_wrong(query: str, output: Format, client: Client) -> None:
    response = client.get(f"/{output.filename}?{query}")
    if query == "linux-x86_64=cu130&linux-x86_64=cu130":
        assert response.status_code == 200
        return
    assert response.status_code == 422
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert len(text_of(response)) > 20


@pytest.mark.parametrize("output", FORMATS, ids=lambda output: output.slug)
def test_a_file_has_an_honest_type_and_name(output: Format, client: Client) -> None:
    response = client.get(f"/{output.filename}?{LINK}")
    assert response.status_code == 200
    assert response["Content-Type"] == f"{output.content_type}; charset=utf-8"
    assert response["Content-Disposition"] == f'inline; filename="{output.filename}"'
    assert text_of(response).endswith("\n")
    assert client.head(f"/{output.filename}?{LINK}").status_code == 200
    assert client.post(f"/{output.filename}?{LINK}").status_code == 405


def test_the_page_shows_what_the_file_says(client: Client) -> None:
    page = text_of(client.get(f"/?{LINK}"))
    assert "pytorch-cu130" in page
    assert html.escape(f"{LINK}&layout=markers").split("&amp;torch")[0] in page


def test_htmx_gets_the_part_that_changes_and_the_canonical_address(client: Client) -> None:
    response = client.get(f"/?{LINK}&platform=linux-x86_64", headers={"HX-Request": "true"})
    assert response["HX-Push-Url"].startswith("/?linux-x86_64=cu130&layout=markers&torch=2.13.0")
    assert "<html" not in text_of(response)
    assert "HX-Request" in response["Vary"]


def test_the_plain_form_is_sent_on_to_the_canonical_address(client: Client) -> None:
    response = client.get("/?platform=&platform=linux-x86_64&linux-x86_64=cu130&torch=2.13.0")
    assert response.status_code == 302
    assert "platform=" not in response["Location"]
    assert client.get(response["Location"]).status_code == 200


def test_a_forced_change_is_said_and_can_be_undone(client: Client) -> None:
    link = "/?linux-x86_64=cpu&linux-x86_64=cu130&layout=markers&torch=2.13.0"
    before = f"http://testserver/?{LINK}"
    page = text_of(client.get(link, headers={"HX-Request": "true", "HX-Current-URL": before}))
    assert "The layout markers cannot hold these choices" in page
    assert html.escape(f"/?{LINK}") in page
    page = text_of(client.get(link, headers={"Referer": before}))
    assert html.escape(f"/?{LINK}") in page
    foreign = text_of(client.get(link, headers={"Referer": "http://elsewhere.example/?x=1"}))
    assert "elsewhere.example" not in foreign


def test_what_gave_way_is_said_in_its_step(client: Client) -> None:
    page = text_of(client.get("/?linux-x86_64=cu128&torch=2.13.0", headers={"Referer": f"http://testserver/?{LINK}"}))
    step = page.partition('id="step-torch"')[2]
    assert '<p class="gave-way">torch 2.13.0 does not fit' in step
    assert "Take it back" in step
    assert "gave-way" not in page.partition('id="step-torch"')[0]


def test_every_step_named_for_a_notice_is_on_the_page_and_every_notice_exists(client: Client) -> None:
    page = text_of(client.get("/"))
    assert all(f'id="step-{step}"' in page for step in STEP_OF.values())
    assert set(STEP_OF) <= {path.stem for path in (SENTENCES / "notices").iterdir()}


def test_the_channel_stands_beside_torch_and_nightlies_have_no_version(client: Client) -> None:
    stable, nightly = (text_of(client.get(f"/?linux-x86_64=cu130{channel}")) for channel in ("", "&channel=nightly"))
    for page, chosen in ((stable, "stable"), (nightly, "nightly")):
        assert f'name="channel" value="{chosen}" checked' in page
        assert page.count('name="channel"') == 2
    assert "moves every day" in stable
    assert stable.count('name="torch"') > 1
    assert 'name="torch"' not in nightly
    assert "newest on the day of locking" in nightly
    assert 'data-code="moving"' in nightly
    assert ".dev0" not in nightly.partition('<section class="machines"')[2]


def test_a_form_that_still_names_a_torch_is_told_that_nightlies_have_none(client: Client) -> None:
    page = text_of(client.get("/?platform=linux-x86_64&linux-x86_64=cu130&torch=2.13.0&bound=minimum&channel=nightly"))
    assert "torch=2.13.0 was ignored: nightlies have no release to choose" in page
    response = client.get("/pyproject.toml?linux-x86_64=cu130&torch=2.13.0&channel=nightly")
    assert "torch=2.13.0 cannot be kept: nightlies have no release to choose." in text_of(response)
    assert response.status_code == 422


def test_the_page_is_sent_compressed_to_those_who_can_read_it(client: Client) -> None:
    plain = client.get(f"/?{LINK}")
    packed = client.get(f"/?{LINK}", headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert {"Accept-Encoding", "User-Agent"} <= {*plain["Vary"].split(", ")}


@pytest.mark.usefixtures("unhurried")
def test_a_warm_page_asks_the_database_nothing(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(f"/?{LINK}")
    with django_assert_num_queries(0):
        client.get(f"/?{LINK}")


@pytest.mark.parametrize("key", ["project", "torch", "linux-x86_64", "layout", "with", "nonsense", "python", "default"])
def test_nothing_a_person_types_comes_back_unescaped(key: str, client: Client) -> None:
    response = client.get("/", {"macos-arm64": "pypi", key: ATTACK})
    assert "<img src=x" not in text_of(response)
    assert "onerror" not in text_of(client.get("/", {ATTACK: "1"})).replace("onerror=alert(1)&gt;", "")


def test_the_policy_allows_nothing_from_elsewhere(client: Client) -> None:
    response = client.get("/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert response["X-Frame-Options"] == "DENY"


def test_curl_gets_help_and_a_browser_the_page(client: Client) -> None:
    response = client.get("/", headers={"User-Agent": "curl/8.5.0"})
    assert response["Content-Type"].startswith("text/plain")
    assert "curl 'http://testserver/pyproject.toml?" in text_of(response)
    assert "&" in text_of(response)
    assert "amp;" not in text_of(response)
    assert "<html" in text_of(client.get(f"/?{LINK}", headers={"User-Agent": "curl/8.5.0"}))


def test_every_address_works_under_a_prefix(client: Client) -> None:
    with override_script_prefix("/tools/torch/"):
        page = text_of(client.get(f"/?{LINK}"))
    assert 'action="/tools/torch/"' in page
    assert "/tools/torch/pyproject.toml?" in page
    assert 'action="/"' in text_of(client.get(f"/?{LINK}"))


def test_a_mirror_reaches_every_output(client: Client, settings: Any) -> None:
    settings.PYTORCH_INDEX_BASE_URL = "https://mirror.example/whl"
    for output in ("pyproject.toml", "fragment.toml", "uv-pip.sh"):
        text = text_of(client.get(f"/{output}?{LINK}"))
        assert "https://mirror.example/whl/cu130" in text
        assert "download.pytorch.org" not in text


def test_health_is_told_and_unknown_addresses_are_not_found(client: Client) -> None:
    assert text_of(client.get("/healthz")) == "ok\n"
    assert client.get("/nowhere").status_code == 404


def test_an_empty_catalogue_is_said_not_raised(client: Client) -> None:
    Revision.objects.all().delete()
    forget_catalogue()
    response = client.get(f"/pyproject.toml?{LINK}")
    assert response.status_code == 503
    assert "load_catalogue" in text_of(response)


def test_an_error_of_ours_stays_an_error(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.web.views.raw_output", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        client.get(f"/pyproject.toml?{LINK}")


@pytest.mark.parametrize("output", FORMATS, ids=lambda output: output.slug)
def test_the_command_line_prints_what_the_address_answers(
    output: Format, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("render", f"http://anything/?{LINK}", "--output", output.slug)
    assert capsys.readouterr().out == text_of(client.get(f"/{output.filename}?{LINK}"))


def test_the_command_line_refuses_with_the_reasons_and_code_2() -> None:
    with pytest.raises(CommandError, match=r"CUDA 13\.0 builds for Linux x86-64 start with torch 2\.9\.0") as refused:
        call_command("render", "linux-x86_64=cu130&torch=2.8.0", stdout=io.StringIO())
    assert refused.value.returncode == 2
