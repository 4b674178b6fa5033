"""What is wrong with a field, in our words and the asker's language: pydantic names the kind of fault, in English."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from wizard.answering.wording import listed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrPromise

SENTENCES: Final[dict[str, StrPromise]] = {
    "missing": _("This field has to be there."),
    "extra_forbidden": _("There is no such field here."),
    "string_type": _("It should be a string."),
    "list_type": _("It should be a list."),
    "model_type": _("It should be an object."),
    "int_parsing": _("It should be a whole number."),
    "int_type": _("It should be a whole number."),
    "greater_than_equal": _("It should be %(ge)s or more."),
    "less_than_equal": _("It should be %(le)s or less."),
    "string_too_long": ngettext_lazy(
        "It should have at most %(max_length)s character.",
        "It should have at most %(max_length)s characters.",
        "max_length",
    ),
    "enum": _("It should be one of these: %(known)s."),
    "literal_error": _("It should be one of these: %(known)s."),
    "json_invalid": _("The body is no JSON: it cannot be read from line %(line)s, column %(column)s on."),
    "json_ends": _("The body is no JSON: it ends before it is complete, at line %(line)s, column %(column)s."),
}
"""Every kind that a schema of ours can have, under pydantic's names."""
OTHERWISE: Final = _("It is not as the schema says: %(said)s.")
QUOTED: Final = re.compile(r"'([^']*)'")
PLACE: Final = re.compile(r"line (?P<line>\d+) column (?P<column>\d+)$")
EARLY: Final = "EOF "


def sentence_of(fault: Mapping[str, Any]) -> str:
    """Say what is wrong; a kind of fault we have no words for is told in pydantic's."""
    context = fault.get("ctx", {})
    kind = fault["type"]
    if kind == "json_invalid":
        error = context["error"]
        kind = "json_ends" if error.startswith(EARLY) else kind
        context = found.groupdict() if (found := PLACE.search(error)) else {}
    elif "expected" in context:
        context = {"known": listed(QUOTED.findall(context["expected"]))}
    return SENTENCES[kind] % context if kind in SENTENCES else OTHERWISE % {"said": fault["msg"]}
