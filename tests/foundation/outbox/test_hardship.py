"""Bad addresses, servers that hang, workers that meet on one row, clocks that jump."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection

from foundation.outbox import delivery, queue
from foundation.outbox.delivery import drain, send_due
from foundation.outbox.mime import checked_address
from foundation.outbox.models import Delivery, State
from tests.foundation.outbox.mails import NOW, mail

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
BAD = [
    "anna@mail.example\r\nRCPT TO:<evil@mail.example>",
    "anna@mail.example\nX: y",
    "anna@mail.example\r",
    "\u202egnuh@mail.example",
    "anna\u2066@mail.example",
    "anna@\u202email.example",
    "änna@mail.example",
    "anna@müll.example",
    "anna@mаil.example",  # a Cyrillic letter in the domain
    "anna@mail.example,evil@mail.example",
    "<anna@mail.example>",
    "anna weber@mail.example",
    '"anna weber"@mail.example',
    "anna@",
    "",
]


def send(*keys: str) -> None:
    queue.enqueue([mail(key) for key in keys], now=NOW)


def row(key: str) -> Delivery:
    return Delivery.objects.get(key=key)


@pytest.mark.parametrize("address", BAD)
def test_a_bad_address_reaches_nobody_and_stops_nobody(server, address):
    with pytest.raises(ValueError, match="not a mail address"):
        checked_address(address)
    send("anna", "berta")
    Delivery.objects.filter(key="anna").update(address=address)
    for _try in range(3):
        assert row("anna").state == State.PENDING
        drain(now=max(row("anna").not_before, NOW))
    assert (row("anna").state, row("berta").state) == (State.HELD, State.SENT)
    assert server.recipients == ["berta@mail.example"]
    assert set(server.tries) == {"berta@mail.example"}


def test_a_server_that_hangs_after_the_final_dot_gets_the_same_mail_again_and_holds_up_no_other(server):
    server.hung = {"berta@mail.example"}
    send("anna", "berta", "carla")
    assert drain(now=NOW) == 2
    waiting = row("berta")
    assert (waiting.state, waiting.attempts, waiting.sent_at) == (State.PENDING, 1, None)
    assert "timed out" in waiting.last_error.lower()
    server.hung = set()
    assert drain(now=waiting.not_before) == 1
    copies = [content for _sender, (to,), content in server.mails if to == "berta@mail.example"]
    assert copies == [mail("berta").raw] * 2
    assert Counter(server.recipients)["anna@mail.example"] == Counter(server.recipients)["carla@mail.example"] == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_meet_on_one_row_send_it_once(server):
    send("anna")
    sent, start = [], threading.Barrier(2)

    def work() -> None:
        start.wait()
        sent.append(send_due(NOW))
        connection.close()

    workers = [threading.Thread(target=work) for _number in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert sorted(sent) == [0, 1]
    assert server.recipients == ["anna@mail.example"]
    assert row("anna").attempts == 1


@pytest.fixture
def between(monkeypatch):
    """Do something after the claim of the first batch and before its first mail."""

    def use(act) -> None:
        claim, done = delivery._Run.claim, []

        def claimed(run):
            rows = claim(run)
            if rows and not done:
                done.append(True)
                act()
            return rows

        monkeypatch.setattr(delivery._Run, "claim", claimed)

    return use


def test_a_clock_that_jumps_ahead_hands_a_claim_to_another_worker_and_doubles_nothing(server, between):
    send("anna", "berta", "carla")
    other = []
    between(lambda: other.append(send_due(NOW + 2 * HOUR)))
    assert send_due(NOW) == 0
    assert other == [3]
    assert sorted(server.recipients) == ["anna@mail.example", "berta@mail.example", "carla@mail.example"]


def test_a_clock_that_jumps_ahead_by_days_still_tries_a_mail_once_more(server):
    server.busy = {"anna@mail.example"}
    send("anna")
    drain(now=NOW)
    server.busy = set()
    assert drain(now=NOW + timedelta(days=30)) == 1
    assert row("anna").state == State.SENT


def test_a_clock_that_jumps_back_delays_and_loses_nothing(server):
    send("anna")
    assert drain(now=NOW - HOUR) == 0
    assert row("anna").state == State.PENDING
    assert drain(now=NOW) == 1
    assert drain(now=NOW - HOUR) == 0
    assert drain(now=NOW + HOUR) == 0
    assert server.recipients == ["anna@mail.example"]


def test_a_clock_that_jumps_back_while_mails_go_out_sends_each_once(server, between):
    send("anna", "berta")
    between(lambda: send_due(NOW - HOUR))
    assert send_due(NOW) == 2
    assert sorted(server.recipients) == ["anna@mail.example", "berta@mail.example"]


def test_a_lease_from_before_the_clock_went_back_ends_when_the_clock_is_there_again(server):
    send("anna")
    Delivery.objects.update(state=State.SENDING, token="dead", lease_until=NOW + 15 * MINUTE, attempts=1)
    assert drain(now=NOW - HOUR) == 0
    assert drain(now=NOW + 16 * MINUTE) == 1
    assert row("anna").attempts == 2
