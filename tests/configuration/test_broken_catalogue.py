"""A catalogue somebody edited badly: the wizard refuses, or leaves out, rather than write what cannot work."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from wizard.answering.raw import Refused, raw_output
from wizard.catalogue.facts import Kind
from wizard.choices.choices import Bound
from wizard.choices.decoding import decode
from wizard.choices.obstacles import obstacle
from wizard.configuration.configure import configure
from wizard.rendering import pyproject, uv_pip
from wizard.web.page import page_of

if TYPE_CHECKING:
    from wizard.catalogue.facts import Build, Builds, Catalogue

ROCM = "linux-x86_64=rocm7.2&torch=2.12.1&bound=exact"


def with_a_triton_nobody_published(catalogue: Catalogue) -> Catalogue:
    key = ("2.12.1", Kind.ROCM)
    return replace(catalogue, triton={**catalogue.triton, key: replace(catalogue.triton[key], version="9.9.9")})


def test_what_no_python_installs_is_blocked(catalogue: Catalogue) -> None:
    broken = with_a_triton_nobody_published(catalogue)
    configuration = configure(decode(ROCM, broken).choices, broken)
    assert [advice.code for advice in configuration.blocked] == ["no-python"]
    with pytest.raises(Refused, match=r"With 3\.10 as the oldest Python"):
        raw_output(ROCM, pyproject.FORMAT, broken)
    page = page_of(broken, ROCM)
    assert page.outputs == ()
    assert page.advice[0].severity == "blocked"


def test_a_backend_no_uv_knows_is_left_out(catalogue: Catalogue) -> None:
    unknown = replace(catalogue.accelerators["cu130"], torch_backend_since="")
    changed = replace(catalogue, accelerators={**catalogue.accelerators, "cu130": unknown})
    text = uv_pip.render(configure(decode("linux-x86_64=cu130", changed).choices, changed))
    assert "--torch-backend=cu130" not in text
    assert "--index-url" in text


def test_a_pair_without_a_python_in_common_is_an_obstacle(catalogue: Catalogue) -> None:
    builds = catalogue.builds["cu130", "torchvision"]
    old = replace(builds["0.28.0"]["linux-x86_64"][0], pythons=frozenset({"3.8"}))
    patched: Builds = {**builds, "0.28.0": {"linux-x86_64": (old,)}}
    broken = replace(catalogue, builds={**catalogue.builds, ("cu130", "torchvision"): patched})
    found = obstacle(broken, ("linux-x86_64", "cu130"), "2.13.0", ("torchvision",))
    assert found is not None
    assert found.code == "no-shared-python"


def test_a_bound_that_leaves_no_python_in_common_is_tightened(catalogue: Catalogue) -> None:
    cpu, cuda = catalogue.builds["cpu", "torch"], catalogue.builds["cu132", "torch"]
    newest = _only_for(cpu["2.12.1"]["windows-arm64"][0], "3.14")
    patched = {
        ("cpu", "torch"): {**cpu, "2.12.1": {**cpu["2.12.1"], "windows-arm64": (newest,)}},
        ("cu132", "torch"): {
            version: {**cuda[version], "windows-x86_64": (_only_for(cuda[version]["windows-x86_64"][0], "3.13"),)}
            for version in ("2.12.0", "2.12.1")
        },
    }
    broken = replace(catalogue, builds={**catalogue.builds, **patched})
    decoded = decode("windows-x86_64=cu132&windows-arm64=cpu&torch=2.12.0&bound=compatible", broken)
    assert [notice.code for notice in decoded.notices] == ["bound-not-possible"]
    assert decoded.choices.bound is Bound.EXACT


def _only_for(build: Build, python: str) -> Build:
    return replace(build, pythons=frozenset({python}), files={python: build.files.get(python, "torch.whl")})
