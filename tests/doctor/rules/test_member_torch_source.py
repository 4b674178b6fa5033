"""Members of a workspace that route torch themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.projects import index
from tests.doctor.rules.asking import found_by
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.routed import project, source
from wizard.doctor.findings import Severity
from wizard.doctor.rules.member_torch_source import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

CORE = "core = { workspace = true }"
TORCH = f"torch = [{source('cpu', marker='')}]"
MEMBER = project("core", "torch==2.9.1", sources=f"{CORE}\n{TORCH}") + index("cpu")
ROOT = '[project]\nname = "root"\nversion = "1"\nrequires-python = ">=3.12,<3.14"\ndependencies = ["app", "core"]\n'
ROOT += '[tool.uv.workspace]\nmembers = ["packages/*"]\n[tool.uv.sources]\n'
ROOT += "app = { workspace = true }\ncore = { workspace = true }\n"
SIBLING = '[project]\nname = "core"\nversion = "1"\nrequires-python = ">=3.12,<3.14"\ndependencies = ["torch==2.9.1"]\n'


@pytest.mark.parametrize(
    "text",
    [
        f'{MEMBER}\n[tool.uv.workspace]\nmembers = ["packages/*"]\n',
        project("core", "torch==2.9.1", sources=CORE),
        project("core", sources=f"{CORE}\n{TORCH}") + index("cpu"),
        project("torch==2.9.1", sources=TORCH) + index("cpu"),
        project("core", "torch", sources=f"{CORE}\ntorch = {{ git = 'https://a.org/torch' }}"),
    ],
    ids=["root", "no-source", "not-asked", "no-member", "git"],
)
def test_roots_and_members_without_a_source_are_left_alone(text: str, catalogue: Catalogue) -> None:
    for one in (*quiet_files(catalogue), text):
        assert found_by(RULE, one, catalogue) == []


def test_a_source_of_a_member_is_told(catalogue: Catalogue) -> None:
    (found,) = found_by(RULE, MEMBER, catalogue)
    assert found.place.path == ("tool", "uv", "sources", "torch", 0)
    assert (found.severity, found.facts) == (Severity.INFO, {"index": "pytorch-cpu", "sibling": "core"})


@pytest.mark.network
def test_uv_takes_the_index_of_one_member_for_all(real_uv: RealUv) -> None:
    beside = {"packages/app/pyproject.toml": MEMBER, "packages/core/pyproject.toml": SIBLING}
    locked = real_uv.lock(ROOT, beside=beside)
    assert locked.origins("torch") == {"cpu"}
