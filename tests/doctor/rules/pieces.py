"""Pieces of the files that rules are asked about."""

from __future__ import annotations

from tests.doctor.projects import index

PROJECT = """\
[project]
name = "app"
version = "0.1.0"
requires-python = ">=3.12"
"""
CPU = index("cpu")
CU130 = index("cu130")
CONFLICTS = """
[tool.uv]
conflicts = [[{ extra = "cpu" }, { extra = "cu130" }]]
"""
EXTRAS = """dependencies = []

[project.optional-dependencies]
cpu = ["torch==2.9.1"]
cu130 = ["torch==2.9.1"]
"""
BY_EXTRA = """
[tool.uv.sources]
torch = [
  { index = "pytorch-cpu", extra = "cpu" },
  { index = "pytorch-cu130", extra = "cu130" },
]
"""
TWO_EXTRAS = PROJECT + EXTRAS + CONFLICTS + BY_EXTRA + CPU + CU130
"""What the wizard writes for two accelerators, in its shortest form."""
TWO_GROUPS = TWO_EXTRAS.replace("[project.optional-dependencies]", "[dependency-groups]").replace("extra =", "group =")
ONE_INDEX = f'{PROJECT}dependencies = ["torch==2.9.1"]\n\n[tool.uv.sources]\ntorch = {{ index = "pytorch-cpu" }}\n{CPU}'
PYPI_ONLY = f'{PROJECT}dependencies = ["torch", "transformers"]\n'
BY_MARKER = f"""{PROJECT}dependencies = ["torch==2.9.1"]

[tool.uv.sources]
torch = [
  {{ index = "pytorch-cpu", marker = "sys_platform == 'darwin'" }},
  {{ index = "pytorch-cu130", marker = "sys_platform == 'linux' or sys_platform == 'win32'" }},
]
{CPU}{CU130}"""
UNRELATED = f"""{PROJECT}dependencies = ["django"]

[project.optional-dependencies]
a = ["psycopg"]
b = ["psycopg2"]

[tool.uv]
conflicts = [[{{ extra = "a" }}, {{ extra = "b" }}]]
default-groups = []

[tool.uv.sources]
mine = {{ git = "https://example.com/mine.git", rev = "main" }}

[[tool.uv.index]]
name = "company"
url = "https://packages.example.com/simple/"
"""
