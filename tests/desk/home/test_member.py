"""A member's first screen: the next meeting, what is owed, what is new, and nothing of others."""

from datetime import UTC, date, datetime

import pytest

from desk.home import member
from foundation.web import clock
from meetings.invitations import sending
from meetings.meeting.models import Meeting


@pytest.fixture
def overview(world):
    """What this person finds now: `overview(world.kaya)`."""
    return lambda person: member.overview(world.reader(person, clock.today()), clock.now())


def titles(listing) -> list[tuple[str, str]]:
    return [(one.when, one.row.title) for one in listing.rows]


def invite(world, meeting) -> None:
    sending.invite(meeting, by=world.actor(world.secretary), now=clock.now())


def test_before_the_invitation_the_scheduled_date_stands_there_without_buttons(world, overview):
    world.meeting(world.ub, day=date(2026, 12, 17), status="planned", number=1)
    scheduled = world.meeting(world.ub, day=date(2027, 2, 11))
    found = overview(world.kaya).next
    assert (found.meeting, found.invited, found.asks, found.readable) == (scheduled, False, False, True)


def test_the_next_meeting_asks_until_it_is_answered(world, overview, printed):
    meeting = world.meeting(world.ub, day=date(2026, 12, 17))
    agenda = world.agenda(meeting, "Parkausweise")
    invite(world, meeting)
    found = overview(world.kaya).next
    assert [choice.code for choice in found.choices] == ["accepted", "declined", "tentative", "delegated"]
    assert (found.given, found.has_pdf) == ("", False)
    agenda.versions.get().rendering.__class__.objects.update(state="done")
    meeting.invitations.filter(person=world.kaya).update(answer="declined")
    found = overview(world.kaya).next
    assert (found.given, found.icon) == ("Sie haben abgesagt.", "info")
    assert (found.asks, found.may_change, found.has_pdf) == (False, True, True)


def test_an_invitation_to_a_later_meeting_is_owed_as_a_row(world, overview):
    for board, day in ((world.ub, date(2026, 12, 17)), (world.etb, date(2027, 1, 14))):
        meeting = world.meeting(board, day=day)
        world.agenda(meeting, "Ein Punkt")
        invite(world, meeting)
    found = overview(world.dahlhoff)
    assert found.next.meeting.board == world.ub
    assert titles(found.owed) == [("Do, 14.01.", "Einladung beantworten: Ethik- und Technologiebeirat")]
    assert titles(overview(world.kaya).owed) == []


def test_a_guest_of_another_board_answers_without_links_that_lead_nowhere(world, overview):
    meeting = world.meeting(world.etb, day=date(2026, 12, 17))
    agenda = world.agenda(meeting, "Ein Punkt")
    invite(world, meeting)
    agenda.versions.get().rendering.__class__.objects.update(state="done")
    meeting.invitations.create(person=world.kaya, role="guest", invited_at=clock.now())
    found = overview(world.kaya).next
    assert (found.meeting, found.asks, found.readable, found.has_pdf) == (meeting, True, False, False)


@pytest.mark.parametrize("role", ["deputy", "guest", "chair"])
def test_who_is_called_in_anothers_place_is_not_represented_in_turn(world, overview, role):
    meeting = world.meeting(world.etb, day=date(2026, 12, 17))
    world.agenda(meeting, "Ein Punkt")
    invite(world, meeting)
    theirs = world.ostermann.mandates.get(seat__board=world.etb)
    meeting.invitations.create(person=world.kaya, role=role, mandate=theirs, invited_at=clock.now())
    assert [choice.code for choice in overview(world.kaya).next.choices] == ["accepted", "declined", "tentative"]
    assert overview(world.ostermann).next.choices[-1].code == "delegated"


def test_a_withdrawn_invitation_asks_nothing(world, overview):
    meeting = world.meeting(world.etb, day=date(2026, 12, 17))
    world.agenda(meeting, "Ein Punkt")
    invite(world, meeting)
    meeting.invitations.create(person=world.kaya, role="guest", invited_at=clock.now(), withdrawn_at=clock.now())
    assert overview(world.kaya).next is None


def test_a_running_meeting_is_led_by_its_chair_and_followed_by_members(world, overview):
    world.meeting(world.ub, day=date(2026, 11, 23), status="in_session")
    assert overview(world.mayor).next.lead == "Sitzung leiten"
    assert overview(world.kaya).next.lead == "Sitzung verfolgen"


def test_the_chair_opens_the_meeting_on_its_day_from_the_first_screen(world, overview):
    meeting = world.meeting(status="invited", day=date(2026, 11, 23))
    assert overview(world.mayor).next.lead == "Sitzung eröffnen"
    assert overview(world.kaya).next.lead == ""
    meeting.delete()
    world.meeting(status="invited", day=date(2026, 11, 24))
    assert overview(world.mayor).next.lead == ""


def test_owed_are_only_the_own_assessments_and_actions(world, overview, action, asked):
    held = world.meeting(world.ub, day=date(2026, 11, 12), status="held")
    action(held, world.dahlhoff, "Standorte abstimmen", date(2026, 11, 20))
    action(held, world.kaya, "Netz messen", date(2026, 12, 1))
    action(held, world.dahlhoff, "Schon gemeldet", date(2026, 11, 21), status="done_reported")
    asked(world.etb, "Sensoren", world.dahlhoff, world.ostermann)
    asked(world.etb, "Abgesagt", world.dahlhoff, status="cancelled")
    given = asked(world.etb, "Gegeben", world.dahlhoff)
    given.opinions.update(status="submitted", submitted_at=clock.now())
    assert titles(overview(world.dahlhoff).owed) == [
        ("Fr, 20.11.", "Maßnahme: Standorte abstimmen"),
        ("Mo, 14.12.", "Ihre Einschätzung: Sensoren"),
    ]
    assert titles(overview(world.kaya).owed) == [("Di, 01.12.", "Maßnahme: Netz messen")]


def test_an_assessment_is_owed_until_its_deadline(world, overview, asked):
    asked(world.etb, "Sensoren", world.dahlhoff)
    with clock.at(datetime(2026, 12, 14, 22, 58, tzinfo=UTC)):
        assert titles(overview(world.dahlhoff).owed) == [("Mo, 14.12.", "Ihre Einschätzung: Sensoren")]
    with clock.at(datetime(2026, 12, 14, 23, 0, tzinfo=UTC)):
        assert titles(overview(world.dahlhoff).owed) == []


def test_a_draft_with_the_members_is_owed_while_they_may_dissent_and_not_to_who_leads_or_withdrew(
    world, overview, advised, asked
):
    opinion = advised(world.etb, "Sensoren", status="circulated", until=date(2026, 11, 27))
    advised(world.etb, "Vorbei", status="circulated", until=date(2026, 11, 22))
    row = overview(world.dahlhoff).owed.rows[0].row
    assert titles(overview(world.dahlhoff).owed) == [("Fr, 27.11.", "Stellungnahme des Beirats lesen: Sensoren")]
    assert row.url == opinion.get_absolute_url()
    assert row.meta == "Sehen Sie es anders? Bis dahin können Sie ein Sondervotum abgeben."
    opinion.dissents.create(person=world.dahlhoff, text="Nein.", written_at=clock.now())
    row = overview(world.dahlhoff).owed.rows[0].row
    assert row.meta == "Ihr Sondervotum ist gespeichert. Bis dahin können Sie es ändern."
    mandate = world.ostermann.mandates.get(seat__board=world.etb)
    declined = {"status": "declined", "declined_reason": "Auftrag"}
    opinion.round.opinions.create(mandate=mandate, person=world.ostermann, **declined)
    for nobody in (world.cdo, world.kaya, world.ostermann):
        assert titles(overview(nobody).owed) == []


def test_who_declined_reads_it_and_how_to_change_it(world, client):
    meeting = world.meeting(world.ub, day=date(2026, 12, 17))
    world.agenda(meeting, "Parkausweise")
    invite(world, meeting)
    meeting.invitations.filter(person=world.kaya).update(answer="declined")
    client.force_login(world.kaya.user)
    shown = client.get("/").content.decode()
    for words in ("Sie haben abgesagt.", "Sie können Ihre Antwort bis zum Sitzungsbeginn ändern."):
        assert words in shown
    assert f'href="/sitzungen/{meeting.pk}/antwort/"' in shown


def test_new_are_the_three_newest_things_this_member_may_read(world, overview, advised, answered, report, minutes):
    etb = advised(world.etb, "Sensoren", adopted=datetime(2026, 11, 10, tzinfo=UTC))
    advised(world.sb, "Sponsorenwand", adopted=datetime(2026, 11, 22, tzinfo=UTC))
    advised(world.etb, "Noch Entwurf", status="draft")
    answered(etb, at=datetime(2026, 11, 19, 9, tzinfo=UTC))
    report("Q3/2026", "published", decided_at=datetime(2026, 11, 17, tzinfo=UTC), published_at=clock.now())
    report("Q4/2026", "draft")
    report("Q5/2026", "submitted", submitted_at=clock.now())
    held = world.meeting(world.etb, day=date(2026, 11, 5), status="held")
    minutes(
        held,
        "circulated",
        circulated_at=datetime(2026, 11, 18, 9, tzinfo=UTC),
        objections_until=date(2026, 12, 2),
    )
    other = world.meeting(world.ub, day=date(2026, 11, 12), status="held")
    minutes(other, "drafting")
    assert [(one.title, one.meta) for one in overview(world.ostermann).news] == [
        ("Sensoren: Antwort auf den Rat", "1 von 2 Empfehlungen beantwortet, 19.11.2026"),
        (
            "Protokoll: Ethik- und Technologiebeirat, 05.11.2026",
            "Versendet am 18.11.2026. Einwendungen sind bis 02.12.2026 möglich.",
        ),
        ("Bericht der Geschäftsführung Q3/2026", "Für: Unternehmensbeirat, 17.11.2026"),
    ]
    assert [one.title for one in overview(world.kaya).news] == ["Bericht der Geschäftsführung Q3/2026"]


def test_a_chair_finds_what_waits_for_release_on_the_boards_led(world, overview, minutes, advised, topic):
    coming = world.meeting(world.ub, day=date(2026, 12, 17), number=1)
    world.agenda(coming, "Parkausweise", status="draft")
    empty = world.meeting(world.ub, day=date(2026, 12, 18), number=2)
    world.agenda(empty, status="draft")
    held = world.meeting(world.ub, day=date(2026, 11, 12), status="held", number=3)
    minutes(held, "chair_review")
    minutes(world.meeting(world.ub, day=date(2026, 11, 5), status="held", number=4), "drafting")
    advised(world.ub, "Ladesäulen", status="circulated", until=date(2026, 11, 20))
    advised(world.ub, "Funknetz", status="circulated", until=date(2026, 11, 30))
    advised(world.ub, "Noch Entwurf", status="draft")
    topic(world.ub, world.kaya, "Parkhaus")
    topic(world.etb, world.ostermann, "Geheim")
    found = overview(world.mayor).release
    assert [(one.when, one.row.title, one.row.button) for one in found.rows] == [
        ("Sa, 21.11.", "Stellungnahme des Beirats: Ladesäulen", "Stellungnahme festlegen"),
        ("Do, 26.11.", "Protokoll: Unternehmensbeirat, 12.11.2026", "Entwurf lesen"),
        ("Fr, 27.11.", "Tagesordnung: Unternehmensbeirat", "Tagesordnung freigeben"),
        ("Di, 01.12.", "Stellungnahme des Beirats: Funknetz", "Stellungnahme ansehen"),
        ("ohne Frist", "Thema: Parkhaus", "Entscheiden"),
    ]
    assert titles(overview(world.kaya).release) == []
    assert titles(overview(world.cdo).release) == [("ohne Frist", "Thema: Geheim")]


def test_a_member_who_looks_changes_nothing(world, client):
    before = list(Meeting.objects.values())
    client.force_login(world.kaya.user)
    assert client.get("/").status_code == 200
    assert client.head("/").status_code == 200
    assert client.post("/").status_code == 405
    assert list(Meeting.objects.values()) == before
