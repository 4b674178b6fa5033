"""Choices in, configuration out: as a link of the wizard, or as JSON in the same words."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router

from wizard.api.bodies import Body
from wizard.api.describing import described, link_of
from wizard.api.operations import reading, sending
from wizard.api.parameters import words_of
from wizard.api.schemas.configuration import Choices, ConfigurationAnswer
from wizard.catalogue.loading import load_catalogue
from wizard.web.addresses import absolute
from wizard.web.doctor_asked import TooLarge
from wizard.web.media_types import JSON

ROUTER: Final = Router(tags=["configuration"])
EXAMPLES: Final = {"linux-x86_64": ["cu130"], "macos-arm64": ["pypi"]}


class TooMuchChosen(TooLarge):
    """More than choices ever are."""

    def __str__(self) -> str:
        return "This is far more than choices are. Send those alone, as the schema has them."


CHOICES: Final = Body(
    schema=Choices,
    example={**EXAMPLES, "with": ["torchvision"], "torch": "2.13.0"},
    too_large=TooMuchChosen,
)


@reading(
    ROUTER,
    "/configuration",
    ConfigurationAnswer,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    document={"parameters": words_of(Choices)},
)
def read_configuration(request: HttpRequest) -> HttpResponse:
    """Say what a link means: files, what each machine gets, and what is good to know. The query string is the link.

    Nothing is ignored or changed silently: what cannot be kept to is answered with 422 and the reasons.
    """
    return _answer(request, request.META.get("QUERY_STRING", ""))


@sending(ROUTER, "/configuration", {HTTPStatus.OK: ConfigurationAnswer}, body=CHOICES)
def configure(request: HttpRequest) -> HttpResponse:
    """Say the same of choices that are sent as JSON, in the words of a link."""
    return _answer(request, link_of(CHOICES.read(request)))


def _answer(request: HttpRequest, query: str) -> HttpResponse:
    site = absolute(request, reverse("wizard"))
    return HttpResponse(described(load_catalogue(), query, site), content_type=JSON)
