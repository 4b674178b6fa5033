"""A lock has torch from the index that the file names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.projects import index, project_of
from tests.doctor.rules.asking import found_by
from tests.doctor.rules.quiet import quiet_files
from tests.doctor.rules.routed import project, source, with_uv
from wizard.doctor.rules.stale_lock import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.findings import Finding

FILE = project("torch==2.9.1", sources=f"torch = {source('cu126')}") + index("cu126")
CU126 = "https://download.pytorch.org/whl/cu126"
CPU = "https://download.pytorch.org/whl/cpu"


def entry(url: str, version: str = "2.9.1+cu126", name: str = "torch") -> str:
    return f'[[package]]\nname = "{name}"\nversion = "{version}"\nsource = {{ registry = "{url}" }}\n\n'


def found(text: str, lock: str, catalogue: Catalogue) -> list[Finding]:
    return list(RULE.check(project_of(text, catalogue, lock=lock), catalogue))


def test_files_without_a_fault_are_left_alone(catalogue: Catalogue) -> None:
    for text in (*quiet_files(catalogue), FILE):
        assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(
    "lock",
    [
        entry(CU126),
        entry(f"{CU126}/") + entry("https://a.org/simple", "2.9.1"),
        entry(CPU, name="numpy"),
        entry(CPU, version="no version"),
        '[[package]]\nname = "torch"\nversion = "2.9.1"\nsource = { git = "https://a.org/t" }\n',
    ],
    ids=["same", "with-slash", "no-torch", "no-version", "git"],
)
def test_a_lock_that_has_the_index_is_left_alone(lock: str, catalogue: Catalogue) -> None:
    assert found(FILE, lock, catalogue) == []


def test_a_source_for_machines_out_of_scope_is_not_looked_for(catalogue: Catalogue) -> None:
    only_macs = with_uv(FILE, "environments = [\"sys_platform == 'darwin'\"]")
    assert found(only_macs, entry("https://a.org/simple", "2.9.1"), catalogue) == []


def test_a_lock_from_elsewhere_is_named_at_the_source(catalogue: Catalogue) -> None:
    (one,) = found(FILE, entry(CPU, "2.9.1+cpu"), catalogue)
    assert one.place.path == ("tool", "uv", "sources", "torch")
    assert (one.facts["index"], one.facts["locked"]) == ("pytorch-cu126", [CPU])


@pytest.mark.network
def test_what_uv_locked_is_fresh_until_the_file_changes(real_uv: RealUv, catalogue: Catalogue) -> None:
    lock = real_uv.lock(FILE).text
    assert found(FILE, lock, catalogue) == []
    changed = FILE.replace("cu126", "cu128")
    assert [one.code for one in found(changed, lock, catalogue)] == ["stale-lock"]
    assert real_uv.lock(changed, "--check", beside={"uv.lock": lock}).said.refused
