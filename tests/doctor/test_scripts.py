"""A script's header is read and written back as PEP 723 says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.doctor.scripts import frame_of

HEADER = "# /// script\n# dependencies = [\n#   'torch', # é\n# ]\n#\n# [tool.uv]\n# ///\n"


def test_the_header_is_found_between_code() -> None:
    frame = frame_of(f"#!/usr/bin/env -S uv run\n'''doc'''\n{HEADER}import torch\n")
    assert frame.is_script
    assert frame.toml == "dependencies = [\n  'torch', # é\n]\n\n[tool.uv]\n"
    assert frame.position(1, 1) == (4, 3)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("around", [("", ""), ("x = 1\n", "print()"), ("#!x\n#\n", "\n\ny = 2\n")])
def test_what_is_written_back_unchanged_is_the_same(newline: str, mark: str, around: tuple[str, str]) -> None:
    before, after = around
    text = mark + f"{before}{HEADER}{after}".replace("\n", newline)
    assert frame_of(text).is_script
    assert frame_of(text).around(frame_of(text).toml) == text


def test_other_toml_becomes_comments() -> None:
    frame = frame_of(f"#!x\n{HEADER}import torch\n")
    written = frame.around("a = 1\n\n[b]\nc = 2")
    assert written == "#!x\n# /// script\n# a = 1\n#\n# [b]\n# c = 2\n# ///\nimport torch\n"
    assert frame.around("") == "#!x\n# /// script\n# ///\nimport torch\n"


@pytest.mark.parametrize(
    "text",
    [
        "import torch\n# /// pyproject\n# a = 1\n# ///\n",
        "# /// script\n# a = 1\n",
        "# /// script\n# a = 1\nimport torch\n# ///\n",
        "# /// script\n#a = 1\n# ///\n",
        "'# /// script'",
    ],
)
def test_what_is_no_header_is_the_whole_file(text: str) -> None:
    frame = frame_of(text)
    assert not frame.is_script
    assert frame.toml == text


def test_the_last_closing_line_ends_the_header() -> None:
    frame = frame_of("# /// script\n# a = 1\n# ///\n# b = 2\n# ///\n# c = 3\nimport torch\n")
    assert frame.toml == "a = 1\n///\nb = 2\n"


@given(st.text())
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert frame_of(text).around(frame_of(text).toml) == text


@given(st.text(alphabet="#/ \r\nscript'=x\ufeff"), st.text(alphabet="# /\r\n=x"))
def test_any_text_around_a_header_comes_back_as_it_was(before: str, inside: str) -> None:
    lines = "".join(f"# {line}\n" if line.strip("\r") else "#\n" for line in inside.split("\n"))
    text = f"{before}\n# /// script\n{lines}# ///\n{before}"
    assert frame_of(text).around(frame_of(text).toml) == text
