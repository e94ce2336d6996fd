"""The invited meeting of 11 February 2027, and a mailbox whose server vouches for senders."""

from datetime import UTC, datetime

import pytest

from foundation.outbox import incoming
from foundation.outbox.models import Delivery, IncomingMail
from meetings.incoming import reading
from meetings.invitations.models import Invitation
from meetings.meeting.models import Meeting
from tests.meetings.incoming.mails import SERVER
from tests.meetings.invitations.conftest import (  # noqa: F401
    _invited,
    dispatch_day,
    invited,
    mail_to,
    meeting,
    world,
)

NOW = datetime(2027, 1, 28, 9, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _server(settings):
    settings.MAIL_AUTHSERV_ID = SERVER


@pytest.fixture
def receive(db):
    """`receive(octets)`: kept and judged, as the duties do; the row afterwards."""

    def act(raw: bytes, *, now: datetime = NOW) -> IncomingMail:
        row, _is_new = incoming.keep(raw, now=now)
        reading.settle(row.pk, now=now)
        row.refresh_from_db()
        return row

    return act


@pytest.fixture
def state(invited):  # noqa: F811
    """Everything no message may change but the answer of one person."""

    def look(but=None):
        answers = Invitation.objects.exclude(person=but) if but else Invitation.objects.all()
        return (
            list(answers.order_by("pk").values()),
            list(Meeting.objects.order_by("pk").values()),
            list(Delivery.objects.order_by("pk").values_list("pk", "state", "not_before")),
        )

    return look


def said(row) -> tuple[str, str]:
    return row.disposition, row.reason


def answer_of(person) -> str:
    return Invitation.objects.get(person=person).answer
