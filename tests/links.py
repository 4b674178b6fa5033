"""Links drawn from the whole grammar, for tests of what must always hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from wizard.catalogue.facts import KNOWN_PYTHONS

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from wizard.catalogue.facts import Catalogue

LAYOUTS = ["markers", "extras", "groups", "extra-index-url", "find-links"]


def links(catalogue: Catalogue) -> SearchStrategy[str]:
    """Any combination of known words, possible or not."""
    slugs = st.sampled_from(list(catalogue.accelerators))
    cells = st.dictionaries(st.sampled_from(list(catalogue.platforms)), st.lists(slugs, max_size=3), max_size=4)
    single = {
        "layout": st.sampled_from(LAYOUTS),
        "channel": st.sampled_from(["stable", "nightly"]),
        "torch": st.sampled_from(list(catalogue.releases)),
        "bound": st.sampled_from(["minimum", "compatible", "exact"]),
        "python": st.sampled_from(KNOWN_PYTHONS),
        "python-cap": st.sampled_from(["auto", "none"]),
        "default": slugs,
        "environments": st.sampled_from(["any", "chosen"]),
        "project": st.sampled_from(["project", "my.app", "a_b"]),
        "explain": st.just("yes"),
    }
    rest = st.fixed_dictionaries({}, optional=single)
    packages = st.lists(st.sampled_from([name for name in catalogue.packages if name != "torch"]), max_size=3)
    return st.builds(_link, cells, rest, packages)


def _link(cells: dict[str, list[str]], rest: dict[str, str], packages: list[str]) -> str:
    pairs = [(platform, slug) for platform, slugs in cells.items() for slug in slugs]
    pairs += [*rest.items(), *(("with", package) for package in packages)]
    return "&".join(f"{key}={value}" for key, value in pairs)
