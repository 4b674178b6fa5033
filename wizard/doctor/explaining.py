"""Recognises what uv said, whatever stands around it: colours, a log's timestamps, the wrapping of a terminal."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from wizard.doctor.findings import Finding

LONGEST: Final = 100_000
"""How many characters of a log count, from its end: there uv says why it stopped."""
COLOURS: Final = re.compile(r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[0-9;:?]*[ -/]*[@-~]")
"""Escape sequences of terminals (ECMA-48): styles, and the targets of hyperlinks."""
TREE: Final = "\N{MULTIPLICATION SIGN}│|╰├─▶"
IN_FRONT: Final = re.compile(
    rf"^\s*(?:\d{{4}}-\d\d-\d\d[T ][\d:.,]+Z?\s+)?(?:#\d+\s+(?:[\d.]+\s+)?)?[\s{TREE}]*", re.MULTILINE
)
"""What a CI's log, a Docker build and uv's own tree put before a line."""
MARKER: Final = re.compile(r"\{[^{}`]*\}")
"""The condition uv writes behind a package's name."""
TOKEN: Final = re.compile(r"\{(\w+)\}|(…)|(`)|(\s+)|(.)")
SKIPPED: Final = r".{0,600}?"
NAME: Final = r"[\w.+-]{1,200}"
START: Final = r"(?<![\w.+-])"
"""Where a name may begin: without it, a long word is tried from each of its letters."""
FACTS: Final = {
    "family": r"torch(?:vision|audio|codec)?",
    "triton": r"(?:pytorch-)?triton(?:-rocm|-xpu)?",
    "stranger": r"(?!torch(?:vision|audio|codec)?=|(?:pytorch-)?triton)[\w.-]{1,200}",
    "library": r"lib(?:cudart|cublas(?:Lt)?|nvrtc|cupti|nvJitLink)",
    "other_library": r"lib(?:cudnn\w*|cu(?:fft|file|rand|solver|sparse)\w*|nccl|nv(?:ToolsExt|shmem_host))",
    "symbol": r"_ZNK?(?:3c10|2at|5torch|6caffe2)",
    "version": r"\d[\w.!]*",
    "exact": r"\d[\w.!+]*",
    "range": r"[^`]{1,200}",
    "line": r"\d+",
    "column": r"\d+",
}
"""What names look like where not any will do. A ``library`` has its CUDA's number, an ``other_library`` one of its own.
A ``symbol`` begins with what C++ makes of torch's own namespaces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownError:
    """Something uv or torch says; ``rules`` are those whose findings are its cause in a file."""

    code: str
    says: tuple[str, ...]
    rules: tuple[str, ...]
    link: str
    general: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The facts its words hold."""
        return tuple(dict.fromkeys(match[1] for said in self.says for match in TOKEN.finditer(said) if match[1]))

    def said_of(self, facts: Mapping[str, str]) -> str:
        """Return its words, or the commonest of them, with these names in their places."""
        return self.says[0].format_map(facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """An error that stands in a text, with the names it stands there for."""

    error: KnownError
    facts: Mapping[str, str]

    def causes(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Return what was found in the file that leads to this error."""
        return tuple(found for found in findings if found.code in self.error.rules)


@cache
def known_errors() -> tuple[KnownError, ...]:
    """Return all errors there are sentences for, the specific before the general."""
    text = files("wizard.doctor").joinpath("data/uv_errors.toml").read_text(encoding="utf-8")
    return tuple(
        KnownError(**{**row, "says": tuple(row["says"]), "rules": tuple(row["rules"])})
        for row in tomllib.loads(text)["errors"]
    )


def explain(text: str) -> tuple[Recognised, ...]:
    """Return the known errors in a text, those that say most; empty where none is known."""
    words = _words(text)
    found = tuple(_recognised(words))
    specific = tuple(one for one in found if not one.error.general)
    return specific or found[:1]


def _recognised(words: str) -> Iterator[Recognised]:
    for error in known_errors():
        for said in error.says:
            if match := _pattern(said).search(words):
                yield Recognised(error=error, facts=match.groupdict())
                break


def _words(text: str) -> str:
    """Return a text as one line of words."""
    bare = COLOURS.sub("", text[-LONGEST:]).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return MARKER.sub("", " ".join(IN_FRONT.sub("", bare).split()))


@cache
def _pattern(said: str) -> re.Pattern[str]:
    """Compile the words of an error; a line may break anywhere in them, and backticks may be lost on the way."""
    parts = [START]
    for fact, anything, backtick, space, sign in TOKEN.findall(said):
        if fact:
            parts.append(f"(?P<{fact}>{FACTS.get(fact, NAME)})")
        elif anything:
            parts.append(SKIPPED)
        elif backtick:
            parts.append(" ?`? ?")
        else:
            parts.append(" ?" if space else f"{re.escape(sign)} ?")
    return re.compile("".join(parts))
