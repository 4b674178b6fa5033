"""Short links and presets for programs."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Path, Router

from wizard.answering.raw import configuration_of, query_of
from wizard.api.bodies import Body
from wizard.api.describing import choices_of, said_of
from wizard.api.operations import reading, sending
from wizard.api.schemas.sharing import (
    Change,
    FrozenOutput,
    PresetAnswer,
    PresetEntry,
    PresetsAnswer,
    ShortLinkAnswer,
    ShortLinkRequest,
    Today,
)
from wizard.catalogue.loading import load_catalogue
from wizard.rendering import FORMATS
from wizard.sharing.comparing import today
from wizard.sharing.freezing import short_link
from wizard.sharing.ids import meant
from wizard.sharing.models import ShortLink
from wizard.sharing.presets import all_presets, offered_presets, preset_named
from wizard.sharing.words import words
from wizard.web.addresses import absolute
from wizard.web.media_types import JSON
from wizard.web.short_links import NoSuchLink, TooMuchSent, keep

if TYPE_CHECKING:
    from wizard.sharing.presets import Followed

ROUTER: Final = Router(tags=["sharing"])
LINK: Final = Body(
    schema=ShortLinkRequest,
    example={"link": "linux-x86_64=cu130&macos-arm64=pypi&torch=2.13.0", "title": "Vision team, autumn"},
    too_large=TooMuchSent,
)
Id = Annotated[str, Path(description="The id of a short link.", examples=["0000000000"])]
Slug = Annotated[str, Path(description="The slug of a preset.", examples=["gpu-box"])]
CREATED: Final = {HTTPStatus.OK: ShortLinkAnswer, HTTPStatus.CREATED: ShortLinkAnswer}


def _presets(**_: Any) -> tuple[Followed, ...]:
    """Return what answers about presets depend on, beside the catalogue: what their keepers wrote."""
    return all_presets(load_catalogue())


@sending(ROUTER, "/short-links", CREATED, HTTPStatus.TOO_MANY_REQUESTS, body=LINK)
def create_short_link(request: HttpRequest) -> HttpResponse:
    """Keep a configuration, with its files as they are written today, under an id that is made of its content.

    What was kept before is answered with 200, and nothing new is made.
    """
    asked = LINK.read(request)
    link = short_link(query_of(asked.link), words(asked.title, asked.note), load_catalogue())
    kept = keep(request, link)
    status = HTTPStatus.CREATED if kept.made else HTTPStatus.OK
    response = HttpResponse(_said(request, kept.link).model_dump_json(by_alias=True), content_type=JSON, status=status)
    response["Location"] = absolute(request, reverse("api:read_short_link", args=[kept.link.pk]))
    return response


@reading(ROUTER, "/short-links/{id}", ShortLinkAnswer, HTTPStatus.NOT_FOUND)
def read_short_link(request: HttpRequest, id: Id) -> ShortLinkAnswer:  # noqa: A002  # the path's own word
    """Say what was kept under an id, and how today's catalogue would answer the same choices."""
    link = ShortLink.objects.with_id(meant(id)).first()
    if link is None:
        raise NoSuchLink
    return _said(request, link)


@reading(ROUTER, "/presets", PresetsAnswer, parts=[_presets])
def list_presets(request: HttpRequest) -> PresetsAnswer:
    """List what the team recommends, as the start page does."""
    found = load_catalogue()
    return PresetsAnswer(revision=found.revision, presets=[_preset(request, one) for one in offered_presets(found)])


@reading(ROUTER, "/presets/{slug:slug}", PresetAnswer, HTTPStatus.NOT_FOUND, parts=[_presets])
def read_preset(request: HttpRequest, slug: Slug) -> PresetAnswer:
    """Say what a preset gives today; where the catalogue no longer supports it, why."""
    found = load_catalogue()
    preset = preset_named(slug, found)
    configuration = configuration_of(preset.link, found) if preset.supported else None
    site = absolute(request, reverse("wizard"))
    said = said_of(configuration, found, site) if configuration else None
    return PresetAnswer(preset=_preset(request, preset), configuration=said)


def _said(request: HttpRequest, link: ShortLink) -> ShortLinkAnswer:
    return ShortLinkAnswer(
        id=link.pk,
        address=absolute(request, reverse("short-link", args=[link.pk])),
        link=link.query,
        permalink=absolute(request, f"{reverse('wizard')}?{link.query}"),
        choices=choices_of(link.query),
        title=link.title,
        note=link.note,
        created_at=link.created_at,
        revision=link.revision,
        outputs={
            file.slug: FrozenOutput(
                filename=file.filename,
                content_type=file.content_type,
                address=absolute(request, reverse("short-link-file", args=[link.pk, file.filename])),
                text=file.text,
            )
            for file in link.files
        },
        today=_today(link),
    )


def _today(link: ShortLink) -> Today:
    found = load_catalogue()
    now = today(link, found)
    return Today(
        revision=found.revision,
        differs=now.differs,
        reasons=list(now.reasons),
        changes=[Change(output=change.file.slug, text=change.text or None) for change in now.changes],
    )


def _preset(request: HttpRequest, preset: Followed) -> PresetEntry:
    address = absolute(request, reverse("preset", args=[preset.slug]))
    return PresetEntry(
        slug=preset.slug,
        name=preset.name,
        description=preset.description,
        address=address,
        files={found.slug: f"{address}{found.filename}" for found in FORMATS},
        supported=preset.supported,
        reasons=list(preset.reasons),
        link=preset.link or None,
        permalink=absolute(request, f"{reverse('wizard')}?{preset.link}") if preset.link else None,
    )
