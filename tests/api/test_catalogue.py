"""What exists, for programs: the same facts the pages show, as far as a filter asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.api.asking import ROOT, problem, read
from wizard.choices.filters import Filter
from wizard.choices.matrix import rows

if TYPE_CHECKING:
    from django.test import Client

    from wizard.catalogue.facts import Catalogue

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def test_the_catalogue_says_what_it_holds_and_where_the_rest_is(client: Client, catalogue: Catalogue) -> None:
    found = read(client, "/catalogue")
    every = rows(catalogue, Filter())
    assert found["revision"] == catalogue.revision
    assert found["checked_at"] is None
    assert found["counts"]["releases"] == len(catalogue.releases)
    assert found["counts"]["cells"] == len(every) > found["counts"]["offered"] == sum(row.offered for row in every)
    for name in ("read_platforms", "read_accelerators", "read_releases", "read_cells", "list_presets"):
        assert client.get(found["links"][name]).status_code == 200


def test_platforms_are_spelled_as_markers_spell_them(client: Client, catalogue: Catalogue) -> None:
    found = read(client, "/platforms")["platforms"]
    assert [one["slug"] for one in found] == list(catalogue.platforms)
    assert found[0]["marker"] == "sys_platform == 'linux' and platform_machine == 'x86_64'"


def test_accelerators_have_their_index_and_driver(client: Client, catalogue: Catalogue) -> None:
    found = {one["slug"]: one for one in read(client, "/accelerators")["accelerators"]}
    assert list(found) == list(catalogue.accelerators)
    cuda = found["cu130"]
    assert (cuda["index_name"], cuda["index_url"]) == ("pytorch-cu130", "https://download.pytorch.org/whl/cu130")
    assert (cuda["kind"], cuda["driver_linux"], cuda["newest"]) == ("cuda", "580", "2.13.0")
    assert (found["pypi"]["index_name"], found["pypi"]["index_url"]) == (None, None)


def test_accelerators_are_read_through_the_mirror_outputs_name(client: Client, settings: Any) -> None:
    settings.PYTORCH_INDEX_BASE_URL = "https://mirror.example/whl"
    found = {one["slug"]: one["index_url"] for one in read(client, "/accelerators")["accelerators"]}
    assert found["cu130"] == "https://mirror.example/whl/cu130"


def test_releases_are_listed_newest_first_with_what_goes_with_them(client: Client, catalogue: Catalogue) -> None:
    found = read(client, "/releases")["releases"]
    assert [one["torch"] for one in found] == list(catalogue.newest_first)
    known = next(one for one in found if one["torch"] == "2.13.0")
    assert known["version"] == "2.13.0"
    assert known["pairs"]["torchvision"] == "0.28.0"
    assert "cu130" in known["accelerators"]


def test_a_filter_leaves_out_releases_nothing_was_seen_of(client: Client) -> None:
    found = read(client, "/releases?package=torchvision&accelerator=cu118&platform=windows-x86_64&python=3.13")
    listed = [(one["torch"], one["version"]) for one in found["releases"]]
    assert listed[0] == ("2.7.1", "0.22.1")
    assert all(one["accelerators"] == ["cu118"] for one in found["releases"])
    assert "2.4.0" not in {torch for torch, _ in listed}, "torch 2.4 has no wheel for Python 3.13"


def test_cells_are_the_rows_of_the_matrix(client: Client, catalogue: Catalogue) -> None:
    found = read(client, "/cells?platform=linux-aarch64&limit=1000")
    expected = rows(catalogue, Filter(platform="linux-aarch64"))
    assert found["count"] == len(found["cells"]) == len(expected)
    assert [(one["torch"], one["accelerator"]) for one in found["cells"]] == [
        (row.torch, row.accelerator) for row in expected
    ]
    assert {one["evidence"] for one in found["cells"]} > {"full", "inferred"}


def test_a_cell_leads_to_a_configuration_where_it_is_offered(client: Client) -> None:
    cells = read(client, "/cells?torch=2.13.0&accelerator=cu130&python=3.12")["cells"]
    assert cells
    for cell in cells:
        assert "3.12" in cell["pythons"]
        assert read(client, f"/configuration?{cell['link']}")["choices"][cell["platform"]] == ["cu130"]
    assert all(
        cell["link"] is None and cell["version"] is None and cell["size_max"] is None
        for cell in read(client, "/cells?limit=1000")["cells"]
        if not cell["offered"]
    )


def test_following_the_pages_gives_every_cell_once(client: Client) -> None:
    address: str | None = f"{ROOT}/cells?platform=macos-arm64&limit=7"
    seen: list[tuple[str, str]] = []
    while address:
        page = client.get(address).json()
        seen += [(one["torch"], one["accelerator"]) for one in page["cells"]]
        address = page["next"]
    assert len(seen) == len(set(seen)) == page["count"]
    assert len(seen) > 14


def test_what_nobody_knows_is_refused_rather_than_not_found(client: Client) -> None:
    found = problem(client.get(f"{ROOT}/cells?platfrom=linux-x86_64"), 422)
    assert found["notices"][0]["code"] == "unknown-key"
    assert found["notices"][0]["facts"] == {"key": "platfrom", "nearest": "platform"}
    found = problem(client.get(f"{ROOT}/releases?accelerator=cu13"), 422)
    assert found["detail"].startswith("“cu13” is not a value of accelerator. Did you mean cu1")
    found = problem(client.get(f"{ROOT}/cells?limit=5000&offset=-1"), 422)
    assert [fault["where"] for fault in found["errors"]] == [["query", "limit"], ["query", "offset"]]


def test_a_page_beyond_the_last_is_empty(client: Client) -> None:
    found = read(client, "/cells?offset=100000")
    assert (found["cells"], found["next"]) == ([], None)
