"""The JSON says what the API says, in the same words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pytest

from tests.documents import configuration_of
from wizard.api.describing import described
from wizard.choices.obstacles import Obstacle
from wizard.rendering.description import plain
from wizard.rendering.json import render

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

LINKS: Final = (
    "linux-x86_64=cu130&macos-arm64=pypi&with=torchvision",
    "linux-x86_64=cu130&linux-x86_64=cpu&windows-arm64=cpu&layout=groups&default=cpu&torch=2.9.1&explain=yes",
    "linux-x86_64=rocm7.2&channel=nightly",
    "linux-x86_64=pypi&macos-x86_64=pypi&torch=2.2.2&environments=chosen&python=3.11",
)


@pytest.mark.parametrize("link", LINKS)
def test_it_equals_the_answer_of_the_api(link: str, catalogue: Catalogue) -> None:
    found = json.loads(render(configuration_of(link, catalogue)))
    answer = json.loads(described(catalogue, link, "https://wizard.example/"))
    assert list(found) == ["link", "choices", "configuration", "machines", "advice"]
    assert found["choices"] == {word: said for word, said in answer["choices"].items() if said}
    for advice in answer["advice"]:
        assert advice.pop("sentence")
    for key in ("link", "configuration", "machines", "advice"):
        assert found[key] == answer[key]
        assert json.dumps(found[key]) == json.dumps(answer[key]), "the order of keys"
    assert json.loads(answer["outputs"]["json"]["text"]) == found


def test_facts_are_lists_and_objects_without_what_is_empty() -> None:
    obstacle = Obstacle(code="ended", platform="linux-x86_64", accelerator="cu118", until="2.7.1")
    assert plain({"reason": obstacle, "cells": (("a", "b"),), 3: None}) == {
        "reason": {"code": "ended", "platform": "linux-x86_64", "accelerator": "cu118", "until": "2.7.1"},
        "cells": [["a", "b"]],
        "3": None,
    }
