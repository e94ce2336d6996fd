"""The pages: the form with its finished suggestion, the look before the click, and what bad input gets."""

import pytest
from django.urls import reverse

from governance.mandates.models import Mandate
from meetings.extra.models import Demand
from meetings.meeting.models import Meeting
from tests.meetings.extra.conftest import MATTER, REASON, asked

WANTED = {
    "asked_by": "management",
    "asked_on": "2026-11-23",
    "matter": MATTER,
    "reason": REASON,
    "starts_at": "2026-12-10T16:00",
    "minutes": "120",
    "place": "Rathaus, Raum 4",
}


def plain(answer) -> str:
    return " ".join(answer.text.replace("\u00a0", " ").split())


@pytest.fixture
def page(world):
    return reverse("extra_meeting", args=[world.ub.slug])


def signing(world, *people) -> dict[str, object]:
    mandates = Mandate.objects.filter(seat__board=world.ub, person__in=people)
    return WANTED | {"asked_by": "members", "supporters": [str(one.pk) for one in mandates]}


def test_day_hour_length_and_place_stand_in_the_form_and_the_office_says_who_asks(world, office, page):
    answer = office.get(page)
    form = answer.context["form"]
    assert {name: form[name].value() for name in ("asked_by", "minutes", "place")} == {
        "asked_by": None,
        "minutes": 120,
        "place": world.ub.place,
    }
    assert 'value="2026-12-09T16:00"' in answer.text
    assert "Mittwoch, 9. Dezember 2026 ist der erste offene Tag" in plain(answer)
    assert "Sondersitzung: auf Verlangen von 3 Mitgliedern" in plain(answer)


def test_the_chair_asks_unless_something_else_is_said(world, client, page):
    client.force_login(world.mayor.user)
    assert client.get(page).context["form"]["asked_by"].value() == "chair"


def test_the_check_stores_nothing_and_back_keeps_all_that_was_typed(world, office, page):
    answer = office.post(page, signing(world, *world.members["UB"][:3]))
    assert answer.status_code == 200
    assert "3 von 10 Mitgliedern verlangen die Sitzung (nötig: 3)." in plain(answer)
    assert "Heute versendet, hält die Einladung die Ladungsfrist von 14 Tagen ein." in plain(answer)
    assert "10 Mitglieder werden gebeten, den Tag freizuhalten." in plain(answer)
    assert Meeting.objects.count() == 0
    back = office.post(page, signing(world, *world.members["UB"][:3]) | {"change": "1"})
    assert (back.status_code, back.text.count("checked")) == (200, 4)
    assert MATTER in back.text


def test_one_more_click_sets_it_and_leads_to_the_agenda_to_be_released(world, office, page):
    answer = office.post(page, WANTED | {"confirmed": "1"})
    meeting = Meeting.objects.get()
    assert answer.url == reverse("agenda_edit", args=[meeting.pk])
    assert "Als Nächstes gibt der Vorsitz die Tagesordnung frei, bis 25. November 2026." in plain(
        office.get(answer.url)
    )
    assert "Bis zu diesem Tag gibt der Vorsitz frei." in plain(office.get("/"))
    assert "Außerordentliche Sitzung. Verlangt von der Geschäftsführung am 23. November 2026." in plain(
        office.get(meeting.get_absolute_url())
    )


def test_for_the_chair_the_office_acts_on_the_chairs_word(world, office, page):
    office.post(page, WANTED | {"asked_by": "chair", "confirmed": "1"})
    demand = Demand.objects.get()
    assert (demand.called_by, demand.called_for) == (world.secretary.key, world.mayor.key)


@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "1"}])
@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"asked_by": ""}, 400, "Bitte wählen Sie eine der Antworten."),
        ({"matter": " "}, 400, "Bitte füllen Sie dieses Feld aus."),
        ({"reason": "x" * 301}, 400, "Bitte kürzen Sie den Text auf 300 Zeichen."),
        ({"minutes": "9999"}, 400, "840"),
        ({"starts_at": "2026-11-20T16:00"}, 400, "Dieser Termin ist vorbei."),
        ({"starts_at": "2026-12-07T16:00"}, 409, "Die Ladungsfrist von 14 Tagen ist nicht eingehalten."),
        ({"asked_by": "members"}, 409, "0 von 10 Mitgliedern verlangen die Sitzung (nötig: 3)."),
        ({"asked_by": "members", "supporters": ["999999999999999999999"]}, 400, ""),
        ({"asked_by": "members", "supporters": ["x\x00"]}, 400, ""),
    ],
)
def test_bad_input_is_refused_with_a_sentence_and_nothing_is_kept(office, page, change, status, words, confirmed):
    answer = office.post(page, WANTED | change | confirmed)
    assert answer.status_code == status
    assert words in plain(answer)
    assert Meeting.objects.count() == Demand.objects.count() == 0


def test_a_member_of_another_board_cannot_be_ticked(world, office, page):
    foreign = Mandate.objects.get(person=world.ostermann)
    assert office.post(page, WANTED | {"asked_by": "members", "supporters": [str(foreign.pk)]}).status_code == 400


def test_names_behind_a_demand_are_for_office_and_chair(world, client, call):
    meeting = call(asked(asked().day, world.kaya, world.dahlhoff, world.lamprecht))
    for who, told in ((world.secretary, 3), (world.mayor, 3), (world.kaya, 1), (world.members["UB"][7], 0)):
        client.force_login(who.user)
        answer = plain(client.get(meeting.get_absolute_url()))
        assert "Verlangt von 3 der 10 Mitglieder am 23. November 2026." in answer
        line = answer.partition("Verlangt von: ")[2].partition("</p>")[0]
        assert sum(name in line for name in ("Aylin Kaya", "Werner Dahlhoff", "Dr. Peter Lamprecht")) == told


def test_board_and_year_plan_lead_there_for_who_may_call(world, client, page):
    for who, leads in ((world.secretary, True), (world.mayor, True), (world.kaya, False), (world.manager, False)):
        client.force_login(who.user)
        for address in (world.ub.get_absolute_url(), reverse("year_plan", args=[world.ub.slug, 2026])):
            assert (page in client.get(address).text) is leads
