"""A container image for Linux, in two stages: uv installs what the lock says, the second stage only runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.catalogue.facts import minor
from wizard.choices.choices import Layout
from wizard.rendering.commands import check_line, selecting
from wizard.rendering.formats import Format

if TYPE_CHECKING:
    from wizard.configuration.values import Configuration, Install

UV: Final = "0.13.8"
"""The uv our own proofs are made with."""
TEMPLATE: Final = """\
# Build beside pyproject.toml and uv.lock: docker build --tag {project} .
FROM python:{python}-slim AS build
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
RUN pip install --no-cache-dir uv=={uv}
WORKDIR /app
COPY pyproject.toml uv.lock ./
{argument}RUN --mount=type=cache,target=/root/.cache/uv \\
    uv sync --locked --no-install-project{flags}

FROM python:{python}-slim
WORKDIR /app
COPY --from=build /app/.venv .venv
COPY . .
ENV PATH=/app/.venv/bin:$PATH
CMD ["python", "-c", "{check}"]
"""


def render(configuration: Configuration) -> str:
    """Write stages that suit every chosen Linux machine; a build argument picks one of several accelerators."""
    first = _first(configuration)
    flags, argument = selecting(configuration, first), ""
    if len({install.selection for install in _on_linux(configuration)}) > 1:
        argument = f"ARG ACCELERATOR={first.selection}\n"
        flags = _by_argument(configuration)
    return TEMPLATE.format(
        project=configuration.choices.project.lower(),
        python=max(configuration.pythons, key=minor),
        uv=UV,
        argument=argument,
        flags=flags,
        check=check_line(configuration),
    )


def _on_linux(configuration: Configuration) -> list[Install]:
    return [install for install in configuration.installs if install.platform.sys_platform == "linux"]


def _first(configuration: Configuration) -> Install:
    """Return what is installed unless told otherwise: the default, where Linux machines have it."""
    ours = _on_linux(configuration)
    return next((install for install in ours if install.selection in configuration.default_groups), ours[0])


def _by_argument(configuration: Configuration) -> str:
    if configuration.choices.layout is Layout.EXTRAS:
        return ' --extra "$ACCELERATOR"'
    without = " --no-default-groups" if configuration.default_groups else ""
    return f'{without} --group "$ACCELERATOR"'


def misses(configuration: Configuration) -> str:
    """Name what is missing: a container runs Linux."""
    return "" if _on_linux(configuration) else "no-linux"


FORMAT: Final = Format(
    slug="dockerfile",
    label="Dockerfile",
    filename="Dockerfile",
    content_type="text/x-dockerfile",
    lexer="docker",
    render=render,
    misses=misses,
    tab=False,
)
