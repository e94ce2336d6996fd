"""Every mail goes out once, whoever dies on the way (real SMTP on the loopback)."""

import threading
from datetime import timedelta
from itertools import chain, repeat

import pytest
from django.db import connection, transaction

from foundation.outbox import delivery, queue, transport
from foundation.outbox.delivery import drain
from foundation.outbox.models import Delivery, State
from tests.foundation.outbox.mails import NOW, mail

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def send(*keys: str, **changes: object) -> None:
    queue.enqueue([mail(key, **changes) for key in keys], now=NOW)


def row(key: str) -> Delivery:
    return Delivery.objects.get(key=key)


def states() -> dict[str, str]:
    return dict(Delivery.objects.values_list("key", "state"))


def test_captured_mail_is_sent_at_the_given_time(settings):
    settings.EMAIL_URL = "capture://"
    send("anna", "berta")
    send("carla", not_before=NOW + timedelta(days=1))

    assert drain(now=NOW + MINUTE) == 2
    assert row("anna").sent_at == NOW + MINUTE
    assert row("anna").smtp_reply == "250 captured"
    assert states()["carla"] == State.PENDING
    assert drain(now=NOW + MINUTE) == 0
    assert drain(now=NOW + timedelta(days=1)) == 1
    assert row("carla").sent_at == NOW + timedelta(days=1)


def test_the_server_gets_the_frozen_bytes_once_per_recipient(server):
    send("anna", "berta")

    assert drain(now=NOW) == 2
    assert drain(now=NOW) == 0
    assert sorted(server.recipients) == ["anna@mail.example", "berta@mail.example"]
    for sender, (to,), content in server.mails:
        assert sender == "gremien@stadt.example"
        assert content == mail(to.partition("@")[0]).raw
    sent = row("anna")
    assert (sent.state, sent.attempts, sent.smtp_reply, sent.token) == (State.SENT, 1, "250 2.0.0 queued", "")
    assert NOW <= sent.sent_at < NOW + MINUTE


def test_many_mails_share_one_connection(server):
    send(*[f"m{n}" for n in range(45)])
    assert drain(now=NOW) == 45
    assert server.connections == 1
    assert len(set(server.recipients)) == 45


def test_a_server_that_limits_mails_per_connection_gets_a_new_one(server):
    server.per_connection = 3
    send(*[f"m{n}" for n in range(10)])
    assert drain(now=NOW) == 10
    assert server.connections == 4


def test_a_refused_recipient_fails_at_once_and_stops_nobody(server):
    server.refused = {"berta@mail.example"}
    server.refused_content = {"carla@mail.example"}
    send("anna", "berta", "carla", "doris")

    assert drain(now=NOW) == 2
    assert states() == {"anna": "sent", "berta": "failed", "carla": "failed", "doris": "sent"}
    assert row("berta").last_error == "550 5.1.1 no such mailbox"
    assert row("carla").last_error == "554 5.7.1 content refused"
    assert drain(now=NOW + timedelta(days=2)) == 0
    assert server.tries["berta@mail.example"] == 1


def test_a_busy_mailbox_is_tried_again_later_each_time(server):
    server.busy = {"berta@mail.example"}
    send("anna", "berta")
    assert drain(now=NOW) == 1
    waiting = row("berta")
    assert (waiting.state, waiting.attempts, waiting.last_error) == ("pending", 1, "450 4.2.0 try again later")
    assert NOW + 2 * MINUTE <= waiting.not_before <= NOW + 3 * MINUTE

    assert drain(now=NOW + MINUTE) == 0
    assert server.tries["berta@mail.example"] == 1
    assert drain(now=waiting.not_before) == 0
    assert row("berta").not_before >= waiting.not_before + 4 * MINUTE
    server.busy = set()
    assert drain(now=row("berta").not_before) == 1
    assert row("berta").attempts == 3
    assert row("berta").last_error == ""


def test_after_twelve_tries_a_mail_has_failed(server):
    server.busy = {"berta@mail.example"}
    send("berta")
    for _ in range(12):
        assert states() == {"berta": State.PENDING}
        drain(now=row("berta").not_before)
    assert states() == {"berta": State.FAILED}
    assert server.tries["berta@mail.example"] == 12
    assert row("berta").last_error == "450 4.2.0 try again later"


def test_after_a_day_of_tries_a_mail_has_failed(server):
    server.busy = {"berta@mail.example"}
    send("berta", not_before=NOW + timedelta(days=3))
    drain(now=NOW + timedelta(days=3))
    assert states() == {"berta": State.PENDING}
    drain(now=NOW + timedelta(days=4))
    assert states() == {"berta": State.FAILED}


def test_waiting_grows_to_an_hour_and_never_runs_in_step():
    send("anna", "berta")
    anna, berta = row("anna"), row("berta")
    waits = [delivery.wait(anna, tries) for tries in range(1, 13)]
    assert waits == [delivery.wait(anna, tries) for tries in range(1, 13)]
    for tries, wait in enumerate(waits, 1):
        least = min(timedelta(minutes=2**tries), timedelta(hours=1))
        assert least <= wait <= least * 1.25
    assert waits != [delivery.wait(berta, tries) for tries in range(1, 13)]


def test_a_server_that_hangs_up_in_the_middle_gets_the_mail_again(server):
    server.dropped = {"berta@mail.example"}
    send("anna", "berta", "carla")
    assert drain(now=NOW) == 2
    assert row("berta").state == State.PENDING
    server.dropped = set()
    assert drain(now=row("berta").not_before) == 1
    assert sorted(server.recipients) == ["anna@mail.example", "berta@mail.example", "carla@mail.example"]


def test_a_server_that_is_too_slow_gets_the_same_bytes_again(server):
    server.seconds = 3
    send("anna")
    assert drain(now=NOW) == 0
    waiting = row("anna")
    assert (waiting.state, waiting.attempts) == (State.PENDING, 1)
    assert "TimeoutError" in waiting.last_error or "timed out" in waiting.last_error
    server.seconds = 0
    assert drain(now=waiting.not_before) == 1
    assert {content for _sender, _to, content in server.mails} == {mail("anna").raw}


def test_without_a_server_all_wait_a_moment_and_no_try_is_counted(settings):
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    send("anna", "berta")
    assert drain(now=NOW) == 0
    for waiting in (row("anna"), row("berta")):
        assert (waiting.state, waiting.attempts, waiting.token) == (State.PENDING, 0, "")
        assert "refused" in waiting.last_error
        assert NOW + MINUTE <= waiting.not_before <= NOW + 2 * MINUTE


def test_a_day_without_a_server_is_a_failure(settings):
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    send("anna")
    drain(now=NOW)
    drain(now=NOW + timedelta(hours=23))
    assert states() == {"anna": State.PENDING}
    drain(now=NOW + timedelta(hours=25))
    assert states() == {"anna": State.FAILED}


def test_a_refused_login_stops_the_whole_queue_for_five_minutes(serve):
    server = serve(password="right", given="wrong")
    send("anna", "berta")
    assert drain(now=NOW) == 0
    assert {row("anna").attempts, row("berta").attempts} == {0}
    assert row("anna").last_error.startswith("login refused: 535")
    logins = server.connections

    send("carla")
    assert drain(now=NOW + 4 * MINUTE) == 0
    assert server.connections == logins
    assert states() == {"anna": "pending", "berta": "pending", "carla": "pending"}
    assert drain(now=NOW + 6 * MINUTE) == 0
    assert server.connections > logins


def test_with_the_right_login_mail_goes_out(serve):
    server = serve(password="right", given="right")
    send("anna")
    assert drain(now=NOW) == 1
    assert server.recipients == ["anna@mail.example"]


def test_a_refused_sender_is_nobodys_fault_but_ours(server):
    server.sender_refused = True
    send("anna", "berta")
    assert drain(now=NOW) == 0
    assert states() == {"anna": State.PENDING, "berta": State.PENDING}
    assert row("anna").attempts == row("berta").attempts == 0
    assert row("berta").last_error == "login refused: 550 5.7.1 sender unknown"


def test_a_mail_that_breaks_the_program_is_held_after_three_tries(server):
    send("anna", "poison", "carla")
    Delivery.objects.filter(key="poison").update(address="ä\ud7ffö@mail.example")
    assert drain(now=NOW) == 2
    for _ in range(2):
        assert row("poison").state == State.PENDING
        drain(now=row("poison").not_before)
    held = row("poison")
    assert (held.state, held.attempts) == (State.HELD, 3)
    assert held.last_error.startswith("ValueError: not a mail address")
    assert drain(now=NOW + timedelta(days=1)) == 0
    assert sorted(server.recipients) == ["anna@mail.example", "carla@mail.example"]


def test_a_line_break_in_an_address_adds_no_recipient(server):
    send("anna")
    Delivery.objects.filter(key="anna").update(address="anna@mail.example>\r\nRCPT TO:<evil@mail.example")
    drain(now=NOW)
    assert server.mails == []
    assert not server.tries


def test_overtaken_mails_are_not_sent(server):
    send("old")
    queue.supersede("meeting:1", 2)
    send("new", version=2)
    assert drain(now=NOW) == 1
    assert server.recipients == ["new@mail.example"]


@pytest.fixture
def first_claim(monkeypatch):
    """Do something between the claim of a batch and its first mail."""

    def use(act):
        claim = delivery._Run.claim

        def claimed(run):
            rows = claim(run)
            if rows:
                act()
            return rows

        monkeypatch.setattr(delivery._Run, "claim", claimed)

    return use


def test_a_mail_overtaken_after_its_claim_is_not_sent_either(server, first_claim):
    send("anna")
    first_claim(lambda: queue.withdraw("person:anna"))
    assert drain(now=NOW) == 0
    assert server.mails == []
    assert states() == {"anna": State.OBSOLETE}


def test_a_claim_of_a_dead_worker_is_free_after_a_minute(server):
    send("anna")
    Delivery.objects.update(state=State.CLAIMED, token="dead", lease_until=NOW + MINUTE)
    assert drain(now=NOW + MINUTE / 2) == 0
    assert drain(now=NOW + 2 * MINUTE) == 1
    assert row("anna").attempts == 1


def test_a_worker_killed_while_sending_costs_one_lease_and_at_most_one_copy(server, monkeypatch):
    class Killed(BaseException):
        pass

    def killed(run, sent, reply):
        raise Killed

    send("anna", "berta")
    with monkeypatch.context() as patch:
        patch.setattr(delivery._Run, "_mark_sent", killed)
        with pytest.raises(Killed):
            drain(now=NOW)
    left = sorted(states().values())
    assert left == [State.CLAIMED, State.SENDING]

    assert drain(now=NOW + 2 * MINUTE) == 1
    assert sorted(states().values()) == [State.SENDING, State.SENT]
    assert drain(now=NOW + 14 * MINUTE) == 0
    assert drain(now=NOW + 16 * MINUTE) == 1
    assert len(server.mails) == 3
    assert len({content for _sender, _to, content in server.mails}) == 2


def test_a_mail_that_kills_every_worker_fails_in_the_end(server):
    send("anna")
    Delivery.objects.update(state=State.SENDING, token="dead", lease_until=NOW, attempts=12)
    assert drain(now=NOW + MINUTE) == 0
    assert states() == {"anna": State.FAILED}
    assert server.mails == []


def test_a_slow_worker_whose_lease_ran_out_loses_the_rest_of_its_batch(server, first_claim):
    send("anna")
    first_claim(lambda: Delivery.objects.update(token="somebody else"))
    assert drain(now=NOW) == 0
    assert server.mails == []
    assert row("anna").token == "somebody else"


def test_a_run_ends_after_a_minute_and_gives_back_what_it_did_not_send(server, monkeypatch):
    send("anna", "berta", "carla")
    minute = chain([True, True, True], repeat(False))
    monkeypatch.setattr(delivery._Run, "goes_on", property(lambda run: next(minute)))
    assert drain(now=NOW) == 2
    assert sorted(states().values()) == [State.PENDING, State.SENT, State.SENT]
    assert set(Delivery.objects.values_list("token", flat=True)) == {""}


def test_the_rest_of_a_slow_batch_is_kept(server, monkeypatch):
    monkeypatch.setattr(delivery, "claim_seconds", lambda: -1)
    send("anna", "berta")
    assert drain(now=NOW) == 2


@pytest.mark.parametrize(("number", "queries"), [(1, 2), (10, 20)])
def test_each_mail_costs_two_updates(number, queries, settings, django_assert_num_queries):
    settings.EMAIL_URL = "capture://"
    send(*[f"m{n}" for n in range(number)])
    looks, claims, savepoints = 1, 3, 6
    with django_assert_num_queries(queries + looks + claims + savepoints):
        drain(now=NOW)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_mail_once(server):
    send(*[f"m{n}" for n in range(60)])
    sent, start = [], threading.Barrier(3)

    def work() -> None:
        try:
            start.wait()
            sent.append(delivery.send_due(NOW))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sum(sent) == 60
    assert len(server.mails) == 60
    assert len(set(server.recipients)) == 60
    assert set(states().values()) == {State.SENT}


@pytest.mark.django_db(transaction=True)
def test_one_process_sends_one_mail_at_a_time_and_forgets_nobody_who_asked(server, first_claim):
    send("anna")
    asked = []

    def come() -> None:
        queue.enqueue([mail("berta")], now=NOW + MINUTE)
        asked.append(drain(now=NOW + MINUTE))
        connection.close()

    def meanwhile() -> None:
        if not asked:
            other = threading.Thread(target=come)
            other.start()
            other.join()

    first_claim(meanwhile)
    assert drain(now=NOW) == 2
    assert asked == [0]
    assert server.recipients == ["anna@mail.example", "berta@mail.example"]
    assert server.connections == 2


@pytest.mark.django_db(transaction=True)
def test_a_thread_that_breaks_off_stands_in_nobodys_way(server, monkeypatch):
    def break_off(_run) -> None:
        raise SystemExit

    send("anna")
    with monkeypatch.context() as patch:
        patch.setattr(delivery._Run, "claim", break_off)
        with pytest.raises(SystemExit):
            drain(now=NOW)
    assert drain(now=NOW) == 1


@pytest.mark.django_db(transaction=True)
def test_real_mail_never_leaves_inside_a_transaction(server):
    send("anna")
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        drain(now=NOW)
    assert server.mails == []


def test_unknown_ways_are_refused(settings):
    settings.EMAIL_URL = "gopher://mail"
    with pytest.raises(transport.ImproperlyConfigured, match="smtp\\+tls"):
        transport.transport()
