"""Lock a document once, export it per selection, and read the export for every machine."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from wizard.resolution.reading import Export, read, read_export
from wizard.resolution.refusals import ExportRefused, LockRefused
from wizard.resolution.running import Session, Uv, open_session
from wizard.resolution.verdicts import Judgement, Machine, Selection

LOCK: Final = ("lock", "--no-build")
EXPORT: Final = ("export", "--frozen", "--format", "pylock.toml", "--no-emit-project", "--no-header")


def judge(document: str, *, uv: Uv, selections: Sequence[Selection], machines: Sequence[Machine]) -> Judgement:
    """Say what each machine gets from a pyproject.toml with each selection, as the real uv decides it."""
    with tempfile.TemporaryDirectory(prefix="uv-judge-") as folder:
        session = open_session(uv, Path(folder), document)
        locked = session.run(*LOCK, refusal=LockRefused)
        exports = [(selection, _export(session, selection)) for selection in selections]
        return Judgement(
            lock=(session.folder / "project" / "uv.lock").read_text(encoding="utf-8"),
            remarks=locked.stderr,
            verdicts=tuple(read(export, selection, machine) for selection, export in exports for machine in machines),
        )


def _export(session: Session, selection: Selection) -> Export:
    exported = session.run(*EXPORT, *selection.arguments, refusal=ExportRefused)
    return read_export(exported.stdout)
