"""The static files, brought to where the server looks for them: once for what they are, whoever starts first."""

from __future__ import annotations

import os
from fcntl import LOCK_EX, flock
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

MARK: Final = ".collected"
"""Names what the files beside it were made from."""
MAKERS: Final = ("django", "whitenoise")


def collect_static_files() -> None:
    """Collect them unless they are there already, as in the image or from an earlier start.

    Collecting deletes files before it writes them anew, under the eyes of every server that serves the same folder.
    """
    root = Path(settings.STATIC_ROOT or "")
    if (root / "staticfiles.json").exists() and not os.access(root, os.W_OK):
        return
    with (settings.BASE_DIR / "manage.py").open("rb") as lock:
        flock(lock, LOCK_EX)
        mark, wanted = root / MARK, _sources()
        if mark.exists() and mark.read_text(encoding="ascii") == wanted:
            return
        mark.unlink(missing_ok=True)
        call_command("collectstatic", interactive=False, verbosity=0)
        mark.write_text(wanted, encoding="ascii")


def _sources() -> str:
    """Return a digest of all files as they are written, and of what makes the served ones from them."""
    digest = sha256(" ".join(map(version, MAKERS)).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            with storage.open(path) as file:
                digest.update(path.encode() + b"\0" + sha256(file.read()).digest())
    return digest.hexdigest()
