"""What runs by time is one list, walked the same way by everybody."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from config.celery import app
from config.management.commands import run_duties
from config.schedule import DUTIES, Duty
from foundation import duties
from foundation.documents import rendering
from foundation.outbox import queue
from foundation.web import clock, nudges

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 27, 9, 0, tzinfo=UTC)
seen: list[tuple[str, datetime]] = []


def first(*, now: datetime) -> int:
    seen.append(("first", now))
    nudges.soon("first")
    return 2


def broken(*, now: datetime) -> int:
    seen.append(("broken", now))
    raise RuntimeError("no")


def last(*, now: datetime) -> int:
    seen.append(("last", now))
    return 0


@pytest.fixture
def schedule(monkeypatch):
    """Three duties of which the second breaks."""
    paths = [f"{__name__}.{name}" for name in ("first", "broken", "last")]
    monkeypatch.setattr(duties, "import_string", lambda path: globals()[path.rpartition(".")[2]])
    made = [Duty(path, 30) for path in paths]
    monkeypatch.setattr(duties.settings, "DUTIES", made)
    monkeypatch.setattr(run_duties, "DUTIES", made)
    seen.clear()
    with clock.at(NOW):
        yield paths


def test_a_path_that_is_no_duty_is_not_run():
    with pytest.raises(LookupError, match=r"os\.getcwd is no duty"):
        duties.perform("os.getcwd", now=NOW)


def test_every_duty_runs_once_at_the_given_time(schedule, monkeypatch):
    done = duties.perform_all(now=NOW, skip=frozenset({schedule[1]}))
    assert done == {schedule[0]: 2, schedule[2]: 0}
    assert seen == [("first", NOW), ("last", NOW)]


def test_the_command_goes_on_after_an_error_and_says_so(schedule, caplog):
    out = StringIO()
    with pytest.raises(CommandError, match=r"1 failed: .*broken") as failed:
        call_command("run_duties", stdout=out)
    assert failed.value.returncode == 1
    assert [name for name, _now in seen] == ["first", "broken", "last"]
    assert out.getvalue().splitlines() == [f"{schedule[0]}: 2", f"{schedule[2]}: 0"]


def test_only_some_duties(schedule):
    out = StringIO()
    call_command("run_duties", only=[schedule[2]], stdout=out)
    assert [name for name, _now in seen] == ["last"]
    with pytest.raises(CommandError, match="No such duty: nowhere"):
        call_command("run_duties", only=["nowhere"])


def test_the_command_asks_no_broker(schedule, monkeypatch, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as asked:
        call_command("run_duties", only=[schedule[0]], stdout=StringIO())
        assert asked == []
        first(now=NOW)
    assert len(asked) == 1


def test_beat_looks_for_every_duty_and_late_ticks_expire():
    planned = {
        name: (entry["task"], tuple(entry["args"]), entry["schedule"], entry["options"]["expires"])
        for name, entry in app.conf.beat_schedule.items()
    }
    assert planned == {duty.path: ("run_duty", (duty.path,), duty.every, duty.every) for duty in DUTIES}


def test_mail_and_documents_are_looked_for_twice_a_minute():
    every = {duty.path: duty.every for duty in DUTIES}
    assert every["foundation.outbox.delivery.drain"] == every["foundation.documents.rendering.render_due"] == 30
    assert DUTIES[-1].path == queue.DRAIN
    assert rendering.RENDER_DUE in every
