"""From a page's text to its wheels: pypi-simple reads the page, ``packaging`` the file names."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from typing import Any, Final
from urllib.parse import urljoin

from pypi_simple import DistributionPackage, Link, ProjectPage, UnsupportedRepoVersionError, parse_links_stream

from wizard.catalogue.index.addresses import printable
from wizard.catalogue.index.naming import Unfit, file_of
from wizard.catalogue.index.refusals import EmptyPage, Truncated, WrongContent
from wizard.catalogue.index.values import IndexFile, IndexPage, Page, Reason, Unparsed, Validators

JSON: Final = "application/vnd.pypi.simple.v1+json"
HTML: Final = frozenset({"text/html", "application/vnd.pypi.simple.v1+html"})
OLD_METADATA: Final = "dist-info-metadata"
"""What ``core-metadata`` was called before PEP 714; pypi-simple reads the new name only."""
PIECE: Final = 1 << 14
"""How many characters are parsed between two looks at the clock."""
PATIENCE: Final = 20.0
"""Seconds one page may take to parse; links in links, never closed, would take days. The largest real one takes 0.2."""
DOCUMENT: Final = re.compile(r"<(html|body)[\s>]")
UPLOADED: Final = "data-upload-time"
"""PyTorch's own attribute on HTML pages (note 5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A page as it arrived: its bytes, what they are said to be, and where they came from."""

    content: bytes
    content_type: str
    url: str
    validators: Validators


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Which page is read, and the base address of its index."""

    page: Page
    base_url: str


Listed = tuple[DistributionPackage, str]
"""A distribution as pypi-simple describes it, and when an HTML page says it was uploaded."""


def read_page(body: Body, place: Place) -> IndexPage:
    """Return a page's wheels; whatever else it lists is left out with the reason."""
    files: dict[str, IndexFile] = {}
    unparsed: list[Unparsed] = []
    distributions = 0
    for name, listed in _listed(body, place):
        distributions += listed is not None and listed[0].package_type is not None
        found = _fitting(listed, place)
        if isinstance(found, IndexFile) and files.setdefault(found.filename, found) is found:
            continue
        reason = Reason.REPEATED if isinstance(found, IndexFile) else found
        unparsed.append(Unparsed(name=printable(name), reason=reason))
    if not distributions:
        raise EmptyPage(**_where(body, place))
    return IndexPage(files=tuple(files.values()), validators=body.validators, unparsed=tuple(unparsed))


def _fitting(listed: Listed | None, place: Place) -> IndexFile | Reason:
    if listed is None:
        return Reason.UNREADABLE
    try:
        return file_of(*listed, place.page, place.base_url)
    except Unfit as unfit:
        return unfit.reason


def links_of(body: Body, place: Place) -> tuple[str, ...]:
    """Return the addresses a page of either kind links to: of files, or of projects."""
    if _is_json(body, place):
        data = _data(body, place)
        entries = [*_list(data.get("files")), *_list(data.get("projects"))]
        names = (str(entry.get("url") or f"{entry.get('name')}/") for entry in entries if isinstance(entry, dict))
    else:
        names = (link.url for link in _html(body, place))
    return tuple(filter(None, (_joined(body.url, name) for name in names)))


def _listed(body: Body, place: Place) -> Iterator[tuple[str, Listed | None]]:
    """Read the entries one by one, so that one bad entry does not spoil the page."""
    if _is_json(body, place):
        data = _data(body, place)
        try:
            ProjectPage.from_json_data({**data, "files": []})
        except (ValueError, UnsupportedRepoVersionError) as error:
            raise WrongContent(**_where(body, place), found="JSON of another shape than PEP 691 says") from error
        for entry in _list(data.get("files")):
            yield str(entry.get("filename") if isinstance(entry, dict) else entry), _from_entry(entry, body, place)
    else:
        for link in _html(body, place):
            yield link.text, _from_link(link, body, place)


def _from_entry(entry: Any, body: Body, place: Place) -> Listed | None:
    try:
        renamed = {"core-metadata": entry.get(OLD_METADATA), **entry}
        return DistributionPackage.from_json_data(renamed, place.page.package, body.url), ""
    except (ValueError, AttributeError):
        return None


def _from_link(link: Link, body: Body, place: Place) -> Listed | None:
    link.attrs.setdefault("data-core-metadata", link.attrs.get(f"data-{OLD_METADATA}", "false"))
    try:
        link.url = urljoin(body.url, link.url)
        return DistributionPackage.from_link(link, place.page.package), link.get_str_attrib(UPLOADED) or ""
    except ValueError:
        return None


def _joined(base: str, url: str) -> str:
    try:
        return urljoin(base, url)
    except ValueError:
        return ""


def _is_json(body: Body, place: Place) -> bool:
    found = _said(body).get_content_type()
    if found != JSON and found not in HTML:
        raise WrongContent(**_where(body, place), found=printable(found))
    return found == JSON


def _said(body: Body) -> Message:
    message = Message()
    message["Content-Type"] = body.content_type
    return message


def _data(body: Body, place: Place) -> dict[str, Any]:
    try:
        data = json.loads(body.content)
    except (ValueError, RecursionError) as error:
        raise WrongContent(**_where(body, place), found="JSON that cannot be read") from error
    if not isinstance(data, dict):
        raise WrongContent(**_where(body, place), found="JSON of another shape than PEP 691 says")
    return data


def _html(body: Body, place: Place) -> list[Link]:
    """Decode strictly: a guessed encoding would turn one file name into another."""
    charset = _said(body).get_content_charset("utf-8")
    try:
        text = body.content.decode(charset)
        links = list(parse_links_stream(_pieces(text)))
    except (LookupError, UnicodeDecodeError) as error:
        raise WrongContent(**_where(body, place), found="text in another encoding than it says") from error
    except TimeoutError as error:
        raise WrongContent(**_where(body, place), found="HTML that takes too long to read") from error
    except (ValueError, UnsupportedRepoVersionError) as error:
        raise WrongContent(**_where(body, place), found="HTML that cannot be read") from error
    if _breaks_off(text.lower()):
        raise Truncated(**_where(body, place))
    return links


def _breaks_off(html: str) -> bool:
    """Say whether a page ends within a tag or a link, or before the end of the document it began.

    HTML may leave ``</body>`` and ``</html>`` out, but no index does, and a page cut short upstream comes with the
    length it has: nothing else tells. A bare list of links, which is no document, may end after any of them.
    """
    last_link = html.rfind("<a")
    opened = {found[1] for found in DOCUMENT.finditer(html)}
    closed = all(html.rfind(f"</{name}") > last_link for name in opened)
    return html.rfind("<") > html.rfind(">") or not closed or (not opened and html.rfind("</a") < last_link)


def _pieces(text: str) -> Iterator[str]:
    """Hand a page out piece by piece, as long as that does not take too long."""
    began = time.monotonic()
    for start in range(0, len(text), PIECE):
        if time.monotonic() - began > PATIENCE:
            raise TimeoutError
        yield text[start : start + PIECE]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _where(body: Body, place: Place) -> dict[str, str]:
    return {"index": place.page.index, "package": place.page.package, "url": body.url}
