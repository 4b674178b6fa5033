"""The extra or group of a source has to list the package."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.pieces import BY_MARKER, PYPI_ONLY, TWO_EXTRAS, TWO_GROUPS
from wizard.doctor.rules.source_scope_without_package import RULE
from wizard.resolution.verdicts import Selection

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

UNLISTED = TWO_EXTRAS.replace('cpu = ["torch==2.9.1"]', 'cpu = ["idna"]')


@pytest.mark.parametrize(
    "text",
    [
        PYPI_ONLY,
        BY_MARKER,
        TWO_EXTRAS,
        TWO_GROUPS,
        TWO_EXTRAS.replace('extra = "cpu" },\n', 'extra = "CPU" },\n'),
        TWO_GROUPS.replace('cpu = ["torch==2.9.1"]', 'cpu = [{ include-group = "cu130" }]'),
    ],
)
def test_nothing_is_found_where_the_package_is_listed(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


def test_a_package_is_listed_as_it_is_elsewhere(catalogue: Catalogue) -> None:
    (one,) = found_by(RULE, UNLISTED, catalogue)
    assert one.place.path == ("tool", "uv", "sources", "torch", 0)
    assert one.facts["requirement"] == "torch==2.9.1"
    assert mended_by(RULE, UNLISTED, catalogue) == UNLISTED.replace('["idna"]', '["idna", "torch==2.9.1"]')


def test_a_package_that_is_asked_for_in_two_ways_is_listed_without_a_version(catalogue: Catalogue) -> None:
    text = UNLISTED.replace("dependencies = []", 'dependencies = ["torch>=2"]')
    assert 'cpu = ["idna", "torch"]' in mended_by(RULE, text, catalogue)


@pytest.mark.parametrize(
    "text",
    [
        UNLISTED.replace('"idna"', '"app[cu130]"'),  # of extras, only what they list themselves counts
        TWO_GROUPS.replace('cpu = ["torch==2.9.1"]', "cpu = []"),
    ],
)
def test_what_an_extra_brings_does_not_count(text: str, catalogue: Catalogue) -> None:
    (one,) = found_by(RULE, text, catalogue)
    assert one.fixable


def test_an_extra_that_is_not_there_is_not_made(catalogue: Catalogue) -> None:
    (one,) = found_by(RULE, UNLISTED.replace('cpu = ["idna"]\n', ""), catalogue)
    assert (one.facts["exists"], one.fixable) == (False, False)


@pytest.mark.network
def test_uv_refuses_the_source_until_the_package_is_listed(real_uv: RealUv, catalogue: Catalogue) -> None:
    assert "`torch` only applies to extra `cpu`, but `torch` was not found" in real_uv.lock(UNLISTED).refusal
    inherited = UNLISTED.replace('"idna"', '"app[cu130]"')
    assert "`torch` only applies to extra `cpu`, but `torch` was not found" in real_uv.lock(inherited).refusal
    mended = real_uv.lock(mended_by(RULE, UNLISTED, catalogue))
    assert mended.installs("torch", Selection(extra="cpu")) == "2.9.1+cpu from cpu"
