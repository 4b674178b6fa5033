"""A script that brings its own requirements (PEP 723): ``uv run script.py`` installs torch and runs it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from wizard.choices.choices import Environments, Layout
from wizard.rendering.commands import check_line
from wizard.rendering.document import inline_metadata
from wizard.rendering.formats import Format

if TYPE_CHECKING:
    from wizard.choices.choices import Choices
    from wizard.configuration.values import Configuration


def render(configuration: Configuration) -> str:
    """Write the header, and a first line of Python that says what was installed."""
    header = "".join(f"# {line}".rstrip() + "\n" for line in inline_metadata(configuration).splitlines())
    imports, _, says = check_line(configuration).partition("; ")
    return f"# /// script\n{header}# ///\n{imports}\n\n{says}\n"


def one_each(choices: Choices) -> Choices:
    """Give every machine one accelerator, since a script has no extras: the default where it has it, else its first."""
    accelerators = {
        platform: (choices.default if choices.default in slugs else slugs[0],)
        for platform, slugs in choices.accelerators.items()
    }
    return replace(choices, accelerators=accelerators, layout=Layout.MARKERS, default="", environments=Environments.ANY)


def misses(configuration: Configuration) -> str:
    """Name what uv 0.13.8 refuses in a script: it knows neither environments nor required ones there."""
    return "script-environments" if configuration.required_environments else ""


FORMAT: Final = Format(
    slug="script",
    label="Script",
    filename="script.py",
    content_type="text/x-python",
    lexer="python",
    render=render,
    narrowed=one_each,
    misses=misses,
    tab=False,
)
