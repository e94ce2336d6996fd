"""The year of all boards on one page: who sees which dates, in which words, and what can be taken away."""

import re
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import icalendar
import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation.almanac.models import CalendarPeriod
from foundation.almanac.periods import seed
from meetings.meeting.models import Meeting
from meetings.planning.calendar import of
from meetings.planning.models import PlannedDate, YearPlan
from tests.printed import printed

PAGE = "/jahreskalender/2027/"
PDF = "/jahreskalender/2027.pdf"
ICS = "/jahreskalender/2027.ics"


@pytest.fixture
def year(world):
    """UB: a set date, a pencilled one, a cancelled one; ETB: a set date and a proposal; SB: nothing."""
    seed([2027])
    world.meeting(world.ub, day=date(2027, 2, 11), number=1)
    world.meeting(world.ub, day=date(2027, 5, 13), status="planned", number=2)
    world.meeting(world.ub, day=date(2027, 6, 17), status="cancelled", number=3)
    world.meeting(world.etb, day=date(2027, 3, 18), number=1)
    proposed(world.etb, date(2027, 9, 16))
    return world


def proposed(board, *days):
    plan = YearPlan.objects.create(
        board=board, year=2027, proposed_at=datetime(2026, 11, 1, tzinfo=UTC), outcome="optimal"
    )
    for day in days:
        PlannedDate.objects.create(plan=plan, day=day)
    return plan


def get(client, who, path=PAGE, status=200):
    client.force_login(who.user)
    response = client.get(path)
    assert response.status_code == status
    return response


def words(client, who, path=PAGE):
    return re.sub(r"\s+", " ", get(client, who, path).content.decode().replace("\xa0", " "))


def listed(text):
    """Day, board and badge of each row of the list."""
    row = r'__when">([^<]+)</p>.*?app-row__title"><a [^>]+>[^<]+\((\w+)\)</a>.*?kern-label--small">([^<]+)<'
    return re.findall(row, text.split('id="monate"')[0])


def in_grid(text):
    """Board and hidden words of each link of the twelve months."""
    return re.findall(r'<a class="app-date[^>]+>(\w+)<span class="kern-sr-only">: ([^<]+)</span>', text)


def dated(calendar):
    return {(str(one["UID"]), str(one["STATUS"])) for one in icalendar.Calendar.from_ical(calendar).walk("VEVENT")}


class TestWhoSeesWhat:
    def test_the_office_sees_every_date_and_how_firm_it_is(self, year, client):
        text = words(client, year.secretary)
        assert "2 Gremien, 4 Termine, keine Überschneidung" in text
        assert listed(text) == [
            ("Do, 11.02.", "UB", "Termin steht fest"),
            ("Do, 18.03.", "ETB", "Termin steht fest"),
            ("Do, 13.05.", "UB", "Vorgemerkt"),
            ("Do, 16.09.", "ETB", "Vorgeschlagen"),
        ]
        assert in_grid(text) == [
            ("UB", "Unternehmensbeirat, Donnerstag, 11. Februar 2027, 16:00 Uhr"),
            ("ETB", "Ethik- und Technologiebeirat, Donnerstag, 18. März 2027, 16:00 Uhr"),
            ("UB", "Unternehmensbeirat, Donnerstag, 13. Mai 2027, 16:00 Uhr, vorgemerkt"),
            ("ETB", "Ethik- und Technologiebeirat, Donnerstag, 16. September 2027, vorgeschlagen"),
        ]

    def test_a_member_sees_the_set_dates_of_the_own_board(self, year, client):
        text = words(client, year.kaya)
        assert "1 Gremium, 1 Termin, keine Überschneidung" in text
        assert listed(text) == [("Do, 11.02.", "UB", "Termin steht fest")]
        assert len(in_grid(text)) == 1
        assert not re.search("Ethik|ETB|orgemerkt|orgeschlagen", text)

    def test_the_chair_sees_what_is_pencilled_in_for_the_own_board(self, year, client):
        text = words(client, year.mayor)
        assert [row for row in listed(text) if row[2] != "Termin steht fest"] == [("Do, 13.05.", "UB", "Vorgemerkt")]

    def test_management_sees_set_dates_of_all_boards(self, year, client):
        assert [row[:2] for row in listed(words(client, year.manager))] == [
            ("Do, 11.02.", "UB"),
            ("Do, 18.03.", "ETB"),
        ]

    def test_who_sits_on_no_board_sees_no_date(self, year, client):
        text = words(client, year.former)
        assert "Für 2027 ist noch nichts gesetzt." in text
        assert listed(text) == in_grid(text) == []
        get(client, year.former, ICS, status=404)

    @pytest.mark.parametrize("path", [PAGE, PDF, ICS])
    def test_strangers_log_in_first(self, year, client, path):
        response = client.get(path)
        assert (response.status_code, response["Location"]) == (302, f"/anmelden/?next={path}")


class TestTheSentence:
    def test_boards_on_one_day_overlap(self, year):
        year.meeting(year.sb, day=date(2027, 2, 11))
        seen = of(year.reader(year.secretary), 2027)
        assert seen.sentence.replace("\xa0", " ") == (
            "3 Gremien, 5 Termine, 1 Überschneidung: 11. Februar (Unternehmensbeirat, Sponsorenbeirat)"
        )

    def test_an_overlap_with_a_board_the_reader_does_not_know_is_none(self, year):
        year.meeting(year.sb, day=date(2027, 2, 11))
        assert of(year.reader(year.kaya), 2027).sentence == "1 Gremium, 1 Termin, keine Überschneidung"

    def test_one_board_twice_on_a_day_is_no_overlap(self, year):
        year.meeting(year.ub, day=date(2027, 2, 11), number=7)
        assert of(year.reader(year.secretary), 2027).sentence == "2 Gremien, 5 Termine, keine Überschneidung"

    def test_many_overlaps_are_counted(self, year):
        for number in range(1, 6):
            for board in (year.ub, year.sb):
                year.meeting(board, day=date(2027, 10, number), number=10 + number)
        sentence = of(year.reader(year.secretary), 2027).sentence
        assert "5 Überschneidungen: " in sentence
        assert sentence.endswith("; 2 weitere")

    def test_a_proposal_of_a_day_that_is_set_already_counts_once(self, year):
        year.meeting(year.etb, day=date(2027, 9, 16), number=2)
        seen = of(year.reader(year.secretary), 2027)
        assert [one.state for one in seen.entries if one.day == date(2027, 9, 16)] == ["set"]


class TestDays:
    def test_holidays_and_closed_days_are_told_in_words(self, year, client):
        CalendarPeriod.objects.create(
            kind="custom", name="Umzug", start=date(2027, 11, 8), end=date(2027, 11, 12), source="own"
        )
        text = words(client, year.secretary)
        assert "Feiertage: Erster Mai, 1. Mai; Christi Himmelfahrt, 6. Mai; Pfingstmontag, 17. Mai; Fron" in text
        assert "Schulferien: Oster-/Frühjahrsferien, 22. März bis 2. April" in text
        assert "Geschlossen: Umzug, 8. November bis 12. November" in text
        assert (
            'app-day--custom"><span class="app-day__number">8</span><span class="kern-sr-only">, Geschlossen: Umzug<'
            in text
        )

    def test_why_the_office_is_closed_is_its_own_business(self, year, client):
        CalendarPeriod.objects.create(
            kind="custom", name="Umzug", start=date(2027, 11, 8), end=date(2027, 11, 8), source="own"
        )
        text = words(client, year.kaya)
        assert "Geschlossen: 8. November<" in text
        assert "Umzug" not in text

    def test_a_year_nobody_entered_has_its_public_holidays(self, world, client):
        text = words(client, world.secretary, "/jahreskalender/2041/")
        assert "Für 2041 ist noch nichts gesetzt." in text
        assert "Feiertage: Neujahr, 1. Januar<" in text

    def test_twelve_tables_hold_every_day_once(self, year):
        days = [one.day for one in of(year.reader(year.secretary), 2028).days]
        assert (len(days), len(set(days)), days == sorted(days)) == (366, 366, True)

    def test_a_meeting_on_the_last_evening_belongs_to_its_year(self, year):
        meeting = year.meeting(year.sb, day=date(2027, 12, 31))
        assert meeting.day in {one.day for one in of(year.reader(year.secretary), 2027).entries}
        assert of(year.reader(year.secretary), 2028).entries == []


class TestTakingAway:
    def test_the_office_gets_pencilled_dates_as_tentative(self, year, client):
        response = get(client, year.secretary, ICS)
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        assert b"METHOD:PUBLISH\r\n" in response.content
        assert dated(response.content) == {
            ("unternehmensbeirat-2027-02-11-1@gremia.example", "CONFIRMED"),
            ("unternehmensbeirat-2027-05-13-2@gremia.example", "TENTATIVE"),
            ("ethik-und-technologiebeirat-2027-03-18-1@gremia.example", "CONFIRMED"),
        }

    @pytest.mark.parametrize("who", ["mayor", "kaya"])
    def test_everybody_else_gets_what_is_set(self, year, client, who):
        kept = dated(get(client, getattr(year, who), ICS).content)
        assert ("unternehmensbeirat-2027-02-11-1@gremia.example", "CONFIRMED") in kept
        assert {status for _uid, status in kept} == {"CONFIRMED"}

    def test_the_printed_year_is_one_tagged_page_across(self, year, client):
        pdf = get(client, year.secretary, PDF).content
        text = printed(pdf)
        assert "2Gremien,4Termine,keineÜberschneidung" in text
        assert text.count("UB?") == 1
        assert text.count("ETB?") == 1
        with pikepdf.open(BytesIO(pdf)) as document:
            assert len(document.pages) == 1
            _left, _bottom, width, height = document.pages[0].MediaBox
            assert width > height
            assert document.Root.MarkInfo.Marked

    def test_the_printed_year_says_the_usual_time_once_and_another_one_beside_its_date(self, year, client):
        late = year.meeting(year.ub, day=date(2027, 10, 7), number=4)
        Meeting.objects.filter(pk=late.pk).update(
            starts_at=late.starts_at + timedelta(hours=2), ends_at=late.ends_at + timedelta(hours=2)
        )
        text = printed(get(client, year.kaya, PDF).content)
        assert "UBUnternehmensbeirat,16:00Uhr,wennnichtsanderesangegebenist" in text
        assert text.count("16:00") == 1
        assert text.count("18:00") == 1

    def test_the_printed_year_shows_no_more_than_the_page(self, year, client):
        text = printed(get(client, year.kaya, PDF).content)
        assert "UB" in text
        assert "ETB" not in text
        assert "?" not in text

    def test_the_printed_year_stays_one_page_however_full(self, year, client):
        for month in (2, 3):
            for day in range(1, 29):
                for number, board in enumerate((year.ub, year.etb, year.sb)):
                    year.meeting(board, day=date(2027, month, day), number=100 * month + 3 * day + number)
        with pikepdf.open(BytesIO(get(client, year.secretary, PDF).content)) as document:
            assert len(document.pages) == 1


class TestTheAddress:
    @pytest.mark.parametrize("known", [2000, 2100])
    def test_the_first_and_the_last_year(self, world, client, known):
        text = words(client, world.secretary, f"/jahreskalender/{known}/")
        beyond = 1999 if known == 2000 else 2101
        assert f"/jahreskalender/{beyond}/" not in text

    @pytest.mark.parametrize("unknown", [0, 1999, 2101, 99999])
    @pytest.mark.parametrize("ending", ["/", ".pdf", ".ics"])
    def test_years_outside_are_unknown(self, world, client, unknown, ending):
        get(client, world.secretary, f"/jahreskalender/{unknown}{ending}", status=404)

    def test_the_office_finds_it_in_three_places(self, year, client):
        assert PAGE in words(client, year.secretary, "/gremien/unternehmensbeirat/jahresplan/2027/")
        assert PAGE in words(client, year.secretary, "/mehr/")
        assert "/jahreskalender/2026/" in words(client, year.secretary, "/sitzungen/")

    def test_more_dates_ask_no_more(self, year, client):
        def asked():
            client.force_login(year.secretary.user)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(PAGE).status_code == 200
            return len(queries)

        before = asked()
        for day in range(1, 29):
            year.meeting(year.sb, day=date(2027, 10, day), number=day)
        proposed(year.ub, *(date(2027, 8, day) for day in range(1, 29)))
        assert asked() == before
        assert before <= 12
