"""What a site holds before its pictures are taken: presets, short links of three kinds, and checks in three states."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.utils import timezone

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

KEPT: Final = "1111111111"
DIFFERS: Final = "2222222222"
GONE: Final = "3333333333"
BROKEN: Final = "4444444444"
WAITING: Final = UUID(int=1)
JUDGED: Final = UUID(int=2)
REFUSED: Final = UUID(int=3)
QUERY: Final = "linux-x86_64=cu130&macos-arm64=pypi&torch=2.13.0"
SEVERAL: Final = "linux-x86_64=cpu&linux-x86_64=cu130&macos-arm64=pypi&layout=extras&torch=2.13.0"
TITLE: Final = "Training on the box, trying out on the Mac"
NOTE: Final = "For the vision team.\nAsk before you change the bound."
SAID: Final = "  \N{MULTIPLICATION SIGN} No solution found:\n  ╰─▶ Because torch==2.13.0 has no wheels …\n"


def stock(catalogue: Catalogue) -> None:
    """Store it all."""
    from wizard.rendering.usual import usual_choices  # noqa: PLC0415  # Django is set up by whoever calls
    from wizard.sharing.models import Preset  # noqa: PLC0415

    for order, usual in enumerate(usual_choices()):
        about = f"{usual.name}: what most of us want there." if order % 2 else ""
        Preset.objects.create(slug=usual.slug, name=usual.name, description=about, query=usual.link, order=order)
    _short_links(catalogue)
    _checks(catalogue)


def _short_links(catalogue: Catalogue) -> None:
    from wizard.sharing.freezing import short_link  # noqa: PLC0415
    from wizard.sharing.words import Words  # noqa: PLC0415

    made = short_link(QUERY, Words(title=TITLE, note=NOTE), catalogue)
    older = [{**file, "text": file["text"].replace("torch>=2.13.0", "torch>=2.12.1")} for file in made.outputs]
    kinds: dict[str, dict[str, Any]] = {
        KEPT: {},
        DIFFERS: {"outputs": older},
        GONE: {"query": QUERY.replace("cu130", "cu199"), "title": "", "note": ""},
        BROKEN: {"outputs": [{"slug": "unlike any that is written"}]},
    }
    for key, changes in kinds.items():
        link = short_link(QUERY, Words(title=TITLE, note=NOTE), catalogue)
        for field, value in changes.items():
            setattr(link, field, value)
        link.pk, link.digest, link.created_at = key, key, timezone.now()
        link.save(force_insert=True)


def _checks(catalogue: Catalogue) -> None:
    from wizard.choices.decoding import decode  # noqa: PLC0415
    from wizard.configuration.configure import configure  # noqa: PLC0415
    from wizard.configuration.outcomes import outcomes  # noqa: PLC0415
    from wizard.web.answers import about, refused  # noqa: PLC0415
    from wizard.web.machines import labelled_lines  # noqa: PLC0415
    from wizard.web.models import Check  # noqa: PLC0415

    choices = decode(SEVERAL, catalogue).choices
    lines = [_agreed(asdict(line)) for line in labelled_lines(outcomes(choices, catalogue), catalogue)]
    lines[0] = _differing(lines[0])
    result = {
        "agrees": False,
        "requires_python": configure(choices, catalogue).requires_python,
        "lines": lines,
        "about": about(choices, catalogue),
    }
    now = timezone.now()
    later = now + timedelta(days=1)  # or it would be lost before its picture is taken
    asked: dict[str, Any] = {"link": SEVERAL, "revision": catalogue.revision, "started_at": now, "finished_at": now}
    Check.objects.create(**asked | {"pk": WAITING, "client": "one", "created_at": later, "finished_at": None})
    judged = {"state": "done", "uv_version": "0.13.8", "seconds": 1.4, "result": result}
    Check.objects.create(**asked | {"pk": JUDGED, "client": "two", "created_at": now} | judged)
    answer = refused("unsatisfiable", said=SAID)
    answer["result"]["about"] = about(choices, catalogue)
    Check.objects.create(**asked | {"pk": REFUSED, "client": "three", "created_at": now} | answer)


def _agreed(line: dict[str, Any]) -> dict[str, Any]:
    foreseen = {"versions": line["versions"], "missing": line["missing"]}
    return {**line, "foreseen": foreseen, "differences": []}


def _differing(line: dict[str, Any]) -> dict[str, Any]:
    from wizard.resolution.agreement import NONE, Difference  # noqa: PLC0415
    from wizard.web.differences import kept  # noqa: PLC0415

    said = kept(Difference(package="torch", foreseen="2.13.0+cpu", found=NONE), str)
    return {**line, "versions": (), "missing": ("torch",), "differences": [("3.10-3.14", said)]}
