"""Who curates presets pastes a link, sees which are offered today, and is told why the others are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import User

from tests.answers import text_of
from tests.sharing.presets import preset
from wizard.sharing.models import Preset

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
CURL = {"User-Agent": "curl/8.5.0"}
LIST = "/admin/sharing/preset/"
NEW = {"name": "GPU box", "slug": "gpu-box", "description": "", "order": "1", "shown": "on"}


def test_a_pasted_link_is_kept_in_the_grammars_words(admin_client: Client) -> None:
    link = "https://wizard.example/torch/?TORCH=2.13.0&linux-x86_64=cu130"
    assert admin_client.post(f"{LIST}add/", {**NEW, "query": link}).status_code == 302
    assert Preset.objects.get().query == "linux-x86_64=cu130&torch=2.13.0"


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ("linux-x86_64=cu999", "“cu999” is not a known accelerator"),
        ("https://wizard.example/", "so it asks for nothing"),
        ("linux-x86_64=<b>&torch=9", "&lt;b&gt;"),
    ],
)
def test_a_link_that_cannot_be_kept_to_is_refused_with_the_raw_outputs_sentences(
    link: str, sentence: str, admin_client: Client
) -> None:
    page = admin_client.post(f"{LIST}add/", {**NEW, "query": link})
    assert sentence in text_of(page)
    assert "<b>&amp;torch" not in text_of(page)
    assert not Preset.objects.exists()


@pytest.mark.parametrize("end", ["", "/", "/pyproject.toml", "?from=chat"])
def test_a_short_link_is_taken_for_what_it_holds(end: str, admin_client: Client) -> None:
    address = text_of(admin_client.post("/c/", {"linux-x86_64": "cu130", "torch": "2.13.0"}, headers=CURL)).strip()
    admin_client.post(f"{LIST}add/", {**NEW, "query": f"{address}{end}"})
    assert "linux-x86_64=cu130" in Preset.objects.get().query
    assert "torch=2.13.0" in Preset.objects.get().query


def test_a_short_link_of_another_site_is_refused(admin_client: Client) -> None:
    page = admin_client.post(f"{LIST}add/", {**NEW, "query": "https://other.example/c/0123456789"})
    assert "asks for nothing" in text_of(page)


@pytest.mark.parametrize("field", ["name", "description"])
@pytest.mark.parametrize("harm", ["\x1b", "\u202e"])
def test_what_would_do_harm_on_a_terminal_is_refused(field: str, harm: str, admin_client: Client) -> None:
    page = admin_client.post(f"{LIST}add/", {**NEW, "query": "linux-x86_64=cu130", field: f"GPU{harm}box"})
    assert f"The {field} holds a control character, U+{ord(harm):04X}. Take it out." in text_of(page)
    assert not Preset.objects.exists()


def test_the_address_stays_once_it_is_there(admin_client: Client) -> None:
    kept = preset()
    page = text_of(admin_client.get(f"{LIST}{kept.pk}/change/"))
    assert 'name="slug"' not in page
    assert 'name="slug"' in text_of(admin_client.get(f"{LIST}add/"))
    form = {**NEW, "slug": "another", "name": "Renamed", "query": kept.query}
    assert admin_client.post(f"{LIST}{kept.pk}/change/", form).status_code == 302
    assert [(found.slug, found.name) for found in Preset.objects.all()] == [("gpu-box", "Renamed")]
    assert 'href="/p/gpu-box/"' in page


def test_a_preset_that_is_not_supported_any_more_can_be_edited(admin_client: Client) -> None:
    kept = preset(query="linux-x86_64=cu999")
    form = {**NEW, "name": "Renamed", "query": kept.query}
    assert admin_client.post(f"{LIST}{kept.pk}/change/", form).status_code == 302
    assert [(found.name, found.query) for found in Preset.objects.all()] == [("Renamed", "linux-x86_64=cu999")]
    again = admin_client.post(f"{LIST}{kept.pk}/change/", form | {"query": "linux-x86_64=cu998"})
    assert "“cu998” is not a known accelerator" in text_of(again)


def test_the_list_says_what_is_offered_and_why_not(admin_client: Client) -> None:
    preset()
    assert "hidden from the start page" not in text_of(admin_client.get(LIST))
    preset("secret", name="Secret", shown=False)
    preset("gone", name="Gone <i>", query="linux-x86_64=cu999")
    page = text_of(admin_client.get(LIST))
    assert "The preset &#x27;Gone &lt;i&gt;&#x27; is hidden from the start page: “cu999” is not a known" in page
    assert page.count("is hidden from the start page") == 1
    assert '<td class="field-today">offered</td>' in page
    assert '<td class="field-today">by its address only</td>' in page
    assert '<td class="field-today">not offered: “cu999” is not a known accelerator' in page


def test_order_and_visibility_are_changed_in_the_list(admin_client: Client) -> None:
    first, second = preset("a", name="A"), preset("b", name="B", query="linux-x86_64=cu999")
    form = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 2, "_save": "Save"}
    form |= {"form-0-id": first.pk, "form-0-order": 9, "form-0-shown": "on"}
    form |= {"form-1-id": second.pk, "form-1-order": 3}
    assert admin_client.post(LIST, form).status_code == 302
    assert [(found.slug, found.shown) for found in Preset.objects.all()] == [("b", False), ("a", True)]


def test_the_usual_ones_are_a_click_away(admin_client: Client) -> None:
    assert "Add the usual ones" in text_of(admin_client.get(LIST))
    assert "Presets added: 4." in text_of(admin_client.post(f"{LIST}usual/", follow=True))
    assert "Presets added: 0." in text_of(admin_client.post(f"{LIST}usual/", follow=True))
    assert admin_client.get(f"{LIST}usual/").status_code == 405


def test_only_who_may_add_adds_the_usual_ones(client: Client) -> None:
    client.force_login(User.objects.create_user("reader", is_staff=True))
    assert client.post(f"{LIST}usual/").status_code == 403
    assert not Preset.objects.exists()
