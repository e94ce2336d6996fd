"""Steps 10 to 13: a question to the ethics board, its opinion with dissent, the management's answers."""

from datetime import date

from foundation.duties import perform
from foundation.outbox.models import Delivery
from foundation.web import clock
from opinions.outcomes.models import ConsolidatedOpinion, ManagementResponse
from opinions.rounds.models import Opinion, OpinionRound
from tests.journeys.dates import link_in, on

TITLE = "Sensoren im öffentlichen Raum"
CARD = "Eine öffentliche Karte zeigt alle Sensoren."
ERASE = "Rohdaten werden nach einer Stunde gelöscht."


def ask_board(world, visitor):
    """Step 10: the management asks, the board office opens; all thirty members get a mail."""
    manager = visitor(world.manager)
    with on(date(2027, 2, 15)):
        manager.start()
        manager.tap("Stellungnahmen", role="link", exact=True)
        manager.tap("Stellungnahme erbitten")
        manager.select("Gremium", "Ethik- und Technologiebeirat")
        manager.fill("Titel", TITLE)
        manager.fill("Frage", "Sind 40 Masten mit Sensoren mit unseren Leitplanken vereinbar?")
        manager.fill("Antworten bis", "2027-03-08")
        manager.tap("Anfrage speichern")
    office = visitor(world.secretary)
    with on(date(2027, 2, 15), 11):
        office.start()
        office.tap("Stellungnahmen", role="link", exact=True)
        office.tap(TITLE)
        office.tap("Verfahren eröffnen")
        office.tick("Transparenz")
        office.tap("Eröffnen und versenden")
    current = OpinionRound.objects.get()
    assert (current.status, current.opinions.count(), current.round_guidelines.count()) == ("open", 30, 3)
    assert Delivery.objects.filter(kind="opinion_request").count() == 30


def give_assessment(world, visitor):
    """Step 11: one member in two pages on her tablet; a missing recommendation is asked for."""
    member = visitor(world.ostermann, width=820)
    with on(date(2027, 2, 22), 18):
        member.start()
        member.tap(f"Ihre Einschätzung: {TITLE}")
        member.choose("teilweise", within="Transparenz")
        member.fill("Was fehlt", "Ein Hinweis an jedem Mast.")
        member.choose("Zustimmung mit Empfehlungen")
        member.tap("Weiter zum Prüfen")
        member.sees("Bitte prüfen Sie Ihre Angaben")
        member.fill("Ihre Empfehlungen", f"{CARD}\n\n{ERASE}")
        member.tap("Weiter zum Prüfen")
        member.sees(CARD)
        member.tap("Einschätzung abgeben", role="button")
        assert Opinion.objects.get(person=world.ostermann).status == "submitted"
        assert (member.taps, member.fields) == (6, 2)


def consolidate(world, visitor):
    """Step 12, first half: closed at the deadline, drafted by the board office, sent to the members."""
    office = visitor(world.secretary)
    with on(date(2027, 3, 9)):
        assert perform("opinions.rounds.opening.close_due", now=clock.now()) == 1
        office.start()
        office.tap("Stellungnahmen", role="link", exact=True)
        office.tap(TITLE)
        office.sees("1 von 30 abgegeben")
        office.tap("Stellungnahme des Beirats schreiben")
        office.fill("Text der Stellungnahme", "Der Beirat hält Sensoren mit Auflagen für vertretbar.")
        office.fill("Empfehlungen des Beirats", f"{CARD}\n\n{ERASE}")
        office.tap("Entwurf speichern")
        office.tap("Entwurf an die Mitglieder senden")
        office.tap("Entwurf senden")
        office.sees("Der Entwurf liegt den Mitgliedern vor.")
    opinion = ConsolidatedOpinion.objects.get()
    assert (opinion.status, opinion.round.status) == ("circulated", "closed")
    assert opinion.dissents_until == date(2027, 3, 14)


def dissent_and_adopt(world, visitor):
    """Step 12, second half: a dissent from the mail's link, then the chair adopts."""
    member = visitor(world.ostermann, width=820)
    call = Delivery.objects.get(kind="dissent_call", recipient=world.ostermann.key)
    with on(date(2027, 3, 10), 18):
        member.follow(link_in(call, "/wirkung/"))
        member.tap("Sondervotum schreiben")
        member.fill("Ihr Sondervotum", "Sensoren an Schulen lehne ich ab.")
        member.tap("Sondervotum speichern")
    chair = visitor(world.cdo, width=820)
    with on(date(2027, 3, 15), 10):
        chair.start()
        chair.tap("Stellungnahme festlegen")
        chair.sees("Sensoren an Schulen lehne ich ab.")
        chair.tap("Stellungnahme festlegen")
        chair.tap("Festlegen und senden", role="button")
        chair.sees("Die Geschäftsführung erhält die Empfehlungen.")
    opinion = ConsolidatedOpinion.objects.get()
    assert opinion.status == "adopted"
    assert [one.text for one in opinion.recommendations.order_by("number")] == [CARD, ERASE]
    assert [one.person for one in opinion.dissents.all()] == [world.ostermann]


def answer_recommendations(world, visitor):
    """Step 13: one is followed, one in part; a reason that is missing is asked for."""
    manager = visitor(world.manager)
    with on(date(2027, 3, 22)):
        manager.start()
        manager.tap(f"Empfehlung 1 beantworten: {TITLE}")
        manager.choose("wird befolgt")
        manager.tap("Antwort speichern")
        manager.tap(f"Beantworten: {ERASE}")
        manager.choose("wird teilweise befolgt")
        manager.tap("Antwort speichern")
        manager.sees("Bitte begründen Sie die Antwort.")
        manager.fill("Ihre Begründung", "Der Betreiber braucht 24 Stunden.")
        manager.tap("Antwort speichern")
        manager.sees("Ihre Antwort ist gespeichert.")
    given = ManagementResponse.objects.order_by("recommendation__number").values_list("answer", "reason")
    assert list(given) == [("follow", ""), ("partly", "Der Betreiber braucht 24 Stunden.")]
