"""``uv pip install`` lines, one machine after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from packaging.version import Version

from wizard.catalogue.facts import Channel
from wizard.rendering.formats import Format

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.configuration.values import Configuration, Install

TOOLS_SINCE: Final = "0.9.19"
"""The first uv whose tools know torch backends (astral-sh/uv#17117)."""


def render(configuration: Configuration) -> str:
    """Write both forms for every platform and accelerator: by torch backend where uv knows it, and by index.

    Double quotes and no other special character: bash, zsh, PowerShell and cmd read the same words.
    """
    blocks = ["\n".join(_lines(configuration, install)) for install in configuration.installs]
    if not _without_backend(configuration):
        blocks.append("\n".join(_automatic(configuration)))
        blocks.extend(_tools(configuration))
    return "\n\n".join(blocks) + "\n"


def _lines(configuration: Configuration, install: Install) -> Iterator[str]:
    yield f"# {install.platform.label}, {install.accelerator.label}"
    command = f"uv pip install {_quoted(install)}"
    if not install.url:
        yield command + _from_pypi(configuration)
        return
    if reason := _without_backend(configuration):
        yield f"# {reason}"
    elif install.accelerator.torch_backend_since:
        yield f"{command} --torch-backend={install.accelerator.slug}{_from_pypi(configuration)}"
    yield f"{command} --index-url {install.url}"


def _without_backend(configuration: Configuration) -> str:
    """Return why ``--torch-backend`` cannot be used; empty where it can."""
    if configuration.choices.channel is Channel.NIGHTLY:
        return (
            "--torch-backend knows no nightlies; --prerelease=allow is not needed, this index has no releases of torch."
        )
    if configuration.mirrored:
        return "--torch-backend cannot use a mirror: uv has its addresses built in."
    return ""


def _automatic(configuration: Configuration) -> Iterator[str]:
    yield "# Let uv look at the driver of the machine it runs on"
    yield f"uv pip install {_quoted(configuration.installs[0])} --torch-backend=auto{_from_pypi(configuration)}"


def _tools(configuration: Configuration) -> Iterator[str]:
    """Yield how to install or run a tool that needs torch; as comments, for TOOL is a name of yours."""
    installs = {install.accelerator.slug: install for install in configuration.installs if install.url}
    known = [found.accelerator for found in installs.values() if found.accelerator.torch_backend_since]
    if known:
        since = max([TOOLS_SINCE, *(found.torch_backend_since for found in known)], key=Version)
        options = [f"--torch-backend={found.slug}{_from_pypi(configuration)}" for found in known]
        lines = [f"# uv tool install {option} TOOL" for option in options]
        lines += [f"# uvx {option} TOOL" for option in options]
        heading = f"# A tool that needs torch, in an environment of its own (uv {since} or newer)"
        yield "\n".join([heading, *lines])


def _from_pypi(configuration: Configuration) -> str:
    """Return where everything else comes from, if that is not PyPI itself."""
    return f" --index-url {configuration.pypi}" if configuration.pypi else ""


def _quoted(install: Install) -> str:
    return " ".join(f'"{requirement}"' for requirement in install.requirements)


FORMAT: Final = Format(
    slug="uv-pip",
    label="uv pip",
    filename="uv-pip.sh",
    content_type="text/x-shellscript",
    lexer="bash",
    render=render,
)
