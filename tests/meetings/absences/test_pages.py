"""Members, their assistants and the board office say when somebody is away; nobody else sees it."""

import re
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from foundation.journal.models import JournalEntry
from meetings.absences import busy
from meetings.absences.entering import enter, take_over
from meetings.absences.models import Absence
from meetings.absences.stretches import Stretch
from meetings.invitations.models import Invitation
from tests.meetings.absences.test_busy import calendar, event

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
MARCH = {"start": "2027-03-01", "end": "2027-03-05"}


def text(response, status=200):
    assert response.status_code == status
    return re.sub(r"\s+", " ", response.content.decode().replace("\xa0", " "))


def at(person):
    return f"/abwesenheiten/{person.pk}/"


def kept(person):
    rows = Absence.objects.filter(person=person).order_by("start")
    return [(one.start, one.end, one.source) for one in rows]


@pytest.fixture
def kaya(world, client):
    client.force_login(world.kaya.user)
    return client


def test_the_address_for_everybody_leads_to_the_own_page(world, kaya):
    assert kaya.get("/abwesenheiten/").url == at(world.kaya)
    page = text(kaya.get(at(world.kaya)))
    assert "Ihre Abwesenheiten" in page
    assert "Es ist keine Abwesenheit eingetragen." in page


def test_a_member_enters_days_and_one_day(world, kaya):
    assert kaya.post(at(world.kaya), MARCH).url == at(world.kaya)
    page = text(kaya.post(at(world.kaya), {"start": "2027-04-01", "end": ""}, follow=True))
    assert "01.04.2027 ist eingetragen." in page
    assert "1. März 2027 bis 5. März 2027" in page
    assert "Donnerstag, 1. April 2027" in page
    assert kept(world.kaya) == [
        (date(2027, 3, 1), date(2027, 3, 5), "entered"),
        (date(2027, 4, 1), date(2027, 4, 1), "entered"),
    ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"start": "2027-03-05", "end": "2027-03-01"}, "Das Ende liegt vor dem Beginn."),
        ({"start": "2026-11-01", "end": "2026-11-22"}, "Diese Tage sind vorbei."),
        ({"start": "2027-01-01", "end": "2029-01-01"}, "Bitte wählen Sie höchstens ein Jahr."),
        ({"start": "", "end": "2027-01-01"}, "Bitte füllen Sie dieses Feld aus."),
        ({"start": "2027-02-29", "end": ""}, "Datum"),
    ],
)
def test_refused_days_stay_in_the_form(world, kaya, typed, sentence):
    page = text(kaya.post(at(world.kaya), typed), 400)
    assert sentence in page
    assert kept(world.kaya) == []


def test_a_meeting_on_a_day_away_is_named_with_the_way_to_answer_it(world, kaya):
    invited = world.meeting(world.ub, day=date(2027, 3, 3), status="invited")
    Invitation.objects.create(meeting=invited, person=world.kaya, invited_at=NOW)
    world.meeting(world.ub, day=date(2027, 3, 4), number=2, status="planned")
    world.meeting(world.sb, day=date(2027, 3, 5))
    world.meeting(world.ub, day=date(2027, 3, 8), number=3)
    page = text(kaya.post(at(world.kaya), MARCH, follow=True))
    assert re.findall(r"tagt am (\d\d\.\d\d\.\d{4})</span>", page) == ["03.03.2027"]
    assert f'href="/sitzungen/{invited.pk}/antwort/"' in page


def test_an_absence_is_removed_after_a_question(world, kaya):
    one = enter(world.kaya, Stretch(date(2027, 3, 1), date(2027, 3, 5)), by=world.actor(world.kaya), now=NOW)
    address = f"{at(world.kaya)}{one.pk}/entfernen/"
    assert "1. März 2027 bis 5. März 2027" in text(kaya.get(address))
    assert kept(world.kaya) != []
    assert kaya.post(address).url == at(world.kaya)
    assert kept(world.kaya) == []
    text(kaya.post(address), 404)


def test_nobody_removes_the_absence_of_another_by_the_own_page(world, kaya):
    theirs = enter(world.mayor, Stretch(date(2027, 3, 1), date(2027, 3, 5)), by=world.actor(world.mayor), now=NOW)
    text(kaya.post(f"{at(world.kaya)}{theirs.pk}/entfernen/"), 404)
    assert len(kept(world.mayor)) == 1


@pytest.mark.parametrize("who", ["mayor", "dahlhoff", "manager", "mayors_officer", "admin", "former", "assistant"])
def test_nobody_else_opens_the_page_of_a_member(world, client, who):
    enter(world.kaya, Stretch(date(2027, 3, 1), date(2027, 3, 5)), by=world.actor(world.kaya), now=NOW)
    client.force_login(getattr(world, who).user)
    for method in (client.get, client.post):
        text(method(at(world.kaya)), 404)
        text(method(f"{at(world.kaya)}kalender/"), 404)
    text(client.post(f"{at(world.kaya)}kalender/eintragen/", {"days": ""}), 404)
    text(client.post(f"{at(world.kaya)}kalender/loeschen/"), 404)
    assert len(kept(world.kaya)) == 1


def test_an_assistant_enters_for_the_person_answered_for(world, client):
    invited = world.meeting(world.ub, day=date(2027, 3, 3), status="invited")
    Invitation.objects.create(meeting=invited, person=world.mayor, invited_at=NOW)
    client.force_login(world.assistant.user)
    assert f'href="{at(world.mayor)}"' in text(client.get(at(world.assistant)))
    page = text(client.post(at(world.mayor), MARCH, follow=True))
    assert "Abwesenheiten: Annegret Holtkamp" in page
    assert f'href="/sitzungen/{invited.pk}/antwort/{world.mayor.pk}/"' in page
    entry = JournalEntry.objects.get(action="absence.entered")
    assert (entry.actor, entry.principal, entry.subject) == (
        world.assistant.key,
        world.mayor.key,
        world.mayor.key,
    )


def test_the_office_enters_for_anybody_from_the_persons_page(world, office):
    assert f'href="{at(world.kaya)}"' in text(office.get(f"/personen/{world.kaya.pk}/"))
    page = text(office.post(at(world.kaya), MARCH, follow=True))
    assert "Abwesenheiten: Aylin Kaya" in page
    assert Absence.objects.get().entered_by == world.secretary.key


def bring(client, person, data, **more):
    file = SimpleUploadedFile("kalender.ics", data)
    return client.post(f"{at(person)}kalender/", {"file": file, **more})


WEEK = calendar(event("DTSTART;VALUE=DATE:20270301", "DTEND;VALUE=DATE:20270306", "SUMMARY:Kur in Bad Nauheim"))


def test_a_calendar_is_shown_first_and_then_taken_over(world, kaya):
    take_over(world.kaya, [Stretch(date(2027, 6, 1), date(2027, 6, 2))], by=world.actor(world.kaya), now=NOW)
    enter(world.kaya, Stretch(date(2027, 8, 1), date(2027, 8, 1)), by=world.actor(world.kaya), now=NOW)
    page = text(bring(kaya, world.kaya, WEEK))
    assert "5 Tage übernehmen?" in page
    assert "Sie ersetzen die Tage aus dem vorigen Kalender." in page
    assert "16:00 bis 18:00." in page
    assert "Kur" not in page
    assert len(kept(world.kaya)) == 2
    signed = re.search(r'name="days" value="([^"]+)"', page)[1]
    page = text(kaya.post(f"{at(world.kaya)}kalender/eintragen/", {"days": signed}, follow=True))
    assert "5 Tage sind übernommen." in page
    assert kept(world.kaya) == [
        (date(2027, 3, 1), date(2027, 3, 5), "file"),
        (date(2027, 8, 1), date(2027, 8, 1), "entered"),
    ]


def test_what_was_checked_for_one_person_enters_nothing_for_another(world, client):
    client.force_login(world.assistant.user)
    signed = re.search(r'name="days" value="([^"]+)"', text(bring(client, world.assistant, WEEK)))[1]
    for days in (signed, "forged", ""):
        answer = client.post(f"{at(world.mayor)}kalender/eintragen/", {"days": days})
        assert answer.url == f"{at(world.mayor)}kalender/"
    assert kept(world.mayor) == []


def test_days_from_a_calendar_are_deleted_on_request(world, kaya):
    take_over(world.kaya, [Stretch(date(2027, 6, 1), date(2027, 6, 2))], by=world.actor(world.kaya), now=NOW)
    assert "Alle Tage aus dem Kalender löschen" in text(kaya.get(at(world.kaya)))
    page = text(kaya.post(f"{at(world.kaya)}kalender/loeschen/", follow=True))
    assert "Aus dem Kalender ist nichts mehr gespeichert." in page
    assert kept(world.kaya) == []


def test_a_calendar_without_a_whole_day_is_told_so(world, kaya):
    hour = calendar(event("DTSTART:20270301T080000Z", "DTEND:20270301T090000Z"), event("DTSTART:gestern", uid="2"))
    page = text(bring(kaya, world.kaya, hour))
    assert "Der Kalender belegt keinen ganzen Tag" in page
    assert "1 Eintrag war nicht lesbar und bleibt außen vor." in page
    assert 'name="days"' not in page


def test_hostile_files_get_a_sentence(world, kaya):
    naive = calendar(event("DTSTART:20270301T140000", "DTEND:20270301T190000"))
    assert "Die Datei nennt ihre Zeitzone nicht verlässlich." in text(bring(kaya, world.kaya, naive), 400)
    assert "1 Tag übernehmen?" in text(bring(kaya, world.kaya, naive, zone="Europe/Berlin"))
    seconds = calendar(event("DTSTART:20200101T000000Z", "RRULE:FREQ=SECONDLY"))
    assert "wiederholt sich stündlich oder öfter" in text(bring(kaya, world.kaya, seconds), 400)
    assert "Das ist keine Kalenderdatei." in text(bring(kaya, world.kaya, b"%PDF-1.7"), 400)
    large = b"BEGIN:VCALENDAR" + b" " * busy.MOST_BYTES
    assert "größer als 5 MB" in text(bring(kaya, world.kaya, large), 400)
    assert "Bitte wählen Sie eine Datei" in text(kaya.post(f"{at(world.kaya)}kalender/"), 400)
    assert kept(world.kaya) == []


def test_too_many_calendars_in_an_hour_have_to_wait(world, kaya):
    for _time in range(20):
        text(bring(kaya, world.kaya, b"keine"), 400)
    assert "Zu viele Kalender in einer Stunde." in text(bring(kaya, world.kaya, WEEK), 429)


def test_the_first_screen_and_the_account_lead_there(world, kaya):
    for page in ("/", "/konto/", "/meine-angaben/"):
        assert 'href="/abwesenheiten/"' in text(kaya.get(page, follow=True)), page


def test_the_chair_finds_nothing_of_it_in_the_journal(world, client):
    enter(world.kaya, Stretch(date(2027, 3, 1), date(2027, 3, 5)), by=world.actor(world.kaya), now=NOW)
    client.force_login(world.mayor.user)
    assert "Abwesenheit" not in text(client.get("/journal/")).partition("<main")[2]


def test_the_page_costs_the_same_with_more_to_show(world, kaya, django_assert_num_queries):
    def add(month, number):
        by = world.actor(world.kaya)
        enter(world.kaya, Stretch(date(2027, month, 1), date(2027, month, 5)), by=by, now=NOW)
        world.meeting(world.ub, day=date(2027, month, 3), number=number)

    add(3, 1)
    kaya.get(at(world.kaya))
    with django_assert_num_queries(8):
        kaya.get(at(world.kaya))
    for month in (4, 5, 6):
        add(month, month)
    with django_assert_num_queries(8):
        kaya.get(at(world.kaya))
