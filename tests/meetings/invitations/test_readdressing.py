"""Somebody gets another address while mails to the former one are waiting."""

import hashlib
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import icalendar
import pytest

from foundation.accounts.links import open_link
from foundation.accounts.models import PersonalLink
from foundation.outbox.delivery import drain
from foundation.outbox.models import Delivery, State
from foundation.outbox.resending import resend
from foundation.outbox.rewriting import rewritten
from foundation.values import DomainError
from governance.people.addresses import change_main
from meetings.invitations import sending, stopping
from meetings.invitations.dispatching import LINK_PURPOSE

CLICK = datetime(2027, 1, 26, 8, 30, tzinfo=UTC)
LEAVES, SOON = CLICK + timedelta(minutes=2), CLICK + timedelta(minutes=1)
NEW = "aylin.kaya@ein-recht-langer-name-eines-neuen-arbeitgebers.example"


@pytest.fixture
def clicked(world, meeting, now):
    sending.invite(meeting, by=world.actor(world.secretary), now=CLICK, leaves_at=LEAVES)
    return meeting


def theirs(world):
    return Delivery.objects.get(kind="invitation", recipient=world.kaya.key)


def test_what_waits_goes_to_the_new_address_with_a_link_that_opens(world, clicked):
    before, others = theirs(world), Delivery.objects.exclude(recipient=world.kaya.key).order_by("pk")
    untouched = list(others.values_list("raw", "address"))
    old_mail = message_from_bytes(bytes(before.raw), policy=policy.default)
    change_main(world.kaya, NEW, by=world.actor(world.secretary), now=SOON)
    assert drain(now=LEAVES) == 11

    row = theirs(world)
    mail = message_from_bytes(bytes(row.raw), policy=policy.default)
    assert (row.key, row.address, row.state) == (before.key, NEW, State.SENT)
    assert row.sha256 == hashlib.sha256(bytes(row.raw)).hexdigest() != before.sha256
    assert mail["To"].addresses[0].addr_spec == NEW
    assert (mail["Message-ID"], mail["Subject"]) == (old_mail["Message-ID"], old_mail["Subject"])
    assert [one.get_content_type() for one in mail.walk()] == [one.get_content_type() for one in old_mail.walk()]
    link = PersonalLink.objects.get(purpose=LINK_PURPOSE, holder=world.kaya.key)
    assert row.secrets == [link.token] != before.secrets
    assert open_link(link.token, purpose=LINK_PURPOSE, now=LEAVES) == link
    with pytest.raises(DomainError):
        open_link(before.secrets[0], purpose=LINK_PURPOSE, now=LEAVES)
    assert link.token in mail.get_body(("plain",)).get_content()
    assert link.token in mail.get_body(("html",)).get_content()
    assert list(others.values_list("raw", "address")) == untouched


def test_the_calendar_part_names_the_new_address_and_nothing_else_changes(world, clicked):
    def calendar():
        mail = message_from_bytes(bytes(theirs(world).raw), policy=policy.default)
        part = next(one for one in mail.walk() if one.get_content_type() == "text/calendar")
        return dict(part["Content-Type"].params), part.get_payload(decode=True)

    params, before = calendar()
    former = world.kaya.email
    change_main(world.kaya, NEW, by=world.actor(world.secretary), now=SOON)
    assert calendar()[0] == params
    after = calendar()[1]
    assert max(len(line) for line in after.split(b"\r\n")) <= 75
    [event] = icalendar.Calendar.from_ical(after).walk("VEVENT")
    assert str(event["ATTENDEE"]) == f"mailto:{NEW}"
    unfolded = [text.replace(b"\r\n ", b"").decode() for text in (before, after)]
    assert unfolded[0].replace(former, NEW) == unfolded[1]


def test_the_address_of_somebody_else_in_it_stays(world, clicked):
    """The contact of the office ends like the address of the person."""
    office = f"buero-{world.kaya.email}"
    words = f"Fragen an {office} oder {world.kaya.email}."
    changed = rewritten(bytes(theirs(world).raw), lambda body: body.replace("Guten Tag", words))
    Delivery.objects.filter(pk=theirs(world).pk).update(raw=changed, sha256=hashlib.sha256(changed).hexdigest())
    change_main(world.kaya, NEW, by=world.actor(world.secretary), now=SOON)
    mail = message_from_bytes(bytes(theirs(world).raw), policy=policy.default)
    for kind in ("plain", "html"):
        assert f"Fragen an {office} oder {NEW}." in mail.get_body((kind,)).get_content()


def test_a_refused_mail_is_sent_again_to_the_address_that_is_right(world, clicked):
    drain(now=LEAVES)
    Delivery.objects.filter(pk=theirs(world).pk).update(state=State.FAILED, sent_at=None, last_error="550 unknown")
    change_main(world.kaya, NEW, by=world.actor(world.secretary), now=LEAVES)
    assert drain(now=LEAVES + timedelta(hours=1)) == 0
    resend(theirs(world), by=world.actor(world.secretary), now=LEAVES + timedelta(hours=1))
    assert drain(now=LEAVES + timedelta(hours=1)) == 1
    assert (theirs(world).address, theirs(world).state) == (NEW, State.SENT)


def test_what_a_person_stopped_stays_stopped(world, clicked):
    stopping.stop(clicked, by=world.actor(world.secretary), now=SOON)
    change_main(world.kaya, NEW, by=world.actor(world.secretary), now=SOON)
    assert drain(now=LEAVES) == 0
    assert (theirs(world).address, theirs(world).state) == (NEW, State.HELD)


def test_a_worker_that_has_claimed_the_mail_does_not_send_it_to_the_former_address(world, clicked):
    Delivery.objects.filter(pk=theirs(world).pk).update(state=State.CLAIMED, token="worker", lease_until=LEAVES)
    change_main(world.kaya, NEW, by=world.actor(world.secretary), now=SOON)
    assert (theirs(world).state, theirs(world).token) == (State.PENDING, "")


def test_what_was_sent_keeps_its_proof(world, clicked):
    drain(now=LEAVES)
    before = theirs(world)
    change_main(world.kaya, NEW, by=world.actor(world.secretary), now=LEAVES)
    assert (theirs(world).address, bytes(theirs(world).raw)) == (before.address, bytes(before.raw))


@pytest.mark.parametrize("gone", [{"raw": b""}, {"raw": b"Subject: Einladung\r\n\r\n\xe2\x80\xa6\r\n"}])
def test_what_is_no_longer_whole_stays_as_it_is(world, clicked, gone):
    """The server refused it; since then its text went, or its link was masked."""
    theirs_too = Delivery.objects.filter(pk=theirs(world).pk)
    theirs_too.update(state=State.FAILED, secrets=[], **gone)
    before = theirs_too.values("raw", "sha256", "address", "state").get()
    change_main(world.kaya, NEW, by=world.actor(world.secretary), now=LEAVES)
    assert theirs_too.values("raw", "sha256", "address", "state").get() == before
    with pytest.raises(DomainError):
        resend(theirs(world), by=world.actor(world.secretary), now=LEAVES)
