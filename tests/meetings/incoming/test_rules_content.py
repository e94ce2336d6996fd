"""What an answer says, what is none, and what stays of it: rules R9, R11 to R13 and R16 to R18."""

from datetime import timedelta

import pytest
from django.test import override_settings

from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery, State
from foundation.outbox.queue import message_id
from foundation.outbox.retention import MESSAGES
from foundation.retention import clearing, periods
from foundation.values import DomainError
from meetings.invitations import replies
from meetings.invitations.models import Invitation, Reply
from meetings.meeting.models import Meeting
from tests.meetings.incoming.conftest import NOW, said
from tests.meetings.incoming.mails import (
    attendee,
    calendar,
    google,
    kaya_says,
    message,
    outlook,
    report,
    thunderbird,
    words,
)


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


def test_r9_r17_a_report_and_an_answer_may_come_long_after_the_mail(world, invited, receive, mail_to):
    letter = mail_to(world.kaya)
    Delivery.objects.update(state=State.SENT, sent_at=NOW, created_at=NOW - timedelta(days=390))
    ours = message_id(letter.key)
    answer = words("kaya@privat.example", "Ja, ich komme.", In_Reply_To=ours)
    assert said(receive(answer)) == ("review", "free_text")
    assert said(receive(report(world.kaya.email, ours))) == ("bounce", "returned")
    letter.refresh_from_db()
    assert letter.state == "failed"


def test_r9_nobody_reports_the_return_of_a_mail_to_somebody_else(world, invited, receive, mail_to):
    """Keys of mails follow from the ids of meetings and people, which their pages show."""
    letter = mail_to(world.kaya)
    Delivery.objects.filter(pk=letter.pk).update(state=State.SENT, sent_at=NOW)
    with override_settings(SECRET_KEY="that of another house"):
        guessed = message_id(letter.key)
    assert said(receive(report(world.kaya.email, guessed))) == ("ignored", "report_unknown")
    letter.refresh_from_db()
    assert letter.state == "sent"


@pytest.mark.parametrize(
    ("partstat", "reason"),
    [("DELEGATED", "delegated"), ("NEEDS-ACTION", "answer_unknown"), ("IN-PROCESS", "answer_unknown")],
)
def test_r11_a_seat_follows_the_rules_and_not_the_mail(world, invited, receive, state, partstat, reason):
    before = state()
    assert said(receive(outlook(world.kaya.email, kaya_says(world, invited, partstat)))) == ("review", reason)
    assert state() == before


def test_r11_who_answers_in_a_members_place_does_not_answer_for_himself(world, invited, receive, state):
    before = state()
    lines = attendee(f"mailto:{world.dahlhoff.email}", params=f';DELEGATED-FROM="mailto:{world.kaya.email}"')
    row = receive(outlook(world.dahlhoff.email, calendar(invited, "", attendees=lines)))
    assert (said(row), row.person) == (("review", "delegated"), world.kaya.key)
    assert (row.facts["answer"], row.facts["address"]) == ("", world.dahlhoff.email)
    stranger = attendee(f"mailto:{world.dahlhoff.email}", params=';DELEGATED-FROM="invalid:nomail"')
    row = receive(outlook(world.dahlhoff.email, calendar(invited, "", attendees=stranger)))
    assert (said(row), row.person) == (("review", "delegated"), world.dahlhoff.key)
    assert state() == before


def test_r11_a_member_who_names_a_delegate_gives_no_answer_of_his_own(world, invited, receive, state):
    before = state()
    lines = attendee(f"mailto:{world.kaya.email}", params=';DELEGATED-TO="mailto:vera@elsewhere.example"')
    row = receive(outlook(world.kaya.email, calendar(invited, "", attendees=lines)))
    assert (said(row), row.person) == (("review", "delegated"), world.kaya.key)
    assert row.facts["address"] == "vera@elsewhere.example"
    forged = receive(outlook(world.kaya.email, calendar(invited, "", attendees=lines), vouched="fail"))
    assert (said(forged), forged.facts["answer"]) == (("review", "not_authenticated"), "")
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


def test_r16_what_might_hold_anything_is_not_opened(world, invited, receive):
    mail = message(world.kaya.email)
    mail.set_content("")
    mail.add_attachment(b"x\x9f>\x22", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    row = receive(mail.as_bytes())
    assert (said(row), row.facts["files"]) == (("review", "unopened"), "winmail.dat")


FILES = {
    "winmail.dat": "application/ms-tnef",
    "a.tgz": "application/octet-stream",
    "a.bz2": "application/x-bzip2",
    "a.iso": "application/x-iso9660-image",
    "a.7z": "application/x-7z-compressed",
    "a.xz": "text/plain",
    "a.cab": "text/plain",
    "a.img": "text/plain",
    "": "application/x-rar",
    "antwort.pdf": "application/pdf",
    "antwort.jpg": "image/jpeg",
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("automatic", ["no", "auto-replied"])
def test_r16_a_file_nobody_looked_into_may_be_an_answer_whoever_sends_it(world, invited, receive, name, automatic):
    """As from Outlook at home: no address we know, and no reference to our mail."""
    mail = message("kaya@privat.example", Auto_Submitted=automatic)
    mail.set_content("")
    maintype, _slash, subtype = FILES[name].partition("/")
    mail.add_attachment(b"x\x9f>\x22", maintype=maintype, subtype=subtype, filename=name or None)
    row = receive(mail.as_bytes())
    assert (said(row), row.facts["files"]) == (("review", "unopened"), name or FILES[name])


def test_r16_a_logo_in_the_text_and_a_signature_below_it_are_no_files(world, invited, receive):
    mail = message("kaya@privat.example", Auto_Submitted="auto-replied")
    mail.set_content("Ich bin im Urlaub.")
    mail.add_alternative("<p>Ich bin im Urlaub.<img src=cid:logo></p>", subtype="html")
    mail.get_payload()[1].add_related(b"\x89PNG", maintype="image", subtype="png", cid="<logo>")
    mail.make_mixed()
    mail.add_attachment(b"0", maintype="application", subtype="pkcs7-signature", filename="smime.p7s")
    assert said(receive(mail.as_bytes())) == ("ignored", "absence_note")


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


def test_r18_the_message_itself_goes_after_the_days_that_were_set(world, invited, receive):
    settled = receive(outlook(world.kaya.email, kaya_says(world, invited, comment="Nur unter uns")))
    waits = receive(words(world.kaya.email, "Wo ist der Eingang?"))
    by = world.actor(world.secretary)
    periods.set_days(MESSAGES, days=10, source="Löschkonzept", by=by, now=NOW)
    (kept,) = [one for one in periods.in_force() if one.kind == MESSAGES]
    with pytest.raises(DomainError):
        clearing.confirm(kept, expected=1, by=by, now=NOW + timedelta(days=10))
    later = NOW + timedelta(days=10, minutes=1)
    clearing.confirm(kept, expected=1, by=by, now=later)
    assert clearing.clear_due(now=later) == 1
    for row in (settled, waits):
        row.refresh_from_db()
    assert (bytes(settled.raw), settled.subject, settled.facts) == (b"", "", {})
    assert (settled.disposition, settled.reason, settled.person) == ("applied", "applied", world.kaya.key)
    assert bytes(waits.raw)
    assert Reply.objects.get().comment == "Nur unter uns"


def test_a_video_answer_stays_one_when_the_calendar_accepts(world, invited, receive):
    Meeting.objects.filter(pk=invited.pk).update(mode="hybrid", video_url="https://video.example/1")
    own = Invitation.objects.get(person=world.kaya)
    values = {"by": world.actor(world.kaya), "source": "link", "sequence": 1, "by_video": True}
    replies.record(own, "accepted", now=NOW - timedelta(days=1), **values)
    receive(outlook(world.kaya.email, kaya_says(world, invited)))
    own.refresh_from_db()
    assert (own.answer, own.by_video) == ("accepted", True)
