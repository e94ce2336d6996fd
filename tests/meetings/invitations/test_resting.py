"""Who rests is called to no meeting, and is called again when the mandate is taken up."""

from datetime import UTC, date, datetime

from foundation.web import clock
from governance.mandates.models import Mandate
from governance.mandates.suspending import resume, suspend
from meetings.invitations.calling import invite_missing

FIRST = datetime(2027, 1, 28, 9, 0, tzinfo=UTC)


def test_an_invitation_is_withdrawn_and_comes_again(world, invited, mail_to):
    mandate, by = Mandate.objects.get(person=world.kaya), world.actor(world.secretary)
    suspend(mandate=mandate, start=date(2027, 1, 28), reason="Urlaub", by=by, now=FIRST)
    assert not invited.invitations.in_force().filter(person=world.kaya).exists()
    assert mail_to(world.kaya, "withdrawal")
    assert invite_missing(now=FIRST) == 0
    resume(mandate=mandate, back_on=date(2027, 1, 29), by=by, now=FIRST)
    assert invite_missing(now=FIRST) == 1
    assert invited.invitations.in_force().filter(person=world.kaya).count() == 1
    with clock.at(FIRST):
        assert invite_missing(now=FIRST) == 0
