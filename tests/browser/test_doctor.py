"""The doctor in a browser: examine, mend, compare, download; with script and without; readable by everybody."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import OPEN_EVERYTHING, found_by
from tests.doctor.projects import FILE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

LONG = FILE + f"# {'a long comment, ' * 40}\n"
LINK = "?linux-x86_64=cu130&macos-arm64=pypi&layout=markers&torch=2.13.0"
ADDRESSES = ["doctor/", "doctor/rules/", "doctor/errors/", f"into-file/{LINK}"]


@pytest.fixture(params=["with script", "without script"])
def doctor(request: pytest.FixtureRequest, open_wizard: Callable[..., Page]) -> Page:
    """Return the doctor's page, in a browser with script and in one without."""
    return open_wizard("doctor/", java_script_enabled=request.param == "with script")


def examine(page: Page, text: str = FILE) -> None:
    page.locator("#text").fill(text)
    page.get_by_role("button", name="Examine").click()
    expect(page.locator("#doctor-status")).to_contain_text("Found")


def mend(page: Page, code: str) -> None:
    page.get_by_role("button", name=re.compile(f"^Mend this.*{code}")).click()


def test_a_pasted_file_is_examined_mended_and_downloaded(doctor: Page, tmp_path: Path) -> None:
    examine(doctor)
    mend(doctor, "rocm-on-win32")
    expect(doctor.locator(".diff ins").first).to_contain_text("marker = \"sys_platform == 'linux'\"")
    expect(doctor.get_by_role("button", name=re.compile("^Mend this.*rocm-on-win32"))).to_have_count(0)
    doctor.get_by_role("button", name="Mend all").click()
    expect(doctor.locator("#doctor-status")).to_have_text("Nothing found.")
    expect(doctor.locator(".diff .old del").first).to_contain_text('dependencies = ["torch==2.9.1"]')
    with doctor.expect_download() as begun:
        doctor.get_by_role("button", name="Download").click()
    assert begun.value.suggested_filename == "pyproject.toml"
    text = Path(begun.value.path()).read_bytes().decode()
    assert text.startswith(FILE.partition("dependencies")[0])
    assert "# AMD" in text
    assert "pytorch-triton-rocm" in text
    assert "\r" not in text


def test_a_chosen_file_keeps_its_line_ends(doctor: Page, tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_bytes(FILE.replace("\n", "\r\n").encode())
    doctor.locator("#file").set_input_files(path)
    doctor.get_by_role("button", name="Examine").click()
    expect(doctor.locator("#doctor-status")).to_contain_text("Found")
    doctor.get_by_role("button", name="Mend all").click()
    expect(doctor.locator("#doctor-status")).to_have_text("Nothing found.")
    with doctor.expect_download() as begun:
        doctor.get_by_role("button", name="Download").click()
    content = Path(begun.value.path()).read_bytes()
    assert content.count(b"\r\n") == content.count(b"\n")


def test_findings_and_lines_lead_to_each_other(doctor: Page) -> None:
    examine(doctor)
    doctor.locator("#line-9 a").first.click()
    expect(doctor).to_have_url(re.compile(r"#finding-\d+$"))
    doctor.locator(".findings li:target h3 a").click()
    expect(doctor).to_have_url(re.compile(r"#line-9$"))


def test_what_uv_said_is_explained_beside_the_file(doctor: Page) -> None:
    doctor.locator("#fold-more > summary").click()
    doctor.locator("#said-by-uv").fill("Because there is no version of pytorch-triton-rocm==3.5.1 and torch …")
    examine(doctor)
    expect(doctor.get_by_role("heading", name="What uv said")).to_be_visible()
    expect(doctor.get_by_text("In this file:")).to_be_visible()
    doctor.get_by_role("button", name="Mend all").click()
    expect(doctor.locator("#doctor-status")).to_have_text("Nothing found.")
    expect(doctor.get_by_role("heading", name="What uv said")).to_be_visible()


def test_a_file_opens_in_the_wizard(doctor: Page) -> None:
    examine(doctor)
    doctor.get_by_role("link", name="Open in the wizard").click()
    expect(doctor.locator("#text-pyproject")).to_contain_text("rocm6.4")


def test_the_answer_takes_the_focus_and_the_keyboard_goes_on_from_there(open_wizard: Callable[..., Page]) -> None:
    page = open_wizard("doctor/")
    page.locator("#text").fill(FILE)
    page.get_by_role("button", name="Examine").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#doctor-status")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Mend all")).to_be_focused()


def test_other_text_typed_after_an_answer_is_what_is_examined(doctor: Page) -> None:
    examine(doctor)
    doctor.locator("#text").fill(FILE.partition("dependencies")[0])
    doctor.get_by_role("button", name="Examine").click()
    expect(doctor.locator("#doctor-status")).to_have_text("Nothing found.")
    expect(doctor.locator("#text")).to_have_value(FILE.partition("dependencies")[0])


@pytest.mark.parametrize("script", [True, False])
def test_the_wizards_choices_go_into_a_file(open_wizard: Callable[..., Page], script: bool) -> None:  # noqa: FBT001
    page = open_wizard(LINK, java_script_enabled=script)
    page.get_by_text("Into my file", exact=True).click()
    page.get_by_role("link", name="Put this into a file of mine").click()
    page.locator("#my-file").fill(FILE)
    page.get_by_role("button", name="Show what changes").click()
    expect(page.get_by_text("This is what changes.")).to_be_visible()
    expect(page.locator(".diff ins").first).to_be_visible()
    with page.expect_download() as begun:
        page.locator(".into").get_by_role("button", name="Download").click()
    assert b"pytorch-cu130" in Path(begun.value.path()).read_bytes()


def test_other_choices_take_the_answer_about_the_former_ones_away(open_wizard: Callable[..., Page]) -> None:
    page = open_wizard(LINK)
    page.get_by_text("Into my file", exact=True).click()
    page.get_by_role("link", name="Put this into a file of mine").click()
    expect(page.locator("#my-file")).to_be_visible()
    page.locator("#with-torchvision").check()
    expect(page.locator("#my-file")).to_have_count(0)
    expect(page.get_by_role("link", name="Put this into a file of mine")).to_be_visible()


@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing(open_wizard: Callable[..., Page], axe: str, address: str) -> None:
    page = open_wizard(address)
    if address == "doctor/":
        examine(page, LONG)
        mend(page, "rocm-on-win32")
        expect(page.locator(".diff")).to_be_visible()
    if address.startswith("into"):
        page.locator("#my-file").fill(LONG)
        page.get_by_role("button", name="Show what changes").click()
        expect(page.locator(".diff")).to_be_visible()
    page.evaluate(OPEN_EVERYTHING)
    assert found_by(axe, page) == {}


MANY = """\
[project]
name = "demo"
version = "0.1.0"
requires-python = ">=3.8"
dependencies = ["torch==2.9.1+cu128", "torchvision==0.20.1", "torchaudio", "pytorch-triton"]

[tool.uv.sources]
torch = { index = "pytorch-cu128" }
torchvision = { index = "gone" }
torchaudio = { index = "pytorch-cu126" }

[[tool.uv.index]]
name = "pytorch-cu128"
url = "https://download.pytorch.org/whl/cu128"

[[tool.uv.index]]
name = "pytorch-cu126"
url = "https://download.pytorch.org/whl/cu126/"
explicit = true
"""
"""More findings than fit a small screen."""


def test_on_a_small_screen_a_short_list_leads_to_each_finding_and_past_them_to_the_file(
    open_wizard: Callable[..., Page],
) -> None:
    page = open_wizard("doctor/", viewport={"width": 360, "height": 740})
    examine(page, MANY)
    links = page.get_by_role("navigation", name="Findings and the file").get_by_role("link")
    assert links.count() == page.locator(".findings > li").count() + 1 > 4
    box = page.locator(".contents").bounding_box()
    assert box
    assert box["height"] < 740
    links.nth(3).click()
    expect(page.locator("#finding-4")).to_be_in_viewport()
    links.last.click()
    expect(page.locator("#file-title")).to_be_in_viewport()
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.locator(".contents")).to_be_hidden()


def test_few_findings_need_no_list(open_wizard: Callable[..., Page]) -> None:
    page = open_wizard("doctor/", viewport={"width": 360, "height": 740})
    examine(page)
    expect(page.locator(".contents")).to_have_count(0)
