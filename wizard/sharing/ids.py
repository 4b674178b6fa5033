"""Ids of short links: the beginning of a digest, in letters that survive being read aloud and typed again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's: without i, l and o, which look like 1 and 0, and without u."""
SHORTEST: Final = 10
LOOK_ALIKES: Final = str.maketrans("oil", "011")
ID: Final = re.compile(f"[{ALPHABET}]{{{SHORTEST},}}")


def spelled(digest: str) -> str:
    """Write a hexadecimal digest in the alphabet of ids, five bits a letter."""
    bits = "".join(f"{int(sign, 16):04b}" for sign in digest)
    return "".join(ALPHABET[int(bits[at : at + 5].ljust(5, "0"), 2)] for at in range(0, len(bits), 5))


def candidates(digest: str) -> Iterator[str]:
    """Yield the ids a digest may have: the shortest first, the longer ones for where another digest begins alike."""
    whole = spelled(digest)
    yield from (whole[:length] for length in range(SHORTEST, len(whole) + 1))


def meant(typed: str) -> str:
    """Return the id that somebody typed, in any case, with 0 for o and 1 for i or l; empty where it is none."""
    found = typed.lower().translate(LOOK_ALIKES)
    return found if ID.fullmatch(found) else ""
