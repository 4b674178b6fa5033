"""Configurations that every catalogue must serve: what a sync is held against before its revision is served."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from wizard.catalogue import shipped
from wizard.choices.decoding import decode
from wizard.configuration.configure import configure
from wizard.configuration.outcomes import outcomes
from wizard.rendering import pyproject

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualChoice:
    """A configuration many ask for, under a name; its link is a query string. A preset is what a team recommends."""

    slug: str
    name: str
    link: str


@cache
def usual_choices() -> tuple[UsualChoice, ...]:
    """Return what ships in ``usual_choices.toml``."""
    return tuple(UsualChoice(**row) for row in shipped.table("usual_choices.toml")["choices"])


def broken_choices(catalogue: Catalogue) -> dict[str, str]:
    """Return a sentence for every usual choice that this catalogue cannot serve, by its slug."""
    broken = {usual: _broken(usual, catalogue) for usual in usual_choices()}
    return {
        usual.slug: f"The usual choice {usual.name!r} would break: {reason}."
        for usual, reason in broken.items()
        if reason
    }


def _broken(usual: UsualChoice, catalogue: Catalogue) -> str:
    """Say what is wrong with a choice, or nothing; its document must parse, and every machine must get its wheels."""
    decoded = decode(usual.link, catalogue)
    if decoded.notices:
        return f"{decoded.notices[0].code} ({usual.link})"
    configuration = configure(decoded.choices, catalogue)
    if configuration.blocked:
        return f"{configuration.blocked[0].code} ({usual.link})"
    try:
        tomllib.loads(pyproject.FORMAT.render(configuration))
    except tomllib.TOMLDecodeError as error:
        return f"its file is no TOML, {error} ({usual.link})"
    missing = [one for one in outcomes(decoded.choices, catalogue) if one.promised and not one.installs]
    if missing:
        return f"no wheels for {missing[0].platform} with Python {missing[0].python} ({usual.link})"
    return ""
