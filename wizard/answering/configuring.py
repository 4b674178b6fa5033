"""Configurations as this site writes them: through its mirrors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from wizard.configuration.configure import configure

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.choices.choices import Choices
    from wizard.configuration.values import Configuration


def configured(choices: Choices, catalogue: Catalogue) -> Configuration:
    """Return what choices mean here."""
    return configure(choices, catalogue, **mirrors())


def mirrors() -> dict[str, str]:
    """Return what stands for PyTorch's indexes and for PyPI here, as ``configure()`` names them."""
    return {"mirror": settings.PYTORCH_INDEX_BASE_URL, "pypi": settings.PYPI_INDEX_URL}
