"""Index pages from the web: PyTorch's indexes or a mirror of them, and PyPI."""

from __future__ import annotations

import hashlib
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import quote, urlsplit

from pypi_simple import ACCEPT_JSON_PREFERRED, PYPI_SIMPLE_ENDPOINT

from wizard.catalogue.index.addresses import SCHEMES, accelerators_in, host, without_credentials
from wizard.catalogue.index.asking import Client, Limits, Request, Response
from wizard.catalogue.index.parsing import Body, Place, links_of, read_page
from wizard.catalogue.index.refusals import Denied, NoIndexAddress, Refused, WrongMetadata
from wizard.catalogue.index.values import PYPI, PYTORCH, Answer, IndexFile, Missing, NotModified, Page, Validators
from wizard.catalogue.mirrors import PLACE, index_address

if TYPE_CHECKING:
    from types import TracebackType

ROOT: Final = Page("", "")
UNION: Final = Page("", "torch")
"""PyTorch's root lists every backend's files under one package (note 3)."""
NOWHERE: Final = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
ASKING: Final = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.PROXY_AUTHENTICATION_REQUIRED})
FORBIDS_THE_UNKNOWN: Final = ("download.pytorch.org", "download-r2.pytorch.org")
"""Buckets that answer 403 for what they do not hold."""


class WebSource:
    """Asks for pages over HTTP; safe to share between threads, and to print: it shows no credentials."""

    def __init__(
        self, base_url: str = PYTORCH, pypi_url: str = PYPI_SIMPLE_ENDPOINT, *, limits: Limits | None = None
    ) -> None:
        """Take the addresses with or without credentials; a netrc file is honoured where they hold none."""
        self.limits = limits or Limits()
        self.base_url, self.pypi_url = _checked(base_url), _checked(pypi_url)
        self._client = Client(self.limits, base_url, pypi_url)

    def __repr__(self) -> str:
        return f"WebSource({self.base_url!r}, {self.pypi_url!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def page(self, page: Page, validators: Validators) -> Answer:
        """Ask for a page, or only whether it changed."""
        response = self._page(page, validators)
        if response is None:
            return Missing()
        if response.status == HTTPStatus.NOT_MODIFIED:
            return NotModified(validators=validators)
        return read_page(_body(response), Place(page=page, base_url=self.base_url))

    def metadata(self, file: IndexFile) -> str | None:
        """Ask for the METADATA beside a wheel, wherever it lies, and hold it against its hash."""
        if not file.has_metadata:
            return None
        parts = urlsplit(file.url)
        url = parts._replace(path=f"{parts.path}.metadata").geturl()
        request = Request(index=file.index, package=file.package, url=url, headers={}, limit=self.limits.metadata_bytes)
        response = self._answered(request)
        return checked_metadata(response.content, file, url) if response else None

    def accelerators(self) -> frozenset[str]:
        """Read the root's list of directories, and its list of all backends' files; a base with a place has no root."""
        found: frozenset[str] = frozenset()
        for page in () if PLACE in self.base_url else (ROOT, UNION):
            response = self._page(page, Validators())
            if response:
                links = links_of(_body(response), Place(page=page, base_url=self.base_url))
                found |= accelerators_in(links, self.base_url)
        return found

    def _page(self, page: Page, validators: Validators) -> Response | None:
        index, package = page.index, page.package
        base = self._base(index)
        headers = {"Accept": ACCEPT_JSON_PREFERRED}
        if validators.etag:
            headers["If-None-Match"] = validators.etag
        if validators.last_modified:
            headers["If-Modified-Since"] = validators.last_modified
        url = "/".join(filter(None, (base, quote(package)))) + "/"
        limit = self.limits.page_bytes
        return self._answered(Request(index=index, package=package, url=url, headers=headers, limit=limit))

    def _base(self, index: str) -> str:
        if index == PYPI:
            return self.pypi_url
        return index_address(self.base_url, quote(index)) if index else self.base_url

    def _answered(self, request: Request) -> Response | None:
        response = self._client.get(request)
        asked_whether = {"If-None-Match", "If-Modified-Since"} & request.headers.keys()
        if response.status == HTTPStatus.OK or (response.status == HTTPStatus.NOT_MODIFIED and asked_whether):
            return response
        if response.status in NOWHERE or _is_unknown(response):
            return None
        kind = Denied if response.status in ASKING else Refused
        raise kind(**request.where, status=response.status)


def checked_metadata(content: bytes, file: IndexFile, url: str) -> str:
    """Return METADATA as text if they are what the page promised."""
    where = {"index": file.index, "package": file.package, "url": url}
    if file.metadata_sha256 not in {"", hashlib.sha256(content).hexdigest()}:
        raise WrongMetadata(**where, reason="has another hash than its page says")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise WrongMetadata(**where, reason="is not text in UTF-8") from error


def _is_unknown(response: Response) -> bool:
    return response.status == HTTPStatus.FORBIDDEN and host(response.url)[0] in FORBIDS_THE_UNKNOWN


def _body(response: Response) -> Body:
    headers = response.headers
    return Body(
        content=response.content,
        content_type=headers.get("Content-Type", "text/html"),
        url=response.url,
        validators=Validators(etag=headers.get("ETag", ""), last_modified=headers.get("Last-Modified", "")),
    )


def _checked(address: str) -> str:
    try:
        parts = urlsplit(address)
        fits = parts.scheme in SCHEMES and parts.hostname and not parts.query and not parts.fragment and host(address)
    except ValueError:
        fits = False
    if not fits:
        raise NoIndexAddress(address=address)
    return without_credentials(address).rstrip("/")
