"""Any index may replace any package."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.rules.asking import found_by, mended_by
from tests.doctor.rules.pieces import CPU, ONE_INDEX, PROJECT, PYPI_ONLY, UNRELATED
from wizard.doctor.findings import Severity
from wizard.doctor.rules.unsafe_index_strategy import RULE

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

UNSAFE = '\n[tool.uv]\nindex-strategy = "unsafe-best-match"\n'
LINUX = "sys_platform == 'linux'"
EXTRA = 'extra-index-url = ["https://download.pytorch.org/whl/cpu"]\n'
OPEN = f'{PROJECT}dependencies = ["torch", "requests"]\n{UNSAFE}{CPU.replace("explicit = true\n", "")}'


@pytest.mark.parametrize(
    "text",
    [
        PYPI_ONLY,
        ONE_INDEX,
        UNRELATED,
        PYPI_ONLY + UNSAFE,  # no index of torch's: not our business
        PYPI_ONLY + UNSAFE + 'extra-index-url = ["https://a.example/simple"]\n',
        ONE_INDEX.replace("[tool.uv.s", 'index-strategy = "x"\n[tool.uv.s'),
        ONE_INDEX + UNSAFE.replace("unsafe-best-match", "first-index"),
        ONE_INDEX.replace("==2.9.1", "") + UNSAFE + 'extra-index-url = ["https://a.example/simple"]\n',
        ONE_INDEX.replace("==2.9.1", "") + UNSAFE + '\n[[tool.uv.index]]\nurl = "https://a.example/simple"\n',
        f'{PROJECT}dependencies = ["torch==2.9.1+cpu ; {LINUX}"]\n{UNSAFE}{EXTRA}',  # as the wizard writes it
    ],
)
def test_nothing_is_found_where_it_is_safe_or_for_others(text: str, catalogue: Catalogue) -> None:
    assert found_by(RULE, text, catalogue) == []


@pytest.mark.parametrize(
    "text",
    [
        OPEN,
        f'{PROJECT}dependencies = ["torch"]\n{UNSAFE}{EXTRA}',
        f'{PROJECT}dependencies = ["torch==2.9.1"]\n{UNSAFE}{EXTRA}',  # chooses no build
    ],
)
def test_where_an_open_index_is_why_it_is_there_that_comes_first(text: str, catalogue: Catalogue) -> None:
    (one,) = found_by(RULE, text, catalogue)
    assert one.place.path == ("tool", "uv", "index-strategy")
    assert (one.severity, one.fixable) == (Severity.WARNING, False)


def test_what_is_of_no_use_is_taken_out(catalogue: Catalogue) -> None:
    text = ONE_INDEX.replace("==2.9.1", "").replace("\n[tool.uv.sources]", f"{UNSAFE}\n[tool.uv.sources]")
    (one,) = found_by(RULE, text, catalogue)
    assert one.severity is Severity.INFO
    assert mended_by(RULE, text, catalogue) == ONE_INDEX.replace("==2.9.1", "")


@pytest.mark.network
def test_it_hides_what_an_open_index_does_only_in_part(real_uv: RealUv) -> None:
    locked = real_uv.lock(OPEN)
    assert locked.origins("requests") == {"pypi"}
    assert locked.origins("jinja2") == {"cpu"}  # as new there as on PyPI, so the first index wins
