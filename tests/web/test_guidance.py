"""What the page says to somebody who chooses: what is selected, and what the layout comes to."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

import pytest

from wizard.configuration.values import Advice

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
TWO = "linux-x86_64=cu130&linux-x86_64=cpu&macos-arm64=pypi&torch=2.13.0"


def words_of(response: Any) -> str:
    """Return what is read on the page, on one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            "linux-x86_64=cu130&windows-x86_64=cu130&torch=2.13.0",
            "nothing has to be named. A bare uv sync or uv run installs CUDA 13.0 on Linux x86-64, Windows x86-64.",
        ),
        (
            f"{TWO}&layout=extras",
            "a bare uv run leaves things as they are. uv sync --extra cpu installs CPU on Linux x86-64 uv sync --extra",
        ),
        (f"{TWO}&layout=groups", "uv sync --group cu130 installs CUDA 13.0 on Linux x86-64"),
        (
            f"{TWO}&layout=groups&default=cpu",
            "another one: CPU on Linux x86-64. uv sync --no-default-groups --group cu130 installs CUDA 13.0 on Linux",
        ),
    ],
)
def test_a_layout_shows_what_it_comes_to_with_the_commands_of_the_configuration(
    query: str, said: str, client: Client
) -> None:
    assert said in words_of(client.get(f"/?{query}"))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("linux-x86_64=cu130&torch=2.13.0", "Selected: torch 2.13.0 or newer, for Python >=3.10."),
        (
            "linux-x86_64=cu130&torch=2.13.0&bound=compatible",
            "Selected: torch 2.13.0 or a later patch of it, for Python >=3.10.",
        ),
        ("linux-x86_64=cu130&torch=2.13.0&bound=exact", "Selected: torch 2.13.0 and no other, for Python >=3.10."),
        (
            "linux-x86_64=cu130&channel=nightly&with=torchvision",
            "Selected: the newest nightly of torch, torchvision on the day of locking",
        ),
        ("linux-x86_64=cu130", "Selected: Linux x86-64. Only what exists there is offered below."),
        (TWO, "Selected: Linux x86-64, macOS Apple silicon. One file for all 2, and only what exists there"),
        (TWO, "Selected: CPU on Linux x86-64; CUDA 13.0 on Linux x86-64; PyPI default on macOS Apple silicon."),
    ],
)
def test_every_step_says_what_is_selected(query: str, said: str, client: Client) -> None:
    assert said in words_of(client.get(f"/?{query}"))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("linux-x86_64=cu130&torch=2.13.0", "Result fits together"),
        ("macos-x86_64=pypi&torch=2.2.2", "Result 1 warning"),
        ("macos-x86_64=pypi&torch=2.2.2&lang=ja", "結果 警告 1 件"),
    ],
)
def test_the_drawer_says_how_the_result_stands(query: str, said: str, client: Client) -> None:
    assert said in words_of(client.get(f"/?{query}"))


def test_the_drawer_says_that_nothing_can_be_installed(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = Advice(code="no-python", severity="blocked", facts={"python": "3.12", "torch": "2.13.0"})
    monkeypatch.setattr("wizard.configuration.configure.advise", lambda *_: (blocked,))
    assert "Result cannot be installed" in words_of(client.get("/?linux-x86_64=cu130&torch=2.13.0&python=3.12"))
