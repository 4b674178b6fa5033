"""What somebody sends to the doctor: a file's text, byte for byte where the browser allows it, and what to do with it.

Nothing of it is stored or logged: it lives in the request, and travels on in the answer's form.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings

from wizard.errors import WizardError

if TYPE_CHECKING:
    from django.http import HttpRequest

EVERYTHING: Final = "*"
"""What names all findings in a form."""


class TooLarge(WizardError):
    """More than a project file ever is."""

    @property
    def most(self) -> str:
        """How many megabytes are read."""
        return f"{settings.DOCTOR_MAX_BYTES / 1_000_000:g}"

    def __str__(self) -> str:
        return f"This is more than {self.most} MB, the most that is read here. Send the pyproject.toml alone."


class NotText(WizardError):
    """Bytes that are no UTF-8, which TOML has to be."""

    def __init__(self, *, name: str, line: int) -> None:
        super().__init__(name, line)
        self.name, self.line = name, line

    def __str__(self) -> str:
        return f"{self.name} is no text in UTF-8: line {self.line} has other bytes. Save it as UTF-8 and send it again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A form that was sent: the file as it is now and as it first was, the lock beside it, uv's words, what to mend."""

    text: str = ""
    before: str = ""
    lock: str = ""
    said: str = ""
    mend: str = ""
    name: str = ""

    @property
    def kept(self) -> str:
        """The text as a hidden field keeps it: forms turn every line's end into CR LF, JSON has none."""
        return json.dumps(self.text, ensure_ascii=False)

    @property
    def kept_before(self) -> str:
        """The first text, kept the same way."""
        return json.dumps(self.before, ensure_ascii=False)


def asked(request: HttpRequest) -> Asked:
    """Read the form; raises ``TooLarge`` or ``NotText``."""
    if too_large(request):
        raise TooLarge
    text = _text(request)
    return Asked(
        text=text,
        before=_kept(request.POST.get("before", "")) or text,
        lock=_file(request, "lock", 2 * settings.DOCTOR_MAX_BYTES) or limited(request.POST.get("lock_text", ""), 2),
        said=_lines(limited(request.POST.get("said", ""))),
        mend=request.POST.get("mend", ""),
        name=str(getattr(request.FILES.get("file"), "name", "")),
    )


def decoded(content: bytes, name: str) -> str:
    """Return a file's text, ends of lines and byte order mark included."""
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise NotText(name=name, line=content.count(b"\n", 0, error.start) + 1) from error


def too_large(request: HttpRequest) -> bool:
    """Whether a request is larger than any form of ours, to be known before it is read."""
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    return length.isdecimal() and int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def _text(request: HttpRequest) -> str:
    """Return the uploaded file; else what the field kept, unless somebody wrote something else into the text area."""
    if uploaded := _file(request, "file", settings.DOCTOR_MAX_BYTES):
        return uploaded
    kept = _kept(request.POST.get("kept", ""))
    typed = _lines(limited(request.POST.get("text", kept)))
    if typed == _lines(kept):
        return kept
    return typed.replace("\n", "\r\n") if "\r\n" in kept else typed


def _file(request: HttpRequest, name: str, most: int) -> str:
    uploaded = request.FILES.get(name)
    if not uploaded:
        return ""
    if (uploaded.size or 0) > most:
        raise TooLarge
    return decoded(uploaded.read(), uploaded.name or name)


def _kept(value: str) -> str:
    """Return what a hidden field keeps; one that somebody has changed keeps nothing."""
    try:
        text: Any = json.loads(limited(value, 2) or '""')
        return text if isinstance(text, str) and text.encode() else ""
    except (ValueError, RecursionError):
        return ""


def limited(text: str, times: int = 1) -> str:
    """Return what a field holds; what JSON escapes may be twice as long as the file."""
    if len(text) > times * settings.DOCTOR_MAX_BYTES:
        raise TooLarge
    return text


def _lines(text: str) -> str:
    """Return a text as a text area would have it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
