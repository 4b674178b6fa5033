"""Presets in Django's admin: whoever curates them sees at once which the start page offers, and why not the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from wizard.answering.raw import Refused
from wizard.catalogue.loading import load_catalogue
from wizard.sharing.models import Preset
from wizard.sharing.presets import add_usual_presets, canonical, followed, hidden_presets
from wizard.sharing.words import UnfitWords, printable

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

    ModelAdmin = admin.ModelAdmin[Preset]
    ModelForm = forms.ModelForm[Preset]
else:
    ModelAdmin = admin.ModelAdmin
    ModelForm = forms.ModelForm


class PresetForm(ModelForm):
    """Takes a link as people have it, and keeps it in the grammar's own words."""

    def clean_name(self) -> str:
        """Refuse what would do harm on a terminal."""
        return self._printable("name")

    def clean_description(self) -> str:
        """Refuse it here, too."""
        return self._printable("description")

    def _printable(self, field: str) -> str:
        try:
            return printable(field, self.cleaned_data[field])
        except UnfitWords as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean_query(self) -> str:
        """Refuse what raw outputs would refuse, with their sentences; what was not touched stays, supported or not."""
        if "query" not in self.changed_data:
            return self.instance.query
        try:
            return canonical(self.cleaned_data["query"], load_catalogue())
        except Refused as refusal:
            raise forms.ValidationError(list(refusal.reasons)) from refusal


@admin.register(Preset)
class PresetAdmin(ModelAdmin):
    """What the start page offers, in its order."""

    form = PresetForm
    change_list_template = "admin/sharing/preset/change_list.html"
    list_display = ["name", "slug", "order", "shown", "today"]
    list_editable = ["order", "shown"]
    search_fields = ["name", "slug", "description", "query"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["name", "slug", "description", "query", "order", "shown"]

    @admin.display(description="Today")
    def today(self, preset: Preset) -> str:
        """Whether the catalogue supports it, or the reasons why not."""
        found = followed(preset, load_catalogue())
        if not found.supported:
            return f"not offered: {' '.join(found.reasons)}"
        return "offered" if found.shown else "by its address only"

    def view_on_site(self, preset: Preset) -> str:
        """Open the wizard with it."""
        return reverse("preset", args=[preset.slug])

    def get_readonly_fields(self, request: HttpRequest, obj: Preset | None = None) -> list[str]:
        """Keep the address others link to."""
        return [*super().get_readonly_fields(request, obj), *(["slug"] if obj else [])]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Preset | None = None) -> dict[str, Any]:
        """Propose an address for a new one."""
        return super().get_prepopulated_fields(request, obj) if obj is None else {}

    def get_urls(self) -> list[URLPattern]:
        """Add the button's address."""
        view = self.admin_site.admin_view(self.add_usual)
        return [path("usual/", view, name="sharing_preset_usual"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, str] | None = None) -> HttpResponse:
        """Say which presets the catalogue hides."""
        if request.method == "GET":
            for sentence in hidden_presets(load_catalogue()).values():
                self.message_user(request, sentence, messages.WARNING)
        return super().changelist_view(request, extra_context)

    @method_decorator(require_POST)
    def add_usual(self, request: HttpRequest) -> HttpResponse:
        """Add the configurations people ask for most; what is there already stays as it is."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        self.message_user(request, f"Presets added: {add_usual_presets()}.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:sharing_preset_changelist"))
