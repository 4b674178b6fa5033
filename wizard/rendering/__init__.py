"""How a configuration is written: one module per format, listed in ``FORMATS``."""

from typing import Final

from wizard.rendering import commands, fragment, pyproject, uv_pip
from wizard.rendering.formats import Format

FORMATS: Final[tuple[Format, ...]] = (pyproject.FORMAT, fragment.FORMAT, uv_pip.FORMAT, commands.FORMAT)
