"""Names a project cannot have, because torch or its family may require a package of that name.

uv takes the project for that package, and nothing can be locked.
"""

from __future__ import annotations

from typing import Final

TAKEN_PREFIXES: Final = ("nvidia-", "cuda-", "intel-", "oneccl", "onemkl-", "triton", "pytorch-triton")
"""What the vendors publish for CUDA, XPU and ROCm builds; more of it with every release."""
TAKEN: Final = frozenset(
    {
        # required by the family, as the wheels' metadata say
        *("cmake", "filelock", "fsspec", "importlib-metadata", "jinja2", "lit", "mkl", "networkx", "numpy", "pillow"),
        *("pyre-extensions", "requests", "setuptools", "sympy", "torch", "typing-extensions"),
        # required by Intel's builds, besides the prefixes
        *("dpcpp-cpp-rt", "impi-rt", "tbb", "tcmlib", "umf"),
        # required by these in turn
        *("certifi", "charset-normalizer", "idna", "markupsafe", "mpmath", "mypy-extensions", "typing-inspect"),
        *("urllib3", "zipp"),
    }
)


def is_taken(name: str) -> bool:
    """Say whether a canonical name is one of a package that torch may bring along."""
    return name in TAKEN or name.startswith(TAKEN_PREFIXES)
