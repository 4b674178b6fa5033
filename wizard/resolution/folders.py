"""Temporary folders, and a sentence where there can be none."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wizard.resolution.refusals import FolderNotOurs, NoFolder, NoSpace

if TYPE_CHECKING:
    from collections.abc import Iterator

OTHERS_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH
FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextmanager
def temporary_folder(prefix: str) -> Iterator[Path]:
    """Yield a folder that is gone afterwards; raise ``NoFolder`` or ``NoSpace``."""
    try:
        made = tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True)
    except OSError as error:
        raise _refusal(error) from error
    with made as name:
        try:
            yield Path(name)
        except OSError as error:
            if error.errno in FULL:
                raise _refusal(error) from error
            raise


def private_folder(folder: Path) -> Path:
    """Make a folder that only this user may write to, or raise ``FolderNotOurs`` where it already is another's.

    A folder with a name that everybody can guess may have been made by anybody.
    """
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError as error:
        raise FolderNotOurs(folder=folder) from error
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & OTHERS_WRITE:
        raise FolderNotOurs(folder=folder)
    return folder


def _refusal(error: OSError) -> NoFolder | NoSpace:
    if error.errno in FULL:
        return NoSpace(folder=Path(tempfile.gettempdir()))
    return NoFolder(reason=str(error))
