"""Every sentence of ours is reached by what uv really wrote; the texts are uv's own, 0.13.8 unless said otherwise."""

from __future__ import annotations

from typing import Final

import pytest

from wizard.resolution.explanations import EXPLANATIONS, OTHERWISE, explanation_of
from wizard.resolution.refusals import LockRefused

FULL_CACHE: Final = """\
error: Failed to write to the client cache
  cause: failed to write to file `/cache/simple-v27/pypi/.tmpRU8Bpb`: No space left on device (os error 28)"""
NO_CACHE: Final = """\
error: Failed to initialize cache at `/proc/nocache`
  cause: failed to create directory `/proc/nocache`: No such file or directory (os error 2)"""
BAD_METADATA: Final = """\
error: No solution found when resolving dependencies for split (markers: sys_platform == 'linux')
  cause: Because torch==2.13.0+cu130 has invalid metadata and your project depends on
torch{sys_platform == 'linux'}==2.13.0+cu130, we can conclude that your project's requirements are unsatisfiable.

hint: Metadata for `torch` (v2.13.0+cu130) could not be parsed:
  Metadata field Name not found"""
SLOW: Final = """\
error: Failed to fetch: http://127.0.0.1:41685/whl/cu130/torch/
  cause: error sending request for url (http://127.0.0.1:41685/whl/cu130/torch/)
  cause: operation timed out"""
BROKEN: Final = """\
error: Failed to fetch: http://127.0.0.1:38157/whl/cu130/torch/
  cause: HTTP status server error (500 Internal Server Error) for url (http://127.0.0.1:38157/whl/cu130/torch/)"""
DEAD: Final = """\
error: Request failed after 3 retries in 8.2s
  cause: Failed to fetch: http://127.0.0.1:9/whl/cu130/torch/
  cause: error sending request for url (http://127.0.0.1:9/whl/cu130/torch/)
  cause: client error (Connect)
  cause: tcp connect error
  cause: Connection refused (os error 111)"""
OLD_UV: Final = """\
error: unexpected argument '--python-platform' found

  tip: a similar argument exists: '--python'

Usage: uv sync --frozen --dry-run --no-build --no-install-project --python <PYTHON>"""  # 0.7.20
OLD_EXPORT: Final = "error: invalid value 'pylock.toml' for '--format <FORMAT>'\n  [possible values: requirements-txt]"
"""uv 0.6.14."""
UNSATISFIABLE: Final = """\
error: No solution found when resolving dependencies for split (markers: sys_platform == 'linux')
  cause: Because only torch{sys_platform == 'linux'}<2.13.0 is available and your project depends on
torch{sys_platform == 'linux'}>=2.13.0, we can conclude that your project's requirements are unsatisfiable."""
READ: Final = {
    "The disk is full": FULL_CACHE,
    "uv may not write": NO_CACHE,
    "serves metadata": BAD_METADATA,
    "did not answer in time": SLOW,
    "answers with an error": BROKEN,
    "could not be reached": DEAD,
    "does not know a setting": OLD_UV,
    "cannot be had together": UNSATISFIABLE,
}


@pytest.mark.parametrize("sentence", READ)
def test_what_uv_wrote_gets_the_sentence_that_helps(sentence: str) -> None:
    assert sentence in explanation_of(READ[sentence]).sentence


def test_every_sentence_is_reached() -> None:
    assert {explanation_of(text) for text in READ.values()} == {*EXPLANATIONS}


def test_a_uv_that_cannot_export_gets_the_same_sentence_as_one_that_cannot_sync() -> None:
    assert explanation_of(OLD_EXPORT) == explanation_of(OLD_UV)


def test_the_cause_counts_more_than_the_failed_resolution() -> None:
    assert explanation_of(f"{UNSATISFIABLE}\n{FULL_CACHE}") == explanation_of(FULL_CACHE)


def test_what_nobody_foresaw_keeps_the_words_of_uv() -> None:
    assert explanation_of("error: the moon is in the wrong phase") == OTHERWISE
    refusal = LockRefused(command="lock", explanation="error: the moon is in the wrong phase")
    assert str(refusal) == f"`uv lock` failed. {OTHERWISE.sentence}\nuv says:\nerror: the moon is in the wrong phase"
