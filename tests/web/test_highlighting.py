"""Highlighted text is the text: nothing is lost, no element goes over a line, and each colour is in the style sheet."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from wizard.web.highlighting import COLOURS, highlighted

TEXTS = {
    "toml": '# why\n[project]\nname = "a & <b>"\n\nnotes = """\nthree\nlines\n"""\nexplicit = true\nnumber = 3\n\n',
    "bash": '# first\nuv pip install "torch>=2.9" \\\n  --index-url https://download.pytorch.org/whl/cpu\necho $HOME\n',
    "docker": "FROM debian:12\nRUN uv sync --locked\n",
    "yaml": "jobs:\n  lock:\n    runs-on: ubuntu-24.04\n",
    "python": '"""Two\nlines."""\nimport torch\n',
    "text": "no\nlanguage",
}


@pytest.mark.parametrize("lexer", TEXTS)
def test_text_is_whole_and_no_element_goes_over_a_line(lexer: str) -> None:
    coloured = highlighted(TEXTS[lexer], lexer)
    assert html.unescape(re.sub(r"<[^>]+>", "", coloured)) == TEXTS[lexer]
    for line in coloured.split("\n"):
        assert line.count("<span") == line.count("</span>")


def test_one_run_of_a_colour_is_one_element() -> None:
    assert highlighted('a = "b"\n', "toml") == 'a = <span class="s">&quot;b&quot;</span>\n'
    assert highlighted("explicit = true", "toml") == 'explicit = <span class="m">true</span>'


def test_every_colour_is_in_the_style_sheet() -> None:
    styles = Path("static/wizard.css").read_text(encoding="utf-8")
    for colour in COLOURS.values():
        assert f":is(pre, .listing) .{colour} {{ color:" in styles
