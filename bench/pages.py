"""CPU time and queries of pages for a signed-in member, and of the bare page, taken in turns."""

import statistics
import time
from collections.abc import Callable

from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from governance.boards.models import Board
from governance.people.models import Person
from meetings.meeting.models import Meeting

ROUNDS, EACH = 5, 40


def cpu_ms(call: Callable[[], object]) -> float:
    """CPU milliseconds of one call, mean of `EACH`."""
    began = time.process_time()
    for _count in range(EACH):
        call()
    return (time.process_time() - began) * 1000 / EACH


def queries(call: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as seen:
        call()
    return len(seen)


def get(client: Client, address: str) -> Callable[[], object]:
    def call() -> object:
        answer = client.get(address)
        assert answer.status_code == 200, (answer.status_code, address)
        return answer

    return call


def bare(address: str) -> Callable[[], object]:
    client = Client()

    def call() -> object:
        with override_settings(MIDDLEWARE=[], ROOT_URLCONF="bench.bare"):
            answer = client.get(address)
        assert answer.status_code == 200
        return answer

    return call


def measure() -> dict[str, object]:
    """Queries of home, board and meeting page for member and office; CPU of the meeting page against the bare one."""
    board = Board.objects.get(kind=Board.Kind.ETHICS)
    meeting = Meeting.objects.filter(board=board).held().order_by("starts_at").last()
    assert meeting is not None
    member = Person.objects.get(family_name="Dahlhoff")
    office = Person.objects.get(family_name="Wendt")
    addresses = {"home": "/", "board": board.get_absolute_url(), "meeting": meeting.get_absolute_url()}
    found: dict[str, object] = {}
    for who, person in (("member", member), ("secretariat", office)):
        client = Client()
        client.force_login(person.user)
        for name, address in addresses.items():
            call = get(client, address)
            call()
            found[f"queries_{name}_{who}"] = queries(call)
    client = Client()
    client.force_login(member.user)
    ours, limit = get(client, addresses["meeting"]), bare(addresses["meeting"])
    ours()
    limit()
    pairs = [(cpu_ms(ours), cpu_ms(limit)) for _round in range(ROUNDS)]
    found["meeting_cpu_ms"] = statistics.median(one for one, _bare in pairs)
    found["bare_cpu_ms"] = statistics.median(one for _ours, one in pairs)
    found["meeting_cpu_ratio"] = statistics.median(one / bare_one for one, bare_one in pairs)
    return found
