"""``uv pip install`` lines, one machine after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.rendering.formats import Format

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.configuration.values import Configuration, Install


def render(configuration: Configuration) -> str:
    """Write both forms for every platform and accelerator: by torch backend where uv knows it, and by index.

    Double quotes and no other special character: bash, zsh, PowerShell and cmd read the same words.
    """
    blocks = ["\n".join(_lines(configuration, install)) for install in configuration.installs]
    if not configuration.mirrored:
        blocks.append("\n".join(_automatic(configuration)))
    return "\n\n".join(blocks) + "\n"


def _lines(configuration: Configuration, install: Install) -> Iterator[str]:
    yield f"# {install.platform.label}, {install.accelerator.label}"
    command = f"uv pip install {_quoted(install)}"
    if not install.url:
        yield command
        return
    if configuration.mirrored:
        yield "# --torch-backend cannot use a mirror: uv has its addresses built in."
    elif install.accelerator.torch_backend_since:
        yield f"{command} --torch-backend={install.accelerator.slug}"
    yield f"{command} --index-url {install.url}"


def _automatic(configuration: Configuration) -> Iterator[str]:
    yield "# Let uv look at the driver of the machine it runs on"
    yield f"uv pip install {_quoted(configuration.installs[0])} --torch-backend=auto"


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
