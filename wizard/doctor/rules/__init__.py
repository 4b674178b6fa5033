"""What the doctor looks for: one module per rule, listed in ``RULES``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.doctor.rules import (
    accelerator_alias,
    companion_not_on_index,
    cu_extra_cpu_source,
    default_group_conflict,
    environments_vs_markers,
    extra_in_source_marker,
    family_source_mismatch,
    family_version_mismatch,
    gpu_source_no_platform_marker,
    marker_arch_case,
    missing_conflicts,
    never_true_marker,
    nightly_without_triton,
    one_member_conflict,
    overlapping_source_markers,
    platform_system,
    rocm_missing_triton,
    rocm_on_win32,
    single_scoped_source,
    source_scope_without_package,
    source_without_requirement,
    torch_dependent_in_base,
    torchaudio_unpinned,
    torchcodec_pairing,
    triton_no_linux_marker,
    triton_old_name,
    unknown_conflict_member,
    unknown_default_group,
    unsplit_base_with_gated_sources,
    xpu_missing_triton,
)

if TYPE_CHECKING:
    from wizard.doctor.findings import Rule

RULES: Final[tuple[Rule, ...]] = (
    accelerator_alias.RULE,
    companion_not_on_index.RULE,
    cu_extra_cpu_source.RULE,
    default_group_conflict.RULE,
    environments_vs_markers.RULE,
    extra_in_source_marker.RULE,
    family_source_mismatch.RULE,
    family_version_mismatch.RULE,
    gpu_source_no_platform_marker.RULE,
    marker_arch_case.RULE,
    missing_conflicts.RULE,
    never_true_marker.RULE,
    nightly_without_triton.RULE,
    one_member_conflict.RULE,
    overlapping_source_markers.RULE,
    platform_system.RULE,
    rocm_missing_triton.RULE,
    rocm_on_win32.RULE,
    single_scoped_source.RULE,
    source_scope_without_package.RULE,
    source_without_requirement.RULE,
    torch_dependent_in_base.RULE,
    torchaudio_unpinned.RULE,
    torchcodec_pairing.RULE,
    triton_no_linux_marker.RULE,
    triton_old_name.RULE,
    unknown_conflict_member.RULE,
    unknown_default_group.RULE,
    unsplit_base_with_gated_sources.RULE,
    xpu_missing_triton.RULE,
)
