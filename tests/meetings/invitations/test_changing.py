"""After the invitation: another place, another time, a cancellation, one invitation taken back."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from icalendar import Calendar

from foundation.accounts.models import PersonalLink
from foundation.outbox.models import Delivery, State
from foundation.values import DomainError
from governance.mandates.models import Mandate
from meetings.invitations import calling, entries, replies, sending
from meetings.invitations.ending import invitations as effects
from meetings.invitations.models import Answer, Dispatch, Invitation, Notice, Reply

NOW = datetime(2027, 1, 26, 12, 0, tzinfo=UTC)
LATER = datetime(2027, 2, 25, 15, 0, tzinfo=UTC)


def entry(delivery):
    mail = message_from_bytes(bytes(delivery.raw), policy=policy.default)
    octets = next(p for p in mail.walk() if p.get_content_type() == "text/calendar").get_payload(decode=True)
    calendar = Calendar.from_ical(octets)
    return mail, calendar, calendar.walk("VEVENT")[0]


def text(delivery):
    mail = message_from_bytes(bytes(delivery.raw), policy=policy.default)
    plain = next(p for p in mail.walk() if p.get_content_type() == "text/plain").get_content()
    return " ".join(plain.replace("\u00a0", " ").split())


@pytest.fixture
def accepted(world, invited):
    """Dahlhoff has accepted."""
    invitation = Invitation.objects.get(person=world.dahlhoff)
    replies.record(invitation, "accepted", by=world.actor(world.dahlhoff), now=NOW, source="link", sequence=1)
    return invitation


def test_a_new_place_keeps_answers_and_raises_the_sequence(world, invited, accepted, mail_to):
    sending.change(invited, by=world.actor(world.secretary), now=NOW, place="Rathaus, Großer Saal")
    accepted.refresh_from_db()
    assert accepted.answer == Answer.ACCEPTED
    mail, calendar, event = entry(mail_to(world.dahlhoff, "change"))
    assert (calendar["METHOD"], event["SEQUENCE"], str(event["UID"])) == ("REQUEST", 2, invited.uid)
    assert event["LOCATION"] == "Rathaus, Großer Saal"
    assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert str(mail["Subject"]) == "Änderung: Unternehmensbeirat, Do 11.02.2027, 16 Uhr"
    first = message_from_bytes(bytes(mail_to(world.dahlhoff).raw), policy=policy.default)
    assert mail["In-Reply-To"] == first["Message-ID"]
    assert "Bisher: Haus der Digitalstadt, Raum 1.04. Ihre Antwort bleibt bestehen." in text(
        mail_to(world.dahlhoff, "change")
    )


def test_m10_the_text_stands_alone_and_the_page_loads_nothing_from_outside(world, invited, mail_to):
    mail = message_from_bytes(bytes(mail_to(world.dahlhoff).raw), policy=policy.default)
    plain = mail.get_body(("plain",)).get_content().replace("\xa0", " ")
    for words in ("11. Februar 2027", "16:00 bis 18:00 Uhr", invited.place):
        assert words in plain
    assert entries.portal_url(invited.pk) in plain
    assert PersonalLink.objects.get(holder=world.dahlhoff.key).token in plain
    html = mail.get_body(("html",)).get_content()
    for loads in (" src=", "url(", "<link", "<script", "@import", "background="):
        assert loads not in html


def test_m8_who_was_called_later_answers_to_the_own_first_invitation(world, invited, mail_to):
    by = world.actor(world.secretary)
    Notice.objects.filter(invitation__person=world.kaya).delete()
    Delivery.objects.filter(recipient=world.kaya.key).delete()
    Invitation.objects.filter(person=world.kaya).delete()
    sending.change(invited, by=by, now=NOW, place="Haus der Stadt")
    calling.settle(invited, now=NOW + timedelta(minutes=1))
    called = message_from_bytes(bytes(mail_to(world.kaya).raw), policy=policy.default)
    assert "In-Reply-To" not in called
    sending.change(invited, by=by, now=NOW + timedelta(hours=1), place="Rathaus")
    for person in (world.kaya, world.dahlhoff):
        first = message_from_bytes(bytes(mail_to(person).raw), policy=policy.default)
        later = message_from_bytes(bytes(mail_to(person, "change").raw), policy=policy.default)
        assert later["In-Reply-To"] == later["References"] == first["Message-ID"]


def test_a_new_time_asks_anew_and_keeps_the_history(world, invited, accepted, mail_to):
    sending.change(
        invited, by=world.actor(world.secretary), now=NOW, starts_at=LATER, ends_at=LATER + timedelta(hours=2)
    )
    accepted.refresh_from_db()
    assert (accepted.answer, accepted.answered_at, accepted.asked_sequence) == (Answer.NEEDS_ACTION, None, 2)
    assert Reply.objects.filter(invitation=accepted, answer="accepted").count() == 1
    _mail, _calendar, event = entry(mail_to(world.dahlhoff, "change"))
    assert event["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert (event["SEQUENCE"], str(event["UID"])) == (2, invited.uid)
    words = text(mail_to(world.dahlhoff, "change"))
    assert "Bisher war sie für Donnerstag, 11. Februar 2027, 16:00 Uhr angesetzt." in words
    assert "Die Ladungsfrist von 14 Tagen ist eingehalten." in words
    link = PersonalLink.objects.get(holder=world.dahlhoff.key)
    assert link.token in bytes(mail_to(world.dahlhoff, "change").raw).decode().replace("=\r\n", "")
    assert link.expires_at == LATER + timedelta(days=1, hours=2)


def test_what_waits_in_the_outbox_is_overtaken(world, invited):
    assert Delivery.objects.filter(state=State.PENDING).count() == 11
    sending.change(invited, by=world.actor(world.secretary), now=NOW, place="Rathaus")
    assert Delivery.objects.filter(kind="invitation", state=State.OBSOLETE).count() == 11
    assert Delivery.objects.filter(kind="change", state=State.PENDING).count() == 11


def test_each_message_is_stamped_later_than_the_one_before_even_at_the_same_moment(world, invited, mail_to):
    sending.change(invited, by=world.actor(world.secretary), now=NOW, place="Rathaus")
    first = entry(mail_to(world.kaya, "change"))[2]["DTSTAMP"].dt
    sending.change(invited, by=world.actor(world.secretary), now=NOW, place="Stadthaus")
    second = entry(Delivery.objects.get(recipient=world.kaya.key, version=3))[2]
    assert second["DTSTAMP"].dt > first
    assert second["SEQUENCE"] == 3


def test_nothing_new_changes_nothing(world, invited):
    assert sending.change(invited, by=world.actor(world.secretary), now=NOW, place=invited.place) is None
    assert Dispatch.objects.count() == 1


def test_a_new_time_inside_the_notice_period_wants_a_reason(world, invited):
    soon = datetime(2027, 2, 4, 15, 0, tzinfo=UTC)
    with pytest.raises(DomainError) as refused:
        sending.change(
            invited, by=world.actor(world.secretary), now=NOW, starts_at=soon, ends_at=soon + timedelta(hours=1)
        )
    assert refused.value.code == "notice_short"
    invited.refresh_from_db()
    assert invited.sequence == 1
    sending.change(
        invited,
        by=world.actor(world.secretary),
        now=NOW,
        starts_at=soon,
        ends_at=soon + timedelta(hours=1),
        reason="Raum gesperrt",
    )
    invited.refresh_from_db()
    assert (invited.shortened, invited.shortened_reason) == (True, "Raum gesperrt")


def test_a_time_that_comes_twice_is_refused_and_nothing_is_kept(world, invited):
    twice = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    with pytest.raises(DomainError) as refused:
        sending.change(
            invited, by=world.actor(world.secretary), now=NOW, starts_at=twice, ends_at=twice + timedelta(hours=2)
        )
    assert refused.value.code == "time_not_in_calendar"
    invited.refresh_from_db()
    assert invited.sequence == 1
    assert not Delivery.objects.filter(kind="change").exists()


def test_somebody_elses_change_is_not_overwritten(world, invited):
    stale = type(invited).objects.get(pk=invited.pk)
    sending.change(invited, by=world.actor(world.secretary), now=NOW, place="Rathaus")
    with pytest.raises(DomainError) as refused:
        sending.change(stale, by=world.actor(world.secretary), now=NOW, place="Stadthaus")
    assert refused.value.status == 409


def test_a_cancellation_reaches_everybody_with_its_reason(world, invited, mail_to):
    sending.cancel(invited, reason="Haus gesperrt", by=world.actor(world.secretary), now=NOW)
    invited.refresh_from_db()
    assert (invited.status, invited.cancelled_reason, invited.sequence) == ("cancelled", "Haus gesperrt", 2)
    assert Delivery.objects.filter(kind="cancellation", state=State.PENDING).count() == 11
    mail, calendar, event = entry(mail_to(world.kaya, "cancellation"))
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 2)
    assert str(mail["Subject"]) == "Abgesagt: Unternehmensbeirat, Do 11.02.2027, 16 Uhr"
    assert "Grund: Haus gesperrt" in text(mail_to(world.kaya, "cancellation"))
    assert sending.cancel(invited, reason="Noch einmal", by=world.actor(world.secretary), now=NOW) is None
    assert Dispatch.objects.filter(kind="cancel").count() == 1


def test_a_cancellation_needs_a_reason(world, invited):
    with pytest.raises(DomainError) as refused:
        sending.cancel(invited, reason="", by=world.actor(world.secretary), now=NOW)
    assert refused.value.status == 400


def test_one_invitation_is_taken_back_without_calling_the_meeting_off(world, invited, mail_to):
    invitation = Invitation.objects.get(person=world.kaya)
    calling.withdraw(invitation, by=world.actor(world.secretary), now=NOW)
    calling.withdraw(invitation, by=world.actor(world.secretary), now=NOW)
    assert Delivery.objects.filter(kind="withdrawal").count() == 1
    assert mail_to(world.kaya).state == State.OBSOLETE
    _mail, calendar, event = entry(mail_to(world.kaya, "withdrawal"))
    assert (calendar["METHOD"], event.get("STATUS"), event["SEQUENCE"]) == ("CANCEL", None, 2)
    said = f"Ihre Einladung wurde zurückgezogen.\nGeschäftsstelle der Gremien: {world.company.office_phone}"
    assert event["DESCRIPTION"] == said
    assert "Ihre Einladung zu dieser Sitzung wurde zurückgezogen:" in text(mail_to(world.kaya, "withdrawal"))
    assert "abgesagt" not in text(mail_to(world.kaya, "withdrawal"))
    assert PersonalLink.objects.get(holder=world.kaya.key).revoked_at == NOW
    invited.refresh_from_db()
    assert invited.status == "invited"


def test_the_end_of_a_mandate_takes_back_later_invitations_only(world, invited, mail_to):
    mandate = Mandate.objects.get(person=world.dahlhoff, seat__board=world.ub)
    assert list(effects(mandate, invited.day)) == []
    (effect,) = effects(mandate, invited.day - timedelta(days=1))
    assert (
        effect.text == "Die Einladung zur Sitzung am 11.\u00a0Februar 2027 (Unternehmensbeirat) wird zurückgezogen."
    )
    effect.act(by=world.actor(world.secretary), now=NOW)
    effect.act(by=world.actor(world.secretary), now=NOW)
    assert Delivery.objects.filter(kind="withdrawal", recipient=world.dahlhoff.key).count() == 1


def test_i14_the_way_into_a_video_meeting_stands_in_one_line_of_the_place_and_in_the_description(
    world, invited, dispatch_day, mail_to
):
    link = "https://video.example/raum?x=1"
    sending.change(invited, video_url=link, by=world.actor(world.secretary), now=dispatch_day)
    _mail, _calendar, event = entry(mail_to(world.kaya, "change"))
    assert str(event["LOCATION"]) == f"Haus der Digitalstadt, Raum 1.04 oder per Video: {link}"
    assert f"Video: {link}" in str(event["DESCRIPTION"]).splitlines()
