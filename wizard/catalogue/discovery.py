"""Accelerators that the index root lists and nobody has curated: kept, but not offered before a person looked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wizard.catalogue import shipped
from wizard.catalogue.facts import Kind
from wizard.catalogue.models import Accelerator, Index

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

FORMS: Final = (
    (re.compile(r"cu(?P<major>\d+)(?P<minor>\d)"), Kind.CUDA, "CUDA {major}.{minor}"),
    (re.compile(r"rocm(?P<version>[\d.]+)"), Kind.ROCM, "ROCm {version}"),
    (re.compile(r"xpu"), Kind.XPU, "Intel XPU"),
    (re.compile(r"cpu"), Kind.CPU, "CPU"),
)


def keep_discovered(slugs: Iterable[str], now: datetime) -> list[str]:
    """Store what is not known yet, and return a remark for everything that waits for a person."""
    for slug in sorted(set(slugs) - set(Accelerator.objects.slugs())):
        _keep(slug, now)
    return [
        f"The index root lists {one.slug}, which nobody has curated: look at it in the admin, then advertise it."
        for one in Accelerator.objects.waiting()
    ]


def _keep(slug: str, now: datetime) -> None:
    base = shipped.table("accelerators.toml")["index_base"]
    index, _ = Index.objects.get_or_create(slug=slug, defaults={"url": f"{base}/{slug}"})
    for form, kind, label in FORMS:
        found = form.fullmatch(slug)
        if found:
            Accelerator.objects.create(
                slug=slug,
                label=label.format(**found.groupdict()),
                kind=kind,
                index=index,
                position=Accelerator.objects.count(),
                advertised=False,
                discovered_at=now,
            )
            return
