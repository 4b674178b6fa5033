"""What every operation has in common: which statuses it answers, how long its answer is kept, what it is called."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, TypeVar

from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from ninja.decorators import decorate_view

from wizard.api.caching import conditional
from wizard.api.schemas.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ninja import Router
    from pydantic import BaseModel

    from wizard.api.bodies import Body

Operation = TypeVar("Operation", bound="Callable[..., Any]")
ALWAYS: Final = (HTTPStatus.BAD_REQUEST, HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.SERVICE_UNAVAILABLE)
"""What any operation may answer: to a broken request, by a mistake of ours, without a catalogue."""
WITH_BODY: Final = (
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
)
"""What an operation may answer that is sent something."""


def reading(
    router: Router, path: str, said: type[BaseModel], *refusals: HTTPStatus, **more: Any
) -> Callable[[Operation], Operation]:
    """Register an operation that changes nothing; its answer is good until what it depends on changes.

    ``more`` are ``parts``, what it depends on beside the catalogue, and ``document``, what ninja cannot read off it.
    """
    answers = {HTTPStatus.OK: said, HTTPStatus.NOT_MODIFIED: None, **_problems(refusals)}

    def register(operation: Operation) -> Operation:
        decorate_view(gzip_page, conditional(*more.get("parts", ())))(operation)
        document = more.get("document")
        added = router.api_operation(["GET", "HEAD"], path, **_known(operation, answers), openapi_extra=document)
        return added(operation)

    return register


def sending(
    router: Router, path: str, said: Mapping[HTTPStatus, type[BaseModel]], *refusals: HTTPStatus, body: Body[Any]
) -> Callable[[Operation], Operation]:
    """Register an operation that is sent something; its answer is not kept.

    It needs no token against forgery: nothing here depends on a cookie.
    """
    answers = {**said, **_problems((*WITH_BODY, *refusals))}

    def register(operation: Operation) -> Operation:
        decorate_view(cache_control(no_store=True))(operation)
        added = router.post(path, **_known(operation, answers), openapi_extra={"requestBody": body.document})
        return added(operation)

    return register


def _problems(refusals: Iterable[HTTPStatus]) -> dict[HTTPStatus, type[BaseModel]]:
    return dict.fromkeys(sorted({*ALWAYS, *refusals}), Problem)


def _known(operation: Callable[..., Any], answers: dict[HTTPStatus, Any]) -> dict[str, Any]:
    """Return what is the same for all: the function's name is the operation's, for good."""
    name = getattr(operation, "__name__", "")
    summary = name.replace("_", " ").capitalize()
    return {"response": answers, "operation_id": name, "url_name": name, "summary": summary, "by_alias": True}
