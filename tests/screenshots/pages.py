"""Every page there is, and the states of it that look different; a route that is added without one fails a test."""

from __future__ import annotations

from dataclasses import dataclass
from secrets import token_hex
from typing import TYPE_CHECKING, Final

from tests.browser.test_doctor import MANY
from tests.browser.test_fitting import CARDS, IN_560
from tests.doctor.projects import FILE
from tests.screenshots.stock import BROKEN, DIFFERS, GONE, JUDGED, KEPT, REFUSED, WAITING
from wizard.rendering import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

WINDOW: Final = "what a window shows"
RICH: Final = (
    "?linux-x86_64=cpu&linux-x86_64=cu130&linux-aarch64=cu130&windows-x86_64=cu130&macos-arm64=pypi"
    "&layout=groups&default=cpu&with=torchvision&with=torchaudio&explain=yes"
)
EXTRAS: Final = "?linux-x86_64=cpu&linux-x86_64=cu130&windows-x86_64=cu130&macos-arm64=pypi&layout=extras&torch=2.13.0"
REASONS: Final = "?linux-aarch64=cu132&windows-arm64=cpu&layout=markers&torch=2.12.0&bound=compatible"
NOTICES: Final = "?linux-x86_64=cpu&linux-x86_64=cu130&macos-arm64=cu130&layout=markers&torch=2.4.0&torhc=1"
MARKERS: Final = "?linux-x86_64=cu130&macos-arm64=pypi&layout=markers&torch=2.13.0"
FOLDS: Final = "document.querySelectorAll('details:not(.no, #fold-accelerators)').forEach(each => { each.open = true })"


def as_it_is(page: Page) -> None:
    """Do nothing."""


def open_folds(page: Page) -> None:
    """Open whatever folds."""
    page.evaluate(FOLDS)


def open_reasons(page: Page) -> None:
    """Open three reasons why something is impossible, and the older accelerators."""
    page.evaluate("document.getElementById('fold-accelerators').open = true")
    for kind in (".grid", "#torches", ".rows"):
        page.evaluate(
            "kind => { const no = document.querySelector(`${kind} details.no`);"
            " if (no) { no.removeAttribute('name'); no.open = true } }",
            kind,
        )


def choose(page: Page) -> None:
    """Choose a second accelerator where the layout has room for one, so that the page says what gave way."""
    page.locator("#cpu-on-linux-x86_64").evaluate("field => field.click()")
    page.locator("#notices.changed").wait_for()


def open_result(page: Page) -> None:
    """Open the drawer that the result is on a phone."""
    page.evaluate("const result = document.getElementById('result'); result.checkVisibility() || result.showPopover()")


def tab(slug: str) -> Callable[[Page], None]:
    """Return what shows one output."""

    def shown(page: Page) -> None:
        open_result(page)
        page.evaluate(f"document.getElementById('tab-{slug}').click()")

    return shown


def fit(page: Page) -> None:
    """Open the helper, and paste what nvidia-smi says."""
    page.locator("#fitting > summary").evaluate("summary => summary.click()")
    page.locator("#fitting-text").wait_for()
    page.locator("#fitting-text").fill(IN_560 + CARDS.format(first="NVIDIA GeForce RTX 4090", second="x", mode="Off"))
    page.locator(".fitting-answer li").first.wait_for()


def press_question_mark(page: Page) -> None:
    """Ask for the keys."""
    page.keyboard.press("?")
    page.locator("dialog[open]").wait_for()


def shorten(page: Page) -> None:
    """Make a short link in place, as a client who made none."""
    page.set_extra_http_headers({"X-Forwarded-For": f"192.0.2.{shorten.__dict__.setdefault('asked', 0)}"})
    shorten.__dict__["asked"] += 1
    open_result(page)
    page.locator("#share").evaluate("each => { each.open = true }")
    page.locator("#short-link").evaluate("button => button.click()")
    page.locator("#short-address").wait_for()


def shorten_too_often(page: Page) -> None:
    """Make one short link more than may be made; an equal one is made only once."""
    address = page.url
    for title in (token_hex(8), token_hex(8)):
        page.goto(address)
        page.locator("#title").evaluate("(field, title) => { field.value = title }", title)
        with page.expect_navigation():
            page.locator("#share-form").evaluate("form => HTMLFormElement.prototype.submit.call(form)")


def remember(page: Page) -> None:
    """Have the browser know two short links, one with a star."""
    base = page.url.partition("c/")[0]
    page.goto(f"{base}c/{DIFFERS}")
    page.locator("[data-star]").first.evaluate("button => button.click()")
    page.goto(base)
    page.locator("#kept li").first.wait_for()


def examine(text: str) -> Callable[[Page], None]:
    """Return what has the doctor examine a file."""

    def examined(page: Page) -> None:
        page.locator("#text").fill(text)
        page.locator("form[id^=examine] .button.main").evaluate("button => button.click()")
        page.locator("#doctor-status:not(:empty)").wait_for()

    return examined


def mend(page: Page) -> None:
    """Have one thing mended, so that there is a comparison and still a finding."""
    page.locator("#fold-more").evaluate("each => { each.open = true }")
    page.locator("#said-by-uv").fill("Because there is no version of pytorch-triton-rocm==3.5.1 and torch …")
    examine(FILE)(page)
    page.locator("[name=mend]:not([value='*'])").first.evaluate("button => button.click()")
    page.locator(".diff").wait_for()


def put_into_file(page: Page) -> None:
    """Show what the choices change in a file."""
    page.locator("#my-file").fill(FILE)
    page.locator(".into form .button.main, .into .button.main").first.evaluate("button => button.click()")
    page.locator(".diff").first.wait_for()


def put_into_file_here(page: Page) -> None:
    """Open the form in the wizard's own tab."""
    tab("into-file")(page)
    page.locator("#into-file").evaluate("link => link.click()")
    page.locator("#my-file").wait_for()


def look_into_a_cell(page: Page) -> None:
    """Show what is known of one cell, as a pointer does."""
    page.locator(".matrix td.full").nth(3).hover()


def send_without_a_token(page: Page) -> None:
    """Send a form as a browser without cookies does."""
    page.context.clear_cookies()
    with page.expect_navigation():
        page.locator("form[id^=examine]").evaluate("form => form.submit()")


def send_where_nothing_is_taken(page: Page) -> None:
    """Send a form to a page that is only read."""
    with page.expect_navigation():
        page.locator("form[id^=examine]").evaluate("form => { form.action = 'rules/'; form.submit(); }")


def send_too_many_fields(page: Page) -> None:
    """Send a form that is none of ours."""
    page.locator("form[id^=examine]").evaluate(
        "form => form.append(...Array.from({length: 1100}, (_, n) => Object.assign("
        "document.createElement('input'), {type: 'hidden', name: `field-${n}`})))"
    )
    with page.expect_navigation():
        page.locator("form[id^=examine]").evaluate("form => form.submit()")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One page in one state: the route it shows, its address, and what is done there before the picture."""

    slug: str
    route: str
    address: str
    act: Callable[[Page], None] = as_it_is
    part: str = ""
    """What the picture shows: a part of the page, what fits a window, or all."""


def _wizard(slug: str, link: str = "", act: Callable[[Page], None] = as_it_is, part: str = "") -> Shown:
    return Shown(slug=f"wizard-{slug}", route="wizard", address=link, act=act, part=part)


def _doctor(slug: str, act: Callable[[Page], None] = as_it_is) -> Shown:
    return Shown(slug=f"doctor-{slug}", route="doctor", address="doctor/", act=act)


TABS: Final = (*(found.slug for found in FORMATS if found.tab), "into-file")
PAGES: Final = (
    _wizard("default"),
    _wizard("first-sight", part=WINDOW),
    _wizard("rich", RICH),
    _wizard("result", RICH, open_result, WINDOW),
    _wizard("result-whole", RICH, open_result, "#result"),
    _wizard("open", EXTRAS, open_folds),
    _wizard("reasons", REASONS, open_reasons),
    _wizard("notices", NOTICES),
    _wizard("changed", MARKERS, choose),
    _wizard("fitting", EXTRAS, fit),
    _wizard("keys", "", press_question_mark, "dialog"),
    _wizard("shortened", MARKERS, shorten, "#result"),
    _wizard("remembered", f"c/{KEPT}", remember),
    *(_wizard(f"tab-{slug}", RICH, tab(slug), ".tabs") for slug in TABS),
    _wizard("tab-into-file-form", MARKERS, put_into_file_here, ".tabs"),
    Shown(slug="matrix", route="matrix", address="matrix/", act=open_folds),
    Shown(slug="matrix-filtered", route="matrix", address="matrix/?platform=linux-aarch64&python=3.14"),
    Shown(slug="matrix-cell", route="matrix", address="matrix/", act=look_into_a_cell, part=WINDOW),
    Shown(slug="short-links", route="short-links", address=f"c/{MARKERS}"),
    Shown(slug="short-link", route="short-link", address=f"c/{KEPT}", act=open_folds),
    Shown(slug="short-link-differs", route="short-link", address=f"c/{DIFFERS}"),
    Shown(slug="short-link-gone", route="short-link", address=f"c/{GONE}"),
    Shown(slug="short-link-lost", route="short-link", address="c/0000000000"),
    _doctor("empty", open_folds),
    _doctor("broken-file", examine(MANY)),
    _doctor("mended", mend),
    _doctor("unreadable", examine("[project\nname = 1")),
    _doctor("nothing-found", examine('[project]\nname = "demo"\nversion = "0.1.0"\n')),
    Shown(slug="doctor-rules", route="doctor-rules", address="doctor/rules/"),
    Shown(slug="doctor-rule", route="doctor-rules", address="doctor/rules/#rocm-on-win32"),
    Shown(slug="doctor-errors", route="doctor-errors", address="doctor/errors/"),
    Shown(slug="into-file", route="into-file", address=f"into-file/{MARKERS}"),
    Shown(slug="into-file-changes", route="into-file", address=f"into-file/{MARKERS}", act=put_into_file),
    Shown(slug="check", route="check", address=f"check{EXTRAS}"),
    Shown(slug="check-nothing", route="check", address="check?linux-x86_64=cu999"),
    Shown(slug="check-waiting", route="check-answer", address=f"check/{WAITING}"),
    Shown(slug="check-answer", route="check-answer", address=f"check/{JUDGED}", act=open_folds),
    Shown(slug="check-refused", route="check-answer", address=f"check/{REFUSED}", act=open_folds),
    Shown(slug="presets", route="presets", address="p/"),
    Shown(slug="preset-lost", route="preset", address="p/none/"),
    Shown(slug="embed", route="embed", address=f"embed/{RICH}"),
    Shown(slug="embed-nothing", route="embed", address="embed/?linux-x86_64=cu999"),
    Shown(slug="api-docs", route="api-docs", address="api/v1/docs"),
    Shown(slug="400", route="doctor", address="doctor/", act=send_too_many_fields),
    Shown(slug="403", route="doctor", address="doctor/", act=send_without_a_token),
    Shown(slug="404", route="wizard", address="nowhere"),
    Shown(slug="405", route="doctor-rules", address="doctor/", act=send_where_nothing_is_taken),
    Shown(slug="429", route="short-links", address=MARKERS, act=shorten_too_often),
    Shown(slug="500", route="short-link", address=f"c/{BROKEN}"),
)
