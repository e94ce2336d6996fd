"""Which mails wait longer than they should."""

from datetime import timedelta

import pytest

from foundation.outbox import queue
from foundation.outbox.delivery import drain
from foundation.outbox.models import Delivery, State
from foundation.outbox.waiting import due_since, late
from tests.foundation.outbox.mails import NOW, mail

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def late_at(moment) -> list[str]:
    return sorted(Delivery.objects.filter(late(moment)).values_list("key", flat=True))


def test_nobody_takes_up_what_is_due():
    queue.enqueue([mail("anna"), mail("berta", not_before=NOW + timedelta(days=1))], now=NOW)
    assert late_at(NOW + 15 * MINUTE) == []
    assert late_at(NOW + 16 * MINUTE) == ["anna"]
    assert due_since(NOW - MINUTE) is None
    assert due_since(NOW + MINUTE) == NOW


def test_no_server_answers(settings):
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    queue.enqueue([mail("anna")], now=NOW)
    for minutes in range(0, 18, 2):
        drain(now=NOW + minutes * MINUTE)
    assert Delivery.objects.get().not_before > NOW + 16 * MINUTE
    assert late_at(NOW + 16 * MINUTE) == ["anna"]
    assert NOW <= due_since(NOW + 16 * MINUTE) < NOW + MINUTE


def test_a_full_mailbox_is_late_after_an_hour(server):
    server.busy = {"anna@mail.example"}
    queue.enqueue([mail("anna")], now=NOW)
    drain(now=NOW)
    Delivery.objects.update(not_before=NOW + timedelta(hours=2))
    assert late_at(NOW + 60 * MINUTE) == []
    assert late_at(NOW + 61 * MINUTE) == ["anna"]
    assert due_since(NOW + 61 * MINUTE) is None


@pytest.mark.parametrize("state", [State.SENT, State.FAILED, State.HELD, State.LETTER, State.OBSOLETE])
def test_what_waits_for_nobody_is_never_late(state):
    queue.enqueue([mail("anna")], now=NOW)
    Delivery.objects.update(state=state, sent_at=NOW, tried_since=NOW)
    assert late_at(NOW + timedelta(days=9)) == []
    assert due_since(NOW + timedelta(days=9)) is None
