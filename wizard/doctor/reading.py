"""``read()``: a project file becomes a value, as uv sees it, with the place of everything in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.doctor.indexing import conflicts_in, indexes_in, settings_paths, sources_in
from wizard.doctor.limits import refuse_much_text, refuse_much_to_ask
from wizard.doctor.locks import read_lock
from wizard.doctor.parsing import parse
from wizard.doctor.places import places_of
from wizard.doctor.project import Project, Scope, Setting
from wizard.doctor.publishing import is_published
from wizard.doctor.requiring import Requiring
from wizard.doctor.tables import UV
from wizard.doctor.values import name, specifiers, table, text

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.parsing import Parsed


def read(file: str, catalogue: Catalogue, *, lock: str = "") -> Project:
    """Read a ``pyproject.toml`` or a script with a header (PEP 723), and the ``uv.lock`` beside it if there is one.

    Raises ``BrokenToml`` or ``TooMuch``, and nothing else: a value of the wrong type is as good as none.
    """
    return read_parsed(parse(file), catalogue, lock=lock)


def read_parsed(parsed: Parsed, catalogue: Catalogue, *, lock: str = "") -> Project:
    """Read a file that is parsed already."""
    data, is_script = parsed.data, parsed.frame.is_script
    refuse_much_text(parsed)
    project = data if is_script else table(data, "project")
    places = places_of(parsed.frame)
    own_name = "" if is_script else text(project.get("name"))
    requiring = Requiring(data=data, places=places, is_script=is_script, own_name=name(own_name))
    found = Project(
        name=own_name,
        requires_python=specifiers(project.get("requires-python")),
        requires_python_text=text(project.get("requires-python")),
        published=is_published(data),
        requirements=tuple(requiring.requirements()),
        aliases=tuple(requiring.aliases()),
        extras=requiring.names(Scope.EXTRA),
        groups=requiring.names(Scope.GROUP),
        sources=tuple(sources_in(data, places)),
        indexes=tuple(indexes_in(data, places, catalogue)),
        conflicts=tuple(conflicts_in(data, places)),
        settings={key: Setting(key=key, value=value, place=places[path]) for key, path, value in settings_paths(data)},
        lock=read_lock(lock) if lock else None,
        is_script=is_script,
        is_workspace=bool(table(data, *UV, "workspace")),
        places=places,
    )
    refuse_much_to_ask(found, catalogue)
    return found
