"""Small project files, and what must never draw a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.documents import configuration_of
from wizard.rendering import pyproject

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

PYTHON: Final = ">=3.11,<3.14"
RENDERED: Final = (
    "linux-x86_64=pypi&windows-x86_64=pypi&macos-arm64=pypi",
    "linux-x86_64=cu118&torch=2.4.0&bound=exact&environments=chosen",
    "linux-x86_64=cu128&linux-aarch64=pypi&windows-x86_64=pypi&torch=2.9.0&environments=chosen",
    "linux-x86_64=cpu&linux-x86_64=cu126&windows-x86_64=cu126&macos-arm64=cpu&torch=2.9.0&with=torchvision",
    "linux-x86_64=rocm6.4&linux-x86_64=cpu&windows-x86_64=cpu&torch=2.9.0&layout=groups&default=cpu",
    "linux-x86_64=cu126&windows-arm64=cpu&torch=2.12.1&environments=chosen",
    "linux-x86_64=xpu&windows-x86_64=xpu&torch=2.10.0",
    "macos-x86_64=pypi&linux-x86_64=cu121&torch=2.2.2&environments=chosen",
    "linux-x86_64=cu118&macos-arm64=pypi&layout=extra-index-url&torch=2.4.0&bound=exact",
    "linux-x86_64=cu130&channel=nightly",
)
"""Links of what the wizard writes, of every layout and with what is old and rare."""
QUIET: Final = (
    '[project]\nname = "a"\nversion = "1"\n',
    '[project]\nname = "a"\nversion = "1"\nrequires-python = ">=3.10"\ndependencies = ["torch"]\n',
    '[project]\nname = "a"\nversion = "1"\nrequires-python = ">=3.9"\ndependencies = ["torch>=2.0", "numpy"]\n',
    '[project]\nname = "a"\nversion = "1"\ndependencies = ["torch>=1.10,<2", "transformers"]\n',
    '[project]\nname = "a"\nversion = "1"\nrequires-python = ">=3.10,<3.14"\ndependencies = ["torch>=2.3,<2.10"]\n',
    '[project]\nname = "a"\ndependencies = ["torch @ https://example.org/torch-2.9.1-cp312-none-any.whl"]\n',
    '[project]\nname = "a"\ndependencies = ["torch>=9"]\n\n[tool.uv.sources]\ntorch = { git = "https://a.example" }\n',
    '# /// script\n# dependencies = ["torch"]\n# ///\n',
)
"""Files in which there is nothing to find."""


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


def quiet_files(catalogue: Catalogue) -> tuple[str, ...]:
    """Return files in which no rule may find anything: innocent ones, and what the wizard writes."""
    return (*QUIET, *(pyproject.render(configuration_of(link, catalogue)) for link in RENDERED))
