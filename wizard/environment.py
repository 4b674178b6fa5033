"""What the environment says that the settings cannot know: names almost right, keys to guess, no hosts, no origins."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from environs import Env

CLOSE: Final = 0.9
"""VERIFY_ENABLE and DATABASE_URI are this near to a setting; PIP_INDEX_URL, which is pip's own, is not."""
LEAST_KEY: Final = 50
LEAST_SIGNS: Final = 5
"""What Django's own check asks of a secret key (security.W009)."""
HOST: Final = re.compile(r"\*|\.?[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]", re.IGNORECASE)
"""What Django compares the Host header with: a name without its port, a leading dot for all below it, or all."""
ORIGIN: Final = re.compile(r"https?://(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?", re.IGNORECASE)
"""A scheme and a host, as a policy names a site (CSP Level 3, section 2.3.1); nothing that would end its line."""

WRITE: Final = {
    "Not a valid integer.": "Write a whole number, like 4.",
    "Not a valid number.": "Write a number, like 5.",
    "Not a valid boolean.": "Write 1 or 0.",
}
"""What to write instead, by what environs says of a value."""


def advised(message: str) -> str:
    """Return what is wrong with a setting, and what to write where environs does not say so itself."""
    return " ".join((message, *(write for wrong, write in WRITE.items() if wrong in message)))


def names_read(env: Env) -> list[str]:
    """Return the name of every variable that was read."""
    return sorted(env.dump())


def misspelt(given: Collection[str], known: Collection[str]) -> str:
    """Return a sentence about the first variable that is almost a setting, and about nothing else."""
    for name in sorted(set(given) - set(known)):
        if near := get_close_matches(name.upper(), known, n=1, cutoff=CLOSE):
            return f"{name} is no setting. If {near[0]} is meant, rename it; else unset it, so that nobody is misled."
    return ""


def weak(key: str) -> str:
    """Return a sentence about a secret key that could be guessed."""
    if len(key) >= LEAST_KEY and len(set(key)) >= LEAST_SIGNS:
        return ""
    return f"SECRET_KEY is too easy to guess: it needs {LEAST_KEY} characters or more. Make one: openssl rand -hex 32"


def no_host(names: Iterable[str]) -> str:
    """Return a sentence about the first name in a list of hosts that no request could be for."""
    for name in names:
        if not HOST.fullmatch(name):
            return f"ALLOWED_HOSTS: {name!r} is no host. Write it like wizard.example, without scheme, port or path."
    return ""


def no_origin(names: Iterable[str]) -> str:
    """Return a sentence about the first name in a list of sites that is none."""
    for name in names:
        if not ORIGIN.fullmatch(name):
            return f"EMBED_ANCESTORS: {name!r} is no origin. Write it like https://wiki.example, commas between them."
    return ""
