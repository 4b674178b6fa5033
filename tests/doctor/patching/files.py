"""Project files to patch, each written in another way."""

from typing import Final

from tests.doctor.projects import index

NEW: Final = """\
[project]
name = "mine"
version = "0.1.0"
"""

BY_HAND: Final = """\
# Ours. ~ 显卡 ~
[build-system]
requires = ["hatchling"]   # keep
build-backend = "hatchling.build"

[project]
name = "mine"
version = '0.1'
requires-python = ">=3.11, <3.14"  # torch's
dependencies = [
    "numpy",
    'torch == 2.9.1',  # the GPU build
    # pictures
    "torchvision==0.24.1" , # with torch
    "rich>=13",   # output
]

[project.optional-dependencies]
docs = ["mkdocs"]


[tool.uv]
package = true
conflicts = [[{ extra = "docs" }, { extra = "other" }]]

[[tool.uv.index]]
# our own
name = "company"
url  = "https://pypi.example.org/simple"

[[tool.uv.index]]
name = "torch-gpu"
url = "https://download.pytorch.org/whl/cu128/"  # CUDA 12.8
explicit = true

[tool.uv.sources]
torch = { index = "torch-gpu", marker = "sys_platform != 'darwin'" }
torchvision = [{ index = "torch-gpu", marker = "sys_platform != 'darwin'" }]
mine-too = { workspace = true }  # not torch

[tool.ruff]
line-length = 100
"""

EXTRAS: Final = (
    """\
[project]
name = "mine"
version = "1"
requires-python = ">=3.10"
dependencies = ["numpy"]

[project.optional-dependencies]
cpu = [
  "torch>=2.7.0",
  "torchvision>=0.22.0",
]
gpu = [
  "torch>=2.7.0",
  "torchvision>=0.22.0",
]
all = ["mine[docs]"]
docs = ["sphinx"]

[tool.uv]
conflicts = [
  [
    { extra = "cpu" },
    { extra = "gpu" },
  ],
]

[tool.uv.sources]
torch = [
  { index = "pytorch-cpu", extra = "cpu" },
  { index = "pytorch-cu118", extra = "gpu" },  # old cards
]
torchvision = [
  { index = "pytorch-cpu", extra = "cpu" },
  { index = "pytorch-cu118", extra = "gpu" },
]
"""
    + index("cpu")
    + index("cu118")
)

GROUPS: Final = """\
[project]
name = "mine"
version = "1"
requires-python = ">=3.10"

[dependency-groups]
dev = ["pytest", {include-group = "lint"}]
lint = ["ruff"]
cpu = ["torch"]
cu126 = ["torch"]

[tool.uv]
default-groups = ["dev", "cpu"]
conflicts = [[{ group = "cpu" }, { group = "cu126" }]]

[tool.uv.sources.torch]
index = "pytorch-cpu"
group = "cpu"
""" + index("cpu")

DOTTED: Final = """\
project.name = "mine"
project.version = "1"
project.dependencies = ["torch"]
tool.uv.sources.torch.index = "gpu"
tool.uv.index = [{ name = "gpu", url = "https://download.pytorch.org/whl/cu126", explicit = true }]
"""

LEGACY: Final = """\
[project]
name = "mine"
version = "1"
requires-python = ">=3.10"
dependencies = [
"torch==2.6.0+cu124 ; sys_platform == 'linux'",
"torch==2.6.0 ; sys_platform != 'linux'",
"torchaudio",
]

[tool.uv]
extra-index-url = ["https://download.pytorch.org/whl/cu124", "https://pypi.example.org/simple"]
find-links = ["https://download.pytorch.org/whl/torch_stable.html"]
index-strategy = "unsafe-best-match"
environments = ["sys_platform == 'linux'"]
override-dependencies = ["torch==2.4.0", "numpy<3"]
"""

INLINE: Final = """\
[project]
name = "mine"
version = "1"
dependencies = ["numpy"]

[tool]
uv = { package = false, sources = { torch = { path = "../torch" } } }
"""

SCRIPT: Final = """\
#!/usr/bin/env -S uv run --script
# /// script
# requires-python = ">=3.12"
# dependencies = [
#     "torch",  # the rest follows
#     "rich",
# ]
#
# [tool.uv]
# prerelease = "disallow"
# ///

import torch
"""

TABS: Final = """\
[project]
\tname = "mine"
\tversion = "1"
\tdependencies = [
\t\t"torch",
\t\t"numpy"
\t]

[tool.uv.sources]
\ttorch = [
\t\t{ index = "pytorch-cu126" } ]

[[tool.uv.index]]
\tname = "pytorch-cu126"

\turl = "https://download.pytorch.org/whl/cu126"
\tformat = "simple\""""

FILES: Final = {
    "empty": "",
    "comment": "# nothing yet\n",
    "new": NEW,
    "by hand": BY_HAND,
    "windows": "\ufeff" + BY_HAND.replace("\n", "\r\n"),
    "extras": EXTRAS,
    "groups": GROUPS,
    "dotted": DOTTED,
    "legacy": LEGACY,
    "inline": INLINE,
    "tabs": TABS,
}
