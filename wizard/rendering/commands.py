"""The commands that go with the file: sync, run, switch, CI, and a check of what was installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.catalogue.facts import Channel
from wizard.choices.choices import Layout
from wizard.rendering.document import DEFAULT_INDEX
from wizard.rendering.formats import Format

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.configuration.values import Configuration, Install

CHECK: Final = (
    "import torch; print(torch.__version__, torch.version.cuda, "
    "torch.accelerator.current_accelerator() if torch.accelerator.is_available() else 'cpu')"
)
CHECK_BEFORE_2_6: Final = (
    "import torch; print(torch.__version__, torch.version.cuda, 'cuda' if torch.cuda.is_available() else 'cpu')"
)
FIRST_WITH_ACCELERATOR: Final = (2, 6)


def render(configuration: Configuration) -> str:
    """Write the exact commands of this configuration; they mean the same in bash and PowerShell."""
    first = selecting(configuration, configuration.installs[0])
    blocks = [
        _block(f"Needs uv {configuration.minimum_uv} or newer", ["uv --version"]),
        *_credentials(configuration),
        _block("Lock for every machine, once", ["uv lock"]),
        *_upgrade(configuration),
        *(_machine(configuration, install) for install in configuration.installs),
        *_switch(configuration),
        _block("In CI: the lock as it is, or stop", [f"uv sync --locked{first}"]),
        _block("See what was installed", [f'uv run{_as_it_is(configuration)} python -c "{check_line(configuration)}"']),
    ]
    return "\n\n".join(blocks) + "\n"


def _as_it_is(configuration: Configuration) -> str:
    """Return the option with which ``uv run`` leaves what is installed, where a bare one might select another."""
    return " --no-sync" if configuration.choices.layout.selects else ""


def _block(title: str, commands: list[str]) -> str:
    return "\n".join([f"# {title}", *commands])


def _credentials(configuration: Configuration) -> Iterator[str]:
    """Name the variables uv reads where a mirror asks who is there; its address must not say that."""
    names = [index.name for index in configuration.indexes] if configuration.mirrored else []
    if configuration.pypi and not configuration.choices.layout.pins:
        names.append(DEFAULT_INDEX)
    variables = [f"# UV_INDEX_{name.upper().replace('-', '_')}_USERNAME and …_PASSWORD" for name in names]
    if variables:
        yield _block("Where the mirror asks for credentials, give them to uv in the environment", variables)


def _upgrade(configuration: Configuration) -> Iterator[str]:
    """Say how to move on, which nightlies have to before those in the lock are deleted."""
    if configuration.choices.channel is Channel.NIGHTLY:
        yield _block("Take newer nightlies", ["uv lock --upgrade"])


def _machine(configuration: Configuration, install: Install) -> str:
    flags = selecting(configuration, install)
    title = f"{install.platform.label}, {install.accelerator.label}: install, then run"
    return _block(title, [f"uv sync{flags}", f"uv run{flags} python"])


def selecting(configuration: Configuration, install: Install) -> str:
    """Return the options that select an accelerator, with a space before them."""
    layout = configuration.choices.layout
    if layout is Layout.EXTRAS:
        return f" --extra {install.selection}"
    if layout is not Layout.GROUPS or install.selection in configuration.default_groups:
        return ""
    without = " --no-default-groups" if configuration.default_groups else ""
    return f"{without} --group {install.selection}"


def _switch(configuration: Configuration) -> Iterator[str]:
    """Show how to go from one accelerator to another where one machine has several."""
    by_platform: dict[str, list[Install]] = {}
    for install in configuration.installs:
        by_platform.setdefault(install.platform.label, []).append(install)
    for label, installs in by_platform.items():
        if len(installs) > 1:
            last = installs[-1]
            title = f"{label}: switch to {last.accelerator.label}"
            yield _block(title, [f"uv sync{selecting(configuration, last)}"])
            return


def check_line(configuration: Configuration) -> str:
    """Return the Python that prints what was installed and what it computes with; no double quotes in it."""
    torch = tuple(int(part) for part in configuration.choices.torch.split(".")[:2])
    return CHECK if torch >= FIRST_WITH_ACCELERATOR else CHECK_BEFORE_2_6


FORMAT: Final = Format(
    slug="commands",
    label="Commands",
    filename="commands.sh",
    content_type="text/x-shellscript",
    lexer="bash",
    render=render,
)
