"""How indexes were named before uv had ``[[tool.uv.index]]``: bare addresses, which any package may come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wizard.doctor.indexing import accelerator_of, host_of
from wizard.doctor.leading import ASKING
from wizard.doctor.values import items

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Path
    from wizard.doctor.project import Project

KEYS: Final = ("extra-index-url", "find-links", "index-url")
PYTORCH: Final = "download.pytorch.org"
STRATEGY: Final = "index-strategy"
BEST_MATCH: Final = "unsafe-best-match"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address of such a setting; ``accelerator`` is what it tells, ``is_only`` whether it stands alone there."""

    key: str
    url: str
    path: Path
    accelerator: str
    is_pytorch: bool
    is_only: bool


def addresses(project: Project, catalogue: Catalogue) -> tuple[Address, ...]:
    """Return what these settings name, PyTorch's indexes and others."""
    return tuple(_addresses(project, catalogue))


def _addresses(project: Project, catalogue: Catalogue) -> Iterator[Address]:
    for key in KEYS:
        value = project.setting(key)
        listed = items(value) or [value]
        for number, url in enumerate(listed):
            if not isinstance(url, str):
                continue
            path = project.settings[key].place.path
            accelerator, nightly = accelerator_of(url, catalogue)
            yield Address(
                key=key,
                url=url,
                path=(*path, number) if isinstance(value, list) else path,
                accelerator="" if nightly else accelerator,
                is_pytorch=bool(accelerator) or host_of(url) == PYTORCH,
                is_only=len(listed) == 1,
            )


def is_pinned(project: Project, catalogue: Catalogue) -> bool:
    """Say whether exact versions choose torch's builds, so that it matters little which index is asked first.

    This is what was done before uv had named indexes; with ``find-links``, or where the best match of all is taken.
    """
    known = catalogue.packages
    asked = [one.requirement for one in project.requirements if one.scope in ASKING and one.name in known]
    exact = all(any(one.operator == "==" and "*" not in one.version for one in line.specifier) for line in asked)
    by_page = not any(project.setting(key) for key in ("extra-index-url", "index-url"))
    return bool(asked) and exact and (by_page or project.setting(STRATEGY) == BEST_MATCH)
