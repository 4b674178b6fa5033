"""Nothing a person can paste makes the doctor fall over: it is read, or refused with a place and a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.links import links
from wizard.choices.decoding import decode
from wizard.configuration.configure import configure
from wizard.doctor.examining import examine
from wizard.doctor.parsing import BrokenToml
from wizard.doctor.reading import read
from wizard.doctor.routing import origins
from wizard.rendering import pyproject

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

WHL = "https://download.pytorch.org/whl"
KEYS = [
    *("project", "name", "dependencies", "optional-dependencies", "requires-python", "dependency-groups", "tool", "uv"),
    *(
        "sources",
        "index",
        "torch",
        "torchvision",
        "url",
        "marker",
        "extra",
        "group",
        "explicit",
        "default",
        "conflicts",
    ),
    *("cu130", "cpu", "environments", "constraint-dependencies", "pip", "torch-backend", "build-system", "workspace"),
    *("default-groups", "required-environments", "dev-dependencies", "extra-index-url", "include-group", "find-links"),
]
WORDS = [
    *("torch", "torch==2.9.1+cu130", "torchvision>=0.20; sys_platform == 'linux'", "torch[x] @ https://e/x.whl"),
    *(">=3.12", "3.x", "sys_platform == 'win32'", "extra == 'cpu'", f"{WHL}/cu130", "cu130", "cpu", "", "é", "app"),
    *("http://[", "torch (>=2", "auto", "all", "==2.*", "app[cpu]", "lowest-direct", "2024-01-01T00:00:00Z"),
]


def values() -> st.SearchStrategy[object]:
    """Any value of TOML, more often one that means something to uv."""
    scalars = st.one_of(st.sampled_from(WORDS), st.booleans(), st.integers(-9, 9), st.floats(), st.dates(), st.text())
    return st.recursive(scalars, lambda inner: st.one_of(st.lists(inner, max_size=4), tables(inner)), max_leaves=12)


def tables(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """Tables whose keys are those the doctor looks for."""
    return st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)


def files() -> st.SearchStrategy[dict[str, object]]:
    """Files whose outer tables are in place and whose values are anything."""
    uv = st.fixed_dictionaries({}, optional={key: values() for key in KEYS})
    project = st.fixed_dictionaries({}, optional={key: values() for key in KEYS[1:5]})
    outer = {"project": project, "dependency-groups": tables(values()), "tool": st.fixed_dictionaries({"uv": uv})}
    return st.fixed_dictionaries({}, optional=outer)


def examined(text: str, catalogue: Catalogue) -> None:
    """Read and examine a text, or see that the refusal is one a person can use."""
    refused: BrokenToml | None = None
    try:
        project = read(text, catalogue)
    except BrokenToml as error:
        refused = error
    if refused:
        assert 1 <= refused.line <= text.count("\n") + 1
        assert refused.column >= 1
        assert refused.reason
        return
    for finding in examine(project, catalogue):
        assert 1 <= finding.place.line <= text.count("\n") + 1
    origins(project, catalogue, "torch")


@settings(deadline=None, max_examples=300)
@given(text=st.one_of(st.text(), st.text(alphabet="[]{}=.,\"'\\#\r\n \tab1-:T+_é\ufeff\x00")))
def test_any_text(text: str, catalogue: Catalogue) -> None:
    examined(text, catalogue)


@settings(deadline=None, max_examples=200)
@given(raw=st.binary())
def test_any_bytes(raw: bytes, catalogue: Catalogue) -> None:
    examined(raw.decode("utf-8", "surrogateescape"), catalogue)
    examined(raw.decode("latin-1"), catalogue)


@settings(deadline=None, max_examples=300)
@given(data=files())
def test_any_structure(data: dict[str, object], catalogue: Catalogue) -> None:
    examined(tomlkit.dumps(data), catalogue)


@settings(deadline=None, max_examples=200)
@given(data=st.data())
def test_any_damage_to_a_good_file(data: st.DataObject, catalogue: Catalogue) -> None:
    choices = decode(data.draw(links(catalogue)), catalogue).choices
    text = pyproject.render(configure(choices, catalogue))
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(start + 30, len(text))))
        text = (
            text[:start]
            + data.draw(st.sampled_from(["", "\n", '"', "[", "=", "\r", "é", "# ", "[[a]]\n"]))
            + text[end:]
        )
    examined(text, catalogue)
    examined("# /// script\n" + "".join(f"# {line}\n" for line in text.split("\n")) + "# ///\n", catalogue)


def test_a_failure_can_be_shown(catalogue: Catalogue) -> None:
    # Hypothesis shows a test's arguments, and warns instead where they are longer than 30,000 characters.
    assert len(repr(catalogue)) < 100
