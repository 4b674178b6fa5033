"""What a check answers, as plain values to keep and to show; nothing of the server's disk is in it."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from wizard.resolution.explanations import reading_of
from wizard.resolution.refusals import NoInterpreter, UvRefused, UvTooOld, UvTooSlow
from wizard.web.machines import labelled
from wizard.web.models import Check
from wizard.web.raw import Refused

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.errors import WizardError
    from wizard.resolution.agreement import Agreement, JudgedLine

Answer = dict[str, Any]
"""The fields of a finished ``Check``."""

LOST: Final = "lost"
BROKEN: Final = "broken"
UNAVAILABLE: Final = "unavailable"
CREDENTIALS: Final = re.compile(r"(?<=://)[^/@\s]+@")
DISK_PATH: Final = re.compile(r"file://[^\s`'\"]+|(?<![\w./-])(?:[A-Za-z]:\\|/)[\w.+@~-]+(?:[/\\][\w.+@~-]*)+")
"""A path from the root of a disk; the path of an address has a host's name before it."""


def agreed(agreement: Agreement, catalogue: Catalogue) -> Answer:
    """Return what every machine gets, line by line, and where uv sees it otherwise."""
    return {
        "state": Check.State.DONE,
        "revision": agreement.configuration.revision,
        "uv_version": agreement.uv_version,
        "seconds": agreement.judgement.seconds,
        "result": {
            "agrees": agreement.agrees,
            "requires_python": agreement.configuration.requires_python,
            "lines": [_line(judged, catalogue) for judged in agreement.lines],
        },
    }


def refused(code: str, **facts: object) -> Answer:
    """Return why there is no judgement: the sentence of this code, filled with the facts."""
    return {"state": Check.State.REFUSED, "result": {"code": code, **facts}}


def refusal_of(error: WizardError) -> Answer:
    """Return a refusal in words for a visitor, who can mend nothing on this server."""
    match error:
        case Refused():
            return refused("link", reasons=list(error.reasons))
        case UvTooSlow():
            return refused("too-slow", limit=f"{error.seconds:g}")
        case UvTooOld():
            return refused("too-old", version=error.version, needed=error.needed)
        case NoInterpreter():
            return refused("no-interpreter", requires_python=error.requires_python)
        case UvRefused():
            said = without_paths(error.explanation)
            return refused("uv-refused", reading=reading_of(error.explanation), said=said)
        case _:
            return refused(UNAVAILABLE)


def without_paths(text: str) -> str:
    """Return what uv wrote without the server's folders and without credentials."""
    return DISK_PATH.sub("…", CREDENTIALS.sub("", text))


def _line(judged: JudgedLine, catalogue: Catalogue) -> dict[str, Any]:
    differences = dict.fromkeys(map(without_paths, judged.differences))
    return {**asdict(labelled(judged.line, catalogue)), "differences": list(differences)}
