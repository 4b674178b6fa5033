"""An Intel XPU build of torch requires a triton that only PyTorch's index has.

The index is explicit, so uv may not look there for a package without a source, and PyPI has none: uv refuses, or goes
back to a torch so old that it needed none.
"""

from __future__ import annotations

from typing import Final

from wizard.catalogue.facts import Kind
from wizard.doctor.findings import Rule
from wizard.doctor.tritons import rule_of

RULE: Final[Rule] = rule_of("xpu-missing-triton", Kind.XPU)
