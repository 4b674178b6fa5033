"""A preset follows the catalogue, says why where it cannot, and is kept in the grammar's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.sharing.presets import preset
from wizard.answering.raw import Refused
from wizard.choices.decoding import decode
from wizard.choices.grammar import encode
from wizard.sharing.models import Preset
from wizard.sharing.presets import (
    UnknownPreset,
    add_usual_presets,
    all_presets,
    canonical,
    hidden_presets,
    offered_presets,
    preset_named,
)

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from wizard.catalogue.facts import Catalogue

pytestmark = pytest.mark.django_db


def test_a_preset_without_torch_follows_the_newest_release(catalogue: Catalogue) -> None:
    found = preset_named(preset().slug, catalogue)
    assert found.supported
    assert found.link == encode(decode("linux-x86_64=cu130", catalogue).choices)
    assert f"torch={decode('linux-x86_64=cu130', catalogue).choices.torch}" in found.link


def test_what_the_catalogue_no_longer_has_is_not_offered_and_says_why(
    catalogue: Catalogue, without_cu130: Catalogue
) -> None:
    preset()
    preset("cpu", name="CPU", query="linux-x86_64=cpu")
    assert [found.slug for found in offered_presets(catalogue)] == ["cpu", "gpu-box"]
    assert [found.slug for found in offered_presets(without_cu130)] == ["cpu"]
    found = preset_named("gpu-box", without_cu130)
    assert not found.supported
    assert found.link == ""
    assert "CUDA 13.0" in found.reasons[0]
    sentences = hidden_presets(without_cu130)
    assert list(sentences) == ["gpu-box"]
    assert sentences["gpu-box"].startswith("The preset 'GPU box' is hidden from the start page: ")
    assert found.reasons[0] in sentences["gpu-box"]
    assert hidden_presets(catalogue) == {}


def test_what_its_keeper_hides_is_not_offered_but_has_its_address(
    catalogue: Catalogue, without_cu130: Catalogue
) -> None:
    preset(shown=False)
    assert offered_presets(catalogue) == ()
    assert len(all_presets(catalogue)) == 1
    assert preset_named("gpu-box", catalogue).supported
    assert hidden_presets(without_cu130) == {}


def test_an_unknown_preset_is_told_with_those_there_are(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownPreset, match=r"no preset 'gpu'\. There is none yet; the admin adds them"):
        preset_named("gpu", catalogue)
    preset()
    preset("secret", shown=False)
    with pytest.raises(UnknownPreset, match=r"There are: gpu-box\.$"):
        preset_named("gpu", catalogue)


def test_they_come_in_their_keepers_order_in_one_query(
    catalogue: Catalogue, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    preset("b", name="B", order=2)
    preset("a", name="A", order=2)
    preset("c", name="C", order=1)
    with django_assert_num_queries(1):
        assert [found.slug for found in offered_presets(catalogue)] == ["c", "a", "b"]


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("linux-x86_64=cu130", "linux-x86_64=cu130"),
        ("  ?macos-arm64=pypi&LINUX-x86_64=CU130&torch=  ", "linux-x86_64=cu130&macos-arm64=pypi"),
        ("https://wizard.example/torch/?with=torchvision&linux-x86_64=cpu#x", "linux-x86_64=cpu&with=torchvision"),
        ("platform=linux-x86_64&explain=yes", "linux-x86_64=pypi&explain=yes"),
        ("linux-x86_64=cu130&torch=2.13.0&bound=exact", "linux-x86_64=cu130&torch=2.13.0&bound=exact"),
    ],
)
def test_a_link_is_kept_in_the_grammars_words_and_says_no_more_than_was_said(
    link: str, kept: str, catalogue: Catalogue
) -> None:
    assert canonical(link, catalogue) == kept
    assert canonical(kept, catalogue) == kept


def test_a_whole_link_stays_whole(catalogue: Catalogue) -> None:
    whole = encode(decode("linux-x86_64=cu130&macos-arm64=pypi&with=torchvision&project=x", catalogue).choices)
    assert canonical(f"/?{whole}", catalogue) == whole


@pytest.mark.parametrize("link", ["", "https://wizard.example/", "linux-x86_64=cu999", "linux-x86_64=cu130&torch=9"])
def test_a_link_that_asks_for_what_does_not_exist_is_refused(link: str, catalogue: Catalogue) -> None:
    with pytest.raises(Refused):
        canonical(link, catalogue)


def test_the_usual_ones_are_added_once_and_all_can_be_had(catalogue: Catalogue) -> None:
    preset("gpu-box", name="Ours")
    assert add_usual_presets() == 3
    assert add_usual_presets() == 0
    assert Preset.objects.get(slug="gpu-box").name == "Ours"
    assert len(offered_presets(catalogue)) == 4
    assert all(canonical(found.query, catalogue) == found.query for found in Preset.objects.all())
