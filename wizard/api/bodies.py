"""What is sent in the body of a request: JSON as a schema says, or for some operations simply the text itself."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from ninja.errors import HttpError, ValidationError
from pydantic import BaseModel
from pydantic import ValidationError as Faults

from wizard.api.faults import sentence_of
from wizard.errors import WizardError
from wizard.web.doctor_asked import TooLarge, decoded, too_large
from wizard.web.media_types import JSON, PLAIN, is_text

if TYPE_CHECKING:
    from django.http import HttpRequest


class UnsupportedType(WizardError):
    """A body of a type that is not read."""

    def __init__(self, *, kind: str, known: tuple[str, ...]) -> None:
        super().__init__(kind, known)
        self.kind, self.known = kind, known

    def __str__(self) -> str:
        return f"A body of {self.kind or 'no type'} is not read here. Send {' or '.join(self.known)}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Body[Schema: BaseModel]:
    """What an operation reads: ``schema`` as JSON; where it has a ``field``, also the text of that field alone.

    ``too_large`` is what is said of a body beyond every limit.
    """

    schema: type[Schema]
    example: dict[str, Any]
    field: str = ""
    too_large: type[TooLarge] = TooLarge

    @property
    def types(self) -> tuple[str, ...]:
        """The media types it is documented to read."""
        return (JSON, PLAIN) if self.field else (JSON,)

    @property
    def document(self) -> dict[str, Any]:
        """The ``requestBody`` of the OpenAPI document."""
        reference = {"$ref": f"#/components/schemas/{self.schema.__name__}"}
        content: dict[str, Any] = {JSON: {"schema": reference, "example": self.example}}
        if self.field:
            content[PLAIN] = {"schema": {"type": "string", "minLength": 1}, "example": self.example[self.field]}
        return {"required": True, "content": content}

    def read(self, request: HttpRequest) -> Schema:
        """Read a request's body, or raise why not."""
        if too_large(request):
            raise self.too_large
        if not request.body:
            raise HttpError(HTTPStatus.BAD_REQUEST, _("There is nothing in the body."))
        kind = request.content_type or ""
        if kind != JSON and not (self.field and is_text(kind)):
            raise UnsupportedType(kind=kind, known=self.types)
        try:
            if kind == JSON:
                return self.schema.model_validate_json(request.body)
            return self.schema.model_validate({self.field: decoded(request.body, "The body")})
        except Faults as faults:
            raise _refusal(faults) from faults


def _refusal(faults: Faults) -> HttpError | ValidationError:
    """Return what is wrong with the fields, or that there are none because it is no JSON."""
    found = faults.errors(include_url=False, include_input=False)
    if found[0]["type"] == "json_invalid":
        return HttpError(HTTPStatus.BAD_REQUEST, sentence_of(found[0]))
    return ValidationError([{**fault, "loc": ("body", *fault["loc"])} for fault in found])
