"""Project files put together from requirements, extras and sources."""

from __future__ import annotations

from typing import Final

ON_LINUX: Final = "sys_platform == 'linux'"


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


def source(name: str, *, marker: str = ON_LINUX, extra: str = "") -> str:
    """Return a source as an inline table."""
    scoped = f', extra = "{extra}"' if extra else ""
    condition = f', marker = "{marker}"' if marker else ""
    return f'{{ index = "pytorch-{name}"{scoped}{condition} }}'
