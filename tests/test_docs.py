"""What the README promises is what the code has: every name a person may use, every number, every example."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command

from wizard.catalogue import shipped
from wizard.catalogue.facts import Channel
from wizard.catalogue.loading import forget_catalogue
from wizard.choices.choices import Bound, Environments, Layout, PythonCap
from wizard.choices.grammar import SINGLE
from wizard.environment import names_read
from wizard.rendering import FORMATS
from wizard.settings import env

if TYPE_CHECKING:
    from wizard.rendering.formats import Format

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [path.stem for path in ROOT.glob("wizard/*/management/commands/*.py") if path.stem != "__init__"]
SETTINGS = names_read(env)
PLATFORMS = [row["slug"] for row in shipped.table("platforms.toml")["platforms"]]
FAMILY = [row["name"] for row in shipped.table("packages.toml")["packages"] if row["name"] != "torch"]
EXAMPLES = [
    *((slug, link) for slug, link in re.findall(r"127\.0\.0\.1:8000/([a-z.-]+)\?([^'\s]+)'", README)),
    *((output or "pyproject", link) for link, output in re.findall(r"render '([^']+)'(?: --output (\S+))?", README)),
]
SLUGS = {found.filename: found.slug for found in FORMATS}


@pytest.mark.parametrize("found", FORMATS, ids=lambda found: found.slug)
def test_readme_names_every_output_and_its_address(found: Format) -> None:
    assert f"| `{found.slug}` | `/{found.filename}?…` |" in README


@pytest.mark.parametrize("command", COMMANDS)
def test_readme_names_every_command(command: str) -> None:
    assert re.search(rf"^\| `{command}[ `]", README, re.MULTILINE)


def test_readme_names_every_setting_and_no_other() -> None:
    table = README.partition("## Settings")[2].partition("## Deployment")[0]
    assert sorted(re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE)) == SETTINGS


@pytest.mark.parametrize("key", [*SINGLE, "with"])
def test_readme_names_every_key_of_a_link(key: str) -> None:
    assert f"| `{key}` |" in README


@pytest.mark.parametrize("word", [*PLATFORMS, *FAMILY, *Channel, *Layout, *Bound, *PythonCap, *Environments])
def test_readme_names_every_value_a_link_may_hold(word: str) -> None:
    assert f"`{word}`" in README


def test_readme_counts_what_is_shipped() -> None:
    torches = [row["torch"] for row in shipped.rows("releases.csv")]
    accelerators = shipped.table("accelerators.toml")["accelerators"]
    count = sum(not row["removed"] for row in shipped.rows("wheels.csv"))
    words = " ".join(README.split())
    assert f"{count:,} wheels of torch {torches[0]} to {torches[-1]}" in words
    assert f"{len(torches)} releases of torch on {len(accelerators)} accelerators" in words


@pytest.mark.django_db
def test_every_example_in_the_readme_works_and_the_printed_one_is_what_it_prints(
    capsys: pytest.CaptureFixture[str],
) -> None:
    forget_catalogue()
    printed = {}
    for name, link in EXAMPLES:
        call_command("render", link, output=SLUGS.get(name, name))
        printed[name, link] = capsys.readouterr().out
    shown = README.partition("```toml\n")[2].partition("```")[0]
    assert len(EXAMPLES) == 8
    assert next(iter(printed.values())) == shown
    forget_catalogue()


def test_the_image_installs_what_the_project_pins() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    installed = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    for requirement in project["dependencies"]:
        assert f"\n{re.sub(r'\[.*]', '', requirement)} \\\n" in installed


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md", "AGENTS.md"])
def test_every_file_a_document_links_to_is_there(name: str) -> None:
    targets = re.findall(r"]\((?!http)([^)#]+)\)", (ROOT / name).read_text(encoding="utf-8"))
    assert [target for target in targets if not (ROOT / target).exists()] == []
