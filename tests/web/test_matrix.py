"""The matrix: a page that is always complete, files that equal the catalogue, and no query once warm."""

from __future__ import annotations

import csv
import gzip
import html
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.test.utils import override_script_prefix

from tests.answers import text_of
from wizard.catalogue.facts import KNOWN_PYTHONS, Status
from wizard.choices.filters import Filter
from wizard.choices.matrix import rows
from wizard.web.matrix import FILES
from wizard.web.matrix_files import COLUMNS
from wizard.web.matrix_page import RECENT, WORDS, companions, matrix_of

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from wizard.catalogue.facts import Catalogue

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
FILTERS = [
    Filter(),
    Filter(platform="windows-arm64"),
    Filter(python="3.15"),
    Filter(platform="macos-x86_64", python="3.8"),
    Filter(platform="windows-arm64", python="3.8"),
]
REFUSED = {
    "platform=beos": "“beos” is not a value of platform.\n",
    "python=3.99": "“3.99” is not a value of python. Did you mean 3.9?\n",
    "torch=2.13.0&python=2.7": ("“torch” is not a known key.\n“2.7” is not a value of python.\n"),
}
ATTACK = "<img src=x onerror=alert(1)>"


@pytest.fixture(autouse=True)
def _one_catalogue(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, catalogue: Catalogue) -> None:
    """Serve the same catalogue to all tests but those that watch the door to it, so that they share its links."""
    if "django_assert_num_queries" not in request.fixturenames:
        monkeypatch.setattr("wizard.web.matrix.load_catalogue", lambda: catalogue)


def cells_on(page: str) -> list[tuple[str, str]]:
    """Return what every filled cell says to a screen reader, and how it is coloured."""
    found = re.findall(r'<td class="([\w-]+)" tabindex.*?<span class="vh">([^<]+)</span>', page, re.DOTALL)
    return [(spoken, status) for status, spoken in found]


@pytest.mark.parametrize("wanted", FILTERS, ids=lambda wanted: wanted.query or "all")
def test_the_page_shows_a_cell_for_every_build_there_is(wanted: Filter, client: Client, catalogue: Catalogue) -> None:
    page = text_of(client.get(f"/matrix/?{wanted.query}"))
    labels = {slug: one.label for slug, one in catalogue.accelerators.items()}
    expected = {
        (f"torch {row.torch} with {labels[row.accelerator]}: {WORDS[row.status]}", row.status.value)
        for row in rows(catalogue, wanted)
    }
    assert sorted(cells_on(page)) == sorted(expected)
    assert page.rstrip().endswith("</html>")


def test_a_cell_says_its_facts_and_opens_the_wizard_with_that_choice(client: Client) -> None:
    page = text_of(client.get("/matrix/?platform=linux-x86_64"))
    cell = page.partition('id="known-2.10.0-pypi"')[2].partition("</td>")[0]
    for fact in ("Linux x86-64", "2.10.0", "CUDA 12.8", "Python 3.10\N{EN DASH}3.14", "MB"):
        assert fact in cell
    query = re.search(r'href="/\?([^"]+)">Open in the wizard', cell)
    assert query
    wizard = client.get(f"/?{html.unescape(query[1])}")
    assert wizard.status_code == 200
    assert "notices changed" not in text_of(wizard)
    assert re.search(r'id="torch-2.10.0"[^>]* checked', text_of(wizard))


def test_what_is_not_offered_opens_the_wizard_with_the_reason(client: Client) -> None:
    page = text_of(client.get("/matrix/?platform=linux-x86_64"))
    cell = page.partition('id="known-2.14.0-cu130"')[2].partition("</td>")[0]
    assert "Only single files were seen, so it is not offered." in cell
    query = re.search(r'href="/\?([^"]+)">Open in the wizard', cell)
    assert query
    assert "torch 2.14.0 for CUDA 13.0 is half known" in text_of(client.get(f"/?{html.unescape(query[1])}"))


def test_every_way_of_knowing_has_a_sign_a_word_and_a_sentence_or_none(client: Client) -> None:
    page = text_of(client.get("/matrix/"))
    legend = page.partition('class="legend"')[2].partition("</ul>")[0]
    for status, word in WORDS.items():
        assert f'<li class="{status.value}">' in legend
        assert str(word) in legend
    assert set(WORDS) == set(Status)


def test_columns_without_anything_are_folded_away_with_a_count(client: Client, catalogue: Catalogue) -> None:
    page = text_of(client.get("/matrix/"))
    matrix = matrix_of(catalogue, Filter())
    assert matrix.recent
    assert len(matrix.recent.lines) == RECENT
    assert f"Ended lines ({len(matrix.ended)})" in page
    assert "<b>CUDA 12.4</b> torch 2.4.0 to 2.6.0" in page
    recent = page.partition("<tbody>")[0]
    assert "cu130" in recent
    assert "cu124" not in recent
    nothing = text_of(client.get("/matrix/?platform=macos-x86_64"))
    assert "Nothing here: 26 accelerators, 18 releases" in nothing
    assert "18 releases" in nothing


def test_columns_stand_by_kind_and_the_newest_first(catalogue: Catalogue) -> None:
    recent = matrix_of(catalogue, Filter()).recent
    assert recent
    assert [group.heading for group in recent.groups] == ["PyPI", "CPU", "CUDA", "ROCm", "XPU"]
    assert [one.slug for one in recent.groups[2].accelerators] == ["cu134", "cu132", "cu130", "cu129", "cu128", "cu126"]
    assert recent.groups[3].accelerators[0].slug == "rocm7.14"
    assert (recent.oldest, recent.newest) == ("2.9.0", "2.15.0")


def test_a_filter_with_nothing_to_show_says_so(client: Client) -> None:
    assert "Nothing was seen or announced for this." in text_of(
        client.get("/matrix/?platform=windows-arm64&python=3.8")
    )


def test_what_goes_with_each_release_is_what_the_catalogue_says(client: Client, catalogue: Catalogue) -> None:
    page = text_of(client.get("/matrix/")).partition('id="companions"')[2]
    lines = dict(re.findall(r'<th scope="row">([\d.]+)</th>(.*?)</tr>', page, re.DOTALL))
    assert list(lines) == list(catalogue.newest_first)
    for line in companions(catalogue):
        found = re.findall(r"<td[^>]*>([^<]*)</td>", lines[line.release.torch])
        release = catalogue.releases[line.release.torch]
        pairs = [release.pairs.get(name, "none known") for name in ("torchvision", "torchaudio", "torchcodec")]
        cuda = [release.pypi_cuda[slug] for slug in ("linux-x86_64", "linux-aarch64")]
        pypi = [f"CUDA {version}" if version else "CPU" for version in cuda]
        about = [release.released or "unknown", html.escape(release.requires_python)]
        assert found == [*about, *pairs, *pypi, "CPU"]


def test_a_filter_that_is_not_known_is_said_and_the_page_is_complete(client: Client) -> None:
    response = client.get("/matrix/", {"platform": "linux-x86", "python": ATTACK})
    page = text_of(response)
    assert response.status_code == 200
    assert "“linux-x86” is not a value of platform; it was ignored. Did you mean linux-x86_64?" in page
    assert ATTACK not in page
    assert html.escape(ATTACK) in page
    assert 'id="known-2.13.0-cu130"' in page


def test_the_plain_form_is_sent_on_to_the_canonical_address(client: Client) -> None:
    assert client.get("/matrix/?platform=&python=")["Location"] == "/matrix/"
    sent = client.get("/matrix/?python=3.12&platform=linux-x86_64")
    assert (sent.status_code, sent["Location"]) == (302, "/matrix/?platform=linux-x86_64&python=3.12")
    assert client.get(sent["Location"]).status_code == 200


def test_htmx_gets_the_part_that_changes_and_the_canonical_address(client: Client) -> None:
    response = client.get("/matrix/?platform=linux-x86_64&python=", headers={"HX-Request": "true"})
    assert response["HX-Push-Url"] == "/matrix/?platform=linux-x86_64"
    assert text_of(response).strip().startswith('<div id="matrix">')
    assert "<html" not in text_of(response)


@pytest.mark.usefixtures("unhurried")
def test_once_warm_it_asks_the_database_nothing_and_sends_it_compressed(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    warm = ["/matrix/?platform=linux-x86_64", "/matrix.csv", "/matrix.json?python=3.12"]
    before = [client.get(address).content for address in warm]
    with django_assert_num_queries(0):
        again = [client.get(address).content for address in warm]
        compressed = client.get(warm[0], headers={"Accept-Encoding": "gzip"})
    assert again == before
    assert compressed["Content-Encoding"] == "gzip"
    assert gzip.decompress(compressed.content) == before[0]
    assert len(compressed.content) < 20_000


def test_everything_follows_the_prefix_the_site_lives_under(client: Client) -> None:
    with override_script_prefix("/torch/"):
        page = text_of(client.get("/matrix/"))
    assert 'action="/torch/matrix/"' in page
    assert 'href="/torch/matrix.csv"' in page
    assert 'href="/torch/?linux-x86_64=' in page
    assert 'action="/matrix/"' in text_of(client.get("/matrix/"))


def test_the_wizard_and_the_matrix_link_to_each_other(client: Client) -> None:
    assert 'href="/matrix/"' in text_of(client.get("/"))
    assert 'href="/">wizard</a>' in text_of(client.get("/matrix/"))


@pytest.mark.parametrize("wanted", FILTERS, ids=lambda wanted: wanted.query or "all")
def test_csv_and_json_hold_the_same_rows_and_these_are_the_catalogue_s(
    wanted: Filter, client: Client, catalogue: Catalogue
) -> None:
    lines = list(csv.DictReader(io.StringIO(text_of(client.get(f"/matrix.csv?{wanted.query}")))))
    objects = json.loads(client.get(f"/matrix.json?{wanted.query}").content)
    assert lines == [{**{key: _as_text(value) for key, value in one.items()}} for one in objects]
    assert all(tuple(one) == COLUMNS for one in objects)
    for row, one in zip(rows(catalogue, wanted), objects, strict=True):
        assert (one["torch"], one["accelerator"], one["platform"]) == (row.torch, row.accelerator, row.platform)
        assert one["status"] == WORDS[row.status].replace(" ", "-")
        assert one["pythons"] == list(row.pythons)
        assert (one["size_min"], one["size_max"]) == (min(row.sizes, default=None), max(row.sizes, default=None))
        assert {key: one[key] for key in ("torchvision", "torchaudio", "torchcodec") if one[key]} == dict(row.pairs)
        assert (one["link"] is not None) == row.offered


def _as_text(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


def test_a_row_reads_as_documented(client: Client) -> None:
    found = json.loads(client.get("/matrix.json?platform=linux-x86_64").content)
    (row,) = [one for one in found if (one["torch"], one["accelerator"]) == ("2.9.0", "pypi")]
    assert {**row, "size_min": 0, "size_max": 0, "link": row["link"].partition("&")[0]} == {
        "torch": "2.9.0",
        "accelerator": "pypi",
        "platform": "linux-x86_64",
        "status": "seen",
        "pythons": ["3.10", "3.11", "3.12", "3.13", "3.14"],
        "version": "2.9.0",
        "size_min": 0,
        "size_max": 0,
        "torchvision": "0.24.0",
        "torchaudio": "2.9.0",
        "torchcodec": "0.8.0",
        "pypi_cuda": "12.8",
        "link": "?linux-x86_64=pypi",
    }
    assert 100_000_000 < row["size_min"] <= row["size_max"]


def test_readme_says_what_every_column_holds() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    documented = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", readme.partition("| column |")[2], re.MULTILINE)
    assert [name for names in documented for name in re.findall(r"\w+", names)][: len(COLUMNS)] == list(COLUMNS)
    assert all(f"`{word.replace(' ', '-')}`" in readme for word in WORDS.values())


@pytest.mark.parametrize("found", FILES, ids=lambda found: found.filename)
def test_a_file_has_an_honest_type_and_name(found: Any, client: Client) -> None:
    response = client.get(f"/{found.filename}")
    assert response["Content-Type"] == found.content_type
    assert response["Content-Disposition"] == f'inline; filename="{found.filename}"'
    assert client.head(f"/{found.filename}").status_code == 200
    assert client.post(f"/{found.filename}").status_code == 405


@pytest.mark.parametrize("found", FILES, ids=lambda found: found.filename)
@pytest.mark.parametrize("query", REFUSED)
def test_a_file_is_refused_with_sentences_rather_than_wrong(query: str, found: Any, client: Client) -> None:
    response = client.get(f"/{found.filename}?{query}")
    assert response.status_code == 422
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert text_of(response) == REFUSED[query]


def test_the_form_offers_every_platform_and_python(client: Client, catalogue: Catalogue) -> None:
    page = text_of(client.get("/matrix/?platform=macos-arm64&python=3.12"))
    for value in (*catalogue.platforms, *KNOWN_PYTHONS):
        assert f'<option value="{value}"' in page
    assert '<option value="macos-arm64" selected>' in page
    assert '<option value="3.12" selected>' in page
    assert page.count(" selected>") == 2
