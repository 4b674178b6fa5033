"""Questions that many rules ask of the same project are answered once; the answers go when the project goes."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Concatenate, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from wizard.doctor.project import Project


def once[**Rest, Answer](
    ask: Callable[Concatenate[Project, Rest], Answer],
) -> Callable[Concatenate[Project, Rest], Answer]:
    """Keep what a function answers about a project with that project.

    A cache of the function's own would keep files that people pasted after they were answered.
    """

    @wraps(ask)
    def answer(project: Project, /, *rest: Rest.args, **named: Rest.kwargs) -> Answer:
        asked: Hashable = (ask, rest, *sorted(named.items()))
        if asked not in project.answers:
            project.answers[asked] = ask(project, *rest, **named)
        return cast("Answer", project.answers[asked])

    return answer
