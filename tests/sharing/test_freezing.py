"""A short link is what its content says: the files of its day, kept once, never changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.links import links
from wizard.answering.raw import Refused, raw_output
from wizard.rendering import FORMATS
from wizard.sharing.comparing import today
from wizard.sharing.freezing import digest_of, short_link
from wizard.sharing.ids import candidates
from wizard.sharing.models import ShortLink
from wizard.sharing.querysets import ShortLinkQuerySet
from wizard.sharing.words import Words, words

if TYPE_CHECKING:
    from wizard.catalogue.facts import Catalogue

pytestmark = pytest.mark.django_db
LINK = "linux-x86_64=cu130&macos-arm64=pypi&torch=2.13.0"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=400)


def raw_files(query: str, catalogue: Catalogue) -> dict[str, str]:
    """Return every raw output there is, by the name of its file."""
    found = {}
    for each in FORMATS:
        try:
            found[each.filename] = raw_output(query, each, catalogue)
        except Refused:
            continue
    return found


def files(link: ShortLink) -> dict[str, str]:
    return {file.filename: file.text for file in link.files}


def test_equal_content_is_one_link_whoever_makes_it_and_whenever(catalogue: Catalogue) -> None:
    first = ShortLink.objects.keep(short_link(LINK, words("box"), catalogue), NOW)
    again = ShortLink.objects.keep(short_link(f"{LINK}&layout=markers", words(" box "), catalogue), LATER)
    assert (first.made, again.made) == (True, False)
    assert first.link == again.link
    assert again.link.created_at == NOW
    assert ShortLink.objects.count() == 1


def test_other_words_or_choices_are_another_link(catalogue: Catalogue) -> None:
    made = [short_link(LINK, Words(), catalogue), short_link(LINK, words("box"), catalogue)]
    made += [short_link(LINK, words(note="box"), catalogue), short_link(f"{LINK}&bound=exact", Words(), catalogue)]
    assert len({ShortLink.objects.keep(link, NOW).link.pk for link in made}) == 4


def test_an_id_that_another_content_has_is_lengthened(catalogue: Catalogue) -> None:
    link = short_link(LINK, Words(), catalogue)
    keys = list(candidates(link.digest))
    for at, key in enumerate(keys[:2]):
        ShortLink.objects.create(id=key, digest=f"other {at}", revision=1, outputs=[], created_at=NOW)
    kept = ShortLink.objects.keep(link, NOW)
    assert kept.link.pk == keys[2]
    assert ShortLink.objects.keep(short_link(LINK, Words(), catalogue), LATER) == (kept.link, False)


def test_what_the_raw_outputs_refuse_is_refused_with_the_same_reasons(catalogue: Catalogue) -> None:
    for query in ("linux-x86_64=cu130&torch=2.8.0", "torhc=1&linux-x86_64=cu130", ""):
        with pytest.raises(Refused) as raw:
            raw_output(query, FORMATS[0], catalogue)
        with pytest.raises(Refused) as short:
            short_link(query, Words(), catalogue)
        assert short.value.reasons == raw.value.reasons


def test_a_format_that_lacks_something_is_left_out(catalogue: Catalogue) -> None:
    query = "linux-x86_64=cu130&windows-x86_64=cu130&macos-arm64=pypi&linux-aarch64=cpu&torch=2.9.1"
    complete = set(raw_files(query, catalogue))
    assert set(files(short_link(query, Words(), catalogue))) == complete
    without = next(
        link for link in ("macos-arm64=cpu", "windows-x86_64=cpu") if "Dockerfile" not in raw_files(link, catalogue)
    )
    assert "Dockerfile" not in files(short_link(without, Words(), catalogue))


@settings(deadline=None)
@given(st.data())
def test_the_files_are_the_raw_outputs_byte_for_byte_and_stay_when_the_catalogue_moves_on(
    catalogue: Catalogue, data: st.DataObject
) -> None:
    query = data.draw(links(catalogue))
    then = raw_files(query, catalogue)
    if not then:
        with pytest.raises(Refused):
            short_link(query, Words(), catalogue)
        return
    kept = ShortLink.objects.keep(short_link(query, Words(), catalogue), NOW).link
    stored = ShortLink.objects.get(pk=kept.pk)
    assert files(stored) == then
    assert digest_of(stored) == stored.digest
    assert not today(stored, catalogue).differs
    assert not today(stored, replace(catalogue, revision=catalogue.revision + 1)).differs


def moved_on(catalogue: Catalogue) -> Catalogue:
    """Return a catalogue whose torch goes with other releases of its family."""
    releases = {
        torch: replace(release, pairs=dict.fromkeys(release.pairs, "99.0.0"))
        for torch, release in catalogue.releases.items()
    }
    return replace(catalogue, revision=catalogue.revision + 1, releases=releases)


def test_what_today_would_be_written_otherwise_is_told_file_by_file(catalogue: Catalogue) -> None:
    link = short_link(LINK, Words(), catalogue)
    link.outputs = [
        output | {"text": "of old\n"} if output["slug"] == "commands" else output for output in link.outputs
    ]
    (change,) = today(link, catalogue).changes
    assert (change.file.slug, change.file.text) == ("commands", "of old\n")
    assert change.text == raw_files(LINK, catalogue)["commands.sh"]


def test_what_was_foreseen_of_machines_is_kept_and_no_reason_to_say_that_files_changed(catalogue: Catalogue) -> None:
    link = short_link(LINK, Words(), catalogue)
    assert files(link)["configuration.json"] == raw_files(LINK, catalogue)["configuration.json"]
    link.outputs = [output | {"text": "{}\n"} if output["slug"] == "json" else output for output in link.outputs]
    assert not today(link, catalogue).differs


def test_a_file_that_can_no_longer_be_written_is_a_change_to_nothing(catalogue: Catalogue) -> None:
    link = short_link("macos-arm64=cpu", Words(), catalogue)
    link.outputs.append(
        {"slug": "dockerfile", "filename": "Dockerfile", "content_type": "text/plain", "text": "FROM x\n"}
    )
    (change,) = today(link, catalogue).changes
    assert (change.file.filename, change.text) == ("Dockerfile", "")


def test_choices_that_are_no_more_are_told_with_the_reasons_of_raw_outputs(catalogue: Catalogue) -> None:
    link = short_link(LINK, Words(), catalogue)
    later = replace(
        catalogue, accelerators={slug: found for slug, found in catalogue.accelerators.items() if slug != "cu130"}
    )
    with pytest.raises(Refused) as refused:
        raw_output(link.query, FORMATS[0], later)
    told = today(link, later)
    assert told.differs
    assert told.reasons == refused.value.reasons
    assert not told.changes


def test_a_catalogue_that_moved_on_changes_no_file_that_was_frozen(catalogue: Catalogue) -> None:
    query = f"{LINK}&with=torchvision"
    then = raw_files(query, catalogue)
    kept = ShortLink.objects.keep(short_link(query, Words(), catalogue), NOW).link
    later = moved_on(catalogue)
    assert files(ShortLink.objects.get(pk=kept.pk)) == then
    assert today(kept, later).differs
    again = ShortLink.objects.keep(short_link(LINK, Words(), later), LATER)
    assert files(ShortLink.objects.get(pk=kept.pk)) == then
    assert again.link.pk != kept.pk


@pytest.mark.parametrize("others", [1, 3])
def test_whoever_is_slower_by_a_moment_gets_the_link_of_the_faster(
    others: int, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = ShortLinkQuerySet.bulk_create
    faster = [short_link(LINK, Words(), catalogue) for _ in range(others)]

    def after_others(self: ShortLinkQuerySet, links: list[ShortLink], **options: Any) -> list[ShortLink]:
        while faster:
            ShortLinkQuerySet.keep(self, faster.pop(), NOW)
        return plain(self, links, **options)

    monkeypatch.setattr(ShortLinkQuerySet, "bulk_create", after_others)
    kept = ShortLink.objects.keep(short_link(LINK, Words(), catalogue), LATER)
    assert not kept.made
    assert kept.link.created_at == NOW
    assert ShortLink.objects.count() == 1
