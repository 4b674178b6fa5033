"""Files in which no rule may find anything: innocent ones, and what the wizard writes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from tests.documents import configuration_of
from wizard.rendering import pyproject

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

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
"""Links of what the wizard writes: every layout, every kind of accelerator, every companion, what is old and rare."""
QUIET: Final = (
    '[project]\nname = "a"\nversion = "1"\n',
    '[project]\nname = "a"\nversion = "1"\nrequires-python = ">=3.10"\ndependencies = ["torch"]\n',
    '[project]\nname = "a"\nversion = "1"\nrequires-python = ">=3.9"\ndependencies = ["torch>=2.0", "numpy"]\n',
    '[project]\nname = "a"\nversion = "1"\ndependencies = ["torch>=1.10,<2", "transformers"]\n',
    '[project]\nname = "a"\nversion = "1"\nrequires-python = ">=3.10,<3.14"\ndependencies = ["torch>=2.3,<2.10"]\n',
    '[project]\nname = "a"\ndependencies = ["torch @ https://example.org/torch-2.9.1-cp312-none-any.whl"]\n',
    '[project]\nname = "a"\ndependencies = ["torch>=9"]\n\n[tool.uv.sources]\ntorch = { git = "https://a.example" }\n',
    '# /// script\n# dependencies = ["torch"]\n# ///\n',
    '[project]\nname = "a"\nversion = "1"\ndependencies = ["torch", "torchvision", "torchaudio", "torchcodec"]\n',
    '[project]\nname = "a"\nversion = "1"\ndependencies = ["torch>=1.10,<2", "torchvision<0.15", "transformers"]\n',
    '[project]\nname = "a"\n\n[project.optional-dependencies]\ncpu = ["torch"]\ncuda = ["torch", "torchvision"]\n',
    '[project]\nname = "a"\ndependencies = ["torch @ https://a.org/torch-2.9-py3-none-any.whl", "torchvision"]\n',
    '[project]\nname = "a"\ndependencies = ["torch>=9"]\n\n[tool.uv.sources]\ntorch = { git = "https://a.org/t" }\n',
    '# /// script\n# dependencies = ["torch", "torchaudio"]\n# ///\n',
)
"""Files in which there is nothing to find."""


@cache
def quiet_files(catalogue: Catalogue) -> tuple[str, ...]:
    """Return them all."""
    return (*QUIET, *(pyproject.render(configuration_of(link, catalogue)) for link in RENDERED))
