"""What was applied to a file, the real uv takes, and machines get from it what they get from the wizard's own file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.doctor.patching.files import BY_HAND, DOTTED, EXTRAS, GROUPS, NEW
from wizard.choices.decoding import decode
from wizard.configuration.configure import configure
from wizard.doctor.patching import apply
from wizard.rendering import pyproject
from wizard.resolution.verdicts import Selection

if TYPE_CHECKING:
    from tests.doctor.real_uv import RealUv
    from wizard.catalogue.facts import Catalogue

NOTHING = Selection()
CASES = {
    "markers": (NEW, "linux-x86_64=cu130&macos-arm64=pypi&with=torchvision&layout=markers", NOTHING, NOTHING),
    "extras": (NEW, "linux-x86_64=cpu&linux-x86_64=cu130&layout=extras", Selection(extra="cu130"), None),
    "groups": (GROUPS, "linux-x86_64=cpu&linux-x86_64=cu130&layout=groups&default=cpu", Selection(group="cpu"), None),
    "names kept": (
        EXTRAS,
        "linux-x86_64=cpu&linux-x86_64=cu118&with=torchvision&torch=2.7.0&layout=extras",
        Selection(extra="cu118"),
        Selection(extra="gpu"),
    ),
    "dotted": (DOTTED, "linux-x86_64=cu130&windows-x86_64=cpu", NOTHING, None),
    "by hand": (
        BY_HAND.replace("mine-too = { workspace = true }  # not torch\n", "")
        .replace('"rich>=13",', "")
        .replace('[[tool.uv.index]]\n# our own\nname = "company"\nurl  = "https://pypi.example.org/simple"\n\n', ""),
        "linux-x86_64=cpu&macos-arm64=pypi&with=torchvision",
        NOTHING,
        None,
    ),
}


@pytest.mark.network
@pytest.mark.parametrize("case", CASES)
def test_a_patched_file_gives_what_the_wizards_own_gives(case: str, real_uv: RealUv, catalogue: Catalogue) -> None:
    text, link, wizards, theirs = CASES[case]
    configuration = configure(decode(link, catalogue).choices, catalogue)
    own, patched = real_uv.lock(pyproject.render(configuration)), real_uv.lock(apply(text, configuration, catalogue))
    assert patched.refusal == ""
    assert own.installs("torch", wizards)
    assert patched.installs("torch", theirs or wizards) == own.installs("torch", wizards)
