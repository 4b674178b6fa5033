"""``open_anything()``: the one door for whatever a person pastes; other tools' files become choices, too."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final

import tomlkit

from wizard.doctor.foreign import commands, pixi, poetry, requirements
from wizard.doctor.inferring import Inferred, infer
from wizard.doctor.parsing import BrokenToml, parse
from wizard.doctor.reading import read, read_parsed

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.foreign.meaning import Meaning
    from wizard.doctor.parsing import Parsed
    from wizard.doctor.project import Project


class Form(StrEnum):
    """What a text is; the doctor examines and mends the first two, the others only become choices."""

    PYPROJECT = "pyproject"
    SCRIPT = "script"
    POETRY = "poetry"
    PIXI = "pixi"
    REQUIREMENTS = "requirements"
    COMMAND = "command"


EVERYWHERE: Final = "never-there"
"""No news where a text names no machine at all: a command with a CUDA index was never meant for a Mac."""


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A text as the choices behind it; ``project`` is what it says, or what it would say as uv's project file.

    ``meaning`` is how another tool's file was understood.
    """

    form: Form
    project: Project
    catalogue: Catalogue = field(repr=False)
    meaning: Meaning | None = None

    @property
    def examinable(self) -> bool:
        """Whether the doctor can look at the text itself."""
        return self.form in {Form.PYPROJECT, Form.SCRIPT}

    @cached_property
    def inferred(self) -> Inferred:
        """The choices, worked out when they are first asked for: that takes longer than all the rest."""
        found = infer(self.project, self.catalogue)
        if not self.meaning:
            return found
        told = [notice for notice in found.unread if self.meaning.names_machines or notice.code != EVERYWHERE]
        return replace(found, unread=(*self.meaning.unread, *told))


def open_anything(text: str, filename: str, catalogue: Catalogue) -> Opened:
    """Return what a text is and the choices behind it; raises ``BrokenToml`` where it is nothing that can be read."""
    if commands.is_command(text):
        return _opened(Form.COMMAND, commands.meaning(text, catalogue), catalogue)
    try:
        parsed = parse(text)
    except BrokenToml:
        if not requirements.are_requirements(text):
            raise
        return _opened(Form.REQUIREMENTS, requirements.meaning(text, catalogue), catalogue)
    if parsed.data or not filename.endswith(requirements.SUFFIXES):
        return _toml(parsed, filename, catalogue)
    return _opened(Form.REQUIREMENTS, requirements.meaning(text, catalogue), catalogue)


def _toml(parsed: Parsed, filename: str, catalogue: Catalogue) -> Opened:
    if pixi.is_pixi(parsed.data, filename):
        return _opened(Form.PIXI, pixi.meaning(parsed.data, filename, catalogue), catalogue)
    if poetry.is_poetry(parsed.data):
        return _opened(Form.POETRY, poetry.meaning(parsed.data), catalogue)
    project = read_parsed(parsed, catalogue)
    form = Form.SCRIPT if parsed.frame.is_script else Form.PYPROJECT
    return Opened(form=form, project=project, catalogue=catalogue)


def _opened(form: Form, meaning: Meaning, catalogue: Catalogue) -> Opened:
    project = read(tomlkit.dumps(meaning.data), catalogue)
    return Opened(form=form, project=project, catalogue=catalogue, meaning=meaning)
