"""Why uv gave no judgement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.errors import WizardError

if TYPE_CHECKING:
    from pathlib import Path


class UvMissing(WizardError):
    """There is no uv to ask."""

    def __init__(self, *, program: Path) -> None:
        super().__init__(program)
        self.program = program

    def __str__(self) -> str:
        return f"There is no uv at {self.program}. Install uv or name another one."


class NoInterpreter(WizardError):
    """None of the interpreters at hand may run the project, so uv would refuse all of them."""

    def __init__(self, *, requires_python: str) -> None:
        super().__init__(requires_python)
        self.requires_python = requires_python

    def __str__(self) -> str:
        return f"No interpreter at hand satisfies requires-python = {self.requires_python!r}. Name one that does."


class UvTooSlow(WizardError):
    """uv was stopped, with all it had started."""

    def __init__(self, *, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds

    def __str__(self) -> str:
        return f"uv did not finish within {self.seconds:g} seconds. Try again, or allow it more time."


class UvRefused(WizardError):
    """A uv command failed; ``explanation`` is what uv itself wrote."""

    def __init__(self, *, command: str, explanation: str) -> None:
        super().__init__(command, explanation)
        self.command, self.explanation = command, explanation

    def __str__(self) -> str:
        return f"`uv {self.command}` refused the document. uv says:\n{self.explanation}"


class LockRefused(UvRefused):
    """The document has no resolution."""


class ExportRefused(UvRefused):
    """The lock exists, but a selection from it does not."""
