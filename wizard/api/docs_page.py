"""The OpenAPI document as a page shows it: operations with an example to paste, and the schemas they name."""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

Document = dict[str, Any]
"""A part of the document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A type in words, and the schema it leads to, if any."""

    words: str
    schema: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A parameter, or a field of a schema."""

    name: str
    type: Typed
    required: bool
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an operation answers with one status."""

    status: str
    description: str
    type: Typed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing to ask."""

    name: str
    method: str
    path: str
    description: tuple[str, ...]
    parameters: tuple[Field, ...]
    bodies: tuple[tuple[str, Typed], ...]
    answers: tuple[Answer, ...]
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """The shape of something that is sent or answered; one that only lists its ``values`` has no fields."""

    name: str
    description: str
    fields: tuple[Field, ...]
    values: tuple[str, ...]


def operations(document: Document, absolutely: Callable[[str], str]) -> tuple[Operation, ...]:
    """Return all operations; ``absolutely`` makes whole addresses of this site's paths, for their examples."""
    return tuple(
        _operation(path, method, operation, absolutely)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    )


def schemas(document: Document) -> tuple[Schema, ...]:
    """Return all schemas."""
    return tuple(_schema(name, found) for name, found in document["components"]["schemas"].items())


def typed(schema: Document) -> Typed:
    """Return a type in words."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return Typed(words=name, schema=name)
    if "anyOf" in schema:
        parts = [typed(one) for one in schema["anyOf"]]
        named = next((one.schema for one in parts if one.schema), "")
        return Typed(words=_either(one.words for one in parts), schema=named)
    if schema.get("type") == "array":
        inner = typed(schema.get("items", {}))
        return Typed(words=_("list of %(type)s") % {"type": inner.words}, schema=inner.schema)
    if isinstance(schema.get("additionalProperties"), dict):
        inner = typed(schema["additionalProperties"])
        return Typed(words=_("object of %(type)s") % {"type": inner.words}, schema=inner.schema)
    if "const" in schema or "enum" in schema:
        return Typed(words=_either(json.dumps(one) for one in schema.get("enum", [schema.get("const")])))
    return Typed(words=schema.get("type") or _("anything"))


def _either(types: Iterable[str]) -> str:
    return pgettext("between two types", " or ").join(types)


def _operation(path: str, method: str, operation: Document, absolutely: Callable[[str], str]) -> Operation:
    content = operation.get("requestBody", {}).get("content", {})
    parameters = operation.get("parameters", [])
    return Operation(
        name=operation["operationId"],
        method=method.upper(),
        path=path,
        description=tuple(operation.get("description", "").split("\n\n")),
        parameters=tuple(_parameter(one) for one in parameters if one["in"] != "header"),
        bodies=tuple((kind, typed(body["schema"])) for kind, body in content.items()),
        answers=tuple(_answers(operation["responses"])),
        example=_example(absolutely(_filled(path, parameters)), parameters, content),
    )


def _parameter(parameter: Document) -> Field:
    return Field(
        name=parameter["name"],
        type=typed(parameter["schema"]),
        required=parameter["required"],
        description=parameter.get("description", ""),
    )


def _answers(responses: Mapping[str, Document]) -> Iterator[Answer]:
    for status, response in responses.items():
        types = [typed(content["schema"]) for content in response.get("content", {}).values()]
        yield Answer(status=status, description=response["description"], type=next(iter(types), None))


def _example(address: str, parameters: list[Document], content: Document) -> str:
    """Return a line for a terminal."""
    asked = [(one["name"], one["example"]) for one in parameters if one["in"] == "query" and "example" in one]
    query = f"?{urlencode(asked, doseq=True)}" if asked else ""
    if not content:
        return f"curl {shlex.quote(address + query) if query else address}"
    kind, body = next(iter(content.items()))
    written = shlex.quote(json.dumps(body["example"]))
    return f"curl --header 'Content-Type: {kind}' --data {written} {address}"


def _filled(path: str, parameters: list[Document]) -> str:
    """Return a path with examples where its parameters stand."""
    for one in parameters:
        path = path.replace(f"{{{one['name']}}}", str(one.get("example", one["name"])))
    return path


def _schema(name: str, schema: Document) -> Schema:
    required = frozenset(schema.get("required", ()))
    return Schema(
        name=name,
        description=schema.get("description", ""),
        fields=tuple(
            Field(
                name=field,
                type=typed(found),
                required=field in required,
                description=found.get("description", ""),
            )
            for field, found in schema.get("properties", {}).items()
        ),
        values=tuple(map(str, schema.get("enum", ()))),
    )
