"""What is translated from what: sentences by the digests of their English, pages by gettext's messages.

uv run python -m tests.translated                          # after a change of pages: messages, and what is compiled
uv run python -m tests.translated ja findings/macos14.txt  # after reading what became of that sentence
uv run python -m tests.translated ja                       # … of all of them
"""

from __future__ import annotations

import csv
import inspect
import os
import sys
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from wizard.languages import ENGLISH, LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wizard.errors import WizardError

ROOT: Final = Path(__file__).parents[1]
SENTENCES: Final = ROOT / "templates/wizard/sentences"
OTHERS: Final = tuple(language for language in LANGUAGES if language != ENGLISH)
LOCALES: Final = {"ja": "ja", "zh-hans": "zh_Hans"}
PLURALS: Final = {"ja": "nplurals=1; plural=0;", "zh-hans": "nplurals=1; plural=0;"}
KEYWORDS: Final = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "phrase": None,
}
NEVER: Final = datetime(2026, 1, 1, tzinfo=UTC)
DOCUMENT: Final = "tests/api/openapi.json"
"""Where the texts of the API's document can be read, which the code gathers from all over the API."""
WORDLESS: Final = {"Refused"}
"""Refusals that are made of sentences already."""
KEEPERS: Final = {"wizard.web.syncing"}
"""Modules whose refusals only the keepers of a site meet, in English."""


@cache
def sources() -> dict[str, str]:
    """Return every English text that is a file in other languages, by its path below the sentences."""
    files = {
        path.relative_to(SENTENCES).as_posix(): path.read_text()
        for path in SENTENCES.glob("*/*.txt")
        if path.parent.name not in OTHERS
    }
    return files | dict(_refusals()) | dict(_rules())


def translations(language: str) -> set[str]:
    """Return the texts a language has."""
    folder = SENTENCES / language
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.txt")}


def digest(text: str) -> str:
    """Return what an English text is known by."""
    return sha256(text.encode()).hexdigest()[:16]


def translated_from(language: str) -> dict[str, str]:
    """Return from which English each text of a language was made."""
    with _table(language).open(newline="") as table:
        return {row["file"]: row["source"] for row in csv.DictReader(table)}


def write_digests(language: str, files: Iterable[str]) -> None:
    """Take down that these texts say what the English does now; all of them, where none is named."""
    known = sources()
    kept = translated_from(language) if _table(language).exists() else {}
    there = translations(language)
    now = {file: digest(known[file]) for file in {*files} or there}
    rows = sorted((file, source) for file, source in (kept | now).items() if file in there)
    with _table(language).open("w", newline="") as table:
        csv.writer(table, lineterminator="\n").writerows([("file", "source"), *rows])


@cache
def extracted() -> Catalog:
    """Return the messages of the pages and the code, as ``makemessages`` finds them."""
    from django.utils.translation.template import templatize  # noqa: PLC0415  # the settings come first

    from wizard.api.docs import document  # noqa: PLC0415
    from wizard.api.spoken import words  # noqa: PLC0415

    found = Catalog(charset="utf-8")
    for path in sorted([*(ROOT / "templates").rglob("*.html"), *(ROOT / "wizard").rglob("*.py")]):
        text = path.read_text()
        name = path.relative_to(ROOT).as_posix()
        code = _unindented(templatize(text, origin=name)) if path.suffix == ".html" else text
        for _, message, _, context in extract("python", BytesIO(code.encode()), keywords=KEYWORDS):
            found.add(message, locations=[(name, 0)], context=context, flags=_flags(message))
    for message in words(document("/")):
        found.add(message, locations=[(DOCUMENT, 0)])
    return found


def messages(language: str) -> Catalog:
    """Return the messages of a language."""
    with po(language).open("rb") as file:
        return read_po(file, locale=LOCALES[language])


def po(language: str) -> Path:
    """Return where they are."""
    return ROOT / "locale" / LOCALES[language] / "LC_MESSAGES/django.po"


def compiled(language: str) -> bytes:
    """Return them as gettext reads them."""
    written, catalog = BytesIO(), messages(language)
    catalog.creation_date = catalog.revision_date = NEVER  # the file leaves them out, for they would always change
    write_mo(written, catalog)
    return written.getvalue()


def update(language: str) -> None:
    """Bring the messages to what pages and code hold now; what is new stays empty, what is gone goes."""
    old = messages(language) if po(language).exists() else Catalog()
    new = Catalog(locale=LOCALES[language], charset="utf-8", header_comment=f"# {LANGUAGES[language]}")
    for message in extracted():
        if message.id:
            known = old.get(message.id if isinstance(message.id, str) else message.id[0], message.context)
            told = known.string if known and known.id == message.id else ""
            places = sorted({(file, 0) for file, _ in message.locations})
            new.add(message.id, told, locations=places, flags=message.flags, context=message.context)
    new.fuzzy = False
    po(language).parent.mkdir(parents=True, exist_ok=True)
    with po(language).open("wb") as file:
        write_po(file, new, width=0, sort_output=True, omit_header=False, include_lineno=False)
    po(language).write_text(_without_dates(po(language).read_text()))
    po(language).with_suffix(".mo").write_bytes(compiled(language))


def _without_dates(text: str) -> str:
    """Leave out of the header what changes by itself."""
    moving = ("POT-Creation-Date", "PO-Revision-Date", "Generated-By", "Last-Translator", "Report-Msgid", "Project-Id")
    return "".join(
        line for line in text.splitlines(keepends=True) if not line.startswith(tuple(f'"{one}' for one in moving))
    )


def _unindented(text: str) -> str:
    return "\n".join(map(str.strip, text.splitlines()))


def _flags(message: str | tuple[str, ...]) -> set[str]:
    return {"python-format"} if "%(" in str(message) else set()


def refusals() -> Iterator[type[WizardError]]:
    """Yield every refusal that people meet on a page, at a terminal or in the API, and that writes its sentence."""
    from wizard.errors import WizardError  # noqa: PLC0415

    for module in ("wizard.urls", "wizard.web.refusals"):
        import_module(module)
    rooms = (
        "wizard.doctor.",
        "wizard.sharing.",
        "wizard.web.",
        "wizard.api.",
        "wizard.answering.",
        "wizard.catalogue.loading",
    )
    left = [WizardError]
    while left:
        kind = left.pop()
        left += kind.__subclasses__()
        met = kind.__module__.startswith(rooms) and kind.__module__ not in KEEPERS
        if met and "__str__" in vars(kind) and kind.__name__ not in WORDLESS:
            yield kind


def _refusals() -> Iterator[tuple[str, str]]:
    from wizard.answering.wording import code_of  # noqa: PLC0415

    for kind in refusals():
        yield f"refusals/{code_of(kind)}.txt", inspect.getsource(kind.__str__)


def _rules() -> Iterator[tuple[str, str]]:
    from wizard.doctor.rules import RULES  # noqa: PLC0415

    for rule in RULES:
        module = import_module(f"wizard.doctor.rules.{rule.code.replace('-', '_')}")
        yield f"rules/{rule.code}.txt", inspect.getdoc(module) or ""


def _table(language: str) -> Path:
    return SENTENCES / language / "translated.csv"


def main(arguments: list[str]) -> None:
    """Write messages anew, or the digests of a language's sentences."""
    import django  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wizard.settings")
    django.setup()
    if arguments:
        write_digests(arguments[0], arguments[1:])
    else:
        for language in OTHERS:
            update(language)


if __name__ == "__main__":
    main(sys.argv[1:])
