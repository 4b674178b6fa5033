"""What has not changed is not sent again, and is not worked out again either."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from tests.api.asking import ROOT
from wizard.api import caching
from wizard.catalogue import loading
from wizard.catalogue.freshness import Freshness
from wizard.catalogue.models import Revision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
KEPT = [
    "/catalogue",
    "/platforms",
    "/accelerators",
    "/releases?package=torchvision",
    "/cells?limit=5",
    "/configuration?linux-x86_64=cu130",
    "/presets",
    "/openapi.json",
]


@pytest.fixture(autouse=True)
def _code_as_it_was() -> Iterator[None]:
    yield
    caching.code.cache_clear()


def tag(client: Client, path: str, **headers: str) -> str:
    response = client.get(f"{ROOT}{path}", headers=headers)
    assert response.status_code == 200
    found: str = response["ETag"]
    return found


@pytest.mark.parametrize("path", KEPT)
def test_who_has_the_answer_is_told_so(path: str, client: Client) -> None:
    known = tag(client, path)
    assert known.startswith('W/"')
    for asked in (known, known.removeprefix("W/"), f'"other", {known}', "*"):
        response = client.get(f"{ROOT}{path}", headers={"if-none-match": asked})
        assert (response.status_code, response.content) == (304, b"")
        assert (response["ETag"], response["Cache-Control"]) == (known, "no-cache")
        assert "Accept-Encoding" in response["Vary"]
    for asked in ('"other"', "nonsense", ""):
        assert client.get(f"{ROOT}{path}", headers={"if-none-match": asked}).status_code == 200


@pytest.mark.parametrize("path", KEPT)
def test_answers_may_be_kept_but_are_asked_for_again(path: str, client: Client) -> None:
    response = client.get(f"{ROOT}{path}")
    assert response["Cache-Control"] == "no-cache"
    assert response["Vary"] in {"Accept-Encoding", "Accept-Encoding, Accept-Language"}


@pytest.mark.parametrize("path", KEPT)
def test_the_headers_alone_are_those_of_the_whole(path: str, client: Client) -> None:
    whole, head = client.get(f"{ROOT}{path}"), client.head(f"{ROOT}{path}")
    assert (head.status_code, head.content) == (200, b"")
    for name in ("ETag", "Content-Type", "Content-Length", "Cache-Control", "Vary"):
        assert head[name] == whole[name]
    assert client.head(f"{ROOT}{path}", headers={"if-none-match": whole["ETag"]}).status_code == 304


def test_a_304_costs_nothing_of_the_work(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    known = tag(client, "/configuration?linux-x86_64=cu130")
    monkeypatch.setattr("wizard.api.configuration.described", None)
    response = client.get(f"{ROOT}/configuration?linux-x86_64=cu130", headers={"if-none-match": known})
    assert response.status_code == 304


@pytest.mark.parametrize("path", KEPT)
def test_a_new_revision_makes_every_answer_new(path: str, client: Client) -> None:
    known = tag(client, path)
    Revision.objects.create(source="test", wheel_count=0)
    loading.forget_catalogue()
    assert client.get(f"{ROOT}{path}", headers={"if-none-match": known}).status_code == 200


@pytest.mark.parametrize("setting", ["PYTORCH_INDEX_BASE_URL", "PYPI_INDEX_URL", "PUBLIC_BASE_URL"])
def test_a_setting_that_answers_show_makes_them_new(setting: str, client: Client, settings: Any) -> None:
    known = tag(client, KEPT[5])
    setattr(settings, setting, "https://other.example/whl")
    assert tag(client, KEPT[5]) != known


def test_a_change_of_the_code_makes_answers_new(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    known = tag(client, "/platforms")
    monkeypatch.setattr(caching, "CODE", (("wizard", "facts.py"),))
    caching.code.cache_clear()
    assert tag(client, "/platforms") != known


def test_another_host_is_another_address(client: Client) -> None:
    assert tag(client, KEPT[5], host="localhost") != tag(client, KEPT[5])


def test_a_check_of_the_indexes_makes_the_catalogues_answer_new_and_no_other(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tag(client, "/catalogue"), tag(client, "/platforms")
    now = timezone.now()
    checked = Freshness(revision=1, checked_at=now, indexes=28, failed_at=None)
    served = loading._serving.served
    assert served is not None
    monkeypatch.setattr(
        loading._serving,
        "served",
        loading._Served(catalogue=served.catalogue, freshness=checked, checked_at=served.checked_at),
    )
    assert tag(client, "/catalogue") != before[0]
    assert tag(client, "/platforms") == before[1]
    assert client.get(f"{ROOT}/catalogue").json()["indexes"] == 28


def test_failing_answers_are_kept_by_nobody(client: Client) -> None:
    for path in ("/configuration?linux-x86_64=cu999", "/cells?platfrom=1", "/short-links/0000000000", "/nothing"):
        response = client.get(f"{ROOT}{path}")
        assert response["Cache-Control"] == "no-store"
        assert "ETag" not in response


def test_who_takes_gzip_gets_it(client: Client) -> None:
    response = client.get(f"{ROOT}/cells", headers={"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    plain = client.get(f"{ROOT}/cells")
    assert gzip.decompress(response.content) == plain.content
    assert response["ETag"] == plain["ETag"]


def test_nothing_asks_for_a_cookie(client: Client) -> None:
    for path in KEPT:
        response = client.get(f"{ROOT}{path}")
        assert not response.cookies
        assert "Cookie" not in response["Vary"]
