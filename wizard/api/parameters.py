"""The parameters of an operation whose query string is a link: ninja would read it word by word, the wizard does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pydantic import BaseModel

REFERENCE: Final = "#/components/schemas/{model}"
"""How a schema is named in the document."""
ABSENT: Final = {"type": "null"}


def words_of(schema: type[BaseModel]) -> list[dict[str, Any]]:
    """Return a schema's fields as parameters of a query: what is null in JSON is left out of a link."""
    fields: dict[str, dict[str, Any]] = schema.model_json_schema(ref_template=REFERENCE)["properties"]
    return [_parameter(word, field) for word, field in fields.items()]


def _parameter(word: str, field: dict[str, Any]) -> dict[str, Any]:
    present = next((one for one in field.get("anyOf", ()) if one != ABSENT), None)
    known = present or {key: field[key] for key in ("type", "items")}
    parameter = {"name": word, "in": "query", "required": False, "schema": known}
    if "description" in field:
        parameter["description"] = field["description"]
    if "examples" in field:
        parameter["example"] = field["examples"][0]
    return parameter
