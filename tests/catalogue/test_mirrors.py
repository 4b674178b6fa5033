"""What can be the base address of an index is found out before anything is asked of it."""

from __future__ import annotations

import pytest

from wizard.catalogue.mirrors import index_address, is_address


@pytest.mark.parametrize(
    "address",
    [
        "https://download.pytorch.org/whl",
        "http://nexus:8081/repository/pytorch-{index}/simple",
        "http://me:secret@127.0.0.1:3141/root/pypi/+simple",
        "http://[::1]:8000/whl",
    ],
)
def test_addresses_are_told_from(address: str) -> None:
    assert is_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "mirror.example/whl",
        "ftp://mirror.example/whl",
        "https:/mirror.example/whl",
        "https://",
        "http://[bad/whl",
        "http://mirror.example:99999/whl",
        "http://mirror.example:0/whl",
        "http://mirror.example:port/whl",
        "http://mirror.example/a b",
        'http://mirror.example/"',
        "http://mirror.example/whl\n",
        "http://mirror.example/whl?token=1",
        "http://mirror.example/whl#cpu",
    ],
)
def test_what_is_none(address: str) -> None:
    assert not is_address(address)


def test_an_index_is_the_last_part_or_has_its_place() -> None:
    assert index_address("https://mirror.example/whl", "nightly/cpu") == "https://mirror.example/whl/nightly/cpu"
    assert index_address("https://mirror.example/{index}/simple", "nightly/cpu").endswith("/nightly-cpu/simple")
