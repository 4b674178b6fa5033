"""What can be picked next: impossible options are there, say why, and link to the nearest choices that work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.links import links
from wizard.choices.decoding import decode
from wizard.choices.options import options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.choices.options import Option, Options


def offered(link: str, catalogue: Catalogue) -> Options:
    return options(decode(link, catalogue).choices, catalogue)


def cell(link: str, accelerator: str, catalogue: Catalogue) -> Option:
    return next(row.options[0] for row in offered(link, catalogue).rows if row.accelerator.slug == accelerator)


def every(found: Options) -> Iterator[Option]:
    for name in ("platforms", "layouts", "channels", "torches", "packages", "bounds", "pythons", "defaults"):
        yield from getattr(found, name)
    for row in found.rows:
        yield from row.options


@pytest.mark.parametrize(
    ("link", "accelerator", "expected"),
    [
        ("linux-x86_64=cpu&torch=2.8.0", "cu130", ("starts", "2.9.0", "2.13.0")),
        ("linux-x86_64=cpu&torch=2.13.0", "cu128", ("ended", "2.7.0", "2.11.0")),
        ("linux-aarch64=cpu&torch=2.8.0", "cu128", ("gap", "2.7.0", "2.11.0")),
        ("linux-x86_64=pypi&torch=2.14.1", "cu130", ("half-known", "2.9.0", "2.13.0")),
        ("linux-x86_64=pypi&torch=2.15.0", "cu130", ("documented", "2.9.0", "2.13.0")),
        ("macos-arm64=cpu", "cu130", ("kind-never", "", "")),
        ("windows-x86_64=cpu", "rocm6.4", ("kind-never", "", "")),
        ("linux-aarch64=cpu", "cu118", ("never", "", "")),
        ("linux-x86_64=cpu", "cu134", ("unseen", "", "")),
        ("linux-x86_64=cpu&torch=2.12.0&with=torchaudio", "cu132", ("package", "", "")),
        ("windows-arm64=cpu&torch=2.10.0", "cu130", ("kind-never", "", "")),
        ("linux-x86_64=cu130&channel=nightly", "cu128", ("no-nightly", "", "")),
        ("linux-x86_64=cu130&channel=nightly", "pypi", ("nightly-on-pypi", "", "")),
        ("macos-arm64=cpu&channel=nightly", "cu130", ("no-nightly", "", "")),
        ("linux-x86_64=cpu&channel=nightly&with=torchvision", "cu132", ("no-nightly-package", "", "")),
    ],
)
def test_an_impossible_cell_says_why(
    link: str, accelerator: str, expected: tuple[str, str, str], catalogue: Catalogue
) -> None:
    found = cell(link, accelerator, catalogue)
    assert not found.possible
    assert found.obstacle is not None
    assert (found.obstacle.code, found.obstacle.since, found.obstacle.until) == expected


def test_the_nearest_choice_keeps_what_was_chosen_where_one_torch_has_both(catalogue: Catalogue) -> None:
    found = cell("linux-x86_64=cu130&torch=2.13.0", "cu128", catalogue)
    choices = decode(found.nearest, catalogue).choices
    assert (choices.torch, choices.cells) == ("2.11.0", (("linux-x86_64", "cu128"), ("linux-x86_64", "cu130")))


def test_the_nearest_choice_replaces_what_no_torch_has_beside_it(catalogue: Catalogue) -> None:
    found = cell("linux-x86_64=cu130&torch=2.13.0", "cu118", catalogue)
    assert decode(found.nearest, catalogue).choices.cells == (("linux-x86_64", "cu118"),)
    found = next(
        option for option in offered("linux-x86_64=cu130", catalogue).platforms if option.value == "macos-x86_64"
    )
    assert decode(found.nearest, catalogue).choices.cells == (("macos-x86_64", "pypi"),)


def test_an_older_torch_links_to_the_nearest_accelerator_that_has_it(catalogue: Catalogue) -> None:
    torches = {option.value: option for option in offered("linux-x86_64=cu130&macos-arm64=pypi", catalogue).torches}
    choices = decode(torches["2.8.0"].nearest, catalogue).choices
    assert choices.cells == (("linux-x86_64", "cu129"), ("macos-arm64", "pypi"))
    assert torches["2.14.1"].status == "half-known"
    assert decode(torches["2.14.1"].nearest, catalogue).choices.cells == (("macos-arm64", "pypi"),)


def test_where_no_torch_has_an_accelerator_another_one_is_near(catalogue: Catalogue) -> None:
    found = cell("macos-arm64=pypi", "cu130", catalogue)
    assert found.nearest_accelerator == "CPU"
    assert decode(found.nearest, catalogue).choices.cells == (("macos-arm64", "pypi"), ("macos-arm64", "cpu"))
    assert cell("macos-arm64=pypi&macos-arm64=cpu", "cu130", catalogue).nearest == ""


def test_a_layout_for_one_accelerator_links_to_one(catalogue: Catalogue) -> None:
    layouts = {option.value: option for option in offered("linux-x86_64=cpu&linux-x86_64=cu130", catalogue).layouts}
    assert [name for name, option in layouts.items() if option.possible] == ["extras", "groups"]
    assert decode(layouts["markers"].nearest, catalogue).choices.cells == (("linux-x86_64", "cu130"),)
    mixed = offered("linux-x86_64=pypi&windows-x86_64=cpu", catalogue).layouts
    assert {option.value: option.nearest for option in mixed}["find-links"] == ""


def test_a_layout_that_shares_triton_is_not_offered_where_too_little_of_it_was_seen(catalogue: Catalogue) -> None:
    layouts = offered("linux-x86_64=cu130&windows-arm64=cpu&torch=2.12.1", catalogue).layouts
    found = next(option for option in layouts if option.value == "extra-index-url")
    assert found.obstacle is not None
    assert found.obstacle.code == "shared-triton"


@pytest.mark.parametrize("layout", ["extra-index-url", "find-links"])
def test_a_layout_that_could_take_another_build_of_the_same_version_is_refused(
    layout: str, catalogue: Catalogue
) -> None:
    layouts = offered("linux-aarch64=cu124&linux-x86_64=cpu&torch=2.5.0", catalogue).layouts
    found = next(option for option in layouts if option.value == layout)
    assert found.obstacle is not None
    assert (found.obstacle.code, found.obstacle.accelerator) == ("listed-twice", "cu124")


def test_find_links_is_refused_where_pypi_has_other_files_of_the_same_version(catalogue: Catalogue) -> None:
    layouts = offered("linux-aarch64=cu126&torch=2.6.0&with=torchvision", catalogue).layouts
    refused = {option.value: option.obstacle for option in layouts if not option.possible}
    assert set(refused) == {"find-links"}
    assert refused["find-links"]
    assert (refused["find-links"].code, refused["find-links"].package) == ("listed-twice", "torchvision")


@pytest.mark.parametrize("layout", ["extra-index-url", "find-links"])
def test_a_layout_is_refused_where_a_companion_has_a_local_version_on_another_index(
    layout: str, catalogue: Catalogue
) -> None:
    layouts = offered("linux-x86_64=cpu&linux-aarch64=cu128&torch=2.10.0&with=torchcodec", catalogue).layouts
    found = next(option for option in layouts if option.value == layout)
    assert found.obstacle is not None
    assert (found.obstacle.code, found.obstacle.platform) == ("listed-twice", "linux-x86_64")
    assert (found.obstacle.package, found.obstacle.version) == ("torchcodec", "0.10.0")


def test_a_layout_is_offered_where_the_local_version_is_for_other_machines(catalogue: Catalogue) -> None:
    layouts = offered("linux-aarch64=cu128&macos-arm64=cpu&torch=2.10.0&with=torchcodec", catalogue).layouts
    assert all(option.possible for option in layouts)


def test_a_default_that_is_replaced_is_dropped_from_the_link(catalogue: Catalogue) -> None:
    found = cell("linux-x86_64=cu130&layout=groups&default=cu130", "cu118", catalogue)
    choices = decode(found.nearest, catalogue).choices
    assert (choices.cells, choices.default) == ((("linux-x86_64", "cu118"),), "")


def test_a_package_links_to_the_newest_torch_that_has_it(catalogue: Catalogue) -> None:
    found = offered("linux-x86_64=rocm7.2&torch=2.13.0", catalogue).packages[0]
    assert found.value == "torchvision"
    assert found.nearest_torch == "2.12.1"
    assert decode(found.nearest, catalogue).notices == ()


def test_the_old_layouts_offer_only_the_exact_bound(catalogue: Catalogue) -> None:
    bounds = offered("linux-x86_64=cu118&layout=find-links", catalogue).bounds
    assert [option.possible for option in bounds] == [False, False, True]


def test_the_range_of_pythons_stays_open_only_where_no_machine_must_have_a_wheel(catalogue: Catalogue) -> None:
    wanted = "linux-x86_64=cpu&torch=2.0.0&bound=exact&environments=chosen"
    assert [option.possible for option in offered(wanted, catalogue).caps] == [True, False]
    assert [option.possible for option in offered(wanted.replace("chosen", "any"), catalogue).caps] == [True, True]
    everywhere = "macos-arm64=pypi&torch=2.15.0&environments=chosen"
    assert [option.possible for option in offered(everywhere, catalogue).caps] == [True, True]


def test_the_torch_of_a_pair_without_a_python_in_common_is_not_offered(catalogue: Catalogue) -> None:
    # torch 2.12.0 was seen for cp314 only on rocm7.2, and for cp311 to cp313 on Windows ARM64
    torches = offered("linux-x86_64=rocm7.2&windows-arm64=cpu", catalogue).torches
    found = next(option for option in torches if option.value == "2.12.0")
    assert found.obstacle is not None
    assert found.obstacle.code == "no-shared-python"


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_whatever_is_offered_holds_what_it_promises(data: st.DataObject, catalogue: Catalogue) -> None:
    found = offered(data.draw(links(catalogue)), catalogue)
    for option in every(found):
        assert not (option.selected and not option.possible), option
        if option.nearest:
            # an explicit bound may still have to be tightened for another torch: said when it is followed
            codes = {notice.code for notice in decode(option.nearest, catalogue).notices}
            assert codes <= {"bound-not-possible", "cap-needed"}, option


def test_either_channel_can_be_picked(catalogue: Catalogue) -> None:
    for link, selected in (("linux-x86_64=cu130", "stable"), ("linux-x86_64=cu130&channel=nightly", "nightly")):
        found = offered(link, catalogue).channels
        assert [option.value for option in found] == ["stable", "nightly"]
        assert [option.value for option in found if option.selected] == [selected]
        assert all(option.possible for option in found)


def test_nightlies_offer_no_release_and_nothing_that_needs_one(catalogue: Catalogue) -> None:
    found = offered("linux-x86_64=cu130&channel=nightly", catalogue)
    assert found.torches == ()
    assert {option.value: option.obstacle.code for option in found.bounds if option.obstacle} == {
        "compatible": "nightly-bound",
        "exact": "nightly-bound",
    }
    blocked = {option.value: option.obstacle.code for option in found.layouts if option.obstacle}
    assert blocked == {"extra-index-url": "nightly-layout", "find-links": "nightly-layout"}
    assert [option.value for option in found.pythons] == ["3.11", "3.12", "3.13", "3.14"]


def test_a_cell_without_a_nightly_leads_to_one_that_has_it_and_names_no_version(catalogue: Catalogue) -> None:
    found = cell("linux-x86_64=cu130&channel=nightly", "cu118", catalogue)
    assert found.nearest_accelerator == "CPU"
    assert found.nearest_torch == ""
    nearest = decode(found.nearest, catalogue)
    assert nearest.notices == ()
    assert ("linux-x86_64", "cpu") in nearest.choices.cells
    platforms = offered("linux-x86_64=cu130&channel=nightly", catalogue).platforms
    mac = next(option for option in platforms if option.value == "macos-x86_64")
    assert mac.obstacle is not None
    assert mac.obstacle.code == "no-nightly"


def test_a_package_without_a_nightly_says_so(catalogue: Catalogue) -> None:
    packages = {option.value: option for option in offered("linux-x86_64=cu130&channel=nightly", catalogue).packages}
    assert packages["torchvision"].possible
    assert packages["torchaudio"].obstacle is not None
    assert packages["torchaudio"].obstacle.code == "no-nightly-package"
    assert packages["torchaudio"].nearest == ""
