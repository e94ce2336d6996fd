"""CPU time and queries of a board's pages with 31 seats and ten years of history, against a bare page of the same."""

import statistics
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.test import Client, override_settings
from django.urls import path

from bench.pages import ROUNDS, cpu_ms, get, queries
from foundation.accounts.models import User
from governance.boards.models import Board, Seat
from governance.mandates.models import Mandate
from governance.people.models import Person
from governance.procedure.models import RulesOfProcedure

SEATS, YEARS, FIRST = 31, 10, 2017
SLUG = "bench-board"

PAGE = Engine().from_string(
    "<!doctype html><title>{{ board.name }}</title><h1>{{ board.name }}</h1><p>{{ board.purpose }}</p>"
    "<table>{% for seat in seats %}<tr><td>{{ seat.number }}</td><th>{{ seat.label }}<br>{{ seat.get_kind_display }} "
    "{{ seat.get_sector_display }}</th><td>{{ seat.holder.person }}<br>{{ seat.holder.start|date:'d.m.Y' }} "
    "{{ seat.holder.end|date:'d.m.Y' }}</td></tr>{% endfor %}</table>"
    "<ul>{% for rule in rules %}<li>{{ rule.0 }}: {{ rule.1 }}</li>{% endfor %}</ul>"
)


def bare(request: HttpRequest, slug: str) -> HttpResponse:
    """The same seats, holders and rules: four queries, one template."""
    board = Board.objects.get(slug=slug)
    seats = list(board.seats.order_by("number"))
    held = {one.seat_id: one for one in Mandate.objects.filter(seat__board=board).select_related("person")}
    for seat in seats:
        seat.holder = held.get(seat.pk)  # type: ignore[attr-defined]
    rules = board.rules.latest("valid_from")
    rows = [(field.name, getattr(rules, field.attname)) for field in rules._meta.concrete_fields]
    return HttpResponse(PAGE.render(Context({"board": board, "seats": seats, "rules": rows})))


urlpatterns = [path("gremien/<slug:slug>/", bare)]


def _board() -> Board:
    """Each seat changes hands every second year."""
    board = Board.objects.create(
        slug=SLUG,
        name="Board of ten years",
        short_name="B10",
        kind=Board.Kind.OTHER,
        purpose="Measurement",
        place="Room 1",
        founded_on=date(FIRST, 1, 1),
    )
    terms = range(FIRST, FIRST + YEARS, 2)
    people = Person.objects.bulk_create(
        Person(given_name="Bench", family_name=f"Person{n}", email=f"bench{n}@mitglied.example")
        for n in range(SEATS * len(terms))
    )
    seats = Seat.objects.bulk_create(
        Seat(board=board, number=n, kind="expert", label=f"Subject {n}", sector="science")
        for n in range(1, SEATS + 1)
    )
    holders = iter(people)
    Mandate.objects.bulk_create(
        Mandate(
            seat=seat,
            person=next(holders),
            status="ended" if year < terms[-1] else "active",
            start=date(year, 1, 1),
            end=date(year + 1, 12, 31),
            appointed_on=date(year, 1, 1),
            ended_reason="term" if year < terms[-1] else "",
        )
        for seat in seats
        for year in terms
    )
    before = None
    for year in range(FIRST, FIRST + YEARS):
        before = RulesOfProcedure.objects.create(
            board=board, valid_from=date(year, 1, 1), notice_days=10 + year % 3, previous=before
        )
    return board


def _bare_call(address: str) -> Any:
    client = Client()

    def call() -> object:
        with override_settings(MIDDLEWARE=[], ROOT_URLCONF="bench.boards"):
            answer = client.get(address)
        assert answer.status_code == 200
        return answer

    return call


def goals(found: dict[str, object]) -> list[tuple[str, str, str, bool]]:
    """Rows of the results: (what, measured, goal, met)."""
    counts = [int(str(value)) for name, value in found.items() if name.startswith("boards_queries_")]
    ratios = [float(str(found[name])) for name in ("boards_cpu_ratio", "boards_as_of_cpu_ratio")]
    words = f"{ratios[0]:.2f} x bare today, {ratios[1]:.2f} x as of three years ago"
    return [
        ("boards of 31 seats and 10 years, queries", f"at most {max(counts)}", "≤ 15", max(counts) <= 15),
        ("board of 31 seats and 10 years, CPU", words, "≤ 3 x bare", max(ratios) <= 3),
    ]


def measure() -> dict[str, object]:
    """`boards_cpu_ratio` is the median of pairs taken in turns; the rows are rolled back."""
    with transaction.atomic():
        found = _measured(_board())
        transaction.set_rollback(True)
    return found


def _measured(board: Board) -> dict[str, object]:
    client = Client()
    client.force_login(User.objects.get(person__family_name="Wendt"))
    address = board.get_absolute_url()
    past = (date(FIRST + YEARS - 1, 6, 30) - timedelta(days=3 * 365)).isoformat()
    pages = {
        "board": f"{address}?sitze=alle",
        "board_as_of": f"{address}?sitze=alle&tag={past}",
        "boards_as_of": f"/gremien/?tag={past}",
        "board_course": f"{address}verlauf/",
        "board_rules": f"{address}regeln/",
    }
    found: dict[str, object] = {}
    for name, page in pages.items():
        call = get(client, page)
        call()
        found[f"boards_queries_{name}"] = queries(call)
    ours, limit = get(client, pages["board"]), _bare_call(address)
    asof = get(client, pages["board_as_of"])
    for call in (ours, asof, limit):
        call()
    triples = [(cpu_ms(ours), cpu_ms(asof), cpu_ms(limit)) for _round in range(ROUNDS)]
    found["boards_cpu_ms"] = statistics.median(one for one, _past, _bare in triples)
    found["boards_bare_cpu_ms"] = statistics.median(one for _ours, _past, one in triples)
    found["boards_cpu_ratio"] = statistics.median(one / bare_one for one, _past, bare_one in triples)
    found["boards_as_of_cpu_ratio"] = statistics.median(one / bare_one for _ours, one, bare_one in triples)
    return found
