"""What is no TOML is refused with the place and a sentence; what is, is read, however new or odd."""

from __future__ import annotations

import pytest

from wizard.doctor.parsing import BrokenToml, parse


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a = = 1", 1, 5),
        ("a = 1\n[b\nc = 2", 2, 3),
        ("[tool.uv]\nx = [1,\n2\n", 4, 1),
        ("x = 'open", 1, 10),
        ("a = 1\na = 2\n", 2, 6),
        ("\ufeffa = 1 b", 1, 8),
        ("\ufeffa = 1\nb = 1 c", 2, 7),
        ("ä = 1", 1, 1),
        ("'ä' = 1 x", 1, 9),
        ("a = 1\r\nb = 1 x\r\n", 2, 7),
        ("import torch\n", 1, 8),
        ("a = '\x00'", 1, 6),
        ("# /// script\n# dependencies = [\n# 'torch'\n# = 1\n# ///\n", 4, 3),
        ("a = 1\nb = '\ud800'", 2, 6),
    ],
)
def test_the_place_where_toml_breaks_is_told(text: str, line: int, column: int) -> None:
    with pytest.raises(BrokenToml) as caught:
        parse(text)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert f"line {line}, column {column}" in str(caught.value)
    assert str(caught.value).startswith("The file is not valid TOML: ")
    assert "(at " not in str(caught.value)


def test_values_nested_without_end_are_refused() -> None:
    with pytest.raises(BrokenToml, match="nested too deeply"):
        parse("a = " + "[" * 50_000)


def test_a_table_said_twice_is_refused() -> None:
    with pytest.raises(BrokenToml) as caught:
        parse("[a]\nb.c = 1\n[a.b]\nd = 2")
    assert caught.value.line == 3


def test_newer_toml_is_read_as_uv_reads_it() -> None:
    # TOML 1.1 lets inline tables go over lines; uv 0.13.8 takes it, tomllib of Python 3.13 does not
    assert parse("a = {\n  b = 1,\n}\n").data == {"a": {"b": 1}}


@pytest.mark.parametrize("text", ["", "\n", "# nothing", "\ufeff", "\ufeff# nothing\r\n"])
def test_a_file_of_nothing_is_read(text: str) -> None:
    assert parse(text).data == {}
