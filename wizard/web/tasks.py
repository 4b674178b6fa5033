"""What happens behind a visitor's back: uv is asked, and its answer kept."""

from __future__ import annotations

import logging
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import DatabaseError
from django.tasks import task
from django.utils import timezone

from wizard.answering.configuring import mirrors
from wizard.answering.raw import configuration_of
from wizard.catalogue.loading import load_catalogue
from wizard.catalogue.models import Sync
from wizard.catalogue.reading import Pace
from wizard.catalogue.recording import AlreadyRunning, recorded_sync
from wizard.errors import WizardError
from wizard.resolution.agreement import compare_with_uv
from wizard.resolution.at_hand import uv_at_hand
from wizard.resolution.folders import private_folder
from wizard.web.answers import BROKEN, agreed, headed, refusal_of, refused
from wizard.web.discretion import places_of, without_paths
from wizard.web.models import Check
from wizard.web.stopping import STOPPING
from wizard.web.syncing import web_order

if TYPE_CHECKING:
    from wizard.resolution.running import Uv
    from wizard.web.answers import Answer, Hide

CACHE: Final = "uv-torch-wizard-cache"
logger: Final = logging.getLogger(__name__)


@task
def ask_uv(key: str) -> None:
    """Have uv judge a waiting check; whatever happens, the check gets an answer, so that its client can ask again."""
    check = Check.objects.take(key, timezone.now())
    if check is None:
        return
    answer = refused(BROKEN)
    try:
        answer = _answered(check)
    except WizardError as error:
        answer = _refusal(check, error)
    finally:
        Check.objects.with_key(key).close(timezone.now(), answer)


@task
def sync_now(user: Any) -> None:
    """Sync with the indexes for the user with this key; what comes of it is recorded, with who asked."""
    begun = timezone.now()
    try:
        for remark in recorded_sync(web_order(), Pace(cancelled=STOPPING)).remarks:
            logger.warning("sync: %s", remark)
    except AlreadyRunning as error:
        logger.warning("sync: %s", error)
        return
    except (WizardError, DatabaseError, OSError) as error:
        logger.warning("sync: %s", error)
    LogEntry.objects.log_actions(
        user, Sync.objects.begun_since(begun)[:1], CHANGE, "Pressed “Sync now”.", single_object=True
    )


def _answered(check: Check) -> Answer:
    catalogue = load_catalogue()
    choices = configuration_of(check.link, catalogue).choices
    uv = _uv()
    hide = partial(without_paths, places=places_of(uv))
    try:
        agreement = compare_with_uv(choices, catalogue, uv=uv, **mirrors())
        answer = agreed(agreement, catalogue, hide)
    except WizardError as error:
        answer = _refusal(check, error, hide)
    return headed(answer, choices, catalogue)


def _refusal(check: Check, error: WizardError, hide: Hide = without_paths) -> Answer:
    """Return what a visitor is told; whoever runs the site finds the rest in the log."""
    logger.warning("check %s: %s", check.pk, error)
    return refusal_of(error, hide)


def _uv() -> Uv:
    default = Path(tempfile.gettempdir()) / CACHE
    cache = Path(settings.VERIFY_CACHE) if settings.VERIFY_CACHE else private_folder(default)
    return uv_at_hand(cache=cache, timeout=settings.VERIFY_TIMEOUT, cancelled=STOPPING)
