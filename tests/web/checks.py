"""What the tests of checks ask, and how."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from wizard.web.models import Check

if TYPE_CHECKING:
    from django.test import Client

LINK = "linux-x86_64=cu130&macos-arm64=pypi&layout=markers&torch=2.13.0&bound=exact&python=3.12&project=project"
HTMX = {"HX-Request": "true"}
REFUSES = "echo 'error: at /tmp/uv-judge-x/project/pyproject.toml: No solution found' >&2; exit 1"


def post(client: Client, link: str = LINK, **headers: str) -> Any:
    return client.post(f"/check?{link}", follow=True, headers=headers)


def unfinished(client: str = "somebody", *, seconds: int = 0, **fields: Any) -> Check:
    made = timezone.now() - timedelta(seconds=seconds)
    return Check.objects.create(link=LINK, revision=1, client=client, created_at=made, **fields)
