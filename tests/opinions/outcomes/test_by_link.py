"""When the time for dissents is over, who leads the board adopts the opinion by a personal link."""

from datetime import date, timedelta

import pytest

from foundation.accounts.models import PersonalLink
from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery
from foundation.web import clock
from governance.confidentiality import Level
from governance.mandates.delegating import delegate
from governance.mandates.models import Office
from opinions.outcomes import consolidating, dissenting
from opinions.outcomes.asking import ask_due
from opinions.outcomes.counts import of_opinions, participation
from opinions.outcomes.models import ConsolidatedOpinion
from opinions.rounds.results import verdicts
from tests.devices import remember
from tests.opinions.conftest import at
from tests.opinions.outcomes.conftest import ADOPTED, CIRCULATED

NOW = at(ADOPTED)


def asked():
    return set(Delivery.objects.filter(kind="chair_word").values_list("recipient", flat=True))


def link(who):
    token = PersonalLink.objects.get(purpose="chair_adoption", holder=who.key).token
    return f"/freigabe/stellungnahme/{token}/"


def recuse(opinion, who):
    opinion.round.opinions.filter(person=who).update(status="declined", declined_reason="Vetter")
    ConsolidatedOpinion.objects.update(counts=of_opinions(verdicts(opinion.round)))


@pytest.fixture
def deputy(world):
    return Office.objects.create(board=world.etb, person=world.ostermann, role="deputy_chair", start=date(2026, 1, 1))


def test_the_chair_is_asked_once_when_the_time_is_over(world, circulated):
    assert ask_due(now=at(circulated.dissents_until)) == 0
    assert ask_due(now=NOW) == 1
    assert ask_due(now=NOW) == 0
    assert asked() == {world.cdo.key}
    assert circulated.title not in Delivery.objects.get(kind="chair_word").subject


def test_the_chair_reads_and_adopts(world, circulated, client):
    ask_due(now=NOW)
    remember(client, world.cdo, NOW)
    address = link(world.cdo)
    with clock.at(NOW):
        page = client.get(address).content.decode()
        assert "Der Beirat stimmt zu." in page
        for _twice in range(2):
            assert client.post(address, {"revision": "1"}).url == address
        circulated.refresh_from_db()
        assert (circulated.status, circulated.adopted_by, circulated.adopted_for) == ("adopted", world.cdo.key, "")
        done = client.get(address).content.decode()
        assert "Der Beirat stimmt zu." not in done
    entry = JournalEntry.objects.get(action="board_opinion.adopted")
    assert (entry.actor, entry.facts["by_link"]) == (world.cdo.key, True)


def test_the_link_shows_all_the_chair_needs_to_decide(world, circulated, client):
    dissent = {"text": "Erst die Karte, dann die Sensoren.", "by": world.actor(world.ostermann)}
    dissenting.dissent(circulated, person=world.ostermann, **dissent, now=at(CIRCULATED))
    ask_due(now=NOW)
    remember(client, world.cdo, NOW)
    with clock.at(NOW):
        page = client.get(link(world.cdo)).content.decode()
    counted = circulated.counts
    for words in (
        circulated.round.question,
        f"Einschätzungen der Mitglieder: {participation(counted)}.",
        f"<dt>Zustimmung</dt><dd>{counted['support']}</dd>",
        "Der Beirat stimmt zu.",
        "Eine öffentliche Karte zeigt alle Sensoren.",
        "Lena Ostermann",
        "Erst die Karte, dann die Sensoren.",
    ):
        assert words in page
    assert page.index(circulated.round.question) < page.index("Der Beirat stimmt zu.")
    assert "Es gibt kein Sondervotum" not in page


def test_whoever_logs_in_to_adopt_reads_the_same_on_one_page(world, circulated, client):
    client.force_login(world.cdo.user)
    with clock.at(NOW):
        page = client.get(f"/wirkung/{circulated.pk}/festlegen/").content.decode()
    assert circulated.round.question in page
    assert "Der Beirat stimmt zu." in page


def test_only_the_text_that_was_read_is_adopted(world, circulated, client):
    ask_due(now=NOW)
    remember(client, world.cdo, NOW)
    office = {"by": world.actor(world.secretary)}
    consolidating.edit(circulated, text="Anders.", recommendations=[], revision=1, **office, now=at(CIRCULATED))
    assert Delivery.objects.get(kind="chair_word").state == "obsolete"
    consolidating.circulate(circulated, **office, now=at(CIRCULATED))
    with clock.at(NOW):
        assert client.post(link(world.cdo), {"revision": "1"}).status_code == 409
    circulated.refresh_from_db()
    assert circulated.status == "circulated"
    assert ask_due(now=NOW) == 1


def test_a_recused_chair_is_not_asked_and_an_older_link_is_closed(world, circulated, deputy, client):
    ask_due(now=NOW)
    remember(client, world.cdo, NOW)
    recuse(circulated, world.cdo)
    assert ask_due(now=NOW + timedelta(hours=1)) == 1
    assert asked() == {world.cdo.key, world.ostermann.key}
    with clock.at(NOW):
        for answer in (client.get(link(world.cdo)), client.post(link(world.cdo), {"revision": "1"})):
            assert answer.status_code == 403
            assert "Der Beirat stimmt zu." not in answer.content.decode()
        remember(client, world.ostermann, NOW)
        client.post(link(world.ostermann), {"revision": "1"})
    circulated.refresh_from_db()
    assert circulated.adopted_by == world.ostermann.key


def test_nobody_is_asked_where_the_office_adopts_on_a_delegation(world, circulated):
    chair = Office.objects.select_related("person").get(board=world.etb, role="chair")
    delegate(chair, acts=["adoption"], start=ADOPTED, by=world.actor(world.cdo), now=NOW)
    assert ask_due(now=NOW) == 0


def test_a_confidential_opinion_asks_for_the_login(world, circulated, client):
    ConsolidatedOpinion.objects.update(level=Level.CONFIDENTIAL)
    ask_due(now=NOW)
    remember(client, world.cdo, NOW)
    with clock.at(NOW):
        page = client.get(link(world.cdo)).content.decode()
        assert circulated.title not in page
        assert circulated.round.question not in page
        assert "Der Beirat stimmt zu." not in page
        assert "Vertrauliche Stellungnahme" in page
        assert f'href="/wirkung/{circulated.pk}/festlegen/"' in page
        assert client.post(link(world.cdo), {"revision": "1"}).status_code == 403
    circulated.refresh_from_db()
    assert circulated.status == "circulated"
