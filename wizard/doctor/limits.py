"""How much of a file is examined: the page is public, and no project is larger than this."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from wizard.doctor.conditions import ENVIRONMENTS, REQUIRED_ENVIRONMENTS
from wizard.doctor.project import SELECTED
from wizard.doctor.tables import EXTRAS, GROUPS, UV
from wizard.doctor.values import items, listed, table, text
from wizard.errors import WizardError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.parsing import Parsed
    from wizard.doctor.project import Project

MOST: Final = {
    "extras and dependency groups that ask for torch or a package of its family": 200,
    "extras and dependency groups": 300,
    "requirements": 10_000,
    "requirements on one package of torch's family": 300,
    "sources": 2_000,
    "sources of one package": 300,
    "different markers of sources": 30,
    "values": 50_000,
    "indexes": 500,
    "members of conflict sets": 5_000,
    "environments": 100,
    "extra indexes": 100,
    "characters in one requirement, marker or list of versions": 4_000,
    "brackets in one requirement or marker": 50,
}
"""What a file may have. uv itself takes minutes for much less: it resolves conflicting extras one by one."""
LISTS: Final = ("constraint-dependencies", "override-dependencies", "build-constraint-dependencies", "dev-dependencies")
NAMING: Final = (ENVIRONMENTS, REQUIRED_ENVIRONMENTS)
EXTRA_INDEXES: Final = ("extra-index-url", "find-links")


class TooMuch(WizardError):
    """A file has more of something than is examined."""

    def __init__(self, *, what: str, count: int) -> None:
        super().__init__(what, count)
        self.what, self.count, self.most = what, count, MOST[what]

    def __str__(self) -> str:
        return (
            f"The file has {self.count:,} {self.what}; at most {self.most:,} are examined. "
            "Leave out those that have nothing to do with torch, or split the project, and examine it again."
        )


def refuse_much_text(parsed: Parsed) -> None:
    """Raise ``TooMuch`` for what would take long to read."""
    _refuse([("values", parsed.text.count(",")), *_counted(parsed.data)])


def refuse_much_to_ask(project: Project, catalogue: Catalogue) -> None:
    """Raise ``TooMuch`` for what would take long to examine."""
    family = [one for one in project.requirements if one.name in catalogue.packages]
    asking = {one.asker for one in family if one.scope in SELECTED}
    counts = Counter(one.name for one in family)
    _refuse(
        [
            ("extras and dependency groups that ask for torch or a package of its family", len(asking)),
            ("requirements on one package of torch's family", max(counts.values(), default=0)),
        ]
    )


def _refuse(counted: Iterable[tuple[str, int]]) -> None:
    for what, count in counted:
        if count > MOST[what]:
            raise TooMuch(what=what, count=count)


def _counted(data: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    uv = table(data, *UV)
    extras, groups = table(data, *EXTRAS), table(data, *GROUPS)
    lists = [data.get("dependencies"), table(data, "project").get("dependencies")]
    lists += [*extras.values(), *groups.values(), *(uv.get(key) for key in LISTS)]
    required = [one for requirements in lists for one in items(requirements)]
    by_package = [[one] if isinstance(one, dict) else items(one) for one in table(uv, "sources").values()]
    markers = {text(one.get("marker")) for entries in by_package for one in entries if isinstance(one, dict)}
    environments = _listed(uv, NAMING)
    written = [text(one) for one in (*required, *markers, *environments)]
    versions = text(table(data, "project").get("requires-python")) or text(data.get("requires-python"))
    yield "extras and dependency groups", len(extras) + len(groups)
    yield "requirements", len(required)
    yield "sources", sum(map(len, by_package))
    yield "sources of one package", max(map(len, by_package), default=0)
    yield "different markers of sources", len(markers)
    yield "indexes", len(items(uv.get("index")))
    yield "members of conflict sets", sum(1 + len(items(one)) for one in items(uv.get("conflicts")))
    yield "environments", len(environments)
    yield "extra indexes", len(_listed(uv, EXTRA_INDEXES)) + len(_listed(table(uv, "pip"), EXTRA_INDEXES))
    yield "characters in one requirement, marker or list of versions", max(map(len, (*written, versions)))
    yield "brackets in one requirement or marker", max((one.count("(") for one in written), default=0)


def _listed(settings: Mapping[str, Any], keys: Iterable[str]) -> list[object]:
    return [one for key in keys for one in listed(settings.get(key))]
