"""What is worked out from a catalogue is worked out once, and nothing of it outlives the catalogue."""

from __future__ import annotations

import ast
import gc
import weakref
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.sharing.presets import preset
from wizard.catalogue.loading import forget_catalogue, load_catalogue
from wizard.catalogue.models import Revision
from wizard.catalogue.remembering import per_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from wizard.catalogue.facts import Catalogue

WIZARD = Path(__file__).parents[2] / "wizard"
LINK = "linux-x86_64=cu130&macos-arm64=pypi"
ADDRESSES = (
    f"/?{LINK}",
    f"/?{LINK}&channel=nightly",
    "/?linux-x86_64=cu999",
    "/p/gpu-box/",
    f"/api/v1/configuration?{LINK}",
)
PASTED = '[project]\nname = "box"\nversion = "1"\ndependencies = ["torch==2.9.0", "torchvision==0.20.0"]\n'
asked: list[tuple[int, str]] = []


@per_catalogue(2)
def greeting(catalogue: Catalogue, word: str = "hello") -> str:
    asked.append((catalogue.revision, word))
    return f"{word} r{catalogue.revision}"


def test_a_question_is_answered_once_for_each_catalogue_and_each_thing_asked(catalogue: Catalogue) -> None:
    asked.clear()
    one, other = (replace(catalogue, revision=revision) for revision in (1, 2))
    answers = [greeting(one), greeting(one), greeting(other), greeting(one), greeting(one, word="bye")]
    assert answers == ["hello r1", "hello r1", "hello r2", "hello r1", "bye r1"]
    assert asked == [(1, "hello"), (2, "hello"), (1, "bye")]


def test_no_more_answers_are_kept_than_were_allowed(catalogue: Catalogue) -> None:
    asked.clear()
    one = replace(catalogue, revision=1)
    for word in ("one", "two", "three", "three", "one"):
        greeting(one, word)
    assert [word for _, word in asked] == ["one", "two", "three", "one"]


def functions_with_a_cache_of_their_own() -> Iterator[tuple[str, ast.arguments]]:
    for path, text in ((path, path.read_text()) for path in WIZARD.rglob("*.py")):
        for found in ast.walk(ast.parse(text if "cache" in text else "")):
            if isinstance(found, ast.FunctionDef):
                kept = {node.id for one in found.decorator_list for node in ast.walk(one) if isinstance(node, ast.Name)}
                if kept & {"lru_cache", "cache"}:
                    yield f"{path.relative_to(WIZARD)}: {found.name}", found.args


def test_no_function_keeps_catalogues_in_a_cache_of_its_own() -> None:
    known = dict(functions_with_a_cache_of_their_own())
    assert "catalogue/facts.py: minor" in known
    assert [name for name, asked_for in known.items() if "Catalogue" in ast.unparse(asked_for)] == []


@pytest.mark.django_db
def test_after_a_new_revision_nothing_refers_to_the_old_catalogue(client: Client) -> None:
    preset()
    forget_catalogue()
    old = weakref.ref(load_catalogue())
    shared = client.post(f"/c/?{LINK}")["Location"]
    answers = [client.get(path).status_code for path in (*ADDRESSES, shared)]
    answers.append(client.post("/doctor/", {"text": PASTED}).status_code)
    assert set(answers) <= {200, 302}
    assert old() is load_catalogue()
    Revision.objects.create(source="test", wheel_count=0)
    forget_catalogue()
    assert client.get("/").status_code == 200
    gc.collect()
    assert old() is None
