"""What a team keeps: short links, which are frozen, and presets, which follow the catalogue."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from wizard.api.schemas.base import Address, Asked, Said
from wizard.api.schemas.configuration import Choices, ConfigurationAnswer
from wizard.sharing.words import NOTE_LENGTH, TITLE_LENGTH


class ShortLinkRequest(Asked):
    """A configuration to keep as it is written today."""

    link: str = Field(description="A link of the wizard, or what follows its question mark.")
    title: str = Field("", max_length=TITLE_LENGTH)
    note: str = Field("", max_length=NOTE_LENGTH)


class FrozenOutput(Said):
    """A file as it was written when the link was made."""

    filename: str
    content_type: str
    address: Address = Field(description="Answers with these bytes for ever.")
    text: str


class Change(Said):
    """A file that would be written otherwise today."""

    output: str = Field(description="Its slug.")
    text: str | None = Field(description="As it would be today, if it could be written.")


class Today(Said):
    """How the same choices are answered today."""

    revision: int
    differs: bool
    reasons: list[str] = Field(description="Why they would be refused.")
    changes: list[Change]


class ShortLinkAnswer(Said):
    """A configuration that was kept, byte for byte."""

    id: str
    address: Address = Field(description="Its page.")
    link: str = Field(description="The choices, as the wizard's link.")
    permalink: Address
    choices: Choices
    title: str
    note: str
    created_at: datetime
    revision: int = Field(description="The catalogue's revision it was written with.")
    outputs: dict[str, FrozenOutput] = Field(description="By slug.")
    today: Today


class PresetEntry(Said):
    """A configuration the team recommends under a name of its own."""

    slug: str
    name: str
    description: str
    address: Address = Field(description="Stays the same; what it leads to follows the preset.")
    files: dict[str, Address] = Field(description="By the output's slug; each answers with the text of today.")
    supported: bool = Field(description="Whether today's catalogue has all it asks for.")
    reasons: list[str] = Field(description="Why it has not.")
    link: str | None = Field(description="What it stands for today.")
    permalink: Address | None


class PresetsAnswer(Said):
    """The presets the start page offers, in their keeper's order."""

    revision: int
    presets: list[PresetEntry]


class PresetAnswer(Said):
    """A preset, and all that follows from it today."""

    preset: PresetEntry
    configuration: ConfigurationAnswer | None
