"""``manage.py doctor PATH``: what is wrong with a project file, for people, programs and CI; and mending it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.core.management.base import BaseCommand, CommandError

from wizard.answering.sentences import Sentences
from wizard.catalogue.loading import load_catalogue
from wizard.catalogue.storing import set_up_if_missing
from wizard.doctor.differing import unified
from wizard.doctor.locks import FILE as LOCK
from wizard.doctor.mending import Mended, mend_all
from wizard.doctor.parsing import BrokenToml
from wizard.errors import WizardError
from wizard.web.doctor_asked import decoded
from wizard.web.doctor_reports import REPORTS, broken_as, errors_as
from wizard.web.doctor_words import NAME, NOTHING, examined, explained
from wizard.web.replacing import replace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.core.management.base import CommandParser

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.mending import Why
    from wizard.web.doctor_words import Examined

STDIN: Final = "-"
FOUND: Final = 1
UNREADABLE: Final = 2
HELP: Final = {
    "path": "A pyproject.toml or a script with a header (PEP 723), - for stdin; of others, the wizard's link.",
    "--lock": "The uv.lock to look at, too; the one beside the file, where there is one, unless told otherwise.",
    "--fix": "Mend what can be mended, in the file itself; from stdin, print the mended file.",
    "--diff": "Print what --fix changes, as patch takes it, instead of what was found; alone, it changes nothing.",
    "--format": "How findings are printed: for people, for programs, or as GitHub's annotations.",
    "--error": "A file with what uv said, - for stdin: print what it means, and what in the file leads to it.",
}
EXIT_CODES: Final = (
    "Exit codes: 0 nothing was found, or only what is good to know; 1 something was found, or is left after --fix; "
    "2 a file could not be read or written."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A file, and the lock beside it."""

    path: str
    text: str
    lock: str
    catalogue: Catalogue

    @property
    def name(self) -> str:
        """What reports call it."""
        return NAME if self.path == STDIN else Path(self.path).as_posix()

    def examined(self, text: str, left: Mapping[str, Why] = NOTHING) -> Examined:
        """Examine the file, or what became of it and what mending all left."""
        return examined(text, self.catalogue, lock=self.lock, name=self.name, left=left)


class Command(BaseCommand):
    """Prints what was found; exit code 1 where that is more than good to know, 2 where a file cannot be read."""

    help = "Examine a project file: what keeps torch from being installed as it means it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the file, what to look at beside it, and what to do."""
        add = parser.add_argument
        add("path", nargs="?", metavar="PATH", default=NAME, help=HELP["path"])
        add("--lock", metavar="PATH", default="", help=HELP["--lock"])
        add("--fix", action="store_true", help=HELP["--fix"])
        add("--diff", action="store_true", help=HELP["--diff"])
        add("--format", default="text", choices=list(REPORTS), help=HELP["--format"])
        add("--error", metavar="PATH", default="", help=HELP["--error"])
        parser.epilog = EXIT_CODES

    def handle(self, *_: Any, path: str, error: str, **options: Any) -> None:
        """Examine, mend and print."""
        set_up_if_missing()
        try:
            said = _read(error) if error else ""
            given = _given(path, options["lock"], needed=not error)
            left = _explain(said, given, options) if error else _examine(given, options)
        except BrokenToml as broken:
            sys.stdout.write(broken_as(options["format"], _place(path, options["lock"], broken), broken))
            sys.exit(UNREADABLE)
        except OSError as refusal:
            told = f"{refusal.filename}: {refusal.strerror}. Name a file that can be read and written."
            raise CommandError(told, returncode=UNREADABLE) from refusal
        except WizardError as refusal:
            raise CommandError(str(refusal), returncode=UNREADABLE) from refusal
        if left:
            sys.exit(FOUND)


def _examine(given: Given, options: dict[str, Any]) -> bool:
    """Print what is asked for, mend where that is, and return whether anything is left that matters."""
    fix, diff = options["fix"], options["diff"]
    found = given.examined(given.text)
    mendable = (fix or diff) and found.fixable
    mended = mend_all(given.text, given.catalogue) if mendable else Mended(text=given.text, left={})
    if fix:
        found = given.examined(mended.text, mended.left)
        if given.path != STDIN and mended.text != given.text:
            replace(Path(given.path), mended.text)
    if diff or given.path == STDIN:
        _tell(mended, given.catalogue)
    if diff:
        _print(unified(given.text, mended.text, given.name.lstrip("/")))
    elif fix and given.path == STDIN:
        _print(mended.text)
    else:
        _print(REPORTS[options["format"]](found))
    return found.matters


def _tell(mended: Mended, catalogue: Catalogue) -> None:
    """Tell what mending all left, where findings are not printed."""
    sentences = Sentences(catalogue)
    for key, why in mended.left.items():
        sys.stderr.write(f"{key}: {sentences.left(why)}\n")


def _explain(said: str, given: Given, options: dict[str, Any]) -> bool:
    """Print what uv's words mean, and return whether they do mean anything."""
    findings = given.examined(given.text).findings if given.text else ()
    errors = explained(said, given.catalogue, findings)
    _print(errors_as(options["format"], errors))
    return bool(errors)


def _given(path: str, lock: str, *, needed: bool) -> Given:
    """Read the file, and the lock beside it; a file nobody named need not be there to explain an error."""
    beside = Path(path).parent / LOCK
    found = lock or (str(beside) if path != STDIN and beside.exists() else "")
    text = _read(path) if needed or path != NAME or Path(path).exists() else ""
    return Given(path=path, text=text, lock=_read(found) if found else "", catalogue=load_catalogue())


def _read(path: str) -> str:
    return decoded(sys.stdin.buffer.read() if path == STDIN else Path(path).read_bytes(), path)


def _place(path: str, lock: str, broken: BrokenToml) -> str:
    if broken.file == LOCK:
        return lock or str(Path(path).parent / LOCK)
    return NAME if path == STDIN else path


def _print(text: str) -> None:
    """Write bytes, so that no end of a line changes on the way."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()
