"""The catalogue in Django's admin: curated facts are edited, observed ones only looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from django.contrib import admin
from django.db import transaction
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from wizard.catalogue import shipped
from wizard.catalogue.consistent import change_alone
from wizard.catalogue.facts import ALWAYS_OFFERED
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

SHOWN_FILES: Final = 100

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model, QuerySet
    from django.http import HttpRequest

    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
else:
    ModelAdmin = admin.ModelAdmin
    TabularInline = admin.TabularInline


class CuratedAdmin(ModelAdmin):
    """Every edit makes a new revision, so that all processes serve it within seconds."""

    named: ClassVar[str] = "slug"
    """The field by which links, files and the shipped tables know a row."""
    kept: ClassVar[frozenset[str]] = frozenset()
    """The names of what nobody deletes."""

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Never change what links and files name, once it is there."""
        return [*super().get_readonly_fields(request, obj), *([self.named] if obj and self.named else [])]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Keep what links name, and what stands in where nothing else is chosen."""
        name = getattr(obj, self.named, "") if self.named else ""
        return name not in self.kept and super().has_delete_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:  # noqa: FBT001  Django's
        """Save, and note who changed what."""
        change_alone()
        super().save_model(request, obj, form, change)
        note_edit(f"{request.user} changed {obj}")

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """Delete, and note who did."""
        source = f"{request.user} deleted {obj}"
        with transaction.atomic():
            change_alone()
            super().delete_model(request, obj)
            note_edit(source)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Delete several, and note who did."""
        source = f"{request.user} deleted {', '.join(map(str, queryset[:5]))}"
        with transaction.atomic():
            change_alone()
            super().delete_queryset(request, queryset)
            note_edit(source)


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

    list_display = ["slug", "url", "read_at"]
    list_filter = [("read_at", admin.EmptyFieldListFilter), "accelerator__kind", "accelerator__advertised"]
    readonly_fields = ["read_at"]
    search_fields = ["slug", "url"]


@admin.register(Platform)
class PlatformAdmin(CuratedAdmin):
    """Operating systems and machines."""

    kept = frozenset(row["slug"] for row in shipped.table("platforms.toml")["platforms"])
    list_display = ["label", "slug", "sys_platform", "platform_machine", "python_platform"]


@admin.register(Accelerator)
class AcceleratorAdmin(CuratedAdmin):
    """Accelerators, their drivers and their indexes."""

    kept = frozenset(ALWAYS_OFFERED)
    list_display = ["label", "slug", "kind", "advertised", "torch_backend_since", "driver_linux", "driver_windows"]
    list_filter = ["advertised", ("discovered_at", admin.EmptyFieldListFilter), "kind"]
    readonly_fields = ["discovered_at"]
    list_select_related = ["index"]
    search_fields = ["slug", "label"]


@admin.register(Package)
class PackageAdmin(CuratedAdmin):
    """Packages that must come from torch's index."""

    named = "name"
    kept = frozenset(row["name"] for row in shipped.table("packages.toml")["packages"])
    list_display = ["name", "pinned_until", "requires_torch"]


@admin.register(Release)
class ReleaseAdmin(CuratedAdmin):
    """torch releases with their pairs."""

    named = "torch"
    list_display = ["torch", "released", "requires_python"]
    list_filter = ["requires_python", "pypi_cuda_x86_64", "pypi_cuda_aarch64"]
    inlines = [PairingInline]
    search_fields = ["torch"]


@admin.register(TritonRequirement)
class TritonRequirementAdmin(CuratedAdmin):
    """The triton packages of ROCm and XPU builds."""

    named = ""
    list_display = ["release", "kind", "package", "version", "platforms", "python_below", "evidence"]
    list_filter = ["kind", "evidence"]
    list_select_related = ["release"]
    search_fields = ["release__torch", "package", "version"]


@admin.register(Standing)
class StandingAdmin(CuratedAdmin):
    """Releases whose list of files is not complete."""

    named = ""
    list_display = ["release", "accelerator", "status", "platforms", "note"]
    list_filter = ["status", "accelerator"]
    list_select_related = ["release", "accelerator"]
    search_fields = ["release__torch", "accelerator__slug", "accelerator__label", "platforms", "note"]


@admin.register(Wheel)
class WheelAdmin(ObservedAdmin):
    """Observed wheels."""

    list_display = ["__str__", "index", "size_bytes", "evidence", "since", "until"]
    list_filter = ["package", "evidence", ("until", admin.EmptyFieldListFilter), "listed_from_root", "index"]
    list_select_related = ["index"]
    search_fields = ["package", "version", "platform_tag"]


@admin.register(Revision)
class RevisionAdmin(ObservedAdmin):
    """What was served when, what made it, and what it changed."""

    list_display = ["__str__", "created_at", "source", "wheel_count", "added_count", "gone_count"]
    list_filter = ["created_at"]
    search_fields = ["source"]
    fields = ["created_at", "source", "wheel_count", "what_changed", "added", "gone"]
    readonly_fields = ["what_changed", "added", "gone"]

    @admin.display(description="What changed")
    def what_changed(self, revision: Revision) -> str:
        """Its sentences."""
        return sentences(revision.changes)

    @admin.display(description="Files added")
    def added(self, revision: Revision) -> str:
        """The files it was the first to have."""
        return _files(Wheel.objects.added_by(revision.pk), f"since={revision.pk}")

    @admin.display(description="Files gone")
    def gone(self, revision: Revision) -> str:
        """The files it no longer had."""
        return _files(Wheel.objects.gone_with(revision.pk), f"until={revision.pk}")


def _files(wheels: QuerySet[Wheel], query: str) -> str:
    """List the first of many files, and link to all of them."""
    some = wheels.select_related("index")[:SHOWN_FILES]
    lines = sentences(f"{wheel.index}: {wheel}" for wheel in some)
    count = wheels.count()
    if count <= SHOWN_FILES:
        return lines
    address = f"{reverse('admin:catalogue_wheel_changelist')}?{query}"
    return format_html('{}<br><a href="{}">all {} files</a>', lines, address, count)


def sentences(lines: Iterable[str]) -> str:
    """Show sentences one below the other."""
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines)) or "nothing"
