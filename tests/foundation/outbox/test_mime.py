"""Mails are plain, frozen and cannot be made to say more than their arguments."""

import sys
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses
from unicodedata import category, normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from foundation.outbox import mime

SENT = datetime(2027, 1, 27, 9, 0, tzinfo=UTC)
LETTER: mime.Letter = {
    "from_name": "Geschäftsstelle Gremien",
    "from_email": "gremien@stadt.example",
    "to_name": "Anna Weber",
    "to_email": "anna.weber@mail.example",
    "subject": "Bericht für den Beirat",
    "text": "Guten Tag,\n\nder Bericht ist da: größer als sonst.\n",
    "html": "<p>Guten Tag</p>\n",
    "message_id": "<0c1f7a52-6d5e-4a5e-8a39-2b7b7c1a0001@stadt.example>",
    "date": SENT,
    "language": "de",
}
HOSTILE = [
    "Sitzung\r\nBcc: all@evil.example",
    "Sitzung\nBcc: all@evil.example",
    "Sitzung\rBcc: all@evil.example",
    "Sitzung\u2028Bcc: all@evil.example",
    "Sitzung\x85Bcc: all@evil.example",
    "Sitzung\x00",
    "Sitzung\ud800",
]
one_line = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cn", "Co"]), max_size=200)


def letter(**changes: object) -> mime.Letter:
    return {**LETTER, **changes}  # type: ignore[typeddict-item]


def parsed(octets: bytes) -> EmailMessage:
    return message_from_bytes(octets, policy=policy.default)


def words(mail: EmailMessage, kind: str) -> str:
    return mail.get_body([kind]).get_content().replace("\r\n", "\n")


def in_words(text: str) -> str:
    return " ".join(text.split())


def test_a_mail_holds_text_and_html_as_alternatives() -> None:
    mail = parsed(mime.message(**LETTER))
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert words(mail, "plain") == LETTER["text"]
    assert words(mail, "html") == LETTER["html"]


def test_the_headers_name_sender_one_recipient_and_an_automatic_origin() -> None:
    mail = parsed(mime.message(**LETTER))
    assert mail["From"] == "Geschäftsstelle Gremien <gremien@stadt.example>"
    assert mail["To"] == "Anna Weber <anna.weber@mail.example>"
    assert mail["Subject"] == "Bericht für den Beirat"
    assert mail["Date"].datetime == SENT
    assert mail["Message-ID"] == LETTER["message_id"]
    assert mail["Auto-Submitted"] == "auto-generated"
    assert [part["Content-Language"] for part in mail.iter_parts()] == ["de", "de"]
    absent = ("Cc", "Bcc", "Reply-To", "Sender", "In-Reply-To", "References")
    assert [mail[name] for name in absent] == [None] * 6


def test_a_follow_up_names_the_first_mail_unfolded_even_when_long() -> None:
    first = f"<{'a' * 36}@{'b' * 60}.example>"
    octets = mime.message(**letter(in_reply_to=first))
    assert f"\r\nIn-Reply-To: {first}\r\n".encode() in octets
    assert f"\r\nReferences: {first}\r\n".encode() in octets


def test_equal_arguments_give_equal_octets_and_other_ids_other_boundaries() -> None:
    files = [("bericht.pdf", b"%PDF-1.7", "application", "pdf")]
    other = letter(message_id="<0c1f7a52-6d5e-4a5e-8a39-2b7b7c1a0002@stadt.example>")
    assert mime.message(attachments=files, **LETTER) == mime.message(attachments=files, **LETTER)
    boundaries = {parsed(mime.message(**mail)).get_boundary() for mail in (LETTER, other)}
    assert len(boundaries) == 2


def test_files_follow_the_text_with_their_octets_unchanged() -> None:
    files = [
        ("Bericht März.pdf", bytes(range(256)), "application", "pdf"),
        ("termine.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "application", "ics"),
        ("liste.csv", "Größe;1\r\n".encode(), "text", "csv"),
    ]
    mail = parsed(mime.message(attachments=files, **LETTER))
    assert mail.get_content_type() == "multipart/mixed"
    body, *attached = mail.iter_parts()
    assert body.get_content_type() == "multipart/alternative"
    assert [
        (part.get_filename(), part.get_payload(decode=True), *part.get_content_type().split("/")) for part in attached
    ] == files
    assert {part.get_content_disposition() for part in attached} == {"attachment"}


def test_a_file_name_cannot_point_into_folders() -> None:
    mail = parsed(mime.message(attachments=[("../a\\b.pdf", b"x", "application", "pdf")], **LETTER))
    assert [part.get_filename() for part in mail.iter_attachments()] == ["..-a-b.pdf"]


@pytest.mark.parametrize(
    "attachment",
    [
        ("a\r\nX: 1.pdf", b"", "application", "pdf"),
        ("", b"", "application", "pdf"),
        ("a.eml", b"", "message", "rfc822"),
        ("a", b"", "multipart", "mixed"),
        ("a", b"", "text", "html\r\nX: 1"),
        ("a", b"", "te xt", "html"),
    ],
)
def test_unfit_files_are_refused(attachment: mime.Attachment) -> None:
    with pytest.raises(ValueError):
        mime.message(attachments=[attachment], **LETTER)


@pytest.mark.parametrize("field", ["from_name", "to_name", "subject", "message_id", "in_reply_to", "language"])
@pytest.mark.parametrize("value", HOSTILE)
def test_no_header_takes_a_line_break_or_control_character(field: str, value: str) -> None:
    with pytest.raises(ValueError):
        mime.message(**letter(**{field: value}))


@pytest.mark.parametrize("field", ["from_email", "to_email"])
@pytest.mark.parametrize(
    "address",
    [
        "",
        "anna",
        "@mail.example",
        "anna@",
        "anna@mail.example\r\nBcc: b@mail.example",
        "anna@mail.example\n",
        "anna@mail.example, b@mail.example",
        "Anna <anna@mail.example>",
        '"an na"@mail.example',
        "anna..weber@mail.example",
        "änna@mail.example",
        "anna@mäil.example",
        "anna@-mail.example",
        f"{'a' * 65}@mail.example",
        f"anna@{'mail.' * 60}example",
    ],
)
def test_anything_but_one_plain_address_is_refused(field: str, address: str) -> None:
    with pytest.raises(ValueError):
        mime.message(**letter(**{field: address}))


@pytest.mark.parametrize("address", ["gremien@localhost", "o'neil+gremium@a-b.stadt.example", "A.B@c.example"])
def test_ordinary_addresses_are_taken_as_they_are(address: str) -> None:
    assert mime.checked_address(address) == address


def test_a_date_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError):
        mime.message(**letter(date=SENT.replace(tzinfo=None)))


def test_an_encoded_line_break_in_a_subject_stays_text() -> None:
    mail = parsed(mime.message(**letter(subject="=?utf-8?q?Sitzung=0ABcc:_all=40evil.example?=")))
    assert mail["Bcc"] is None
    assert mail["Subject"] == "= ?utf-8?q?Sitzung=0ABcc:_all=40evil.example?="


def test_text_is_normalised_and_freed_of_control_characters() -> None:
    assert mime.mailable_text("u\u0308ber\r\nzwei\rdrei\u2028vier\x85fünf\x00\x07\ud800\tEnde") == (
        "über\nzwei\ndrei\nvier\nfünf\tEnde"
    )


def test_every_control_character_of_unicode_is_dropped_and_nothing_else() -> None:
    around = [chr(code) for code in range(sys.maxunicode + 1) if chr(code) not in "\r\n\t\x0b\x0c\x85\u2028\u2029"]
    dropped = {char for char in around if not mime._UNWANTED.sub("", char)}
    assert dropped == {char for char in around if category(char) in {"Cc", "Cs", "Zl", "Zp"}}
    assert all(mime._CONTROL.search(char) for char in [*dropped, *"\r\n\t\x0b\x0c\x85\u2028\u2029"])


@given(name=one_line, subject=one_line)
@example(name="Dr. Müller, Anna <x@evil.example>, " + "lang " * 30, subject="ü" * 300)
@example(name="Long, " + "plain " * 30, subject="a  b\u00a0c")
@example(name='"; x@evil.example, "', subject="=?utf-8?b?CkJjYzogeA==?=")
def test_whatever_the_names_say_there_is_one_recipient_and_no_further_header(name: str, subject: str) -> None:
    octets = mime.message(**letter(from_name=name, to_name=name, subject=subject))
    mail = parsed(octets)
    assert set(mail.keys()) == set(parsed(mime.message(**LETTER)).keys())
    assert [address for _, address in getaddresses([mail["To"]])] == [LETTER["to_email"]]
    assert [address.addr_spec for address in mail["From"].addresses] == [LETTER["from_email"]]
    written = in_words(normalize("NFC", subject).replace("=?", "= ?"))
    assert mail["Subject"].replace(" ", "") == written.replace(" ", "")


@given(text=st.text(max_size=2000), html=st.text(max_size=500))
@example(text="\r\n.\r\nFrom x\r\n--=_1_\n" + "ä" * 1500 + " \t\n", html="")
def test_any_text_arrives_and_every_line_is_short_ascii_with_crlf(text: str, html: str) -> None:
    octets = mime.message(
        attachments=[("a.bin", text.encode("utf-8", "replace"), "application", "pdf")],
        **letter(text=text, html=html),
    )
    assert octets.isascii()
    assert octets.endswith(b"\r\n")
    assert octets.replace(b"\r\n", b"").find(b"\n") == octets.replace(b"\r\n", b"").find(b"\r") == -1
    assert max(map(len, octets.split(b"\r\n"))) <= 998
    mail = parsed(octets)
    received = words(mail, "plain")
    assert received.removesuffix("\n") == mime.mailable_text(text).removesuffix("\n")
    assert not any(category(char) in {"Cc", "Cs"} for char in received if char not in "\n\t")
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "application/pdf",
    ]
