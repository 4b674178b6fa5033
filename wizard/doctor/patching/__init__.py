"""``apply()``: an existing file is brought to a configuration; only what must change changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.doctor.editing import Draft
from wizard.doctor.parsing import parse
from wizard.doctor.patching.fitting import fitted
from wizard.doctor.patching.requirements import patch_requirements
from wizard.doctor.patching.routes import patch_indexes, patch_sources
from wizard.doctor.patching.selections import patch_selections
from wizard.doctor.patching.settings import patch_settings
from wizard.doctor.patching.target import Target
from wizard.doctor.reading import read_parsed

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.configuration.values import Configuration


def apply(text: str, configuration: Configuration, catalogue: Catalogue) -> str:
    """Return the text with torch and its family as configured, and all else as it was.

    Names the file has given to indexes, extras and groups are kept. A package of the family that the file requires and
    the configuration does not have keeps its requirements and sources: have it ``join()`` the choices first, so that it
    follows torch. Applied again, it changes nothing. Raises ``BrokenToml``, ``CannotEdit``,
    or ``CannotApply`` where the file has no room for the configuration.
    """
    parsed = parse(text)
    project = read_parsed(parsed, catalogue)
    draft = Draft(parsed.frame.toml)
    target = Target(
        draft=draft,
        project=project,
        configuration=fitted(configuration, project, catalogue),
        catalogue=catalogue,
    )
    target.refuse_what_has_no_room()
    for step in (patch_requirements, patch_selections, patch_settings, patch_sources, patch_indexes):
        step(target)
    return parsed.frame.around(draft.text) if draft.text != parsed.frame.toml else text
