"""What could not be read has its sentence, and no sentence is for nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
from django.template.loader import render_to_string

import wizard.doctor

ROOM: Final = Path(wizard.doctor.__file__).parent
SENTENCES: Final = ROOM.parents[1] / "templates" / "wizard" / "sentences" / "unread"
TOLD: Final = re.compile(r'(?:\.tell\(|_note\(|Notice\(code=)\s*"([a-z-]+)"')


def codes() -> set[str]:
    return {code for path in ROOM.rglob("*.py") for code in TOLD.findall(path.read_text())}


def test_every_code_has_a_sentence_and_every_sentence_a_code() -> None:
    assert codes() == {path.stem for path in SENTENCES.iterdir()}


@pytest.mark.parametrize("code", sorted(codes()))
def test_a_sentence_is_one_line_that_ends(code: str) -> None:
    facts = (
        "filename",
        "torch",
        "package",
        "specifier",
        "used",
        "name",
        "url",
        "platform",
        "accelerator",
        "layout",
        "of",
        "written",
        "line",
    )
    written = render_to_string(f"wizard/sentences/unread/{code}.txt", {fact: f"<{fact}>" for fact in facts})
    assert written.strip().endswith(".")
    assert "{" not in written
    assert "&lt;" not in written
