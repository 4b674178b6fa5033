"""What the matrix may be asked for: one platform or all, one Python or any, and a notice for all else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wizard.choices.filters import Filter, read_filter

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

UNDERSTOOD = {
    "": Filter(),
    "platform=&python=": Filter(),
    "platform=linux-x86_64": Filter(platform="linux-x86_64"),
    "python=3.12": Filter(python="3.12"),
    "python=3.12&platform=Windows-x86_64": Filter(platform="windows-x86_64", python="3.12"),
    "platform=linux-x86_64&platform=linux-x86_64": Filter(platform="linux-x86_64"),
}
IGNORED = {
    "platform=beos": ("unknown-value", {"key": "platform", "value": "beos", "nearest": ""}),
    "platform=linux-x86": ("unknown-value", {"key": "platform", "value": "linux-x86", "nearest": "linux-x86_64"}),
    "python=2.7": ("unknown-value", {"key": "python", "value": "2.7", "nearest": ""}),
    "plattform=linux-x86_64": ("unknown-key", {"key": "plattform", "nearest": "platform"}),
    "=": ("unknown-key", {"key": "", "nearest": ""}),
    "x" * 5000: ("link-too-long", {"length": 5000, "longest": 4000}),
    "&".join(["python=3.12"] * 201): ("too-many-fields", {"most": 200}),
}


@pytest.mark.parametrize("query", UNDERSTOOD)
def test_what_is_known_is_understood_without_a_word(query: str, catalogue: Catalogue) -> None:
    assert read_filter(query, catalogue) == (UNDERSTOOD[query], ())


@pytest.mark.parametrize("query", UNDERSTOOD)
def test_the_canonical_query_means_the_same(query: str, catalogue: Catalogue) -> None:
    wanted = UNDERSTOOD[query]
    assert read_filter(wanted.query, catalogue) == (wanted, ())
    assert "=&" not in f"{wanted.query}&"


@pytest.mark.parametrize("query", IGNORED, ids=[query[:30] for query in IGNORED])
def test_what_is_not_known_is_ignored_and_said(query: str, catalogue: Catalogue) -> None:
    wanted, (notice,) = read_filter(query, catalogue)
    assert wanted == Filter()
    assert (notice.code, notice.facts) == IGNORED[query]


def test_of_two_answers_the_first_is_used_and_that_is_said(catalogue: Catalogue) -> None:
    wanted, (notice,) = read_filter("python=3.12&python=3.13", catalogue)
    assert wanted == Filter(python="3.12")
    assert (notice.code, notice.facts) == ("repeated-key", {"key": "python", "used": "3.12"})
