"""What a team keeps: short links and presets."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """The room where links are kept."""

    name = "wizard.sharing"
