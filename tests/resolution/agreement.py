"""Holds one link against the real uv: every machine and Python the wizard claims must get the chosen index's wheels."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wizard.catalogue.tags import interpreter_tags
from wizard.choices.choices import Layout
from wizard.choices.decoding import decode
from wizard.configuration.configure import configure
from wizard.configuration.outcomes import outcomes
from wizard.rendering import pyproject
from wizard.resolution.judging import judge
from wizard.resolution.running import Uv
from wizard.resolution.verdicts import Machine, Selection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue, Platform
    from wizard.configuration.outcomes import Outcome
    from wizard.configuration.values import Configuration
    from wizard.resolution.verdicts import Judgement

INTERPRETERS: Final = ("python3.14", "python3.13", "python3.12", "python3.11", "python3.10")
SYSTEMS: Final = {"linux": ("posix", "Linux"), "darwin": ("posix", "Darwin"), "win32": ("nt", "Windows")}


def uv_at_hand(cache: Path) -> Uv:
    """Return the uv of the development dependencies with the interpreters this machine has."""
    siblings = Path(sys.base_prefix).parent.glob("3.*/bin/python")  # as pyenv and uv lay them out
    onpath = filter(None, (shutil.which(name, path="/usr/local/bin:/usr/bin") for name in INTERPRETERS))
    found = [Path(sys.executable), *sorted(siblings, reverse=True), *map(Path, onpath)]
    program = Path(sys.executable).with_name("uv")
    return Uv(program=program, interpreters=tuple(dict.fromkeys(found)), cache=cache, timeout=120)


def disagreements(link: str, catalogue: Catalogue, uv: Uv, base_url: str) -> list[str]:
    """Return a sentence for every machine that does not get what the wizard says, by uv's own lock."""
    decoded = decode(link, catalogue)
    assert not decoded.notices, decoded.notices
    configuration = configure(decoded.choices, catalogue, mirror=base_url)
    foreseen = outcomes(decoded.choices, catalogue)
    assert foreseen, "a link without machines proves nothing"
    platforms = {install.platform.slug: install.platform for install in configuration.installs}
    machines = [
        machine(platform, python, f"{slug} {python}")
        for slug, platform in platforms.items()
        for python in configuration.pythons
    ]
    selections = list(dict.fromkeys(selection(configuration, outcome) for outcome in foreseen))
    judgement = judge(pyproject.render(configuration), uv=uv, selections=selections, machines=machines)
    return [found for outcome in foreseen for found in _compare(configuration, judgement, outcome)]


def machine(platform: Platform, python: str, label: str) -> Machine:
    """Return a machine as its marker environment and tags."""
    os_name, system = SYSTEMS[platform.sys_platform]
    environment = {
        "implementation_name": "cpython",
        "implementation_version": f"{python}.0",
        "os_name": os_name,
        "platform_machine": platform.platform_machine,
        "platform_python_implementation": "CPython",
        "platform_release": "",
        "platform_system": system,
        "platform_version": "",
        "python_full_version": f"{python}.0",
        "python_version": python,
        "sys_platform": platform.sys_platform,
    }
    return Machine(label=label, environment=environment, tags=tuple(interpreter_tags(platform.slug, python)))


def selection(configuration: Configuration, outcome: Outcome) -> Selection:
    """Return what a person names on the command line to get this accelerator."""
    name = outcome.accelerator.replace(".", "")
    match configuration.choices.layout:
        case Layout.EXTRAS:
            return Selection(extra=name)
        case Layout.GROUPS:
            return Selection(group=name)
        case _:
            return Selection()


def _compare(configuration: Configuration, judgement: Judgement, outcome: Outcome) -> Iterator[str]:
    label = f"{outcome.platform} {outcome.python}"
    verdict = judgement.verdict(selection(configuration, outcome), label)
    where = f"{label} {outcome.accelerator}"
    for absence in verdict.absences:
        yield f"{where}: {absence.package}: {absence.reason}"
    urls = {index.accelerator: index.url for index in configuration.indexes}
    for package in configuration.choices.family:
        wheel = verdict.wheel(package)
        if wheel is None:
            yield f"{where}: {package} is not installed"
        elif not configuration.choices.layout.pins and urls.get(outcome.accelerator, "simple") not in str(wheel.index):
            yield f"{where}: {package} comes from {wheel.index}"
        elif configuration.choices.layout.pins and (local := dict(outcome.builds)[package].local) not in wheel.version:
            yield f"{where}: {package} {wheel.version} is not a +{local} build"
