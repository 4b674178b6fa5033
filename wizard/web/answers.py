"""What a check answers, as plain values to keep and to show; nothing of the server's disk is in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from wizard.answering.raw import Refused
from wizard.configuration.outcomes import python_range
from wizard.resolution.explanations import Trouble, explanation_of
from wizard.resolution.refusals import Cancelled, NoInterpreter, UvRefused, UvTooOld, UvTooSlow
from wizard.web.differences import LONGEST_SAID, kept
from wizard.web.machines import labelled
from wizard.web.models import Check

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.choices.choices import Choices
    from wizard.errors import WizardError
    from wizard.resolution.agreement import Agreement
    from wizard.resolution.lines import JudgedLine
    from wizard.web.differences import Kept

Answer = dict[str, Any]
"""The fields of a finished ``Check``."""
Hide = Callable[[str], str]
"""Takes out of uv's words what is only the server's business."""

LOST: Final = "lost"
BROKEN: Final = "broken"
UNAVAILABLE: Final = "unavailable"


def agreed(agreement: Agreement, catalogue: Catalogue, hide: Hide) -> Answer:
    """Return what every machine gets, line by line, and where uv sees it otherwise."""
    return {
        "state": Check.State.DONE,
        "revision": agreement.configuration.revision,
        "uv_version": agreement.uv_version,
        "seconds": agreement.judgement.seconds,
        "result": {
            "agrees": agreement.agrees,
            "requires_python": agreement.configuration.requires_python,
            "lines": [_line(judged, catalogue, hide) for judged in agreement.lines],
        },
    }


def refused(code: str, **facts: object) -> Answer:
    """Return why there is no judgement: the sentence of this code, filled with the facts."""
    return {"state": Check.State.REFUSED, "result": {"code": code, **facts}}


def refusal_of(error: WizardError, hide: Hide) -> Answer:
    """Return a refusal in words for a visitor, who can mend nothing on this server."""
    answer = refused(UNAVAILABLE)
    match error:
        case Refused():
            answer = refused("link", reasons=list(error.reasons))
        case UvTooSlow():
            answer = refused("too-slow", limit=f"{error.seconds:g}")
        case UvTooOld():
            answer = refused("too-old", version=error.version, needed=error.needed)
        case NoInterpreter():
            answer = refused("no-interpreter", requires_python=error.requires_python)
        case Cancelled():
            answer = refused(LOST)
        case UvRefused():
            answer = _refused_by_uv(error.explanation, hide)
    return answer


def headed(answer: Answer, choices: Choices, catalogue: Catalogue) -> Answer:
    """Return an answer that also says what was checked, as the catalogue of that moment put it."""
    return {**answer, "result": {**answer["result"], "about": about(choices, catalogue)}}


def about(choices: Choices, catalogue: Catalogue) -> dict[str, Any]:
    """Return what a link is about, for people."""
    machines = [
        (catalogue.platforms[platform].label, [catalogue.accelerators[slug].label for slug in slugs])
        for platform, slugs in choices.accelerators.items()
    ]
    return {"machines": machines, "torch": choices.release}


def _refused_by_uv(said: str, hide: Hide) -> Answer:
    """Return the sentence about it, and uv's own words unless they are about the server itself."""
    trouble = explanation_of(said).trouble
    return refused(trouble) if trouble is Trouble.SERVER else refused(trouble, said=hide(said)[:LONGEST_SAID])


def _line(judged: JudgedLine, catalogue: Catalogue, hide: Hide) -> dict[str, Any]:
    """Return what uv gives, what was foreseen, and the differences with their Pythons."""
    differences: list[tuple[str, Kept]] = []
    for one, pythons in judged.differences.items():
        told = (python_range(pythons), kept(one, hide))
        differences += [told] * (told not in differences)
    return {
        **asdict(labelled(judged.found, catalogue)),
        "foreseen": {"versions": judged.foreseen.versions, "missing": judged.foreseen.missing},
        "differences": differences,
    }
