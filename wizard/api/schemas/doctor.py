"""Files and errors in, findings and cures out."""

from __future__ import annotations

from pydantic import Field

from wizard.api.schemas.base import Address, Asked, Said
from wizard.doctor.findings import Severity
from wizard.doctor.foreign import Form


class FileRequest(Asked):
    """A file to examine."""

    text: str = Field(description="The pyproject.toml, or whatever else asks for torch.")
    lock: str = Field("", description="The uv.lock beside it.")
    name: str = Field("pyproject.toml", max_length=200, description="What the file is called: that can say what it is.")


class FindingEntry(Said):
    """One thing that is wrong, or good to know."""

    code: str
    severity: Severity
    path: list[str | int] = Field(description="The way to the value: keys of tables, positions in arrays.")
    line: int
    column: int
    end_line: int
    end_column: int
    what: str = Field(description="What happens because of it.")
    cure: str
    link: Address
    fixable: bool
    key: str = Field(description="Names it among those of one file.")


class Examination(Said):
    """What was found in a file, the file mended, and the choices behind it."""

    revision: int
    form: Form
    summary: str
    findings: list[FindingEntry]
    mended: str | None = Field(description="The file with all mended that can be; null where nothing changes.")
    left: dict[str, str] = Field(description="Findings that can be mended but were not, by their keys, and why.")
    link: str = Field(description="The choices behind the file.")
    permalink: Address
    unread: list[str] = Field(description="What these choices leave out, or guess.")


class ErrorRequest(Asked):
    """What uv said, and the file it said it of."""

    said: str = Field(description="uv's words, whatever stands around them.")
    text: str = Field("", description="The file; its findings that lead to the error are named.")


class ErrorEntry(Said):
    """A known error with its cause and its cure."""

    code: str
    cause: str
    cure: str
    link: Address
    found: list[str] = Field(description="The keys of the file's findings that lead to it.")


class Explanation(Said):
    """The known errors in a text; none where it holds none."""

    revision: int
    errors: list[ErrorEntry]
