"""Many links judged at once, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.choices.decoding import decode
from wizard.errors import WizardError
from wizard.resolution.agreement import Agreement, compare_with_uv
from wizard.resolution.refusals import Cancelled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.catalogue.facts import Catalogue
    from wizard.resolution.running import Uv


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One link: how uv judged it, or why it did not."""

    link: str
    agreement: Agreement | None = None
    refusal: WizardError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The result of a campaign; a machine is one platform with one Python and one selection."""

    judged: tuple[Judged, ...]

    @property
    def agreements(self) -> tuple[Agreement, ...]:
        """What uv said about every link it judged."""
        return tuple(one.agreement for one in self.judged if one.agreement)

    @property
    def machines(self) -> int:
        """How many machines were judged."""
        return sum(len(agreement.rows) for agreement in self.agreements)

    @property
    def agreeing(self) -> int:
        """How many links uv agrees with on every machine."""
        return sum(agreement.agrees for agreement in self.agreements)

    @property
    def disagreeing(self) -> tuple[Judged, ...]:
        """The links uv does not agree with."""
        return tuple(one for one in self.judged if one.agreement and not one.agreement.agrees)

    @property
    def unjudged(self) -> tuple[Judged, ...]:
        """The links uv gave no judgement about."""
        return tuple(one for one in self.judged if one.refusal)


@contextmanager
def judging(
    links: Sequence[str], catalogue: Catalogue, *, uv: Uv, mirror: str, jobs: int
) -> Iterator[Iterable[Judged]]:
    """Judge links in parallel, in no order; whoever leaves early stops what still runs."""
    with ThreadPoolExecutor(jobs) as pool:
        futures = [pool.submit(_judged, link, catalogue, uv, mirror) for link in links]
        try:
            yield (_unless_cancelled(future.result(), uv) for future in as_completed(futures))
        except BaseException:
            uv.cancelled.set()
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _unless_cancelled(judged: Judged, uv: Uv) -> Judged:
    if uv.cancelled.is_set():
        raise Cancelled
    return judged


def _judged(link: str, catalogue: Catalogue, uv: Uv, mirror: str) -> Judged:
    try:
        return Judged(
            link=link, agreement=compare_with_uv(decode(link, catalogue).choices, catalogue, uv=uv, mirror=mirror)
        )
    except WizardError as refusal:
        return Judged(link=link, refusal=refusal)
