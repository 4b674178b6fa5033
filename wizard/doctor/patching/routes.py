"""Patches where packages come from: the family's sources, and the indexes they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.doctor.conditions import platforms_of
from wizard.doctor.indexing import PYPI, accelerator_of
from wizard.doctor.patching.fitting import same_address
from wizard.doctor.tables import INDEXES, SOURCES
from wizard.doctor.values import items, name, table, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wizard.configuration.values import NamedIndex, Source
    from wizard.doctor.findings import Path
    from wizard.doctor.patching.target import Target


def patch_sources(target: Target) -> None:
    """Give the family the configured sources; others lose only what is for an extra or group that is gone."""
    wanted = {name(package): sources for package, sources in target.configuration.sources.items()}
    for key, value in table(target.draft.value(SOURCES)).items():
        package = name(key)
        if package in wanted:
            _route(target, (*SOURCES, key), value, wanted.pop(package))
        elif package in target.family:
            target.draft.remove((*SOURCES, key))
        else:
            _unscope(target, (*SOURCES, key), value)
    for package, sources in wanted.items():
        target.draft.put((*SOURCES, package), [_plain(source) for source in sources])


def _route(target: Target, path: Path, there: object, wanted: tuple[Source, ...]) -> None:
    """Replace a package's sources unless they mean the same; a lone one stays a table."""
    entries = [_plain(source) for source in wanted]
    if _meaning(target, _entries(there)) != _meaning(target, entries):
        lone = isinstance(there, dict) and len(entries) == 1
        target.draft.put(path, entries[0] if lone else entries)


def _unscope(target: Target, path: Path, there: object) -> None:
    """Take out the entries of an extra or group that is gone."""
    entries = _entries(there)
    gone = [at for at, entry in enumerate(entries) if {(kind, name(entry.get(kind))) for kind in entry} & target.gone]
    if len(gone) == len(entries) and gone:
        target.draft.remove(path)
        return
    for position in reversed(gone):
        target.draft.remove((*path, position))


def _entries(value: object) -> list[Mapping[str, object]]:
    return [entry for entry in ([value] if isinstance(value, dict) else items(value)) if isinstance(entry, dict)]


def _plain(source: Source) -> dict[str, object]:
    pairs = {"index": source.index, "extra": source.extra, "group": source.group, "marker": source.marker}
    return {key: value for key, value in pairs.items() if value}


def _meaning(target: Target, entries: Sequence[Mapping[str, object]]) -> set[tuple[object, ...]]:
    """Return what sources mean for the chosen machines, in any order and spelling of their markers."""
    chosen = {install.platform.slug for install in target.configuration.installs}
    found: set[tuple[object, ...]] = set()
    for entry in entries:
        marker = text(entry.get("marker"))
        rest = frozenset((key, str(value)) for key, value in entry.items() if key != "marker")
        where = frozenset(platforms_of(marker, target.catalogue) & chosen)
        found.add((rest, where, marker if "python" in marker else ""))
    return found


def patch_indexes(target: Target) -> None:
    """Declare the configured indexes where the file has them, and take out PyTorch's that nothing names any more."""
    known = {position: index for index in target.configuration.indexes if (position := _position(target, index)) >= 0}
    blocks = items(target.draft.value(INDEXES))
    for position, index in known.items():
        _update(target, position, index)
    named = {text(entry.get("index")) for entry in _all_entries(target)}
    for position, block in reversed([*enumerate(blocks)]):
        is_theirs = isinstance(block, dict) and target.is_pytorch(block.get("url"))
        if position not in known and is_theirs and block.get("name") not in named:
            target.draft.remove((*INDEXES, position))
    for index in target.configuration.indexes:
        if index not in known.values():
            target.draft.append(INDEXES, {"name": index.name, "url": index.url, "explicit": True})
    _default_index(target)


def _position(target: Target, wanted: NamedIndex) -> int:
    """Return where the file has an index: the same address, then the same accelerator, then the same name."""
    blocks = [*enumerate(table({"block": block}, "block") for block in items(target.draft.value(INDEXES)))]
    ours = accelerator_of(wanted.url, target.catalogue)
    addresses = (at for at, block in blocks if same_address(text(block.get("url")), wanted.url))
    kin = (at for at, block in blocks if accelerator_of(text(block.get("url")), target.catalogue) == ours)
    names = (at for at, block in blocks if block.get("name") == wanted.name)
    return next((at for found in (addresses, kin, names) for at in found), -1)


def _update(target: Target, position: int, index: NamedIndex) -> None:
    """Bring a block to the configuration; whatever else it sets stays, but an explicit index is no default."""
    path = (*INDEXES, position)
    block = table({"block": target.draft.value(path)}, "block")
    old = text(block.get("name"))
    if old and old != index.name:
        for entry_path, entry in _entry_paths(target):
            if entry.get("index") == old and name(entry_path[len(SOURCES)]) not in target.family:
                target.draft.put((*entry_path, "index"), index.name)
    target.draft.put((*path, "name"), index.name)
    if not same_address(text(block.get("url")), index.url):
        target.draft.put((*path, "url"), index.url)
    target.draft.put((*path, "explicit"), value=True)
    target.draft.remove((*path, "default"))


def _all_entries(target: Target) -> Iterator[Mapping[str, object]]:
    return (entry for _, entry in _entry_paths(target))


def _entry_paths(target: Target) -> Iterator[tuple[Path, Mapping[str, object]]]:
    """Yield every entry of the sources with its path."""
    for key, value in table(target.draft.value(SOURCES)).items():
        if isinstance(value, dict):
            yield (*SOURCES, key), value
        else:
            yield from (
                ((*SOURCES, key, at), entry) for at, entry in enumerate(items(value)) if isinstance(entry, dict)
            )


def _default_index(target: Target) -> None:
    """Have what stands for PyPI be the default index."""
    address = target.configuration.pypi
    if not address or target.configuration.choices.layout.pins:
        return
    blocks = items(target.draft.value(INDEXES))
    for position, block in enumerate(blocks):
        if isinstance(block, dict) and (block.get("default") is True or block.get("name") == PYPI):
            target.draft.put((*INDEXES, position, "url"), address)
            target.draft.put((*INDEXES, position, "default"), value=True)
            return
    target.draft.append(INDEXES, {"name": PYPI, "url": address, "default": True})
