"""Template filters and tags of the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse

from wizard.answering.sentences import Sentences
from wizard.web.addresses import absolute

if TYPE_CHECKING:
    from wizard.choices.obstacles import Obstacle
    from wizard.web.page import Page

register = template.Library()


@register.filter
def sentence(obstacle: Obstacle, page: Page) -> str:
    """Say why an option cannot be picked."""
    return Sentences(page.catalogue).obstacle(obstacle)


@register.simple_tag(takes_context=True)
def whole_url(context: dict[str, Any], name: str) -> str:
    """Write the whole address of a route, as ``PUBLIC_BASE_URL`` would have it."""
    return absolute(context["request"], reverse(name))
