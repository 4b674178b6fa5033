from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test.utils import override_script_prefix

from wizard.web.addresses import absolute

if TYPE_CHECKING:
    from django.test import RequestFactory


def test_without_a_public_address_the_requests_own_is_used(rf: RequestFactory) -> None:
    assert absolute(rf.get("/", headers={"Host": "localhost:8000"}), "/c/x") == "http://localhost:8000/c/x"


@pytest.mark.parametrize(
    ("prefix", "path", "expected"), [("/", "/c/x", "c/x"), ("/inner/", "/inner/c/x", "c/x"), ("/", "/", "")]
)
def test_the_public_address_stands_for_scheme_host_and_prefix(
    rf: RequestFactory, settings: Any, prefix: str, path: str, expected: str
) -> None:
    settings.PUBLIC_BASE_URL = "https://intranet.example/tools/torch"
    with override_script_prefix(prefix):
        assert absolute(rf.get("/"), path) == f"https://intranet.example/tools/torch/{expected}"
