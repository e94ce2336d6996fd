"""Inviting: who is called, what the mail says, what is kept as proof."""

from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from django.urls import reverse
from icalendar import Calendar

from foundation.accounts.models import PersonalLink
from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery, State
from foundation.outbox.reading import masked_text
from foundation.values import DomainError
from governance.confidentiality import Level
from governance.mandates.models import Mandate
from governance.people.models import Person
from meetings.agenda.models import Agenda
from meetings.invitations import sending
from meetings.invitations.models import Answer, CalendarText, Dispatch, Invitation, Notice
from meetings.meeting.models import Meeting
from tests.paper import fits_paper

LATE = datetime(2027, 1, 28, 8, 0, tzinfo=UTC)


def parsed(delivery):
    return message_from_bytes(bytes(delivery.raw), policy=policy.default)


def part(delivery, kind):
    return next(p for p in parsed(delivery).walk() if p.get_content_type() == kind)


def event(delivery):
    calendar = Calendar.from_ical(part(delivery, "text/calendar").get_payload(decode=True))
    return calendar, calendar.walk("VEVENT")[0]


def test_everybody_with_a_seat_and_the_management_is_invited(world, invited):
    roles = dict(Invitation.objects.values_list("person__family_name", "role"))
    assert roles.pop("Holtkamp") == "chair"
    assert roles.pop("Ebeling") == "guest"
    assert set(roles) == {one.family_name for one in world.members["UB"]} - {"Holtkamp"}
    assert set(roles.values()) == {"member"}
    assert not Invitation.objects.filter(person__in=[world.former, world.sponsor, world.secretary]).exists()


def test_the_meeting_is_invited_once_with_its_rules_and_a_frozen_agenda(world, invited, dispatch_day):
    invited.refresh_from_db()
    assert (invited.status, invited.sequence, invited.shortened) == ("invited", 1, False)
    assert invited.rules == world.ub.rules.get()
    assert Agenda.objects.get(meeting=invited).status == "frozen"
    first = Dispatch.objects.get()
    again = sending.invite(invited, by=world.actor(world.secretary), now=dispatch_day + timedelta(minutes=1))
    assert again == first
    assert Delivery.objects.count() == Notice.objects.count() == 11
    assert JournalEntry.objects.filter(action="meeting.invited").count() == 1


def test_the_proof_keeps_the_numbers_of_the_notice_period(invited):
    proof = Dispatch.objects.get().notice
    assert proof["ok"] is True
    assert proof["numbers"]["latest_dispatch"] == "2027-01-27"
    assert proof["numbers"]["sent_on"] == "2027-01-26"
    assert (proof["by_mail"], proof["by_post"]) == (11, [])


def test_the_mail_has_the_subject_and_parts_that_programs_understand(world, invited, mail_to):
    mail = mail_to(world.dahlhoff)
    assert mail.subject == "Einladung Unternehmensbeirat, Do 11.02.2027, 16 Uhr"
    assert str(parsed(mail)["Subject"]) == mail.subject
    assert [p.get_content_type() for p in parsed(mail).walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    assert part(mail, "text/calendar")["Content-Type"].params["method"] == "REQUEST"
    assert parsed(mail)["To"].addresses[0].addr_spec == world.dahlhoff.email
    assert (mail.topic, mail.version) == (invited.key, 1)


def test_the_calendar_names_one_attendee_and_carries_no_personal_link(world, invited, mail_to):
    mail = mail_to(world.dahlhoff)
    calendar, entry = event(mail)
    assert calendar["METHOD"] == "REQUEST"
    assert (str(entry["UID"]), entry["SEQUENCE"]) == (invited.uid, 1)
    assert str(entry["ATTENDEE"]) == f"mailto:{world.dahlhoff.email}"
    assert entry["ATTENDEE"].params["RSVP"] == "TRUE"
    text = part(mail, "text/calendar").get_payload(decode=True).decode().replace("\r\n ", "")
    assert "/a/" not in text
    assert f"/sitzungen/{invited.pk}/" in text
    assert "Datenplattform" not in text


def test_text_and_html_say_the_same_in_the_words_of_the_letter(world, invited, mail_to):
    mail = mail_to(world.dahlhoff)
    link = PersonalLink.objects.get(holder=world.dahlhoff.key)
    plain, html = part(mail, "text/plain").get_content(), part(mail, "text/html").get_content()
    for words in (
        "Guten Tag, Herr Dahlhoff,",
        "im Namen der Vorsitzenden, Annegret Holtkamp, laden wir Sie ein:",
        "Donnerstag, 11.\u00a0Februar 2027, 16:00\u00a0bis 18:00\u00a0Uhr".replace("\u00a0", " "),
        "Haus der Digitalstadt, Raum 1.04",
        "Nehmen Sie teil?",
        "Ich nehme teil",
        "Ich nehme nicht teil",
        "Anders antworten",
        f"/a/{link.token}/?antwort=zusage",
        f"/a/{link.token}/?antwort=absage",
        f"/a/{link.token}/?antwort=anders",
        "Datenplattform: Betriebsmodell",
        "Die Ladungsfrist von 14 Tagen ist eingehalten. Versendet am 26. Januar 2027.",
        "069 90009-120",
        "Dieser Link ist persönlich.",
        "Datenschutz",
    ):
        assert words in plain.replace("\u00a0", " "), words
        assert words in html.replace("\u00a0", " "), words
    assert mail.secrets == [link.token]
    assert link.expires_at == invited.ends_at + timedelta(days=1)


def test_nobody_reads_another_members_address_or_link(world, invited, mail_to):
    raw = bytes(mail_to(world.dahlhoff).raw)
    text = "".join(
        p.get_payload(decode=True).decode() for p in parsed(mail_to(world.dahlhoff)).walk() if not p.is_multipart()
    )
    others = PersonalLink.objects.exclude(holder=world.dahlhoff.key)
    assert others.count() == 10
    assert not [link for link in others if link.token in text]
    assert not [one for one in world.members["UB"] if one != world.dahlhoff and one.email.encode() in raw]


def test_guests_read_that_they_have_no_vote(world, invited, mail_to):
    assert (
        "Sie sind als Gast eingeladen, ohne Stimmrecht." in part(mail_to(world.manager), "text/plain").get_content()
    )
    assert "als Gast" not in part(mail_to(world.kaya), "text/plain").get_content()
    assert event(mail_to(world.manager))[1]["ATTENDEE"].params["ROLE"] == "NON-PARTICIPANT"


def test_confidential_titles_do_not_travel(world, meeting, dispatch_day, mail_to):
    meeting.items.filter(position=2).update(title="Kündigung des Vertrags", level=Level.CONFIDENTIAL)
    sending.invite(meeting, by=world.actor(world.secretary), now=dispatch_day)
    plain = part(mail_to(world.mayor), "text/plain").get_content()
    assert "2. Vertraulicher Punkt" in plain
    assert "Kündigung" not in plain


def test_readers_of_english_get_a_courtesy_translation_above_the_german_text(world, meeting, dispatch_day, mail_to):
    Person.objects.filter(pk=world.kaya.pk).update(language="en")
    sending.invite(meeting, by=world.actor(world.secretary), now=dispatch_day)
    mail = mail_to(world.kaya)
    assert mail.subject == "Invitation Unternehmensbeirat, Thu 11 Feb 2027, 16:00"
    plain = part(mail, "text/plain").get_content()
    assert plain.index("Courtesy translation. The German text below is the binding one.") < plain.index(
        "I will attend"
    )
    assert plain.index("I will attend") < plain.index("Ich nehme teil")
    assert event(mail)[1]["SUMMARY"] == "Unternehmensbeirat, meeting 1 of 2027"
    assert "Courtesy" not in part(mail_to(world.dahlhoff), "text/plain").get_content()
    assert CalendarText.objects.count() == 2


def test_a_short_notice_period_wants_a_reason_and_says_so_in_the_mail(world, meeting, mail_to):
    with pytest.raises(DomainError) as refused:
        sending.invite(meeting, by=world.actor(world.secretary), now=LATE)
    assert (refused.value.status, refused.value.code) == (409, "notice_short")
    assert "Letzter Versandtag war Mittwoch, 27. Januar 2027" in refused.value.message.replace("\u00a0", " ")
    assert not Invitation.objects.exists()
    sending.invite(meeting, by=world.actor(world.secretary), now=LATE, reason="Fördermittel laufen ab")
    meeting.refresh_from_db()
    assert (meeting.shortened, meeting.shortened_reason) == (True, "Fördermittel laufen ab")
    plain = part(mail_to(world.kaya), "text/plain").get_content().replace("\u00a0", " ")
    assert "Die Ladungsfrist von 14 Tagen ist verkürzt. Grund: „Fördermittel laufen ab“." in plain


@pytest.mark.parametrize("status", ["planned", "cancelled", "held"])
def test_only_scheduled_meetings_are_invited_to(world, meeting, dispatch_day, status):
    Meeting.objects.filter(pk=meeting.pk).update(status=status, rules=world.ub.rules.get())
    meeting.refresh_from_db()
    with pytest.raises(DomainError) as refused:
        sending.invite(meeting, by=world.actor(world.secretary), now=dispatch_day)
    assert refused.value.status == 409
    assert not Delivery.objects.exists()


def test_an_agenda_that_is_not_released_stops_the_invitation(world, meeting, dispatch_day):
    Agenda.objects.update(status="draft")
    with pytest.raises(DomainError) as refused:
        sending.invite(meeting, by=world.actor(world.secretary), now=dispatch_day)
    assert refused.value.code == "agenda_open"
    meeting.refresh_from_db()
    assert (meeting.status, meeting.sequence) == ("scheduled", 0)


def test_people_by_post_get_no_mail_and_are_named_in_the_proof(world, client, meeting):
    Person.objects.filter(pk=world.dahlhoff.pk).update(channel="post")
    client.force_login(world.secretary.user)
    shown = client.get(reverse("invitation_preview", args=[meeting.pk, world.dahlhoff.pk])).content.decode()
    assert "nimmt Ihre Antwort am Telefon auf" in fits_paper(shown)
    in_time_for_post = datetime(2027, 1, 22, 8, 0, tzinfo=UTC)
    sending.invite(meeting, by=world.actor(world.secretary), now=in_time_for_post)
    proof = Dispatch.objects.get().notice
    assert (proof["by_mail"], proof["by_post"]) == (10, [world.dahlhoff.key])
    assert proof["numbers"]["receipt"] == "2027-01-26"
    letter = Delivery.objects.get(recipient=world.dahlhoff.key)
    assert (letter.state, letter.secrets) == (State.LETTER, [])
    kinds = [one.get_content_type() for one in parsed(letter).walk()]
    assert not {"text/calendar", "application/ics"} & set(kinds)
    assert "nimmt Ihre Antwort am Telefon auf" in fits_paper(masked_text(letter).text)
    assert Invitation.objects.filter(person=world.dahlhoff, answer=Answer.NEEDS_ACTION).count() == 1


def test_one_unusable_address_stops_nobody_else(world, meeting, dispatch_day):
    Person.objects.filter(pk=world.kaya.pk).update(email="ay lin@mitglied.example")
    sending.invite(meeting, by=world.actor(world.secretary), now=dispatch_day, reason="Adresse fehlt")
    assert Dispatch.objects.get().notice["by_post"] == [world.kaya.key]
    assert Delivery.objects.count() == 10


def shrink(board, size):
    keep = list(board.seats.order_by("number").values_list("pk", flat=True)[:size])
    Invitation.objects.all().delete()
    Mandate.objects.filter(seat__board=board).exclude(seat__in=keep).update(status="withdrawn")


def queries_to_invite(world, board, day, django_assert_num_queries, expected):
    meeting = world.meeting(board, day=day)
    world.agenda(meeting, "Eröffnung")
    meeting = Meeting.objects.select_related("board", "rules").get(pk=meeting.pk)
    with django_assert_num_queries(expected):
        sending.invite(meeting, by=world.actor(world.secretary), now=datetime(2027, 1, 4, 9, tzinfo=UTC))
    return meeting.invitations.count()


QUERIES = 40


@pytest.mark.parametrize("size", [1, 10])
def test_inviting_costs_the_same_whatever_the_size(world, django_assert_num_queries, size):
    shrink(world.ub, size)
    assert queries_to_invite(world, world.ub, date(2027, 2, 11), django_assert_num_queries, QUERIES) == size + 1


def test_inviting_thirty_one_members_costs_the_same(world, django_assert_num_queries):
    from tests.world import person, seat_person

    for number in (30, 31):
        seat_person(world.etb, number, person("Nora", f"Neu{number}"))
    count = queries_to_invite(world, world.etb, date(2027, 3, 4), django_assert_num_queries, QUERIES)
    assert count == 32


def test_a_meeting_after_the_clock_change_keeps_its_wall_time(world):
    meeting = world.meeting(day=date(2027, 4, 8))
    world.agenda(meeting, "Eröffnung")
    sending.invite(meeting, by=world.actor(world.secretary), now=datetime(2027, 3, 1, 9, tzinfo=UTC))
    mail = Delivery.objects.filter(recipient=world.kaya.key).get()
    assert mail.subject == "Einladung Unternehmensbeirat, Do 08.04.2027, 16 Uhr"
    assert (
        "DTSTART;TZID=Europe/Berlin:20270408T160000" in part(mail, "text/calendar").get_payload(decode=True).decode()
    )
    assert mail.state == State.PENDING
