"""What stands around a page and is not its link's: where the site lives, how new the catalogue is, and the presets."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.templatetags.static import static
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.translation import get_language

from wizard.answering.wording import worded
from wizard.catalogue.loading import load_freshness
from wizard.languages import ENGLISH
from wizard.web.addresses import absolute
from wizard.web.languages import chosen
from wizard.web.offering import offered_or_seen_last

if TYPE_CHECKING:
    from django.http import HttpRequest

    from wizard.catalogue.facts import Catalogue
    from wizard.sharing.presets import Followed


class Frame(NamedTuple):
    """Part of what a rendered page is kept by; the sentence is as coarse as its age, so it seldom changes.

    ``site`` is the whole address of the wizard, by which a page names itself elsewhere, and ``picture`` that of what a
    chat shows beside a link: pages are kept by them, so that none says the host of another's request. So they are by
    the language, and by whether links carry it.
    """

    prefix: str
    freshness: str
    site: str = ""
    picture: str = ""
    presets: tuple[Followed, ...] = ()
    language: str = ENGLISH
    chosen: str = ""

    def whole(self, path: str) -> str:
        """Return the whole address of a path of this site, such as ``reverse()`` gives, in a frame with a ``site``."""
        return f"{self.site}{path.removeprefix(self.prefix)}"


def frame() -> Frame:
    """Return the frame of pages rendered now."""
    context = {"freshness": load_freshness(), "now": timezone.now()}
    return Frame(
        prefix=get_script_prefix(),
        freshness=worded("texts/freshness.txt", context).strip(),
        language=get_language() or ENGLISH,
        chosen=chosen(),
    )


def named_frame(request: HttpRequest) -> Frame:
    """Return the frame of pages that say their own address, for links elsewhere."""
    return frame()._replace(site=absolute(request, reverse("wizard")), picture=absolute(request, static("social.png")))


def start_frame(request: HttpRequest, catalogue: Catalogue) -> Frame:
    """Return the frame of the start page: presets are asked for each time, so that a change is seen at once."""
    return named_frame(request)._replace(presets=offered_or_seen_last(catalogue))
