"""The replica shows what the catalogue holds, in the form PyTorch's indexes have."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from http.client import HTTPConnection
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from packaging.metadata import Metadata
from packaging.requirements import Requirement
from packaging.version import Version
from pypi_simple import ProjectPage

from tests.replica import Replica
from tests.replica.dependencies import COPIED
from tests.replica.metadata import metadata, needs
from tests.replica.wheels import is_half_known, offered_wheels

CHOSEN = {"torch", "torchvision", "torchaudio", "torchcodec"}

pytestmark = pytest.mark.enable_socket


@pytest.fixture(scope="module")
def replica() -> Iterator[Replica]:
    with Replica() as running:
        yield running


def text(replica: Replica, path: str) -> str:
    with urlopen(f"{replica.base_url}/{path}") as response:  # noqa: S310  (loopback)
        content: bytes = response.read()
    return content.decode()


def page(replica: Replica, index: str, package: str) -> ProjectPage:
    return ProjectPage.from_html(package, text(replica, f"{index}/{package}/"), base_url=replica.base_url + "/")


def requirements(package: str, version: str) -> dict[str, Requirement]:
    parsed = Metadata.from_email(metadata(package, Version(version)), validate=True)
    return {requirement.name: requirement for requirement in parsed.requires_dist or []}


def test_a_page_lists_every_file_of_its_index_with_metadata(replica: Replica) -> None:
    listed = page(replica, "cu128", "torch").packages
    expected = [wheel.filename for wheel in offered_wheels() if (wheel.index, wheel.package) == ("cu128", "torch")]
    assert [file.filename for file in listed] == expected
    assert all(file.has_metadata and "sha256" in file.digests for file in listed)


def test_a_local_version_is_escaped_in_links_and_found_again(replica: Replica) -> None:
    newest = page(replica, "cu128", "torch").packages[-1]
    assert "+cu128" in newest.filename
    assert "%2Bcu128" in newest.url
    with urlopen(f"{newest.url}.metadata") as response:  # noqa: S310  (loopback)
        assert Metadata.from_email(response.read(), validate=True).version.local == "cu128"


def test_a_nightly_index_lists_nightlies_whose_triton_is_pinned_to_a_commit(replica: Replica) -> None:
    newest = page(replica, "nightly/cu130", "torch").packages[-1]
    assert newest.version == "2.16.0.dev20261007+cu130"
    assert str(requirements("torch", newest.version)["triton"].specifier) == "==3.9.0+gitaad2a60d"
    assert '<a href="triton/">' in text(replica, "nightly/cu130/")
    versions = {Version(wheel.version or "0") for wheel in page(replica, "nightly/cu130", "torch").packages}
    assert all(version.is_devrelease for version in versions)


def test_a_page_answers_without_its_last_slash(replica: Replica) -> None:
    assert text(replica, "cu118/torch") == text(replica, "cu118/torch/")


def test_an_index_lists_its_packages(replica: Replica) -> None:
    assert '<a href="triton-xpu/">' in text(replica, "xpu/")


@pytest.mark.parametrize(
    "path", ["cu999/", "cpu/django/", "cu999/numpy/", "cpu/torch-2.9.1%2Bcpu-cp313-cp313-win_amd64.whl"]
)
def test_what_it_does_not_hold_is_not_found(replica: Replica, path: str) -> None:
    with pytest.raises(HTTPError, match="404"):
        text(replica, path)


def test_the_page_of_a_copied_package_is_the_package_indexs_own(replica: Replica) -> None:
    connection = HTTPConnection(urlsplit(replica.base_url).netloc)
    connection.request("GET", "/whl/cu130/numpy/")
    answer = connection.getresponse()
    assert answer.status == HTTPStatus.FOUND
    assert str(answer.getheader("Location")).endswith("/numpy/")
    connection.close()


def test_an_index_alone_meets_every_requirement_of_its_builds() -> None:
    listed: dict[tuple[str, str], set[Version]] = {}
    for wheel in offered_wheels():
        listed.setdefault((wheel.index, wheel.package), set()).add(wheel.version)
    unmet = {
        f"{index}: {package} {version} requires {requirement}"
        for (index, package), versions in listed.items()
        for version in versions
        if package in CHOSEN
        for requirement in map(Requirement, needs(package, version).packages)
        if requirement.name not in COPIED | CHOSEN  # companions of other torch versions are listed too (note 1)
        and not any(requirement.specifier.contains(found) for found in listed.get((index, requirement.name), ()))
    }
    assert not unmet


def test_removed_files_are_absent(replica: Replica) -> None:
    names = [file.filename for file in page(replica, "cu126", "torchvision").packages]
    assert not any(name.startswith("torchvision-0.25.0-") for name in names)
    assert any(name.startswith("torchvision-0.25.0+cu126-") for name in names)


def test_half_known_releases_are_absent() -> None:
    assert is_half_known("torch", "2.14.1+cpu")
    assert not is_half_known("torch", "2.13.0+cpu")
    stable = [wheel for wheel in offered_wheels() if wheel.package == "torch" and "nightly" not in wheel.index]
    assert max(wheel.version for wheel in stable) < Version("2.14")


@pytest.mark.parametrize(
    ("version", "triton"),
    [
        ("2.9.1+cu130", "triton==3.5.1"),
        ("2.0.1+rocm5.4.2", "pytorch-triton-rocm<2.1,>=2.0.0"),
        ("2.9.1+rocm6.4", "pytorch-triton-rocm==3.5.1"),
        ("2.10.0+rocm7.0", "triton-rocm==3.6.0"),
        ("2.9.1+xpu", "pytorch-triton-xpu==3.5.0"),
        ("2.13.0+xpu", "triton-xpu==3.7.2"),
    ],
)
def test_a_build_requires_the_triton_of_its_accelerator(version: str, triton: str) -> None:
    found = [one for name, one in requirements("torch", version).items() if "triton" in name]
    assert [f"{one.name}{one.specifier}" for one in found] == [triton]


@pytest.mark.parametrize("version", ["2.9.1", "2.9.1+cpu"])
def test_cpu_builds_require_no_triton_but_the_rest(version: str) -> None:
    found = requirements("torch", version)
    assert "filelock" in found
    assert not any("triton" in name or name.startswith("nvidia") for name in found)


def test_companions_pin_torch_while_they_did() -> None:
    assert str(requirements("torchvision", "0.24.1+cu130")["torch"]) == "torch==2.9.1"
    assert str(requirements("torchaudio", "2.10.0+cpu")["torch"]) == "torch==2.10.0"
    assert "torch" not in requirements("torchaudio", "2.11.0+cpu")


def test_every_wheel_has_valid_metadata() -> None:
    for package, version in {(wheel.package, wheel.version) for wheel in offered_wheels()}:
        assert Metadata.from_email(metadata(package, version), validate=True).version == version
