"""The OpenAPI document: what ninja reads off the operations, and what it does not know of them."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import BaseRenderer
from pydantic.json_schema import models_json_schema
from pydantic_core import to_json

from wizard.api.parameters import REFERENCE
from wizard.api.problems import BY_STATUS, CONTENT_TYPE
from wizard.api.schemas.configuration import Choices
from wizard.api.schemas.doctor import ErrorRequest, FileRequest
from wizard.api.schemas.sharing import ShortLinkRequest
from wizard.languages import KEY, LANGUAGES
from wizard.web.media_types import JSON

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest


SENT: Final = (Choices, FileRequest, ErrorRequest, ShortLinkRequest)
"""The schemas of what is sent, which operations read themselves."""
STRING: Final = {"type": "string"}
ETAG: Final = {
    "description": "Send it back as If-None-Match to be answered 304 while nothing changed.",
    "schema": STRING,
}
KEPT: Final = {"description": "Answers may be kept, but are asked for again.", "schema": STRING}
RETRY_AFTER: Final = {"description": "In how many seconds there is room again.", "schema": {"type": "integer"}}
LOCATION: Final = {"description": "Where it is kept.", "schema": {"type": "string", "format": "uri"}}
HEADERS: Final[dict[str, dict[str, Any]]] = {
    "201": {"Location": LOCATION},
    "304": {"ETag": ETAG, "Cache-Control": KEPT},
    "429": {"Retry-After": RETRY_AFTER},
}
IF_NONE_MATCH: Final = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "schema": STRING,
    "description": "The ETag of an answer you have.",
}
LANGUAGE: Final = {
    "name": KEY,
    "in": "query",
    "required": False,
    "schema": STRING,
    "description": f"The language of sentences, one of {', '.join(LANGUAGES)}; else what Accept-Language asks for.",
}


class Renderer(BaseRenderer):
    """Writes JSON as pydantic does, so that times have all their digits wherever they stand."""

    media_type = JSON

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """Write an answer."""
        return to_json(data)


class Api(NinjaAPI):
    """A ninja whose document tells problems from answers, names headers, and has every schema that is sent."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Complete ninja's document."""
        document = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        sent = models_json_schema([(model, "validation") for model in SENT], ref_template=REFERENCE)[1]["$defs"]
        document["components"]["schemas"] = dict(sorted({**document["components"]["schemas"], **sent}.items()))
        for path in document["paths"].values():
            path.pop("head", None)
            for method, operation in path.items():
                operation["responses"] = dict(_responses(operation["responses"], is_reading=method == "get"))
                parameters = [_parameter(one) for one in operation["parameters"]]
                operation["parameters"] = [*parameters, LANGUAGE, *([IF_NONE_MATCH] if method == "get" else [])]
        _forget_filters(document)
        return document


def _forget_filters(document: dict[str, Any]) -> None:
    """Leave out the schemas whose fields are written down as parameters, and which nothing names therefore."""
    written = json.dumps(document)
    schemas = document["components"]["schemas"]
    document["components"]["schemas"] = {
        name: schema for name, schema in schemas.items() if f'"{REFERENCE.format(model=name)}"' in written
    }


def _parameter(parameter: dict[str, Any]) -> dict[str, Any]:
    """Return a parameter with its example as OpenAPI has it: ninja writes down a schema's list of them."""
    known = dict(parameter)
    examples = known.pop("examples", None)
    return {**known, "example": examples[0]} if examples else known


def _responses(responses: dict[int, dict[str, Any]], *, is_reading: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every answer with its status as a string, its headers, and for a problem its own type."""
    for status, response in sorted(responses.items()):
        answer = dict(response)
        if status >= HTTPStatus.BAD_REQUEST:
            answer["description"] = str(BY_STATUS[HTTPStatus(status)].title)
            answer["content"] = {CONTENT_TYPE: next(iter(response["content"].values()))}
        headers = HEADERS["304"] if is_reading and status == HTTPStatus.OK else HEADERS.get(str(int(status)))
        yield str(int(status)), {**answer, "headers": headers} if headers else answer
