"""CPU time and queries of a subscribed calendar of 200 meetings, against one query of the stored texts, joined."""

import statistics
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from bench.pages import ROUNDS, cpu_ms, get, queries
from foundation.accounts import feeds
from foundation.values import SYSTEM
from governance.boards.models import Board
from governance.people.models import Person
from meetings.invitations import entries, ical
from meetings.invitations.models import CalendarText
from meetings.meeting.models import Meeting

MEETINGS = 200
SLUG = "bench-feed"


def bare(request: HttpRequest) -> HttpResponse:
    """The limit: the texts of one board in one query, joined; no address to check, no rights, no middleware."""
    texts = CalendarText.objects.filter(meeting__board__slug=SLUG, language="de").values_list("text", flat=True)
    return HttpResponse(ical._calendar("", texts))


urlpatterns = [path("", bare)]


def _meetings(board: Board, first: datetime) -> None:
    for number in range(1, MEETINGS + 1):
        start = first + timedelta(days=number)
        made = Meeting.objects.create(
            board=board,
            year=2050,
            number=number,
            starts_at=start,
            ends_at=start + timedelta(hours=2),
            place="Room 1",
            status=Meeting.Status.SCHEDULED,
            uid=f"bench-feed-{number:04d}@gremia.example",
            changed_at=first,
        )
        entries.store(made, created_at=first)


def _board(now: datetime) -> Board:
    return Board.objects.create(
        slug=SLUG,
        name="Board of 200 meetings",
        short_name="B200",
        kind=Board.Kind.OTHER,
        purpose="Measurement",
        place="Room 1",
        founded_on=now.date(),
    )


def _bare_call() -> Callable[[], object]:
    client = Client()

    def call() -> object:
        with override_settings(MIDDLEWARE=[], ROOT_URLCONF="bench.feeds"):
            answer = client.get("/")
        assert answer.status_code == 200
        return answer

    return call


def _unchanged(client: Client, address: str) -> Callable[[], object]:
    tag = client.get(address)["ETag"]

    def call() -> object:
        answer = client.get(address, headers={"if-none-match": tag})
        assert answer.status_code == 304, answer.status_code
        return answer

    return call


def measure() -> dict[str, object]:
    """Medians of ratios taken in turns; the rows are rolled back."""
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    with transaction.atomic():
        _meetings(_board(now), now)
        reader = Person.objects.get(family_name="Wendt")
        _feed, secret = feeds.open_feed(
            reader.key, subject=f"board:{SLUG}", language="de", detailed=False, by=SYSTEM, now=now
        )
        found = _measured(f"/kalender/{reader.pk}/{SLUG}/{secret}.ics")
        transaction.set_rollback(True)
    return found


def _measured(address: str) -> dict[str, object]:
    client = Client()
    whole, limit, unchanged = get(client, address), _bare_call(), _unchanged(client, address)
    for call in (whole, limit, unchanged):
        call()
    rounds = [(cpu_ms(whole), cpu_ms(unchanged), cpu_ms(limit)) for _round in range(ROUNDS)]
    return {
        "feed_cpu_ms": statistics.median(one for one, _again, _bare in rounds),
        "feed_cpu_ratio": statistics.median(one / bare_one for one, _again, bare_one in rounds),
        "feed_again_share": statistics.median(again / one for one, again, _bare in rounds),
        "feed_sql_again": queries(unchanged),
        "feed_sql": queries(whole),
    }


def goals(found: dict[str, object]) -> list[tuple[str, str, str, bool]]:
    """Rows of the results: (what, measured, goal, met)."""
    ratio, share = float(str(found["feed_cpu_ratio"])), float(str(found["feed_again_share"]))
    words = f"{found['feed_cpu_ms']:.1f} ms, {ratio:.2f} x joined texts, {found['feed_sql']} queries"
    again = f"{share:.2f} of it, {found['feed_sql_again']} queries"
    met = share <= 1 / 3 and int(str(found["feed_sql_again"])) <= 2
    return [
        ("calendar of 200 meetings, CPU", words, "≤ 3 x joined texts", ratio <= 3),
        ("the same, unchanged (304)", again, "≤ 1/3, ≤ 2 queries", met),
    ]
