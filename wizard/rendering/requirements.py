"""A ``requirements.txt`` that pip and ``uv pip`` install the same from: exact builds and the pages they lie on.

Pages instead of indexes: uv asks only the first index that has a package, so that a second accelerator, or whatever
else the project needs, is not found. pip has no such order, but then takes jinja2 from PyTorch, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.catalogue.facts import Channel
from wizard.choices.choices import Bound
from wizard.configuration.outcomes import python_range
from wizard.rendering.formats import Format
from wizard.rendering.script import one_each

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.configuration.values import Configuration

EXACT: Final = "Exact versions: no other names a build, and pip takes the newest of all it can reach."
STRICTER: Final = "Exact versions, though bound={bound}: no other names a build, and pip takes the newest it can reach."
INDEX: Final = "What stands for PyPI here."
PAGES: Final = "Pages of one package each: everything else comes from PyPI, or from what stands for it."
PLAIN: Final = "=== is the build without a +; for == one with a + would do, too."


def render(configuration: Configuration) -> str:
    """Write one line per package and build, with the marker of its machines."""
    return "\n".join([*_heading(configuration), *_where(configuration), *_what(configuration)]) + "\n"


def _heading(configuration: Configuration) -> Iterator[str]:
    if configuration.choices.explain:
        yield f"# Made by uv-torch wizard from catalogue r{configuration.revision}; pip and uv read it alike."
        yield f"# /?{configuration.link}"
    yield "# pip install -r requirements.txt, or uv pip install -r requirements.txt"
    machines = (f"{install.platform.label} ({install.accelerator.label})" for install in configuration.installs)
    yield f"# For {', '.join(machines)}, with Python {python_range(configuration.pinned.pythons)}"
    if configuration.pinned.pages:
        bound = configuration.choices.bound
        yield "# " + (EXACT if bound is Bound.EXACT else STRICTER.format(bound=bound))


def _where(configuration: Configuration) -> Iterator[str]:
    if configuration.pypi:
        yield from _explained(configuration, INDEX)
        yield f"--index-url {configuration.pypi}"
    if configuration.pinned.pages:
        yield from _explained(configuration, PAGES)
        yield from (f"--find-links {page}" for page in configuration.pinned.pages)


def _what(configuration: Configuration) -> Iterator[str]:
    lines = [str(requirement) for requirement in configuration.pinned.requirements]
    if any("===" in line for line in lines):
        yield from _explained(configuration, PLAIN)
    yield from lines


def _explained(configuration: Configuration, why: str) -> Iterator[str]:
    if configuration.choices.explain:
        yield f"# {why}"


def misses(configuration: Configuration) -> str:
    """Name what keeps pip from installing the same: no versions that stay, or two builds of one version."""
    if configuration.pinned.requirements:
        return ""
    return "requirements-nightly" if configuration.choices.channel is Channel.NIGHTLY else "requirements-mixed"


FORMAT: Final = Format(
    slug="requirements",
    label="requirements.txt",
    filename="requirements.txt",
    content_type="text/plain",
    lexer="text",
    render=render,
    narrowed=one_each,
    misses=misses,
    tab=False,
)
