"""Meetings of former times count for the gap to the next one, and nothing else follows from them."""

import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.schedule import DUTIES
from foundation.documents.models import Upload
from foundation.duties import perform
from foundation.outbox.models import Delivery
from foundation.values import DomainError
from governance.confidentiality import Level
from meetings.agenda import editing
from meetings.earlier.entering import Brought, enter, take_back
from meetings.earlier.models import EarlierMinutes
from meetings.meeting.models import Meeting
from meetings.minutes.models import Minutes
from meetings.planning.posing import problem
from tests.foundation.documents.test_uploads import REFUSED, document

PAGE = "/einrichtung/fruehere-sitzungen/"
DAY = date(2024, 11, 14)  # before the rules of the world begin


@pytest.fixture
def former(world, now):
    """The meeting of 14 November 2024 with its minutes."""
    file = Brought("Niederschrift 4.pdf", document(3))
    return enter(world.ub, DAY, place="Rathaus", file=file, by=world.actor(world.secretary), now=now)


def said(**more):
    return {"board": "unternehmensbeirat", "day": "14.11.2024", "place": "Rathaus", "number": "", "level": "2"} | more


def brought(data: bytes, name="a.pdf"):
    file = io.BytesIO(data)
    file.name = name
    return file


def test_it_is_entered_with_its_minutes_and_stands_on_its_page(office, world):
    answer = office.post(PAGE, said(file=brought(document(3), "Niederschrift 4.pdf")))
    assert answer.headers["Location"] == f"{PAGE}?gremium=unternehmensbeirat"
    meeting = Meeting.objects.get()
    assert (meeting.status, meeting.day, meeting.number, meeting.rules) == ("earlier", DAY, 1, None)
    page = office.get(meeting.get_absolute_url()).content.decode()
    assert "Aus der Zeit vor Gremia" in page
    assert "Niederschrift (PDF, 3 Seiten)" in page
    file = office.get(f"/sitzungen/{meeting.pk}/niederschrift/")
    assert file.headers["Content-Disposition"] == 'attachment; filename="Niederschrift 4.pdf"'
    assert b"".join(file.streaming_content).startswith(b"%PDF-")
    assert (file.headers["X-Content-Type-Options"], "sandbox" in file.headers["Content-Security-Policy"]) == (
        "nosniff",
        True,
    )
    assert office.get(PAGE + "?gremium=unternehmensbeirat").context["form"]["place"].value() == world.ub.place


def test_no_duty_begins_anything_for_it(former, now):
    for duty in DUTIES:
        perform(duty.path, now=now)
    former.refresh_from_db()
    assert former.status == "earlier"
    assert not Minutes.objects.exists()
    assert not former.items.exists()
    assert not Delivery.objects.filter(topic=former.key).exists()


def test_it_counts_for_the_gap_to_the_next_one(former, world, now):
    asked = problem([world.ub], date(2025, 1, 1), date(2025, 12, 31), now=now)
    assert asked.boards[0].last == DAY


def test_nobody_writes_an_agenda_for_it(former, world, now):
    with pytest.raises(DomainError, match="Diese Sitzung ist vorbei"):
        editing.accept(former, by=world.actor(world.secretary), now=now)


def test_the_api_tells_it_without_numbers(former, world, ask):
    found = ask(f"/api/v1/meetings/{former.pk}", world.dahlhoff)
    assert (found["status"], found["quorum"], found["invite_until"]) == ("earlier", None, None)


@pytest.mark.parametrize(("code", "data"), REFUSED.items(), ids=REFUSED)
def test_a_file_that_cannot_be_kept_leaves_nothing_half_written(office, code, data, files):
    answer = office.post(PAGE, said(file=brought(data)))
    assert answer.status_code in (400, 400)
    assert not Meeting.objects.exists()
    assert not Upload.objects.exists()
    assert not (files / "uploads").exists()


def test_days_to_come_numbers_taken_and_planned_meetings_are_refused(office, world, former, now):
    world.meeting(day=date(2026, 5, 7), status="held", number=3)
    assert office.post(PAGE, said(day="01.12.2026")).status_code == 400
    assert office.post(PAGE, said(day="15.11.2024", number="1")).status_code == 409
    assert office.post(PAGE, said(day="07.05.2026")).status_code == 409
    assert Meeting.objects.count() == 2


def test_the_same_day_again_is_the_same_meeting_and_keeps_its_file(office, former):
    assert office.post(PAGE, said()).status_code == 302
    assert office.post(PAGE, said(file=brought(document()))).status_code == 409
    assert EarlierMinutes.objects.get().upload.pages == 3


def test_a_mistake_is_taken_back_with_its_file(office, former, files, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert office.post(f"{PAGE}{former.pk}/zuruecknehmen/").headers["Location"] == PAGE
    assert not Meeting.objects.exists()
    assert list((files / "uploads").iterdir()) == []


def test_other_meetings_are_never_taken_back(world, now):
    held = world.meeting(status="held", day=date(2026, 5, 7))
    with pytest.raises(DomainError):
        take_back(held, by=world.actor(world.secretary), now=now)
    assert Meeting.objects.filter(pk=held.pk).exists()


@pytest.mark.parametrize(
    ("level", "readers"),
    [
        (Level.BOARD, {"secretary", "mayor", "dahlhoff", "kaya", "manager", "mayors_officer"}),
        (Level.CONFIDENTIAL, {"secretary", "mayor"}),
        (Level.STRICT, {"secretary", "mayor"}),
    ],
)
def test_the_file_is_for_those_of_its_level(world, now, client, level, readers):
    by = world.actor(world.secretary)
    file = Brought("a.pdf", document())
    meeting = enter(world.ub, DAY, place="Rathaus", file=file, level=level, by=by, now=now)
    names = ("secretary", "mayor", "dahlhoff", "kaya", "manager", "mayors_officer", "admin", "sponsor", "former")
    seen = set()
    for name in names:
        client.force_login(getattr(world, name).user)
        if client.get(f"/sitzungen/{meeting.pk}/niederschrift/").status_code == 200:
            seen.add(name)
    assert seen == readers


def test_the_list_of_entered_meetings_costs_the_same_with_more(office, world, former, now):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            office.get(PAGE)
        return len(queries)

    few = cost()
    for month in range(1, 5):
        enter(world.ub, date(2024, month, 10), place="Rathaus", by=world.actor(world.secretary), now=now)
    assert cost() == few
