"""The corpus: small files of every odd form, with their bytes as they are."""

from __future__ import annotations

from pathlib import Path
from typing import Final

CORPUS: Final = Path(__file__).parent / "corpus"
BROKEN: Final = ("broken-bracket.toml", "broken-twice.toml")


def text_of(name: str) -> str:
    """Return a file's text; no line ending is touched."""
    return (CORPUS / name).read_bytes().decode()


def odd_files(*suffixes: str) -> dict[str, str]:
    """Return the files that are no broken TOML, by name; all of them, or those whose names end so."""
    names = sorted(path.name for path in CORPUS.iterdir() if path.suffix in {".toml", ".txt"})
    return {name: text_of(name) for name in names if name not in BROKEN and name.endswith(suffixes or "")}


def project_files() -> dict[str, str]:
    """Return what the doctor reads itself: project files and scripts, not what other tools have."""
    return odd_files(".toml", ".py.txt")
