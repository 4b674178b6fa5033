"""The sentences for notices, obstacles and advice: one template per code, filled with facts and labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.answering.names import PLACES, named, named_in
from wizard.answering.wording import per_language, phrased, worded
from wizard.catalogue.facts import Channel

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wizard.catalogue.facts import Catalogue
    from wizard.choices.choices import Notice
    from wizard.choices.obstacles import Obstacle
    from wizard.configuration.values import Advice
    from wizard.doctor.explaining import KnownError, Recognised
    from wizard.doctor.findings import Finding
    from wizard.doctor.mending import Why


class Sentences:
    """Writes facts out for people, with the labels of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def notice(self, notice: Notice, *, refused: bool = False) -> str:
        """Say what had to be ignored or changed, and what to do; where all is ``refused``, nothing was."""
        facts = {**notice.facts, "refused": refused}
        reason = facts.get("reason")
        if reason is not None:
            facts["reason"] = self.obstacle(reason)  # type: ignore[arg-type]
        return self._write("notices", notice.code, facts)

    def obstacle(self, obstacle: Obstacle) -> str:
        """Say why something cannot be picked."""
        return _obstacle_sentence(self.catalogue, obstacle)

    def write_obstacle(self, obstacle: Obstacle) -> str:
        """Fill the sentence in; a grid asks for the same hundred again and again, so ``obstacle`` remembers them."""
        facts = {name: getattr(obstacle, name) for name in obstacle.__slots__}
        if obstacle.accelerator:
            facts["kind"] = self.catalogue.accelerators[obstacle.accelerator].kind.value
        if obstacle.platform:
            facts["system"] = self.catalogue.platforms[obstacle.platform].sys_platform
        return self._write("obstacles", obstacle.code, facts)

    def advice(self, advice: Advice) -> str:
        """Say what a person should know."""
        return self._write("advice", advice.code, dict(advice.facts))

    def finding(self, finding: Finding) -> tuple[str, str]:
        """Say what happens because of what was found in a file, and what to do about it."""
        return self._paragraphs("findings", finding.code, finding.facts)

    def left(self, why: Why) -> str:
        """Say why mending all left a finding, and what to do about it."""
        return self._write("left", why.value, {})

    def error(self, found: Recognised) -> tuple[str, str]:
        """Say what uv's words mean, and what to do about it."""
        return self._paragraphs("errors", found.error.code, found.facts)

    def unread(self, notice: Notice) -> str:
        """Say what of a file no choice says."""
        return self._write("unread", notice.code, notice.facts)

    def known_error(self, error: KnownError) -> tuple[str, str, str]:
        """Return an error's own words, and say the same in general: for a name stands its kind, between < and >."""
        kinds = {name: f"<{phrased(PLACES[name])}>" for name in error.names}
        return (error.said_of(kinds), *self._paragraphs("errors", error.code, kinds))

    def _paragraphs(self, kind: str, code: str, facts: Mapping[str, object]) -> tuple[str, str]:
        first, _, second = self._filled(kind, code, facts).strip().partition("\n\n")
        return " ".join(first.split()), " ".join(second.split())

    def missed(self, code: str) -> str:
        """Say why a format cannot be written, and what to do."""
        return self._write("formats", code, {})

    def _write(self, kind: str, code: str, facts: Mapping[str, object]) -> str:
        return " ".join(self._filled(kind, code, {**facts, **self._labels(facts)}).split())

    def _filled(self, kind: str, code: str, facts: Mapping[str, object]) -> str:
        return worded(f"{kind}/{code}.txt", {name: named_in(fact) for name, fact in facts.items()})

    def _labels(self, facts: Mapping[str, object]) -> dict[str, object]:
        labels: dict[str, object] = {}
        if ".dev" in str(facts.get("torch", "")):
            labels["torch"] = Channel.NIGHTLY.value
        if facts.get("platform"):
            labels["platform"] = self.catalogue.platforms[str(facts["platform"])].label
        if facts.get("accelerator"):
            labels["accelerator"] = self.catalogue.accelerators[str(facts["accelerator"])].label
        for key in ("cells", "others"):
            if key in facts:
                labels[key] = self._cells(facts[key])  # type: ignore[arg-type]
        return labels

    def _cells(self, cells: Iterable[tuple[str, str]]) -> str:
        """Name what computes on which machine, one after the other."""
        platforms, accelerators = self.catalogue.platforms, self.catalogue.accelerators
        labelled = [
            (named(accelerators[accelerator].label), named(platforms[platform].label))
            for platform, accelerator in cells
        ]
        return worded("texts/cells.txt", {"cells": labelled}).strip()


@per_language(5_000)
def _obstacle_sentence(catalogue: Catalogue, obstacle: Obstacle) -> str:
    return Sentences(catalogue).write_obstacle(obstacle)
