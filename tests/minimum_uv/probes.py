"""One link per feature: it needs that feature, and of the others only older ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.configuration.minimum_uv import Feature

if TYPE_CHECKING:
    from collections.abc import Mapping

PROBES: Final[Mapping[Feature, str]] = {
    Feature.UNIVERSAL_LOCK: "linux-x86_64=cu118&layout=find-links&torch=2.4.1",
    Feature.EXTRA_INDEX_URL: "linux-x86_64=cu118&layout=extra-index-url&torch=2.4.1",
    Feature.FIND_LINKS_PER_MACHINE: "linux-x86_64=cu118&macos-arm64=pypi&layout=find-links&torch=2.4.1",
    Feature.REQUIREMENTS_WITH_EXTRAS: "linux-x86_64=pypi&torch=2.15.0",
    Feature.FIND_LINKS_COMPANIONS: (
        "linux-x86_64=cu118&linux-aarch64=pypi&layout=find-links&torch=2.4.0&with=torchvision"
    ),
    Feature.NAMED_INDEXES: "linux-x86_64=cu130&torch=2.13.0",
    Feature.DEPENDENCY_GROUPS: "linux-x86_64=pypi&layout=groups&torch=2.15.0",
    Feature.LOCAL_VERSIONS: "linux-x86_64=cu130&torch=2.9.1&bound=exact",
    Feature.SOURCES_PER_SELECTION: "linux-x86_64=cpu&linux-x86_64=cu130&layout=extras&torch=2.13.0",
    Feature.VERSIONS_PER_PYTHON: "macos-arm64=pypi&torch=2.13.0",
    Feature.PLAIN_WHEELS: "linux-x86_64=cpu&macos-arm64=cpu&torch=2.13.0",
    Feature.PLAIN_WHEELS_ON_THE_SAME_SYSTEM: "linux-x86_64=cu124&linux-aarch64=cu124&torch=2.5.1&bound=exact",
    Feature.BOUNDED_PLAIN_WHEELS_WITH_CONFLICTS: (
        "linux-x86_64=cpu&linux-x86_64=rocm6.4&macos-arm64=cpu&layout=groups&torch=2.9.1&bound=compatible"
    ),
    Feature.WITHOUT_DEFAULT_GROUPS: "linux-x86_64=cpu&linux-x86_64=cu130&layout=groups&torch=2.13.0&default=cpu",
    Feature.NIGHTLY_PLAIN_WHEELS_WITH_CONFLICTS: (
        "linux-x86_64=cpu&linux-x86_64=cu130&macos-arm64=cpu&layout=extras&channel=nightly"
    ),
    Feature.REQUIRED_ENVIRONMENTS: "macos-x86_64=pypi&torch=2.2.2",
    Feature.REQUIRED_WINDOWS: "linux-x86_64=cu129&windows-x86_64=cu129&torch=2.8.0&with=torchvision",
    Feature.REQUIRED_WINDOWS_ARM: "windows-arm64=cpu&torch=2.10.0&with=torchvision",
}
