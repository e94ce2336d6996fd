"""The office plans the year: the proven best dates, one moved by hand and taken back, taken over for three boards."""

from datetime import date

import pytest

from foundation.almanac.periods import seed
from foundation.outbox.models import Delivery
from meetings.meeting.models import Meeting
from meetings.planning.models import PlannedDate
from tests.journeys.dates import NOVEMBER, on

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BEST = [date(2027, 2, 11), date(2027, 5, 13), date(2027, 8, 12), date(2027, 11, 11)]


def _days(board) -> list[date]:
    return list(PlannedDate.objects.filter(plan__board=board, plan__year=2027).values_list("day", flat=True))


def test_from_the_proposal_to_the_year_of_three_boards(world, visitor):
    seed([2026, 2027])
    world.meeting(world.ub, day=NOVEMBER, status="held", number=4)
    office = visitor(world.secretary)
    with on(date(2026, 11, 23), 9):
        _opens_with_finished_dates(world, office)
        _moves_a_date_and_takes_it_back(world, office)
        _takes_the_year_over(world, office)
        _sees_the_year_of_all_boards(office)


def _opens_with_finished_dates(world, office):
    office.go("/gremien/unternehmensbeirat/jahresplan/2027/")
    office.tap("Vorschlag erstellen")
    for day in ("11. Februar", "13. Mai", "12. August", "11. November"):
        office.sees(f"Donnerstag, {day} 2027 3 Monate (13 Wochen) nach der letzten Sitzung.")
    assert (office.taps, office.fields) == (1, 0)
    assert _days(world.ub) == BEST


def _moves_a_date_and_takes_it_back(world, office):
    """Summer holidays are a warning, Corpus Christi is none that could be saved."""
    office.tap("Verschieben: Donnerstag, 12. August 2027")
    office.fill("Anderer Tag", "2027-08-05")
    office.tap("Tag prüfen")
    office.sees("12 Wochen nach der letzten Sitzung (Ziel 13 bis 17 Wochen), Sommerferien Hessen.")
    office.tap("Diesen Tag wählen")
    office.sees("Von Hand gewählt.")
    assert date(2027, 8, 5) in _days(world.ub)
    office.tap("Verschieben: Donnerstag, 13. Mai 2027")
    office.fill("Anderer Tag", "2027-05-27")
    office.tap("Tag prüfen")
    office.sees("Donnerstag, 27. Mai 2027 ist sitzungsfrei: Fronleichnam.")
    assert office.page.get_by_role("button", name="Diesen Tag wählen").count() == 0
    office.tap("Zurück")
    office.tap("Wahl zurücknehmen")
    assert _days(world.ub) == BEST


def _takes_the_year_over(world, office):
    for slug in ("unternehmensbeirat", "ethik-und-technologiebeirat", "sponsorenbeirat"):
        office.go(f"/gremien/{slug}/jahresplan/2027/")
        office.tap("Übernehmen")
    pencilled = Meeting.objects.filter(year=2027, status="planned")
    assert list(pencilled.filter(board=world.ub).values_list("starts_at__date", flat=True)) == BEST
    assert Delivery.objects.count() == 0


def _sees_the_year_of_all_boards(office):
    office.go("/jahreskalender/2027/")
    boards = Meeting.objects.filter(year=2027).values("board").distinct().count()
    assert boards == 3
    office.sees(f"3 Gremien, {Meeting.objects.filter(year=2027).count()} Termine, keine Überschneidung")
