"""The catalogue in Django's admin: curated facts are edited, observed ones only looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin

from wizard.catalogue.models import (
    Accelerator,
    Index,
    Package,
    Pairing,
    Platform,
    Release,
    Revision,
    Standing,
    TritonRequirement,
    Wheel,
)
from wizard.catalogue.storing import note_edit

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from django.http import HttpRequest

    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
else:
    ModelAdmin = admin.ModelAdmin
    TabularInline = admin.TabularInline


class CuratedAdmin(ModelAdmin):
    """Every edit makes a new revision, so that all processes serve it within seconds."""

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:  # noqa: FBT001  Django's
        """Save, and note who changed what."""
        super().save_model(request, obj, form, change)
        note_edit(f"{request.user} changed {obj}")

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """Delete, and note who did."""
        note_edit(f"{request.user} deleted {obj}")
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Delete several, and note who did."""
        note_edit(f"{request.user} deleted {queryset.count()} {queryset.model._meta.verbose_name_plural}")
        super().delete_queryset(request, queryset)


class ObservedAdmin(ModelAdmin):
    """Measurements are looked at; only loading writes them."""

    def has_add_permission(self, _: HttpRequest) -> bool:
        """Nobody adds a measurement by hand."""
        return False

    def has_change_permission(self, _: HttpRequest, __: Model | None = None) -> bool:
        """Nobody changes one."""
        return False

    def has_delete_permission(self, _: HttpRequest, __: Model | None = None) -> bool:
        """Nobody deletes one."""
        return False


class PairingInline(TabularInline):
    """The family releases that go with a torch release."""

    model = Pairing
    extra = 0


@admin.register(Index)
class IndexAdmin(CuratedAdmin):
    """Indexes and their URLs."""

    list_display: ClassVar = ["slug", "url"]
    search_fields: ClassVar = ["slug", "url"]


@admin.register(Platform)
class PlatformAdmin(CuratedAdmin):
    """Operating systems and machines."""

    list_display: ClassVar = ["label", "slug", "sys_platform", "platform_machine", "python_platform"]


@admin.register(Accelerator)
class AcceleratorAdmin(CuratedAdmin):
    """Accelerators, their drivers and their indexes."""

    list_display: ClassVar = ["label", "slug", "kind", "index", "torch_backend_since", "driver_linux", "driver_windows"]
    list_filter: ClassVar = ["kind"]
    list_select_related: ClassVar = ["index"]
    search_fields: ClassVar = ["slug", "label"]


@admin.register(Package)
class PackageAdmin(CuratedAdmin):
    """Packages that must come from torch's index."""

    list_display: ClassVar = ["name", "pinned_until", "requires_torch"]


@admin.register(Release)
class ReleaseAdmin(CuratedAdmin):
    """torch releases with their pairs."""

    list_display: ClassVar = ["torch", "released", "requires_python"]
    inlines: ClassVar = [PairingInline]
    search_fields: ClassVar = ["torch"]


@admin.register(TritonRequirement)
class TritonRequirementAdmin(CuratedAdmin):
    """The triton packages of ROCm and XPU builds."""

    list_display: ClassVar = ["release", "kind", "package", "version", "platforms", "evidence"]
    list_filter: ClassVar = ["kind", "evidence"]
    list_select_related: ClassVar = ["release"]


@admin.register(Standing)
class StandingAdmin(CuratedAdmin):
    """Releases whose list of files is not complete."""

    list_display: ClassVar = ["release", "accelerator", "status", "platforms", "note"]
    list_filter: ClassVar = ["status", "accelerator"]
    list_select_related: ClassVar = ["release", "accelerator"]


@admin.register(Wheel)
class WheelAdmin(ObservedAdmin):
    """Observed wheels."""

    list_display: ClassVar = ["__str__", "index", "size_bytes", "evidence", "removed"]
    list_filter: ClassVar = ["package", "evidence", "removed", "listed_from_root", "index"]
    list_select_related: ClassVar = ["index"]
    search_fields: ClassVar = ["package", "version", "platform_tag"]


@admin.register(Revision)
class RevisionAdmin(ObservedAdmin):
    """What was served when, and what made it."""

    list_display: ClassVar = ["__str__", "created_at", "source", "wheel_count"]
