"""People read a stored mail without the secrets in it."""

import base64
from email import message_from_bytes, policy

import pytest

from foundation.outbox import mime
from foundation.outbox.models import Delivery
from foundation.outbox.reading import masked_mail, masked_text
from foundation.outbox.rewriting import replacing
from tests.foundation.outbox.mails import NOW, raw

TOKEN = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789_-AbCdEfGhIjKlMnOp"
LINK = f"https://gremia.example/a/{TOKEN}/?antwort=ja&x=1"
CALENDAR = (
    "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\n"
    f"DESCRIPTION:Antworten Sie hier: https://gremia.example/a/{TOKEN[:20]}\r\n {TOKEN[20:]}/\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture
def delivery():
    mail = mime.compose(
        from_name="Geschäftsstelle",
        from_email="gremien@stadt.example",
        to_name="Anna Weber",
        to_email="anna@mail.example",
        subject=f"Einladung für {TOKEN}",
        text=f"Größe\n{LINK}\n",
        html=f'<p>Größe <a href="{LINK.replace("&", "&amp;")}">Antworten</a></p>',
        message_id="<1@stadt.example>",
        date=NOW,
        language="de",
    )
    params = {"charset": "utf-8", "method": "REQUEST"}
    mail.add_alternative(CALENDAR.encode(), maintype="text", subtype="calendar", cte="base64", params=params)
    mime.attach(
        mail, [("invite.ics", CALENDAR.encode(), "application", "ics"), ("a.pdf", b"%PDF", "application", "pdf")]
    )
    return Delivery(raw=mime.freeze(mail), secrets=[TOKEN])


def test_all_parts_are_decoded_and_masked(delivery):
    parts = masked_text(delivery)
    assert parts.subject == "Einladung für …"
    assert parts.text == "Größe\nhttps://gremia.example/a/…/?antwort=ja&x=1\n"
    assert 'href="https://gremia.example/a/…/?antwort=ja&amp;x=1"' in parts.html_text
    assert "DESCRIPTION:Antworten Sie hier: https://gremia.example/a/…/\n" in parts.calendar
    assert TOKEN not in str(parts)


def test_a_whole_address_is_masked_as_html_writes_it(delivery):
    delivery.secrets = [LINK]
    assert '<a href="…">' in masked_text(delivery).html_text


def test_a_mail_without_calendar_and_secrets_reads_as_it_is():
    parts = masked_text(Delivery(raw=raw("anna"), secrets=[]))
    assert parts.calendar == ""
    assert parts.text == "Guten Tag,\n\n.Punkt am Anfang\n"


def test_the_masked_copy_keeps_headers_parts_and_method(delivery):
    copy = masked_mail(delivery)
    mail = message_from_bytes(copy, policy=policy.SMTP)
    before = message_from_bytes(bytes(delivery.raw), policy=policy.SMTP)
    assert [part.get_content_type() for part in mail.walk()] == [part.get_content_type() for part in before.walk()]
    assert mail["Message-ID"] == "<1@stadt.example>"
    readable = b"".join(part.get_payload(decode=True) or b"" for part in mail.walk())
    assert TOKEN.encode() not in readable.replace(b"\r\n ", b"")
    assert TOKEN.encode() not in copy
    assert base64.b64encode(b"%PDF") in copy
    calendar = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_content_charset() == "utf-8"
    text = next(part for part in mail.walk() if part.get_content_type() == "text/plain")
    assert "Größe" in text.get_content()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a@b.example", "new@c.example"),
        ("Ihre Adresse ist a@b.example.", "Ihre Adresse ist new@c.example."),
        ("ATTENDEE:mailto:a@b.example", "ATTENDEE:mailto:new@c.example"),
        ("Adresse:\\na@b.example", "Adresse:\\nnew@c.example"),
        ("&lt;a@b.example&gt;, x", "&lt;new@c.example&gt;, x"),
        ("xa@b.example", "xa@b.example"),
        ("x.a@b.example", "x.a@b.example"),
        ("x-a@b.example und x+a@b.example", "x-a@b.example und x+a@b.example"),
        ("a@b.examples", "a@b.examples"),
        ("a@b.example-x.de", "a@b.example-x.de"),
        ("a@b.example.org", "a@b.example.org"),
        # A local part may begin with a quote, and what may be another address stays; our mails quote none so.
        ("'a@b.example'", "'a@b.example'"),
    ],
)
def test_an_address_is_replaced_and_others_that_hold_it_are_not(before, after):
    assert replacing({"a@b.example": "new@c.example"}, whole=True)(before) == after
