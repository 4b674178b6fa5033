"""What happens behind a visitor's back: uv is asked, and its answer kept."""

from __future__ import annotations

import tempfile
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.tasks import task
from django.utils import timezone

from wizard.catalogue.loading import load_catalogue
from wizard.errors import WizardError
from wizard.resolution.agreement import compare_with_uv
from wizard.resolution.at_hand import uv_at_hand
from wizard.web.answers import BROKEN, agreed, refusal_of, refused
from wizard.web.models import Check
from wizard.web.raw import choices_of

if TYPE_CHECKING:
    from wizard.resolution.running import Uv
    from wizard.web.answers import Answer

CACHE: Final = "uv-torch-wizard-cache"


@task
def ask_uv(key: str) -> None:
    """Have uv judge a waiting check; whatever happens, the check gets an answer, so that its client can ask again."""
    check = Check.objects.take(key, timezone.now())
    if check is None:
        return
    answer = refused(BROKEN)
    try:
        answer = _judged(check.link)
    except WizardError as error:
        answer = refusal_of(error)
    finally:
        Check.objects.filter(pk=key).close(timezone.now(), answer)


def _judged(link: str) -> Answer:
    catalogue = load_catalogue()
    choices = choices_of(link, catalogue)
    agreement = compare_with_uv(choices, catalogue, uv=_uv(), mirror=settings.PYTORCH_INDEX_BASE_URL)
    return agreed(agreement, catalogue)


def _uv() -> Uv:
    cache = Path(settings.VERIFY_CACHE or Path(tempfile.gettempdir()) / CACHE)
    return uv_at_hand(cache=cache, timeout=settings.VERIFY_TIMEOUT, cancelled=Event())
