"""Why uv gave no judgement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.errors import WizardError
from wizard.resolution.explanations import explanation_of

if TYPE_CHECKING:
    from pathlib import Path


class UvMissing(WizardError):
    """There is no uv to ask."""

    def __init__(self, *, program: Path) -> None:
        super().__init__(program)
        self.program = program

    def __str__(self) -> str:
        return f"There is no uv at {self.program}. Install uv, or name another one with --uv."


class NotUv(UvMissing):
    """What stands where uv should be is something else."""

    def __str__(self) -> str:
        return f"{self.program} is no uv: it does not say uv's version. Name another one with --uv."


class UvTooOld(WizardError):
    """The uv at hand does not know what it is asked."""

    def __init__(self, *, version: str, needed: str) -> None:
        super().__init__(version, needed)
        self.version, self.needed = version, needed

    def __str__(self) -> str:
        return f"uv {self.version} is too old to judge this: {self.needed} or newer is needed. Update uv."


class NoInterpreter(WizardError):
    """None of the interpreters at hand may run the project, so uv would refuse all of them."""

    def __init__(self, *, requires_python: str) -> None:
        super().__init__(requires_python)
        self.requires_python = requires_python

    def __str__(self) -> str:
        wanted = f"requires-python = {self.requires_python!r}"
        return f"No interpreter at hand satisfies {wanted}. Name one that does with --python."


class NoSpace(WizardError):
    """The temporary project could not be written."""

    def __init__(self, *, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder

    def __str__(self) -> str:
        return f"There is no space left in {self.folder}. Free some, or set TMPDIR to a folder with room."


class NoFolder(WizardError):
    """No temporary folder can be made at all."""

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return f"No temporary folder can be made: {self.reason}. Set TMPDIR to a folder that can be written."


class FolderNotOurs(WizardError):
    """Others could put into a folder what uv then takes for its own."""

    def __init__(self, *, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder

    def __str__(self) -> str:
        return f"{self.folder} cannot be made, or others may write to it. Remove it, or name another one: VERIFY_CACHE."


class UvTooSlow(WizardError):
    """uv was stopped, with all it had started."""

    def __init__(self, *, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds

    def __str__(self) -> str:
        return (
            f"uv did not finish within {self.seconds:g} seconds and was stopped. An index may be slow or not answer. "
            "Try again, or allow it more time with --timeout; a site has VERIFY_TIMEOUT."
        )


class Cancelled(WizardError):
    """Somebody asked to stop."""

    def __str__(self) -> str:
        return "Stopped before uv had finished; nothing was kept."


class Unjudged(WizardError):
    """Part of a sample got no judgement, and no other link of it a disagreement."""

    def __init__(self, *, count: int, links: int) -> None:
        super().__init__(count, links)
        self.count, self.links = count, links

    def __str__(self) -> str:
        return f"uv gave no judgement about {self.count} of {self.links} links; the reasons stand with the links."


class UvKilled(WizardError):
    """uv ended by a signal, not by itself."""

    def __init__(self, *, command: str, signal: str) -> None:
        super().__init__(command, signal)
        self.command, self.signal = command, signal

    def __str__(self) -> str:
        return f"`uv {self.command}` was ended by {self.signal} before it had finished. Try again."


class ExportUnreadable(WizardError):
    """uv exported something that is no pylock.toml to us."""

    def __init__(self, *, version: str, reason: str) -> None:
        super().__init__(version, reason)
        self.version, self.reason = version, reason

    def __str__(self) -> str:
        return (
            f"The pylock.toml of uv {self.version} cannot be read: {self.reason}\nPlease report it, or try another uv."
        )


class UvRefused(WizardError):
    """A uv command failed; ``explanation`` is what uv itself wrote."""

    def __init__(self, *, command: str, explanation: str) -> None:
        super().__init__(command, explanation)
        self.command, self.explanation = command, explanation

    def __str__(self) -> str:
        return f"`uv {self.command}` failed. {explanation_of(self.explanation).sentence}\nuv says:\n{self.explanation}"


class LockRefused(UvRefused):
    """The document has no resolution."""


class ExportRefused(UvRefused):
    """The lock exists, but a selection from it does not."""


class SyncRefused(UvRefused):
    """The lock exists, but a machine could not install from it."""
