"""A member's deputy is called where the member does not come: the mandate rests, or the member says so."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from foundation.accounts.models import PersonalLink
from foundation.outbox.models import Delivery
from foundation.values import DomainError
from foundation.web import clock
from governance.boards.models import Seat
from governance.mandates.deputising import dismiss
from governance.mandates.ending import end, follow_calendar
from governance.mandates.models import Deputy, Mandate, Suspension
from governance.mandates.suspending import resume, suspend
from meetings.invitations import replies, sending
from meetings.invitations.calling import invite_missing
from meetings.invitations.inviting import chair_of, invitees
from meetings.invitations.models import Dispatch, Invitation
from meetings.invitations.turnout import expected
from meetings.meeting.models import Meeting
from reports.figures.meetings import held
from tests.meetings.invitations.test_changing import entry

NOW = datetime(2027, 1, 27, 9, 0, tzinfo=UTC)
HER_SEAT = "als Stellvertretung von Aylin Kaya eingeladen und stimmen für diesen Sitz ab"


@pytest.fixture
def seat(world) -> Seat:
    """The rules know deputies; Ostermann, who has no vote here, is named for Kaya's seat."""
    world.ub.rules.update(deputies_allowed=True)
    seat = Mandate.objects.get(person=world.kaya, seat__board=world.ub).seat
    Deputy.objects.create(seat=seat, person=world.ostermann, start=date(2027, 1, 1))
    return seat


@pytest.fixture
def own(world, seat, invited):
    """Ostermann's own seat without a vote: she is invited as a guest."""
    advisory = Seat.objects.create(board=world.ub, number=11, kind="guest", voting=False)
    made = Mandate.objects.create(
        seat=advisory, person=world.ostermann, status="active", start=date(2027, 1, 1), appointed_on=date(2027, 1, 1)
    )
    invite_missing(now=NOW)
    return made


@pytest.fixture
def by(world):
    return world.actor(world.secretary)


@pytest.fixture
def say(world, by):
    """Someone's answer to the invitation in force."""

    def act(meeting, who, answer, note="", *, now=NOW):
        meeting.refresh_from_db()
        own = meeting.invitations.in_force().select_related("meeting").get(person=who)
        return replies.record(
            own, answer, note=note, by=world.actor(who), now=now, source="link", sequence=meeting.sequence
        )

    return act


def of(meeting, who):
    return meeting.invitations.in_force().filter(person=who).first()


def mails(who) -> list[str]:
    found = Delivery.objects.filter(recipient=who.key).order_by("created_at", "version")
    return list(found.values_list("kind", flat=True))


def rest(world, by, *, start=date(2027, 1, 28), now=NOW):
    mandate = Mandate.objects.get(person=world.kaya, seat__board=world.ub)
    suspend(mandate=mandate, start=start, reason="Elternzeit", by=by, now=now)
    return mandate


def text_of(delivery) -> str:
    return " ".join(entry(delivery)[0].get_body(("plain",)).get_content().split())


def test_the_deputy_of_a_mandate_that_rests_is_invited_with_all_others(
    world, seat, meeting, by, dispatch_day, mail_to
):
    mandate = Mandate.objects.get(person=world.kaya, seat__board=world.ub)
    Suspension.objects.create(mandate=mandate, start=date(2027, 2, 1), reason="Elternzeit")
    sending.invite(meeting, by=by, now=dispatch_day)
    called = of(meeting, world.ostermann)
    assert (called.role, called.mandate, called.function) == ("deputy", mandate, "Stellvertretung von Aylin Kaya")
    assert of(meeting, world.kaya) is None
    _mail, calendar, event = entry(mail_to(world.ostermann))
    assert (calendar["METHOD"], event["SEQUENCE"]) == ("REQUEST", meeting.sequence)
    assert event["ATTENDEE"].params["ROLE"] == "REQ-PARTICIPANT"
    text = text_of(mail_to(world.ostermann))
    assert (HER_SEAT in text, "Elternzeit" in text) == (True, False)
    assert "Stellvertretung" not in text_of(mail_to(world.dahlhoff))
    assert PersonalLink.objects.filter(holder=world.ostermann.key, purpose="reply").count() == 1
    assert invite_missing(now=dispatch_day) == 0
    assert expected(meeting).open == 10


def test_a_rest_after_the_dispatch_calls_the_deputy_and_its_end_takes_that_back(world, seat, invited, by, mail_to):
    mandate = rest(world, by, start=date(2027, 1, 27))
    assert [invite_missing(now=NOW), invite_missing(now=NOW)] == [1, 0]
    assert (of(invited, world.ostermann).mandate, of(invited, world.kaya)) == (mandate, None)
    resume(mandate=mandate, back_on=date(2027, 1, 28), by=by, now=NOW)
    assert [invite_missing(now=NOW), invite_missing(now=NOW)] == [1, 0]
    assert of(invited, world.ostermann) is None
    assert of(invited, world.kaya).role == "member"
    assert mails(world.ostermann) == ["invitation", "withdrawal"]
    _mail, calendar, event = entry(mail_to(world.ostermann, "withdrawal"))
    assert (calendar["METHOD"], event["ATTENDEE"]) == ("CANCEL", f"mailto:{world.ostermann.email}")
    assert "als Stellvertretung von Aylin Kaya werden Sie nicht mehr gebraucht" in text_of(
        mail_to(world.ostermann, "withdrawal")
    )
    assert set(Delivery.objects.filter(kind="withdrawal").values_list("recipient", flat=True)) == {
        world.ostermann.key,
        world.kaya.key,
    }


def test_a_rest_to_come_calls_the_deputy_when_the_member_is_released(world, seat, invited, by):
    """Until then the member holds the invitation, and nobody is called beside."""
    rest(world, by, start=date(2027, 2, 1))
    assert invite_missing(now=NOW) == 0
    assert of(invited, world.kaya) is not None
    later = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)
    with clock.at(later):
        follow_calendar(now=later)
        assert invite_missing(now=later) == 1
    assert (of(invited, world.kaya), of(invited, world.ostermann).role) == (None, "deputy")


@pytest.mark.parametrize("why", ["the deputy's time ends", "the member leaves", "the rules change"])
def test_who_takes_nobodys_place_any_more_is_released(world, seat, invited, by, why):
    mandate = rest(world, by, start=date(2027, 1, 27))
    invite_missing(now=NOW)
    if why == "the deputy's time ends":
        dismiss(Deputy.objects.get(), on=date(2027, 1, 31), by=by, now=NOW)
    elif why == "the member leaves":
        end(mandate=mandate, on=date(2027, 1, 31), reason="resigned", by=by, now=NOW)
    else:
        world.ub.rules.update(deputies_allowed=False)
    assert invite_missing(now=NOW) == 0
    assert of(invited, world.ostermann) is None
    assert mails(world.ostermann) == ["invitation", "withdrawal"]
    assert not PersonalLink.objects.filter(holder=world.ostermann.key, revoked_at=None).exists()


@pytest.mark.parametrize("note", ["", "Lena Ostermann", "Ostermann, Lena", "Frau Ostermann", "durch ostermann"])
def test_the_word_of_the_member_calls_the_deputy_at_once(world, seat, invited, say, mail_to, note):
    for _click in range(2):
        say(invited, world.kaya, "delegated", note)
    called = of(invited, world.ostermann)
    assert (called.role, called.mandate.person, called.answer) == ("deputy", world.kaya, "needs_action")
    assert invite_missing(now=NOW) == 0
    assert mails(world.ostermann) == ["invitation"]
    text = text_of(mail_to(world.ostermann))
    assert (HER_SEAT in text, "Die Unterlagen gibt Ihnen die Geschäftsstelle" in text) == (True, True)
    assert "nach der Anmeldung" not in text


@pytest.mark.parametrize("note", ["Lena Beispiel", "Bernd Kraft", "nicht Lena Ostermann", "Lena"])
def test_another_name_calls_nobody(world, seat, invited, say, note):
    say(invited, world.kaya, "delegated", note)
    assert (of(invited, world.ostermann), mails(world.ostermann)) == (None, [])


def test_without_deputies_in_the_rules_nobody_is_called(world, seat, invited, say):
    world.ub.rules.update(deputies_allowed=False)
    say(invited, world.kaya, "delegated", "Lena Ostermann")
    assert mails(world.ostermann) == []


def test_a_member_who_comes_after_all_releases_the_deputy_alone(world, seat, invited, say, mail_to):
    say(invited, world.kaya, "delegated")
    say(invited, world.ostermann, "accepted")
    for _click in range(2):
        say(invited, world.kaya, "accepted", now=NOW + timedelta(hours=1))
    assert of(invited, world.ostermann) is None
    assert mails(world.ostermann) == ["invitation", "withdrawal"]
    _mail, calendar, event = entry(mail_to(world.ostermann, "withdrawal"))
    assert (calendar["METHOD"], str(event["UID"])) == ("CANCEL", invited.uid)
    assert event["SEQUENCE"] > entry(mail_to(world.ostermann))[2]["SEQUENCE"]
    assert Delivery.objects.filter(kind="withdrawal").count() == 1
    say(invited, world.kaya, "delegated", now=NOW + timedelta(hours=2))
    assert mails(world.ostermann) == ["invitation", "withdrawal", "invitation"]
    assert of(invited, world.ostermann).answer == "needs_action"
    told = Delivery.objects.filter(recipient=world.ostermann.key).order_by("version")
    read = [entry(one)[1:] for one in told]
    assert [(str(calendar["METHOD"]), event["SEQUENCE"]) for calendar, event in read] == [
        ("REQUEST", 1),
        ("CANCEL", 2),
        ("REQUEST", 3),
    ]
    assert of(invited, world.ostermann).asked_sequence == 3


def test_the_entry_of_a_deputy_leads_to_no_closed_page(world, client, seat, invited, say, mail_to):
    """Called for one meeting only, the deputy cannot open the meeting's page; members can."""
    say(invited, world.kaya, "delegated")
    say(invited, world.kaya, "accepted", now=NOW + timedelta(hours=1))
    for kind in ("invitation", "withdrawal"):
        event = entry(mail_to(world.ostermann, kind))[2]
        assert ("URL" in event, "/sitzungen/" in event["DESCRIPTION"]) == (False, False)
        assert world.company.office_phone in event["DESCRIPTION"]
    of_member = entry(mail_to(world.dahlhoff))[2]
    assert of_member["URL"].endswith(invited.get_absolute_url())
    assert invited.get_absolute_url() in of_member["DESCRIPTION"]


def test_the_file_a_deputy_keeps_leads_to_no_closed_page(world, client, seat, invited, say):
    say(invited, world.kaya, "delegated")
    for who, leads in ((world.ostermann, False), (world.kaya, True)):
        token = PersonalLink.objects.get(holder=who.key, purpose="reply").token
        with clock.at(NOW):
            kept = client.get(reverse("reply_calendar", args=[token])).text.replace("\r\n ", "")
        assert (invited.get_absolute_url() in kept) is leads
        assert "DTSTART" in kept


def test_a_deputy_with_an_own_seat_reads_the_agenda_online(world, invited, own, say, mail_to):
    say(invited, world.kaya, "delegated")
    assert "nach der Anmeldung" in text_of(mail_to(world.ostermann))
    assert "URL" in entry(mail_to(world.ostermann))[2]


def test_the_deputy_of_a_resting_mandate_reads_the_agenda_online(world, seat, invited, by, mail_to):
    rest(world, by, start=date(2027, 1, 27))
    invite_missing(now=NOW)
    assert "nach der Anmeldung" in text_of(mail_to(world.ostermann))
    assert "URL" in entry(mail_to(world.ostermann))[2]


def test_another_name_later_releases_the_deputy(world, seat, invited, say):
    say(invited, world.kaya, "delegated")
    say(invited, world.kaya, "delegated", "Bernd Kraft", now=NOW + timedelta(hours=1))
    assert mails(world.ostermann) == ["invitation", "withdrawal"]


def test_one_seat_counts_once_and_by_the_deputys_word(world, seat, invited, say):
    def seen():
        one = expected(invited)
        return one.yes, one.no, one.represented, one.open, one.total

    say(invited, world.kaya, "delegated")
    assert seen() == (0, 0, 1, 9, 10)
    say(invited, world.ostermann, "accepted")
    assert seen() == (1, 0, 0, 9, 10)
    say(invited, world.ostermann, "declined", now=NOW + timedelta(hours=1))
    assert seen() == (0, 1, 0, 9, 10)


def test_a_deputy_is_not_represented_in_turn(world, client, seat, invited, say):
    say(invited, world.kaya, "delegated")
    with pytest.raises(DomainError) as refused:
        say(invited, world.ostermann, "delegated", "Bernd Kraft")
    assert (refused.value.code, refused.value.status) == ("deputy_represented", 400)
    token = PersonalLink.objects.get(holder=world.ostermann.key, purpose="reply").token
    page = reverse("reply", args=[token])
    with clock.at(NOW):
        shown = client.get(page, {"antwort": "vertretung"}).text
        assert ("Ich werde vertreten" in shown, "als Stellvertretung von Aylin Kaya" in shown) == (False, True)
        assert "Gast ohne Stimme" not in shown
        refusal = client.post(page, {"answer": "delegated", "sequence": "1"})
        assert refusal.status_code == 400
        done = client.post(page, {"answer": "accepted", "sequence": str(invited.sequence)}, follow=True)
    assert "Ihre Zusage ist gespeichert" in done.text
    assert of(invited, world.ostermann).answer == "accepted"


def test_the_deputy_answers_signed_in_and_goes_where_it_may(world, client, seat, invited, say):
    """Called for one meeting only, the deputy reads nothing else of the board."""
    say(invited, world.kaya, "delegated")
    client.force_login(world.ostermann.user)
    with clock.at(NOW):
        done = client.post(reverse("reply_own", args=[invited.pk]), {"answer": "accepted", "sequence": "1"})
        assert done.headers["Location"] == reverse("home")
        assert client.get(reverse("home")).status_code == 200
        assert client.get(invited.get_absolute_url()).status_code == 404


def test_the_member_reads_who_is_invited(world, client, seat, invited):
    token = PersonalLink.objects.get(holder=world.kaya.key, purpose="reply").token
    with clock.at(NOW):
        done = client.post(
            reverse("reply", args=[token]), {"answer": "delegated", "sequence": "1", "note": ""}, follow=True
        )
    assert "Lena Ostermann ist eingeladen" in done.text


def test_a_moved_meeting_asks_the_member_anew_and_releases_the_deputy(world, seat, invited, say, by, mail_to):
    """The deputy is released from the date and place that she knows; only the members read the new ones."""
    say(invited, world.kaya, "delegated")
    old = entry(mail_to(world.ostermann))[2]
    later = datetime(2027, 2, 25, 15, 0, tzinfo=UTC)
    sending.change(
        invited, by=by, now=NOW, starts_at=later, ends_at=later + timedelta(hours=2), place="Rathaus, Saal 2"
    )
    withdrawn = mail_to(world.ostermann, "withdrawal")
    released, text = entry(withdrawn)[2], text_of(withdrawn)
    assert ("11.02.2027" in withdrawn.subject, "25.02.2027" in withdrawn.subject) == (True, False)
    assert ("11. Februar 2027" in text, "25. Februar 2027" in text, "Rathaus" in text) == (True, False, False)
    assert (released["DTSTART"].dt, released["LOCATION"]) == (old["DTSTART"].dt, old["LOCATION"])
    moved = entry(mail_to(world.kaya, "change"))[2]
    assert (moved["DTSTART"].dt, moved["LOCATION"]) == (later, "Rathaus, Saal 2")
    assert moved["SEQUENCE"] > released["SEQUENCE"] > old["SEQUENCE"]
    kept = invited.calendar_texts.filter(language="de").order_by("revision").last()
    assert "Saal 2" in kept.text
    assert mails(world.ostermann) == ["invitation", "withdrawal"]
    assert mails(world.kaya) == ["invitation", "change"]
    assert invite_missing(now=NOW) == 0


def test_the_deputy_of_a_resting_mandate_is_told_of_the_new_day(world, seat, invited, by, mail_to):
    rest(world, by, start=date(2027, 1, 27))
    invite_missing(now=NOW)
    invited.refresh_from_db()
    later = datetime(2027, 2, 25, 15, 0, tzinfo=UTC)
    sending.change(invited, by=by, now=NOW, starts_at=later, ends_at=later + timedelta(hours=2))
    assert mails(world.ostermann) == ["invitation", "change"]
    assert HER_SEAT in text_of(mail_to(world.ostermann, "change"))


def test_moved_into_another_time_of_the_deputy_the_new_one_is_called(world, seat, invited, by):
    rest(world, by, start=date(2027, 1, 27))
    invite_missing(now=NOW)
    Deputy.objects.update(end=date(2027, 2, 20))
    Deputy.objects.create(seat=seat, person=world.former, start=date(2027, 2, 21))
    invited.refresh_from_db()
    later = datetime(2027, 2, 25, 15, 0, tzinfo=UTC)
    sending.change(invited, by=by, now=NOW, starts_at=later, ends_at=later + timedelta(hours=2))
    assert (mails(world.ostermann), mails(world.former)) == (["invitation", "withdrawal"], ["invitation"])


def test_a_moved_meeting_tells_a_guest_who_was_deputy_once(world, invited, own, say, by, mail_to):
    say(invited, world.kaya, "delegated")
    invited.refresh_from_db()
    later = datetime(2027, 2, 25, 15, 0, tzinfo=UTC)
    sending.change(invited, by=by, now=NOW, starts_at=later, ends_at=later + timedelta(hours=2))
    again = of(invited, world.ostermann)
    assert (again.role, again.mandate, again.represents) == ("guest", own, None)
    assert mails(world.ostermann) == ["invitation", "invitation", "change"]
    told = text_of(mail_to(world.ostermann, "change"))
    assert ("als Gast eingeladen" in told, "Stellvertretung" in told) == (True, False)
    event = entry(mail_to(world.ostermann, "change"))[2]
    assert event["ATTENDEE"].params["ROLE"] == "NON-PARTICIPANT"
    assert invite_missing(now=NOW) == 0


def test_a_guest_who_becomes_deputy_is_told_and_counts(world, invited, own, say):
    """The holder of a seat without a vote is a guest; for the meeting the guest takes the member's seat."""
    assert of(invited, world.ostermann).role == "guest"
    say(invited, world.kaya, "delegated")
    assert of(invited, world.ostermann).role == "deputy"
    say(invited, world.kaya, "accepted", now=NOW + timedelta(hours=1))
    again = of(invited, world.ostermann)
    assert (again.role, again.mandate, again.represents) == ("guest", own, None)
    assert mails(world.ostermann) == ["invitation"] * 3


def test_the_list_names_deputy_and_next_step(world, client, seat, invited, say):
    client.force_login(world.secretary.user)
    page = reverse("meeting_attendance", args=[invited.pk])
    with clock.at(NOW):
        say(invited, world.kaya, "delegated", "Bernd Kraft")
        shown = client.get(page).text
        assert (
            "Damit wird niemand eingeladen: Für diesen Sitz ist Lena Ostermann als Stellvertretung benannt." in shown
        )
        assert reverse("seat", args=[world.ub.slug, seat.number]) in shown
        phone = reverse("phone_reply", args=[invited.pk, of(invited, world.kaya).pk])
        client.post(phone, {"answer": "delegated", "note": "Lena Ostermann", "sequence": "1"})
        shown = client.get(page).text
        assert ("Damit wird niemand eingeladen" in shown, "Stellvertretung von Aylin Kaya" in shown) == (False, True)
        form = client.get(reverse("phone_reply", args=[invited.pk, of(invited, world.ostermann).pk])).text
        assert "Wird vertreten" not in form
    assert mails(world.ostermann) == ["invitation"]


@pytest.mark.parametrize(
    ("named", "allowed", "hint"),
    [
        (False, True, "Für diesen Sitz ist keine Stellvertretung benannt"),
        (True, False, "sehen keine Stellvertretung vor"),
    ],
)
def test_the_list_says_why_nobody_is_invited(world, client, seat, invited, say, named, allowed, hint):
    world.ub.rules.update(deputies_allowed=allowed)
    if not named:
        Deputy.objects.all().delete()
    say(invited, world.kaya, "delegated", "Lena Ostermann")
    page = reverse("meeting_attendance", args=[invited.pk])
    client.force_login(world.secretary.user)
    with clock.at(NOW):
        assert hint in client.get(page).text
        client.force_login(world.kaya.user)
        own = client.get(page).text
    assert (hint in own, "Lena Ostermann" in own) == (False, True)


def test_figures_count_a_seat_once(world, seat, invited, say):
    say(invited, world.kaya, "delegated")
    type(invited).objects.filter(pk=invited.pk).update(status="held")
    line = next(one for one in held(start=date(2027, 2, 1), end=date(2027, 2, 28)) if one["board"] == world.ub.name)
    assert (line["invited"], Invitation.objects.voting().count()) == (10, 11)


def test_calling_costs_the_same_for_more_deputies(world, seat, invited, by, django_assert_num_queries):
    meeting = Meeting.objects.select_related("board", "rules").get(pk=invited.pk)
    chair = chair_of(meeting)
    with django_assert_num_queries(6):
        invitees(meeting, chair)
    for number, deputy in ((2, world.former), (3, world.sponsor)):
        Deputy.objects.create(seat=world.ub.seats.get(number=number), person=deputy, start=date(2027, 1, 1))
    with django_assert_num_queries(6):
        invitees(meeting, chair)


@pytest.mark.parametrize("resting", [2, 5])
def test_inviting_costs_the_same_for_more_deputies(world, seat, meeting, by, resting, django_assert_num_queries):
    deputies = world.members["ETB"][10:]
    for number in range(6, 6 + resting):
        taken = world.ub.seats.get(number=number)
        Deputy.objects.create(seat=taken, person=deputies[number], start=date(2027, 1, 1))
        Suspension.objects.create(
            mandate=taken.mandates.get(status="active"), start=date(2027, 2, 1), reason="Elternzeit"
        )
    with django_assert_num_queries(44):
        sending.invite(meeting, by=by, now=datetime(2027, 1, 26, 8, 0, tzinfo=UTC))
    assert meeting.invitations.deputies().count() == resting


def test_a_late_call_is_one_dispatch(world, seat, invited, say):
    say(invited, world.kaya, "delegated")
    assert invited.dispatches.filter(kind=Dispatch.Kind.LATE).count() == 1
