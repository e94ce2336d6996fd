"""Whose answer it is, and whether it counts: rules R5 to R8."""

from datetime import date

import pytest

from foundation.journal.models import JournalEntry
from governance.people.models import AliasAddress, Assistance, Person
from meetings.invitations.models import Reply
from tests.meetings.incoming.conftest import NOW, answer_of, said
from tests.meetings.incoming.mails import (
    attendee,
    calendar,
    google,
    kaya_says,
    outlook,
)


def test_r5_outlook_leaves_the_organizer_out_another_one_is_for_a_person(world, invited, receive):
    own = kaya_says(world, invited, organizer=None)
    assert said(receive(outlook(world.kaya.email, own))) == ("applied", "applied")
    foreign = calendar(invited, world.dahlhoff.email, organizer="mailto:someone@elsewhere.example")
    assert said(receive(outlook(world.dahlhoff.email, foreign))) == ("review", "organizer_foreign")


@pytest.mark.parametrize(
    "organizer",
    [
        "invalid:nomail",
        "/o=x/cn=y",
        "",
        "mailto:gremien@localhost\nORGANIZER:mailto:someone@elsewhere.example",
        "mailto:someone@elsewhere.example\nORGANIZER:mailto:other@elsewhere.example",
    ],
)
def test_r5_an_organizer_that_is_no_address_or_stands_twice_is_not_left_out(
    world, invited, receive, state, organizer
):
    before = state()
    row = receive(outlook(world.kaya.email, kaya_says(world, invited, organizer=organizer)))
    assert said(row) == ("review", "organizer_foreign")
    assert state() == before


@pytest.mark.parametrize("line", ["ORGANIZER;CN:mailto:gremien@localhost", "ATTENDEE;=:mailto:kaya@mail.example"])
def test_r5_a_line_that_cannot_be_read_is_not_left_out(world, invited, receive, state, line):
    before = state()
    text = kaya_says(world, invited, organizer=None).replace("SUMMARY", f"{line}\r\nSUMMARY")
    assert said(receive(outlook(world.kaya.email, text))) == ("review", "calendar_unreadable")
    assert state() == before


def test_r6_addresses_count_in_any_case_and_encoding_and_other_lines_do_not_matter(world, invited, receive, state):
    before = state(but=world.kaya)
    lines = attendee("mailto:fremd@elsewhere.example", "DECLINED") + attendee(
        "MAILTO:" + world.kaya.email.upper().replace("@", "%40")
    )
    assert said(receive(outlook(world.kaya.email, calendar(invited, "", attendees=lines)))) == ("applied", "applied")
    assert state(but=world.kaya) == before


def test_r6_two_members_in_one_answer_are_for_a_person(world, invited, receive):
    lines = attendee(f"mailto:{world.kaya.email}") + attendee(f"mailto:{world.dahlhoff.email}", "DECLINED")
    row = receive(outlook(world.kaya.email, calendar(invited, "", attendees=lines)))
    assert said(row) == ("review", "several_people")
    assert not Reply.objects.exists()


def test_r6_two_answers_of_one_member_are_for_a_person(world, invited, receive, state):
    before = state()
    lines = attendee(f"mailto:{world.kaya.email}") + attendee(f"mailto:{world.kaya.email}", "DECLINED")
    row = receive(outlook(world.kaya.email, calendar(invited, "", attendees=lines)))
    assert (said(row), row.person) == (("review", "several_answers"), world.kaya.key)
    yes, no = kaya_says(world, invited), kaya_says(world, invited, "DECLINED")
    second = no[no.index("BEGIN:VEVENT") : no.index("END:VCALENDAR")]
    two = yes.replace("END:VCALENDAR", second + "END:VCALENDAR")
    assert said(receive(outlook(world.kaya.email, two))) == ("review", "several_answers")
    assert state() == before


@pytest.mark.parametrize(
    "lines",
    [
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:{0}\nATTENDEE;PARTSTAT=ACCEPTED:mailto:{0}\n",
        "ATTENDEE;PARTSTAT=DECLINED;PARTSTAT=ACCEPTED:mailto:{0}\n",
        'ATTENDEE;PARTSTAT=ACCEPTED;CN="a:b;c";\n partstat=ACCEPTED:mailto:{0}\n',
        "ATTENDEE;PARTSTAT=ACCEPTED,DECLINED:mailto:{0}\n",
    ],
)
def test_r6_exactly_one_line_says_exactly_one_answer(world, invited, receive, state, lines):
    before = state()
    text = calendar(invited, "", attendees=lines.format(world.kaya.email))
    row = receive(outlook(world.kaya.email, text))
    assert row.disposition == "review"
    assert row.reason == ("answer_unknown" if "ACCEPTED," in lines else "several_answers")
    assert state() == before


def test_r6_an_answer_that_names_nobody_is_for_a_person(world, invited, receive, state):
    before = state()
    row = receive(outlook(world.kaya.email, calendar(invited, "", attendees="")))
    assert (said(row), row.person, row.about) == (("review", "answer_unknown"), world.kaya.key, invited.key)
    assert state() == before


def test_r6_a_line_without_an_address_is_the_authenticated_sender(world, invited, receive):
    lines = attendee("invalid:nomail", "DECLINED")
    row = receive(outlook(world.kaya.email, calendar(invited, "", attendees=lines)))
    assert (said(row), answer_of(world.kaya)) == (("applied", "applied"), "declined")
    again = outlook(world.dahlhoff.email, calendar(invited, "", attendees=lines), vouched="fail")
    assert said(receive(again)) == ("review", "not_authenticated")


def test_r6_somebody_who_was_not_invited_is_never_added(world, invited, receive, state):
    before, people = state(), Person.objects.count()
    guest = "vera.stelle@elsewhere.example"
    row = receive(
        outlook(guest, calendar(invited, "", attendees=attendee(f"mailto:{guest}", params=";CN=Vera Stelle")))
    )
    assert said(row) == ("review", "person_unknown")
    assert (row.facts["address"], row.facts["name"], row.facts["answer"]) == (guest, "Vera Stelle", "accepted")
    assert (state(), Person.objects.count()) == (before, people)


def test_r7_a_verified_further_address_stands_for_the_person_an_unverified_does_not(world, invited, receive):
    alias = AliasAddress.objects.create(person=world.kaya, email="kaya@privat.example")
    row = receive(outlook(alias.email, calendar(invited, alias.email)))
    assert said(row) == ("review", "person_unknown")
    AliasAddress.objects.update(verified_at=NOW)
    row = receive(outlook(alias.email, calendar(invited, alias.email), subject="noch einmal"))
    assert (said(row), answer_of(world.kaya)) == (("applied", "applied"), "accepted")


def test_r7_nobody_answers_for_somebody_else(world, invited, receive, state):
    before = state()
    row = receive(outlook(world.dahlhoff.email, kaya_says(world, invited, "DECLINED")))
    assert said(row) == ("review", "sender_other")
    assert state() == before


@pytest.fixture
def assisted(world, invited):
    """An address book says who answers dates for Kaya; `assisted(address)` is what her calendar sends."""
    Assistance.objects.create(principal=world.kaya, assistant=world.assistant, start=date(2027, 1, 1))

    def say(sent_by: str | None, partstat: str = "DECLINED") -> str:
        params = f';SENT-BY="mailto:{sent_by}"' if sent_by else ""
        return calendar(invited, "", attendees=attendee(f"mailto:{world.kaya.email}", partstat, params))

    return say


def test_r7_who_assists_a_member_answers_for_her_and_both_are_kept(world, receive, state, assisted):
    before = state(but=world.kaya)
    own = world.assistant.email
    assert said(receive(outlook(own, assisted(own)))) == ("applied", "applied")
    reply = Reply.objects.get()
    assert (reply.invitation.person, reply.answer) == (world.kaya, "declined")
    assert (reply.source, reply.entered_by) == ("mail", world.assistant.key)
    entry = JournalEntry.objects.get(action="reply.recorded")
    assert (entry.actor, entry.principal) == (world.assistant.key, world.kaya.key)
    assert state(but=world.kaya) == before


def test_r7_an_assistant_says_so_and_is_vouched_for_and_the_assistance_runs(world, receive, state, assisted):
    before, own = state(), world.assistant.email
    for sent_by in (None, world.dahlhoff.email):
        assert said(receive(outlook(own, assisted(sent_by)))) == ("review", "sender_other")
    assert said(receive(outlook(world.dahlhoff.email, assisted(own)))) == ("review", "sender_other")
    assert said(receive(outlook(own, assisted(own), vouched="fail"))) == ("review", "not_authenticated")
    Assistance.objects.filter(principal=world.kaya).update(end=date(2027, 1, 27))
    assert said(receive(outlook(own, assisted(own)))) == ("review", "sender_other")
    Assistance.objects.filter(principal=world.kaya).update(principal=world.dahlhoff, end=None)
    assert said(receive(outlook(own, assisted(own)))) == ("review", "sender_other")
    assert state() == before


def test_r7_a_known_relay_answers_for_the_person_in_reply_to(world, invited, receive):
    relay = "calendar-notification@google.com"
    good = google(relay, kaya_says(world, invited), Reply_To=world.kaya.email)
    assert said(receive(good)) == ("applied", "applied")
    for reply_to in (world.dahlhoff.email, f"{world.kaya.email}, {world.dahlhoff.email}"):
        bad = google(relay, kaya_says(world, invited, "DECLINED"), Reply_To=reply_to)
        assert said(receive(bad)) == ("review", "sender_other")
    forged = google(relay, kaya_says(world, invited, "DECLINED"), Reply_To=world.kaya.email, vouched="fail")
    assert said(receive(forged)) == ("review", "not_authenticated")
    assert answer_of(world.kaya) == "accepted"


@pytest.mark.parametrize("vouched", ["fail", "foreign", None])
def test_r8_what_our_own_server_does_not_vouch_for_is_for_a_person(world, invited, receive, state, vouched):
    before = state()
    row = receive(outlook(world.kaya.email, kaya_says(world, invited), vouched=vouched))
    assert (said(row), row.state) == (("review", "not_authenticated"), "review")
    assert state() == before


def test_r8_only_the_topmost_result_counts(world, invited, receive):
    raw = outlook(world.kaya.email, kaya_says(world, invited), vouched="dmarc")
    assert said(receive(b"Authentication-Results: mx.gremien.example; dmarc=fail\r\n" + raw)) == (
        "review",
        "not_authenticated",
    )


def test_r8_an_aligned_signature_is_enough_and_without_the_setting_nothing_is(world, invited, receive, settings):
    assert said(receive(outlook(world.kaya.email, kaya_says(world, invited), vouched="dkim"))) == (
        "applied",
        "applied",
    )
    settings.MAIL_AUTHSERV_ID = ""
    row = receive(outlook(world.dahlhoff.email, calendar(invited, world.dahlhoff.email)))
    assert said(row) == ("review", "nobody_vouches")
