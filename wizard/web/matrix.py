"""What exists, at a glance: a page, and the same facts as files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import push_url

from wizard.answering.names import named
from wizard.answering.raw import refused
from wizard.answering.sentences import Sentences
from wizard.answering.wording import worded
from wizard.catalogue.facts import KNOWN_PYTHONS
from wizard.catalogue.loading import load_catalogue
from wizard.catalogue.remembering import per_catalogue
from wizard.choices.filters import read_filter
from wizard.web.frame import frame
from wizard.web.languages import kept, to
from wizard.web.matrix_files import as_csv, as_json
from wizard.web.matrix_page import FAMILY, SYMBOLS, WORDS, companions, matrix_of
from wizard.web.media_types import JSON, TEXT
from wizard.web.page import Html
from wizard.web.reading import reads
from wizard.web.views import html_response

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from wizard.catalogue.facts import Catalogue
    from wizard.choices.filters import Filter
    from wizard.web.frame import Frame
    from wizard.web.views import HtmxHttpRequest


class File(NamedTuple):
    """A form of the matrix that programs read."""

    filename: str
    content_type: str
    write: Callable[[Catalogue, Filter], bytes]


FILES: Final = (
    File("matrix.csv", "text/csv; charset=utf-8", as_csv),
    File("matrix.json", JSON, as_json),
)
PAGE: Final = "wizard/matrix.html"


@reads
@cache_control(no_cache=True)
@vary_on_headers("HX-Request", "Accept-Encoding")
def matrix(request: HtmxHttpRequest) -> HttpResponse:
    """Show what exists; htmx gets the part that changes, and the canonical link for the address bar."""
    query = request.META.get("QUERY_STRING", "")
    catalogue = load_catalogue()
    wanted, notices = read_filter(query, catalogue)
    address = to("matrix", query=wanted.query)
    if not request.htmx and not notices and query != kept(wanted.query):
        return redirect(address)
    said = tuple(Sentences(catalogue).notice(notice) for notice in notices)
    template = f"{PAGE}#matrix" if request.htmx else PAGE
    response = html_response(request, _html_of(catalogue, wanted, said, (template, frame())))
    return push_url(response, address) if request.htmx else response


@reads
@cache_control(no_cache=True)
def matrix_file(request: HttpRequest, found: File) -> HttpResponse:
    """Answer with the rows as a file; with the reasons, and 422, where the filter asks for what is not known."""
    catalogue = load_catalogue()
    wanted, notices = read_filter(request.META.get("QUERY_STRING", ""), catalogue)
    if notices:
        return HttpResponse(f"{refused(notices, catalogue)}\n", content_type=TEXT, status=422)
    response = HttpResponse(found.write(catalogue, wanted), content_type=found.content_type)
    response["Content-Disposition"] = f'inline; filename="{found.filename}"'
    return response


@per_catalogue(64)
def _html_of(catalogue: Catalogue, wanted: Filter, notices: tuple[str, ...], written: tuple[str, Frame]) -> Html:
    """Render once per catalogue and filter; ``written`` is the template and what stands around its page."""
    template, around = written
    platform = catalogue.platforms.get(wanted.platform)
    found = matrix_of(catalogue, wanted)
    asked = {"builds": found.builds, "platform": named(platform.label) if platform else "", "python": wanted.python}
    context = {
        "matrix": found,
        "counted": worded("texts/builds.txt", asked).strip(),
        "notices": notices,
        "frame": around,
        "canonical": wanted.query,
        "catalogue": catalogue,
        "platform": platform,
        "pythons": KNOWN_PYTHONS,
        "companions": companions(catalogue),
        "family": FAMILY,
        "legend": [(SYMBOLS[status], gettext(word), status.value) for status, word in WORDS.items()],
        "files": FILES,
    }
    return Html.of(render_to_string(template, context))
