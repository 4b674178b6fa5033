"""The catalogue: what exists."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Registers the catalogue's models and system checks."""

    name = "wizard.catalogue"
    verbose_name = "Catalogue"

    def ready(self) -> None:
        """Register the checks."""
        from wizard.catalogue import checks  # noqa: F401, PLC0415  registration needs loaded apps
