"""What is promised to be sent is stored once, and what is overtaken is not sent."""

import threading
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from foundation.outbox import queue
from foundation.outbox.models import Delivery, State
from foundation.web import nudges
from tests.foundation.outbox.mails import NOW, mail

pytestmark = pytest.mark.django_db


def states() -> dict[str, str]:
    return dict(Delivery.objects.values_list("key", "state"))


def test_only_new_keys_are_returned_and_the_first_bytes_stay():
    first = queue.enqueue([mail("anna"), mail("berta")], now=NOW)
    again = queue.enqueue([mail("anna", raw=b"other"), mail("carla"), mail("carla", raw=b"twice")], now=NOW)

    assert [row.key for row in first] == ["anna", "berta"]
    assert [row.key for row in again] == ["carla"]
    assert bytes(Delivery.objects.get(key="anna").raw) == mail("anna").raw
    assert bytes(Delivery.objects.get(key="carla").raw) == mail("carla").raw
    assert Delivery.objects.count() == 3


def test_nothing_is_stored_for_no_mails(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert queue.enqueue([], now=NOW) == []


@pytest.mark.parametrize("number", [1, 10, 31])
def test_the_number_of_queries_does_not_grow_with_the_mails(number, django_assert_num_queries):
    mails = [mail(f"m{n}") for n in range(number)]
    with django_assert_num_queries(2):
        assert len(queue.enqueue(mails, now=NOW)) == number


def test_a_broken_row_is_an_error_and_not_a_lost_mail():
    with pytest.raises(IntegrityError), transaction.atomic():
        queue.enqueue([mail("anna", address=None, raw=b"x"), mail("berta")], now=NOW)
    assert not Delivery.objects.exists()


def test_a_mail_for_later_waits():
    later = NOW + timedelta(days=2)
    assert queue.enqueue([mail("anna", not_before=later)], now=NOW)[0].not_before == later


def test_message_id_follows_from_the_key(settings):
    settings.MAIL_FROM = "Geschäftsstelle <gremien@stadt.example>"
    assert queue.message_id("a") == queue.message_id("a") != queue.message_id("b")
    assert queue.message_id("a").endswith("@stadt.example>")


def test_a_mail_from_before_is_known_by_the_message_id_in_its_head(settings):
    """Sent under another key of the installation; of one the text is gone."""
    queue.enqueue([mail("anna"), mail("berta", raw=b"")], now=NOW)
    sent = queue.message_id("anna")
    Delivery.objects.update(message_id="")
    settings.SECRET_KEY = "another key of this installation, which is newer"
    import_module("foundation.outbox.migrations.0007_message_id").name(apps, None)
    assert dict(Delivery.objects.values_list("key", "message_id")) == {
        "anna": sent,
        "berta": queue.message_id("berta"),
    }


def test_what_gathers_at_the_upgrade_gathers_again_after_it_was_stopped():
    queue.enqueue([mail("gathers"), mail("waits")], now=NOW)
    Delivery.objects.filter(key="gathers").update(state=State.GATHERING)
    import_module("foundation.outbox.migrations.0008_gathers").mark(apps, None)
    assert dict(Delivery.objects.values_list("key", "gathers")) == {"gathers": True, "waits": False}


def test_a_newer_version_overtakes_what_was_not_sent_yet():
    queue.enqueue(
        [
            mail("waiting"),
            mail("claimed"),
            mail("held"),
            mail("sent"),
            mail("failed"),
            mail("newer", version=2),
            mail("reminder", kind="reminder"),
            mail("elsewhere", topic="meeting:2"),
        ],
        now=NOW,
    )
    for key in ("claimed", "held", "failed"):
        Delivery.objects.filter(key=key).update(state=key)
    Delivery.objects.filter(key="sent").update(state="sent", sent_at=NOW)

    assert queue.supersede("meeting:1", 2, kinds=["invite"]) == 3
    assert states() == {
        "waiting": State.OBSOLETE,
        "claimed": State.OBSOLETE,
        "held": State.OBSOLETE,
        "sent": State.SENT,
        "failed": State.FAILED,
        "newer": State.PENDING,
        "reminder": State.PENDING,
        "elsewhere": State.PENDING,
    }
    assert queue.supersede("meeting:1", 2) == 1
    assert states()["reminder"] == State.OBSOLETE


def test_who_left_gets_nothing_more():
    mine = {"recipient": "person:anna"}
    queue.enqueue([mail("one", **mine), mail("two", topic="round:7", **mine), mail("other")], now=NOW)

    assert queue.withdraw("person:anna", "round:7") == 1
    assert states() == {"one": State.PENDING, "two": State.OBSOLETE, "other": State.PENDING}
    assert queue.withdraw("person:anna") == 1
    assert states() == {"one": State.OBSOLETE, "two": State.OBSOLETE, "other": State.PENDING}


@pytest.fixture
def broker(monkeypatch):
    """Asked at once, in the thread of the test."""
    monkeypatch.setattr(nudges, "_unreachable_until", 0.0)
    monkeypatch.setattr(nudges, "_aside", nudges._send)


@pytest.fixture
def asked(broker, monkeypatch):
    """Names of the duties the broker was asked for."""
    names = []
    monkeypatch.setattr(nudges.current_app, "send_task", lambda name, args, **how: names.append((name, args, how)))
    return names


def test_the_worker_is_asked_after_the_commit(asked, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        queue.enqueue([mail("anna")], now=NOW)
        assert asked == []
    assert asked == [("run_duty", ["foundation.outbox.delivery.drain"], {"expires": 30, "retry": False})]


def test_nobody_is_asked_for_nothing_new_or_inside_quiet(asked, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        with queue.quiet():
            queue.enqueue([mail("anna")], now=NOW)
        queue.enqueue([mail("anna")], now=NOW)
    with queue.quiet(), django_capture_on_commit_callbacks(execute=True):
        queue.enqueue([mail("berta")], now=NOW)
    assert asked == []


def test_a_broker_that_is_down_is_asked_once_in_a_while_and_breaks_nothing(
    broker, monkeypatch, caplog, django_capture_on_commit_callbacks
):
    tries = []

    def down(*args: object, **how: object) -> None:
        tries.append(args)
        raise OSError("connection refused")

    monkeypatch.setattr(nudges.current_app, "send_task", down)
    for key in ("anna", "berta", "carla"):
        with django_capture_on_commit_callbacks(execute=True):
            queue.enqueue([mail(key)], now=NOW)

    assert len(tries) == 1
    assert [record.getMessage() for record in caplog.records] == [
        "The broker does not answer (OSError). Work waits for the next look."
    ]
    assert Delivery.objects.count() == 3


def test_a_broker_that_hangs_keeps_nobody_waiting(monkeypatch, django_capture_on_commit_callbacks):
    hangs, asked = threading.Event(), []

    def slow(*args: object, **how: object) -> None:
        asked.append(args)
        hangs.wait(20)

    monkeypatch.setattr(nudges, "_unreachable_until", 0.0)
    monkeypatch.setattr(nudges.current_app, "send_task", slow)
    for number in range(10):
        with django_capture_on_commit_callbacks(execute=True):
            queue.enqueue([mail(f"m{number}")], now=NOW)
    waiting = [thread for thread in threading.enumerate() if thread.name == "nudge"]
    hangs.set()
    for thread in waiting:
        thread.join()
    assert len(asked) == len(waiting) == 4
    assert Delivery.objects.count() == 10


def test_a_rolled_back_act_leaves_no_mail(asked):
    with transaction.atomic():
        queue.enqueue([mail("anna")], now=NOW)
        transaction.set_rollback(True)
    assert not Delivery.objects.exists()
    assert asked == []


def test_enqueue_of_many_is_split_without_loss():
    assert len(queue.enqueue([mail(f"m{n}", raw=b"x") for n in range(400)], now=NOW)) == 400
