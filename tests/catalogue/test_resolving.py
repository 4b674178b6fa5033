"""What uv takes, in catalogues the shipped one is not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.catalogue.forks import Span, Wish
from wizard.catalogue.taking import taken_alone

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

ARM = ("linux-aarch64", "cu126")


def test_a_newer_torch_whose_triton_nobody_routed_has_no_wheel_of_it(catalogue: Catalogue) -> None:
    builds = catalogue.builds["cu126", "torch"]
    ending = {version: found for version, found in builds.items() if version in {"2.6.0", "2.7.1"}}
    ended = replace(catalogue, builds={**catalogue.builds, ("cu126", "torch"): ending})
    wish = Wish(torch="2.6.0", specifiers=(("torch", ">=2.6.0"),))
    taken = taken_alone(ended, ARM, wish, Span(floor="3.12", cap="3.13"), required=False)["3.12"]
    assert taken.torch == "2.7.1"
    assert taken.builds["triton"] is None
    assert not taken.installs_on("3.12", "2.6.0")
