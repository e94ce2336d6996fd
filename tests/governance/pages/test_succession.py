"""The office sees who is sought, asks from there, and finds what it asked."""

import pytest
from django.urls import reverse

from governance.mandates.models import SuccessionRequest
from governance.people.models import Organisation
from tests.printed import printed


@pytest.fixture
def path(world):
    body = Organisation.objects.create(name="Fraktion Wasserturm", kind="faction", email="fraktion@rat.example")
    world.etb.seats.filter(number=30).update(kind="delegated", delegating_body=body)
    return reverse("succession_request", args=[world.etb.slug, 30])


def text_of(response):
    return response.content.decode()


def test_the_office_asks_from_the_list(office, path):
    found = text_of(office.get(reverse("successions")))
    assert found.count("Nachfolge noch nicht angefragt.") == 2
    assert found.count("kern-btn--primary") == 1
    form = text_of(office.get(path))
    assert 'value="fraktion@rat.example"' in form
    assert "ist seit 1.\xa0Januar 2025 frei." in form
    data = {"medium": "mail", "address": "fraktion@rat.example", "text": "Wen entsenden Sie?"}
    done = text_of(office.post(path, data, follow=True))
    assert "Die Anfrage geht an fraktion@rat.example." in done
    assert "Angefragt am 23.\xa0November 2026." in done
    assert "Angefragt am 23.\xa0November 2026." in text_of(office.get(reverse("successions")))


def test_a_letter_stands_on_the_page_of_the_seat_to_be_printed(world, client, office, path):
    done = text_of(office.post(path, {"medium": "letter", "text": "Wen entsenden Sie?"}, follow=True))
    assert "Der Brief steht hier zum Drucken." in done
    assert "Der Brief vom 23.\xa0November 2026 (PDF)" in done
    words = printed(office.get(reverse("succession_letter", args=[world.etb.slug, 30])).content)
    assert "FraktionWasserturm" in words
    assert "WenentsendenSie?" in words
    client.force_login(world.members["ETB"][0].user)
    assert "Der Brief vom" not in text_of(client.get(reverse("seat", args=[world.etb.slug, 30])))


def test_for_a_seat_that_is_filled_nobody_is_asked(world, office):
    filled = reverse("succession_request", args=[world.etb.slug, 1])
    answer = office.get(filled)
    assert answer.status_code == 409
    assert "Für diesen Sitz wird niemand gesucht: Er ist besetzt." in text_of(answer)
    assert office.post(filled, {"medium": "letter", "text": "Wen entsenden Sie?"}).status_code == 409
    assert not SuccessionRequest.objects.exists()


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"medium": "mail", "address": "", "text": "Wen?"}, 400),
        ({"medium": "mail", "address": "x", "text": "Wen?"}, 400),
        ({"medium": "letter", "text": ""}, 400),
        ({"medium": "letter", "text": "W\x00"}, 400),
    ],
)
def test_wrong_requests_are_not_kept(office, path, data, status):
    assert office.post(path, data).status_code == status
    assert not SuccessionRequest.objects.exists()


def test_without_an_opening_the_list_says_so(world, office):
    world.etb.seats.filter(number__in=[30, 31]).update(frozen=True)
    assert "Keine Nachfolge wird gesucht." in text_of(office.get(reverse("successions")))
