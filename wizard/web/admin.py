"""The admin's view of syncs, with a button that starts one, and the history of who changed what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from wizard.catalogue.admin import ObservedAdmin, sentences
from wizard.catalogue.models import Sync
from wizard.catalogue.recording import must_be_alone
from wizard.errors import WizardError
from wizard.web.syncing import web_order
from wizard.web.tasks import sync_now

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern


@admin.register(Sync)
class SyncAdmin(ObservedAdmin):
    """What came of every sync."""

    change_list_template = "admin/catalogue/sync/change_list.html"
    list_display = ["started_at", "source", "state", "revision", "why"]
    list_filter = ["state", "partial", "started_at"]
    list_select_related = ["revision"]
    search_fields = ["source", "state", "reasons", "remarks"]
    fields = ["started_at", "finished_at", "source", "state", "why", "to_look_at", "revision", "indexes_read"]
    readonly_fields = ["why", "to_look_at", "indexes_read"]

    @admin.display(description="Reasons")
    def why(self, sync: Sync) -> str:
        """The reasons of a refusal."""
        return sentences(sync.reasons)

    @admin.display(description="To look at")
    def to_look_at(self, sync: Sync) -> str:
        """What a person should decide."""
        return sentences(sync.remarks)

    @admin.display(description="Indexes read")
    def indexes_read(self, sync: Sync) -> str:
        """Those that answered."""
        return ", ".join(sync.indexes)

    def get_urls(self) -> list[URLPattern]:
        """Add the button's address."""
        view = self.admin_site.admin_view(self.sync_now)
        return [path("now/", view, name="catalogue_sync_now"), *super().get_urls()]

    @method_decorator(require_POST)
    def sync_now(self, request: HttpRequest) -> HttpResponse:
        """Start a sync, in the request or by the worker, and say what came of it."""
        if not request.user.has_perm("catalogue.add_sync"):
            raise PermissionDenied
        clicked = timezone.now()
        try:
            web_order()
            must_be_alone(clicked)
        except WizardError as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            sync_now.enqueue(request.user.pk)
            self._tell(request, Sync.objects.begun_since(clicked).first())
        return HttpResponseRedirect(reverse("admin:catalogue_sync_changelist"))

    def _tell(self, request: HttpRequest, sync: Sync | None) -> None:
        """Say what came of it."""
        if sync is None or not sync.finished_at:
            self.message_user(request, "The worker will sync as soon as it can.")
            return
        level = messages.SUCCESS if sync.state in Sync.ENDED_WELL else messages.ERROR
        self.message_user(request, " ".join([f"Sync: {sync.state}.", *sync.reasons, *sync.remarks]), level)


@admin.register(LogEntry)
class HistoryAdmin(ObservedAdmin):
    """Who changed what, and when."""

    list_display: Any = ["action_time", "user", "content_type", "object_repr", "__str__"]
    list_filter = ["action_time", "user", "content_type"]
    list_select_related = ["user", "content_type"]
    search_fields = ["object_repr", "change_message"]
