"""Small project files: torch from one index, or from none."""

from __future__ import annotations

from typing import Final

PYTHON: Final = ">=3.11,<3.14"


def led_to(slug: str, *requirements: str, marker: str = "", python: str = PYTHON, uv: str = "") -> str:
    """Return a file whose torch comes from one of PyTorch's indexes."""
    lines = ", ".join(f'"{one}"' for one in requirements or ("torch>=2.9.1",))
    condition = f', marker = "{marker}"' if marker else ""
    return f"""\
[project]
name = "app"
version = "0.1.0"
requires-python = "{python}"
dependencies = [{lines}]

[tool.uv]
{uv}

[tool.uv.sources]
torch = {{ index = "pytorch"{condition} }}

[[tool.uv.index]]
name = "pytorch"
url = "https://download.pytorch.org/whl/{slug}"
explicit = true
"""


def from_pypi(*requirements: str, python: str = PYTHON, uv: str = "") -> str:
    """Return a file without a source."""
    lines = ", ".join(f'"{one}"' for one in requirements)
    head = f'[project]\nname = "app"\nversion = "0.1.0"\nrequires-python = "{python}"\ndependencies = [{lines}]\n'
    return f"{head}\n[tool.uv]\n{uv}\n" if uv else head
