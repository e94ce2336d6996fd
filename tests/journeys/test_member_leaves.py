"""J12: a member leaves in mid-term, and a successor comes. J12b: the chair leaves, and a deputy leads."""

from datetime import date, datetime, timedelta

import pytest

from foundation.accounts.models import PersonalLink
from foundation.outbox.models import Delivery
from foundation.values import SYSTEM
from governance.boards.founding import SeatPlan, found
from governance.mandates import ending
from governance.mandates.appointing import appoint
from governance.mandates.composition import composition
from governance.mandates.leading import name_deputy, take_chair
from governance.mandates.models import Mandate, SuccessionRequest
from governance.people.models import Organisation
from meetings.actions.models import ActionItem
from meetings.actions.tracking import assign
from meetings.invitations.calling import invite_missing
from meetings.invitations.dispatching import LINK_PURPOSE
from meetings.invitations.sending import invite
from opinions.rounds import opening
from opinions.rounds.deadlines import end_of
from portfolio.projects.models import Guideline
from tests.journeys.dates import on

pytestmark = pytest.mark.browser

MARCH = date(2027, 3, 15)
LAST = date(2027, 3, 31)
APRIL = date(2027, 4, 1)
MEETINGS = [date(2027, 4, 15), date(2027, 6, 10), date(2027, 9, 9)]
CALL = "Einladung zur Sitzung am"


@pytest.fixture
def busy(world, site):
    """Seat 3 belongs to a faction; its delegate is asked, invited, charged with work, and leads a working group."""
    body = Organisation.objects.create(name="Fraktion Wasserturm", kind="faction", email="fraktion@rat.example")
    world.etb.seats.filter(number=3).update(kind="delegated", delegating_body=body, label=body.name)
    with on(date(2027, 3, 1)) as now:
        _group(world, now)
        _work(world, now)
        for number, day in enumerate(MEETINGS, 2):
            meeting = world.meeting(world.etb, day=day, number=number)
            world.agenda(meeting, "Sensoren im öffentlichen Raum")
            invite(meeting, by=world.actor(world.secretary), now=now)
    return world


def _group(world, now: datetime) -> None:
    group = found(
        slug="facharbeitsgruppe-ethik",
        name="Facharbeitsgruppe Ethik",
        short_name="AG E",
        kind="other",
        purpose="Bereitet die Leitplanken vor.",
        place="Haus der Digitalstadt",
        founded_on=date(2026, 1, 1),
        position=4,
        seats=[SeatPlan(1, "expert", "Leitung", "science")],
        parent=world.etb,
        by=SYSTEM,
        now=now,
    )
    day = date(2026, 2, 1)
    appoint(
        seat=group.seats.get(),
        person=world.ostermann,
        start=day,
        appointed_on=day,
        document="Wahl",
        by=SYSTEM,
        now=now,
    )
    take_chair(board=group, person=world.ostermann, start=day, by=SYSTEM, now=now)


def _work(world, now: datetime) -> None:
    """One assessment that is asked for, two action items."""
    round_ = opening.prepare(
        board=world.etb,
        title="Sensoren im öffentlichen Raum",
        question="Ist das vereinbar?",
        requested_by=world.manager,
        deadline=end_of(date(2027, 4, 12)),
        by=world.actor(world.manager),
        now=now,
    )
    guideline = Guideline.objects.create(number=1, title="Gemeinwohl", text="Gemeinwohl ist gewahrt.")
    opening.open_round(
        round_,
        deadline=end_of(date(2027, 4, 12)),
        guidelines=[guideline],
        important=[1],
        by=world.actor(world.secretary),
        now=now,
    )
    held = world.meeting(world.etb, day=date(2027, 2, 18), status="held")
    world.agenda(held, "Bericht", status="frozen")
    for title in ("Kosten klären", "Datenblatt prüfen"):
        by = world.actor(world.secretary)
        assign(held.items.get(), title=title, owner=world.ostermann, due_on=date(2027, 5, 3), by=by, now=now)


def test_a_member_leaves_and_a_successor_comes(busy, visitor):
    with on(MARCH):
        member = visitor(busy.ostermann)
        member.start()
        _end_the_mandate(busy, visitor)
    with on(LAST, 23, 59):
        member.start()
        member.sees("Ihre nächste Sitzung")
    with on(APRIL, 0, 0) as midnight:
        assert ending.follow_calendar(now=midnight) == 2  # the seat on the board and the one in its working group
        _everything_is_dead(busy, visitor, member)
    with on(APRIL):
        _the_faction_is_asked(busy, visitor)
        _the_successor_is_appointed(busy, visitor)
    with on(APRIL, 11) as now:
        _the_successor_is_called(busy, visitor, now)


def _end_the_mandate(world, visitor):
    """Steps 1 to 3: the office sees everything that follows, names who takes over, and confirms."""
    office = visitor(world.secretary)
    office.start()
    office.tap("Gremien", role="link", exact=True)
    office.tap("Ethik- und Technologiebeirat")
    office.tap("Fraktion Wasserturm")
    office.tap("Mandat beenden")
    office.fill("Letzter Tag des Mandats", LAST.isoformat())
    office.choose("Amtsniederlegung")
    office.tap("Folgen anzeigen")
    seen = " ".join(office.text().replace("\u00a0", " ").split())
    assert seen.count(CALL) == 3
    assert seen.count("geht an eine andere Person") == 2
    assert seen.count("wird nicht mehr erbeten") == 1
    assert "Der Sitz in der Arbeitsgruppe endet: Facharbeitsgruppe Ethik. Das Amt „Vorsitz“ endet" in seen
    assert "Sitz 3 wird frei. Die Beschlussfähigkeit rechnet weiter mit 31." in seen
    assert Mandate.objects.get(seat__board=world.etb, person=world.ostermann).end is None
    office.select("Wer übernimmt?", "Werner Dahlhoff")
    office.tap("Mandat beenden", role="button")
    office.sees("Das Mandat von Lena Ostermann endet am 31. März 2027.")
    assert (office.taps, office.fields) == (7, 2)
    assert set(ActionItem.objects.values_list("owner__family_name", flat=True)) == {"Dahlhoff"}


def _everything_is_dead(world, visitor, member):
    """The page left open, the links in old mails; what is left is the own data, for 30 days."""
    member.go("/gremien/ethik-und-technologiebeirat/")
    member.sees("Namen und Regeln sehen die Mitglieder dieses Gremiums nach der Anmeldung.")
    link = PersonalLink.objects.filter(holder=world.ostermann.key, purpose=LINK_PURPOSE).first()
    stranger = visitor(width=390, height=844)
    stranger.refused(f"/a/{link.token}/", 410)
    stranger.sees("Ihr Mandat ist beendet")
    assert "April" not in stranger.text()
    assert Delivery.objects.filter(recipient=world.ostermann.key, kind="withdrawal").count() == 3
    back = visitor(world.ostermann)
    back.start()
    back.sees("Ihr Mandat ist beendet")
    back.tap("Meine Daten")
    back.refused("/gremien/ethik-und-technologiebeirat/sitze/3/", 404)
    with on(APRIL + timedelta(days=31)):
        visitor(world.ostermann).refused("/meine-daten/", 410)


def _the_faction_is_asked(world, visitor):
    office = visitor(world.secretary)
    office.start()
    office.tap("Nachfolge anfragen")
    office.sees("Ethik- und Technologiebeirat, Sitz 3")
    office.tap("Nachfolge anfragen: Ethik- und Technologiebeirat, Sitz 3")
    office.sees("Nachfolge anfragen")
    office.tap("Anfrage senden")
    office.sees("Die Anfrage geht an fraktion@rat.example.")
    office.sees("Angefragt am 1. April 2027.")
    assert (office.taps, office.fields) == (3, 0)
    assert SuccessionRequest.objects.get().organisation.name == "Fraktion Wasserturm"
    assert Delivery.objects.get(kind="succession_request").address == "fraktion@rat.example"


def _the_successor_is_appointed(world, visitor):
    office = visitor(world.secretary)
    office.go("/gremien/ethik-und-technologiebeirat/sitze/3/")
    office.tap("Nachfolge berufen")
    office.fill("Vorname", "Ruth")
    office.fill("Nachname", "Keller")
    office.fill("E-Mail", "ruth.keller@mitglied.example")
    office.fill("Schreiben", "Schreiben der Fraktion vom 1. April 2027")
    office.tap("Berufung speichern")
    office.sees("Ruth Keller ist ab 1. April 2027 auf Sitz 3 berufen.")
    assert (office.taps, office.fields) == (2, 4)
    assert [composition(world.etb, day).held for day in (LAST, APRIL)] == [29, 29]


def _the_successor_is_called(world, visitor, now):
    assert invite_missing(now=now) == 3
    ruth = Mandate.objects.get(seat__board=world.etb, seat__number=3, end__isnull=False, start=APRIL).person
    newcomer = visitor(ruth, width=820, height=1180)
    newcomer.start()
    newcomer.sees("Donnerstag, 15. April 2027")


def test_the_chair_leaves_and_a_deputy_leads(world, site, visitor):
    """J12b."""
    with on(date(2027, 3, 1)) as now:
        by = world.actor(world.secretary)
        name_deputy(board=world.etb, person=world.ostermann, start=date(2027, 3, 1), by=by, now=now)
        chair = Mandate.objects.get(person=world.cdo, seat__board=world.etb)
        ending.end(mandate=chair, on=LAST, reason="office_lost", by=by, now=now)
    with on(APRIL) as now:
        ending.follow_calendar(now=now)
        member = visitor(world.dahlhoff, width=820, height=1180)
        member.go("/gremien/ethik-und-technologiebeirat/")
        member.sees("Der Vorsitz ist frei. Lena Ostermann leitet in Vertretung.")
        office = visitor(world.secretary)
        office.start()
        office.tap("Gremien", role="link", exact=True)
        office.tap("Ethik- und Technologiebeirat")
        office.tap("Vorsitz", role="link", exact=True)
        office.tap("Vorsitz wechseln")
        office.select("Mitglied", "Werner Dahlhoff")
        office.tap("Vorsitz wechseln", role="button")
        office.sees("Werner Dahlhoff hat den Vorsitz ab 1. April 2027.")
        assert (office.taps, office.fields) == (5, 1)
        member.go("/gremien/ethik-und-technologiebeirat/")
        member.sees("Vorsitz: Werner Dahlhoff.")
        assert "in Vertretung" not in member.text()
