"""data.pyg.org has a page of wheels for each torch and CUDA: those for another one are installed, but do not load.

``torch-2.6.0+cu124.html`` in an index or in ``find-links``, beside torch 2.8. Importing torch_scatter or torch_sparse
ends with an undefined symbol, or with a sentence about another CUDA where its first number differs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from wizard.doctor.addresses import addressed
from wizard.doctor.curated import curated
from wizard.doctor.families import wanted
from wizard.doctor.findings import Rule, Severity
from wizard.doctor.flavours import flavour, newest_on
from wizard.doctor.hosts import host_of
from wizard.doctor.pairs import cell_of
from wizard.doctor.values import items

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.catalogue.facts import Catalogue
    from wizard.doctor.families import Wanted
    from wizard.doctor.findings import Finding, Place
    from wizard.doctor.project import Project

HOST: Final = "data.pyg.org"
PAGE: Final = re.compile(r"torch-(?P<torch>\d+\.\d+\.\d+)\+(?P<accelerator>[a-z]+\d*)(?:\.html)?/?$")
FIND_LINKS: Final = ("find-links", "pip.find-links")


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """A torch and the accelerator of its build, as a page is for and a machine gets it."""

    torch: str
    accelerator: str

    @property
    def loads(self) -> tuple[str, str]:
        """What has to agree: torch without its patch, and CUDA's first number."""
        return ".".join(self.torch.split(".")[:2]), self.accelerator.rstrip("0123456789") + self.accelerator[2:4]


def check(project: Project, catalogue: Catalogue) -> Iterator[Finding]:
    """Yield pages for a torch that no machine gets, where machines get one together with what such pages have."""
    asked = [one for package in curated()["pyg"]["names"] for one in wanted(project, catalogue, package)]
    gets = list(dict.fromkeys(build for one in asked for build in _builds(project, catalogue, one)))
    for place, url, page in _pages(project):
        known = page.accelerator in catalogue.accelerators
        if known and gets and all(build.loads != page.loads for build in gets):
            torch = ".".join((*gets[0].torch.split(".")[:2], "0"))
            yield RULE.finding(
                place,
                page=f"{page.torch} ({catalogue.accelerators[page.accelerator].label})",
                torch=f"{gets[0].torch} ({catalogue.accelerators[gets[0].accelerator].label})",
                url=url,
                meant=f"https://{HOST}/whl/torch-{torch}+{gets[0].accelerator}.html",
            )


def _pages(project: Project) -> Iterator[tuple[Place, str, Build]]:
    """Yield the pages with what they are for."""
    named = [(index.place, index.url) for index in project.indexes]
    for setting in (project.settings[key] for key in FIND_LINKS if key in project.settings):
        named += [(setting.place, str(url)) for url in (items(setting.value) or [setting.value])]
    for place, url in named:
        page = PAGE.search(unquote(url))
        if page and host_of(url) == HOST:
            yield place, url, Build(torch=page["torch"], accelerator=page["accelerator"])


def _builds(project: Project, catalogue: Catalogue, one: Wanted) -> Iterator[Build]:
    """Yield the torch that machines get beside a package, where anyone can tell."""
    project = addressed(project, catalogue)
    for torch in wanted(project, catalogue, "torch"):
        for platform in sorted(one.served.keys() & torch.served.keys()) if one.asked_with(torch) else ():
            cell = platform, cell_of(project, torch, platform)
            release = newest_on(catalogue, cell, torch.specifier) if cell[1] in catalogue.accelerators else ""
            if release:
                yield Build(torch=release, accelerator=flavour(catalogue, cell, release))


RULE: Final = Rule(
    code="pyg-index-version-mismatch",
    severity=Severity.ERROR,
    link="https://pytorch-geometric.readthedocs.io/en/latest/install/installation.html",
    check=check,
)
