"""Meine Daten: everything about oneself and nothing of others, as JSON and PDF, and for 30 days after the end."""

import json
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pikepdf
import pytest
from django.apps import apps
from django.urls import reverse

from desk.mydata import reading
from desk.mydata.registry import NEWEST, PARTS
from desk.mydata.words import WORDS
from foundation.accounts.models import User
from foundation.web import clock
from governance.mandates.models import Mandate
from meetings.agenda.recusals import declare
from meetings.invitations import replies, sending
from meetings.invitations.models import Invitation, Reply

MORNING = datetime(2027, 1, 26, 8, 0, tzinfo=UTC)


@pytest.fixture
def invited(world):
    """Everybody of the Unternehmensbeirat is invited; two answered, one through the office."""
    meeting = world.meeting()
    world.agenda(meeting, "Datenplattform")
    sending.invite(meeting, by=world.actor(world.secretary), now=MORNING)
    meeting.refresh_from_db()
    for who, note in ((world.kaya, "Zug um vier"), (world.dahlhoff, "Kur in Bad Orb")):
        replies.record(
            Invitation.objects.get(person=who),
            answer="declined",
            note=note,
            source=Reply.Source.PHONE,
            sequence=meeting.sequence,
            by=world.actor(world.secretary),
            now=MORNING,
        )
    declare(
        meeting.items.get(), world.kaya, reason="Mein Bruder arbeitet dort", by=world.actor(world.kaya), now=MORNING
    )
    return meeting


def parts(client) -> dict[str, list[dict]]:
    answer = client.get(reverse("my_data_json"))
    assert answer["Content-Disposition"] == 'attachment; filename="meine-daten-2026-11-23.json"'
    return {part["title"]: part["rows"] for part in json.loads(answer.content)["parts"]}


def test_a_member_takes_everything_of_the_own_and_nothing_of_others(world, client, invited):
    client.force_login(world.kaya.user)
    found = parts(client)
    assert found["Angaben zur Person"][0]["family_name"] == "Kaya"
    assert found["Sitze"][0]["seat"] == "UB 4: Sitz 4"
    assert [(row["note"], row["entered_by"]) for row in found["Rückmeldungen"]] == [("Zug um vier", "Carla Wendt")]
    assert found["Befangenheit"][0]["reason"] == "Mein Bruder arbeitet dort"
    assert [row["kind"] for row in found["E-Mails"]] == ["Einladung"]
    assert found["Journal: was Sie getan haben"][0]["sentence"] == (
        "Aylin Kaya hat eine Befangenheit von Aylin Kaya eingetragen."
    )
    text = client.get(reverse("my_data_json")).text
    assert "Kur in Bad Orb" not in text
    assert world.dahlhoff.email not in text
    assert "BEGIN:VEVENT" not in text


def test_who_acts_for_others_does_not_take_their_words(world, client, invited):
    client.force_login(world.secretary.user)
    found = parts(client)
    assert (
        found["Von Ihnen eingetragene Rückmeldungen"]
        == [{"received_at": "2027-01-26T09:00:00+01:00", "source": "telefonisch"}] * 2
    )
    text = client.get(reverse("my_data_json")).text
    assert "Kur in Bad Orb" not in text
    assert "Zug um vier" not in text


def test_the_page_counts_and_the_pdf_is_archivable_and_accessible(world, client, invited):
    client.force_login(world.kaya.user)
    page = " ".join(client.get(reverse("my_data")).text.split())
    assert "Angaben zur Person" in page
    assert "Kur in Bad Orb" not in page
    answer = client.get(reverse("my_data_pdf"))
    assert answer["Content-Disposition"] == 'attachment; filename="meine-daten-2026-11-23.pdf"'
    with pikepdf.open(BytesIO(answer.content)) as pdf:
        metadata = pdf.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfuaid:part"]) == ("2", "1")
        assert metadata["dc:title"] == "Meine Daten"
        assert pdf.Root.MarkInfo.Marked


@pytest.mark.parametrize(("days", "status"), [(1, 200), (30, 200), (31, 410)])
def test_a_former_member_has_thirty_days(world, client, days, status):
    end = Mandate.objects.get(person=world.former).end
    client.force_login(world.former.user)
    with clock.at(datetime(end.year, end.month, end.day, 9, tzinfo=UTC) + timedelta(days=days)):
        answers = [client.get(reverse(name)) for name in ("my_data", "my_data_json", "my_data_pdf")]
    assert [answer.status_code for answer in answers] == [status] * 3
    words = {
        200: "Ihre eigenen Daten können Sie noch bis zum 30. April 2026 herunterladen.",
        410: "Ihre Daten konnten Sie bis zum 30. April 2026 herunterladen.",
    }
    assert words[status] in answers[0].text.replace("\xa0", " ")


def test_who_sits_elsewhere_has_all_the_time(world, client):
    Mandate.objects.create(
        seat=world.etb.seats.get(number=31),
        person=world.former,
        status="active",
        start=date(2026, 4, 1),
        appointed_on=date(2026, 4, 1),
    )
    client.force_login(world.former.user)
    assert "Ihre Mitgliedschaft ist beendet" not in client.get(reverse("my_data")).text


def test_a_login_without_a_person_has_no_such_page(db, now, client):
    client.force_login(User.objects.create_user("dienst@stadt.example"))
    assert client.get(reverse("my_data")).status_code == 404


def test_long_parts_are_cut_in_print_only(world, invited):
    reader = world.reader(world.secretary)
    entered = "Von Ihnen eingetragene Rückmeldungen"
    cut = {str(one.part.title): one for one in reading.about(world.secretary, reader, most=1)}[entered]
    assert (len(cut.rows), cut.more) == (1, 1)
    whole = {str(one.part.title): one for one in reading.about(world.secretary, reader)}[entered]
    assert (len(whole.rows), whole.more) == (2, 0)


def test_reading_costs_the_same_for_much_and_for_little(world, invited, django_assert_num_queries):
    reader = world.reader(world.kaya)
    with django_assert_num_queries(len(PARTS) + 3):
        reading.about(world.kaya, reader)
    for day in range(1, 6):
        other = world.meeting(day=date(2027, 3, day), status="invited", number=10 + day)
        Invitation.objects.create(meeting=other, person=world.kaya, invited_at=MORNING)
    with django_assert_num_queries(len(PARTS) + 3):
        reading.about(world.kaya, reader)


def test_every_field_of_every_part_has_a_word():
    unnamed = {field.name for part in PARTS for field in reading._fields(part)} - WORDS.keys()
    assert unnamed == set()


def test_rows_with_keys_drawn_by_lot_come_newest_first():
    by_lot = {part.model for part in PARTS if apps.get_model(part.model)._meta.pk.get_internal_type() == "UUIDField"}
    assert by_lot - {"people.Person"} == NEWEST.keys()
