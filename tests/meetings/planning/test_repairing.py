"""A date that moves or falls away may break the rules of the year; the smallest change that helps is one click."""

from datetime import date, timedelta

import pytest

from foundation.almanac.entering import Stretch, enter
from foundation.almanac.periods import seed
from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery
from foundation.values import DomainError
from meetings.invitations import sending
from meetings.meeting import scheduling
from meetings.meeting.models import Meeting
from meetings.planning import proposing, repairing, year
from meetings.planning.models import YearPlan
from meetings.planning.setting import DATE_SET
from meetings.planning.telling import tell_changes
from tests.meetings.planning.test_moving import BEST, UB, page

FEBRUARY, MAY, AUGUST, NOVEMBER = BEST


@pytest.fixture
def office(world):
    return world.actor(world.secretary)


@pytest.fixture
def adopted(world, office, now):
    """The best year of the Unternehmensbeirat, taken over in November 2026; nobody was told yet."""
    seed([2026, 2027])
    world.meeting(world.ub, day=date(2026, 11, 12), status="held", number=4)
    (plan,) = proposing.propose(year=2027, boards=[world.ub], by=office, now=now)
    year.adopt(plan, by=office, now=now)
    return YearPlan.objects.select_related("board").get(pk=plan.pk)


@pytest.fixture
def confirmed(adopted, office, now):
    year.confirm([adopted], by=office, now=now)
    adopted.refresh_from_db()
    return adopted


def on(day):
    return Meeting.objects.select_related("board").get(starts_at__date=day, kind="regular")


def days(plan):
    rows = Meeting.objects.filter(board=plan.board, year=2027).exclude(status="cancelled").order_by("starts_at")
    return [one.day for one in rows]


def move(day, new, *, by, now):
    meeting = on(day)
    shift = new - day
    sending.change(meeting, starts_at=meeting.starts_at + shift, ends_at=meeting.ends_at + shift, by=by, now=now)


def steps(seen):
    return [(step.meeting.day if step.meeting else None, step.day) for step in seen.steps]


def plain(sentences):
    return [sentence.replace("\N{NO-BREAK SPACE}", " ") for sentence in sentences]


def test_dates_that_keep_the_rules_need_no_repair(adopted, now):
    assert repairing.look(adopted, now) is None


def test_a_date_that_falls_away_is_replaced_and_the_others_stay(adopted, office, now):
    sending.cancel(on(AUGUST), reason="Der Saal ist gesperrt.", by=office, now=now)
    seen = repairing.look(adopted, now)
    (added,) = seen.steps
    assert (added.meeting, added.day) == (None, date(2027, 8, 19))
    assert plain(seen.breaches) == [
        "13. Mai 2027 bis 11. November 2027: "
        "182 Tage zwischen den Sitzungen verletzen die Regel (zulässig: 84 bis 126).",
        "1 Sitzung des Jahres hat keinen Termin.",
    ]
    repairing.repair(adopted, seen, by=office, now=now)
    assert days(adopted) == [FEBRUARY, MAY, added.day, NOVEMBER]
    assert repairing.look(adopted, now) is None
    assert {one.meeting.day for one in adopted.dates.select_related("meeting")} == {*BEST, added.day}
    assert JournalEntry.objects.get(action="plan.repaired").facts == {"dates": 1}


def test_a_date_that_moved_too_near_to_the_next_moves_that_one(confirmed, office, now):
    later = date(2027, 9, 9)
    move(AUGUST, later, by=office, now=now)
    seen = repairing.look(confirmed, now)
    assert steps(seen) == [(NOVEMBER, date(2027, 12, 16))]
    repairing.repair(confirmed, seen, by=office, now=now)
    assert days(confirmed) == [FEBRUARY, MAY, later, date(2027, 12, 16)]
    assert tell_changes(now=now) == 20


def test_members_who_know_the_year_are_told_of_a_new_date_at_once(confirmed, office, now):
    sending.cancel(on(NOVEMBER), reason="Messe", by=office, now=now)
    seen = repairing.look(confirmed, now)
    repairing.repair(confirmed, seen, by=office, now=now)
    told = Delivery.objects.filter(kind=DATE_SET).values_list("recipient", flat=True)
    assert len(told) == len(set(told)) == 10
    assert on(seen.steps[0].day).status == "scheduled"


def test_a_day_that_is_closed_afterwards_and_one_that_another_board_takes_are_noticed(world, adopted, office, now):
    enter(Stretch("custom", "Betriebsversammlung", MAY, MAY), by=office, now=now)
    world.meeting(world.etb, day=AUGUST, status="scheduled", number=1)
    seen = repairing.look(adopted, now)
    assert [old for old, _new in steps(seen)] == [MAY, AUGUST]
    assert plain(seen.breaches) == [
        "Donnerstag, 13. Mai 2027 ist sitzungsfrei: Betriebsversammlung.",
        "Donnerstag, 12. August 2027: Ein anderes Gremium tagt mit denselben Personen oder am selben Ort.",
    ]


def test_a_date_nobody_knows_moves_before_one_that_members_keep_free(adopted, office, now):
    september = date(2027, 9, 2)
    move(AUGUST, september, by=office, now=now)
    adopted.dates.filter(day=AUGUST).update(day=september)
    assert [old for old, _new in steps(repairing.look(adopted, now))] == [september]
    Meeting.objects.filter(pk=on(september).pk).update(status="scheduled")
    assert [old for old, _new in steps(repairing.look(adopted, now))] == [NOVEMBER]


def test_a_meeting_people_are_invited_to_stays_where_it_is(adopted, office, now):
    november = on(NOVEMBER)
    Meeting.objects.filter(pk=november.pk).update(status="invited", rules=adopted.board.rules.get())
    move(AUGUST, date(2027, 9, 9), by=office, now=now)
    seen = repairing.look(adopted, now)
    assert NOVEMBER not in [old for old, _new in steps(seen)]


def test_where_no_plan_keeps_the_rules_it_says_what_stands_in_the_way(adopted, office, now):
    enter(Stretch("custom", "Umbau", date(2027, 6, 1), date(2027, 12, 31)), by=office, now=now)
    seen = repairing.look(adopted, now)
    assert (seen.steps, len(seen.obstacles)) == ([], 1)


def test_what_changed_meanwhile_is_not_repaired(adopted, office, now):
    move(AUGUST, date(2027, 9, 9), by=office, now=now)
    seen = repairing.look(adopted, now)
    sending.change(on(NOVEMBER), place="Rathaus", by=office, now=now)
    with pytest.raises(DomainError) as refused:
        repairing.repair(adopted, seen, by=office, now=now)
    assert (refused.value.code, on(NOVEMBER).day) == ("repair_outdated", NOVEMBER)


def test_the_office_is_led_from_the_cancelled_meeting_to_the_repair(world, client, confirmed, office, now):
    august = on(AUGUST)
    sending.cancel(august, reason="Der Saal ist gesperrt.", by=office, now=now)
    told = page(client, world.secretary, august.get_absolute_url())
    assert 'href="/gremien/unternehmensbeirat/jahresplan/2027/"' in told
    assert "Die Termine halten die Regeln nicht mehr ein" in told
    assert "halten die Regeln nicht" not in page(client, world.kaya, august.get_absolute_url())
    home = page(client, world.secretary, "/")
    assert "Termine prüfen: Unternehmensbeirat" in home
    assert "Die Sitzung vom 12. August 2027 wurde abgesagt: Der Saal ist gesperrt." in home
    text = page(client, world.secretary, UB)
    assert "Die Termine halten die Regeln nicht mehr ein" in text
    assert "Neu: Donnerstag, 19. August 2027" in text
    assert "Neu:" not in page(client, world.kaya, UB)
    client.force_login(world.secretary.user)
    stale = client.post(UB, {"act": "repair", "steps": "new:2027-08-26"}, follow=True).content.decode()
    assert "Die Termine wurden inzwischen geändert." in stale
    done = client.post(UB, {"act": "repair", "steps": "new:2027-08-19"}, follow=True).content.decode()
    assert "1 Termin ist geändert." in done
    assert "Die Termine halten die Regeln nicht mehr ein" not in done
    assert days(confirmed) == [FEBRUARY, MAY, date(2027, 8, 19), NOVEMBER]


def test_a_cancelled_day_that_was_set_again_keeps_the_rules(world, adopted, office, now):
    sending.cancel(on(AUGUST), reason="Irrtum", by=office, now=now)
    world.meeting(world.ub, day=AUGUST, status="scheduled", number=9)
    assert repairing.look(adopted, now) is None


def test_a_meeting_that_moved_keeps_its_place_in_the_plan_when_its_first_day_is_taken_again(adopted, office, now):
    move(AUGUST, AUGUST - timedelta(days=6), by=office, now=now)
    move(FEBRUARY, FEBRUARY + timedelta(days=14), by=office, now=now)
    sending.cancel(on(MAY), reason="Messe", by=office, now=now)
    repairing.repair(adopted, repairing.look(adopted, now), by=office, now=now)
    year.confirm([adopted], by=office, now=now)
    states = Meeting.objects.filter(board=adopted.board, year=2027).exclude(status="cancelled")
    assert {one.status for one in states} == {"scheduled"}


def test_members_read_nothing_of_a_date_that_was_dropped_before_they_knew_it(world, client, adopted, office, now):
    august = on(AUGUST)
    scheduling.drop(august, reason="Nur für uns", by=office, now=now)
    assert "Nur für uns" in page(client, world.secretary, UB)
    text = page(client, world.kaya, UB)
    assert ("Nur für uns" in text, "12. August 2027" in text) == (False, False)


def test_a_moved_date_reads_as_it_is_now(world, client, adopted, office, now):
    move(AUGUST, AUGUST + timedelta(days=6), by=office, now=now)
    text = page(client, world.secretary, UB)
    assert "13 Wochen und 6 Tage" in text
    assert "nicht am üblichen Wochentag" in text
