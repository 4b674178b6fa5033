"""What is asked of short links and presets, in the domain's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import models

from wizard.sharing.ids import candidates

if TYPE_CHECKING:
    from datetime import datetime

    from wizard.sharing.models import Preset, ShortLink  # noqa: F401  named as a string below


class Kept(NamedTuple):
    """The short link there is now, and whether this call made it."""

    link: ShortLink
    made: bool


class ShortLinkQuerySet(models.QuerySet["ShortLink"]):
    """Short links are made and read; nothing here changes or deletes one."""

    def with_id(self, key: str) -> ShortLinkQuerySet:
        """One, or none."""
        return self.filter(pk=key)

    def with_digest(self, digest: str) -> ShortLinkQuerySet:
        """The one that holds exactly this, or none."""
        return self.filter(digest=digest)

    def keep(self, link: ShortLink, now: datetime) -> Kept:
        """Keep a frozen link, or return the equal one that somebody kept before.

        The database decides who is first, in one statement that leaves what is there as it is, so processes that
        keep the same content at once end with the same row. Where another content has the short id, that row is not
        found by its digest, and the next longer id is tried.
        """
        link.created_at = now
        keys = candidates(link.digest)
        while (known := self.with_digest(link.digest).first()) is None:
            link.pk = next(keys)
            self.bulk_create([link], ignore_conflicts=True)
        return Kept(link=known, made=known.created_at == now)


class PresetQuerySet(models.QuerySet["Preset"]):
    """Questions about presets."""

    def named(self, slug: str) -> PresetQuerySet:
        """The one with this slug, if there is one."""
        return self.filter(slug=slug)
