"""A kill is believed only once the load has met it."""

from __future__ import annotations

from threading import Event

import pytest

from tests.deployment.asking import Load


class Meanwhile(Event):
    """Something is answered whenever it is waited for."""

    def __init__(self, answers: list[tuple[str, int]], answered: tuple[str, int]) -> None:
        super().__init__()
        self.answers, self.answered = answers, answered

    def wait(self, timeout: float | None = None) -> bool:
        """Wait, after the answer."""
        self.answers.append(self.answered)
        return super().wait(timeout)


@pytest.mark.parametrize("answered", [("a", 200), ("b", 503)])
def test_a_kill_that_nobody_noticed_fails_the_test(answered: tuple[str, int]) -> None:
    answers = [("a", 503)]
    load = Load(sites=("a", "b"), answers=answers, _ended=Meanwhile(answers, answered))
    with pytest.raises(AssertionError, match="No 503"):
        load.wait_for(503, "a", patience=0.3)


def test_a_kill_that_was_noticed_is_waited_for_no_longer() -> None:
    answers: list[tuple[str, int]] = []
    Load(sites=("a", "b"), answers=answers, _ended=Meanwhile(answers, ("a", 503))).wait_for(503, "a")
