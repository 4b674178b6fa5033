"""What the index root lists and nobody knows is kept under a readable name, and not offered."""

from __future__ import annotations

import pytest
from django.utils import timezone

from wizard.catalogue.discovery import keep_discovered
from wizard.catalogue.models import Accelerator

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("slug", "label", "kind"), [("cu142", "CUDA 14.2", "cuda"), ("rocm8.0.1", "ROCm 8.0.1", "rocm")]
)
def test_a_new_accelerator_gets_a_name_and_waits(slug: str, label: str, kind: str) -> None:
    remarks = keep_discovered({slug, "cpu"}, timezone.now())
    found = Accelerator.objects.get(slug=slug)
    assert (found.label, found.kind, found.advertised) == (label, kind, False)
    assert len(remarks) == 1
    assert keep_discovered({slug}, timezone.now()) == remarks
    Accelerator.objects.filter(slug=slug).update(advertised=True)
    assert keep_discovered({slug}, timezone.now()) == []


@pytest.mark.parametrize(("slug", "label"), [("xpu", "Intel XPU"), ("cpu", "CPU")])
def test_one_that_was_deleted_is_found_again(slug: str, label: str) -> None:
    Accelerator.objects.get(slug=slug).delete()
    keep_discovered({slug}, timezone.now())
    assert Accelerator.objects.get(slug=slug).label == label
