"""Template filters of the wizard's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from wizard.answering.sentences import Sentences

if TYPE_CHECKING:
    from wizard.choices.obstacles import Obstacle
    from wizard.web.page import Page

register = template.Library()


@register.filter
def sentence(obstacle: Obstacle, page: Page) -> str:
    """Say why an option cannot be picked."""
    return Sentences(page.catalogue).obstacle(obstacle)
