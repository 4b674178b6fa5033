"""Words of ours inside other people's: labels, errors in general, what uv does otherwise, in every language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import override

from wizard.answering.names import PLACES, WORDS, named, named_in
from wizard.answering.wording import closed_up, phrased
from wizard.doctor.explaining import known_errors
from wizard.languages import phrase
from wizard.resolution.agreement import LOCK, Difference
from wizard.web.differences import LONGEST_SAID, kept, said
from wizard.web.templatetags.wizard import coded

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

INSIDE = phrase("%(package)s, by default", package=LOCK)


def test_between_japanese_and_japanese_stands_no_space() -> None:
    assert closed_up("Mac に PyPI 既定版 が、Linux に CUDA 13.0 が") == "Mac に PyPI 既定版が、Linux に CUDA 13.0 が"


def test_code_in_a_sentence_is_shown_as_code_and_the_rest_is_escaped() -> None:
    assert coded("Use `a < b`, --no-group <group> or [tool.uv.sources]; x--y stays.") == (
        'Use <code>a &lt; b</code>, <code class="whole">--no-group</code> &lt;group&gt; '
        'or <code class="whole">[tool.uv.sources]</code>; x--y stays.'
    )


def test_labels_with_words_in_them_are_translated_and_names_are_not(catalogue: Catalogue) -> None:
    labels = [one.label for one in catalogue.accelerators.values()]
    labels += [one.label for one in catalogue.platforms.values()]
    worded = re.compile(" default|macOS ")
    assert {label for label in labels if worded.search(label)} == set(WORDS) <= set(labels)
    with override("ja"):
        assert [named(one) for one in ("CUDA 13.0", "PyPI default", "Ours")] == ["CUDA 13.0", "PyPI 既定版", "Ours"]
        assert named_in(("PyPI default", 3)) == ["PyPI 既定版", 3]
    assert named("PyPI default") == "PyPI default"


def test_every_place_in_an_error_has_a_word() -> None:
    assert {name for error in known_errors() for name in error.names} == set(PLACES)


def test_a_phrase_in_a_phrase_is_translated_too() -> None:
    assert phrased(INSIDE) == str(INSIDE) == "the lock, by default"
    with override("zh-hans"):
        assert phrased(INSIDE).startswith("锁文件")


def test_a_difference_is_worded_for_whoever_looks_at_it() -> None:
    remark = phrase("not among what this catalogue (r%(revision)s) has there", revision=7)
    found = Difference(package=INSIDE, foreseen="2.13.0", found="/srv/x" + "y" * LONGEST_SAID, remark=remark)
    stored = kept(found, lambda text: text.replace("/srv", "…"))
    assert said(stored).startswith("the lock, by default: foreseen 2.13.0, uv says …/xyy")
    assert said(stored).endswith("yy: not among what this catalogue (r7) has there")
    with override("ja"):
        assert said(stored).startswith("ロック")
        assert "予測は「2.13.0」、uv の結果は「…/xyy" in said(stored)
        assert "にはない版です" in said(stored)


def test_a_difference_that_was_kept_as_a_sentence_stays_one() -> None:
    assert said("torch: foreseen 2.13.0, uv says nothing") == "torch: foreseen 2.13.0, uv says nothing"
