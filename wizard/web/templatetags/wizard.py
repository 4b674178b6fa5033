"""Template filters and tags of the pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from django import template
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from wizard.answering import names, wording
from wizard.answering.sentences import Sentences
from wizard.languages import KEY, LANGUAGES
from wizard.web import differences, languages
from wizard.web.addresses import absolute

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.choices.obstacles import Obstacle
    from wizard.web.differences import Kept
    from wizard.web.page import Page

register = template.Library()
MARKED: Final = re.compile(r"[\\`*_\[\]<>&!|~#]")
"""Signs with a meaning in Markdown's running text, HTML's among them."""
CODE: Final = re.compile(
    r"(?P<ticks>`+)(?P<quoted>.+?)(?P=ticks)|(?<![\w-])(?P<bare>--[a-z][a-z-]*[a-z]|\[?tool\.uv(?:\.[a-z-]+)*\]?)"
)
"""What stands between backticks; options and uv's own tables also without them."""


@register.filter
def sentence(obstacle: Obstacle, page: Page) -> str:
    """Say why an option cannot be picked."""
    return Sentences(page.catalogue).obstacle(obstacle)


@register.simple_tag
def to(name: str, *words: str, query: str = "") -> str:
    """Write the path of a route with a query string, in the language that was chosen."""
    return languages.to(name, *words, query=query)


@register.filter
def coded(text: str) -> SafeString:
    """Show as code what is code in a sentence."""
    return mark_safe(CODE.sub(_as_code, conditional_escape(text)))  # noqa: S308  # escaped before


def _as_code(found: re.Match[str]) -> str:
    return f"<code>{found['quoted']}</code>" if found["quoted"] else f'<code class="whole">{found["bare"]}</code>'


@register.filter
def told(refusal: Exception) -> str:
    """Say why something was refused."""
    return wording.told(refusal)


@register.filter
def listed(words: Iterable[str]) -> str:
    """Write words one after the other, as the language does."""
    return wording.listed(words)


@register.filter
def named(label: str | Iterable[str]) -> str:
    """Say a label of the catalogue, or several one after the other, in the language that is active."""
    return names.named(label) if isinstance(label, str) else wording.listed(map(names.named, label))


@register.filter
def difference(found: Kept | str) -> str:
    """Say what uv does otherwise than foreseen."""
    return differences.said(found)


@register.filter
def kept(query: str) -> SafeString:
    """Add the language that was chosen, if one was, to a query string."""
    added = languages.kept("", languages.chosen())
    return SafeString("&amp;".join(filter(None, (conditional_escape(query), added))))


@register.simple_tag
def language_field() -> str:
    """Write what keeps the language that was chosen, if one was, in a form whose fields become the address."""
    chosen = languages.chosen()
    return format_html('<input type="hidden" name="{}" value="{}">', KEY, chosen) if chosen else ""


@register.inclusion_tag("wizard/languages.html", takes_context=True)
def language_links(context: dict[str, Any]) -> dict[str, Any]:
    """Show the languages as links to what is asked for here.

    A page that is kept for everybody must not write down what one of them asked: ``canonical`` is its query.
    """
    meta = context["request"].META if "request" in context else {}
    query = context.get("canonical", languages.without_language(meta.get("QUERY_STRING", "")))
    spoken = [(code, name, languages.kept(query, code)) for code, name in LANGUAGES.items()]
    return {"languages": spoken, "active": get_language()}


@register.simple_tag(takes_context=True)
def whole_url(context: dict[str, Any], name: str) -> str:
    """Write the whole address of a route, as ``PUBLIC_BASE_URL`` would have it."""
    return absolute(context["request"], reverse(name))


@register.filter
def markdown(text: str) -> str:
    """Take the meaning from every sign that has one in Markdown, so that a title stays what it says, on one line."""
    return MARKED.sub(r"\\\g<0>", " ".join(text.split()))
