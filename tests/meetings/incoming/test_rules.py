"""Answers by mail: the rules R1 to R18, named by number."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import override_settings

from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery, IncomingMail, State
from foundation.outbox.queue import message_id
from governance.people.models import AliasAddress, Person
from meetings.incoming import itip
from meetings.invitations import calling, replies, sending
from meetings.invitations.models import Invitation, Reply
from meetings.meeting.models import Meeting
from tests.meetings.incoming.conftest import NOW, answer_of, said
from tests.meetings.incoming.mails import (
    PROGRAMS,
    attendee,
    calendar,
    google,
    message,
    outlook,
    report,
    thunderbird,
    words,
)

LATER = datetime(2027, 2, 25, 15, 0, tzinfo=UTC)


def kaya_says(world, meeting, partstat="ACCEPTED", **values):
    return calendar(meeting, world.kaya.email, partstat, **values)


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize(
    ("partstat", "answer"), [("ACCEPTED", "accepted"), ("DECLINED", "declined"), ("TENTATIVE", "tentative")]
)
def test_an_answer_of_each_program_counts_for_its_sender_alone(
    world, invited, receive, state, program, partstat, answer
):
    before = state(but=world.kaya)
    row = receive(program(world.kaya.email, kaya_says(world, invited, partstat)))
    assert (said(row), row.state) == (("applied", "applied"), "done")
    assert answer_of(world.kaya) == answer
    assert state(but=world.kaya) == before
    reply = Reply.objects.get()
    assert (reply.source, reply.entered_by, reply.sequence) == ("mail", world.kaya.key, 1)


def test_r2_the_same_calendar_twice_is_one_answer_two_different_ones_are_for_a_person(world, invited, receive):
    receive(google(world.kaya.email, kaya_says(world, invited)))
    assert Reply.objects.count() == 1
    mail = message(world.dahlhoff.email)
    mail.set_content("")
    for partstat in ("ACCEPTED", "DECLINED"):
        text = calendar(invited, world.dahlhoff.email, partstat)
        mail.add_attachment(text.encode(), maintype="text", subtype="calendar", filename=f"{partstat}.ics")
    assert said(receive(mail.as_bytes())) == ("review", "several_calendars")
    assert answer_of(world.dahlhoff) == "needs_action"


def test_r2_a_calendar_inside_a_forwarded_message_is_not_an_answer(world, invited, receive):
    inner = message(world.dahlhoff.email)
    inner.set_content(calendar(invited, world.dahlhoff.email).encode(), maintype="text", subtype="calendar")
    outer = message(world.kaya.email, subject="WG: Zusage")
    outer.set_content("Zur Kenntnis.")
    outer.add_attachment(inner)
    assert said(receive(outer.as_bytes())) == ("review", "free_text")
    assert answer_of(world.dahlhoff) == "needs_action"


def test_r2_a_file_that_only_its_name_tells_is_read(world, invited, receive):
    mail = message(world.kaya.email)
    mail.set_content("")
    octets = kaya_says(world, invited).encode()
    mail.add_attachment(octets, maintype="application", subtype="octet-stream", filename="antwort.ICS")
    assert said(receive(mail.as_bytes())) == ("applied", "applied")


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        (None, ("review", "method_unclear")),
        ("CANCEL", ("review", "method_unclear")),
        ("COUNTER", ("review", "method_unclear")),
    ],
)
def test_r3_a_method_that_is_missing_or_not_that_of_the_part_is_for_a_person(
    world, invited, receive, state, method, expected
):
    before = state()
    assert said(receive(outlook(world.kaya.email, kaya_says(world, invited, method=method)))) == expected
    assert state() == before


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("COUNTER", ("review", "counter")),
        ("REQUEST", ("ignored", "not_an_answer")),
        ("CANCEL", ("ignored", "not_an_answer")),
        ("ADD", ("ignored", "not_an_answer")),
        ("PUBLISH", ("ignored", "not_an_answer")),
        ("REFRESH", ("ignored", "not_an_answer")),
    ],
)
def test_r3_only_an_answer_is_acted_on(world, invited, receive, state, method, expected):
    before = state()
    mail = message(world.kaya.email)
    text = kaya_says(world, invited, method=method)
    mail.set_content(text.encode(), maintype="text", subtype="calendar", params={"method": method})
    assert said(receive(mail.as_bytes())) == expected
    assert state() == before


def test_r4_the_uid_in_another_case_is_ours_another_is_nobodys(world, invited, receive):
    assert said(receive(outlook(world.kaya.email, kaya_says(world, invited, uid=invited.uid.upper())))) == (
        "applied",
        "applied",
    )
    for uid in ("not-one-of-ours@elsewhere.example", None):
        assert said(receive(outlook(world.dahlhoff.email, kaya_says(world, invited, uid=uid), subject=str(uid)))) == (
            "ignored",
            "meeting_unknown",
        )


def test_r5_outlook_leaves_the_organizer_out_another_one_is_for_a_person(world, invited, receive):
    own = kaya_says(world, invited, organizer=None)
    assert said(receive(outlook(world.kaya.email, own))) == ("applied", "applied")
    foreign = calendar(invited, world.dahlhoff.email, organizer="mailto:someone@elsewhere.example")
    assert said(receive(outlook(world.dahlhoff.email, foreign))) == ("review", "organizer_foreign")


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


def test_r9_gmails_real_answers_are_marked_automatic_absence_notes_are_noted_only(world, invited, receive):
    assert said(receive(google(world.kaya.email, kaya_says(world, invited)))) == ("applied", "applied")
    away = words(world.dahlhoff.email, "Ich bin im Urlaub.", Auto_Submitted="auto-replied (vacation)")
    assert said(receive(away)) == ("ignored", "absence_note")
    exchange = words(world.dahlhoff.email, "Ich bin nicht im Haus.", Auto_Submitted="auto-generated")
    assert said(receive(exchange)) == ("ignored", "absence_note")


def test_r9_a_returned_mail_stands_among_the_failed_ones(world, invited, receive, mail_to):
    letter = mail_to(world.kaya)
    Delivery.objects.filter(pk=letter.pk).update(state=State.SENT, sent_at=NOW)
    assert said(receive(report(world.kaya.email, message_id(letter.key), action="delayed", status="4.4.1"))) == (
        "ignored",
        "delayed",
    )
    assert said(receive(report(world.kaya.email, message_id(letter.key)))) == ("bounce", "returned")
    letter.refresh_from_db()
    assert (letter.state, letter.last_error) == ("failed", "returned: 5.1.1 smtp; 550 no such mailbox")
    assert said(receive(report(world.kaya.email, "<unknown@mail.example>"))) == ("ignored", "report_unknown")


def test_r9_nobody_reports_the_return_of_a_mail_to_somebody_else(world, invited, receive, mail_to):
    """Keys of mails follow from the ids of meetings and people, which their pages show."""
    letter = mail_to(world.kaya)
    Delivery.objects.filter(pk=letter.pk).update(state=State.SENT, sent_at=NOW)
    with override_settings(SECRET_KEY="that of another house"):
        guessed = message_id(letter.key)
    assert said(receive(report(world.kaya.email, guessed))) == ("ignored", "report_unknown")
    letter.refresh_from_db()
    assert letter.state == "sent"


@pytest.fixture
def moved(world, invited):
    """To 25 February: SEQUENCE 2 asks anew."""
    sending.change(
        invited,
        starts_at=LATER,
        ends_at=LATER + timedelta(hours=2),
        reason="Der Vorsitz ist krank.",
        by=world.actor(world.secretary),
        now=NOW - timedelta(hours=1),
    )
    return Meeting.objects.get(pk=invited.pk)


def test_r10_an_answer_to_an_older_date_is_told_not_applied(world, moved, receive, state):
    before = state()
    assert said(receive(outlook(world.kaya.email, kaya_says(world, moved, sequence=1)))) == ("review", "older_date")
    assert state() == before
    new = kaya_says(world, moved, "DECLINED", sequence=2)
    assert said(receive(outlook(world.kaya.email, new, subject="neu"))) == ("applied", "applied")


def test_r10_without_a_sequence_the_time_of_the_answer_tells(world, moved, receive):
    early, late = "20270128T070000Z", "20270128T081000Z"
    old = kaya_says(world, moved, sequence=None, stamp=early)
    assert said(receive(outlook(world.kaya.email, old))) == ("review", "older_date")
    new = kaya_says(world, moved, sequence=None, stamp=late)
    assert said(receive(outlook(world.kaya.email, new, subject="neu"))) == ("applied", "applied")
    higher = calendar(moved, world.dahlhoff.email, sequence=9, stamp=late)
    assert said(receive(outlook(world.dahlhoff.email, higher))) == ("applied", "applied")


def test_r10_the_newer_stamp_wins_and_the_same_stamp_the_one_that_came_later(world, invited, receive):
    def send(partstat, stamp, subject):
        return said(
            receive(outlook(world.kaya.email, kaya_says(world, invited, partstat, stamp=stamp), subject=subject))
        )

    assert send("ACCEPTED", "20270128T090000Z", "eins") == ("applied", "applied")
    assert send("DECLINED", "20270128T085900Z", "verspätet") == ("ignored", "overtaken")
    assert answer_of(world.kaya) == "accepted"
    assert send("TENTATIVE", "20270128T090000Z", "gleichzeitig") == ("applied", "applied")
    assert send("DECLINED", "20270128T090001Z", "zuletzt") == ("applied", "applied")
    assert answer_of(world.kaya) == "declined"


def test_r10_a_clock_that_runs_ahead_does_not_silence_later_answers(world, invited, receive):
    for stamp, partstat in (("20990101T000000Z", "ACCEPTED"), ("20270128T090600Z", "DECLINED")):
        text = kaya_says(world, invited, partstat, stamp=stamp)
        later = NOW + timedelta(minutes=2 if partstat == "DECLINED" else 0)
        assert said(receive(outlook(world.kaya.email, text), now=later)) == ("applied", "applied")
    assert answer_of(world.kaya) == "declined"


def test_r10_what_the_person_said_otherwise_later_is_not_overwritten(world, invited, receive):
    own = Invitation.objects.get(person=world.kaya)
    values = {"by": world.actor(world.kaya), "source": "link", "sequence": 1}
    replies.record(own, "declined", now=NOW - timedelta(minutes=1), **values)
    slow = kaya_says(world, invited, stamp="20270128T080000Z")
    assert said(receive(outlook(world.kaya.email, slow))) == ("review", "answered_later")
    assert answer_of(world.kaya) == "declined"


def test_r10_a_calendar_that_heard_nothing_of_the_new_room_still_has_the_last_word(world, invited, receive):
    """Only a new time is significant: SEQUENCE 1 names the date in force after the room changed with SEQUENCE 2."""
    sending.change(invited, by=world.actor(world.secretary), now=NOW - timedelta(hours=3), place="Rathaus")
    own = Invitation.objects.get(person=world.kaya)
    values = {"by": world.actor(world.kaya), "source": "link", "sequence": 2}
    replies.record(own, "accepted", now=NOW - timedelta(hours=2), **values)
    text = kaya_says(world, invited, "DECLINED", sequence=1, stamp="20270128T090000Z")
    assert said(receive(outlook(world.kaya.email, text))) == ("applied", "applied")
    assert answer_of(world.kaya) == "declined"


@pytest.mark.parametrize(
    ("partstat", "reason"),
    [("DELEGATED", "delegated"), ("NEEDS-ACTION", "answer_unknown"), ("IN-PROCESS", "answer_unknown")],
)
def test_r11_a_seat_follows_the_rules_and_not_the_mail(world, invited, receive, state, partstat, reason):
    before = state()
    assert said(receive(outlook(world.kaya.email, kaya_says(world, invited, partstat)))) == ("review", reason)
    assert state() == before


def test_r11_whoever_is_represented_is_not_called_back_by_a_mail(world, invited, receive, state):
    own = Invitation.objects.get(person=world.kaya)
    by = world.actor(world.kaya)
    replies.record(
        own, "delegated", by=by, now=NOW - timedelta(days=1), source="link", sequence=1, note="Vera Stelle"
    )
    before = state()
    assert said(receive(outlook(world.kaya.email, kaya_says(world, invited)))) == ("review", "was_represented")
    assert state() == before


def test_r12_words_are_plain_text_of_at_most_two_thousand_characters(world, invited, receive):
    text = "Komme später\u202e\x07" + "x" * 3000
    receive(outlook(world.kaya.email, kaya_says(world, invited, comment=text)))
    comment = Reply.objects.get().comment
    assert (comment[:14], len(comment)) == ("Komme späterxx", 2000)
    lines = attendee(f"mailto:{world.dahlhoff.email}", params=';X-RESPONSE-COMMENT="Bin pünktlich"')
    receive(thunderbird(world.dahlhoff.email, calendar(invited, "", attendees=lines)))
    assert Reply.objects.get(invitation__person=world.dahlhoff).comment == "Bin pünktlich"


def test_r13_times_and_places_of_an_answer_are_not_taken(world, invited, receive, state):
    before = state(but=world.kaya)
    text = kaya_says(world, invited)
    text = text.replace("DTSTART:20270211T150000Z", "DTSTART;TZID=W. Europe Standard Time:20300101T000000")
    text = text.replace("SUMMARY:Angenommen", "SUMMARY:Anders\r\nLOCATION:Mond")
    assert said(receive(outlook(world.kaya.email, text))) == ("applied", "applied")
    assert state(but=world.kaya) == before


def test_r14_the_same_message_and_the_same_answer_count_once(world, invited, receive):
    raw = outlook(world.kaya.email, kaya_says(world, invited))
    first = receive(raw)
    assert receive(raw) == first
    assert IncomingMail.objects.count() == 1
    copy = outlook(world.kaya.email, kaya_says(world, invited), subject="Kopie")
    assert said(receive(copy)) == ("duplicate", "said_before")
    assert Reply.objects.count() == 1


def test_r14_bad_octets_are_read_as_far_as_they_go(world, invited, receive):
    broken = kaya_says(world, invited, comment="Gr\udce4\udcdfe").encode("utf-8", "surrogateescape")
    mail = message(world.kaya.email)
    mail.set_content(broken, maintype="text", subtype="calendar", params={"method": "REPLY"})
    assert said(receive(mail.as_bytes())) == ("applied", "applied")
    wide = message(world.dahlhoff.email)
    octets = calendar(invited, world.dahlhoff.email).encode("utf-16")
    wide.set_content(octets, maintype="text", subtype="calendar", params={"method": "REPLY"})
    assert said(receive(wide.as_bytes())) == ("review", "calendar_unreadable")


def test_r15_a_meeting_called_off_or_over_takes_no_answer(world, invited, receive, state):
    over = invited.starts_at + timedelta(minutes=1)
    row = receive(outlook(world.kaya.email, kaya_says(world, invited)), now=over)
    assert said(row) == ("ignored", "meeting_over")
    calling.withdraw(Invitation.objects.get(person=world.dahlhoff), by=world.actor(world.secretary), now=NOW)
    text = calendar(invited, world.dahlhoff.email)
    assert said(receive(outlook(world.dahlhoff.email, text))) == ("ignored", "invitation_withdrawn")
    invited.refresh_from_db()
    sending.cancel(invited, reason="Zu wenige.", by=world.actor(world.secretary), now=NOW)
    before = state()
    late = outlook(world.kaya.email, kaya_says(world, invited), subject="zu spät")
    assert said(receive(late)) == ("ignored", "meeting_cancelled")
    assert state() == before


def test_r16_what_might_hold_anything_is_not_opened(world, invited, receive):
    mail = message(world.kaya.email)
    mail.set_content("")
    mail.add_attachment(b"x\x9f>\x22", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    row = receive(mail.as_bytes())
    assert (said(row), row.facts["files"]) == (("review", "unopened"), "winmail.dat")


def test_r17_words_of_a_member_or_in_answer_to_our_mail_are_for_a_person(world, invited, receive, mail_to):
    assert said(receive(words(world.kaya.email, "Ja, ich komme."))) == ("review", "free_text")
    ours = message_id(mail_to(world.kaya).key)
    answer = words("kaya@privat.example", "Ja, ich komme.", In_Reply_To=ours)
    assert said(receive(answer)) == ("review", "free_text")
    assert said(receive(words("werbung@elsewhere.example", "Kaufen Sie."))) == ("ignored", "no_answer")


def test_r18_every_message_leaves_a_line_without_its_words(world, invited, receive):
    row = receive(outlook(world.kaya.email, kaya_says(world, invited, comment="Nur unter uns")))
    entry = JournalEntry.objects.get(action="mail.received")
    assert (entry.subject, entry.facts) == (
        f"message:{row.pk}",
        {"disposition": "applied", "reason": "applied"},
    )


def test_a_video_answer_stays_one_when_the_calendar_accepts(world, invited, receive):
    Meeting.objects.filter(pk=invited.pk).update(mode="hybrid", video_url="https://video.example/1")
    own = Invitation.objects.get(person=world.kaya)
    values = {"by": world.actor(world.kaya), "source": "link", "sequence": 1, "by_video": True}
    replies.record(own, "accepted", now=NOW - timedelta(days=1), **values)
    receive(outlook(world.kaya.email, kaya_says(world, invited)))
    own.refresh_from_db()
    assert (own.answer, own.by_video) == ("accepted", True)


def test_limits_of_calendars_hold_before_they_are_parsed():
    with pytest.raises(itip.TooMuch):
        itip.read("BEGIN:VCALENDAR\r\n" + "X-A:1\r\n" * 150_000 + "END:VCALENDAR\r\n")
    with pytest.raises(itip.TooMuch):
        itip.read("BEGIN:VEVENT\r\n" * 3_000)
    for many in (";A=1", ",MO"):
        with pytest.raises(itip.TooMuch):
            itip.read("BEGIN:VCALENDAR\r\n" + ("X-A" + many * 3_000 + ":1\r\n") * 8 + "END:VCALENDAR\r\n")
    with pytest.raises(itip.TooMuch):
        itip.read("BEGIN:VCALENDAR\r\nX-A:" + "a\r\n b" * 9_000 + "\r\nEND:VCALENDAR\r\n")
