"""The pages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The room people enter."""

    name = "wizard.web"
