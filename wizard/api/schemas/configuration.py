"""Choices in, and everything that follows from them out."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from wizard.api.schemas.base import Address, Asked, Said
from wizard.catalogue.facts import Channel
from wizard.choices.choices import Bound, Environments, Layout, PythonCap

SLUGS = "The accelerators of this platform; none, and it is not chosen."


class Choices(Asked):
    """A configuration in the words of its link."""

    linux_x86_64: list[str] = Field(default=[], alias="linux-x86_64", description=SLUGS, examples=[["cu130"]])
    linux_aarch64: list[str] = Field(default=[], alias="linux-aarch64", description=SLUGS)
    windows_x86_64: list[str] = Field(default=[], alias="windows-x86_64", description=SLUGS)
    windows_arm64: list[str] = Field(default=[], alias="windows-arm64", description=SLUGS)
    macos_arm64: list[str] = Field(default=[], alias="macos-arm64", description=SLUGS, examples=[["pypi"]])
    macos_x86_64: list[str] = Field(default=[], alias="macos-x86_64", description=SLUGS)
    layout: Layout | None = None
    channel: Channel | None = None
    torch: str | None = Field(default=None, examples=["2.13.0"])
    bound: Bound | None = None
    packages: list[str] = Field(default=[], alias="with", examples=[["torchvision"]])
    python: str | None = Field(default=None, examples=["3.12"])
    python_cap: PythonCap | None = Field(default=None, alias="python-cap")
    default: str | None = None
    environments: Environments | None = None
    project: str | None = None
    explain: Literal["yes"] | None = None


class Source(Said):
    """Which index serves a package, for which extra or group, under which marker."""

    index: str
    extra: str | None
    group: str | None
    marker: str | None


class Index(Said):
    """An index the file declares; always explicit."""

    name: str
    url: Address


class Meaning(Said):
    """What the choices mean, decided: what every output writes down."""

    requires_python: str
    pythons: list[str] = Field(description="The Pythons on which every machine installs.")
    minimum_uv: str = Field(description="The oldest uv that reads this right.")
    dependencies: list[str]
    extras: dict[str, list[str]]
    groups: dict[str, list[str]]
    default_groups: list[str]
    conflicts: list[str] = Field(description="Extras or groups of which only one can be installed at a time.")
    environments: list[str]
    required_environments: list[str]
    sources: dict[str, list[Source]]
    indexes: list[Index]


class Output(Said):
    """One output; where it cannot be written, the reason stands in place of the text."""

    filename: str
    content_type: str
    address: Address = Field(description="Answers with just this text.")
    text: str | None
    reason: str | None


class Machine(Said):
    """What one machine gets, foreseen from the catalogue, on every Python where that is the same."""

    platform: str
    accelerator: str
    selection: str | None = Field(description="The extra or group to name.")
    promised: bool = Field(description="False where somebody names an extra or group of other machines.")
    pythons: list[str]
    versions: dict[str, str]
    missing: list[str] = Field(description="Packages without a wheel there.")
    size: int | None = Field(description="Bytes to download, at most.")


class AdviceEntry(Said):
    """Something a person should know."""

    code: str
    severity: Literal["blocked", "warning", "note"]
    sentence: str
    facts: dict[str, Any] = Field(description="What the sentence is made of; which keys there are depends on the code.")


class ConfigurationAnswer(Said):
    """A configuration: what was chosen, what that means, and how it is written."""

    revision: int
    link: str = Field(description="The canonical query string; equal choices have equal links.")
    permalink: Address = Field(description="The wizard's page of it.")
    choices: Choices
    configuration: Meaning
    outputs: dict[str, Output] = Field(description="By slug.")
    machines: list[Machine]
    advice: list[AdviceEntry]
