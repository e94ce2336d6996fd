"""Whatever happens to the seats of a board, each day is as it was told, and what is past stays."""

from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation.values import BERLIN, SYSTEM, DomainError
from governance.mandates.appointing import appoint
from governance.mandates.composition import composition
from governance.mandates.deputising import dismiss, name
from governance.mandates.ending import end, follow_calendar
from governance.mandates.leading import end_office, name_deputy, stand_in, take_chair
from governance.mandates.models import Deputy, Mandate, Office, Suspension
from governance.mandates.proposing import propose, withdraw
from governance.mandates.suspending import resume, suspend
from tests.world import board, people

FIRST = date(2026, 11, 23)
NAMES = [("Ada", f"Zufall{n}", "frau", "") for n in range(4)]
ACTS = [
    "appoint",
    "propose",
    "withdraw",
    "end",
    "suspend",
    "suspend",
    "resume",
    "chair",
    "chair",
    "deputy_chair",
    "stand_in",
    "office",
]
ACTS += ["deputy", "dismiss", "wait", "wait", "appoint", "appoint", "appoint"]


# All seats are held, and one holder has the chair.
BEGINNING = [("appoint", one, one, 0, 0) for one in range(3)] + [("chair", 0, 0, 0, 0)]


@pytest.fixture
def small(world, no_effects, settings):
    """Three seats, four people who want them."""
    settings.SUSPENSION_EFFECTS = []
    made = board("other", "zufall", "Zufallsbeirat", "ZB", 3, deputies_allowed=True, provisional_chair=True)
    return made, people(*NAMES)


class Story:
    """A board through time. Acts never reach back before today, so what is over must stay."""

    def __init__(self, made, persons):
        self.board, self.people, self.today = made, persons, FIRST
        self.past: dict[date, object] = {}

    @property
    def now(self) -> datetime:
        return datetime.combine(self.today, time(9), BERLIN)

    def play(self, what: str, first: int, second: int, ahead: int, length: int) -> None:
        """One act, refused or not; `first` and `second` choose who and what, `ahead` and `length` are days of which
        the small ones mean today and open."""
        ahead, length = max(0, ahead - 8), max(0, length - 8)
        person, seat = self.people[first % 4], self.board.seats.all()[second % 3]
        start = self.today + timedelta(days=ahead)
        stop = start + timedelta(days=length) if length else None
        by = {"by": SYSTEM, "now": self.now}
        try:
            with transaction.atomic():
                getattr(self, what)(person, seat, start, stop, by)
        except DomainError:
            return

    def _one(self, rows, number):
        found = list(rows)
        return found[number % len(found)] if found else None

    def _mandate(self, seat):
        return seat.mandates.real().order_by("-start").first()

    def appoint(self, person, seat, start, stop, by):
        appoint(seat=seat, person=person, start=start, end=stop, appointed_on=self.today, document="Brief", **by)

    def propose(self, person, seat, start, stop, by):
        propose(seat=seat, person=person, start=start, end=stop, **by)

    def withdraw(self, person, seat, start, stop, by):
        if proposal := seat.mandates.proposed().first():
            withdraw(proposal, **by)

    def end(self, person, seat, start, stop, by):
        if mandate := self._mandate(seat):
            end(mandate=mandate, on=start, reason="resigned", **by)

    def suspend(self, person, seat, start, stop, by):
        if mandate := self._mandate(seat):
            suspend(mandate=mandate, start=start, reason="Urlaub", **by)

    def resume(self, person, seat, start, stop, by):
        if mandate := self._mandate(seat):
            resume(mandate=mandate, back_on=start, **by)

    def chair(self, person, seat, start, stop, by):
        take_chair(board=self.board, person=person, start=start, provisional=bool(stop), **by)

    def deputy_chair(self, person, seat, start, stop, by):
        name_deputy(board=self.board, person=person, start=start, **by)

    def stand_in(self, person, seat, start, stop, by):
        stand_in(board=self.board, person=person, on=start, **by)

    def office(self, person, seat, start, stop, by):
        if office := Office.objects.filter(board=self.board, person=person).first():
            end_office(office, on=start, **by)

    def deputy(self, person, seat, start, stop, by):
        name(seat=seat, person=person, start=start, end=stop, **by)

    def dismiss(self, person, seat, start, stop, by):
        if deputy := Deputy.objects.filter(seat=seat).last():
            dismiss(deputy, on=start, **by)

    def wait(self, person, seat, start, stop, by):
        """The days go by; each is remembered as it was when it ended."""
        while self.today < start:
            self.past[self.today] = self.state(self.today)
            self.today += timedelta(days=1)
            follow_calendar(now=self.now)

    def state(self, day):
        found = composition(self.board, day, deputies=True)
        return tuple((p.mandate and p.mandate.pk, p.rests, p.roles, p.deputy and p.deputy.pk) for p in found.places)

    def check(self, day):
        found = composition(self.board, day)
        holders = [place.mandate.person_id for place in found.places if place.mandate]
        assert len(holders) == len(set(holders)) <= found.seats == 3
        held, deputies = (
            Counter(rows.filter(seat__board=self.board).values_list("seat_id", flat=True))
            for rows in (Mandate.objects.held_on(day), Deputy.objects.on(day))
        )
        for place in found.places:
            assert held[place.seat.pk] == place.held
            assert deputies[place.seat.pk] <= 1
        active = {place.mandate.pk for place in found.places if place.mandate and not place.rests}
        assert set(Mandate.objects.on(day).filter(seat__board=self.board).values_list("pk", flat=True)) == active
        leads = Office.objects.acting(day).filter(board=self.board).first()
        assert (leads.person_id if leads else None) == (found.leader.mandate.person_id if found.leader else None)
        assert Office.objects.on(day).filter(board=self.board, role="chair").count() <= 1

    def check_today(self):
        """What rows say of today by their status is what their days say."""
        resting = set(Suspension.objects.on(self.today).values_list("mandate_id", flat=True))
        for mandate in Mandate.objects.real().filter(seat__board=self.board):
            rests = mandate.pk in resting
            begun, over = mandate.start <= self.today, bool(mandate.end and mandate.end < self.today)
            expected = "ended" if over else "suspended" if begun and rests else "active" if begun else "appointed"
            assert mandate.status == expected


number = st.integers(0, 11)
act = st.tuples(st.sampled_from(ACTS), number, number, st.integers(0, 20), st.integers(0, 20))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(act, min_size=3, max_size=14), asked=st.lists(st.integers(-30, 200), min_size=1, max_size=3))
def test_random_histories(small, acts, asked):
    with transaction.atomic():
        story = Story(*small)
        for one in [*BEGINNING, *acts]:
            story.play(*one)
            story.check_today()
            story.check(story.today)
        for days in asked:
            story.check(FIRST + timedelta(days=days))
        for day, then in story.past.items():
            assert story.state(day) == then
        transaction.set_rollback(True)
