"""What exists, for programs: operations that read the catalogue as it is served now."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from django.http import HttpRequest
from django.urls import reverse
from ninja import Query, Router

from wizard.answering.raw import refused
from wizard.api import listing
from wizard.api.listing import Part, Wanted
from wizard.api.operations import reading
from wizard.api.schemas.catalogue import (
    AcceleratorsAnswer,
    CatalogueAnswer,
    CellsAnswer,
    CellsAsked,
    PlatformsAnswer,
    ReleasesAnswer,
    ReleasesAsked,
)
from wizard.catalogue.facts import KNOWN_PYTHONS
from wizard.catalogue.loading import load_catalogue, load_freshness
from wizard.choices.filters import read_words
from wizard.web.addresses import absolute

if TYPE_CHECKING:
    from pydantic import BaseModel

    from wizard.catalogue.facts import Catalogue

ROUTER: Final = Router(tags=["catalogue"])
REST: Final = (
    "read_platforms",
    "read_accelerators",
    "read_releases",
    "read_cells",
    "read_configuration",
    "create_short_link",
    "list_presets",
    "examine_file",
    "explain_error",
)
"""What the catalogue's answer links to."""


@reading(ROUTER, "/catalogue", CatalogueAnswer, parts=[load_freshness])
def read_catalogue(request: HttpRequest) -> CatalogueAnswer:
    """Say which catalogue is served, how new it is known to be, what it holds, and where the rest is."""
    links = {name: absolute(request, reverse(f"api:{name}")) for name in REST}
    return listing.catalogue(load_catalogue(), load_freshness(), links)


@reading(ROUTER, "/platforms", PlatformsAnswer)
def read_platforms(request: HttpRequest) -> PlatformsAnswer:
    """List the operating systems and machines, spelled as markers and wheels spell them."""
    return listing.platforms(load_catalogue())


@reading(ROUTER, "/accelerators", AcceleratorsAnswer)
def read_accelerators(request: HttpRequest) -> AcceleratorsAnswer:
    """List what computes, under the slugs uv gives it, with its index and the oldest driver."""
    return listing.accelerators(load_catalogue())


@reading(ROUTER, "/releases", ReleasesAnswer, HTTPStatus.UNPROCESSABLE_ENTITY)
def read_releases(request: HttpRequest, asked: Query[ReleasesAsked]) -> ReleasesAnswer:
    """List a package's releases, newest first, and the accelerators each was seen on, as far as the filter asks."""
    found = load_catalogue()
    return listing.releases(found, _wanted(request, found, asked))


@reading(ROUTER, "/cells", CellsAnswer, HTTPStatus.UNPROCESSABLE_ENTITY)
def read_cells(request: HttpRequest, asked: Query[CellsAsked]) -> CellsAnswer:
    """List which torch serves which accelerator, platform and Python, and how that is known; newest torch first.

    A Python leaves out what was seen for other Pythons only. What was not seen at all stays, if its Requires-Python
    admits that Python.
    """
    found = load_catalogue()
    part = Part(limit=asked.limit, offset=asked.offset, address=absolute(request, request.path))
    return listing.cells(found, _wanted(request, found, asked), part)


def _wanted(request: HttpRequest, found: Catalogue, asked: BaseModel) -> Wanted:
    """Return what the query string asks for; raise ``Refused`` for words nobody knows, which would find nothing."""
    known = {
        "package": found.packages,
        "platform": found.platforms,
        "accelerator": found.accelerators,
        "torch": found.releases,
        "python": KNOWN_PYTHONS,
    }
    query = request.META.get("QUERY_STRING", "")
    words, notices = read_words(query, {key: known.get(key) for key in type(asked).model_fields})
    if notices:
        raise refused(notices, found)
    return Wanted(**{key: word for key, word in words.items() if key in known})
