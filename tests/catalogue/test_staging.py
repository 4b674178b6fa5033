"""How much may disappear before a reading is not believed, and how a change is put into words."""

from __future__ import annotations

from typing import Any

import pytest

from wizard.catalogue.index import Page, WheelKey
from wizard.catalogue.revising import Difference, Seen
from wizard.catalogue.staging import NotServed, must_be_believable, what_changed

PAGE = Page("cu118", "torch")


def key(number: int) -> WheelKey:
    return WheelKey(PAGE.index, PAGE.package, f"2.{number}.0", "", "cp313", "cp313", "linux_x86_64")


def losing(gone: int, before: int) -> Difference:
    return Difference(gone={key(number): number for number in range(gone)}, before={PAGE: before})


@pytest.mark.parametrize(("gone", "before"), [(0, 7), (1, 7), (1, 10), (2, 11), (3, 23), (10, 100)])
def test_a_tenth_of_a_page_may_go_rounded_up(gone: int, before: int) -> None:
    must_be_believable(losing(gone, before))


@pytest.mark.parametrize(("gone", "before"), [(1, 1), (2, 7), (2, 10), (3, 11), (4, 23), (10, 23), (11, 100)])
def test_more_than_a_tenth_is_not_believed(gone: int, before: int) -> None:
    with pytest.raises(NotServed, match=f"{gone} of {before} files of torch on cu118 are gone"):
        must_be_believable(losing(gone, before))


@pytest.mark.parametrize(("share", "believed"), [(0, 0), (0.5, 5), (0.99, 9), (1, 10)])
def test_the_setting_says_which_share_may_go(share: float, believed: int, settings: Any) -> None:
    settings.CATALOGUE_MAX_GONE = share
    must_be_believable(losing(believed, 10))
    if believed < 10:
        with pytest.raises(NotServed):
            must_be_believable(losing(believed + 1, 10))


def test_what_is_merely_known_better_is_told_too() -> None:
    seen = Seen(size_bytes=1, listed_from_root=False, evidence="pypi")
    change = Difference(added={key(1): seen}, gone={key(2): 2}, corrected={key(3): (3, seen), key(4): (4, seen)})
    better = "2 files are known better: their size, where they lie or how they were seen"
    assert what_changed(change) == ["cu118: 1 files added, 1 gone", better]
    assert what_changed(Difference(corrected=change.corrected)) == [better]
