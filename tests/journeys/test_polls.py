"""A date poll from empty to the fixed date: the office asks, members answer by link, the chair fixes it."""

from datetime import UTC, date, datetime

import pytest

from foundation.outbox.models import Delivery
from meetings.absences.entering import enter
from meetings.absences.stretches import Stretch
from meetings.meeting import scheduling
from meetings.meeting.models import Meeting
from meetings.polls import asking
from meetings.polls.models import DatePoll, DateVote
from tests.journeys.dates import link_in, on

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_the_question_to_the_fixed_date(world, visitor):
    asked = _the_office_asks(world, visitor)
    _a_member_answers_by_link_with_thumbs(world, visitor)
    _another_one_with_the_keyboard_alone(world, visitor)
    _the_chair_says_all_dates_suit(world, visitor)
    _the_office_enters_a_call(world, visitor, asked)
    _the_chair_fixes_the_date(world, visitor, asked)


def _the_office_asks(world, visitor) -> DatePoll:
    office = visitor(world.secretary)
    with on(date(2026, 11, 23), 9):
        office.go(f"/gremien/{world.ub.slug}/jahresplan/2027/")
        office.tap("Neue Terminumfrage")
        office.fill("Einzelne Tage", "14.01.2027, 16.01.2027, 21.01.2027")
        office.fill("Uhrzeiten", "16:00, 18:00")
        office.tap("Termine prüfen")
        office.sees("An Wochenenden tagt niemand.")
        office.sees("10 Mitglieder erhalten eine E-Mail mit einem persönlichen Link.")
        office.tap("Umfrage senden")
        office.sees("Die Terminumfrage ist gesendet.")
    assert (office.taps, office.fields) == (3, 2)
    assert Delivery.objects.filter(kind="date_poll").count() == 10
    return DatePoll.objects.get()


def _letter(person) -> str:
    return link_in(Delivery.objects.get(kind="date_poll", recipient=person.key), "/t/")


def _choices(person) -> list[str]:
    counting = DateVote.objects.counting().filter(person=person)
    return list(counting.order_by("option__starts_at").values_list("choice", flat=True))


def _a_member_answers_by_link_with_thumbs(world, visitor):
    """On a phone: one tap in the mail, one for each date, one to save."""
    member = visitor(width=390)
    with on(date(2026, 11, 24), 19):
        member.follow(_letter(world.kaya))
        assert DateVote.objects.count() == 0
        member.choose("Ja", within="Donnerstag, 14. Januar 2027, 16:00 bis 18:00 Uhr")
        member.choose("Nein", within="Donnerstag, 14. Januar 2027, 18:00 bis 20:00 Uhr")
        member.choose("Wenn nötig", within="Donnerstag, 21. Januar 2027, 16:00 bis 18:00 Uhr")
        member.choose("Nein", within="Donnerstag, 21. Januar 2027, 18:00 bis 20:00 Uhr")
        member.tap("Antworten speichern")
        member.sees("Gespeichert sind die Antworten vom")
        assert member.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert member.taps == 6
    assert _choices(world.kaya) == ["yes", "no", "if_need_be", "no"]


def _another_one_with_the_keyboard_alone(world, visitor):
    """Tab leads from date to date, the arrows and the space bar choose, Enter on the button saves."""
    member = visitor(width=820, dark=True)
    with on(date(2026, 11, 24), 20):
        member.follow(_letter(world.dahlhoff))
        press = member.page.keyboard.press
        member.page.get_by_role("button", name="Alle Termine passen").focus()
        for arrows in (0, 2, 1, 2):
            press("Tab")
            press("Space")
            for _number in range(arrows):
                press("ArrowRight")
        press("Tab")
        with member.page.expect_navigation():
            press("Enter")
        member.look()
        member.sees("Gespeichert sind die Antworten vom")
    assert _choices(world.dahlhoff) == ["yes", "no", "if_need_be", "no"]


def _the_chair_says_all_dates_suit(world, visitor):
    """Two taps, the one in the mail included."""
    chair = visitor(width=390)
    with on(date(2026, 11, 25), 8):
        chair.follow(_letter(world.mayor))
        chair.tap("Alle Termine passen")
        chair.sees("Bisher: 3 Ja, 0 wenn nötig, 0 Nein.")
    assert chair.taps == 2
    assert _choices(world.mayor) == ["yes"] * 4


def _the_office_enters_a_call(world, visitor, asked):
    office = visitor(world.secretary, width=390)
    with on(date(2026, 11, 25), 10):
        office.go(asked.get_absolute_url())
        assert office.page.evaluate("document.documentElement.scrollWidth") <= 390
        office.tap("Antwort eintragen Dr. Peter Lamprecht")
        office.choose("Ja", within="Donnerstag, 14. Januar 2027, 16:00 bis 18:00 Uhr")
        office.tap("Antworten speichern")
        office.sees("Die Antwort ist gespeichert.")
    assert office.taps == 3
    vote = DateVote.objects.get(person=world.lamprecht)
    assert (vote.source, vote.entered_by) == ("phone", world.secretary.key)


def _the_chair_fixes_the_date(world, visitor, asked):
    """After the deadline the first screen leads there: three taps to the meeting, and everybody is told."""
    chair = visitor(world.mayor, width=820)
    with on(date(2026, 12, 7), 9):
        chair.start()
        chair.tap("Termin festlegen: Unternehmensbeirat", role="link")
        chair.sees("Noch nicht beschlussfähig: 4 Ja, 0 wenn nötig, nötig sind 6. Der Vorsitz kann.")
        chair.tap("Termin festlegen Donnerstag, 14. Januar 2027, 16:00 Uhr")
        chair.sees("10 Mitglieder erhalten eine E-Mail mit dem Kalendereintrag.")
        chair.tap("Festlegen und senden")
        chair.sees("Der Termin steht fest: Donnerstag, 14. Januar 2027, 16:00 Uhr.")
        assert chair.taps == 3
        late = visitor(width=390)
        late.go(_letter(world.members["UB"][9]))
        late.sees("Der Termin steht fest")
    meeting = Meeting.objects.get()
    assert (meeting.status, meeting.place) == ("scheduled", world.ub.place)
    assert Delivery.objects.filter(kind="date_set").count() == 10


def test_more_time_a_lost_link_and_the_date_pencilled_in_before(world, visitor):
    """The office sends a link again and gives more time; a member who is away finds no chosen and saves by keyboard;
    fixing drops the date that was pencilled in for the same meeting."""
    office, asked = visitor(world.secretary), _asked_in_advance(world)
    with on(date(2026, 11, 25), 10):
        office.go(asked.get_absolute_url())
        office.tap("Link erneut senden Aylin Kaya")
        office.sees("Aylin Kaya erhält eine E-Mail mit dem Link.")
    with on(date(2026, 12, 7), 10):
        office.go(asked.get_absolute_url())
        office.tap("Frist verlängern", role="link")
        office.fill("Antworten bis", "2026-12-14")
        office.tap("Frist verlängern")
        office.sees("10 Mitglieder, die noch nicht geantwortet haben, werden benachrichtigt.")
        _the_member_who_is_away_saves_what_was_chosen(world, visitor)
        office.go(asked.get_absolute_url())
        office.sees("Termin festlegen")
        office.tap("Termin festlegen Donnerstag, 21. Januar 2027, 16:00 Uhr", role="link")
        office.sees("Für dieselbe Sitzung vorgemerkt")
        office.tap("Festlegen und senden")
        office.sees("Der Termin steht fest: Donnerstag, 21. Januar 2027, 16:00 Uhr.")
    assert dict(Meeting.objects.values_list("starts_at__date", "status")) == {
        date(2027, 1, 21): "scheduled",
        date(2027, 1, 28): "cancelled",
    }


def _asked_in_advance(world) -> DatePoll:
    act = {"by": world.actor(world.secretary), "now": datetime(2026, 11, 23, 8, tzinfo=UTC)}
    scheduling.pencil_in(world.ub, date(2027, 1, 28), **act)
    enter(world.kaya, Stretch(date(2027, 1, 14), date(2027, 1, 14)), **act)
    starts = [datetime(2027, 1, day, 15, tzinfo=UTC) for day in (14, 21)]
    asked = {"title": "Nächste Sitzung", "minutes": 120, "place": "Rathaus", "deadline": date(2026, 12, 4)}
    return asking.ask(world.ub, starts=starts, **asked, **act)


def _the_member_who_is_away_saves_what_was_chosen(world, visitor):
    member = visitor(width=390)
    member.go(link_in(Delivery.objects.get(kind="date_poll_reminder", recipient=world.kaya.key), "/t/"))
    member.sees("Für diesen Tag ist eine Abwesenheit eingetragen. „Nein“ ist vorausgewählt.")
    member.page.get_by_role("radio", name="Nein").first.focus()
    member.page.keyboard.press("Tab")
    member.page.keyboard.press("Space")
    member.page.keyboard.press("Tab")
    with member.page.expect_navigation():
        member.page.keyboard.press("Enter")
    member.look()
    assert _choices(world.kaya) == ["no", "yes"]
