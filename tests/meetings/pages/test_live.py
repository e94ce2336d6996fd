from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from foundation.web import clock
from governance.confidentiality import Level
from meetings.actions.models import ActionItem
from meetings.agenda.models import AgendaItem
from meetings.invitations.models import Invitation
from meetings.sittings.models import QuorumFinding
from meetings.votes.models import Motion, Resolution, Vote
from tests.meetings.live import Evening, at

pytestmark = pytest.mark.django_db


class Buttons(HTMLParser):
    """Forms of a page as a person without JavaScript uses them: each enabled button with what it would send."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}
        self.found: list[dict[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "form":
            self.hidden = {}
        elif tag == "input" and values.get("type") == "hidden":
            self.hidden[values["name"]] = values.get("value", "")
        elif tag == "button" and "disabled" not in values:
            self.found.append({**self.hidden, values.get("name", ""): values.get("value", "")})

    def __getitem__(self, wanted: tuple[str, str]) -> dict[str, str]:
        return next(one for one in self.found if one.get(wanted[0]) == wanted[1])

    def __contains__(self, wanted: tuple[str, str]) -> bool:
        return any(one.get(wanted[0]) == wanted[1] for one in self.found)


@pytest.fixture
def office(client, evening):
    client.force_login(evening.world.secretary.user)
    return client


def live(evening) -> str:
    return reverse("live", args=[evening.meeting.pk])


def tap(client, evening, name, value, **more):
    """Press the button of the page as it is now."""
    page = client.get(live(evening)).content.decode()
    answer = client.post(live(evening), {**Buttons(page)[name, value], **more})
    assert answer.status_code == 302, answer.content.decode()
    return answer


def test_an_ordinary_meeting_of_eight_unanimous_items_takes_eleven_taps(client, world):
    with clock.at(at(16, 30)):
        evening = Evening(world, items=[f"Punkt {n}" for n in range(1, 9)])
        client.force_login(world.secretary.user)
        taps = [("act", "all"), ("act", "open"), *[("act", "unanimous")] * 8, ("act", "close")]
        for name, value in taps:
            tap(client, evening, name, value)
        evening.meeting.refresh_from_db()
        assert (len(taps), evening.meeting.status) == (11, "held")
        assert Resolution.objects.count() == 8


def test_five_of_ten_cannot_vote_until_the_sixth_arrives(office, evening):
    for person in evening.members[:5]:
        tap(office, evening, "mark", f"present:{person.pk}")
    tap(office, evening, "act", "open")
    page = office.get(live(evening)).content.decode()
    assert "Abstimmen ist nicht möglich" in page
    assert ("act", "unanimous") not in Buttons(page)
    item = evening.item(1)
    refused = office.post(live(evening), {"act": "unanimous", "item": item.pk})
    assert refused.status_code == 409
    with clock.at(at(16, 42)):
        tap(office, evening, "mark", f"video:{evening.members[5].pk}")
        tap(office, evening, "act", "unanimous")
    assert list(QuorumFinding.objects.values_list("present", "quorate")) == [(5, False), (6, True)]


def test_votes_are_counted_and_a_tie_rejects(office, evening):
    evening.open(present=6)
    sent = {"act": "count", "item": evening.item(1).pk, "text": "Der Beirat empfiehlt B.", "yes": 4, "no": 1}
    assert office.post(live(evening), {**sent, "abstain": 1}).status_code == 302
    assert office.post(live(evening), {**sent, "abstain": 1}).status_code == 302
    assert "4\xa0Ja, 1\xa0Nein, 1\xa0Enthaltung – angenommen" in office.get(live(evening)).content.decode()
    tie = {"act": "count", "item": evening.item(2).pk, "text": "Antrag", "yes": 3, "no": 3, "abstain": 0}
    office.post(live(evening), tie)
    assert "Stimmengleichheit. Der Antrag ist abgelehnt." in office.get(live(evening)).content.decode()
    assert Vote.objects.count() == 2


@pytest.mark.parametrize("yes", ["7", "-1", "viele", "99999999999999999999", ""])
def test_a_count_that_cannot_be_says_why(office, evening, yes):
    evening.open(present=6)
    sent = {"act": "count", "item": evening.item(1).pk, "text": "Antrag", "yes": yes, "no": 0, "abstain": 0}
    answer = office.post(live(evening), sent)
    assert answer.status_code == 400
    assert "Bitte prüfen Sie Ihre Angaben" in answer.content.decode()
    assert not Vote.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"act": "storm"},
        {"act": "unanimous", "item": "x"},
        {"act": "unanimous", "item": "999999"},
        {"mark": "present:"},
        {"mark": "present:00000000-0000-0000-0000-000000000000"},
        {"mark": "kiss:00000000-0000-0000-0000-000000000000"},
    ],
)
def test_nonsense_is_not_found(office, evening, sent):
    evening.open()
    assert office.post(live(evening), sent).status_code == 404


def test_a_double_tap_never_reaches_the_next_item(office, evening):
    evening.open()
    button = Buttons(office.get(live(evening)).content.decode())["act", "unanimous"]
    for _twice in range(2):
        assert office.post(live(evening), button).status_code == 302
    assert [evening.item(n).outcome for n in (1, 2, 3)] == ["decided", "open", "open"]


def test_recusal_is_found_for_its_item_only(office, evening):
    evening.open(present=6)
    evening.recuse(evening.world.lamprecht, 1)
    page = office.get(live(evening)).content.decode()
    assert "Dr. Peter Lamprecht ist befangen" in page
    assert "Neu feststellen" in page
    tap(office, evening, "act", "find")
    assert list(QuorumFinding.objects.values_list("item", "present")) == [(None, 6), (evening.item(1).pk, 5)]


def test_a_recusal_told_in_the_room_is_entered_by_who_leads(office, evening):
    evening.open()
    address, item, kaya = reverse("recusal", args=[evening.meeting.pk]), evening.item(1), evening.world.kaya
    assert f'href="{address}?top={item.pk}"' in office.get(live(evening)).content.decode()
    sent = {"item": item.pk, "person": kaya.pk, "reason": "Gesellschafterin"}
    assert office.post(address, {**sent, "person": evening.world.sponsor.pk}).status_code == 400
    assert office.post(address, sent).headers["Location"] == f"{live(evening)}?top=1"
    assert f"{kaya} ist befangen und verlässt den Raum." in office.get(live(evening)).content.decode()
    shown = office.get(reverse("meeting_attendance", args=[evening.meeting.pk])).content.decode()
    assert (f"1: {kaya}<br>" in shown, "Gesellschafterin" in shown) == (True, True)


def test_a_recused_chair_sees_no_text_and_no_button_of_the_item(client, evening):
    evening.open()
    evening.recuse(evening.world.mayor, 1)
    client.force_login(evening.world.mayor.user)
    page = client.get(live(evening)).content.decode()
    assert "Sie wirken an diesem Punkt nicht mit. Der stellvertretende Vorsitz leitet ihn." in page
    assert "Der Beirat empfiehlt: Datenplattform." not in page
    for act in ("unanimous", "note", "adjourn", "withdraw", "count"):
        assert ("act", act) not in Buttons(page)
    assert client.post(live(evening), {"act": "note", "item": evening.item(1).pk}).status_code == 403
    assert client.get(reverse("live_item", args=[evening.meeting.pk, 1])).status_code == 404
    assert client.get(reverse("live_item", args=[evening.meeting.pk, 2])).status_code == 200
    assert evening.item(1).outcome == "open"


def test_too_few_are_numbers_until_it_is_found(office, evening):
    evening.open(present=6)
    evening.leave(evening.world.kaya)
    page = office.get(live(evening)).content.decode()
    assert "5 von 10 Mitgliedern anwesend, nötig sind 6." in page
    assert ("act", "unanimous") in Buttons(page)
    tap(office, evening, "act", "find")
    page = office.get(live(evening)).content.decode()
    assert "Nicht beschlussfähig festgestellt: 5 von 10" in page
    assert ("act", "unanimous") not in Buttons(page)


def test_members_watch_and_cannot_act(client, evening):
    evening.open()
    client.force_login(evening.world.kaya.user)
    page = client.get(live(evening)).content.decode()
    assert "Datenplattform" in page
    assert "Einstimmig" not in page
    assert client.post(live(evening), {"act": "unanimous", "item": evening.item(1).pk}).status_code == 404


def test_watching_members_do_not_see_confidential_items(client, evening):
    evening.meeting.items.filter(position=1).update(level=Level.CONFIDENTIAL)
    evening.open()
    client.force_login(evening.world.kaya.user)
    page = client.get(live(evening)).content.decode()
    assert "Datenplattform" not in page
    assert "Vertraulicher Tagesordnungspunkt" in page


def test_an_entry_is_changed_with_a_reason(office, evening):
    evening.open()
    tap(office, evening, "act", "unanimous")
    url = reverse("live_item", args=[evening.meeting.pk, 1])
    assert office.post(url, {"yes": 8, "no": 2, "abstain": 0}).status_code == 400
    assert office.post(url, {"yes": 8, "no": 2, "abstain": 0, "reason": "verzählt"}).status_code == 302
    assert "8\xa0Ja, 2\xa0Nein" in office.get(live(evening)).content.decode()


def test_what_was_noted_by_mistake_is_called_up_again_with_a_reason(office, evening):
    evening.open()
    tap(office, evening, "act", "note")
    url = reverse("live_item", args=[evening.meeting.pk, 1])
    assert "Warum rufen Sie den Punkt wieder auf?" in office.get(url).content.decode()
    assert office.post(url, {"why": " "}).status_code == 400
    assert evening.item(1).outcome == "noted"
    answer = office.post(url, {"why": "vertippt"})
    assert (answer.status_code, answer.url) == (302, f"{live(evening)}?top=1")
    assert (evening.item(1).outcome, evening.item(1).reopened_reason) == ("open", "vertippt")


def test_a_changed_motion_is_on_the_screen_before_it_is_adopted_unanimously(office, evening):
    evening.open()
    sent = {"act": "count", "put": "ja", "item": evening.item(1).pk, "yes": "", "no": ""}
    assert office.post(live(evening), sent | {"text": " "}).status_code == 400
    for _click in range(2):
        page = office.post(live(evening), sent | {"text": "Der Beirat empfiehlt B."}, follow=True).content.decode()
    assert '<p class="kern-body app-live__motion">Der Beirat empfiehlt B.</p>' in page
    assert Vote.objects.count() == 0
    tap(office, evening, "act", "unanimous")
    assert list(Motion.objects.values_list("text", "vote__result")) == [("Der Beirat empfiehlt B.", "adopted")]


def test_without_a_motion_there_is_no_unanimous_vote(office, evening):
    evening.meeting.items.filter(position=1).update(kind="information", motion_text="", title="Verschiedenes")
    evening.open()
    refused = office.post(live(evening), {"act": "unanimous", "item": evening.item(1).pk})
    assert refused.status_code == 409
    assert "TOP 1 hat keinen Antrag." in refused.content.decode()
    assert (Motion.objects.count(), evening.item(1).outcome) == (0, "open")


def test_a_vote_is_taken_back_with_a_reason_and_its_item_called_up_again(office, evening):
    evening.open()
    tap(office, evening, "act", "unanimous")
    url = reverse("live_item", args=[evening.meeting.pk, 1])
    page = office.get(url).content.decode()
    assert "Punkt wieder aufrufen" in page
    assert office.post(url, {"why": " "}).status_code == 400
    assert Vote.objects.count() == 1
    answer = office.post(url, {"why": "falscher Punkt"})
    assert (answer.status_code, answer.url) == (302, f"{live(evening)}?top=1")
    assert (Vote.objects.count(), evening.item(1).outcome) == (0, "open")
    tap(office, evening, "act", "unanimous")
    assert [one.reference for one in Resolution.objects.standing()] == ["UB-B-2027-01"]


@pytest.mark.parametrize(
    ("kind", "motion", "first", "abstentions"),
    [
        ("information", "", "note", False),
        ("report", "", "note", False),
        ("discussion", "", "note", False),
        ("discussion", "Der Beirat empfiehlt es.", "unanimous", True),
        ("decision", "", "note", False),
        ("decision", "Der Beirat empfiehlt es.", "unanimous", True),
    ],
)
def test_a_vote_is_offered_where_there_is_a_motion(office, evening, kind, motion, first, abstentions):
    evening.meeting.items.filter(position=1).update(kind=kind, motion_text=motion)
    evening.open()
    buttons = Buttons(office.get(live(evening)).content.decode())
    assert next(one["act"] for one in buttons.found if one.get("act") in ("note", "unanimous")) == first
    assert (("act", "unanimous") in buttons, ("abstain", "1") in buttons) == (abstentions, abstentions)
    assert ("act", "count") in buttons


def test_the_last_three_results_stay_in_sight(client, world):
    evening, office = Evening(world, items=("Eins", "Zwei", "Drei", "Vier", "Fünf")), client
    office.force_login(world.secretary.user)
    evening.open()
    for _item in range(4):
        tap(office, evening, "act", "note")
    assert "TOP 1 anzeigen" in office.get(live(evening)).content.decode()
    tap(office, evening, "act", "note")
    page = office.get(live(evening)).content.decode()
    assert "TOP 1 bis 2 anzeigen" in page
    assert page.index("Fünf") < page.index("Drei") < page.index("TOP 1 bis 2 anzeigen") < page.index("Zwei")


def test_the_way_back_says_whether_the_meeting_runs(office, evening):
    guest = reverse("live_guest", args=[evening.meeting.pk])
    before = office.get(guest).content.decode()
    evening.open()
    assert ("Sitzung eröffnen</a>" in before, "Sitzung läuft" in before) == (True, False)
    assert "Sitzung läuft</a>" in office.get(guest).content.decode()


def test_attendance_is_marked_from_the_day_of_the_meeting_and_all_at_once_while_somebody_is_missing(office, evening):
    with clock.at(evening.now - timedelta(days=1)):
        eve = Buttons(office.get(live(evening)).content.decode())
    assert [one for one in eve.found if {"mark", "act"} & one.keys()] == []
    assert ("act", "all") in Buttons(office.get(live(evening)).content.decode())
    tap(office, evening, "act", "all")
    assert ("act", "all") not in Buttons(office.get(live(evening)).content.decode())


def test_an_action_item_is_noted_while_the_meeting_runs(office, evening):
    evening.open()
    sent = {
        "title": "Vertragsentwurf vorlegen",
        "item": evening.item(1).pk,
        "owner": str(evening.world.manager.pk),
        "due_on": "2027-03-11",
    }
    assert office.post(reverse("live_action", args=[evening.meeting.pk]), sent).status_code == 302
    assert ActionItem.objects.get().owner == evening.world.manager
    assert "Vertragsentwurf vorlegen: Dr. Jonas Ebeling, 11.03.2027" in office.get(live(evening)).content.decode()


def test_a_day_before_the_meeting_is_an_error_of_its_field_and_nothing_is_lost(office, evening):
    evening.open()
    sent = {"title": "Vertragsentwurf vorlegen", "item": evening.item(1).pk, "owner": str(evening.world.manager.pk)}
    answer = office.post(reverse("live_action", args=[evening.meeting.pk]), {**sent, "due_on": "2027-02-01"})
    page = answer.content.decode()
    assert (answer.status_code, ActionItem.objects.count()) == (400, 0)
    assert 'value="Vertragsentwurf vorlegen"' in page
    assert 'href="#id_due_on"' in page


def test_a_wrong_presence_is_taken_back_until_somebody_counted_it(office, evening):
    kaya = evening.world.kaya
    tap(office, evening, "mark", f"present:{kaya.pk}")
    for _twice in range(2):
        sent = {"mark": f"absent:{kaya.pk}"}
        assert office.post(live(evening), sent).status_code == 302
    assert not evening.meeting.attendances.exists()
    evening.open(present=6)
    late = evening.members[7]
    evening.now += timedelta(minutes=5)
    with clock.at(evening.now):
        tap(office, evening, "mark", f"present:{late.pk}")
        tap(office, evening, "mark", f"absent:{late.pk}")
    assert evening.meeting.attendances.count() == 6
    refused = office.post(live(evening), {"mark": f"absent:{evening.members[0].pk}"})
    assert refused.status_code == 409
    assert "Tragen Sie ein, dass die Person gegangen ist." in refused.content.decode()
    assert evening.meeting.attendances.count() == 6


def test_an_action_item_starts_at_the_item_just_decided(office, evening):
    evening.open()
    tap(office, evening, "act", "unanimous")
    first = evening.item(1)
    assert f"?top={first.pk}" in office.get(live(evening)).content.decode()
    form = office.get(reverse("live_action", args=[evening.meeting.pk]), {"top": first.pk}).content.decode()
    assert f'<option value="{first.pk}" selected>' in form


def test_management_comes_as_a_guest(office, evening):
    url = reverse("live_guest", args=[evening.meeting.pk])
    form = office.get(url).content.decode()
    assert ("Dahlhoff" in form, "Der Vorsitz lädt Gäste ein." in form) == (False, True)
    assert office.post(url, {"person": str(evening.world.manager.pk)}).status_code == 302
    assert "Dr. Jonas Ebeling (Gast)" in office.get(live(evening)).content.decode()


def test_an_invited_guest_stands_in_the_attendance_list(office, evening):
    """One tap, like a member; who declined is not expected, and nobody counts them for the quorum."""
    world = evening.world
    for person, answer in ((world.manager, "accepted"), (world.ostermann, "declined")):
        Invitation.objects.create(
            meeting=evening.meeting, person=person, role="guest", answer=answer, invited_at=evening.now
        )
    page = office.get(live(evening)).content.decode()
    assert ("Dr. Jonas Ebeling (Gast)" in page, "Ostermann" in page) == (True, False)
    tap(office, evening, "mark", f"present:{world.manager.pk}")
    page = office.get(live(evening)).content.decode()
    assert page.count("Dr. Jonas Ebeling (Gast)") == 1
    assert "0 von 10" in page


@pytest.mark.parametrize("size", [5, 50])
@pytest.mark.parametrize("short", ["UB", "ETB"])
def test_the_live_page_costs_thirteen_queries_whatever_the_size(
    client, world, size, short, django_assert_num_queries
):
    with clock.at(at(16, 30)):
        board = {"UB": world.ub, "ETB": world.etb}[short]
        evening = Evening(world, board, items=[f"Punkt {n}" for n in range(size)])
        evening.open()
        evening.recuse(evening.members[3], 2)
        client.force_login(world.secretary.user)
        client.post(live(evening), {"act": "unanimous", "item": evening.item(1).pk})
        with django_assert_num_queries(13):
            client.get(live(evening))


def test_a_meeting_that_is_over_leads_to_its_page(office, evening):
    evening.open()
    AgendaItem.objects.filter(meeting=evening.meeting).update(outcome="noted")
    tap(office, evening, "act", "close")
    assert office.get(live(evening)).url == evening.meeting.get_absolute_url()
