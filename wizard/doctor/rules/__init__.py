"""What the doctor looks for: one module per rule, listed in ``RULES``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.rules import (
    environments_vs_markers,
    family_version_mismatch,
    gpu_source_no_platform_marker,
    marker_arch_case,
    never_true_marker,
    nightly_without_triton,
    platform_system,
    rocm_missing_triton,
    rocm_on_win32,
    torchaudio_unpinned,
    torchcodec_pairing,
    triton_no_linux_marker,
    triton_old_name,
    xpu_missing_triton,
)

if TYPE_CHECKING:
    from wizard.doctor.findings import Rule

RULES: Final[tuple[Rule, ...]] = (
    environments_vs_markers.RULE,
    family_version_mismatch.RULE,
    gpu_source_no_platform_marker.RULE,
    marker_arch_case.RULE,
    never_true_marker.RULE,
    nightly_without_triton.RULE,
    platform_system.RULE,
    rocm_missing_triton.RULE,
    rocm_on_win32.RULE,
    torchaudio_unpinned.RULE,
    torchcodec_pairing.RULE,
    triton_no_linux_marker.RULE,
    triton_old_name.RULE,
    xpu_missing_triton.RULE,
)
