"""``requirements.txt``: pip's lines, with indexes as options between them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wizard.doctor.foreign.meaning import Meaning
from wizard.doctor.indexing import accelerator_of
from wizard.doctor.values import name, requirement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from packaging.requirements import Requirement

    from wizard.catalogue.facts import Catalogue

SUFFIXES: Final = (".txt", ".in")
OPTION: Final = re.compile(r"(?P<key>--?[A-Za-z][a-z-]*)(?:\s*=\s*|\s+)?(?P<value>.*)")
INDEXES: Final = frozenset({"-i", "--index-url", "--extra-index-url", "--index", "--default-index"})
LINKS: Final = frozenset({"-f", "--find-links"})
FILES: Final = frozenset({"-r", "--requirement", "-c", "--constraint", "-e", "--editable"})
COMMENT: Final = re.compile(r"(^|\s)#.*$")
HASHES: Final = re.compile(r"\s--(hash|config-settings|global-option).*$")
CONTINUED: Final = re.compile(r"\\\r?\n")


def lines_of(text: str) -> Iterator[str]:
    """Yield the lines that say something, continued ones as one."""
    for line in CONTINUED.sub(" ", text.removeprefix("\ufeff")).splitlines():
        said = HASHES.sub("", COMMENT.sub("", line)).strip()
        if said:
            yield said


def are_requirements(text: str) -> bool:
    """Say whether every line is a requirement or an option of pip, and one of them at least is either."""
    lines = list(lines_of(text))
    return bool(lines) and all(line.startswith("-") or "://" in line or requirement(line) for line in lines)


def meaning(text: str, catalogue: Catalogue) -> Meaning:
    """Return what a file of requirements means."""
    return meaning_of(lines_of(text), catalogue)


def meaning_of(lines: Iterable[str], catalogue: Catalogue) -> Meaning:
    """Return what pip's lines mean: torch and its family come from the first of PyTorch's indexes they name."""
    found = Meaning()
    asked: list[Requirement] = []
    for line in lines:
        option = OPTION.fullmatch(line)
        parsed = requirement(line)
        if option:
            _take(option["key"], option["value"].strip("'\""), found, catalogue)
        elif parsed:
            asked.append(parsed)
        else:
            found.tell("line", line=line)
    for parsed in asked:
        found.dependencies.append(str(parsed))
        _route(parsed, found, catalogue)
    return found


def _take(key: str, value: str, found: Meaning, catalogue: Catalogue) -> None:
    """Take an option: an index, or something that is told."""
    if key in FILES:
        found.tell("line", line=f"{key} {value}")
    elif key in INDEXES | LINKS:
        url = value.partition("=")[2] if key.endswith("index") and "=" in value else value
        url = url if key in INDEXES else url.rstrip("/").rpartition("/")[0]
        slug, nightly = accelerator_of(url, catalogue)
        if slug:
            found.index(f"{'nightly-' if nightly else ''}{slug}", url)
        elif key in INDEXES:
            found.tell("unknown-index", name="", url=value)


def _route(asked: Requirement, found: Meaning, catalogue: Catalogue) -> None:
    """Take one of torch's family from where its local version identifier says, or from the first index.

    ``===`` without one admits PyPI's own build alone; ``==`` would any (PEP 440).
    """
    if name(asked.name) not in catalogue.packages:
        return
    if any(one.operator == "===" and "+" not in one.version for one in asked.specifier):
        found.names_machines |= asked.marker is not None
        return
    locals_ = {one.version.partition("+")[2] for one in asked.specifier} & {*catalogue.accelerators}
    for slug in sorted(locals_):
        if slug not in found.indexes:
            found.index(slug, catalogue.accelerators[slug].url)
    index = next(iter(sorted(locals_) or found.indexes), "")
    if index:
        found.source(name(asked.name), index, marker=str(asked.marker or ""))
        found.names_machines |= asked.marker is not None
