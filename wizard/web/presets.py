"""Stable addresses for what a team recommends: they follow the preset, and the preset follows the catalogue."""

from __future__ import annotations

from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page
from django.views.decorators.vary import vary_on_headers

from wizard.answering.wording import told, worded
from wizard.catalogue.loading import load_catalogue
from wizard.rendering import FORMATS
from wizard.sharing.presets import UnknownPreset, offered_presets, preset_named
from wizard.web.addresses import absolute
from wizard.web.clients import PAGE_VARIES, is_command_line, wants_page
from wizard.web.embedding import badge_response, for_any_site
from wizard.web.languages import to
from wizard.web.media_types import TEXT
from wizard.web.reading import reads
from wizard.web.views import file_response

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from wizard.rendering.formats import Format
    from wizard.sharing.presets import Followed


def of_preset(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand a view the preset its address names; answer 404 with a sentence where there is none."""

    @reads
    @cache_control(no_cache=True)
    @vary_on_headers("User-Agent")
    @wraps(view)
    def answered(request: HttpRequest, slug: str, **rest: Format) -> HttpResponse:
        try:
            preset = preset_named(slug, load_catalogue())
        except UnknownPreset as unknown:
            return _unknown(request, unknown)
        return view(request, preset, **rest)

    return answered


@reads
@cache_control(no_cache=True)
@vary_on_headers("User-Agent")
def presets(request: HttpRequest) -> HttpResponse:
    """List what is offered today, as text for a terminal."""
    if is_command_line(request):
        return HttpResponse(worded("texts/presets.txt", _listed(request)), content_type=TEXT)
    return render(request, "wizard/presets.html", _listed(request))


@of_preset
def open_preset(request: HttpRequest, preset: Followed) -> HttpResponse:
    """Lead to the wizard with what the preset says today; where it says nothing any more, the wizard says why.

    A redirect, and not for good: the wizard is the page of every configuration, the link people then copy is whole,
    and tomorrow the same address may lead elsewhere.
    """
    if not is_command_line(request):
        return redirect(to("wizard", query=preset.link or preset.query))
    address = absolute(request, reverse("preset", args=[preset.slug]))
    site = absolute(request, reverse("wizard"))
    context = {"preset": preset, "formats": FORMATS, "address": address, "site": site}
    status = HTTPStatus.OK if preset.supported else HTTPStatus.UNPROCESSABLE_ENTITY
    return HttpResponse(worded("texts/preset.txt", context), content_type=TEXT, status=status)


@of_preset
def preset_file(_: HttpRequest, preset: Followed, found: Format) -> HttpResponse:
    """Answer with one output as of today; with the reasons, and 422, where the catalogue no longer has it."""
    return file_response(preset.query, found)


@for_any_site
@conditional_page
@of_preset
def preset_badge(_: HttpRequest, preset: Followed) -> HttpResponse:
    """Answer with the badge of what the preset says today."""
    return badge_response(preset.query)


def _unknown(request: HttpRequest, unknown: UnknownPreset) -> HttpResponse:
    """Say so, and what there is instead."""
    if wants_page(request):
        context = {**_listed(request), "unknown": unknown}
        response = render(request, "wizard/presets.html", context, status=HTTPStatus.NOT_FOUND)
    else:
        response = HttpResponse(f"{told(unknown)}\n", content_type=TEXT, status=HTTPStatus.NOT_FOUND)
    patch_vary_headers(response, PAGE_VARIES)
    return response


def _listed(request: HttpRequest) -> dict[str, Any]:
    """Return what is offered today, and where."""
    address = absolute(request, reverse("presets"))
    return {"presets": offered_presets(load_catalogue()), "formats": FORMATS, "address": address}
