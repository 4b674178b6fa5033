"""Writes what builds' METADATA teach about releases: new ones, their pairs, their triton, PyPI's CUDA.

A fact nobody had is added, an inferred one gives way to what was read. One that a person or an earlier reading
already gave stays, and a remark names the contradiction.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from packaging.version import Version

from wizard.catalogue.building import three_part
from wizard.catalogue.facts import FROM_PYPI, Evidence, Kind
from wizard.catalogue.index import PYPI
from wizard.catalogue.learning import UnreadableMetadata, learn
from wizard.catalogue.loading import read_platforms
from wizard.catalogue.models import Accelerator, Package, Pairing, Release, TritonRequirement, Wheel
from wizard.catalogue.tags import platforms_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wizard.catalogue.index import IndexFile
    from wizard.catalogue.learning import Learnt, TritonNeed
    from wizard.catalogue.reading import Build

TORCH: Final = "torch"
WITH_TRITON: Final = frozenset({Kind.CUDA, Kind.ROCM, Kind.XPU})
CUDA_FIELDS: Final = {"linux-x86_64": "pypi_cuda_x86_64", "linux-aarch64": "pypi_cuda_aarch64"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Sentences: what is new, and what a person should look at."""

    changes: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    unlearnt: set[Build] = field(default_factory=set)
    """Builds to be read again next time."""


def write_release_facts(files: Iterable[IndexFile], texts: Mapping[Build, str]) -> Written:
    """Write what the new files and their METADATA say; the caller's transaction makes it all or nothing."""
    written = Written()
    learnt = _learnt(texts, written)
    _write_releases([file for file in files if file.package == TORCH], learnt, written)
    releases = {release.torch: release for release in Release.objects.all()}
    _write_pypi_cuda(releases, learnt, written)
    _write_pairings(releases, learnt, written)
    _write_triton(releases, learnt, written)
    return written


def _learnt(texts: Mapping[Build, str], written: Written) -> dict[Build, Learnt]:
    platforms = tuple(read_platforms().values())
    learnt: dict[Build, Learnt] = {}
    for build, text in sorted(texts.items()):
        try:
            learnt[build] = learn(text, build.package, build.version, platforms)
        except UnreadableMetadata as error:
            written.remarks.append(str(error))
            written.unlearnt.add(build)
    return learnt


def _write_releases(files: Iterable[IndexFile], learnt: Mapping[Build, Learnt], written: Written) -> None:
    known = set(Release.objects.values_list("torch", flat=True))
    by_release: dict[str, list[IndexFile]] = defaultdict(list)
    for file in files:
        by_release[three_part(Version(file.version).public)].append(file)
    for torch in sorted(by_release.keys() - known, key=Version):
        pythons = [one.requires_python for build, one in learnt.items() if _is_of(build, torch)]
        python = next(filter(None, [*pythons, *(file.requires_python for file in by_release[torch])]), "")
        if not python:
            written.remarks.append(f"No index says which Python torch {torch} requires. Add the release in the admin.")
            continue
        released = min(filter(None, (file.uploaded[:10] for file in by_release[torch])), default="")
        Release.objects.create(torch=torch, released=released, requires_python=python)
        written.changes.append(
            f"torch {torch} is new, on {', '.join(sorted({one.index for one in by_release[torch]}))}"
        )


def _is_of(build: Build, torch: str) -> bool:
    return build.package == TORCH and three_part(Version(build.version).public) == torch


def _write_pypi_cuda(releases: Mapping[str, Release], learnt: Mapping[Build, Learnt], written: Written) -> None:
    for build, one in learnt.items():
        release = releases.get(three_part(Version(build.version).public))
        if build.package != TORCH or build.index_slug != PYPI or not release:
            continue
        for platform, name in CUDA_FIELDS.items():
            known, found = getattr(release, name), one.cuda.get(platform, "")
            if found and not known and _pypi_has(release.torch, platform):
                setattr(release, name, found)
                release.save(update_fields=[name])
                written.changes.append(f"PyPI's torch {release.torch} brings CUDA {found} to {platform}")
            elif found and known and found != known:
                written.remarks.append(
                    f"PyPI's torch {release.torch} brings CUDA {found} to {platform}, but {known} is recorded."
                )


def _pypi_has(torch: str, platform: str) -> bool:
    """Say whether PyPI lists a torch for a machine: METADATA name CUDA for machines that get no such wheel, too."""
    return platform in _machines(Wheel.objects.published().of_kind(Kind.DEFAULT).platform_tags(TORCH, torch))


def _write_pairings(releases: Mapping[str, Release], learnt: Mapping[Build, Learnt], written: Written) -> None:
    packages = {package.name: package for package in Package.objects.exclude(name=TORCH)}
    recorded = {(one.release.torch, one.package.name): one.version for one in _pairings()}
    newest: dict[tuple[str, str], str] = {}
    for build, one in learnt.items():
        version, pair = three_part(Version(build.version).public), (one.torch_pin, build.package)
        if one.torch_pin in releases and build.package in packages:
            newest[pair] = max(newest.get(pair, version), version, key=Version)
    for (torch, name), version in newest.items():
        known = recorded.get((torch, name))
        if known is None:
            Pairing.objects.create(release=releases[torch], package=packages[name], version=version)
            written.changes.append(f"{name} {version} goes with torch {torch}")
        elif Version(known) < Version(version):
            written.remarks.append(f"{name} {version} goes with torch {torch}, too, but {known} is recorded.")


def _pairings() -> Iterable[Pairing]:
    return Pairing.objects.select_related("release", "package")


def _write_triton(releases: Mapping[str, Release], learnt: Mapping[Build, Learnt], written: Written) -> None:
    recorded = {(one.release.torch, one.kind): one for one in TritonRequirement.objects.select_related("release")}
    for (torch, kind), need in _needs(releases, learnt, written).items():
        found = TritonRequirement(
            release=releases[torch],
            kind=kind,
            package=need.package,
            version=need.version,
            platforms=" ".join(_platforms_without(torch, kind, need)),
            python_below=need.python_below,
            evidence=Evidence.SEEN,
        )
        before = recorded.get((torch, kind))
        if before is None or before.evidence != Evidence.SEEN:
            found.pk = before.pk if before else None
            found.save()
            written.changes.append(f"torch {torch} for {kind} requires {need.package} {need.version}")
        else:
            _compare(before, found, written)


def _compare(before: TritonRequirement, found: TritonRequirement, written: Written) -> None:
    """Add the machines that were not there before; name whatever else is otherwise than recorded."""
    if (before.package, before.version, before.python_below) != (found.package, found.version, found.python_below):
        written.remarks.append(f"METADATA say: {found}. Recorded is: {before}.")
    elif set(found.platforms.split()) - set(before.platforms.split()):
        known = set(before.platforms.split()) | set(found.platforms.split())
        before.platforms = " ".join(slug for slug in read_platforms() if slug in known)
        before.save(update_fields=["platforms"])
        written.changes.append(f"{found} on {before.platforms}")


def _needs(
    releases: Mapping[str, Release], learnt: Mapping[Build, Learnt], written: Written
) -> dict[tuple[str, str], TritonNeed]:
    """Return what builds require, by release and kind; what PyPI has of plain triton must be known by then."""
    kinds = dict(Accelerator.objects.values_list("index__slug", "kind"))
    needs: dict[tuple[str, str], TritonNeed] = {}
    for build, one in learnt.items():
        torch, kind = three_part(Version(build.version).public), kinds.get(build.index_slug, "")
        if build.package != TORCH or not one.triton or torch not in releases or kind not in WITH_TRITON:
            continue
        if one.triton.package == FROM_PYPI and not _at_pypi(one.triton):
            written.unlearnt.add(build)
        else:
            needs.setdefault((torch, kind), one.triton)
    return needs


def _platforms_without(torch: str, kind: str, need: TritonNeed) -> list[str]:
    """Return the machines that get this torch and must get its triton from torch's own index.

    That is every one, but for plain ``triton``: PyPI has it, though not always for all machines (note 36).
    """
    built = _machines(Wheel.objects.published().of_kind(kind).platform_tags(TORCH, torch))
    wanted = (need.platforms & built) - (_at_pypi(need) if need.package == FROM_PYPI else set())
    return [slug for slug in read_platforms() if slug in wanted]


def _at_pypi(need: TritonNeed) -> set[str]:
    return _machines(Wheel.objects.published().of_kind(Kind.DEFAULT).platform_tags(FROM_PYPI, need.version))


def _machines(tags: Iterable[str]) -> set[str]:
    platforms = tuple(read_platforms())
    return {slug for tag in tags for slug in platforms_of(tag, platforms)}
