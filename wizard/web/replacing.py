"""Writing a file anew so that it is there whole, old or new, whatever happens on the way."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def replace(path: Path, text: str) -> None:
    """Give a file another text, byte for byte; its mode stays, its owner where possible, and a link stays a link."""
    target = path.resolve()
    known = target.stat()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(known.st_mode & 0o7777)
        with suppress(OSError, AttributeError):  # not allowed, or not on this system
            os.chown(name, known.st_uid, known.st_gid)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
