"""The index client: asks an index, or a saved copy of one, what it lists; no Django, no database."""

from wizard.catalogue.index.folder import FolderSource
from wizard.catalogue.index.refusals import IndexRefusal
from wizard.catalogue.index.rooting import rows_of
from wizard.catalogue.index.values import (
    PYPI,
    PYTORCH,
    Answer,
    IndexFile,
    IndexPage,
    Missing,
    NotModified,
    Page,
    Source,
    Unparsed,
    Validators,
    WheelKey,
)
from wizard.catalogue.index.web import WebSource

__all__ = [
    "PYPI",
    "PYTORCH",
    "Answer",
    "FolderSource",
    "IndexFile",
    "IndexPage",
    "IndexRefusal",
    "Missing",
    "NotModified",
    "Page",
    "Source",
    "Unparsed",
    "Validators",
    "WebSource",
    "WheelKey",
    "rows_of",
]
