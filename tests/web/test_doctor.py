"""The doctor's page and its addresses: findings beside the file, honest statuses, and nothing that stays."""

from __future__ import annotations

import html
import json
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.doctor.projects import FILE
from wizard.doctor.explaining import known_errors
from wizard.doctor.mending import mend_all
from wizard.doctor.rules import RULES
from wizard.web.models import Tally

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
QUIET = '[project]\nname = "demo"\nversion = "0"\nrequires-python = ">=3.11"\ndependencies = ["requests"]\n'
BROKEN = '[project]\nname = "demo\n'
SAID = "error: Requirements contain conflicting indexes for package `torch` in all marker environments:"
TOO_MUCH = "#" * (settings.DOCTOR_MAX_BYTES + 1)


def page(client: Client, **fields: Any) -> str:
    """Send the form, and return the page it is answered with."""
    response = client.post("/doctor/", fields)
    assert response.status_code == 200
    return response.content.decode()


def field(answer: str, name: str) -> str:
    """Return what a hidden field of the answer carries on."""
    found = re.search(rf'name="{name}" value="([^"]*)"', answer)
    assert found, name
    return html.unescape(found[1])


def raw(client: Client, body: str | bytes, kind: str = "application/x-www-form-urlencoded", **headers: str) -> Any:
    query = headers.pop("query", "")
    return client.generic("POST", f"/doctor/{query}", body, content_type=kind, headers=headers or None)


def keys(answer: str) -> list[str]:
    return [html.unescape(key) for key in re.findall(r'name="mend" value="([^"*]+)"', answer)]


def test_the_page_offers_a_form_and_leads_on(client: Client) -> None:
    answer = client.get("/doctor/")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'enctype="multipart/form-data"' in text
    assert "csrfmiddlewaretoken" in text
    assert 'href="/doctor/rules/"' in text
    assert "What was found" not in text
    assert answer.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_a_file_without_faults_is_told_so(client: Client) -> None:
    answer = page(client, text=QUIET)
    assert "Nothing found." in answer
    assert keys(answer) == []
    assert "What was mended" not in answer


def test_findings_and_lines_lead_to_each_other(client: Client) -> None:
    answer = page(client, text=FILE)
    assert re.search(r'id="line-9" class="\w+"><code>.*href="#finding-\d', answer)
    for number in re.findall(r'href="#finding-(\d+)"', answer):
        assert f'id="finding-{number}"' in answer
    for number in re.findall(r'href="#line-(\d+)"', answer):
        assert f'id="line-{number}"' in answer
    assert "/doctor/rules/#rocm-missing-triton" in answer
    assert "Found " in answer


def test_one_finding_is_mended_then_the_rest_and_the_diff_keeps_what_was_first(
    client: Client, catalogue: Catalogue
) -> None:
    answer = page(client, text=FILE)
    key = next(key for key in keys(answer) if key.startswith("rocm-missing-triton@"))
    first = page(client, kept=field(answer, "kept"), before=field(answer, "before"), mend=key)
    assert key not in keys(first)
    assert "What was mended" in first
    assert json.loads(field(first, "before")) == FILE
    last = page(client, kept=field(first, "kept"), before=field(first, "before"), mend="*")
    assert keys(last) == []
    assert json.loads(field(last, "before")) == FILE
    assert json.loads(field(last, "kept")) == mend_all(FILE, catalogue).text
    assert "<del><code>dependencies" in last


def test_errors_are_counted_before_what_matters_less(client: Client) -> None:
    text = FILE.replace('">=3.11,<3.14"', '">=3.11"').replace('"torch==2.9.1"', '"accelerate"')
    text += '\n[project.optional-dependencies]\ncpu = ["torch==2.9.1"]\ncu = ["torch[x]", "torch==2.8"]\n'
    (summary,) = re.findall(r"Found [^<.]*\.", page(client, text=text))
    words = [word for word in ("error", "warning", "note") if word in summary]
    assert len(words) > 1
    assert sorted(words, key=summary.index) == words


def test_the_page_says_why_mending_all_left_something(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.web.doctor_page.mend_all", partial(mend_all, seconds=0))
    answer = page(client, kept=json.dumps(FILE), mend="*")
    assert answer.count("Mending all left it, because the file takes long") == len(keys(answer)) > 0
    assert f"Mending all left {len(keys(answer))} that can be mended." in answer


def test_a_finding_that_is_gone_is_said_to_be_gone(client: Client) -> None:
    answer = page(client, kept=json.dumps(FILE), mend="local-version-pin@project")
    assert "The file has no finding local-version-pin@project that can be mended." in answer
    assert json.loads(field(answer, "kept")) == FILE


@pytest.mark.parametrize("text", [FILE, FILE.replace("\n", "\r\n"), "\ufeff" + FILE, FILE.replace("\n", "\r\n", 3)])
def test_every_byte_survives_the_form_and_the_download(client: Client, text: str) -> None:
    chosen = SimpleUploadedFile("pyproject.toml", text.encode())
    answer = page(client, file=chosen, text="something else")
    typed = text.replace("\r\n", "\n").replace("\n", "\r\n")  # what a browser makes of the text area
    again = page(client, text=typed, kept=field(answer, "kept"))
    response = client.post("/doctor/download", {"kept": field(again, "kept")})
    assert response.content.decode() == text
    assert response.headers["Content-Disposition"] == 'attachment; filename="pyproject.toml"'
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_what_was_typed_counts_where_it_differs_and_keeps_the_line_ends_of_the_file(client: Client) -> None:
    kept = FILE.replace("\n", "\r\n")
    answer = page(client, text=kept.replace("demo", "other"), kept=json.dumps(kept))
    assert json.loads(field(answer, "kept")) == kept.replace("demo", "other")
    pasted = page(client, text=kept)
    assert json.loads(field(pasted, "kept")) == FILE


@pytest.mark.parametrize("kept", ["{", "[1]", "[" * 100_000, '"\\ud800"'])
def test_a_field_somebody_has_changed_does_no_harm(client: Client, kept: str) -> None:
    assert client.post("/doctor/", {"kept": kept, "before": kept, "mend": "*"}).status_code == 200
    assert client.post("/doctor/download", {"kept": kept}).status_code == 200


def test_broken_toml_is_shown_at_its_line(client: Client) -> None:
    answer = page(client, text=BROKEN)
    assert "is not valid TOML" in answer
    assert re.search(r'id="line-2" class="error">.*uv stops here', answer)
    assert "Download" not in answer


def test_a_broken_lock_is_named(client: Client) -> None:
    answer = page(client, text=QUIET, lock=SimpleUploadedFile("uv.lock", b"version = \n"))
    assert "uv.lock is not valid TOML" in answer


def test_a_lock_travels_on_with_the_file(client: Client) -> None:
    answer = page(client, text=QUIET, lock=SimpleUploadedFile("uv.lock", b"version = 1\n"))
    assert field(answer, "lock_text") == "version = 1\n"
    again = page(client, text=QUIET, lock_text="version = 1\n")
    assert field(again, "lock_text") == "version = 1\n"


def test_what_a_file_holds_is_shown_and_never_run(client: Client) -> None:
    attack = "<script>alert(1)</script>"
    for text in (f'[project]\nname = "{attack}"\n', f"{attack}\n", f"# {attack}\n{FILE}# {'x' * 60_000}\n"):
        answer = page(client, text=text, said=attack)
        assert attack not in answer
        assert html.escape(attack) in answer


def test_a_file_opens_in_the_wizard_with_what_it_leaves_out(client: Client) -> None:
    answer = page(client, text=FILE)
    link = re.search(r'href="/(\?[^"]+)">Open in the wizard', answer)
    assert link
    assert "linux-x86_64=rocm6.4" in link[1]
    assert client.get(f"/{html.unescape(link[1])}").status_code == 200
    assert "The file sends Windows x86-64 to ROCm 6.4, which never had a build for it." in answer


def test_what_no_choice_says_of_a_file_is_told_beside_the_link(client: Client) -> None:
    answer = page(client, text=QUIET)
    assert "What the link leaves out or guesses" in answer
    assert "The file does not ask for torch" in answer


REQUIREMENTS = "--extra-index-url https://download.pytorch.org/whl/cu128\ntorch==2.9.1+cu128\n"


def test_what_uv_does_not_read_opens_in_the_wizard(client: Client) -> None:
    answer = page(client, file=SimpleUploadedFile("requirements.txt", REQUIREMENTS.encode()))
    assert "This is a requirements.txt. It is not examined, but it opens in the wizard." in answer
    assert "The doctor examines what uv reads" in answer
    assert re.search(r'href="/\?[^"]*linux-x86_64=cu128[^"]*">Open in the wizard', answer)


def test_curl_gets_the_link_of_what_uv_does_not_read(client: Client) -> None:
    text = raw(client, REQUIREMENTS).content.decode()
    assert text.startswith("pyproject.toml: This is a requirements.txt.")
    assert "\n  ?linux-x86_64=cu128&" in text
    answer = raw(client, REQUIREMENTS, query="?format=json").json()
    assert answer["form"] == "requirements"
    assert answer["link"].startswith("?linux-x86_64=cu128&")


def test_uvs_words_are_explained_and_the_finding_behind_them_is_named(client: Client) -> None:
    answer = page(client, said=SAID)
    assert "For torch two indexes are asked for at once" in answer
    assert "With the file above it" not in answer
    assert "In this file:" not in answer
    nothing = page(client, said="what?")
    assert "None of the" in nothing
    said = "there is no version of triton-rocm==3.6.0 and torch==2.11.0+rocm7.2 depends on triton-rocm==3.6.0"
    assert "In this file: <a" in page(client, text=FILE, said=said)


@pytest.mark.parametrize("address", ["/doctor/", "/doctor/download"])
def test_the_form_needs_its_token(address: str) -> None:
    answer = Client(enforce_csrf_checks=True).post(address, {"text": FILE})
    assert answer.status_code == 403
    assert b"allow this site's cookies" in answer.content


@pytest.mark.parametrize(
    "fields", [{"text": TOO_MUCH}, {"file": TOO_MUCH}, {"lock": TOO_MUCH * 2}, {"said": TOO_MUCH * 3}]
)
def test_too_large_a_file_is_refused_with_a_sentence(client: Client, fields: dict[str, str]) -> None:
    files = {
        name: SimpleUploadedFile("file", text.encode()) if name in {"file", "lock"} else text
        for name, text in fields.items()
    }
    answer = client.post("/doctor/", files)
    assert answer.status_code == 413
    assert b"This is more than 1 MB, the most that is read here." in answer.content


def test_far_too_large_a_form_is_refused_before_it_is_read(client: Client) -> None:
    for address in ("/doctor/", "/doctor/download"):
        answer = client.post(address, {"text": TOO_MUCH * 7})
        assert answer.status_code == 413


def test_more_than_is_examined_is_refused_with_what_to_do(client: Client) -> None:
    text = QUIET + "[dependency-groups]\n" + "".join(f"g{one} = []\n" for one in range(301))
    told = "The file has 301 extras and dependency groups; at most 300 are examined. Leave out"
    for answer in (client.post("/doctor/", {"text": text}), raw(client, text)):
        assert answer.status_code == 422
        assert told in answer.content.decode()


def test_bytes_that_are_no_text_are_refused_with_their_line(client: Client) -> None:
    answer = client.post("/doctor/", {"file": SimpleUploadedFile("pyproject.toml", b"a = 1\n\xff\n")})
    assert answer.status_code == 422
    assert b"pyproject.toml is no text in UTF-8: line 2 has other bytes." in answer.content


def test_a_script_is_downloaded_as_one(client: Client) -> None:
    response = client.post("/doctor/download", {"kept": json.dumps("print()"), "script": "yes"})
    assert response.headers["Content-Disposition"] == 'attachment; filename="script.py"'


def test_htmx_gets_the_part_that_changes(client: Client) -> None:
    answer = client.post("/doctor/", {"text": FILE}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in answer
    assert 'id="doctor-status"' in answer


def test_an_examination_only_counts_its_client_in_the_database_once_warm(client: Client) -> None:
    page(client, text=FILE)
    with CaptureQueriesContext(connection) as asked:
        page(client, text=FILE)
    said = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
    assert [sql for sql in said if Tally._meta.db_table not in sql] == []


def test_nothing_of_a_file_is_logged(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    page(client, text=FILE)
    raw(client, BROKEN)
    assert "demo" not in caplog.text


def test_curl_is_shown_help(client: Client) -> None:
    answer = client.get("/doctor/", headers={"User-Agent": "curl/8.5"})
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "curl --data-binary @pyproject.toml http://testserver/doctor/" in answer.content.decode()


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain", "application/toml", ""])
def test_a_body_is_examined_without_a_token(kind: str) -> None:
    answer = raw(Client(enforce_csrf_checks=True), FILE, kind)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    text = answer.content.decode()
    assert re.search(r"^pyproject\.toml:5:17: error: .+ \[rocm-missing-triton\]$", text, re.MULTILINE)
    assert re.search(r"^pyproject\.toml: Found \d errors?.* can be mended\.$", text, re.MULTILINE)
    assert not answer.cookies


def test_a_body_without_faults_says_so(client: Client) -> None:
    assert raw(client, QUIET).content == b"pyproject.toml: Nothing found.\n"


def test_a_body_that_is_answered_as_text_pays_for_no_choices(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wizard.doctor.foreign.infer", lambda *_: pytest.fail("worked out"))
    assert raw(client, FILE).status_code == 200
    with pytest.raises(pytest.fail.Exception):
        raw(client, FILE, query="?format=json")


def test_json_has_the_places_and_the_sentences(client: Client) -> None:
    for answer in (raw(client, FILE, query="?format=json"), raw(client, FILE, accept="application/json")):
        assert answer.headers["Content-Type"] == "application/json"
        found = next(one for one in answer.json()["findings"] if one["code"] == "rocm-missing-triton")
        assert (found["line"], found["column"], found["severity"]) == (5, 17, "error")
        assert found["path"] == ["project", "dependencies", 0]
        assert found["fixable"]
        assert found["key"] == "rocm-missing-triton@project.dependencies.0"
        assert found["what"].endswith(".")
        assert found["cure"].endswith(".")


def test_github_is_told_in_workflow_commands(client: Client) -> None:
    text = raw(client, FILE, query="?format=github").content.decode()
    assert "::error file=pyproject.toml,line=5,endLine=5,title=rocm-missing-triton,col=17,endColumn=" in text
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in text.splitlines())


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("text", "pyproject.toml:2:13: error: The file is not valid TOML: "),
        ("github", "::error file=pyproject.toml,line=2,col=13,title=broken-toml::The file"),
        ("json", '"line": 2,'),
    ],
)
def test_broken_toml_is_422_with_line_and_column(client: Client, form: str, expected: str) -> None:
    answer = raw(client, BROKEN, query=f"?format={form}")
    assert answer.status_code == 422
    assert expected in answer.content.decode()


@pytest.mark.parametrize(
    ("body", "kind", "query", "status"),
    [
        (TOO_MUCH, "text/plain", "", 413),
        (TOO_MUCH * 7, "text/plain", "", 413),
        (FILE, "application/json", "", 415),
        (b"\x89PNG", "image/png", "", 415),
        (FILE, "text/plain", "?format=xml", 400),
        ("", "text/plain", "", 400),
        (b"\xff", "text/plain", "", 422),
    ],
)
def test_what_cannot_be_examined_is_refused_with_the_status_that_says_why(
    client: Client, body: str | bytes, kind: str, query: str, status: int
) -> None:
    for address in ("/doctor/", "/doctor/errors/"):
        if address == "/doctor/errors/" and body == b"\xff":
            continue
        answer = client.generic("POST", f"{address}{query}", body, content_type=kind)
        assert answer.status_code == status
        assert answer.content.decode().endswith(".\n") or "--data-binary" in answer.content.decode()


def test_a_form_from_curl_is_told_how_to_send_a_file() -> None:
    answer = Client(enforce_csrf_checks=True).post("/doctor/", {"file": FILE}, headers={"User-Agent": "curl/8.5"})
    assert answer.status_code == 415
    assert "curl --data-binary" in answer.content.decode()


def test_uvs_words_as_a_body_are_explained(client: Client) -> None:
    answer = client.generic("POST", "/doctor/errors/", SAID, content_type="text/plain")
    assert answer.content.decode().startswith("For torch two indexes")
    found = client.generic("POST", "/doctor/errors/?format=json", SAID, content_type="text/plain").json()
    assert [one["code"] for one in found["errors"]] == ["conflicting-indexes"]
    nothing = client.generic("POST", "/doctor/errors/", b"\xff what?", content_type="text/plain")
    assert nothing.content == b"None of the known errors is in this text.\n"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_is_explained(client: Client, rule: Any) -> None:
    text = client.get("/doctor/rules/").content.decode()
    entry = text.partition(f'id="{rule.code}"')[2].partition("</li>")[0]
    assert html.escape(rule.link) in entry
    assert re.search(r"<p>\w", entry), "its module says why it matters"
    assert ("can be mended" in entry) == (rule.mend is not None)
    assert f'href="#{rule.code}"' in text


def test_every_known_error_is_listed(client: Client) -> None:
    text = client.get("/doctor/errors/").content.decode()
    for error in known_errors():
        entry = text.partition(f'<li id="{error.code}">')[2].partition("</li>")[0]
        assert f'<a href="#{error.code}">' in text
        assert not re.search(r"<samp>[^<]*[{}]", entry), "for names stand their kinds"
    assert "<samp>Package `&lt;package&gt;` references an undeclared index: `&lt;index&gt;` …</samp>" in text


def test_errors_name_rules_that_exist() -> None:
    codes = {rule.code for rule in RULES}
    assert {code for error in known_errors() for code in error.rules} <= codes


def test_the_wizard_and_the_matrix_lead_to_the_doctor(client: Client) -> None:
    for address in ("/", "/matrix/"):
        assert 'href="/doctor/"' in client.get(address).content.decode()


def test_a_file_that_is_uploaded_stays_off_the_disk() -> None:
    assert settings.FILE_UPLOAD_HANDLERS == ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
    assert settings.FILE_UPLOAD_MAX_MEMORY_SIZE >= settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def test_no_module_of_the_doctor_writes_a_file() -> None:
    sources = Path(__file__).parents[2] / "wizard/web"
    for path in sources.glob("doctor*.py"):
        assert not re.search(r"\bopen\(|write_text|write_bytes|logging|\.save\(", path.read_text(encoding="utf-8"))
