"""Mending all keeps what a file says of its extras and groups, and leaves no file worse than it was."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import pytest

from tests.doctor.files_that_broke import (
    ALIAS_OF_GROUP,
    BY_EXTRA,
    FILES,
    FOUR_EXTRAS,
    OVERLAPPING,
    OVERRIDDEN,
    ROUTED_EXTRAS,
    ROUTED_EXTRAS_OPEN,
)
from tests.doctor.odd_files import project_files
from tests.doctor.projects import index
from tests.doctor.rules.saying import said
from wizard.doctor.examining import examine
from wizard.doctor.findings import Severity
from wizard.doctor.mending import mend, mend_all
from wizard.doctor.reading import read
from wizard.resolution.verdicts import Selection

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding
    from wizard.doctor.project import Project

EVERY: Final = project_files() | FILES


def findings(text: str, catalogue: Catalogue) -> tuple[Finding, ...]:
    return examine(read(text, catalogue), catalogue)


def codes(text: str, catalogue: Catalogue) -> Counter[str]:
    return Counter(one.code for one in findings(text, catalogue) if one.severity is Severity.ERROR)


def scoped(project: Project) -> dict[tuple[str, str, str], str]:
    """Return the index of every source that names an extra or group."""
    return {(one.package, one.extra, one.group): one.index for one in project.sources if one.selection}


def talked_of(project: Project, found: tuple[Finding, ...]) -> set[tuple[str, str, str]]:
    """Return the sources for an extra or group that a finding is about: it stands there, or says so of the extra."""
    places = {one.place.path for one in found}
    selections = {str(one.facts["selection"]) for one in found if one.code == "cu-extra-cpu-source"}
    return {
        (one.package, one.extra, one.group)
        for one in project.sources
        if one.selection in selections or any(path[: len(one.place.path)] == one.place.path for path in places)
    }


def errors(found: Iterable[Finding]) -> int:
    """Count the errors, but for Intel Macs: whichever source a file has, requiring them never was possible."""
    return sum(one.severity is Severity.ERROR for one in found if one.code != "intel-mac-required")


@pytest.mark.parametrize("name", EVERY)
def test_mending_all_keeps_the_sources_of_extras_and_groups(name: str, catalogue: Catalogue) -> None:
    before = read(EVERY[name], catalogue)
    after = scoped(read(mend_all(EVERY[name], catalogue).text, catalogue))
    about = talked_of(before, examine(before, catalogue))
    for source, origin in scoped(before).items():
        assert source in about or after.get(source) == origin


@pytest.mark.parametrize("name", EVERY)
def test_mending_all_makes_no_file_worse_and_nothing_is_left_to_it(name: str, catalogue: Catalogue) -> None:
    mended = mend_all(EVERY[name], catalogue).text
    assert codes(mended, catalogue).total() <= codes(EVERY[name], catalogue).total()
    assert mend_all(mended, catalogue).text == mended


@pytest.mark.parametrize("name", EVERY)
def test_no_single_mend_takes_the_index_of_an_extra_or_group(name: str, catalogue: Catalogue) -> None:
    before = read(EVERY[name], catalogue)
    for one in examine(before, catalogue):
        if one.fixable:
            after = scoped(read(mend(EVERY[name], one.key, catalogue), catalogue))
            about = talked_of(before, (one,))
            assert all(one in about or after.get(one) == index for one, index in scoped(before).items())


@pytest.mark.parametrize("name", EVERY)
def test_no_single_mend_leaves_more_errors_than_there_were(name: str, catalogue: Catalogue) -> None:
    found = findings(EVERY[name], catalogue)
    for one in found:
        if one.fixable:
            after = findings(mend(EVERY[name], one.key, catalogue), catalogue)
            assert errors(after) <= errors(found), one.key


def test_a_companion_follows_a_torch_that_is_routed_by_extra(catalogue: Catalogue) -> None:
    mended = mend_all(ROUTED_EXTRAS_OPEN, catalogue).text
    entries = BY_EXTRA[BY_EXTRA.index("torch = [") :]
    assert entries in mended
    assert entries.replace("torch =", "torchaudio =").replace("  # small", "") in mended
    assert mended.endswith(index("cu128"))
    assert codes(mended, catalogue).total() == 0


def test_the_sentence_says_that_the_companion_follows_torch(catalogue: Catalogue) -> None:
    (found,) = (one for one in findings(ROUTED_EXTRAS_OPEN, catalogue) if one.code == "index-not-explicit")
    assert said(found)[1] == "Write explicit = true and give torchaudio the sources that torch has."


def test_an_index_stays_open_where_its_packages_cannot_follow_torch(catalogue: Catalogue) -> None:
    overlapping = ROUTED_EXTRAS_OPEN.replace('extra = "cu128"', 'extra = "cpu"')
    (found,) = (one for one in findings(overlapping, catalogue) if one.code == "index-not-explicit")
    assert not found.fixable


def test_a_routed_torch_never_follows_its_companion(catalogue: Catalogue) -> None:
    led = ROUTED_EXTRAS.replace("torch = [", 'torchaudio = { index = "pytorch-cu128" }\ntorch = [')
    found = [one for one in findings(led, catalogue) if one.code == "family-source-mismatch"]
    assert {one.facts["package"] for one in found} == {"torchaudio"}


def test_one_mend_left_out_does_not_keep_the_others_from_being_made(catalogue: Catalogue) -> None:
    mended = mend_all(FOUR_EXTRAS, catalogue).text
    assert set(codes(mended, catalogue)) <= {"intel-mac-required"}
    linux = "marker = \"sys_platform == 'linux'\""
    assert mended.count(f'{{ index = "pytorch-rocm", extra = "rocm", {linux} }}') == 3
    wide = "marker = \"sys_platform == 'linux' or sys_platform == 'win32'\""
    assert f'  {{ index = "pytorch-cu126", extra = "cu126", {wide} }},  # oops\n' in mended


def test_sources_that_are_true_at_once_are_not_given_to_others(catalogue: Catalogue) -> None:
    found = [one for one in findings(OVERLAPPING, catalogue) if one.code == "family-source-mismatch"]
    assert [one.fixable for one in found] == [False, False, False]
    assert codes(mend_all(OVERLAPPING, catalogue).text, catalogue)["overlapping-source-markers"] == 1


def test_an_alias_gets_a_copy_of_what_is_mended(catalogue: Catalogue) -> None:
    right = "marker = \"platform_machine == 'x86_64' or platform_machine == 'AMD64'\""
    assert mend_all(ALIAS_OF_GROUP, catalogue).text.count(right) == 2


def test_what_an_alias_got_before_is_found(catalogue: Catalogue) -> None:
    (alias,) = (one for one in findings(ALIAS_OF_GROUP, catalogue) if one.code == "accelerator-alias")
    mended = mend(ALIAS_OF_GROUP, alias.key, catalogue)
    half = mended.replace("'x86_64'", "'x86_64' or platform_machine == 'AMD64'", 1)
    (found,) = (one for one in findings(half, catalogue) if one.code == "marker-arch-case")
    assert found.place.path == ("tool", "uv", "sources", "torch", 2, "marker")


def test_a_torch_that_is_only_overridden_is_seen(catalogue: Catalogue) -> None:
    found = {one.key for one in findings(OVERRIDDEN, catalogue)}
    assert "gpu-source-no-platform-marker@tool.uv.sources.torch" in found
    mended = mend_all(OVERRIDDEN, catalogue).text
    assert '"torchaudio==2.8.*"]' in mended
    wide = "marker = \"sys_platform == 'linux' or sys_platform == 'win32'\""
    assert mended.count(wide) == 3


@pytest.mark.parametrize("key", ["override", "constraint"])
def test_a_companion_of_another_release_than_the_pinned_torch_is_found(key: str, catalogue: Catalogue) -> None:
    text = OVERRIDDEN.replace('["vllm>=0.11.0"]', '["vllm", "torchaudio", "torchvision==0.20.1"]')
    found = codes(text.replace("override-dep", f"{key}-dep"), catalogue)
    assert (found["torchaudio-unpinned"], found["family-version-mismatch"]) == (1, 1)


@pytest.mark.network
@pytest.mark.parametrize("package", ["torch", "torchaudio"])
def test_uv_gives_each_extra_its_own_build_of_a_routed_torch(
    package: str, real_uv: RealUv, catalogue: Catalogue
) -> None:
    mended = real_uv.lock(mend_all(ROUTED_EXTRAS_OPEN, catalogue).text)
    for extra in ("cpu", "cu128"):
        assert mended.installs(package, Selection(extra=extra)) == f"2.9.1+{extra} from {extra}"


@pytest.mark.network
def test_uv_gives_each_of_four_extras_its_own_build(real_uv: RealUv, catalogue: Catalogue) -> None:
    text = "".join(
        line
        for line in mend_all(FOUR_EXTRAS, catalogue).text.splitlines(keepends=True)
        if not line.startswith("required-environments")
    )
    mended = real_uv.lock(text)
    assert mended.refusal == ""
    indexes = {"cpu": "cpu", "cu126": "cu126", "rocm": "rocm7.2", "xpu": "xpu", "gpu": "cu126"}
    for extra, slug in indexes.items():
        for package in ("torch", "torchvision"):
            assert mended.installs(package, Selection(extra=extra)).endswith(f"+{slug} from {slug}")


@pytest.mark.network
def test_uv_pairs_an_overridden_torch_with_its_torchaudio(real_uv: RealUv, catalogue: Catalogue) -> None:
    text = mend_all(OVERRIDDEN, catalogue).text.replace('"vllm>=0.11.0"', '"torch"')
    mended = real_uv.lock(text)
    assert (mended.installs("torch"), mended.installs("torchaudio")) == (
        "2.8.0+cu128 from cu128",
        "2.8.0+cu128 from cu128",
    )
