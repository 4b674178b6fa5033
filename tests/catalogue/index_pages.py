"""Builders for what index pages hold, with defaults that make a page of one torch wheel."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from wizard.catalogue import shipped
from wizard.catalogue.facts import Platform
from wizard.catalogue.index import IndexFile, IndexPage, IndexRefusal, Page, Validators, WebSource, WheelKey
from wizard.catalogue.index.asking import Limits
from wizard.catalogue.index.parsing import JSON, Body, Place, read_page

BASE = "https://mirror.example/pytorch/whl"
NAME = "torch-2.9.1+cu130-cp313-cp313-manylinux_2_28_x86_64.whl"
QUICK = Limits(
    read_seconds=20, total_seconds=60, retries=2, backoff_seconds=0.01, retry_after_seconds=0.05, page_bytes=5_000_000
)
"""Asks again at once, and waits for an answer however busy the machine is."""
IMPATIENT = replace(QUICK, read_seconds=0.3, total_seconds=2)
"""For tests that wait for the end of patience."""
NEW = Validators()
TORCH = Page("cu132", "torch")
PATH = "/whl/cu132/torch/"
PLATFORMS = tuple(Platform(**row) for row in shipped.table("platforms.toml")["platforms"])


def link(name: str = NAME, url: str = "", attributes: str = "") -> str:
    return f'<a href="{url or name.replace("+", "%2B")}" {attributes}>{name}</a>'


def html(*links: str) -> bytes:
    return f"<!DOCTYPE html><html><body>{''.join(links)}</body></html>".encode()


def entry(name: str = NAME, **said: Any) -> dict[str, Any]:
    return {"filename": name, "url": name.replace("+", "%2B"), "hashes": {}, **said}


def as_json(*entries: Any, **said: Any) -> bytes:
    return json.dumps({"meta": {"api-version": "1.1"}, "name": "torch", "files": entries, **said}).encode()


def body(content: bytes, content_type: str = "text/html", page: Page | None = None) -> Body:
    page = page or Page("cu130", "torch")
    url = f"{BASE}/{page.index}/{page.package}/"
    return Body(content=content, content_type=content_type, url=url, validators=Validators())


def read(content: bytes, content_type: str = "text/html", page: Page | None = None) -> IndexPage:
    page = page or Page("cu130", "torch")
    return read_page(body(content, content_type, page), Place(page=page, base_url=BASE))


def read_json(*entries: Any, **said: Any) -> IndexPage:
    return read(as_json(*entries, **said), JSON)


def only(page: IndexPage) -> IndexFile:
    (file,) = page.files
    return file


def key_of(row: dict[str, str]) -> WheelKey:
    return WheelKey(row["index"], *(row[name] for name in WheelKey._fields[1:]))


def whole(answer: object) -> IndexPage:
    assert isinstance(answer, IndexPage)
    return answer


def refusal_of(source: WebSource, page: Page = TORCH) -> IndexRefusal:
    with pytest.raises(IndexRefusal) as caught:
        source.page(page, NEW)
    assert (caught.value.index, caught.value.package) == (page.index, page.package)
    return caught.value
