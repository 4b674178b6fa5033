"""What applying a configuration does to one file and leaves of another."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from tests.doctor.patching.files import BY_HAND, EXTRAS, GROUPS, LEGACY, NEW, SCRIPT
from wizard.choices.decoding import decode
from wizard.configuration.configure import configure
from wizard.doctor.patching import apply
from wizard.doctor.patching.target import ComputedElsewhere, SelectsInScript

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.catalogue.facts import Catalogue

type Apply = Callable[..., str]
CPU = "linux-x86_64=cpu&environments=any"
WINDOWS = "sys_platform == 'win32' and platform_machine == 'AMD64'"
EXTRAS_LINK = (
    "linux-x86_64=cpu&linux-x86_64=cu118&with=torchvision&torch=2.7.0&python=3.10&python-cap=none&layout=extras"
)
GROUPS_LINK = "linux-x86_64=cpu&linux-x86_64=cu130&layout=groups"
PINS = "linux-x86_64=cu130&layout=extra-index-url&bound=exact"


@pytest.fixture
def applied(catalogue: Catalogue) -> Apply:
    """Apply what a link says to a text."""

    def to(text: str, link: str, **settings: str) -> str:
        configuration = configure(decode(link, catalogue).choices, catalogue, **settings)
        once = apply(text, configuration, catalogue)
        assert apply(once, configuration, catalogue) == once
        return once

    return to


def uv(text: str) -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads(text)["tool"]["uv"]
    return found


def with_uv(settings: str) -> str:
    return f"{NEW}\n[tool.uv]\n{settings}"


def with_python(theirs: str) -> str:
    return NEW + f'requires-python = "{theirs}"\n'


def test_a_file_that_says_it_in_its_own_words_stays_as_it_is(applied: Apply) -> None:
    text = EXTRAS.replace(', extra = "cpu" }', ', extra = "cpu", marker = "platform_system == \'Linux\'" }')
    assert applied(text, EXTRAS_LINK) == text


def test_requirements_keep_place_quotes_comment_and_extras(applied: Apply) -> None:
    text = applied(BY_HAND.replace("'torch == 2.9.1'", "'torch[opt-einsum] == 2.9.1'"), CPU + "&torch=2.11.0")
    assert "    'torch[opt-einsum]>=2.11.0',  # the GPU build\n    # pictures\n" in text
    assert '    "rich>=13",   # output\n' in text


@pytest.mark.parametrize(
    "theirs", [">=3.11", " >= 3.12", ">=3.11, <3.14", "==3.12.*", ">=3.10,!=3.12.1", ">=3.11.4", ">=3.10"]
)
def test_pythons_of_a_file_stay_where_all_of_them_are_configured(theirs: str, applied: Apply) -> None:
    text = with_python(theirs)
    assert f'requires-python = "{theirs}"\n' in applied(text, CPU + "&python=3.10&python-cap=none&torch=2.9.1")


@pytest.mark.parametrize(
    ("theirs", "after"),
    [
        (">=3.11", ">=3.11,<3.15"),
        (">=3.11.4, <4", ">=3.11.4,<3.15"),
        ("~=3.12", "~=3.12,<3.15"),
        (">=3.8", ">=3.10,<3.15"),
        (">=3.8, !=3.9.1, <3.13", ">=3.10,!=3.9.1,<3.13"),
        (">=3.8,<3.9", ">=3.10,<3.15"),
        ("==3.8.*", ">=3.10,<3.15"),
        ("<3.9", ">=3.10,<3.15"),
        (">=3.13,<3.12", ">=3.13,<3.15"),
        ("any", ">=3.10,<3.15"),
        ("", ">=3.10,<3.15"),
    ],
)
def test_a_range_of_pythons_keeps_its_floor_where_it_can(theirs: str, after: str, applied: Apply) -> None:
    found = tomllib.loads(applied(with_python(theirs), CPU + "&python=3.10&torch=2.9.1&bound=exact"))
    assert found["project"]["requires-python"] == after


@pytest.mark.parametrize("text", [NEW, NEW + 'requires-python = ""\n'])
def test_a_file_without_a_range_of_pythons_gets_the_whole_one(text: str, applied: Apply) -> None:
    found = tomllib.loads(applied(text, CPU + "&python=3.8&torch=2.4.0&python-cap=none"))
    assert found["project"]["requires-python"] == ">=3.8"


def test_other_lists_admit_the_configured_version(applied: Apply) -> None:
    groups = '\n[dependency-groups]\nnew = ["torch>=2.1"]\nold = ["torch[x]==2.1 ; python_version < \'3.12\'", "torch @ https://example.org/torch.whl"]\n'
    found = tomllib.loads(applied(NEW + groups, CPU + "&torch=2.11.0"))["dependency-groups"]
    assert found["new"] == ["torch>=2.1"]
    assert found["old"][0].replace('"', "'") == "torch[x]>=2.11.0 ; python_version < '3.12'"
    assert found["old"][1] == "torch>=2.11.0"


def test_old_settings_go_and_others_stay(applied: Apply) -> None:
    found = uv(applied(LEGACY, "linux-x86_64=cu130&windows-x86_64=cpu"))
    assert found["extra-index-url"] == ["https://pypi.example.org/simple"]
    assert found["index-strategy"] == "unsafe-best-match"
    assert found["override-dependencies"] == ["torch>=2.13.0", "numpy<3"]
    assert "find-links" not in found


def test_the_strategy_goes_with_the_last_old_index(applied: Apply) -> None:
    text = with_uv('extra-index-url = ["https://download.pytorch.org/whl/cpu"]\nindex-strategy = "unsafe-best-match"\n')
    assert not uv(applied(text, CPU)).keys() & {"extra-index-url", "index-strategy"}
    assert uv(applied(text, PINS))["extra-index-url"] == ["https://download.pytorch.org/whl/cu130"]


def test_pytorch_is_not_the_only_index_any_more(applied: Apply) -> None:
    text = with_uv('index-url = "https://download.pytorch.org/whl/cpu"\n')
    assert "index-url" not in uv(applied(text, CPU))
    assert uv(applied(text, PINS, pypi="https://m.example.org/simple"))["index-url"] == "https://m.example.org/simple"


def test_what_stands_for_pypi_is_the_default_index(applied: Apply) -> None:
    address = "https://m.example.org/simple"
    default = {"name": "pypi", "url": address, "default": True}
    assert default in uv(applied(NEW, CPU, pypi=address))["index"]
    text = NEW + '\n[[tool.uv.index]]\nname = "other"\nurl = "https://o.example.org"\ndefault = true\n'
    assert uv(applied(text, CPU, pypi=address))["index"][0] == {**default, "name": "other"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[\"sys_platform == 'linux'\"]", None),
        ("[\"sys_platform == 'linux' and platform_machine == 'x86_64'\"]", "same"),
        ("\"platform_system == 'Linux' and platform_machine == 'x86_64'\"", "same"),
    ],
)
def test_environments_stay_where_they_mean_the_same(before: str, after: str | None, applied: Apply) -> None:
    text = with_uv(f"environments = {before}\n")
    found = uv(applied(text, "linux-x86_64=cpu&environments=chosen"))["environments"]
    assert (found == uv(text)["environments"]) is (after == "same")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[\"sys_platform == 'linux'\"]", ["sys_platform == 'linux'", WINDOWS]),
        ("\"platform_system == 'Linux'\"", ["platform_system == 'Linux'", WINDOWS]),
        ("[\n  \"sys_platform != 'darwin'\",  # no Macs here\n]", ["sys_platform != 'darwin'"]),
    ],
)
def test_environments_nobody_chose_stay_and_let_in_what_was_chosen(
    before: str, after: list[str], applied: Apply
) -> None:
    text = applied(with_uv(f"environments = {before}\n"), "linux-x86_64=cpu&windows-x86_64=cpu&environments=any")
    assert uv(text)["environments"] == after
    assert ("# no Macs here" in text) is ("no Macs" in before)


def test_required_environments_of_machines_not_chosen_go(applied: Apply) -> None:
    kept = "sys_platform == 'linux'"
    text = with_uv(f'required-environments = ["{kept}", "sys_platform == \'darwin\'"]\n')
    assert uv(applied(text, CPU))["required-environments"] == [kept]


@pytest.mark.parametrize(
    ("settings", "groups"),
    [
        ("", ["dev", "cpu"]),
        ('default-groups = "all"\n', ["dev", "docs", "cpu"]),
        ('default-groups = ["docs", "cu130"]\n', ["docs", "cpu"]),
    ],
)
def test_the_default_accelerator_is_installed_by_default(settings: str, groups: list[str], applied: Apply) -> None:
    text = with_uv(settings) + '\n[dependency-groups]\ndev = ["pytest"]\ndocs = ["sphinx"]\ncu130 = ["torch"]\n'
    assert uv(applied(text, GROUPS_LINK + "&default=cpu"))["default-groups"] == groups


def test_default_groups_that_are_gone_leave_none_or_no_setting(applied: Apply) -> None:
    assert uv(applied(GROUPS.replace('"dev", "cpu"', '"cpu"'), CPU))["default-groups"] == []
    without_dev = GROUPS.replace("dev = [", "test = [").replace('"dev", "cpu"', '"cpu"')
    assert "default-groups" not in uv(applied(without_dev, CPU))


@pytest.mark.parametrize("link", [CPU, "linux-x86_64=pypi", "linux-x86_64=cpu&linux-x86_64=cu118&layout=extras"])
def test_comments_that_stand_alone_stay_as_long_as_their_table(link: str, applied: Apply) -> None:
    text = EXTRAS.replace("[tool.uv.sources]\n", "[tool.uv.sources]\n# 1\n\n")
    text = text.replace(
        'torchvision = [\n  { index = "pytorch-cpu"', 'torchvision = [\n  # 2\n\n  { index = "pytorch-cpu"'
    )
    text = text.replace("]\n\n[[tool.uv.index]]", "]\n\n# 3\n\n[[tool.uv.index]]", 1)
    text = text.replace('cpu"\nexplicit = true\n', 'cpu"\n# 4\n\nexplicit = true\n# 5\n\n# 6\n', 1)
    before, after = tomllib.loads(text)["tool"]["uv"], applied(text, f"{link}&torch=2.7.0&with=torchvision")
    there = tomllib.loads(after)["tool"]["uv"]
    assert "# 6\n" in after
    assert "# 3\n" in after
    assert ("# 1\n" in after) or "sources" not in there
    assert ("# 2\n" in after) or "torchvision" not in there.get("sources", {})
    kept = before["index"][0] in there.get("index", [])
    assert all((f"# {at}\n" in after) or not kept for at in (4, 5))


def test_conflicts_stay_but_for_what_is_gone(applied: Apply) -> None:
    sets = [
        [{"extra": "docs"}, {"extra": "web"}],
        [{"extra": "cpu"}, {"extra": "gpu"}],
        [{"package": "other", "extra": "cpu"}, {"package": "other", "extra": "x"}],
        [{"extra": "gpu"}, {"extra": "cpu"}],
    ]
    lines = json.dumps(sets).replace('": ', '" = ')
    start, end = EXTRAS.index("conflicts = ["), EXTRAS.index("[tool.uv.sources]")
    text = f"{EXTRAS[:start]}conflicts = {lines}\n\n{EXTRAS[end:]}"
    assert uv(applied(text, EXTRAS_LINK))["conflicts"] == sets
    assert uv(applied(text, CPU + "&with=torchvision"))["conflicts"] == [sets[0], sets[2]]


def test_sources_of_others_lose_only_what_is_gone(applied: Apply) -> None:
    more = (
        'xformers = [{ index = "pytorch-cu118", extra = "gpu" }, '
        '{ index = "pytorch-cpu", marker = "os_name == \'nt\'" }]\n'
        'apex = { index = "pytorch-cu118", extra = "gpu" }\n'
    )
    text = EXTRAS.replace("[tool.uv.sources]\n", f"[tool.uv.sources]\n{more}")
    found = uv(applied(text, CPU + "&with=torchvision"))["sources"]
    assert found["xformers"] == [{"index": "pytorch-cpu", "marker": "os_name == 'nt'"}]
    assert "apex" not in found


def test_an_index_that_others_name_stays_and_a_wrong_name_is_corrected_everywhere(applied: Apply) -> None:
    text = (
        NEW + '\n[tool.uv.sources]\napex = { index = "pytorch-cu126" }\nxformers = [{ index = "pytorch-cu118" }]\n\n'
        '[[tool.uv.index]]\nname = "pytorch-cu126"\nurl = "https://download.pytorch.org/whl/cpu/"\ndefault = true\n\n'
        '[[tool.uv.index]]\nname = "pytorch-cu118"\nurl = "https://download.pytorch.org/whl/cu118"\n'
    )
    found = uv(applied(text, CPU))
    cpu = {"name": "pytorch-cpu", "url": "https://download.pytorch.org/whl/cpu/", "explicit": True}
    assert found["index"] == [cpu, {"name": "pytorch-cu118", "url": "https://download.pytorch.org/whl/cu118"}]
    assert found["sources"]["apex"] == {"index": "pytorch-cpu"}
    assert found["sources"]["xformers"] == [{"index": "pytorch-cu118"}]


def test_a_mirror_takes_the_place_of_the_same_index(applied: Apply) -> None:
    text = applied(applied(NEW, CPU), CPU, mirror="https://m.example.org/whl")
    assert uv(text)["index"] == [{"name": "pytorch-cpu", "url": "https://m.example.org/whl/cpu", "explicit": True}]


def test_an_index_of_another_host_that_ends_alike_is_not_pytorchs(applied: Apply) -> None:
    astral = '\n[[tool.uv.index]]\nname = "astral"\nurl = "https://wheels.astral.sh/simple/cu126/"\n'
    assert astral in applied(NEW + astral, CPU)


def test_a_group_that_others_include_stays(applied: Apply) -> None:
    text = GROUPS.replace('{include-group = "lint"}', '{include-group = "cpu"}')
    assert tomllib.loads(applied(text, CPU))["dependency-groups"]["cpu"] == ["torch"]


def test_a_script_takes_markers_and_no_extras(applied: Apply) -> None:
    assert "# [[tool.uv.index]]\n" in applied(SCRIPT, CPU)
    with pytest.raises(SelectsInScript, match="A script has no extras"):
        applied(SCRIPT, EXTRAS_LINK)


@pytest.mark.parametrize(("key", "link"), [("dependencies", CPU), ("optional-dependencies", EXTRAS_LINK)])
def test_what_the_build_backend_computes_is_refused(key: str, link: str, applied: Apply) -> None:
    text = NEW + f'dynamic = ["{key}"]\n'
    with pytest.raises(ComputedElsewhere, match=rf"project\.{key} is computed by the build backend"):
        applied(text, link)
    applied(text, GROUPS_LINK)


def test_a_file_that_is_none_yet_becomes_a_project(applied: Apply) -> None:
    project = tomllib.loads(applied("# soon\n", CPU + "&project=mine"))["project"]
    assert (project["name"], project["version"]) == ("mine", "0.1.0")
