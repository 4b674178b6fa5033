"""Patches the machines a project is resolved for, and what old uv had instead of named indexes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.conditions import platforms_of
from wizard.doctor.patching.fitting import same_address
from wizard.doctor.tables import UV
from wizard.doctor.values import items, listed, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.doctor.patching.target import Target

ENVIRONMENTS: Final = (*UV, "environments")
REQUIRED: Final = (*UV, "required-environments")
STRATEGY: Final = (*UV, "index-strategy")
EXTRA_INDEX_URL: Final = (*UV, "extra-index-url")
INDEX_URL: Final = (*UV, "index-url")
UNSAFE: Final = "unsafe-best-match"


def patch_settings(target: Target) -> None:
    """Bring the settings below ``[tool.uv]`` to the configuration."""
    _environments(target)
    _required_environments(target)
    legacy = target.configuration.legacy
    asked_more = bool(target.draft.value(EXTRA_INDEX_URL))
    _addresses(target, "extra-index-url", legacy.extra_index_url)
    _addresses(target, "find-links", legacy.find_links)
    _index_url(target)
    if legacy.extra_index_url:
        target.draft.put(STRATEGY, UNSAFE)
    elif asked_more and not target.draft.value(EXTRA_INDEX_URL) and target.draft.value(STRATEGY) == UNSAFE:
        target.draft.remove(STRATEGY)


def _environments(target: Target) -> None:
    """Resolve for the chosen machines where that was chosen; otherwise let the file's own stay and leave none out."""
    there, wanted = _markers(target.draft.value(ENVIRONMENTS)), target.configuration.environments
    if wanted and _covered(target, there) != _covered(target, wanted):
        target.draft.put(ENVIRONMENTS, [*wanted])
    elif not wanted and there:
        left_out = _chosen(target) - _covered(target, there)
        added = [platform.marker for slug, platform in target.catalogue.platforms.items() if slug in left_out]
        if added:
            target.draft.put(ENVIRONMENTS, [*there, *added])


def _required_environments(target: Target) -> None:
    """Require wheels where the configuration does, and not on machines that are not chosen."""
    there, wanted = _markers(target.draft.value(REQUIRED)), target.configuration.required_environments
    kept = [marker for marker in there if _covered(target, [marker]) & _chosen(target)]
    covered = _covered(target, kept)
    markers = [*kept, *(marker for marker in wanted if not _covered(target, [marker]) <= covered)]
    if markers:
        if markers != there:
            target.draft.put(REQUIRED, markers)
    else:
        target.draft.remove(REQUIRED)


def _markers(value: object) -> list[str]:
    """Return a setting's markers."""
    return [text(one) for one in listed(value) if one]


def _covered(target: Target, markers: Iterable[str]) -> frozenset[str]:
    """Return the platforms some markers are true on."""
    return frozenset().union(*(platforms_of(marker, target.catalogue) for marker in markers))


def _chosen(target: Target) -> frozenset[str]:
    return frozenset(install.platform.slug for install in target.configuration.installs)


def _addresses(target: Target, key: str, wanted: tuple[str, ...]) -> None:
    """Have a list of addresses hold these of PyTorch's and no others."""
    path = (*UV, key)
    there = items(target.draft.value(path))
    kept = [one for one in there if not target.is_pytorch(one) or _among(one, wanted)]
    addresses = [*kept, *(one for one in wanted if not _among(one, kept))]
    if addresses:
        target.draft.put(path, addresses)
    elif there:
        target.draft.remove(path)


def _among(address: object, others: Iterable[object]) -> bool:
    return any(same_address(text(address), text(other)) for other in others)


def _index_url(target: Target) -> None:
    """Ask PyPI, or what stands for it, where the only index was one of PyTorch's."""
    if target.configuration.pypi and target.configuration.choices.layout.pins:
        target.draft.put(INDEX_URL, target.configuration.pypi)
    elif target.is_pytorch(target.draft.value(INDEX_URL)):
        target.draft.remove(INDEX_URL)
