"""Project files with sources and indexes, and what must never draw a finding about a family."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.documents import configuration_of
from wizard.rendering import pyproject

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

ON_LINUX: Final = "sys_platform == 'linux'"
RENDERED: Final = (
    "linux-x86_64=cpu&linux-x86_64=rocm5.6&linux-aarch64=pypi&layout=extras&torch=2.2.2&python=3.12",
    "windows-x86_64=xpu&torch=2.6.0&with=torchvision&python=3.10",
    "linux-x86_64=pypi&windows-x86_64=pypi&macos-arm64=pypi&with=torchvision&with=torchaudio&with=torchcodec",
    "linux-x86_64=rocm7.2&windows-x86_64=cpu&torch=2.12.1",
    "linux-x86_64=rocm6.4&linux-x86_64=cpu&macos-arm64=pypi&torch=2.9.1&layout=groups&default=cpu&with=torchvision",
    "linux-x86_64=rocm6.0&torch=2.4.0&bound=exact&with=torchaudio",
    "linux-x86_64=xpu&windows-x86_64=xpu&macos-arm64=cpu&torch=2.9.1",
    "linux-x86_64=xpu&linux-x86_64=cpu&torch=2.10.0&layout=extras",
    "linux-aarch64=cu128&torch=2.11.0&bound=compatible&with=torchvision",
    "linux-x86_64=cu130&windows-x86_64=cpu&macos-arm64=cpu&channel=nightly&with=torchvision",
    "linux-x86_64=rocm7.2&linux-x86_64=cpu&channel=nightly&layout=extras",
    "linux-x86_64=cpu&linux-x86_64=cu126&windows-x86_64=cu126&torch=2.9.0&with=torchvision&with=torchaudio",
    "windows-x86_64=cu128&windows-arm64=cpu&torch=2.10.0&layout=extras",
    "linux-x86_64=cu118&linux-aarch64=pypi&torch=2.4.0&bound=exact&with=torchvision&layout=find-links",
    "linux-x86_64=cpu&macos-arm64=pypi&torch=2.4.1&bound=exact&layout=extra-index-url&with=torchaudio",
)
"""Links of what the wizard writes: every layout, every kind of accelerator, every companion."""
QUIET: Final = (
    '[project]\nname = "a"\nversion = "1"\n',
    '[project]\nname = "a"\nversion = "1"\ndependencies = ["torch", "torchvision", "torchaudio", "torchcodec"]\n',
    '[project]\nname = "a"\nversion = "1"\ndependencies = ["torch>=1.10,<2", "torchvision<0.15", "transformers"]\n',
    '[project]\nname = "a"\n\n[project.optional-dependencies]\ncpu = ["torch"]\ncuda = ["torch", "torchvision"]\n',
    '[project]\nname = "a"\ndependencies = ["torch @ https://a.org/torch-2.9-py3-none-any.whl", "torchvision"]\n',
    '[project]\nname = "a"\ndependencies = ["torch>=9"]\n\n[tool.uv.sources]\ntorch = { git = "https://a.org/t" }\n',
    '# /// script\n# dependencies = ["torch", "torchaudio"]\n# ///\n',
)
"""Files in which there is nothing to find."""


def quiet_files(catalogue: Catalogue) -> tuple[str, ...]:
    """Return innocent files, and what the wizard writes."""
    return (*QUIET, *(pyproject.render(configuration_of(link, catalogue)) for link in RENDERED))


def project(*requirements: str, python: str = ">=3.12,<3.14", extras: str = "", uv: str = "", sources: str = "") -> str:
    """Return a project file; whatever index its sources name is one of PyTorch's, ``pytorch-cpu`` and so on."""
    lines = "".join(f'  "{one}",\n' for one in requirements)
    text = f'[project]\nname = "app"\nversion = "0.1.0"\nrequires-python = "{python}"\ndependencies = [\n{lines}]\n'
    for header, body in (("project.optional-dependencies", extras), ("tool.uv", uv), ("tool.uv.sources", sources)):
        text += f"\n[{header}]\n{body}\n" if body else ""
    return text


def with_uv(text: str, line: str) -> str:
    """Return a file with a line under [tool.uv], before its sources."""
    return text.replace("[tool.uv.sources]", f"[tool.uv]\n{line}\n\n[tool.uv.sources]")


def index(path: str, *, name: str = "", explicit: bool = True) -> str:
    """Return an index of PyTorch's: ``cpu``, ``rocm7.2``, ``nightly/cu130``."""
    called = name or f"pytorch-{path.replace('/', '-').replace('.', '')}"
    lines = f'[[tool.uv.index]]\nname = "{called}"\nurl = "https://download.pytorch.org/whl/{path}"\n'
    return f"\n{lines}explicit = true\n" if explicit else f"\n{lines}"


def source(name: str, *, marker: str = ON_LINUX, extra: str = "") -> str:
    """Return a source as an inline table."""
    scoped = f', extra = "{extra}"' if extra else ""
    condition = f', marker = "{marker}"' if marker else ""
    return f'{{ index = "pytorch-{name}"{scoped}{condition} }}'
