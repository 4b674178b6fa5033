"""A slip in the admin is told in the form, before anybody is served it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from wizard.catalogue.models import Accelerator, Index, Package, Platform, Release, Standing, TritonRequirement

pytestmark = pytest.mark.django_db
SLIPS = [
    (Index, "slug", "CU 130", "Use lower-case letters"),
    (Index, "url", "ftp://mirror", "Enter a valid URL"),
    (Index, "url", "https://me:secret@mirror.example/whl", "Leave the credentials out"),
    (Index, "url", "https://mirror.example/whl?token=1", "Leave out quotes"),
    (Platform, "slug", "solaris", "Write a system and a machine"),
    (Platform, "label", "Linux\nrm -r .", "Write one line"),
    (Platform, "sys_platform", "lin'ux", "Write it as Python does"),
    (Platform, "platform_machine", "x86 64", "Write it as Python does"),
    (Platform, "python_platform", "linux; exit", "Write it as uv does"),
    (Accelerator, "label", "CUDA\n13", "Write one line"),
    (Package, "label", "torch\r", "Write one line"),
    (TritonRequirement, "package", 'tri"ton', "Use lower-case letters"),
    (Accelerator, "driver_linux", "new", "Write a driver version"),
    (Accelerator, "nightly", "linux-x86_64 beos", "beos is not known. Write some of linux-x86_64"),
    (Accelerator, "nightly_packages", "torchtext", "torchtext is not known. Write some of torch"),
    (Package, "requires_torch", "2.14", "Write a specifier such as >=3.10."),
    (Release, "requires_python", ">= three", "Write a specifier such as >=3.10."),
    (Release, "released", "in July", "Write a date such as 2026-07-08"),
    (TritonRequirement, "python_below", "4", "Write one of 3.8, "),
    (TritonRequirement, "platforms", "linux", "linux is not known"),
    (Standing, "platforms", "linux", "linux is not known"),
]


@pytest.mark.parametrize(("model", "field", "value", "sentence"), SLIPS)
def test_a_slip_is_named(model: type, field: str, value: str, sentence: str) -> None:
    row = model.objects.first()  # type: ignore[attr-defined]
    setattr(row, field, value)
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    assert sentence in str(refusal.value.message_dict[field])


@pytest.mark.parametrize("model", [Index, Accelerator, Package, Platform, Release, TritonRequirement, Standing])
def test_every_shipped_row_is_valid(model: type) -> None:
    for row in model.objects.all():  # type: ignore[attr-defined]
        row.full_clean()


def test_only_pypi_has_no_address() -> None:
    index = Index.objects.get(slug="cu130")
    index.url = ""
    with pytest.raises(ValidationError, match="Write where cu130 is: only pypi, uv's default, has no address"):
        index.full_clean()
