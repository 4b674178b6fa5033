"""Files of people that a mend once broke, or was once given up on."""

from __future__ import annotations

from typing import Final

from tests.doctor.projects import index

HEAD: Final = """\
[project]
name = "x"
version = "0.1.0"
requires-python = ">=3.11,<3.14"
"""


BY_EXTRA: Final = (
    HEAD
    + """\
dependencies = ["torch==2.9.1", "torchaudio==2.9.1"]
[project.optional-dependencies]
cpu = ["torch==2.9.1", "torchaudio"]
cu128 = ["torch==2.9.1", "torchaudio"]
[tool.uv]
conflicts = [[{ extra = "cpu" }, { extra = "cu128" }]]
[tool.uv.sources]
torch = [
  { index = "pytorch-cpu", extra = "cpu" },  # small
  { index = "pytorch-cu128", extra = "cu128", marker = "sys_platform != 'darwin'" },
]
"""
)
ROUTED_EXTRAS: Final = BY_EXTRA + index("cpu") + index("cu128")
"""torch is routed by extra, torchaudio not at all."""
ROUTED_EXTRAS_OPEN: Final = BY_EXTRA + index("cpu") + index("cu128", explicit=False)
"""One index is not explicit, too."""
FOUR_EXTRAS: Final = (
    HEAD
    + """\
dependencies = ["accelerate"]
[project.optional-dependencies]
cpu = ["torch", "torchvision"]
cu126 = ["torch", "torchvision"]
rocm = ["torch>=2.10", "torchvision", "pytorch-triton-rocm"]
xpu = ["torch>=2.10", "torchvision"]
gpu = ["x[cu126]"]
[tool.uv]
conflicts = [[{ extra = "cpu" }, { extra = "cu126" }, { extra = "rocm" }, {extra="xpu"}], [{extra="gpu"}]]
required-environments = ["sys_platform == 'darwin' and platform_machine == 'x86_64'"]
[tool.uv.sources]
torch = [
  { index = "pytorch-cpu", extra = "cpu" },
  { index = "pytorch-cpu", extra = "cu126" },  # oops
  { index = "pytorch-rocm", extra = "rocm" },
  { index = "pytorch-xpu", extra = "xpu" },
]
torchvision = [
  { index = "pytorch-cpu", extra = "cpu" },
]
"""
    + index("cpu")
    + index("cu126")
    + index("rocm7.2", name="pytorch-rocm")
    + index("xpu")
)
"""One extra leads to another accelerator's index, one is an alias, and torchvision is routed for one of four."""
OVERLAPPING: Final = (
    HEAD
    + """\
dependencies = ["torch==2.9.1", "torchvision", "torchaudio", "torchcodec"]
[tool.uv.sources]
torch = [
  { index = "pytorch-cu128", marker = "platform_system == 'Linux'" },
  { index = "pytorch-cu128", marker = "platform_system == 'windows'" },
  { index = "pytorch-cpu", marker = "sys_platform != 'darwin'" },
]
"""
    + index("cpu")
    + index("cu128")
)
"""uv refuses torch's sources, because two are true at once."""
ALIAS_OF_GROUP: Final = (
    HEAD
    + """\
dependencies = []
[dependency-groups]
cpu = ["torch==2.9.1"]
cu130 = ["torch==2.9.1"]
train = [{ include-group = "cu130" }]
[tool.uv]
conflicts = [[{ group = "cpu" }, { group = "cu130" }]]
[tool.uv.sources]
torch = [
  { index = "pytorch-cpu", group = "cpu" },
  { index = "pytorch-cu130", group = "cu130", marker = "platform_machine == 'x86_64'" },
]
"""
    + index("cpu")
    + index("cu130")
)
"""An alias stands where a marker is misspelled."""
OVERRIDDEN: Final = (
    HEAD
    + """\
dependencies = ["vllm>=0.11.0"]
[tool.uv]
override-dependencies = ["torch==2.8.0"]
[tool.uv.sources]
torch = { index = "pytorch-cu128" }
torchvision = { index = "pytorch-cu128" }
torchaudio = { index = "pytorch-cu128" }
"""
    + index("cu128")
)
"""torch is pinned by an override alone, and no source has a marker."""
ROCM_EVERYWHERE: Final = (
    HEAD
    + """\
dependencies = ["torch>=2.10", "torchvision", "triton-rocm; sys_platform == 'linux'"]
[tool.uv.sources]
torch = [{ index = "pytorch-rocm" }]
torchvision = [{ index = "pytorch-rocm" }]
triton-rocm = [{ index = "pytorch-rocm" }]
"""
    + index("rocm7.1", name="pytorch-rocm")
)
"""Limiting torch to Linux alone would leave Windows a torchvision for ROCm."""
FILES: Final = {
    "routed-extras": ROUTED_EXTRAS,
    "routed-extras-open": ROUTED_EXTRAS_OPEN,
    "four-extras": FOUR_EXTRAS,
    "overlapping": OVERLAPPING,
    "alias-of-group": ALIAS_OF_GROUP,
    "overridden": OVERRIDDEN,
    "rocm-everywhere": ROCM_EVERYWHERE,
}
