"""What is an answer at all: rules R2 to R4."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from meetings.incoming import itip
from meetings.invitations.models import Reply
from tests.meetings.incoming.conftest import answer_of, said
from tests.meetings.incoming.mails import (
    PROGRAMS,
    calendar,
    google,
    kaya_says,
    message,
    outlook,
)


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


def test_r2_a_signature_and_the_footer_of_a_gateway_around_the_answer_do_not_matter(world, invited, receive):
    """mixed { signed { alternative { text, calendar }, signature }, footer }"""
    inner = message_from_bytes(outlook(world.kaya.email, kaya_says(world, invited)), policy=SMTP)
    answer = EmailMessage(policy=SMTP)
    answer["Content-Type"] = inner["Content-Type"]
    answer.set_payload(inner.get_payload())
    proof = EmailMessage(policy=SMTP)
    proof.set_content(b"0\x82", maintype="application", subtype="pkcs7-signature", filename="smime.p7s")
    signed = EmailMessage(policy=SMTP)
    signed["Content-Type"] = 'multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256'
    signed.set_payload([answer, proof])
    footer = EmailMessage(policy=SMTP)
    footer.set_content("Diese Nachricht wurde auf Viren geprüft.")
    mail = message(world.kaya.email)
    mail["Content-Type"] = "multipart/mixed"
    mail.set_payload([signed, footer])
    assert said(receive(mail.as_bytes())) == ("applied", "applied")
    assert answer_of(world.kaya) == "accepted"


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


@pytest.mark.parametrize("second", ["CANCEL", "PUBLISH"])
@pytest.mark.parametrize("first", [True, False])
def test_r3_the_same_text_as_an_answer_and_as_something_else_is_for_a_person(
    world, invited, receive, state, first, second
):
    before = state()
    mail = message(world.kaya.email)
    mail.set_content("")
    for method in ("REPLY", second) if first else (second, "REPLY"):
        octets = kaya_says(world, invited).encode()
        mail.add_attachment(octets, maintype="text", subtype="calendar", params={"method": method})
    assert said(receive(mail.as_bytes())) == ("review", "method_unclear")
    assert state() == before


def test_r3_a_part_that_names_two_methods_is_for_a_person(world, invited, receive):
    raw = outlook(world.kaya.email, kaya_says(world, invited))
    assert raw.count(b'method="REPLY"') == 1
    twice = raw.replace(b'method="REPLY"', b'method="REPLY"; method="CANCEL"')
    assert said(receive(twice)) == ("review", "method_unclear")


def test_r3_an_answer_to_a_task_is_for_a_person(world, invited, receive, state):
    before = state()
    text = kaya_says(world, invited).replace("VEVENT", "VTODO")
    assert said(receive(outlook(world.kaya.email, text))) == ("review", "method_unclear")
    assert state() == before


def test_r4_one_entry_with_two_uids_is_for_a_person(world, invited, receive, state):
    before = state()
    for uid in (invited.uid, "other-meeting@elsewhere.example"):
        text = kaya_says(world, invited).replace("SUMMARY", f"UID:{uid}\r\nSUMMARY")
        assert said(receive(outlook(world.kaya.email, text))) == ("review", "several_meetings")
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
