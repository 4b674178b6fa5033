"""What is worked out from a catalogue is kept with that catalogue; it goes when the next revision takes its place."""

from __future__ import annotations

from functools import lru_cache, partial, wraps
from typing import TYPE_CHECKING, Concatenate

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.catalogue.facts import Catalogue


def per_catalogue[**Rest, Answer](
    maxsize: int,
) -> Callable[
    [Callable[Concatenate[Catalogue, Rest], Answer]],
    Callable[Concatenate[Catalogue, Rest], Answer],
]:
    """Have a function remember so many of its last answers about each catalogue.

    A cache of the function's own would keep every catalogue it was ever asked about, megabytes each.
    """

    def remember(ask: Callable[Concatenate[Catalogue, Rest], Answer]) -> Callable[Concatenate[Catalogue, Rest], Answer]:
        @wraps(ask)
        def answer(catalogue: Catalogue, /, *rest: Rest.args, **named: Rest.kwargs) -> Answer:
            try:
                kept = catalogue.answers[answer]
            except KeyError:
                kept = catalogue.answers.setdefault(answer, lru_cache(maxsize)(partial(ask, catalogue)))
            found: Answer = kept(*rest, **named) if named else kept(*rest)  # asked thousands of times for one page
            return found

        return answer

    return remember
