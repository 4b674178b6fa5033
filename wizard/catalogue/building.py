"""What the wheels of the catalogue amount to: which Pythons of which machine each version on an index serves."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from packaging.version import Version

from wizard.catalogue.facts import SEEN_IN, Build, Builds, Status
from wizard.catalogue.models import Wheel
from wizard.catalogue.tags import platforms_of, pythons_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wizard.catalogue import facts


class Unknown(NamedTuple):
    """The half-known releases: their few files must not make them look complete."""

    versions: frozenset[tuple[str, str, str]]

    @classmethod
    def of(cls, releases: Mapping[str, facts.Release], standings: Mapping[tuple[str, str], facts.Standing]) -> Unknown:
        """Collect (index, package, version) of torch and its pairs for every half-known cell."""
        versions: set[tuple[str, str, str]] = set()
        for (torch, accelerator), standing in standings.items():
            if standing.status is Status.HALF_KNOWN:
                family = {"torch": torch, **releases[torch].pairs}
                paired = {name: version for name, version in family.items() if name in {"torch", "torchvision"}}
                versions |= {(accelerator, name, version) for name, version in paired.items()}
        return cls(frozenset(versions))


def read_builds(
    platforms: tuple[str, ...], indexes: tuple[str, ...], family: frozenset[str], unknown: Unknown
) -> dict[tuple[str, str], Builds]:
    """Group the wheels; what lies in the root directory is listed by every index of PyTorch (note 1).

    Where nobody saw a single file of the family for a machine, only heard of one, nothing is known of that machine.
    """
    gathered: dict[tuple[str, str, str, str], list[_Row]] = defaultdict(list)
    for values in Wheel.objects.published().rows():
        row = _Row(*values)
        public = three_part(row.version.partition("+")[0])
        if (row.index_slug, row.package, public) in unknown.versions:
            continue
        for index in indexes if row.listed_from_root and "triton" in row.package else (row.index_slug,):
            for platform in platforms_of(row.platform_tag, platforms):
                gathered[index, row.package, row.version, platform].append(row)
    builds: dict[tuple[str, str], dict[str, dict[str, list[Build]]]] = defaultdict(dict)
    for (index, package, version, platform), rows in gathered.items():
        build = _build(version, rows)
        if package in family and not build.pythons:
            continue
        builds[index, package].setdefault(build.version, defaultdict(list))[platform].append(build)
    return {key: {version: _highest_first(by) for version, by in found.items()} for key, found in builds.items()}


def _highest_first(builds: Mapping[str, list[Build]]) -> dict[str, tuple[Build, ...]]:
    return {
        platform: tuple(sorted(found, key=lambda build: Version(build.full_version), reverse=True))
        for platform, found in builds.items()
    }


class _Row(NamedTuple):
    index_slug: str
    package: str
    version: str
    build_tag: str
    python_tag: str
    abi_tag: str
    platform_tag: str
    size_bytes: int | None
    listed_from_root: bool
    evidence: str

    @property
    def filename(self) -> str:
        build = f"-{self.build_tag}" if self.build_tag else ""
        name = self.package.replace("-", "_")
        return f"{name}-{self.version}{build}-{self.python_tag}-{self.abi_tag}-{self.platform_tag}.whl"


def _build(version: str, rows: Iterable[_Row]) -> Build:
    public, _, local = version.partition("+")
    public = three_part(public)
    ordered = sorted(rows, key=lambda row: int(row.build_tag or -1))
    sizes: dict[str, int] = {}
    files: dict[str, str] = {}
    seen: set[str] = set()
    for row in ordered:
        for python in pythons_of(row.python_tag, row.abi_tag):
            files[python] = row.filename
            if row.size_bytes:
                sizes[python] = row.size_bytes
            if row.evidence in SEEN_IN:
                seen.add(python)
    return Build(
        version=public,
        local=local,
        pythons=frozenset(seen),
        sizes=sizes,
        files=files,
        listed_from_root=all(row.listed_from_root for row in ordered),
    )


def three_part(version: str) -> str:
    """Write ``0.5`` as ``0.5.0``: torchcodec leaves the zero out, the pairs do not."""
    return version if version.count(".") > 1 else f"{version}.0"
