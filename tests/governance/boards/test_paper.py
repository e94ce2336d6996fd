"""Letters on paper: address, day, words and who writes, on a page that fits a window envelope."""

from datetime import UTC, datetime

import pytest

from foundation.documents import typst
from foundation.outbox.models import Delivery
from governance.people.models import Organisation
from meetings.meeting.models import Meeting
from meetings.planning.setting import tell
from tests.printed import printed

WRITTEN = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def asked(world):
    seat = world.ub.seats.get(number=9)
    where = "Modauweg 4, 64283 Darmstadt"
    body = Organisation.objects.create(name="Modaublick Netze", kind="city_company", address=where)
    return seat.succession_requests.create(
        medium="letter", organisation=body, asked_at=WRITTEN, text="Guten Tag,\n\nwen senden Sie?"
    )


def test_the_letter_that_asks_for_a_successor_is_a_page_to_print(world, client, asked):
    client.force_login(world.secretary.user)
    answer = client.get(f"/gremien/unternehmensbeirat/sitze/{asked.seat.number}/nachfolge/brief.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    words = printed(answer.content)
    for part in ("Modauweg4", "64283Darmstadt", "23.November2026", "GutenTag,wensendenSie?", "MitfreundlichenGrüßen"):
        assert part in words


def test_where_the_fonts_are_missing_the_page_says_so_and_the_log_why(
    world, client, asked, tmp_path, monkeypatch, caplog
):
    client.force_login(world.secretary.user)
    monkeypatch.setattr(typst, "FONTS", tmp_path)
    answer = client.get(f"/gremien/unternehmensbeirat/sitze/{asked.seat.number}/nachfolge/brief.pdf")
    assert answer.status_code == 503
    assert "Das Dokument kann gerade nicht erstellt werden." in answer.content.decode()
    assert "Fonts are missing" in caplog.text


def test_without_a_letter_there_is_none(world, client):
    client.force_login(world.secretary.user)
    assert client.get("/gremien/unternehmensbeirat/sitze/9/nachfolge/brief.pdf").status_code == 404


def test_who_wants_post_gets_the_words_of_the_mail_on_paper(world, client, now):
    world.dahlhoff.channel, world.dahlhoff.postal_address = "post", "Rheinstraße 12\n64283 Darmstadt"
    world.dahlhoff.save()
    meeting = Meeting.objects.select_related("board").get(pk=world.meeting(world.ub).pk)
    tell("date_set", [meeting], key="date", topic=meeting.key, now=now)
    delivery = Delivery.objects.get(recipient=world.dahlhoff.key)
    client.force_login(world.secretary.user)
    words = printed(client.get(f"/versandnachweis/{delivery.pk}/brief.pdf").content)
    for part in ("WernerDahlhoff", "Rheinstraße12", "dieseSitzungstehtfest.", "Fragen?Geschäftsstelle"):
        assert part in words
    assert "http" not in words
    mailed = Delivery.objects.get(recipient=world.kaya.key)
    assert client.get(f"/versandnachweis/{mailed.pk}/brief.pdf").status_code == 404
