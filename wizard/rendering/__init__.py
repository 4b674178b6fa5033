"""How a configuration is written: one module per format, listed in ``FORMATS``."""

from typing import Final

from wizard.rendering import (
    commands,
    dockerfile,
    fragment,
    github_actions,
    json,
    pyproject,
    requirements,
    script,
    uv_pip,
)
from wizard.rendering.formats import Format

FORMATS: Final[tuple[Format, ...]] = (
    pyproject.FORMAT,
    fragment.FORMAT,
    uv_pip.FORMAT,
    commands.FORMAT,
    script.FORMAT,
    dockerfile.FORMAT,
    github_actions.FORMAT,
    requirements.FORMAT,
    json.FORMAT,
)
