"""The pages: what each role reads, what is sent, and what bad input gets."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.accounts.models import PersonalLink
from foundation.almanac.models import CalendarPeriod
from foundation.almanac.periods import seed
from foundation.outbox.models import Delivery
from foundation.values import Actor
from foundation.web import clock
from meetings.meeting.models import Meeting
from meetings.polls import answering
from meetings.polls.fixing import fix
from meetings.polls.models import DateOption, DatePoll, DateVote
from tests.meetings.polls.conftest import DEADLINE, moment

WANTED = {
    "title": "Nächste Sitzung",
    "first": "2027-01-11",
    "last": "2027-01-22",
    "weekdays": ["3"],
    "days": "25.01.2027",
    "hours": "16:00, 18 Uhr",
    "minutes": "120",
    "deadline": "2026-12-04",
    "place": "Rathaus, Raum 4",
    "shown": "counts",
}


def plain(answer) -> str:
    return " ".join(answer.text.replace("\u00a0", " ").split())


def link(poll, person) -> str:
    return f"/t/{PersonalLink.objects.get(subject=poll.key, holder=person.key).token}/"


@pytest.fixture
def new(world):
    return reverse("poll_new", args=[world.ub.slug])


def preview(office, new, **other):
    return office.post(new, WANTED | other)


def carried(answer) -> dict[str, object]:
    """What the preview would send: its signed question and the ticked dates."""
    return {"poll": answer.context["signed"], "slot": list(answer.context["ticked"])}


def test_days_times_hours_are_checked_and_sent(world, office, new):
    answer = preview(office, new)
    assert answer.status_code == 200
    assert "6 Termine können angeboten werden" in answer.text
    assert DatePoll.objects.count() == 0
    sent = office.post(reverse("poll_ask", args=[world.ub.slug]), carried(answer))
    poll = DatePoll.objects.get()
    assert sent.url == reverse("poll", args=[poll.pk])
    assert list(poll.options.values_list("starts_at", flat=True)) == [
        moment(day, hour) for day in (date(2027, 1, 14), date(2027, 1, 21), date(2027, 1, 25)) for hour in (16, 18)
    ]
    assert (poll.minutes, poll.deadline, poll.made_by) == (120, DEADLINE, world.secretary.key)
    assert Delivery.objects.filter(kind="date_poll").count() == 10


def test_what_is_unticked_is_not_offered_and_fewer_than_two_are_refused(world, office, new):
    body = carried(preview(office, new))
    ask = reverse("poll_ask", args=[world.ub.slug])
    refused = office.post(ask, body | {"slot": body["slot"][:1]})
    assert refused.status_code == 400
    assert "Bitte bieten Sie 2 bis 40 Termine an." in refused.text
    assert DatePoll.objects.count() == 0
    office.post(ask, body | {"slot": [*body["slot"][:2], "2027-02-01T15:00:00+00:00"]})
    assert DateOption.objects.count() == 2


def test_sending_twice_sends_once(world, office, new):
    body = carried(preview(office, new))
    for _time in range(2):
        office.post(reverse("poll_ask", args=[world.ub.slug]), body)
    assert (DatePoll.objects.count(), Delivery.objects.count()) == (1, 10)


def test_a_changed_or_foreign_check_sends_nothing(world, office, new):
    body = carried(preview(office, new))
    for board, poll in ((world.ub, f"{body['poll']}x"), (world.etb, body["poll"])):
        answer = office.post(reverse("poll_ask", args=[board.slug]), body | {"poll": poll}, follow=True)
        assert "Die Prüfung ist zu alt." in answer.text
    assert DatePoll.objects.count() == 0


def test_weekends_holidays_and_the_hours_of_both_clock_changes_are_left_out_with_a_reason(world, office, new):
    seed([2026, 2027])
    world.meeting(world.etb, day=date(2027, 3, 30))
    answer = preview(
        office,
        new,
        first="",
        last="",
        weekdays=[],
        days="26.03.2027, 28.03.2027, 30.03.2027, 31.10.2027, 04.12.2026",
        hours="2:30, 16:00",
    )
    found = {(slot.day, slot.hour.hour): slot for slot in answer.context["slots"]}
    problems = {when: slot.problem for when, slot in found.items() if slot.problem}
    assert problems == {
        (date(2026, 12, 4), 2): "Der Tag liegt nicht nach dem letzten Tag für Antworten.",
        (date(2026, 12, 4), 16): "Der Tag liegt nicht nach dem letzten Tag für Antworten.",
        (date(2027, 3, 26), 2): "Karfreitag: An diesem Tag tagt niemand.",
        (date(2027, 3, 26), 16): "Karfreitag: An diesem Tag tagt niemand.",
        (
            date(2027, 3, 28),
            2,
        ): "Diese Uhrzeit gibt es nicht: Die Uhr wird vorgestellt. Bitte wählen Sie eine andere.",
        (date(2027, 3, 28), 16): "An Wochenenden tagt niemand.",
        (date(2027, 10, 31), 2): "Diese Stunde gibt es zweimal: Die Uhr wird zurückgestellt. "
        "Bitte wählen Sie eine andere Zeit.",
        (date(2027, 10, 31), 16): "An Wochenenden tagt niemand.",
    }
    marks = found[date(2027, 3, 30), 16].marks
    words = "Am selben Tag: Ethik- und Technologiebeirat, 16:00 Uhr bis 18:00 Uhr, Haus der Digitalstadt, Raum 1.04."
    assert marks[0].replace("\u00a0", " ") == words
    assert marks[1] == "Schulferien: Oster-/Frühjahrsferien."


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"hours": "25:00"}, "„25:00“ ist keine Uhrzeit."),
        ({"hours": ""}, "Bitte füllen Sie dieses Feld aus."),
        ({"days": "32.01.2027"}, "„32.01.2027“ ist kein Tag."),
        ({"days": "gestern"}, "„gestern“ ist kein Tag."),
        ({"first": ""}, "Bitte geben Sie beide Tage an oder keinen."),
        ({"first": "2027-02-01"}, "Das Ende liegt vor dem Beginn."),
        ({"last": "2029-01-22"}, "Das ist mehr als ein Jahr."),
        ({"weekdays": []}, "Bitte wählen Sie die Wochentage, die angeboten werden."),
        ({"first": "", "last": "", "days": ""}, "Bitte geben Sie Tage an"),
        ({"last": "2027-12-22"}, "Das sind mehr als 40 Termine."),
        ({"minutes": "5"}, "15"),
        ({"title": "\u202e"}, "Zeichen"),
    ],
)
def test_bad_input_is_told_and_sends_nothing(office, new, other, words):
    answer = preview(office, new, **other)
    assert answer.status_code == 400
    assert words in plain(answer)
    assert (DatePoll.objects.count(), Delivery.objects.count()) == (0, 0)


def test_a_member_answers_by_link_and_only_a_post_counts(world, client, poll, dates):
    page = link(poll, world.kaya)
    assert client.get(page).status_code == 200
    assert client.head(page).status_code == 200
    assert DateVote.objects.count() == 0
    body = {f"date_{dates[0].pk}": "yes", f"date_{dates[1].pk}": "if_need_be", f"date_{dates[2].pk}": "no"}
    saved = client.post(page, body, follow=True)
    assert "Gespeichert sind die Antworten vom Montag, 23. November 2026, 09:00 Uhr." in plain(saved)
    votes = DateVote.objects.order_by("option__starts_at")
    assert [(one.choice, one.source, one.entered_by) for one in votes] == [
        (choice, "link", world.kaya.key) for choice in ("yes", "if_need_be", "no")
    ]


def test_all_dates_suit_in_one_tap(world, client, poll):
    client.post(link(poll, world.kaya), {"all": "yes"})
    assert set(DateVote.objects.values_list("choice", flat=True)) == {"yes"}
    assert DateVote.objects.count() == 3


def test_the_answers_of_others_are_seen_after_ones_own_by_the_rule(world, client, question):
    shown, hidden = question(title="Offen", shown="names"), question(title="Verdeckt")
    for poll in (shown, hidden):
        client.post(link(poll, world.dahlhoff), {"all": "yes"})
        before = client.get(link(poll, world.kaya))
        assert "Dahlhoff" not in before.text
        assert "Bisher" not in before.text
        client.post(link(poll, world.kaya), {"all": "yes"})
    after = plain(client.get(link(shown, world.kaya)))
    assert "Bisher: 2 Ja, 0 wenn nötig, 0 Nein. Ja: Werner Dahlhoff, Aylin Kaya." in after
    quiet = plain(client.get(link(hidden, world.kaya)))
    assert "Bisher: 2 Ja" in quiet
    assert "Dahlhoff" not in quiet


def test_who_answers_too_late_reads_why_and_keeps_the_choice_on_the_page(world, client, poll, dates, now):
    page = link(poll, world.kaya)
    fix(dates[1], by=world.actor(world.secretary), now=now)
    answer = client.post(page, {f"date_{dates[0].pk}": "if_need_be"})
    assert answer.status_code == 409
    assert "Der Termin steht inzwischen fest: Donnerstag, 21. Januar 2027, 16:00 Uhr." in plain(answer)
    (chosen,) = re.findall(r"<input[^>]* checked[^>]*>", answer.text)
    assert f'name="date_{dates[0].pk}"' in chosen
    assert 'value="if_need_be"' in chosen
    assert "Antworten speichern" not in answer.text
    assert DateVote.objects.count() == 0
    assert "Der Termin steht fest" in client.get(page).text


def test_after_the_deadline_the_page_names_the_board_office(world, client, poll, now):
    with clock.at(now + timedelta(days=12)):
        page = link(poll, world.kaya)
        assert "Bitte rufen Sie die Geschäftsstelle an." in client.get(page).text
        assert client.post(page, {"all": "yes"}).status_code == 410
    assert DateVote.objects.count() == 0


@pytest.mark.parametrize("sent", [{}, {"all": "no"}, {"date_0": "yes"}])
def test_no_answer_is_told(world, client, poll, sent):
    answer = client.post(link(poll, world.kaya), sent)
    assert answer.status_code == 400
    assert "Bitte wählen Sie für mindestens einen Termin eine Antwort." in answer.text


def test_an_unknown_link_says_what_to_do(world, client, poll):
    answer = client.get("/t/" + "a" * 54 + "/")
    assert (answer.status_code, "069 90009-120" in answer.text) == (404, True)


def test_the_office_enters_an_answer_with_its_way(world, office, poll, dates):
    page = reverse("poll_enter", args=[poll.pk, world.kaya.pk])
    assert "Antworten speichern" in office.get(page).text
    office.post(page, {f"date_{dates[0].pk}": "yes", "source": "letter"})
    vote = DateVote.objects.get()
    assert (vote.person, vote.source, vote.entered_by) == (world.kaya, "letter", world.secretary.key)
    assert office.post(page, {f"date_{dates[0].pk}": "no", "source": "link"}).status_code == 400
    assert office.get(reverse("poll_enter", args=[poll.pk, world.sponsor.pk])).status_code == 404


def test_an_assistant_finds_the_poll_and_answers_for_the_chair(world, client, poll):
    client.force_login(world.assistant.user)
    assert "Termine wählen für Annegret Holtkamp: Unternehmensbeirat" in plain(client.get("/"))
    page = reverse("poll_answer_for", args=[poll.pk, world.mayor.pk])
    saved = client.post(page, {"all": "yes"}, follow=True)
    assert "Die Antwort für Annegret Holtkamp ist gespeichert." in saved.text
    assert "Termine wählen für" not in saved.text
    vote = DateVote.objects.first()
    assert (vote.person, vote.entered_by) == (world.mayor, world.assistant.key)
    assert client.get(reverse("poll_answer_for", args=[poll.pk, world.kaya.pk])).status_code == 404


def test_the_first_screens_say_what_is_to_be_done(world, client, poll, now):
    client.force_login(world.kaya.user)
    assert "Termine wählen: Unternehmensbeirat" in plain(client.get("/"))
    client.post(reverse("poll_answer", args=[poll.pk]), {"all": "yes"})
    assert "Termine wählen" not in plain(client.get("/"))
    for who in (world.secretary, world.mayor):
        client.force_login(who.user)
        assert "Termin festlegen" not in client.get("/").text
    with clock.at(now + timedelta(days=12)):
        for who in (world.secretary, world.mayor):
            client.force_login(who.user)
            assert "Termin festlegen: Unternehmensbeirat" in plain(client.get("/"))


@pytest.mark.parametrize("who", ["secretary", "mayor"])
def test_one_click_and_its_confirmation_fix_the_date(world, client, poll, dates, say, who):
    say(world.kaya, "yes", "no", "no")
    client.force_login(getattr(world, who).user)
    page = client.get(reverse("poll", args=[poll.pk]))
    assert "Beschlussfähig" in page.text or "beschlussfähig" in page.text
    confirm = reverse("poll_fix", args=[poll.pk, dates[0].pk])
    assert "10 Mitglieder erhalten eine E-Mail" in client.get(confirm).text
    assert Meeting.objects.count() == 0
    done = client.post(confirm)
    meeting = Meeting.objects.get()
    assert done.url == meeting.get_absolute_url()
    again = client.post(reverse("poll_fix", args=[poll.pk, dates[1].pk]))
    assert again.status_code == 409
    assert client.post(confirm).url == meeting.get_absolute_url()
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "told"),
    [
        (
            "secretary",
            [
                "Umzug: An diesem Tag tagt niemand.",
                "Am selben Tag: Unternehmensbeirat, 10:00 Uhr bis 12:00 Uhr, Haus der Digitalstadt, Raum 1.04. "
                "Am selben Tag: Ethik- und Technologiebeirat, 16:00 Uhr bis 18:00 Uhr, "
                "Haus der Digitalstadt, Raum 1.04.",
            ],
        ),
        (
            "mayor",
            [
                "Geschlossen: An diesem Tag tagt niemand.",
                "Am selben Tag: Unternehmensbeirat, 10:00 Uhr bis 12:00 Uhr, Haus der Digitalstadt, Raum 1.04.",
            ],
        ),
    ],
)
def test_dates_of_other_boards_and_names_of_closed_days_are_told_to_the_board_office_alone(
    world, client, poll, dates, who, told
):
    day = date(2027, 1, 14)
    CalendarPeriod.objects.create(kind="custom", name="Umzug", start=day, end=day, source="own")
    world.meeting(world.etb, day=day, status="planned")
    own = world.meeting(day=day)
    Meeting.objects.filter(pk=own.pk).update(starts_at=moment(day, 10), ends_at=moment(day, 12))
    client.force_login(getattr(world, who).user)
    answer = client.get(reverse("poll_fix", args=[poll.pk, dates[0].pk]))
    assert [one.replace("\u00a0", " ") for one in answer.context["marks"]] == told


def test_a_chair_reads_the_name_of_a_public_holiday(world, client, question):
    seed([2027])
    day = date(2027, 1, 1)
    CalendarPeriod.objects.create(kind="custom", name="Umzug", start=day, end=day, source="own")
    first = question(starts=[moment(day), moment(date(2027, 1, 14))]).options.first()
    client.force_login(world.mayor.user)
    answer = client.get(reverse("poll_fix", args=[first.poll_id, first.pk]))
    assert answer.context["marks"] == ["Neujahr: An diesem Tag tagt niemand."]


def test_after_the_last_day_for_answers_no_dates_are_added(office, poll, now):
    page, more = reverse("poll", args=[poll.pk]), reverse("poll_more", args=[poll.pk])
    assert more in office.get(page).text
    with clock.at(now + timedelta(days=12)):
        assert more not in office.get(page).text
        refused = office.post(more, {"days": "28.01.2027", "hours": "16:00"})
    assert refused.status_code == 409
    assert "Der letzte Tag für Antworten ist vorbei." in plain(refused)
    assert poll.options.count() == 3


def test_31_members_and_20_dates_cost_at_most_twelve_queries(world, client, question, now):
    small = question(world.sb, title="Klein")
    days = [date(2027, 1, 11) + timedelta(days=n) for n in range(19) if (n % 7) < 5]
    large = question(world.etb, title="Groß", starts=[moment(day, hour) for day in days for hour in (16, 18)][:20])
    options = list(large.options.all())
    for member in world.members["ETB"]:
        by = Actor(member.key)
        answering.answer(large, member, {one.pk: "yes" for one in options}, by=by, source="link", now=now)
    client.force_login(world.secretary.user)

    def cost(poll):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("poll", args=[poll.pk])).status_code == 200
        return len(queries)

    assert cost(large) == cost(small) <= 12
    client.force_login(world.ostermann.user)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse("poll_answer", args=[large.pk])).status_code == 200
    assert len(queries) <= 12


def test_dates_are_added_on_the_page_or_refused_with_the_reason(world, office, poll):
    page = reverse("poll_more", args=[poll.pk])
    refused = office.post(page, {"days": "30.01.2027", "hours": "16:00"})
    assert refused.status_code == 400
    assert "30.01.2027, 16:00: An Wochenenden tagt niemand." in plain(refused)
    assert poll.options.count() == 3
    added = office.post(page, {"days": "28.01.2027", "hours": "16:00"}, follow=True)
    assert "1 Termin ist hinzugefügt." in added.text
    assert poll.options.count() == 4


def test_the_api_tells_numbers_after_ones_own_answer(world, ask, poll, say):
    say(world.dahlhoff, "yes", "no", "no")
    path = f"/api/v1/date-polls/{poll.pk}"
    assert [(one["own"], one["yes"]) for one in ask(path, world.kaya)["dates"]] == [(None, None)] * 3
    say(world.kaya, "yes", "if_need_be", "no")
    told = ask(path, world.kaya)["dates"]
    assert [(one["own"], one["yes"], one["if_need_be"], one["no"]) for one in told] == [
        ("yes", 2, 0, 0),
        ("if_need_be", 0, 1, 1),
        ("no", 0, 0, 2),
    ]
    assert datetime.fromisoformat(told[0]["starts_at"]) == moment(date(2027, 1, 14))
    assert [one["title"] for one in ask("/api/v1/date-polls", world.secretary)["items"]] == ["Nächste Sitzung"]
    assert ask("/api/v1/date-polls", world.sponsor)["items"] == []
    ask(path, world.sponsor, status=404)
