"""The mailbox, with a real server: every message is kept once and leaves the inbox afterwards."""

import imaplib
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import partial

import pytest

from foundation.outbox import incoming, mailbox
from foundation.outbox.models import IncomingMail, MailboxLook
from tests import imap
from tests.together import together

NOW = datetime(2027, 1, 28, 9, 5, tzinfo=UTC)


@pytest.fixture
def inbox(db, settings, mailbox_server):
    """An empty inbox that is polled: `inbox(octets)` puts a message there."""
    settings.IMAP_URL = mailbox_server
    line = imap.connect(mailbox_server)
    for folder in ("INBOX", mailbox.READ):
        line.create(folder)
        _status, (number,) = line.select(folder)
        if int(number):
            line.store("1:*", "+FLAGS", r"(\Deleted)")
            line.expunge()

    def put(raw: bytes) -> None:
        status, _data = line.append("INBOX", None, None, raw)
        assert status == "OK"

    yield put
    line.logout()


def mail(number: int, size: int = 10) -> bytes:
    made = EmailMessage()
    made["From"] = "anna.weber@mail.example"
    made["Message-ID"] = f"<{number}@mail.example>"
    made.set_content("x" * size)
    return made.as_bytes()


def count(server: str, folder: str) -> int:
    line = imap.connect(server)
    _status, (found,) = line.select(folder, readonly=True)
    line.logout()
    return int(found)


def test_what_came_is_kept_byte_by_byte_and_moved_away(inbox, mailbox_server):
    sent = mail(1)
    inbox(sent)
    inbox(mail(2))
    assert mailbox.fetch_due(now=NOW) == 2
    first = IncomingMail.objects.get(key="<1@mail.example>")
    assert (bytes(first.raw).replace(b"\r\n", b"\n"), first.state) == (sent.replace(b"\r\n", b"\n"), "new")
    assert (count(mailbox_server, "INBOX"), count(mailbox_server, mailbox.READ)) == (0, 2)
    assert mailbox.fetch_due(now=NOW) == 0
    assert MailboxLook.objects.get().error == ""


def test_the_same_message_again_is_no_second_one(inbox, mailbox_server):
    for _copy in range(2):
        inbox(mail(3))
    assert mailbox.fetch_due(now=NOW) == 1
    assert (IncomingMail.objects.count(), count(mailbox_server, "INBOX")) == (1, 0)


def test_killed_between_keeping_and_moving_nothing_is_lost_or_doubled(inbox, mailbox_server, monkeypatch):
    inbox(mail(4))

    def die(*_args):
        raise ConnectionResetError

    with monkeypatch.context() as broken:
        broken.setattr(mailbox, "_move", die)
        assert mailbox.fetch_due(now=NOW) == 0
    assert (IncomingMail.objects.count(), count(mailbox_server, "INBOX")) == (1, 1)
    assert mailbox.fetch_due(now=NOW) == 0
    assert (IncomingMail.objects.count(), count(mailbox_server, "INBOX")) == (1, 0)


def test_r1_of_a_message_that_is_too_large_only_the_head_is_fetched(inbox, mailbox_server):
    inbox(mail(5, size=1_500_000))
    assert mailbox.fetch_due(now=NOW) == 1
    large = IncomingMail.objects.get()
    assert (bytes(large.raw), large.size > 1_500_000, large.key) == (b"", True, "<5@mail.example>")
    assert count(mailbox_server, "INBOX") == 0


def test_a_server_that_does_not_answer_or_refuses_is_noted_and_stops_nothing(inbox, settings, mailbox_server):
    settings.IMAP_URL = mailbox_server.replace(imap.PASSWORD, "falsch")
    assert mailbox.fetch_due(now=NOW) == 0
    assert "Authentication failed" in MailboxLook.objects.get().error
    settings.IMAP_URL = "imap://nobody:x@127.0.0.1:9/INBOX"
    assert mailbox.fetch_due(now=NOW) == 0
    assert "ConnectionRefusedError" in MailboxLook.objects.get().error
    settings.IMAP_URL = mailbox_server
    mailbox.fetch_due(now=NOW)
    assert MailboxLook.objects.get().succeeded_at == NOW


def test_an_address_that_means_nothing_is_noted_and_stops_nothing(inbox, settings, mailbox_server):
    umlaut = mailbox_server.replace(imap.PASSWORD, "gr%C3%BCn")
    for wrong in (umlaut, mailbox_server.replace("INBOX", "B%C3%BCro"), "imap://u:p@h:x/"):
        settings.IMAP_URL = wrong
        assert mailbox.fetch_due(now=NOW) == 0
        assert "Error" in MailboxLook.objects.get().error
    assert MailboxLook.objects.get().succeeded_at is None


def test_a_message_that_is_not_handed_out_stops_none_after_it(inbox, mailbox_server, monkeypatch):
    for number in (10, 11, 12):
        inbox(mail(number))
    asked = []

    def fetch(line, uid, now, keep=mailbox._keep):
        asked.append(uid)
        if len(asked) == 2:
            raise imaplib.IMAP4.error("NO [SERVERBUG]")
        return keep(line, uid, now)

    monkeypatch.setattr(mailbox, "_keep", fetch)
    assert mailbox.fetch_due(now=NOW) == 2
    assert (count(mailbox_server, "INBOX"), MailboxLook.objects.get().succeeded_at) == (1, None)
    assert "SERVERBUG" in MailboxLook.objects.get().error


def test_what_another_poller_took_meanwhile_is_no_trouble(inbox, mailbox_server, monkeypatch):
    inbox(mail(14))
    keep, faster = incoming.keep, []

    def overtaken(raw, **values):
        if not faster:
            faster.append(True)
            assert mailbox.fetch_due(now=NOW) == 1
        return keep(raw, **values)

    monkeypatch.setattr(incoming, "keep", overtaken)
    assert mailbox.fetch_due(now=NOW) == 0
    assert (IncomingMail.objects.count(), MailboxLook.objects.get().error) == (1, "")


def test_two_pollers_at_once_lose_nothing_and_double_nothing(transactional_db, inbox, mailbox_server):
    for number in range(20, 30):
        inbox(mail(number))
    found = together(*[partial(mailbox.fetch_due, now=NOW)] * 2)
    mailbox.fetch_due(now=NOW)
    assert (sum(found), IncomingMail.objects.count(), count(mailbox_server, "INBOX")) == (10, 10, 0)
    assert count(mailbox_server, mailbox.READ) >= 10


def test_what_cannot_be_moved_away_blocks_nothing_behind_it(inbox, mailbox_server, monkeypatch):
    """A full quota: the hundred and first message is read all the same."""
    monkeypatch.setattr(mailbox, "BATCH", 2)

    def full(_line, _uid):
        raise imaplib.IMAP4.error("OVERQUOTA")

    for number in range(20, 25):
        inbox(mail(number))
    with monkeypatch.context() as broken:
        broken.setattr(mailbox, "_move", full)
        for _look in range(4):
            mailbox.fetch_due(now=NOW)
    assert IncomingMail.objects.count() == 5
    assert "OVERQUOTA" in MailboxLook.objects.get().error
    while count(mailbox_server, "INBOX"):
        mailbox.fetch_due(now=NOW)
    assert IncomingMail.objects.count() == 5


@pytest.mark.parametrize(
    ("said", "prefix"), [(b'(("INBOX." ".")) NIL NIL', "INBOX."), (b'(("" "/")) NIL NIL', ""), (b"NIL NIL NIL", "")]
)
def test_the_folder_of_what_was_read_bears_the_prefix_the_server_wants(said, prefix):
    class Line:
        def namespace(self):
            return "OK", [said]

    assert mailbox._prefix(Line()) == prefix


def test_without_a_mailbox_nothing_is_looked_into(db, settings):
    settings.IMAP_URL = ""
    assert mailbox.fetch_due(now=NOW) == 0
    assert not MailboxLook.objects.exists()


def test_a_message_without_an_id_is_known_by_its_octets(db):
    raw = b"From: anna.weber@mail.example\r\n\r\nJa\r\n"
    (first, is_new), (second, again) = incoming.keep(raw, now=NOW), incoming.keep(raw, now=NOW)
    assert (first, is_new, again) == (second, True, False)
    assert first.key.startswith("sha256 ")
