"""What exists: the catalogue's machines, accelerators, releases, and which serves which."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final

from pydantic import Field

from wizard.api.schemas.base import Address, Asked, Said
from wizard.catalogue.facts import Kind, Status

MOST: Final = 1000
"""How many cells one answer holds at most."""
Package = Annotated[str, Field(description="Torch, or a package of its family.", examples=["torchvision"])]
Torch = Annotated[str, Field(description="A release of torch; all, unless named.", examples=["2.13.0"])]
Accelerator = Annotated[str, Field(description="An accelerator's slug; all, unless named.", examples=["cu130"])]
Platform = Annotated[str, Field(description="A platform's slug; all, unless named.", examples=["linux-x86_64"])]
Python = Annotated[str, Field(description="Only what serves this Python.", examples=["3.12"])]


class ReleasesAsked(Asked):
    """A filter of releases."""

    package: Package = "torch"
    accelerator: Accelerator = ""
    platform: Platform = ""
    python: Python = ""


class CellsAsked(Asked):
    """A filter of cells, and which page of them."""

    torch: Torch = ""
    accelerator: Accelerator = ""
    platform: Platform = ""
    python: Python = ""
    limit: int = Field(100, ge=1, le=MOST, description="How many to answer at most.")
    offset: int = Field(0, ge=0, le=10**9, description="How many to leave out before them.")


class Counts(Said):
    """How much the catalogue holds."""

    platforms: int
    accelerators: int
    packages: int
    releases: int = Field(description="Releases of torch.")
    cells: int = Field(description="Releases of torch on an accelerator and platform, however they are known.")
    offered: int = Field(description="Those of them the wizard lets you choose.")


class CatalogueAnswer(Said):
    """What the answers of today are made from; any of them may differ once the revision does."""

    revision: int
    checked_at: datetime | None = Field(description="When the indexes were last found to list just this.")
    failed_at: datetime | None = Field(description="When the last look at all indexes failed, if it did.")
    indexes: int = Field(description="How many indexes answered then.")
    counts: Counts
    links: dict[str, Address] = Field(description="The rest of this API.")


class PlatformEntry(Said):
    """An operating system and machine, spelled as markers and wheels spell them."""

    slug: str = Field(examples=["linux-x86_64"])
    label: str
    sys_platform: str
    platform_machine: str
    python_platform: str = Field(description="What uv's `--python-platform` calls it.")
    marker: str


class PlatformsAnswer(Said):
    """Every machine the wizard knows."""

    revision: int
    platforms: list[PlatformEntry]


class AcceleratorEntry(Said):
    """What computes, under the slug uv gives it."""

    slug: str = Field(examples=["cu130"])
    label: str
    kind: Kind
    name: str = Field(description="What its extra or group is called.")
    index_name: str | None = Field(description="What its index is called in a project file; PyPI has no name there.")
    index_url: Address | None = Field(description="Through this site's mirror, if it has one.")
    torch_backend_since: str | None = Field(description="The first uv that knows it as a torch backend.")
    driver_linux: str | None = Field(description="The oldest NVIDIA driver.")
    driver_windows: str | None
    capability_from: str | None = Field(description="The oldest compute capability of a GPU.")
    capability_to: str | None
    nightly: list[str] = Field(description="The platforms with nightlies.")
    newest: str | None = Field(description="The newest torch that is offered on it anywhere.")


class AcceleratorsAnswer(Said):
    """Every accelerator the wizard knows."""

    revision: int
    accelerators: list[AcceleratorEntry]


class ReleaseEntry(Said):
    """One release of a package, and what goes with it."""

    package: str
    version: str
    torch: str = Field(description="The torch it goes with.")
    released: str | None = Field(description="When that torch was released.")
    requires_python: str
    pairs: dict[str, str] = Field(description="The releases of the other packages that go with that torch.")
    pypi_cuda: dict[str, str] = Field(
        description="By platform, the CUDA of PyPI's own build; without one, it has none."
    )
    accelerators: list[str] = Field(description="Where it was seen, as far as the filter asks.")


class ReleasesAnswer(Said):
    """Releases, newest first."""

    revision: int
    releases: list[ReleaseEntry]


class CellEntry(Said):
    """One torch release on one accelerator and platform."""

    torch: str
    accelerator: str
    platform: str
    evidence: Status = Field(description="How it is known; only what is `full` or `partial` was seen, and is offered.")
    offered: bool
    pythons: list[str] = Field(description="The Pythons with a wheel; empty where no file was seen.")
    version: str | None = Field(description="With its local version identifier.")
    size_min: int | None = Field(description="Bytes of the smallest wheel.")
    size_max: int | None
    pairs: dict[str, str] = Field(description="What was seen beside it.")
    pypi_cuda: str | None = Field(description="What PyPI's build computes with: a CUDA version, or `cpu`.")
    link: str | None = Field(description="The configuration for just this; ask for it at /configuration.")


class CellsAnswer(Said):
    """A page of cells, newest torch first."""

    revision: int
    count: int = Field(description="How many there are on all pages.")
    next: Address | None
    cells: list[CellEntry]
