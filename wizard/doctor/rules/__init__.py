"""What the doctor looks for: one module per rule, listed in ``RULES``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.rules import (
    family_version_mismatch,
    nightly_without_triton,
    rocm_missing_triton,
    torchaudio_unpinned,
    torchcodec_pairing,
    triton_no_linux_marker,
    triton_old_name,
    xpu_missing_triton,
)

if TYPE_CHECKING:
    from wizard.doctor.findings import Rule

RULES: Final[tuple[Rule, ...]] = (
    family_version_mismatch.RULE,
    nightly_without_triton.RULE,
    rocm_missing_triton.RULE,
    torchaudio_unpinned.RULE,
    torchcodec_pairing.RULE,
    triton_no_linux_marker.RULE,
    triton_old_name.RULE,
    xpu_missing_triton.RULE,
)
