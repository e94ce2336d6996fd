from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from governance.confidentiality import Level
from governance.mandates.models import Mandate
from meetings.agenda.models import Recusal
from meetings.invitations.models import Invitation
from meetings.meeting.models import Meeting
from meetings.votes import voting
from tests.meetings.live import Evening

pytestmark = pytest.mark.django_db


def page(client, world, person, meeting):
    client.force_login(person.user)
    return client.get(meeting.get_absolute_url())


def test_head_and_agenda_as_a_member_sees_them(client, world):
    meeting = world.meeting(status="invited")
    world.agenda(meeting, "Datenplattform: Betriebsmodell", "Termine", status="frozen")
    Invitation.objects.create(meeting=meeting, person=world.kaya, invited_at=meeting.changed_at, answer="accepted")
    html = page(client, world, world.kaya, meeting).content.decode()
    assert "1. Sitzung 2027 des Unternehmensbeirats" in html
    assert "Donnerstag, 11.\xa0Februar 2027, 16:00 bis 18:00\xa0Uhr" in html
    assert "Sie nehmen teil." in html
    assert "Datenplattform: Betriebsmodell" in html
    assert "Befangenheit erklären" in html


def test_members_of_other_boards_find_nothing(client, world):
    meeting = world.meeting(status="invited")
    for person in (world.sponsor, world.former, world.admin):
        assert page(client, world, person, meeting).status_code == 404


def test_members_see_no_agenda_before_its_release(client, world):
    meeting = world.meeting()
    world.agenda(meeting, "Noch geheim", status="draft")
    assert "Noch geheim" not in page(client, world, world.kaya, meeting).content.decode()
    assert "Noch geheim" in page(client, world, world.secretary, meeting).content.decode()


def test_a_reader_of_english_reads_standing_items_in_english_and_topics_as_they_were_typed(client, world):
    meeting = world.meeting(status="invited")
    world.agenda(meeting, "Genehmigung der Tagesordnung", "Datenplattform", status="frozen")
    motion = {"motion_text": "Die Tagesordnung wird genehmigt.", "reason": "Dauerpunkt"}
    meeting.items.filter(position=1).update(**motion)
    client.cookies["django_language"] = "en"
    html = page(client, world, world.kaya, meeting).content.decode()
    assert ("Approval of the agenda" in html, "Datenplattform" in html) == (True, True)
    assert "Motion: The agenda is approved." in html
    assert "Dauerpunkt" not in html


def test_confidential_titles_and_texts_stay_hidden(client, world):
    meeting = world.meeting(status="invited")
    world.agenda(meeting, "Personalfrage", "Offenes Thema", status="frozen")
    meeting.items.filter(position=1).update(level=Level.CONFIDENTIAL, text="Streng geheim")
    for person in (world.kaya, world.manager, world.mayors_officer):
        html = page(client, world, person, meeting).content.decode()
        assert "Personalfrage" not in html
        assert "Streng geheim" not in html
        assert "Vertraulicher Tagesordnungspunkt" in html
    assert "Personalfrage" in page(client, world, world.mayor, meeting).content.decode()


@pytest.mark.parametrize(
    ("status", "agenda", "label"),
    [
        ("scheduled", "draft", "Tagesordnung bearbeiten"),
        ("scheduled", "released", "Einladung versenden"),
        ("in_session", "frozen", "Sitzung leiten"),
        ("held", "frozen", "Protokoll schreiben"),
    ],
)
def test_the_office_has_one_next_step(client, world, status, agenda, label):
    meeting = world.meeting(status=status)
    world.agenda(meeting, "Punkt", status=agenda)
    html = page(client, world, world.secretary, meeting).content.decode()
    assert html.count("kern-btn--primary") == 1
    assert label in html


def test_the_chair_finds_what_waits_for_a_release(client, world, now):
    meeting = world.meeting()
    agenda = world.agenda(meeting, "Datenplattform", status="draft")
    assert "Tagesordnung freigeben" not in page(client, world, world.mayor, meeting).content.decode()
    agenda.generated_at = now
    agenda.save()
    html = page(client, world, world.mayor, meeting).content.decode()
    assert f'href="{reverse("agenda_edit", args=[meeting.pk])}"' in html
    assert "Tagesordnung freigeben" in html
    assert "Tagesordnung freigeben" not in page(client, world, world.kaya, meeting).content.decode()


def test_the_office_finds_the_invitation_after_it_was_sent(client, world):
    sent, waiting = world.meeting(status="invited"), world.meeting(number=2)
    link = f'href="{reverse("invite", args=[sent.pk])}"'
    assert link in page(client, world, world.secretary, sent).content.decode()
    assert link not in page(client, world, world.kaya, sent).content.decode()
    assert "Versandnachweis" not in page(client, world, world.secretary, waiting).content.decode()


def test_topics_and_action_items_are_one_tap_from_the_list(client, world):
    topics = reverse("proposals")
    pool, form = (
        f'{topics}"><span class="kern-label">Themen<',
        f'{topics}#neu"><span class="kern-label">Thema vorschlagen<',
    )
    for person, link in ((world.kaya, form), (world.mayor, pool), (world.secretary, pool)):
        client.force_login(person.user)
        html = client.get(reverse("meetings")).content.decode()
        assert f'href="{link}' in html
        assert f'href="{reverse("actions")}"' in html
    client.force_login(world.mayors_officer.user)
    assert reverse("proposals") not in client.get(reverse("meetings")).content.decode()


def test_the_meeting_is_opened_from_its_page_on_its_day(client, world):
    meeting = world.meeting(status="invited", day=date(2026, 11, 23))
    world.agenda(meeting, "Punkt", status="frozen")
    assert "Sitzung eröffnen" in page(client, world, world.mayor, meeting).content.decode()
    assert "Sitzung eröffnen" not in page(client, world, world.kaya, meeting).content.decode()


def test_a_recused_member_no_longer_reads_the_text(client, world):
    meeting = world.meeting(status="invited")
    world.agenda(meeting, "Datenplattform", "Termine", status="frozen")
    meeting.items.filter(position=1).update(text="Angebot der Firma Muster")
    assert "Angebot der Firma" in page(client, world, world.lamprecht, meeting).content.decode()
    item = meeting.items.get(position=1)
    sent = {"item": item.pk, "reason": "Gesellschafter"}
    assert client.post(reverse("recusal", args=[meeting.pk]), sent).status_code == 400
    assert client.post(reverse("recusal", args=[meeting.pk]), sent | {"understood": "on"}).status_code == 302
    html = page(client, world, world.lamprecht, meeting).content.decode()
    assert "Sie haben Befangenheit zu TOP\xa01 erklärt." in html
    assert "Angebot der Firma" not in html
    assert Recusal.objects.get().reason == "Gesellschafter"
    assert client.post(reverse("recusal", args=[meeting.pk]), {"item": "9999"}).status_code == 400


def test_a_held_meeting_tells_the_result_of_each_item(client, world, evening):
    evening.open(present=9)
    motion = evening.act(voting.put, evening.item(1), "Der Beirat empfiehlt den Anbieter.")
    evening.act(voting.count, motion, yes=4, no=4, abstain=1)
    evening.act(voting.unanimous, evening.item(2))
    evening.act(voting.note, evening.item(3))
    evening.recuse(world.kaya, 2)
    words = (
        "4\xa0Ja, 4\xa0Nein, 1\xa0Enthaltung. Stimmengleichheit. Der Antrag ist abgelehnt.",
        "Einstimmig – angenommen",
    )
    for person, shown in ((world.lamprecht, (True, True)), (world.kaya, (True, False))):
        html = page(client, world, person, evening.meeting).content.decode()
        assert tuple(word in html for word in words) == shown
        assert html.count("Zur Kenntnis genommen") == 1


def test_one_short_sentence_stands_open_and_a_long_text_is_unfolded(client, world):
    meeting = world.meeting(status="invited")
    world.agenda(meeting, "Kurz", "Lang", status="frozen")
    meeting.items.filter(position=1).update(text="Bericht aus der Geschäftsleitung.")
    meeting.items.filter(position=2).update(text="Erster Satz.\nZweiter Satz.")
    html = page(client, world, world.kaya, meeting).content.decode()
    assert '<p class="kern-body">Bericht aus der Geschäftsleitung.</p>' in html
    assert html.count('<details class="kern-accordion">') == 1


def test_members_declare_recusals_and_who_leads_enters_them(client, world):
    meeting = world.meeting(status="invited")
    world.agenda(meeting, "Datenplattform", status="frozen")
    answers = {}
    for person in (world.kaya, world.mayor, world.secretary, world.sponsor, world.manager):
        client.force_login(person.user)
        answers[person] = client.get(reverse("recusal", args=[meeting.pk])).status_code
    assert list(answers.values()) == [200, 200, 200, 404, 404]


def test_a_declaration_is_withdrawn_until_the_item_has_a_result(client, world, now):
    meeting = world.meeting(status="invited")
    world.agenda(meeting, "Datenplattform", "Termine", status="frozen")
    address, first = reverse("recusal", args=[meeting.pk]), meeting.items.get(position=1)
    client.force_login(world.kaya.user)
    client.post(address, {"item": first.pk, "understood": "on"})
    of_another = Recusal.objects.create(item=first, person=world.lamprecht, declared_at=now, entered_by="system")
    assert client.post(address, {"withdraw": of_another.pk}).status_code == 404
    mine = Recusal.objects.get(person=world.kaya)
    assert (f'value="{mine.pk}"' in (html := client.get(address).content.decode()), "Lamprecht" in html) == (
        True,
        False,
    )
    assert client.post(address, {"withdraw": mine.pk}).status_code == 302
    assert list(Recusal.objects.all()) == [of_another]
    meeting.items.update(outcome="noted", outcome_at=now)
    client.force_login(world.lamprecht.user)
    assert client.post(address, {"withdraw": of_another.pk}).status_code == 409
    for nonsense in ("", "x", "9" * 30):
        assert client.post(address, {"withdraw": nonsense}).status_code == 404


def test_the_forecast_counts_those_who_vote(client, world):
    """An advisory seat and a guest come, but nobody needs them for the quorum."""
    meeting = world.meeting(status="invited")
    Invitation.objects.bulk_create(
        Invitation(
            meeting=meeting,
            person=mandate.person,
            mandate=mandate,
            role="guest" if mandate.seat.number == 1 else "member",
            invited_at=meeting.changed_at,
            answer="accepted" if mandate.seat.number <= 6 else "needs_action",
        )
        for mandate in Mandate.objects.filter(seat__board=world.ub, status="active").select_related("person", "seat")
    )
    html = page(client, world, world.kaya, meeting).content.decode()
    assert "Noch nicht beschlussfähig: 5 von 10 zugesagt, nötig sind 6." in html


@pytest.mark.parametrize("size", [5, 50])
@pytest.mark.parametrize("short", ["UB", "ETB"])
@pytest.mark.parametrize("role", ["secretary", "cdo", "manager"])
def test_the_page_costs_at_most_twelve_queries(client, world, size, short, role, django_assert_max_num_queries):
    board = {"UB": world.ub, "ETB": world.etb}[short]
    evening = Evening(world, board, items=[f"Punkt {n}" for n in range(size)])
    Invitation.objects.bulk_create(
        Invitation(meeting=evening.meeting, person=one, invited_at=evening.now) for one in evening.members
    )
    client.force_login(getattr(world, role).user)
    with django_assert_max_num_queries(12):
        assert client.get(evening.meeting.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("role", ["secretary", "cdo", "manager"])
def test_items_about_minutes_a_report_and_answers_cost_no_more(client, world, role, django_assert_max_num_queries):
    """One query for each source the items name, as in a played year: minutes to approve, the report, the answers."""
    evening = Evening(world, world.ub, items=["Niederschrift", "Bericht", "Antworten", "Termine"])
    for position, source in enumerate(["minutes:1", f"report:{uuid4()}", "answers:1"], start=1):
        evening.meeting.items.filter(position=position).update(source=source)
    evening.open()
    client.force_login(getattr(world, role).user)
    Meeting.objects.filter(pk=evening.meeting.pk).update(status=Meeting.Status.HELD)
    with django_assert_max_num_queries(12):
        assert client.get(evening.meeting.get_absolute_url()).status_code == 200


def test_the_list_shows_coming_and_past_meetings_of_the_reader(client, world):
    world.meeting(status="invited")
    world.meeting(day=date(2026, 9, 10), status="held", number=2)
    world.meeting(world.sb, day=date(2027, 3, 4))
    world.meeting(day=date(2027, 5, 13), status="planned", number=3)
    client.force_login(world.kaya.user)
    html = client.get(reverse("meetings")).content.decode()
    assert html.count('class="app-row"') == 2
    assert "Sponsorenbeirat" not in html
    client.force_login(world.secretary.user)
    html = client.get(reverse("meetings")).content.decode()
    assert html.count('class="app-row"') == 4


def test_a_cancelled_meeting_stays_among_the_coming_until_its_day_is_over(client, world):
    world.meeting(status="cancelled")
    client.force_login(world.kaya.user)
    coming, past = client.get(reverse("meetings")).content.decode().split('id="vorbei"')
    assert ("Abgesagt" in coming, "Abgesagt" in past) == (True, False)


@pytest.mark.parametrize("number", [1, 20])
def test_the_list_costs_the_same_for_many_meetings(client, world, number, django_assert_max_num_queries):
    for n in range(1, number + 1):
        world.meeting(day=date(2027, 1, n), number=n)
        world.meeting(day=date(2026, 10, n), number=n, status="held")
    client.force_login(world.secretary.user)
    with django_assert_max_num_queries(9):
        assert client.get(reverse("meetings")).status_code == 200
