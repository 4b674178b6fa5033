"""The doctor for programs: a file in, findings and the mended file out; uv's words in, causes and cures out."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from django.http import HttpRequest
from django.urls import reverse
from ninja import Router

from wizard.answering.sentences import Sentences
from wizard.api.bodies import Body
from wizard.api.operations import sending
from wizard.api.schemas.doctor import ErrorEntry, ErrorRequest, Examination, Explanation, FileRequest, FindingEntry
from wizard.catalogue.loading import load_catalogue
from wizard.doctor.mending import Mended, mend_all
from wizard.web.addresses import absolute
from wizard.web.doctor_asked import limited
from wizard.web.doctor_reports import error_fields, finding_fields
from wizard.web.doctor_words import examined, explained
from wizard.web.limits import DOCTOR, count

ROUTER: Final = Router(tags=["doctor"])
FILE: Final = Body(
    schema=FileRequest,
    field="text",
    example={
        "text": '[project]\nname = "demo"\nversion = "1"\ndependencies = ["torch"]\n\n'
        '[tool.uv.sources]\ntorch = { index = "pytorch-cu130" }\n\n'
        '[[tool.uv.index]]\nname = "pytorch-cu130"\nurl = "https://download.pytorch.org/whl/cu130"\n'
    },
)
SAID: Final = Body(
    schema=ErrorRequest,
    field="said",
    example={
        "said": "error: No solution found when resolving dependencies\n"
        "  cause: Because torch==2.2.2 has no wheels with a matching Python version tag (e.g., `cp313`) and your "
        "project depends on torch==2.2.2, we can conclude that your project's requirements are unsatisfiable.\n"
    },
)


@sending(ROUTER, "/doctor", {HTTPStatus.OK: Examination}, HTTPStatus.TOO_MANY_REQUESTS, body=FILE)
def examine_file(request: HttpRequest) -> Examination:
    """Examine a file: what keeps torch from being installed as it means, the file mended, and the choices behind it.

    Nothing of it is stored. Of what is neither a pyproject.toml nor a script, only the choices are said.
    """
    asked = FILE.read(request)
    count(request, DOCTOR)
    found = load_catalogue()
    file = examined(limited(asked.text), found, lock=limited(asked.lock, 2), name=asked.name)
    mended = mend_all(file.text, found) if file.fixable else Mended(text=file.text, left={})
    told = Sentences(found)
    return Examination(
        revision=found.revision,
        form=file.opened.form,
        summary=file.summary,
        findings=[FindingEntry.model_validate(finding_fields(line)) for line in file.findings],
        mended=mended.text if mended.text != file.text else None,
        left={key: told.left(why) for key, why in mended.left.items()},
        link=file.opened.inferred.link,
        permalink=f"{absolute(request, reverse('wizard'))}?{file.opened.inferred.link}",
        unread=list(file.unread),
    )


@sending(ROUTER, "/errors", {HTTPStatus.OK: Explanation}, HTTPStatus.TOO_MANY_REQUESTS, body=SAID)
def explain_error(request: HttpRequest) -> Explanation:
    """Explain what uv said: the cause and the cure of every known error in it.

    With the file beside it, the findings of the file that lead to the error are named.
    """
    asked = SAID.read(request)
    count(request, DOCTOR)
    found = load_catalogue()
    lines = examined(limited(asked.text), found).findings if asked.text.strip() else ()
    errors = explained(limited(asked.said), found, lines)
    return Explanation(
        revision=found.revision, errors=[ErrorEntry.model_validate(error_fields(error)) for error in errors]
    )
