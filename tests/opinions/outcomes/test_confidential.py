"""What is confidential: who reads it, who answers it, and what no mail says."""

from datetime import date

import pytest
from django.urls import reverse

from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery
from foundation.outbox.reading import masked_text
from foundation.web import clock
from governance.mandates.models import Mandate, Office
from meetings.agenda.models import AgendaItem, Recusal
from opinions.outcomes import consolidating
from opinions.outcomes.counts import of_opinions
from opinions.outcomes.models import ConsolidatedOpinion, ManagementResponse
from opinions.rounds.models import Opinion
from opinions.rounds.results import verdicts
from tests.opinions.conftest import at
from tests.opinions.outcomes.conftest import ADOPTED, WORD


@pytest.fixture
def confidential(world, voted) -> ConsolidatedOpinion:
    """A confidential opinion of the business board with one recommendation, recorded from its meeting."""
    AgendaItem.objects.filter(pk=voted.pk).update(level=3)
    return consolidating.record_from_item(
        voted,
        title="Kauf der Nahwerk GmbH",
        text="Der Preis ist zu hoch.",
        recommendations=["Ein zweites Gutachten holen."],
        by=world.actor(world.secretary),
        now=at(ADOPTED),
    )


def test_the_mail_about_confidential_recommendations_says_nothing_of_them(world, confidential):
    delivery = Delivery.objects.get(kind="recommendations")
    mail = masked_text(delivery)
    assert delivery.subject == "Unternehmensbeirat: 1 vertrauliche Empfehlung, bitte bis 22.01. beantworten"
    assert f"/wirkung/{confidential.pk}/" in mail.text
    for word in ("Nahwerk", "Preis", "Gutachten"):
        assert word not in mail.subject + mail.text


def test_the_management_reads_and_answers_the_recommendations_and_nothing_else(client, world, confidential):
    client.force_login(world.manager.user)
    page = client.get(confidential.get_absolute_url()).content.decode()
    assert "Kauf der Nahwerk GmbH" in page
    assert "Ein zweites Gutachten holen." in page
    assert "Diese Stellungnahme ist vertraulich. Sie lesen ihre Empfehlungen und beantworten sie." in page
    assert "Der Preis ist zu hoch." not in page
    assert client.get(reverse("outcome_pdf", args=[confidential.pk])).status_code == 404
    assert client.get(f"/api/v1/opinions/{confidential.pk}").status_code == 404
    answer = reverse("outcome_answer", args=[confidential.recommendations.get().pk])
    for address in (reverse("rounds"), reverse("home")):
        assert answer in client.get(address).content.decode()
    assert client.get(answer).status_code == 200
    sent = client.post(answer, {"answer": "follow", "reason": ""})
    assert (sent.status_code, sent.url) == (302, confidential.get_absolute_url())
    assert client.get(sent.url).status_code == 200
    assert ManagementResponse.objects.get().given_by == world.manager


@pytest.mark.parametrize("name", ["dahlhoff", "ostermann", "cdo", "mayors_officer", "former", "admin"])
def test_nobody_else_below_its_level_reads_it(client, world, confidential, name):
    client.force_login(getattr(world, name).user)
    for address in ("outcome", "outcome_pdf"):
        assert client.get(reverse(address, args=[confidential.pk])).status_code == 404
    assert client.get(reverse("outcome_answer", args=[confidential.recommendations.get().pk])).status_code == 404


def test_who_declared_secrecy_reads_it_on_the_page_and_takes_no_file_away(client, world, confidential):
    Mandate.objects.filter(person=world.kaya).update(confidentiality_signed_on=date(2026, 1, 12))
    client.force_login(world.kaya.user)
    page = client.get(confidential.get_absolute_url()).content.decode()
    assert "Der Preis ist zu hoch." in page
    assert "stellungnahme.pdf" not in page
    assert client.get(reverse("outcome_pdf", args=[confidential.pk])).status_code == 404


def test_without_recommendations_the_management_has_nothing_to_read(client, world, confidential):
    confidential.recommendations.all().delete()
    client.force_login(world.manager.user)
    assert client.get(confidential.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("name", ["dahlhoff", "mayor", "manager"])
def test_who_is_recused_from_the_item_does_not_read_its_opinion(client, world, voted, name):
    person = getattr(world, name)
    opinion = consolidating.record_from_item(
        voted, text="Ja.", recommendations=["E."], by=world.actor(world.secretary), now=at(ADOPTED)
    )
    client.force_login(person.user)
    assert client.get(opinion.get_absolute_url()).status_code == 200
    Recusal.objects.create(item=voted, person=person, declared_at=at(ADOPTED), entered_by="test")
    assert client.get(opinion.get_absolute_url()).status_code == 404
    assert client.get(reverse("outcome_answer", args=[opinion.recommendations.get().pk])).status_code == 404
    ConsolidatedOpinion.objects.update(level=0)
    assert client.get(opinion.get_absolute_url()).status_code == 200


def test_what_is_confidential_is_published_on_the_chairs_word_only(client, world, voted):
    AgendaItem.objects.filter(pk=voted.pk).update(level=3)
    client.force_login(world.secretary.user)
    address = reverse("outcome_from_item", args=[voted.pk])
    content = {"title": "T", "text": "X", "recommendations": "", "public": "on", "confirm": "1"}
    refused = client.post(address, content)
    assert refused.status_code == 400
    assert "Bitte tragen Sie die Herabstufung ein." in refused.content.decode()
    assert not ConsolidatedOpinion.objects.exists()
    assert client.post(address, {**content, "lowering": "Telefon, 23.12.2026"}).status_code == 302
    assert ConsolidatedOpinion.objects.get().level == 0
    entry = JournalEntry.objects.get(action="board_opinion.published")
    assert entry.facts == {"level_before": 3, "level": 0}


def test_the_same_when_the_chair_adopts(client, world, circulated):
    ConsolidatedOpinion.objects.update(level=3)
    client.force_login(world.cdo.user)
    address = reverse("outcome_adopt", args=[circulated.pk])
    with clock.at(at(ADOPTED)):
        assert client.post(address, {"public": "on"}).status_code == 400
        assert ConsolidatedOpinion.objects.get().status == "circulated"
        assert client.post(address, {"public": "on", "lowering": "Beschluss vom 20.12.2026"}).status_code == 302
    assert ConsolidatedOpinion.objects.get().level == 0


def test_a_chair_with_a_conflict_of_interest_neither_reads_nor_writes_the_draft(client, world, drafted):
    Opinion.objects.filter(person=world.cdo).update(status="declined")
    client.force_login(world.cdo.user)
    assert client.get(drafted.get_absolute_url()).status_code == 404
    assert client.post(reverse("outcome_edit", args=[drafted.round_id]), {"text": "Nein."}).status_code == 404
    for act in ("outcome_circulate", "outcome_adopt"):
        assert client.post(reverse(act, args=[drafted.pk])).status_code == 404
    assert client.post(reverse("round_cancel", args=[drafted.round_id]), {"reason": "x"}).status_code == 404
    drafted.refresh_from_db()
    assert (drafted.status, drafted.revision) == ("draft", 1)


def test_then_the_office_acts_on_the_deputys_word(client, world, circulated):
    Opinion.objects.filter(person=world.cdo).update(status="declined")
    Office.objects.create(board=world.etb, person=world.ostermann, role="deputy_chair", start=date(2026, 1, 1))
    ConsolidatedOpinion.objects.update(counts=of_opinions(verdicts(circulated.round)))
    client.force_login(world.secretary.user)
    with clock.at(at(ADOPTED)):
        sent = client.post(reverse("outcome_adopt", args=[circulated.pk]), WORD)
    assert sent.status_code == 302
    circulated.refresh_from_db()
    assert (circulated.status, circulated.adopted_for) == ("adopted", world.ostermann.key)
