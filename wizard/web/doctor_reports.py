"""What was found in a file, for a terminal, for a program and for GitHub's annotations."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext

from wizard.answering.wording import told
from wizard.doctor.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.doctor.parsing import BrokenToml
    from wizard.web.doctor_words import ErrorLine, Examined, FindingLine

COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
"""GitHub's workflow commands."""
IN_DATA: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
IN_PROPERTIES: Final = IN_DATA | str.maketrans({":": "%3A", ",": "%2C"})
"""What GitHub wants escaped: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands"""


def as_text(examined: Examined) -> str:
    """Return a line for each finding as compilers write it, what to do below, and how much was found."""
    lines = [text for line in examined.findings for text in _text_lines(examined.name, line)]
    choices = (
        () if examined.opened.examinable else (f"  ?{_link(examined)}", *(f"  {said}" for said in examined.unread))
    )
    return "\n".join([*lines, f"{examined.name}: {examined.summary_with_mends}", *choices, ""])


def as_json(examined: Examined) -> str:
    """Return the findings with their places and sentences, and the file's choices as the wizard's link."""
    return _dumped(
        {
            "file": examined.name,
            "form": examined.opened.form.value,
            "findings": [finding_fields(line) for line in examined.findings],
            "link": f"?{_link(examined)}",
            "unread": list(examined.unread),
        }
    )


def as_github(examined: Examined) -> str:
    """Return a workflow command for each finding, which GitHub shows at its line."""
    return "".join(_command(examined.name, line) for line in examined.findings)


REPORTS: Final[dict[str, Callable[[Examined], str]]] = {"text": as_text, "json": as_json, "github": as_github}


def broken_as(form: str, name: str, error: BrokenToml) -> str:
    """Return why a file could not be read, in the same forms."""
    facts = {"line": error.line, "column": error.column}
    if form == "json":
        return _dumped({"file": name, "broken": {**facts, "reason": told(error)}, "findings": []})
    if form == "github":
        place = f"file={name.translate(IN_PROPERTIES)},line={error.line},col={error.column}"
        return f"::error {place},title=broken-toml::{told(error).translate(IN_DATA)}\n"
    return f"{name}:{error.line}:{error.column}: error: {told(error)}\n"


def errors_as(form: str, errors: tuple[ErrorLine, ...]) -> str:
    """Return what uv's words mean; there is no place in a file for GitHub to show them at."""
    if form == "json":
        return _dumped({"errors": [error_fields(error) for error in errors]})
    blocks = [f"{error.cause}\n{error.cure}\n{_found(error)}{error.code}: {error.link}\n" for error in errors]
    return "\n".join(blocks) or f"{gettext('None of the known errors is in this text.')}\n"


def _link(examined: Examined) -> str:
    return examined.opened.inferred.link


def _text_lines(name: str, line: FindingLine) -> tuple[str, ...]:
    where = f"{name}:{line.place.line}:{line.place.column}"
    left = (f"  {line.left}",) if line.left else ()
    return (
        f"{where}: {line.label.lower()}: {line.what} [{line.finding.code}]",
        f"  {line.cure}",
        *left,
        f"  {line.link}",
    )


def finding_fields(line: FindingLine) -> dict[str, Any]:
    """Return a finding as programs read it."""
    place = line.place
    return {
        "code": line.finding.code,
        "severity": line.finding.severity.value,
        "path": list(place.path),
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "what": line.what,
        "cure": line.cure,
        "link": line.link,
        "fixable": line.finding.fixable,
        "left": line.left,
        "key": line.finding.key,
    }


def error_fields(error: ErrorLine) -> dict[str, Any]:
    """Return an error as programs read it; ``found`` are the keys of the findings that lead to it."""
    found = [line.finding.key for line in error.found]
    return {"code": error.code, "cause": error.cause, "cure": error.cure, "link": error.link, "found": found}


def _found(error: ErrorLine) -> str:
    return "".join(f"  line {line.place.line}: {line.what} [{line.finding.code}]\n" for line in error.found)


def _command(name: str, line: FindingLine) -> str:
    place = line.place
    properties = {
        "file": name,
        "line": place.line,
        "endLine": place.end_line,
        "title": line.finding.code,
    }
    if place.line == place.end_line:
        properties |= {"col": place.column, "endColumn": place.end_column}
    written = ",".join(f"{key}={str(value).translate(IN_PROPERTIES)}" for key, value in properties.items())
    return f"::{COMMANDS[line.finding.severity]} {written}::{f'{line.what} {line.cure}'.translate(IN_DATA)}\n"


def _dumped(value: dict[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
