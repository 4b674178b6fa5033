"""What a link means, and what gives way when it asks for what does not exist."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wizard.catalogue.facts import Channel
from wizard.choices.choices import Bound, Environments, Layout, PythonCap
from wizard.choices.decoding import decode
from wizard.choices.grammar import encode

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue
    from wizard.choices.choices import Choices

ROOT = Path(__file__).parents[2]
SENTENCES = ROOT / "templates" / "wizard" / "sentences"

GIVES_WAY = {
    "linux-x86_64=cpu&torch=2.0.0&bound=exact&environments=chosen&python-cap=none": ["cap-needed"],
    # link → the codes a person is told, in order
    "": ["no-platform"],
    "layout=extras": ["no-platform"],
    "linux-x86_64=": ["no-accelerator"],
    "linux-x86_64=cu999": ["unknown-accelerator"],
    "linux-x86_64=cu130&colour=red": ["unknown-key"],
    "linux-x86_64=cu130&torch=2.12.0&torch=2.13.0": ["repeated-key"],
    "linux-x86_64=cu130&torch=2.13.0&torch=2.13.0": [],
    "linux-x86_64=cu130&lang=ja": [],
    "linux-x86_64=cu130&lang=ja&lang=JA&lang=": [],
    "linux-x86_64=cu130&lang=ja&lang=en": ["repeated-key"],
    "linux-x86_64=cu130&lang=xx": ["unknown-value"],
    "linux-x86_64=cu130&layout=tables": ["unknown-value"],
    "linux-x86_64=cu130&bound=loose": ["unknown-value"],
    "linux-x86_64=cu130&explain=maybe": ["unknown-value"],
    "platform=beos": ["unknown-value", "no-platform"],
    "macos-arm64=cu130": ["impossible-cell"],
    "linux-x86_64=rocm7.14": ["impossible-cell"],
    "linux-aarch64=cu118": ["impossible-cell"],
    "linux-x86_64=cu130&macos-x86_64=pypi": ["no-common-release"],
    "linux-x86_64=cu128&torch=2.13.0": ["torch-not-there"],
    "linux-x86_64=cu130&torch=2.8.0": ["torch-not-there"],
    "linux-x86_64=cu130&torch=2.14.1": ["torch-not-there"],
    "linux-x86_64=cu130&torch=99": ["unknown-torch"],
    "linux-x86_64=cu132&with=torchaudio": ["package-not-there"],
    "linux-x86_64=cu130&with=torchtext": ["unknown-package"],
    "linux-x86_64=cu130&with=": [],
    "linux-x86_64=cu130&linux-x86_64=cpu&layout=markers": ["layout-not-possible"],
    "linux-x86_64=pypi&windows-x86_64=cpu&layout=find-links": ["layout-not-possible"],
    "linux-x86_64=cu118&layout=find-links&bound=minimum": ["bound-must-be-exact"],
    "linux-x86_64=cu130&default=cu130": ["default-needs-groups"],
    "linux-x86_64=cu130&layout=groups&default=cpu": ["default-not-chosen"],
    "linux-x86_64=cu130&python=3.9": ["python-not-there"],
    "linux-x86_64=cpu&torch=2.4.0&bound=exact&python=3.15": ["python-not-there"],
    "linux-x86_64=cu130&python=4.2": ["unknown-python"],
    "linux-x86_64=cu130&project=-bad-": ["bad-project"],
    "linux-x86_64=cu130&project=torch": ["bad-project"],
    "linux-x86_64=cu130&project=triton-rocm": ["bad-project"],
    "linux-x86_64=cu130&channel=nightly": [],
    "linux-x86_64=cu130&channel=stable": [],
    "linux-x86_64=cu130&channel=weekly": ["unknown-value"],
    "linux-x86_64=cu130&channel=nightly&torch=2.13.0": ["nightly-torch"],
    "linux-x86_64=cu130&channel=nightly&bound=minimum": [],
    "linux-x86_64=cu130&channel=nightly&bound=compatible": ["nightly-bound"],
    "linux-x86_64=cu130&channel=nightly&bound=exact": ["nightly-bound"],
    "linux-x86_64=cu128&channel=nightly": ["impossible-cell"],
    "macos-arm64=pypi&channel=nightly": ["impossible-cell"],
    "linux-x86_64=cu130&macos-x86_64=&channel=nightly": ["impossible-cell"],
    "linux-x86_64=cu130&macos-x86_64=pypi&channel=nightly": ["impossible-cell"],
    "macos-x86_64=cpu&channel=nightly": ["impossible-cell", "no-platform"],
    "linux-x86_64=cu130&channel=nightly&with=torchaudio": ["package-not-there"],
    "linux-x86_64=cu130&channel=nightly&layout=find-links": ["layout-not-possible"],
    "linux-x86_64=cu130&channel=nightly&layout=extra-index-url&bound=exact": ["nightly-bound", "layout-not-possible"],
    "linux-x86_64=cu130&channel=nightly&python=3.10": ["python-not-there"],
    "channel=nightly": ["no-platform"],
    "x=" + "a" * 10_000: ["link-too-long", "no-platform"],
    "&".join(f"a{n}=1" for n in range(300)): ["too-many-fields", "no-platform"],
}


def chosen(link: str, catalogue: Catalogue) -> Choices:
    decoded = decode(link, catalogue)
    assert decoded.notices == ()
    return decoded.choices


@pytest.mark.parametrize(("link", "codes"), GIVES_WAY.items(), ids=[link[:60] for link in GIVES_WAY])
def test_what_cannot_be_kept_gives_way_with_a_notice(link: str, codes: list[str], catalogue: Catalogue) -> None:
    decoded = decode(link, catalogue)
    assert [notice.code for notice in decoded.notices] == codes
    assert decode(encode(decoded.choices), catalogue).notices == ()


def test_every_notice_has_a_sentence_and_every_sentence_a_notice() -> None:
    source = (ROOT / "wizard" / "choices" / "decoding.py").read_text() + (
        ROOT / "wizard" / "choices" / "grammar.py"
    ).read_text()
    codes = set(re.findall(r'notice\(\s*"([a-z-]+)"', source))
    assert codes == {path.stem for path in (SENTENCES / "notices").iterdir()}
    elsewhere = {"bound-not-possible"}  # only in a catalogue with gaps: test_broken_catalogue.py
    assert codes == {code for codes in GIVES_WAY.values() for code in codes} | elsewhere


def test_every_obstacle_has_a_sentence() -> None:
    rooms = ("obstacles", "layouts", "options")
    source = "".join((ROOT / "wizard" / "choices" / f"{name}.py").read_text() for name in rooms)
    codes = set(re.findall(r'code="([a-z-]+)"|return "([a-z-]+)"|"([a-z-]+)" if|else "([a-z-]+)"', source))
    known = {path.stem for path in (SENTENCES / "obstacles").iterdir()}
    assert known <= {code for groups in codes for code in groups}


def test_a_platform_alone_gets_its_default_accelerator(catalogue: Catalogue) -> None:
    assert chosen("platform=linux-x86_64", catalogue).accelerators == {"linux-x86_64": ("pypi",)}
    assert chosen("platform=windows-arm64", catalogue).accelerators == {"windows-arm64": ("cpu",)}


def test_the_form_s_boxes_add_and_remove_platforms(catalogue: Catalogue) -> None:
    link = "platform=&platform=macos-arm64&linux-x86_64=cu130"
    assert chosen(link, catalogue).accelerators == {"macos-arm64": ("pypi",)}


def test_defaults_follow_from_the_platforms(catalogue: Catalogue) -> None:
    choices = chosen("linux-x86_64=cu130", catalogue)
    assert (choices.layout, choices.torch, choices.bound) == (Layout.MARKERS, "2.13.0", Bound.MINIMUM)
    assert (choices.python, choices.python_cap) == ("3.10", PythonCap.AUTO)
    assert (choices.environments, choices.project, choices.explain) == (Environments.ANY, "project", False)
    assert chosen("linux-x86_64=cu130&linux-x86_64=cpu", catalogue).layout is Layout.EXTRAS
    assert chosen("linux-x86_64=cu118&layout=find-links", catalogue).bound is Bound.EXACT


@pytest.mark.parametrize(
    ("link", "torch"),
    [
        ("linux-x86_64=pypi", "2.15.0"),
        ("linux-x86_64=cpu", "2.13.0"),
        ("linux-x86_64=cu128", "2.11.0"),
        ("linux-x86_64=rocm7.2", "2.12.1"),
        ("linux-x86_64=xpu", "2.10.0"),
        ("macos-x86_64=cpu", "2.2.2"),
        ("linux-x86_64=cu130&linux-x86_64=cu126&linux-x86_64=cu128", "2.11.0"),
        ("linux-x86_64=cu132", "2.12.1"),  # none is fully known: the newest one seen
    ],
)
def test_the_default_torch_is_the_newest_fully_known_for_every_cell(
    link: str, torch: str, catalogue: Catalogue
) -> None:
    assert chosen(link, catalogue).torch == torch


@pytest.mark.parametrize(
    ("link", "python"),
    [
        ("linux-x86_64=cpu&torch=2.0.0", "3.10"),
        ("linux-x86_64=pypi&torch=2.15.0", "3.11"),
        ("windows-arm64=cpu&torch=2.13.0", "3.11"),
        ("windows-arm64=cpu&torch=2.12.1&bound=exact", "3.11"),
        ("linux-x86_64=rocm7.2&torch=2.13.0", "3.12"),
    ],
)
def test_the_default_python_is_the_oldest_that_works_not_below_3_10(
    link: str, python: str, catalogue: Catalogue
) -> None:
    assert chosen(link, catalogue).python == python


def test_an_older_python_can_be_asked_for(catalogue: Catalogue) -> None:
    assert chosen("linux-x86_64=cpu&torch=2.0.0&bound=exact&python=3.8", catalogue).python == "3.8"


def test_a_link_spells_the_whole_state(catalogue: Catalogue) -> None:
    link = encode(chosen("linux-x86_64=cpu&linux-x86_64=cu130&layout=groups&default=cpu&explain=yes", catalogue))
    assert link == (
        "linux-x86_64=cpu&linux-x86_64=cu130&layout=groups&torch=2.13.0&bound=minimum&python=3.10&python-cap=auto"
        "&default=cpu&environments=any&project=project&explain=yes"
    )


def test_a_near_word_is_suggested(catalogue: Catalogue) -> None:
    notices = decode("linux-x86_64=cu131&layuot=extras", catalogue).notices
    facts = {notice.code: notice.facts for notice in notices}
    assert facts["unknown-key"]["nearest"] == "layout"
    assert str(facts["unknown-accelerator"]["nearest"]).startswith("cu13")


def test_nightlies_are_named_by_their_channel_alone(catalogue: Catalogue) -> None:
    choices = chosen("linux-x86_64=cu130&channel=nightly&python=3.12", catalogue)
    assert choices.channel is Channel.NIGHTLY
    assert (choices.release, choices.bound) == ("nightly", Bound.MINIMUM)
    assert "torch=" not in encode(choices)
    assert "bound=" not in encode(choices)
    stable = chosen("linux-x86_64=cu130&torch=2.13.0&channel=stable", catalogue)
    assert stable.release == "2.13.0"
    assert "channel" not in encode(stable)


def test_where_no_nightly_is_known_the_channel_gives_way(catalogue: Catalogue) -> None:
    unseen = {slug: replace(found, nightly=frozenset()) for slug, found in catalogue.accelerators.items()}
    decoded = decode("linux-x86_64=cu130&channel=nightly", replace(catalogue, accelerators=unseen))
    assert [notice.code for notice in decoded.notices] == ["unknown-value"]
    assert decoded.choices.channel is Channel.STABLE


def test_where_only_a_mac_has_nightlies_a_bare_link_starts_with_it(catalogue: Catalogue) -> None:
    seen = {"cpu": frozenset({"macos-arm64"})}
    few = {slug: replace(found, nightly=seen.get(slug, frozenset())) for slug, found in catalogue.accelerators.items()}
    decoded = decode("channel=nightly", replace(catalogue, accelerators=few))
    assert decoded.choices.cells == (("macos-arm64", "cpu"),)


@pytest.mark.parametrize("link", ["%1b%5b2J=1", "linux-x86_64=%1b%5b2j", "with=%c2%9b2j", "project=%e2%80%aeexe"])
def test_what_would_steer_a_terminal_is_not_echoed(link: str, catalogue: Catalogue) -> None:
    told = [str(fact) for notice in decode(link, catalogue).notices for fact in notice.facts.values()]
    assert any("\N{REPLACEMENT CHARACTER}" in fact for fact in told)
    assert all(fact.isprintable() for fact in told)
