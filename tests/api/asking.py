"""How tests ask the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.test import Client

ROOT = "/api/v1"
PROBLEM = "application/problem+json"


def read(client: Client, path: str, **headers: str) -> Any:
    """Return what is answered with 200."""
    response = client.get(f"{ROOT}{path}", headers=headers)
    assert response.status_code == 200, response.content
    return response.json()


def send(client: Client, path: str, body: object, status: int = 200) -> Any:
    """Return what is answered to JSON."""
    response = client.post(f"{ROOT}{path}", body, content_type="application/json")
    assert response.status_code == status, response.content
    return response.json()


def problem(response: Any, status: int) -> Any:
    """Return a problem, having seen that it is one."""
    assert response.status_code == status
    assert response["Content-Type"] == PROBLEM
    assert response["Cache-Control"] == "no-store"
    assert "ETag" not in response
    found = response.json()
    assert found["status"] == status
    assert {"type", "title", "detail", "instance"} <= set(found)
    assert response["Content-Length"] == str(len(response.content))
    return found
