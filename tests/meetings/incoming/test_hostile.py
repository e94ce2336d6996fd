"""Hostile messages: no crash, nobody else's answer, no mail because of a mail, and bounded work."""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from io import StringIO

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation.outbox import incoming, limits, received
from foundation.outbox.models import Delivery, IncomingMail, State
from foundation.outbox.patience import within
from foundation.outbox.queue import message_id
from meetings.incoming import deciding, itip, reading
from meetings.invitations.models import Reply
from tests.meetings.incoming.conftest import NOW, said
from tests.meetings.incoming.mails import SERVER, attendee, calendar, message, outlook, report

HEAD = b"From: anna@mail.example\r\nMessage-ID: <h%d@mail.example>\r\n"


def nested(depth: int) -> bytes:
    lines = [b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(depth)]
    return HEAD % depth + b"".join(lines) + b"\r\nend\r\n"


def forwarded(depth: int) -> bytes:
    return HEAD % (10_000 + depth) + b"Content-Type: message/rfc822\r\n\r\n" * depth


def many(parts: int) -> bytes:
    head = HEAD % (20_000 + parts) + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
    return head + b"--b\r\n\r\nx\r\n" * parts + b"--b--\r\n"


def filled(head: bytes, unit: bytes, tail: bytes = b"") -> bytes:
    """As long as a message may be, and read at great expense if nobody counts first."""
    return head + unit * ((limits.MAX_OCTETS - len(head) - len(tail)) // len(unit)) + tail


REPORT = HEAD % 3 + b"Content-Type: message/delivery-status\r\n\r\n"
REFUSED = {
    "five thousand parts": (many(5_000), "too_many_parts"),
    "a hundred and one parts": (many(101), "too_many_parts"),
    "twenty-two levels": (nested(22), "too_deep"),
    "a thousand levels": (nested(1_000), "too_many_parts"),
    "a thousand forwarded messages": (forwarded(1_000), "too_many_parts"),
    "parts between bare CRs": (many(5_000).replace(b"\r\n", b"\r"), "too_many_parts"),
    "levels below levels": (nested(200), "too_many_parts"),
    "a report on everybody": (filled(REPORT, b"Action: failed\n\n"), "too_many_lines"),
    "a report on nobody": (filled(REPORT, b"\r"), "too_many_lines"),
    "half a million headers": (filled(HEAD % 4, b"a:\n", b"\n"), "too_many_lines"),
    "half a million parameters": (filled(HEAD % 5 + b"Content-Type: text/plain", b";a", b"\r\n\r\n"), "unreadable"),
    "a folded file name": (
        filled(HEAD % 6 + b"Content-Disposition: x", b";a=" + b"b" * 990 + b"\r\n "),
        "unreadable",
    ),
    "nothing": (b"", "unreadable"),
    "more than a mebibyte": (HEAD % 1 + b"\r\n" + b"x" * 1_100_000, "too_large"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_r1_what_no_parser_should_see_is_refused(receive, name):
    raw, reason = REFUSED[name]
    assert said(receive(raw)) == ("rejected", reason)


def with_calendar(world, text: str | bytes, subject: str) -> bytes:
    mail = message(world.kaya.email, subject=subject)
    octets = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    mail.set_content(octets, maintype="text", subtype="calendar", params={"method": "REPLY"})
    return mail.as_bytes()


def bad_calendars(world, meeting):
    good = calendar(meeting, world.kaya.email)
    return {
        "150,000 properties": good.replace("SUMMARY", "X-A:1\r\n" * 150_000 + "SUMMARY"),
        "nested components": "BEGIN:VEVENT\r\n" * 5_000,
        "one endless line": good.replace("SUMMARY:", "SUMMARY:" + "x" * 200_000),
        "ten thousand parameters": good.replace("SUMMARY:", "SUMMARY" + ";A=1" * 10_000 + ":"),
        "NUL": good.replace("SUMMARY:", "SUMMARY:\x00"),
        "nothing": "",
        "no end": good[:200],
        "only a name": "BEGIN:VCALENDAR",
        "two methods": good.replace("METHOD:REPLY", "METHOD:REPLY\r\nMETHOD:REPLY"),
        "two UIDs": good.replace("SUMMARY", "UID:other-meeting@elsewhere.example\r\nSUMMARY"),
        "an alarm that mails": good.replace(
            "END:VEVENT", "BEGIN:VALARM\r\nACTION:EMAIL\r\nTRIGGER:-PT1S\r\nEND:VALARM\r\nEND:VEVENT"
        ),
        "a rule for every second": good.replace("SUMMARY", "RRULE:FREQ=SECONDLY\r\nSUMMARY"),
        "bad times": good.replace("DTSTAMP:20270128T090000Z", "DTSTAMP:99999999T999999Z"),
        "a sequence beyond numbers": good.replace("SEQUENCE:1", "SEQUENCE:" + "9" * 400),
        "a minus": good.replace("SEQUENCE:1", "SEQUENCE:-1"),
        "an entity": good.replace("SUMMARY:", 'SUMMARY:<!DOCTYPE x [<!ENTITY a "b">]>&a;'),
        "an address with breaks": calendar(
            meeting, "", attendees=attendee(f"mailto:{world.kaya.email}%0d%0aBcc:all@elsewhere.example")
        ),
        "Latin-1": good.replace("SUMMARY:", "SUMMARY:Grüße").encode("latin-1"),
        "UTF-7": good.encode("utf-7"),
    }


BECOMES = dict.fromkeys(
    ("nested components", "one endless line", "ten thousand parameters"),
    ("rejected", "calendar_too_large"),
)
BECOMES |= dict.fromkeys(("nothing", "no end", "only a name", "bad times"), ("review", "calendar_unreadable"))
BECOMES |= {"two methods": ("review", "method_unclear"), "two UIDs": ("review", "several_meetings")}
BECOMES |= {"150,000 properties": ("rejected", "too_large")}
BECOMES |= dict.fromkeys(
    (
        *("NUL", "an alarm that mails", "a rule for every second", "a sequence beyond numbers", "a minus"),
        *("an entity", "an address with breaks", "Latin-1", "UTF-7"),
    ),
    ("applied", "applied"),
)


@pytest.mark.parametrize("number", range(19))
def test_a_hostile_calendar_touches_nobody_else_and_sends_nothing(world, invited, receive, state, number):
    name, text = list(bad_calendars(world, invited).items())[number]
    before = state(but=world.kaya)
    row = receive(with_calendar(world, text, name))
    assert said(row) == BECOMES[name]
    assert row.state != "new"
    assert state(but=world.kaya) == before


def test_every_hostile_calendar_is_covered(world, invited):
    assert len(bad_calendars(world, invited)) == 19


@pytest.mark.parametrize("charset", ["punycode", "idna", "unicode_escape", "raw-unicode-escape", "undefined", "zlib"])
def test_r1_a_charset_that_only_python_knows_is_none(world, invited, receive, charset):
    """Punycode would need the square of the length."""
    named = f"text/calendar; charset={charset}".encode()
    raw = with_calendar(world, calendar(invited, world.kaya.email), charset).replace(b"text/calendar", named)
    assert said(receive(raw)) == ("applied", "applied")
    long = HEAD % 7 + b"Content-Type: " + named + b"\r\n\r\n" + b"b" * 1_000_000
    assert received.read(long).calendars[0].text[:3] == "bbb"
    assert received.read(long + b"\xff").calendars[0].text[-1] == "\ufffd"


@pytest.mark.parametrize("unit", ["<!--", "<a ", "<a/", "</a ", "<?", "<![CDATA[", "&#x202e;", "<style>", " \t"])
def test_the_words_of_a_hostile_page_are_found_in_one_pass_and_without_its_tricks(unit):
    page = filled(HEAD % 8 + b"Content-Type: text/html\r\n\r\n<p>Ja</p>", unit.encode())
    text = received.read(page).text
    assert text.startswith("Ja")
    assert not any(character in text for character in "\u202e\x00\x07")


def test_what_a_page_does_not_show_is_not_shown():
    page = b"<style>p { color: red }</style><title>Mail</title><script>run()</script><p>Ich<br>komme.</p>"
    assert received.read(HEAD % 9 + b"Content-Type: text/html\r\n\r\n" + page).text == "Ich\nkomme."


FORGED = {
    "an envelope address": b'spf=pass smtp.mailfrom="x; dmarc=pass header.from=mail.example; y"@evil.example',
    "words in it": b'spf=pass smtp.mailfrom="x dmarc=pass header.from=mail.example"@evil.example',
    "a quote in it": b'spf=pass smtp.mailfrom="x\\"; dmarc=pass header.from=mail.example; \\""@evil.example',
    "a reason": b'dkim=fail reason="; dkim=pass header.d=mail.example; " header.d=mail.example',
    "a comment in a comment": b"dkim=fail (a (b) ; dkim=pass header.d=mail.example ; (c)) header.d=mail.example",
    "a comment that ends twice": b"spf=pass (of x) ; dmarc=pass header.from=mail.example ; y)",
    "a comment without an end": b"dmarc=pass header.from=mail.example (",
    "a quote without an end": b'dmarc=pass header.from=mail.example; spf=pass smtp.mailfrom="x',
    "both": b"dmarc=pass header.from=mail.example; dmarc=fail header.from=mail.example",
    "failed, and signed": b"dmarc=fail header.from=mail.example; dkim=pass header.d=mail.example",
    "another check": b"spf=pass dmarc=pass header.from=mail.example",
    "another domain": b"dmarc=pass header.from=evil.example",
    "a longer domain": b"dkim=pass header.d=evil-mail.example",
    "a top level": b"dkim=pass header.d=example",
}


@pytest.mark.parametrize("name", FORGED)
def test_r8_what_the_sender_may_have_written_into_the_result_vouches_for_nobody(name):
    raw = b"Authentication-Results: mx.gremien.example; " + FORGED[name] + b"\r\n" + HEAD % 10 + b"\r\nJa"
    assert not received.read(raw, authserv_id=SERVER).authenticated


@pytest.mark.parametrize(
    "result",
    [
        b"MX.gremien.example; dmarc=pass (p=reject dis=none) header.from=mail.example",
        b'mx.gremien.example 1; spf=pass smtp.mailfrom="a b"@mail.example; dmarc=pass header.from=mail.example',
        b"mx.gremien.example; dmarc=none; dkim=fail header.d=list.example; dkim=pass header.i=@mail.example",
    ],
)
def test_r8_our_server_vouches_in_each_of_its_forms(result):
    raw = b"Authentication-Results: " + result + b"\r\n" + HEAD % 11 + b"\r\nJa"
    assert received.read(raw, authserv_id=SERVER).authenticated


def test_r14_a_message_that_fails_on_the_way_stops_none_after_it(world, invited, receive, monkeypatch):
    """What no test has thought of: it waits for a person, and the next one is read."""
    good = outlook(world.kaya.email, calendar(invited, world.kaya.email))
    for raw in (outlook(world.dahlhoff.email, "x", subject="bad"), good):
        incoming.keep(raw, now=NOW)

    def keep(row, mail, verdict, now, keep=reading._keep):
        if mail and mail.subject == "bad":
            raise ValueError
        keep(row, mail, verdict, now)

    monkeypatch.setattr(reading, "_keep", keep)
    assert reading.read_due(now=NOW) == 2
    found = IncomingMail.objects.values_list("state", "disposition", "reason")
    assert set(found) == {("review", "review", "not_judged"), ("done", "applied", "applied")}


NULS = {
    "the address of a stranger": lambda world, meeting: outlook(
        "vera@elsewhere.example", calendar(meeting, "", attendees=attendee("mailto:vera%00@elsewhere.example"))
    ),
    "the state of a report": lambda world, meeting: report(
        world.kaya.email, message_id(Delivery.objects.first().key), status="5.1.1\x00"
    ),
    "a meeting": lambda world, meeting: outlook(
        world.kaya.email, calendar(meeting, world.kaya.email, uid=meeting.uid + "\x00")
    ),
}


@pytest.mark.parametrize("name", NULS)
def test_r14_no_nul_reaches_the_database(world, invited, receive, name):
    Delivery.objects.update(state=State.SENT, sent_at=NOW)
    row = receive(NULS[name](world, invited))
    assert row.reason in ("person_unknown", "returned", "applied")
    assert "\\u0000" not in json.dumps(row.facts)


def endless():
    """Hostile work holds on to what it can."""
    while True:
        with suppress(Exception):
            while True:
                pass


def test_r1_what_takes_too_long_is_given_up_in_every_thread():
    """The worker runs in threads; signals would reach the main one alone."""

    def give_up():
        with pytest.raises(TimeoutError):
            within(0.01, endless)
        return within(60, lambda: "read")

    with ThreadPoolExecutor(2) as pool:
        threads = [pool.submit(give_up) for _thread in range(2)]
        assert [give_up(), *(one.result() for one in threads)] == ["read"] * 3


def test_r1_no_limit_strikes_after_the_work_is_done():
    """Wherever the time is over: in the work, at its end, or behind it."""
    for number in range(400):
        with suppress(TimeoutError):
            assert within(number / 100_000, lambda: sum(range(20_000))) == 199_990_000
    assert sum(range(2_000_000)) == 1_999_999_000_000


def test_r1_a_message_that_takes_too_long_waits_for_a_person(world, invited, receive, monkeypatch):
    monkeypatch.setattr(deciding, "SECONDS", 0.05)
    monkeypatch.setattr(itip, "read", lambda _text: endless())
    assert said(receive(outlook(world.kaya.email, calendar(invited, world.kaya.email)))) == ("review", "not_judged")


HEADERS = {
    "no sender": b"To: x@localhost\r\n",
    "two senders": b"From: a@mail.example\r\nFrom: b@mail.example\r\n",
    "several in one": b"From: a@mail.example, b@mail.example\r\n",
    "broken words": b"From: =?utf-8?b?////?= <a@mail.example>\r\nSubject: =?x-unknown?q?=FF?=\r\n",
    "no address": b"From: (((((((\r\n",
    "octets": b"From: \xff\xfe <a@mail.example>\r\nSubject: \x80\x81\r\n",
    "an endless header": b"From: a@mail.example\r\nSubject: " + b"x" * 100_000 + b"\r\n",
    "many addresses": b"From: " + b"a@mail.example, " * 5_000 + b"\r\n",
    "a breaking name": b'From: "a\\"\\r\\nBcc: all@elsewhere.example" <a@mail.example>\r\n',
    "bidi": "From: \u202egro.elpmaxe <a@mail.example>\r\n".encode(),
    "a wrong charset": b"From: a@mail.example\r\nContent-Type: text/plain; charset*=x'y'z\r\n",
    "a wrong encoding": b"From: a@mail.example\r\nContent-Transfer-Encoding: base64\r\n",
}


@pytest.mark.parametrize("name", HEADERS)
def test_r14_a_hostile_head_is_only_a_head(invited, receive, state, name):
    before = state()
    row = receive(HEADERS[name] + b"\r\nJa, ich komme.\r\n")
    assert said(row) == ("ignored", "no_answer")
    assert state() == before
    assert not any(character in row.sender_name + row.subject for character in "\r\n\x00\u202e")


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=2_000))
def test_any_octets_are_read_or_refused(octets):
    mail = None
    with suppress(limits.Unsafe):
        mail = received.read(octets, authserv_id=SERVER)
    assert mail is None or (mail.sender == mail.sender.lower() and not mail.authenticated)


PIECES = st.sampled_from(
    [
        *("BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "METHOD:REPLY", "UID:x", "SEQUENCE:1"),
        *("ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example", "ATTENDEE:", "DTSTAMP:20270101T000000Z", "DTSTAMP:x"),
        *("ORGANIZER;CN=\x00:mailto:", "RRULE:FREQ=SECONDLY", ";;;", " folded", "COMMENT:\ud800", 'X;A=":b'),
    ]
)


@given(st.lists(PIECES, max_size=30))
def test_any_lines_of_a_calendar_are_read_or_refused(lines):
    found = None
    with suppress(ValueError):
        found = itip.read("\r\n".join(lines))
    assert found is None or all(one.address == "" or "@" in one.address for one in found.attendees)


def test_the_command_reads_files_as_the_poller_does(world, invited, tmp_path, settings):
    good = tmp_path / "zusage.eml"
    good.write_bytes(outlook(world.kaya.email, calendar(invited, world.kaya.email, "DECLINED")))
    stranger = tmp_path / "fremd.eml"
    stranger.write_bytes(outlook("fremd@elsewhere.example", calendar(invited, "fremd@elsewhere.example")))
    out = StringIO()
    call_command("receive_mail", "--json", str(good), str(stranger), str(good), stdout=out)
    told = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [set(one) for one in told] == [
        {"file", "disposition", "partstat", "reason", "others_changed", "event_changed", "mails_sent", "seconds"}
    ] * 3
    assert [(one["disposition"], one["partstat"], one["reason"]) for one in told] == [
        ("applied", "DECLINED", "applied"),
        ("review", None, "person_unknown"),
        ("duplicate", "DECLINED", "read_before"),
    ]
    assert not any(one["others_changed"] or one["event_changed"] or one["mails_sent"] for one in told)
    assert IncomingMail.objects.count() == 2
    assert Reply.objects.count() == 1


def test_the_command_measures_what_it_tells(world, invited, tmp_path, monkeypatch):
    """A fault that touched another answer would show."""
    from meetings.incoming import reading
    from meetings.invitations.models import Invitation

    act = reading._act

    def faulty(verdict, now):
        Invitation.objects.filter(person=world.dahlhoff).update(answer="declined")
        return act(verdict, now)

    monkeypatch.setattr(reading, "_act", faulty)
    good = tmp_path / "zusage.eml"
    good.write_bytes(outlook(world.kaya.email, calendar(invited, world.kaya.email)))
    out = StringIO()
    call_command("receive_mail", "--json", str(good), stdout=out)
    assert json.loads(out.getvalue())["others_changed"] is True
