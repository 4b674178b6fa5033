"""Lock a document once, export it per selection, and read the export for every machine."""

from __future__ import annotations

import re
import time
import tomllib
from typing import TYPE_CHECKING, Final

from packaging.markers import InvalidMarker
from packaging.pylock import PylockValidationError
from packaging.version import Version

from wizard.resolution.folders import temporary_folder
from wizard.resolution.reading import Export, read, read_export
from wizard.resolution.refusals import ExportRefused, ExportUnreadable, LockRefused, SyncRefused
from wizard.resolution.running import Session, Uv, open_session
from wizard.resolution.verdicts import FAMILY, DryRun, Judgement, Machine, Selection

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LOCK: Final = ("lock", "--no-build")
EXPORT: Final = ("export", "--frozen", "--format", "pylock.toml", "--no-emit-project", "--no-header")
SYNC: Final = ("sync", "--frozen", "--dry-run", "--no-build", "--no-install-project")
DRY_RUNS_SINCE: Final = "0.13.6"
"""The first uv whose ``sync --python-platform`` takes Windows for what it is, measured: before, ``platform_machine`` is
not ``AMD64`` there, where a lock asks for it; the export does not depend on that."""
WOULD_INSTALL: Final = re.compile(r"^ \+ (?P<package>\S+?)==(?P<version>\S+)", re.MULTILINE)


def judge(document: str, *, uv: Uv, selections: Sequence[Selection], machines: Sequence[Machine]) -> Judgement:
    """Say what each machine gets from a pyproject.toml with each selection, as the real uv decides it.

    Machines whose Python is at hand are also asked what ``uv sync`` would do there.
    """
    with temporary_folder("uv-judge-") as folder:
        return _judge(open_session(uv, folder, document), selections, machines)


def _judge(session: Session, selections: Sequence[Selection], machines: Sequence[Machine]) -> Judgement:
    started = time.monotonic()
    session.run(*LOCK, refusal=LockRefused)
    seconds = time.monotonic() - started
    exports = [(selection, _export(session, selection)) for selection in selections]
    return Judgement(
        seconds=seconds,
        verdicts=tuple(read(export, selection, machine) for selection, export in exports for machine in machines),
        dry_runs=tuple(_dry_runs(session, selections, machines)),
    )


def _export(session: Session, selection: Selection) -> Export:
    exported = session.run(*EXPORT, *selection.arguments, refusal=ExportRefused)
    try:
        return read_export(exported.stdout)
    except (tomllib.TOMLDecodeError, PylockValidationError, InvalidMarker) as error:
        raise ExportUnreadable(version=session.uv.version, reason=" ".join(str(error).split())) from error


def _dry_runs(session: Session, selections: Sequence[Selection], machines: Sequence[Machine]) -> Iterator[DryRun]:
    if Version(session.uv.version) < Version(DRY_RUNS_SINCE):
        return
    for machine in machines:
        if machine.python == session.python:
            for selection in selections:
                yield _dry_run(session, selection, machine)


def _dry_run(session: Session, selection: Selection, machine: Machine) -> DryRun:
    refusal, versions = "", {}
    try:
        synced = session.run(*SYNC, "--python-platform", machine.triple, *selection.arguments, refusal=SyncRefused)
    except SyncRefused as refused:
        refusal = refused.explanation
    else:
        found = WOULD_INSTALL.finditer(synced.stderr)
        versions = {one["package"]: one["version"] for one in found if one["package"] in FAMILY}
    return DryRun(
        selection=selection, platform=machine.platform, python=machine.python, versions=versions, refusal=refusal
    )
