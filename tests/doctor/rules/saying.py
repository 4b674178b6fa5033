"""What people read of a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string

if TYPE_CHECKING:
    from wizard.doctor.findings import Finding


def said(finding: Finding) -> tuple[str, str]:
    """Return what happens and what to do."""
    text = render_to_string(f"wizard/sentences/findings/{finding.code}.txt", dict(finding.facts))
    what, cure = text.strip().split("\n\n")
    return what, cure
