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
class Preset:
    """A configuration under a name; its link is a query string."""

    slug: str
    name: str
    link: str


@cache
def shipped_presets() -> tuple[Preset, ...]:
    """Return what ships in ``presets.toml``."""
    return tuple(Preset(**row) for row in shipped.table("presets.toml")["presets"])


def broken_presets(catalogue: Catalogue) -> dict[str, str]:
    """Return a sentence for every shipped preset that this catalogue cannot serve, by its slug."""
    broken = {preset: _broken(preset, catalogue) for preset in shipped_presets()}
    return {
        preset.slug: f"The preset {preset.name!r} would break: {reason}." for preset, reason in broken.items() if reason
    }


def _broken(preset: Preset, catalogue: Catalogue) -> str:
    """Say what is wrong with a preset, or nothing; its document must parse, and every machine must get its wheels."""
    decoded = decode(preset.link, catalogue)
    if decoded.notices:
        return f"{decoded.notices[0].code} ({preset.link})"
    configuration = configure(decoded.choices, catalogue)
    if configuration.blocked:
        return f"{configuration.blocked[0].code} ({preset.link})"
    try:
        tomllib.loads(pyproject.FORMAT.render(configuration))
    except tomllib.TOMLDecodeError as error:
        return f"its file is no TOML, {error} ({preset.link})"
    missing = [one for one in outcomes(decoded.choices, catalogue) if one.promised and not one.installs]
    if missing:
        return f"no wheels for {missing[0].platform} with Python {missing[0].python} ({preset.link})"
    return ""
