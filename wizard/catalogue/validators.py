"""What a person may write into curated facts: a slip is told in the form, not found out by whoever opens the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from packaging.specifiers import InvalidSpecifier

from wizard.catalogue.facts import KNOWN_PYTHONS, specifier_set
from wizard.catalogue.mirrors import is_address

if TYPE_CHECKING:
    from collections.abc import Iterable

slug_validator: Final = RegexValidator(r"^[a-z0-9][a-z0-9._-]*$", "Use lower-case letters, digits, dots, - and _.")
platform_slug_validator: Final = RegexValidator(
    r"^(linux|macos|windows)-[a-z0-9_]+$", "Write a system and a machine such as linux-x86_64."
)
marker_validator: Final = RegexValidator(r"^[A-Za-z0-9_]+$", "Write it as Python does there, such as win32 or AMD64.")
target_validator: Final = RegexValidator(r"^[a-z0-9_-]+$", "Write it as uv does, such as x86_64-manylinux_2_28.")
label_validator: Final = RegexValidator(
    r"^[^\x00-\x1f\x7f\x85\u2028\u2029]+$", "Write one line: outputs show it in comments."
)
address_validator: Final = URLValidator(schemes=["http", "https"])
nightly_validator: Final = RegexValidator(r"^\d+\.\d+\.\d+\.dev0$", "Write a development version such as 2.15.0.dev0.")
triton_validator: Final = RegexValidator(r"^[a-z-]+>=\d+(\.\d+)*$", "Write a lower bound such as triton>=3.8.0.")
version_validator: Final = RegexValidator(r"^\d+(\.\d+)*$", "Write a version such as 2.13.0.", code="version")
driver_validator: Final = RegexValidator(r"^\d+(\.\d+)*$", "Write a driver version such as 525.60.13.")
date_validator: Final = RegexValidator(
    r"^\d{4}(-\d\d(-\d\d)?)?$", "Write a date such as 2026-07-08, or a part: 2026-07."
)


def no_credentials(text: str) -> None:
    """Refuse an address that would show somebody's password in every output."""
    if "@" in text:
        message = "Leave the credentials out: outputs show this address. People give theirs to uv."
        raise ValidationError(message)


def base_validator(text: str) -> None:
    """Refuse an address that ``URLValidator`` takes, but below which no page can lie."""
    if not is_address(text):
        message = "Leave out quotes, ? and #: the name of a package is added to this address."
        raise ValidationError(message)


def specifier_validator(text: str) -> None:
    """Accept a version specifier."""
    try:
        specifier_set(text)
    except InvalidSpecifier as error:
        message = "Write a specifier such as >=3.10."
        raise ValidationError(message) from error


def python_validator(text: str) -> None:
    """Accept a Python the wizard knows."""
    if text not in KNOWN_PYTHONS:
        message = f"Write one of {', '.join(KNOWN_PYTHONS)}."
        raise ValidationError(message)


def platforms_validator(text: str) -> None:
    """Accept slugs of platforms, separated by spaces."""
    _must_know(text, apps.get_model("catalogue", "Platform").objects.values_list("slug", flat=True))


def packages_validator(text: str) -> None:
    """Accept names of torch's family, separated by spaces."""
    _must_know(text, apps.get_model("catalogue", "Package").objects.values_list("name", flat=True))


def _must_know(text: str, known: Iterable[str]) -> None:
    names = list(known)
    unknown = [word for word in text.split() if word not in names]
    if unknown:
        message = f"{', '.join(unknown)} is not known. Write some of {', '.join(names)}."
        raise ValidationError(message)
