"""A journal of 1,000,000 entries: sealing and checking it, and its page beside that of 1,000 entries."""

import time
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice

import psutil
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foundation.journal.models import JournalEntry
from foundation.journal.sealing import seal_due
from foundation.journal.verifying import verify
from foundation.values import SYSTEM
from governance.people.models import Person
from meetings.meeting.models import Meeting

FEW, MANY, BATCH = 1_000, 1_000_000, 20_000
START = datetime(2027, 1, 1, tzinfo=UTC)


def _write(count: int) -> None:
    """Entries of many people about every meeting, a few seconds apart; the office wrote most of them."""
    office = Person.objects.get(family_name="Wendt").key
    people = [person.key for person in Person.objects.all()]
    meetings = cycle(meeting.key for meeting in Meeting.objects.all())
    actors = cycle([key for person in people for key in (office, office, office, person, SYSTEM.key)])
    actions = cycle(["meeting.changed", "agenda.item_moved", "reply.recorded"])
    rows = (
        JournalEntry(
            at=START + timedelta(seconds=10 * number),
            actor=next(actors),
            action=next(actions),
            subject=next(meetings),
            facts={"item": number, "person": people[number % len(people)]},
        )
        for number in range(count)
    )
    while batch := list(islice(rows, BATCH)):
        JournalEntry.objects.bulk_create(batch)


def _page(client: Client, chosen: dict[str, object]) -> tuple[int, float]:
    """Queries, and milliseconds of the second call."""
    client.get("/journal/", chosen)
    began = time.monotonic()
    with CaptureQueriesContext(connection) as seen:
        answer = client.get("/journal/", chosen)
    assert answer.status_code == 200
    return len(seen), (time.monotonic() - began) * 1000


def _pages() -> dict[str, tuple[int, float]]:
    client = Client()
    office = Person.objects.get(family_name="Wendt")
    client.force_login(office.user)
    board = Meeting.objects.values_list("board", flat=True).first()
    filters: dict[str, dict[str, object]] = {
        "all": {},
        "person": {"person": office.pk},
        "board": {"board": board},
        "area": {"area": "agenda"},
        "period": {"first": "2027-01-01", "last": "2027-01-01"},
    }
    return {name: _page(client, chosen) for name, chosen in filters.items()}


def measure() -> dict[str, object]:
    """The entries stay in the database: run this last."""
    _write(FEW)
    few = _pages()
    _write(MANY - FEW)
    began = time.monotonic()
    seal_due(now=START)
    sealing = time.monotonic() - began
    process = psutil.Process()
    before, began = process.memory_info().rss, time.monotonic()
    found = verify()
    seconds = time.monotonic() - began
    grown = (process.memory_info().rss - before) / 2**20
    assert not found.fault, found.fault
    assert found.entries >= MANY
    many = _pages()
    return {
        "journal_seal_seconds": sealing,
        "journal_verify_seconds": seconds,
        "journal_verify_mib": grown,
        "journal_queries_few": {name: queries for name, (queries, _ms) in few.items()},
        "journal_queries_many": {name: queries for name, (queries, _ms) in many.items()},
        "journal_page_ms": {name: round(ms) for name, (_queries, ms) in many.items()},
    }


def goals(found: dict[str, object]) -> list[tuple[str, str, str, bool]]:
    """(what, measured, goal, met)."""
    seconds, grown, sealing = (
        float(str(found[f"journal_{name}"])) for name in ("verify_seconds", "verify_mib", "seal_seconds")
    )
    few, many = found["journal_queries_few"], found["journal_queries_many"]
    words = f"{seconds:.0f} s, +{grown:.0f} MiB (sealed in {sealing:.0f} s)"
    pages = f"{_each(many)}; in ms {_each(found['journal_page_ms'])}"
    return [
        ("journal of 1,000,000 entries verified", words, "< 60 s, same memory", seconds < 60 and grown < 50),
        ("journal page, queries at 1,000,000", pages, "as at 1,000", few == many),
    ]


def _each(values: object) -> str:
    assert isinstance(values, dict)
    return ", ".join(f"{name} {value}" for name, value in values.items())
