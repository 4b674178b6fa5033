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
    from collections.abc import Callable, Sequence

    from wizard.catalogue.facts import Catalogue
    from wizard.choices.choices import Choices
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
    links: Sequence[str], catalogue: Catalogue, *, uv: Uv, jobs: int, **mirrors: str
) -> Iterator[Iterable[Judged]]:
    """Judge links in parallel, in no order, through ``configure()``'s mirrors; whoever leaves early stops what runs."""

    def judge(choices: Choices) -> Agreement:
        return compare_with_uv(choices, catalogue, uv=uv, **mirrors)

    with ThreadPoolExecutor(jobs) as pool:
        futures = [pool.submit(_judged, link, catalogue, judge) for link in links]
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


def _judged(link: str, catalogue: Catalogue, judge: Callable[[Choices], Agreement]) -> Judged:
    try:
        return Judged(link=link, agreement=judge(decode(link, catalogue).choices))
    except WizardError as refusal:
        return Judged(link=link, refusal=refusal)
