"""Template filters and tags of the pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from django import template
from django.urls import reverse

from wizard.answering.sentences import Sentences
from wizard.web.addresses import absolute

if TYPE_CHECKING:
    from wizard.choices.obstacles import Obstacle
    from wizard.web.page import Page

register = template.Library()
MARKED: Final = re.compile(r"[\\`*_\[\]<>&!|~#]")
"""Signs with a meaning in Markdown's running text, HTML's among them."""


@register.filter
def sentence(obstacle: Obstacle, page: Page) -> str:
    """Say why an option cannot be picked."""
    return Sentences(page.catalogue).obstacle(obstacle)


@register.simple_tag(takes_context=True)
def whole_url(context: dict[str, Any], name: str) -> str:
    """Write the whole address of a route, as ``PUBLIC_BASE_URL`` would have it."""
    return absolute(context["request"], reverse(name))


@register.filter
def markdown(text: str) -> str:
    """Take the meaning from every sign that has one in Markdown, so that a title stays what it says, on one line."""
    return MARKED.sub(r"\\\g<0>", " ".join(text.split()))
