"""Mails of the outbox as files."""

import stat
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from foundation.outbox import queue
from foundation.outbox.models import Delivery
from meetings.invitations.composing import TRIAL
from tests.foundation.outbox.mails import NOW, mail, raw

TOKEN = "s3cret-token-of-anna"


@pytest.fixture
def meeting(world):
    """A meeting with one mail, beside a mail about something else."""
    one = world.meeting()
    text = f"https://gremia.example/a/{TOKEN}/\n"
    queue.enqueue(
        [
            mail("anna", topic=one.key, raw=raw("anna", text=text), secrets=(TOKEN,)),
            mail("berta", topic="round:7", kind="opinion"),
        ],
        now=NOW,
    )
    return one


def export(folder, **options: object) -> str:
    out = StringIO()
    call_command("export_deliveries", str(folder), stdout=out, **options)
    return out.getvalue()


def test_every_mail_is_a_file_with_the_bytes_sent(meeting, tmp_path):
    folder = tmp_path / "out" / "mails"
    assert export(folder) == f"2 mails written to {folder}\n"
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert files == {f"20270127T090000Z-{row.kind}-{row.pk}.eml": bytes(row.raw) for row in Delivery.objects.all()}
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_writing_twice_gives_the_same_files(meeting, tmp_path):
    export(tmp_path / "a")
    export(tmp_path / "a")
    assert len(list((tmp_path / "a").iterdir())) == 2


def test_mails_of_one_meeting_only(meeting, tmp_path):
    assert export(tmp_path / "a", meeting=str(meeting.pk)).startswith("1 mails")


def test_a_trial_to_the_office_is_no_delivery_about_the_meeting(meeting, tmp_path):
    queue.enqueue([mail("carla", topic=meeting.key, kind=TRIAL)], now=NOW)
    export(tmp_path / "a", meeting=str(meeting.pk))
    (file,) = (tmp_path / "a").iterdir()
    assert str(Delivery.objects.get(recipient="person:anna").pk) in file.name
    assert export(tmp_path / "b").startswith("3 mails")


def test_masked_files_hold_no_working_link(meeting, tmp_path):
    export(tmp_path / "a", masked=True, meeting=str(meeting.pk))
    (file,) = (tmp_path / "a").iterdir()
    assert TOKEN.encode() not in file.read_bytes()


def test_mails_whose_text_was_let_go_are_left_out(meeting, tmp_path):
    Delivery.objects.filter(topic="round:7").update(raw=b"")
    assert export(tmp_path / "a", masked=True).startswith("1 mails")


@pytest.mark.parametrize("wrong", ["7", "../etc", "00000000-0000-0000-0000-000000000000"])
def test_an_unknown_meeting_is_named(wrong, db, tmp_path):
    with pytest.raises(CommandError, match="There is no meeting"):
        export(tmp_path, meeting=wrong)
