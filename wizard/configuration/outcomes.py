"""What each machine gets, foreseen from the catalogue: it must equal what the real uv does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeGuard

from wizard.catalogue.facts import minor
from wizard.catalogue.nightly import seen_through
from wizard.catalogue.resolving import Resolution
from wizard.choices.choices import Environments
from wizard.configuration.branches import branches
from wizard.configuration.scope import Scope
from wizard.configuration.span import span_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wizard.catalogue.facts import Accelerator, Build, Catalogue
    from wizard.catalogue.taking import Reach
    from wizard.choices.choices import Choices


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one machine with one Python gets by one selection: the builds by package, ``None`` for a missing wheel.

    ``selection`` is the extra or group named, empty where the layout has none, and ``accelerator`` the one whose
    index serves the machine. Extras and groups may be named where they were not chosen; such an outcome is not
    ``promised``.
    """

    platform: str
    python: str
    selection: str
    accelerator: str
    promised: bool
    builds: tuple[tuple[str, Build | None], ...]

    @property
    def installs(self) -> bool:
        """Whether every package has a wheel for this machine and Python."""
        return bool(self.builds) and all(self.has(build) for _, build in self.builds)

    def has(self, build: Build | None) -> TypeGuard[Build]:
        """Say whether a build has a wheel for this Python."""
        return build is not None and self.python in build.files

    @property
    def size(self) -> int | None:
        """The bytes to download for these wheels, where every size is known."""
        sizes = [build.sizes.get(self.python) if build else None for _, build in self.builds]
        return None if None in sizes else sum(size or 0 for size in sizes)


def outcomes(choices: Choices, catalogue: Catalogue) -> tuple[Outcome, ...]:
    """Return what every chosen platform gets by every selection on every supported Python."""
    catalogue = seen_through(catalogue, choices.channel)
    span, reached = span_of(choices, catalogue)
    scope = Scope(choices=choices, catalogue=catalogue, span=span)
    resolution = Resolution(catalogue, span, _required(choices, reached))
    resolution.solve(branches(scope))
    found: list[Outcome] = []
    for platform, named in _selections(scope):
        selection = named.name if choices.layout.selects else ""
        for python in reached.pythons:
            taken = resolution.taken.get((selection, platform, python))
            found.append(
                Outcome(
                    platform=platform,
                    python=python,
                    selection=selection,
                    accelerator=scope.served_by(platform, named.slug),
                    promised=named.slug in choices.accelerators[platform],
                    builds=tuple(taken.builds.items()) if taken else (),
                )
            )
    return tuple(found)


def _required(choices: Choices, reached: Reach) -> list[str]:
    """Return the platforms uv wants a wheel for; since 0.13 at the latest, those it resolves for are among them."""
    everywhere = choices.environments is Environments.CHOSEN
    return [platform for platform in choices.accelerators if everywhere or platform in reached.required]


def _selections(scope: Scope) -> Iterator[tuple[str, Accelerator]]:
    """Yield every platform with every accelerator that can be named on it, or with its own."""
    for platform, slugs in scope.choices.accelerators.items():
        for accelerator in scope.accelerators:
            if scope.choices.layout.selects or accelerator.slug in slugs:
                yield platform, accelerator


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineLine:
    """What one machine gets by one selection, on every Python where that is the same.

    ``versions`` have their local version identifiers, or say that they are nightlies; a package without a wheel has
    none and is ``missing``.
    ``size`` is the largest of these Pythons' downloads in bytes, where all are known.
    """

    platform: str
    selection: str
    accelerator: str
    promised: bool
    pythons: tuple[str, ...]
    versions: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    size: int | None


def machine_lines(found: Iterable[Outcome]) -> tuple[MachineLine, ...]:
    """Return outcomes as few lines as possible, in their order."""
    same: dict[tuple[object, ...], list[Outcome]] = {}
    for one in found:
        wheels = tuple((package, build.promise if one.has(build) else "") for package, build in one.builds)
        same.setdefault((one.platform, one.selection, one.accelerator, wheels), []).append(one)
    return tuple(_line(ones) for ones in same.values())


def python_range(pythons: tuple[str, ...]) -> str:
    """Write consecutive Pythons as a range: ``3.10-3.12, 3.14``."""
    runs: list[list[str]] = []
    for python in pythons:
        if runs and minor(python) == minor(runs[-1][-1]) + 1:
            runs[-1].append(python)
        else:
            runs.append([python])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def _line(ones: list[Outcome]) -> MachineLine:
    first = ones[0]
    sizes = [one.size for one in ones]
    return MachineLine(
        platform=first.platform,
        selection=first.selection,
        accelerator=first.accelerator,
        promised=first.promised,
        pythons=tuple(one.python for one in ones),
        versions=tuple((package, build.promise) for package, build in first.builds if first.has(build)),
        missing=tuple(package for package, build in first.builds if not first.has(build)),
        size=None if None in sizes else max(size or 0 for size in sizes),
    )
