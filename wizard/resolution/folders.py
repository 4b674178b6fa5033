"""Temporary folders, and a sentence where there can be none."""

from __future__ import annotations

import errno
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wizard.resolution.refusals import NoFolder, NoSpace

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def _refusal(error: OSError) -> NoFolder | NoSpace:
    if error.errno in FULL:
        return NoSpace(folder=Path(tempfile.gettempdir()))
    return NoFolder(reason=str(error))
