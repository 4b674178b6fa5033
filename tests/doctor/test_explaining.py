"""What uv says is recognised, whatever stands around it, and answered with a cause and a cure."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wizard.answering.sentences import Sentences
from wizard.doctor.explaining import LONGEST, explain, known_errors
from wizard.doctor.findings import Finding, Place, Severity
from wizard.doctor.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.catalogue.facts import Catalogue

SAID = {
    path.stem: path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parent / "uv_says").glob("*.txt"))
}
"""What uv 0.13.8 and torch wrote, by the code of the error."""
SILENT = {
    "accelerator-extra-in-published-lib",
    "macos14",
    "override-triton",
    "platform-system",
    "unscoped-source-in-library",
}
"""Rules about what no known error tells: uv and torch say nothing of it, or say it to others."""
SENTENCES = Path(__file__).parents[2] / "templates/wizard/sentences/errors"


def in_colours(text: str) -> str:
    return text.replace("error:", "\x1b[1m\x1b[31merror\x1b[39m\x1b[0m:").replace("torch", "\x1b[36mtorch\x1b[39m")


def wrapped(text: str) -> str:
    """Wrap as uv did until 0.12, with its tree beside the text."""
    lines = textwrap.wrap(" ".join(text.split()), 40, break_on_hyphens=False)
    return "  \N{MULTIPLICATION SIGN} Something failed\n  ╰─▶ " + "\n      │ ".join(lines)


def in_a_docker_build(text: str) -> str:
    return "\n".join(f"#12 {number}.231 {line}" for number, line in enumerate(text.splitlines()))


def in_a_job_log(text: str) -> str:
    return "\n".join(
        f"2026-11-02T10:00:0{number % 10}.1234567Z {line}" for number, line in enumerate(text.splitlines())
    )


def cut_by_a_terminal(text: str) -> str:
    return "\n".join(line[at : at + 57] for line in text.splitlines() for at in range(0, len(line), 57))


def in_a_longer_text(text: str) -> str:
    return f"I ran pip install uv && uv sync.\n\n{text}\n\nWhat can I do? Poetry-free since 2024.\n"


def finding(code: str) -> Finding:
    place = Place(path=(), line=1, column=1, end_line=1, end_column=1)
    return Finding(code=code, severity=Severity.ERROR, place=place)


@pytest.mark.parametrize("text", ["", "Resolved 17 packages in 12ms", "error: nobody has ever seen this"])
def test_what_nobody_knows_is_not_explained(text: str) -> None:
    assert explain(text) == ()


@pytest.mark.parametrize("around", [str, in_colours, wrapped, in_a_docker_build, in_a_job_log, in_a_longer_text])
@pytest.mark.parametrize("code", SAID)
def test_each_known_error_is_recognised_and_nothing_else(code: str, around: Callable[[str], str]) -> None:
    assert [found.error.code for found in explain(around(SAID[code]))] == [code]


@pytest.mark.parametrize("code", SAID)
def test_without_backticks_it_is_recognised_too(code: str) -> None:
    assert code in [found.error.code for found in explain(SAID[code].replace("`", ""))]


@pytest.mark.parametrize("code", SAID)
def test_what_a_terminal_cut_anywhere_is_answered_if_only_in_general(code: str) -> None:
    found = explain(cut_by_a_terminal(SAID[code]))
    assert found
    assert all(one.error.code == code or one.error.general for one in found)


def test_every_known_error_was_said_once_and_has_a_cause_and_a_cure() -> None:
    codes = [error.code for error in known_errors()]
    assert sorted(codes) == sorted(set(codes)) == sorted(SAID)
    assert sorted(codes) == sorted(path.stem for path in SENTENCES.glob("*.txt"))
    assert len(codes) >= 20


def test_every_rule_finds_the_cause_of_a_known_error_or_of_none() -> None:
    causes = [code for error in known_errors() for code in error.rules]
    assert {rule.code for rule in RULES} - {*causes} == SILENT
    assert {*causes} <= {rule.code for rule in RULES}


def test_an_error_has_the_names_that_its_words_hold() -> None:
    (found,) = [error for error in known_errors() if error.code == "triton-missing"]
    assert found.names == ("triton", "exact")


@pytest.mark.parametrize("code", SAID)
def test_the_sentences_name_what_the_text_names(code: str, catalogue: Catalogue) -> None:
    (found,) = explain(SAID[code])
    cause, cure = Sentences(catalogue).error(found)
    for text in (cause, cure):
        assert text[0].isalnum() or text[0] == "-"
        assert text.endswith((".", "…."))
        assert "  " not in text
        assert "{" not in text.replace("{ torch = false }", "").replace("{ requirement", "")
        assert "()" not in text


@pytest.mark.parametrize("link", [error.link for error in known_errors()])
def test_links_lead_to_whom_it_may_concern(link: str) -> None:
    assert link.startswith("https://")


def test_a_lower_bound_is_no_exact_version(catalogue: Catalogue) -> None:
    for sign, words in (("==", "works with torch 2.5.0 only"), (">=", "needs torch 2.5.0 or newer")):
        (found,) = explain(SAID["pair-mismatch"].replace("torch==2.5.0", f"torch{sign}2.5.0"))
        assert words in Sentences(catalogue).error(found)[0]


def test_names_are_read_from_the_text() -> None:
    (found,) = explain(SAID["conflicting-indexes"])
    assert found.facts == {"package": "torch"}
    (found,) = explain(SAID["triton-missing"])
    assert found.facts == {"triton": "triton-rocm", "exact": "3.6.0"}


@pytest.mark.parametrize(
    ("library", "wanted"),
    [
        ("libcudart.so.13", "libcudart of CUDA 13,"),
        ("libcublasLt.so.12", "libcublasLt of CUDA 12,"),
        ("libcudnn.so.9", "libcudnn 9,"),
        ("libnccl.so.2", "libnccl 2,"),
        ("libcufft.so.11", "libcufft 11,"),
        ("libcusparseLt.so.0", "libcusparseLt 0,"),
    ],
)
def test_a_library_s_number_is_only_called_cuda_s_where_it_is(library: str, wanted: str, catalogue: Catalogue) -> None:
    (found,) = explain(f"OSError: {library}: cannot open shared object file: No such file or directory")
    assert f"torch wants {wanted}" in Sentences(catalogue).error(found)[0]


@pytest.mark.parametrize("library", ["libGL.so.1", "libcuda.so.1", "libcurl.so.4", "libavutil.so.58"])
def test_a_library_that_no_package_of_nvidia_s_brings_is_another_story(library: str) -> None:
    assert explain(f"ImportError: {library}: cannot open shared object file: No such file or directory") == ()


@pytest.mark.parametrize("symbol", ["_ZN3c104cuda9SetDeviceEi", "_ZNK2at10TensorBase8data_ptrEv", "_ZN5torch3jit1xE"])
def test_an_extension_of_another_torch_is_named_where_it_can_be(symbol: str, catalogue: Catalogue) -> None:
    (named,) = explain(f"ImportError: /x/site-packages/torchvision/_C.so: undefined symbol: {symbol}")
    (plain,) = explain(f"undefined symbol: {symbol}")
    assert named.error.code == plain.error.code == "built-for-another-torch"
    assert Sentences(catalogue).error(named)[0].startswith("_C.so was compiled")
    assert Sentences(catalogue).error(plain)[0].startswith("An extension was compiled")
    assert explain("undefined symbol: _ZN3foo3barEv") == ()


def test_a_missing_upload_date_is_enough() -> None:
    (found,) = explain("warning: `torch-2.9.1-cp312-cp312-win_amd64.whl` is missing an upload date")
    assert found.error.code == "upload-date-missing"


def test_several_errors_in_one_text_are_all_explained() -> None:
    found = explain(SAID["driver-too-old"] + SAID["index-not-kept"] + SAID["broken-toml"])
    assert [one.error.code for one in found] == ["index-not-kept", "driver-too-old"]


def test_of_a_long_log_the_end_counts() -> None:
    assert explain(SAID["cpu-build"] + "x" * LONGEST) == ()
    assert explain("x" * LONGEST + SAID["cpu-build"])


def test_what_was_found_in_the_file_is_told_as_the_cause() -> None:
    (found,) = explain(SAID["conflicting-indexes"])
    cause = finding("missing-conflicts")
    assert found.causes([finding("local-version-pin"), cause]) == (cause,)
