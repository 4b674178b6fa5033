"""Why an index page is not believed: one class per reason, each with the page it is about."""

from __future__ import annotations

from wizard.catalogue.index.addresses import shown
from wizard.errors import WizardError


class NoIndexAddress(WizardError):
    """The base of an index is not an address that can be asked."""

    def __init__(self, *, address: str) -> None:
        super().__init__(address)
        self.address = shown(address.rpartition("@")[2])

    def __str__(self) -> str:
        return f"{self.address!r} is no http(s) address. Write it like https://mirror.example/pytorch/whl."


class IndexRefusal(WizardError):
    """A page could not be read, or cannot be believed; ``url`` never holds credentials."""

    def __init__(self, *, index: str, package: str, url: str) -> None:
        super().__init__(index, package)
        self.index, self.package, self.url = index, package, shown(url)


class Unreachable(IndexRefusal):
    """No answer at all, even after asking again."""

    def __init__(self, *, index: str, package: str, url: str, reason: str) -> None:
        super().__init__(index=index, package=package, url=url)
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.url} {self.reason}. Check the address, the network and the proxy, then sync again."


class Refused(IndexRefusal):
    """An answer with a status that is neither a page nor the lack of one."""

    def __init__(self, *, index: str, package: str, url: str, status: int) -> None:
        super().__init__(index=index, package=package, url=url)
        self.status = status

    def __str__(self) -> str:
        return f"{self.url} answered with status {self.status}. Sync again later, or ask whoever runs this index."


class Denied(Refused):
    """The index wants credentials, or other ones."""

    def __str__(self) -> str:
        return f"{self.url} denied access (status {self.status}). Put credentials that may read it into a netrc file."


class TooSlow(IndexRefusal):
    """A page took longer than is allowed for one."""

    def __init__(self, *, index: str, package: str, url: str, seconds: float) -> None:
        super().__init__(index=index, package=package, url=url)
        self.seconds = seconds

    def __str__(self) -> str:
        return f"{self.url} was not read within {self.seconds:g} seconds. Sync again, or from a nearer mirror."


class TooLarge(IndexRefusal):
    """A page is larger than any index page is."""

    def __init__(self, *, index: str, package: str, url: str, limit: int) -> None:
        super().__init__(index=index, package=package, url=url)
        self.limit = limit

    def __str__(self) -> str:
        return f"{self.url} is larger than {self.limit} bytes, so it is no page of an index. Check the address."


class Truncated(IndexRefusal):
    """The body ended early or could not be unpacked."""

    def __str__(self) -> str:
        return f"{self.url} arrived damaged or incomplete, so nothing of it was taken. Sync again."


class WrongContent(IndexRefusal):
    """The answer is something else than a page of an index."""

    def __init__(self, *, index: str, package: str, url: str, found: str) -> None:
        super().__init__(index=index, package=package, url=url)
        self.found = found[:100]

    def __str__(self) -> str:
        return f"{self.url} is no index page ({self.found}). Check that the address is that of a PEP 503 or 691 index."


class EmptyPage(IndexRefusal):
    """A page without a single distribution: a login form, an error page, or half a page."""

    def __str__(self) -> str:
        return f"{self.url} lists no distribution file at all, so it is not believed. Open it in a browser and check."


class MovedElsewhere(IndexRefusal):
    """A redirect to another host, or from https to http."""

    def __init__(self, *, index: str, package: str, url: str, target: str) -> None:
        super().__init__(index=index, package=package, url=url)
        self.target = shown(target)

    def __str__(self) -> str:
        return f"{self.url} redirects to {self.target}, another host or scheme. Give that address if it can be trusted."


class TooManyRedirects(IndexRefusal):
    """Redirects without an end."""

    def __str__(self) -> str:
        return f"{self.url} redirects too many times. Give the address where the index really is."


class WrongMetadata(IndexRefusal):
    """METADATA that cannot be those of the wheel."""

    def __init__(self, *, index: str, package: str, url: str, reason: str) -> None:
        super().__init__(index=index, package=package, url=url)
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.url} {self.reason}, so nothing was learnt from it. Sync again, or ask whoever runs this index."
