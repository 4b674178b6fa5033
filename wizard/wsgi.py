"""The WSGI application, under whatever prefix."""

import os
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wizard.settings")


def under_prefix(answer: Callable[..., Any], prefix: str) -> Callable[..., Any]:
    """Return an application for a proxy that passes the prefix on, and for one that strips it."""

    def prefixed(environ: dict[str, Any], start_response: Any) -> Any:
        path = environ["PATH_INFO"]
        if path == prefix or path.startswith(f"{prefix}/"):
            environ["PATH_INFO"] = path.removeprefix(prefix) or "/"
        return answer(environ, start_response)

    return prefixed if prefix else answer


application = under_prefix(get_wsgi_application(), settings.FORCE_SCRIPT_NAME or "")
