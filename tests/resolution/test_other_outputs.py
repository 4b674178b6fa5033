"""What is written beside the project file means the same to the real uv: a script's lock, a container's sync."""

from __future__ import annotations

import re
import shlex
import tomllib
from typing import TYPE_CHECKING, Final

import pytest

from tests.rendering.test_dockerfile import LINKS as CONTAINERS
from tests.rendering.test_script import LINKS as SCRIPTS
from tests.rendering.test_script import narrowed
from wizard.choices.decoding import decode
from wizard.configuration.configure import configure
from wizard.rendering import dockerfile, pyproject, script
from wizard.resolution.running import open_session

if TYPE_CHECKING:
    from pathlib import Path

    from tests.replica import Replica
    from wizard.catalogue.facts import Catalogue
    from wizard.resolution.running import Session, Uv

CASES: Final = [
    pytest.param(link, argument, version, id=f"{name}-{argument or 'as it is'}")
    for name, (link, installed) in CONTAINERS.items()
    for argument, version in installed.items()
]


@pytest.mark.network
@pytest.mark.parametrize("link", SCRIPTS.values(), ids=SCRIPTS)
def test_uv_locks_the_script_as_it_locks_the_project(
    link: str, catalogue: Catalogue, uv: Uv, replica: Replica, tmp_path: Path
) -> None:
    choices = decode(narrowed(link, catalogue), catalogue).choices
    configuration = configure(choices, catalogue, mirror=replica.base_url)
    session = open_session(uv, tmp_path, pyproject.render(configuration))
    (session.project / "script.py").write_text(script.render(configuration), encoding="utf-8")
    session.run("lock")
    session.run("lock", "--script", "script.py")
    locked = packages(session, "uv.lock") - {("project", "0.1.0", "")}
    assert locked == packages(session, "script.py.lock")
    assert "torch" in {name for name, _, _ in locked}


def packages(session: Session, lock: str) -> set[tuple[str, str, str]]:
    """Return what a lock has, from where."""
    found = tomllib.loads((session.project / lock).read_text(encoding="utf-8"))["package"]
    return {(one["name"], one["version"], one["source"].get("registry", "")) for one in found}


@pytest.mark.network
@pytest.mark.parametrize(("link", "argument", "version"), CASES)
def test_its_sync_installs_the_accelerator(  # noqa: PLR0913, PLR0917  fixtures
    link: str, argument: str, version: str, catalogue: Catalogue, uv: Uv, replica: Replica, tmp_path: Path
) -> None:
    configuration = configure(decode(link, catalogue).choices, catalogue, mirror=replica.base_url)
    text = dockerfile.render(configuration).replace("$ACCELERATOR", argument)
    line = re.search(r"^ +uv (sync .+)$", text, re.MULTILINE)
    assert line
    session = open_session(uv, tmp_path, pyproject.render(configuration))
    session.run("lock")
    machine = ("--dry-run", "--python-platform", "x86_64-manylinux_2_28")
    assert f" torch=={version}\n" in session.run(*shlex.split(line[1]), *machine).stderr
