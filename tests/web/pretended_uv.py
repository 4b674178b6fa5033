"""A shell script that passes for uv, and how it answers where it agrees with the wizard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.choices.decoding import decode
from wizard.configuration.configure import configure
from wizard.configuration.outcomes import outcomes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wizard.catalogue.facts import Build, Catalogue

SCRIPT = """#!/bin/sh
case "$1" in
  --version) echo "uv 0.13.8" ;;
  lock) {lock} ;;
  export) cat "$0.export" ;;
  sync) case "$*" in {sync} esac ;;
esac
"""
NOTHING = 'lock-version = "1.0"\ncreated-by = "uv"\n'


def pretended_uv(
    folder: Path, lock: str = "touch uv.lock", export: str = f"{NOTHING}packages = []\n", sync: str = ""
) -> Path:
    """Write the script; its answers are shell for ``lock``, a pylock.toml, and the cases of ``sync``."""
    program = folder / "uv"
    program.write_text(SCRIPT.format(lock=lock, sync=sync or "*) ;;"))
    program.chmod(0o755)
    (folder / "uv.export").write_text(export)
    return program


def agreeing_uv(folder: Path, link: str, catalogue: Catalogue) -> Path:
    """Write a script that gives every machine of a link what the wizard foresees; one selection, one version each."""
    choices = decode(link, catalogue).choices
    urls = {index.accelerator: index.url for index in configure(choices, catalogue).indexes}
    export, sync = NOTHING, ""
    for one in {outcome.platform: outcome for outcome in outcomes(choices, catalogue)}.values():
        platform = catalogue.platforms[one.platform]
        marker = f"sys_platform == '{platform.sys_platform}'"
        for package, build in one.builds:
            if one.has(build):
                export += "".join(_entry(package, build, marker, urls.get(one.accelerator, "")))
                sync += f'*{platform.python_platform}*) echo " + {package}=={build.full_version}" >&2 ;;\n'
    return pretended_uv(folder, export=export, sync=sync)


def _entry(package: str, build: Build, marker: str, index: str) -> Iterator[str]:
    yield f'[[packages]]\nname = "{package}"\nversion = "{build.full_version}"\nmarker = "{marker}"\n'
    if index:
        yield f'index = "{index}"\n'
    files = (
        f'{{ url = "https://wheels.example/{name}", hashes = {{ sha256 = "00" }} }}' for name in build.files.values()
    )
    yield f"wheels = [{', '.join(dict.fromkeys(files))}]\n"
