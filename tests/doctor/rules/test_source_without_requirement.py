"""A source needs somebody in the file who asks for its package."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.pieces import BY_MARKER, CPU, ONE_INDEX, PYPI_ONLY, TWO_EXTRAS
from wizard.doctor.findings import Severity
from wizard.doctor.rules.source_without_requirement import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

TRANSITIVE = ONE_INDEX.replace('"torch==2.9.1"', '"accelerate"')


def with_uv(line: str) -> str:
    return TRANSITIVE.replace("[tool.uv.sources]", f"[tool.uv]\n{line}\n\n[tool.uv.sources]")


@pytest.mark.parametrize(
    "text",
    [
        PYPI_ONLY,
        ONE_INDEX,
        BY_MARKER,
        TWO_EXTRAS,
        with_uv('constraint-dependencies = ["torch<2.10"]'),
        with_uv('override-dependencies = ["torch"]'),
        with_uv("workspace = { members = ['packages/*'] }"),
        TRANSITIVE.replace('dependencies = ["accelerate"]', 'dynamic = ["dependencies"]'),
        TRANSITIVE + '\n[dependency-groups]\ndev = ["torch"]\n',
        TRANSITIVE[TRANSITIVE.index("[tool") :],  # no project at all
        TRANSITIVE.replace("torch =", "flash-attn ="),  # not of torch's family
        TWO_EXTRAS.replace('["torch==2.9.1"]', "[]"),  # for an extra: uv refuses that
    ],
)
def test_nothing_is_found_where_a_source_applies_or_may_apply(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize("text", [TRANSITIVE, with_uv('constraint-dependencies = ["torch"]')])
def test_a_source_of_a_package_that_others_bring_is_found(text: str, catalogue: Catalogue) -> None:
    (one,) = found_by(RULE, text, catalogue)
    assert one.place.path == ("tool", "uv", "sources", "torch")
    assert one.severity is Severity.ERROR
    assert 'dependencies = ["accelerate", "torch"]' in mended_by(RULE, text, catalogue)


def test_what_goes_with_torch_may_be_meant_for_later(catalogue: Catalogue) -> None:
    text = ONE_INDEX.replace("torch = {", 'torchvision = [{ index = "pytorch-cpu" }]\ntorch = {')
    (one,) = found_by(RULE, text, catalogue)
    assert (one.facts["package"], one.severity) == ("torchvision", Severity.WARNING)


def test_a_script_has_its_dependencies_at_the_top(catalogue: Catalogue) -> None:
    header = f'dependencies = ["accelerate"]\n\n[tool.uv.sources]\ntorch = {{ index = "pytorch-cpu" }}\n{CPU}'
    lines = "".join(f"# {line}".rstrip() + "\n" for line in header.splitlines())
    script = f"# /// script\n{lines}# ///\nprint()\n"
    assert '# dependencies = ["accelerate", "torch"]\n' in mended_by(RULE, script, catalogue)


@pytest.mark.network
def test_uv_ignores_the_source_until_torch_is_required(real_uv: RealUv, catalogue: Catalogue) -> None:
    assert real_uv.lock(TRANSITIVE).installs("torch").endswith("from pypi")
    assert real_uv.lock(mended_by(RULE, TRANSITIVE, catalogue)).installs("torch").endswith("+cpu from cpu")


@pytest.mark.network
@pytest.mark.parametrize(
    ("line", "origin"),
    [
        ('constraint-dependencies = ["torch"]', "pypi"),
        ('constraint-dependencies = ["torch>=2"]', "cpu"),
        ('override-dependencies = ["torch"]', "cpu"),
        ('build-constraint-dependencies = ["torch>=2"]', "pypi"),
    ],
)
def test_a_constraint_counts_only_with_a_version(line: str, origin: str, real_uv: RealUv, catalogue: Catalogue) -> None:
    assert real_uv.lock(with_uv(line)).installs("torch").endswith(f"from {origin}")
