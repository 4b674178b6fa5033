"""Brings the stored wheels to what was observed: the only writer of wheels, for shipped files and syncs alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import batched
from typing import TYPE_CHECKING, Final, NamedTuple

from django.conf import settings

from wizard.catalogue.consistent import change_alone
from wizard.catalogue.index import Page, WheelKey
from wizard.catalogue.models import Index, Revision, Wheel

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

BATCH: Final = 2000
IN_ONE_QUERY: Final = 500
LONGEST_SOURCE: Final = 200
NAME: Final = WheelKey._fields[1:]


class Seen(NamedTuple):
    """What an observation says of a file; ``size_bytes`` is ``None`` where the page has no sizes."""

    size_bytes: int | None
    listed_from_root: bool
    evidence: str


Observed = dict[WheelKey, Seen]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What separates the served wheels from the observed ones."""

    added: Mapping[WheelKey, Seen] = field(default_factory=dict)
    gone: Mapping[WheelKey, int] = field(default_factory=dict)
    corrected: Mapping[WheelKey, tuple[int, Seen]] = field(default_factory=dict)
    before: Mapping[Page, int] = field(default_factory=dict)
    """How many files each page had."""

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.added or self.gone or self.corrected)


def difference(observed: Observed, pages: Iterable[Page]) -> Difference:
    """Compare what was observed on some pages with what is served of them; other pages stay as they are."""
    served = _served(set(pages))
    corrected = {
        key: (served[key][0], merged)
        for key, seen in observed.items()
        if key in served and (merged := _merged(served[key][1], seen)) != served[key][1]
    }
    return Difference(
        added={key: seen for key, seen in observed.items() if key not in served},
        gone={key: primary_key for key, (primary_key, _) in served.items() if key not in observed},
        corrected=corrected,
        before=Counter(page_of(key) for key in served),
    )


def _served(pages: set[Page]) -> dict[WheelKey, tuple[int, Seen]]:
    columns = ("size_bytes", "listed_from_root", "evidence", "pk")
    wheels = Wheel.objects.published().values_list("index__slug", *NAME, *columns)
    split = len(WheelKey._fields)
    return {WheelKey(*row[:split]): (row[-1], Seen(*row[split:-1])) for row in wheels if Page(row[0], row[1]) in pages}


def published_places() -> dict[WheelKey, bool]:
    """Return of every published wheel whether it lies at the root."""
    wheels = Wheel.objects.published().values_list("index__slug", *NAME, "listed_from_root")
    return {WheelKey(*row[:-1]): row[-1] for row in wheels}


def page_of(key: WheelKey) -> Page:
    """Return the page that lists a file."""
    return Page(key.index_slug, key.package)


def _merged(before: Seen, now: Seen) -> Seen:
    """Keep what this observation cannot give: HTML has no sizes, and some mirrors hide what lies at the root."""
    return now._replace(
        size_bytes=now.size_bytes or before.size_bytes,
        listed_from_root=now.listed_from_root or before.listed_from_root,
    )


def new_revision(source: str, change: Difference, *, checksum: str = "", changes: Sequence[str] = ()) -> Revision:
    """Make a difference the newest revision, which is served as soon as the transaction around this ends."""
    change_alone()
    before = Revision.objects.values_list("checksum", flat=True).first() or ""
    revision = Revision.objects.create(
        source=source[:LONGEST_SOURCE],
        checksum=checksum or before,
        wheel_count=0,
        added_count=len(change.added),
        gone_count=len(change.gone),
        changes=list(changes),
    )
    _write(change, revision.pk)
    revision.wheel_count = Wheel.objects.published().count()
    revision.save(update_fields=["wheel_count"])
    prune(settings.CATALOGUE_REVISIONS_KEPT)
    return revision


def _write(change: Difference, revision: int) -> None:
    """Let added files begin with a revision, and gone ones end with it."""
    indexes = {index.slug: index for index in Index.objects.all()}
    Wheel.objects.bulk_create(
        (
            Wheel(index=indexes[slug], since=revision, **dict(zip(NAME, name, strict=True)), **seen._asdict())
            for (slug, *name), seen in change.added.items()
        ),
        batch_size=BATCH,
    )
    for keys in batched(change.gone.values(), IN_ONE_QUERY, strict=False):
        Wheel.objects.filter(pk__in=keys).update(until=revision)
    _correct(change)


def _correct(change: Difference) -> None:
    """Write what is better known than before; the file is the same, so no revision begins or ends with it."""
    alike: dict[Seen, list[int]] = defaultdict(list)
    for primary_key, seen in change.corrected.values():
        alike[seen].append(primary_key)
    for seen, keys in alike.items():
        for some in batched(keys, IN_ONE_QUERY, strict=False):
            Wheel.objects.filter(pk__in=some).update(**seen._asdict())


def prune(kept: int) -> int:
    """Forget all revisions but the newest ``kept``, with the wheels that only older ones had; return how many.

    What the oldest of the kept ones ended stays with it: it is half of what that revision changed.
    """
    oldest = Revision.objects.order_by("-pk").values_list("pk", flat=True)[kept - 1 : kept].first()
    if oldest is None:
        return 0
    Wheel.objects.filter(until__lt=oldest).delete()
    count, _ = Revision.objects.filter(pk__lt=oldest).delete()
    return count
