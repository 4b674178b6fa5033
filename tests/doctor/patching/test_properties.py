"""What must hold for every file and configuration: applied twice is once, and uv sees what was configured."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.doctor.odd_files import project_files
from tests.doctor.patching.files import FILES, NEW, SCRIPT
from tests.doctor.test_rendered import is_left_open
from tests.links import links
from wizard.choices.decoding import decode
from wizard.configuration.configure import configure
from wizard.doctor.differing import unified
from wizard.doctor.editing.adding import CannotEdit
from wizard.doctor.examining import examine
from wizard.doctor.parsing import parse
from wizard.doctor.patching import apply
from wizard.doctor.patching.joining import join
from wizard.doctor.patching.target import CannotApply
from wizard.doctor.reading import read
from wizard.rendering import pyproject

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.catalogue.facts import Catalogue
    from wizard.configuration.values import Configuration

EVERY: Final = {**FILES, "script": SCRIPT, **project_files()}
OURS: Final = re.compile(
    r"torch|triton|sys_platform|requires-python|dependencies|extra|group|environments|conflicts|explicit|index|url"
)
"""What a line says that may change; headers, comments, brackets and settings of an index go with their owners."""
LINKS: Final = (
    "linux-x86_64=cu130&macos-arm64=pypi&with=torchvision",
    "linux-x86_64=cpu&linux-x86_64=cu130&layout=extras",
    "linux-x86_64=cpu&linux-x86_64=cu126&layout=groups&default=cpu&environments=chosen",
)
BESIDE: Final = re.compile(
    r"""(ignore-error-codes|format|test) =.*|, "pandas"|#.*|[\s\[\]{},]*|\[.*\]|[a-z0-9-]+ = (\[|["'][\w-]*["'])"""
)


def drawn(data: st.DataObject, catalogue: Catalogue) -> Configuration:
    return configure(decode(data.draw(links(catalogue)), catalogue).choices, catalogue)


def applied(name: str, configuration: Configuration, catalogue: Catalogue) -> str:
    """Apply; a file without room for the configuration stays as it is."""
    try:
        return apply(EVERY[name], configuration, catalogue)
    except (CannotApply, CannotEdit):
        return EVERY[name]


@settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_applied_twice_is_applied_once(data: st.DataObject, catalogue: Catalogue) -> None:
    name = data.draw(st.sampled_from(list(EVERY)))
    configuration = drawn(data, catalogue)
    once = applied(name, configuration, catalogue)
    parse(once)
    if once != EVERY[name]:
        assert apply(once, configuration, catalogue) == once


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("name", EVERY)
def test_lines_that_say_nothing_of_torch_stay(name: str, link: str, catalogue: Catalogue) -> None:
    configuration = configure(decode(link, catalogue).choices, catalogue)
    diff = unified(EVERY[name], applied(name, configuration, catalogue), name).split("\n")[2:]
    lost = [line[1:].strip() for line in diff if line.startswith("-")]
    assert [line for line in lost if not OURS.search(line) and not BESIDE.fullmatch(line)] == []


@settings(deadline=None, max_examples=100)
@given(data=st.data())
def test_what_the_wizard_wrote_stays_as_it_is(data: st.DataObject, catalogue: Catalogue) -> None:
    configuration = drawn(data, catalogue)
    text = pyproject.render(configuration)
    assert apply(text, configuration, catalogue) == text


@settings(deadline=None, max_examples=100)
@given(data=st.data())
def test_an_empty_file_becomes_the_file_the_wizard_writes(data: st.DataObject, catalogue: Catalogue) -> None:
    configuration = drawn(data, catalogue)
    wanted = tomllib.loads(pyproject.render(configuration))
    if not configuration.dependencies:
        del wanted["project"]["dependencies"]
    assert tomllib.loads(apply("", configuration, catalogue)) == wanted


@settings(deadline=None, max_examples=100)
@given(data=st.data())
def test_what_is_applied_to_a_new_file_has_no_findings(data: st.DataObject, catalogue: Catalogue) -> None:
    configuration = drawn(data, catalogue)
    found = examine(read(apply(NEW, configuration, catalogue), catalogue), catalogue)
    unadvised = {"python-no-wheel"} if is_left_open(configuration) else set()
    assert configuration.blocked or [one.key for one in found if one.code not in unadvised] == []


@settings(deadline=None, max_examples=100)
@given(data=st.data())
def test_the_way_to_a_configuration_does_not_matter(data: st.DataObject, catalogue: Catalogue) -> None:
    name = data.draw(st.sampled_from(list(FILES)))
    first, last = drawn(data, catalogue), drawn(data, catalogue)
    before = apply(FILES[name], first, catalogue)
    met = join(before, last.choices, catalogue)
    last = configure(met.choices, catalogue)
    left = {one for one in _sources(before) if one in met.left}
    assert _torch(_sources(apply(before, last, catalogue))) == _torch(last.sources) | left


@settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_nothing_of_the_family_that_a_file_requires_is_lost(data: st.DataObject, catalogue: Catalogue) -> None:
    name = data.draw(st.sampled_from(list(EVERY)))
    configuration = drawn(data, catalogue)
    if data.draw(st.booleans()):
        configuration = configure(join(EVERY[name], configuration.choices, catalogue).choices, catalogue)
    after = applied(name, configuration, catalogue)
    assert _required(after, catalogue) >= _required(EVERY[name], catalogue)


def _required(text: str, catalogue: Catalogue) -> set[str]:
    return {one.name for one in read(text, catalogue).requirements} & {*catalogue.packages}


def _torch(packages: Iterable[str]) -> set[str]:
    return {package for package in packages if package.startswith("torch")}


def _sources(text: str) -> dict[str, Any]:
    found: dict[str, Any] = parse(text).data.get("tool", {}).get("uv", {}).get("sources", {})
    return found
