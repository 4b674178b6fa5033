"""What every view that only reads has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

if TYPE_CHECKING:
    from collections.abc import Callable


def reads[View: Callable[..., Any]](view: View) -> View:
    """Answer 405 to what would change something; exempt, lest the check for a token answers first, and with 403."""
    return csrf_exempt(require_safe(view))
