"""Places are those a person sees: characters from 1, whatever the file's bytes are."""

from __future__ import annotations

import pytest

from wizard.doctor.places import places_of
from wizard.doctor.project import Places
from wizard.doctor.scripts import frame_of


def places(text: str) -> Places:
    return places_of(frame_of(text))


def at(text: str, *path: str | int) -> str:
    """Return the text a path's place covers, with its line and column."""
    place = places(text)[path]
    lines = text.split("\n")[place.line - 1 : place.end_line]
    lines[-1] = lines[-1][: place.end_column - 1]
    lines[0] = lines[0][place.column - 1 :]
    return f"{place.line}:{place.column} " + "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("a = 1", ("a",), "1:1 a = 1"),
        ("[a]\nb = 1", ("a",), "1:1 [a]"),
        ("[a]\nb = 1", ("a", "b"), "2:1 b = 1"),
        ("  [ a . b ]\n\tc = 'x' # no", ("a", "b", "c"), "2:2 c = 'x'"),
        ("[a.b]\n[a]\nc=1", ("a",), "1:1 [a.b]"),
        ("a.b.c = 1", ("a",), "1:1 a.b.c = 1"),
        ("a.b.c = 1", ("a", "b", "c"), "1:1 a.b.c = 1"),
        ("[tool]\nuv.sources.torch = { index = 'x' }", ("tool", "uv", "sources", "torch", "index"), "2:22 index = 'x'"),
        ("a = [1, # two\n  2,\n]", ("a", 1), "2:3 2"),
        ("a = [[1], [2, 3]]", ("a", 1, 1), "1:15 3"),
        ("a = [{ b = [{ c = 1 }] }]", ("a", 0, "b", 0, "c"), "1:15 c = 1"),
        ("[[i]]\nn=1\n[x]\n[[i]]\nn=2", ("i", 1, "n"), "5:1 n=2"),
        ("[[i]]\n[[i]]\n[i.s]\nx=1\n[[i.t]]\n[[i.t]]\ny=2", ("i", 1, "t", 1, "y"), "7:1 y=2"),
        ("[[i]]\n[[i]]\n[i.s]\nx=1", ("i", 1, "s", "x"), "4:1 x=1"),
        ("[[i]]\n[[i]]", ("i",), "1:1 [[i]]"),
        ("'a.b' = 1\n\"c\\u0041\" = 2", ("a.b",), "1:1 'a.b' = 1"),
        ("'a.b' = 1\n\"c\\u0041\" = 2", ("cA",), '2:1 "c\\u0041" = 2'),
        ("é = 'not bare'", (), "1:1 "),
        ("'é' = 'ü'\nx = { 'é😀' = 1, y = 2 }", ("x", "y"), "2:17 y = 2"),
        ("# 中文 🐍\na = ['中文', 'b']", ("a", 1), "2:12 'b'"),
        ("a = 1\r\n[b]\r\nc = 2\r\n", ("b", "c"), "3:1 c = 2"),
        ('a = """\nx\n"""\nb = 1', ("b",), "4:1 b = 1"),
    ],
)
def test_a_path_has_the_place_of_its_text(text: str, path: tuple[str | int, ...], expected: str) -> None:
    assert at(text, *path) == expected


def test_a_missing_path_has_its_nearest_parents_place_under_its_own_name() -> None:
    found = places("[tool.uv]\nx = 1\n")[("tool", "uv", "sources", "torch")]
    assert found.path == ("tool", "uv", "sources", "torch")
    assert (found.line, found.column, found.end_line, found.end_column) == (1, 1, 1, 10)
    assert ("tool", "uv") in places("[tool.uv]")
    assert ("tool", "uv", "sources") not in places("[tool.uv]")


def test_where_nothing_is_the_start_of_the_file_is_the_place() -> None:
    found = places("")[("project",)]
    assert (found.line, found.column, found.end_line, found.end_column) == (1, 1, 1, 1)


def test_a_byte_order_mark_takes_a_column_of_the_first_line_only() -> None:
    text = "\ufeff[a]\nb = 1"
    assert places(text)[("a",)].column == 2
    assert at(text, "a", "b") == "2:1 b = 1"


def test_places_in_a_script_are_those_of_the_script() -> None:
    text = (
        "#!/usr/bin/env python\n# /// script\n# dependencies = [\n#   'torch',\n# ]\n#\n# [tool.uv]\n# x = 1\n# ///\n"
    )
    assert at(text, "dependencies", 0) == "4:5 'torch'"
    assert at(text, "tool", "uv", "x") == "8:3 x = 1"
    assert places(text)[()].line == 3


@pytest.mark.parametrize(
    "text", ["[a\nb = 1", "= 1", "a = ", "[[a]\n", "a.b.", "[]\n[[]]\n", "a = {x = ", "\\u = [1,,2]"]
)
def test_what_is_no_toml_has_places_all_the_same(text: str) -> None:
    assert places(text)[("a", "b", 0)].line >= 1
