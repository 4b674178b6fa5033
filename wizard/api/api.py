"""The API as one: its operations, and what it says of itself."""

from __future__ import annotations

from typing import Final

from wizard.api import catalogue, configuration, doctor, sharing
from wizard.api.document import Api, Renderer
from wizard.api.refusals import answer_refusals

DESCRIPTION: Final = """\
Which PyTorch exists for which machine, and the files for uv that follow from a choice of it.

A link of the wizard is a configuration: the same query string works on its page, for its raw files and here. Asking
needs no key. Within v1, fields, operations and statuses may be added; none is taken away or changes its meaning.

Answers carry an ETag that changes with the catalogue: send it back as If-None-Match, and 304 says that nothing
changed. Wherever GET is answered, HEAD is too. Errors are problem details (RFC 9457): detail says what is wrong and
what to do, type leads to what that kind means.
"""

API: Final = Api(
    title="uv-torch wizard",
    version="1.0.0",
    description=DESCRIPTION,
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
    renderer=Renderer(),
)
for router in (catalogue.ROUTER, configuration.ROUTER, sharing.ROUTER, doctor.ROUTER):
    API.add_router("", router)
answer_refusals(API)
