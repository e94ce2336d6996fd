"""From 24 assessments to one opinion, with dissent, adopted by the chair."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.documents.models import Rendering
from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery
from foundation.values import DomainError
from foundation.web import clock
from foundation.web.wording import local_day
from governance.mandates.delegating import delegate
from governance.mandates.models import Mandate, Office
from governance.people.models import Person
from meetings.agenda.models import AgendaItem
from meetings.votes import correcting
from meetings.votes.models import Vote
from opinions.outcomes import consolidating, counts, dissenting
from opinions.outcomes.models import ConsolidatedOpinion, Dissent, Recommendation
from opinions.rounds import opening
from opinions.rounds.models import Opinion
from opinions.rounds.results import verdicts
from tests.opinions.conftest import at
from tests.opinions.outcomes.conftest import ADOPTED, CIRCULATED, DRAFTED, RECOMMENDATIONS


def refusal(act, *args, **kwargs) -> DomainError:
    with pytest.raises(DomainError) as refused:
        act(*args, **kwargs)
    return refused.value


def mails(kind: str) -> set[str]:
    return set(Delivery.objects.filter(kind=kind).values_list("recipient", flat=True))


def test_the_counts_come_from_the_assessments(drafted):
    assert drafted.counts == {
        "asked": 31,
        "submitted": 24,
        "declined": 0,
        "missing": 7,
        "support": 15,
        "support_with_recommendations": 6,
        "reject": 2,
        "abstain": 1,
    }
    assert [(one.number, one.text) for one in drafted.recommendations.all()] == list(enumerate(RECOMMENDATIONS, 1))


def test_one_draft_per_round_and_none_before_it_is_closed(world, drafted, opened):
    by = world.actor(world.secretary)
    assert refusal(consolidating.draft, drafted.round, text="Neu.", by=by, now=at(DRAFTED)).code == "draft_exists"
    running = opened(world.sb)
    assert refusal(consolidating.draft, running, text="Neu.", by=by, now=at(DRAFTED)).code == "round_not_closed"


def test_who_read_an_older_revision_does_not_overwrite(world, drafted):
    by = world.actor(world.cdo)
    consolidating.edit(drafted, text="Neu.", recommendations=["Nur eine."], revision=1, by=by, now=at(DRAFTED))
    late = refusal(consolidating.edit, drafted, text="Alt.", recommendations=[], revision=1, by=by, now=at(DRAFTED))
    assert (late.status, late.code) == (409, "changed_meanwhile")
    drafted.refresh_from_db()
    assert (drafted.text, drafted.revision) == ("Neu.", 2)
    assert [one.text for one in drafted.recommendations.all()] == ["Nur eine."]


def test_the_members_get_the_draft_once(world, circulated):
    consolidating.circulate(circulated, by=world.actor(world.cdo), now=at(CIRCULATED))
    assert mails("dissent_call") == {who.key for who in world.members["ETB"]}
    assert Delivery.objects.filter(kind="dissent_call").count() == 31
    assert circulated.dissents_until == date(2026, 12, 22)


def test_who_withdrew_gets_no_draft_and_writes_no_dissent(world, drafted):
    Opinion.objects.filter(person=world.ostermann).update(status="declined")
    consolidating.circulate(drafted, by=world.actor(world.cdo), now=at(CIRCULATED))
    assert world.ostermann.key not in mails("dissent_call")
    error = refusal(
        dissenting.dissent, drafted, world.ostermann, "Nein.", by=world.actor(world.ostermann), now=at(CIRCULATED)
    )
    assert (error.status, error.code) == (403, "not_a_member")


def test_a_change_after_sending_goes_to_the_members_anew(world, circulated):
    by = world.actor(world.cdo)
    consolidating.edit(circulated, text="Klarer.", recommendations=[], revision=1, by=by, now=at(CIRCULATED))
    assert circulated.status == "draft"
    assert set(Delivery.objects.filter(kind="dissent_call").values_list("state", flat=True)) == {"obsolete"}
    consolidating.circulate(circulated, by=by, now=at(date(2026, 12, 18)))
    assert Delivery.objects.filter(kind="dissent_call").count() == 62
    assert circulated.dissents_until == date(2026, 12, 23)


def test_a_dissent_in_own_words_can_be_changed_until_the_last_day(world, circulated):
    me = {"by": world.actor(world.ostermann)}
    dissenting.dissent(circulated, world.ostermann, "Ich trage das nicht mit.", **me, now=at(CIRCULATED))
    dissenting.dissent(circulated, world.ostermann, "Erst prüfen.", **me, now=at(date(2026, 12, 22), 23))
    assert list(Dissent.objects.values_list("person", "text")) == [(world.ostermann.pk, "Erst prüfen.")]
    late = refusal(dissenting.dissent, circulated, world.ostermann, "Noch eins.", **me, now=at(date(2026, 12, 23), 0))
    assert (late.status, late.code) == (410, "dissents_over")


def test_members_of_other_boards_write_no_dissent(world, circulated):
    error = refusal(
        dissenting.dissent, circulated, world.kaya, "Nein.", by=world.actor(world.kaya), now=at(CIRCULATED)
    )
    assert error.code == "not_a_member"


def test_adopting_waits_for_the_dissents(world, circulated):
    error = refusal(consolidating.adopt, circulated, by=world.actor(world.cdo), now=at(date(2026, 12, 22)))
    assert (error.status, error.code) == (409, "dissents_open")


def test_a_draft_is_not_adopted(world, drafted):
    assert refusal(consolidating.adopt, drafted, by=world.actor(world.cdo), now=at(ADOPTED)).code == "not_circulated"


def test_counts_that_are_not_the_assessments_are_not_adopted(world, circulated):
    ConsolidatedOpinion.objects.update(counts={**circulated.counts, "support": 16})
    assert (
        refusal(consolidating.adopt, circulated, by=world.actor(world.cdo), now=at(ADOPTED)).code == "counts_differ"
    )


def test_adopting_fixes_it_prints_it_and_tells_the_management_once(world, adopted):
    consolidating.adopt(adopted, by=world.actor(world.cdo), now=at(ADOPTED))
    assert (adopted.status, adopted.adopted_by, adopted.adopted_for) == ("adopted", world.cdo.key, "")
    assert set(Recommendation.objects.values_list("due_on", flat=True)) == {date(2027, 1, 22)}
    assert mails("recommendations") == {world.manager.key}
    assert Delivery.objects.filter(kind="recommendations").count() == 1
    assert Rendering.objects.get() == adopted.rendering
    error = refusal(
        consolidating.edit,
        adopted,
        text="Anders.",
        recommendations=[],
        revision=1,
        by=world.actor(world.cdo),
        now=at(ADOPTED),
    )
    assert error.code == "changed_meanwhile"


def test_the_office_adopts_on_the_chairs_word_with_a_note(world, circulated):
    office = {"by": world.actor(world.secretary), "principal": world.cdo.key}
    assert refusal(consolidating.adopt, circulated, **office, now=at(ADOPTED)).code == "note_missing"
    consolidating.adopt(circulated, **office, note="Telefon, 23. Dezember", now=at(ADOPTED))
    assert (circulated.adopted_by, circulated.adopted_for) == (world.secretary.key, world.cdo.key)
    assert circulated.adoption_note == "Telefon, 23. Dezember"


def test_the_office_adopts_on_the_delegation_of_who_leads_and_is_not_recused(world, circulated, client):
    chair = Office.objects.select_related("person").get(board=world.etb, role="chair")
    deputy = Office.objects.create(
        board=world.etb, person=world.ostermann, role="deputy_chair", start=date(2026, 1, 1)
    )
    acts, start = ["adoption"], local_day(at(ADOPTED))
    delegate(chair, acts=acts, start=start, by=world.actor(world.cdo), now=at(ADOPTED))
    circulated.round.opinions.filter(person=world.cdo).update(status="declined", declined_reason="Vetter")
    ConsolidatedOpinion.objects.update(counts=counts.of_opinions(verdicts(circulated.round)))
    client.force_login(world.secretary.user)
    address = reverse("outcome_adopt", args=[circulated.pk])
    with clock.at(at(ADOPTED)):
        assert "Vollmacht" not in client.get(address).content.decode()
        delegate(deputy, acts=acts, start=start, by=world.actor(world.ostermann), now=at(ADOPTED))
        assert "Sie handeln für Lena Ostermann mit Vollmacht vom" in client.get(address).content.decode()
        assert client.post(address).status_code == 302
    circulated.refresh_from_db()
    assert (circulated.adopted_by, circulated.adopted_for) == (world.secretary.key, world.ostermann.key)
    assert circulated.adoption_note.startswith("Vollmacht vom ")
    assert (
        "Festgelegt von Carla Wendt für Lena Ostermann am 23.12.2026. Grundlage: Vollmacht vom"
        in client.get(circulated.round.get_absolute_url()).content.decode()
    )


def test_the_document_holds_counts_dissents_and_no_markup(world, circulated):
    dissenting.dissent(
        circulated, world.ostermann, "#panic() <b>nein</b>", by=world.actor(world.ostermann), now=at(CIRCULATED)
    )
    consolidating.adopt(circulated, by=world.actor(world.cdo), now=at(ADOPTED))
    data = circulated.rendering.data
    assert data["counts"][0] == {"verdict": "Zustimmung", "count": "15"}
    assert data["participation"] == "24 von 31 abgegeben, 7 ohne Antwort"
    assert data["dissents"] == [{"authors": "Lena Ostermann", "text": ["#panic() <b>nein</b>"]}]
    assert data["guidelines"]["rows"][0] == ["1. Gemeinwohl", "24", "0", "0", "0", "0"]
    assert data["adoption"].replace("\xa0", " ") == "Vom Vorsitz am Mittwoch, 23. Dezember 2026, festgelegt."
    assert data["recommendations"][0]["answer"] is None


def test_sending_costs_the_same_for_1_and_31_members(world, drafted, opened, answer):
    Mandate.objects.filter(seat__board=world.sb).exclude(person=world.sponsor).delete()
    small = opened(world.sb)
    opening.close_due(now=at(DRAFTED))
    small.refresh_from_db()
    other = consolidating.draft(small, text="Ja.", by=world.actor(world.secretary), now=at(DRAFTED))
    costs = []
    for opinion in (other, drafted):
        with CaptureQueriesContext(connection) as queries:
            consolidating.circulate(opinion, by=world.actor(world.secretary), now=at(CIRCULATED))
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_a_decided_item_becomes_an_opinion_with_the_counts_of_its_vote(world, voted, now):
    opinion = consolidating.record_from_item(
        voted,
        text="Der Beirat rät zu weniger Stellplätzen.",
        recommendations=["Ein Quartiersparkhaus prüfen."],
        by=world.actor(world.secretary),
        now=now,
    )
    assert opinion.counts == {"yes": 8, "no": 1, "abstain": 1, "invalid": 0, "eligible": 10}
    assert (opinion.status, opinion.title, opinion.board) == ("adopted", "Parkraum", world.ub)
    assert opinion.recommendations.get().due_on == date(2026, 12, 23)
    assert mails("recommendations") == {world.manager.key}
    assert "TOP 1" in opinion.rendering.data["adoption"]
    again = refusal(consolidating.record_from_item, voted, text="Noch.", by=world.actor(world.secretary), now=now)
    assert again.code == "opinion_exists"


def test_the_time_to_answer_what_was_decided_long_ago_begins_when_the_management_is_told(world, voted, now):
    later = now + timedelta(days=272)
    by = world.actor(world.secretary)
    opinion = consolidating.record_from_item(voted, text="Ja.", recommendations=["Prüfen."], by=by, now=later)
    assert opinion.adopted_at == voted.motions.get().vote.counted_at
    assert opinion.recommendations.get().due_on == later.date() + timedelta(days=30)
    assert not Recommendation.objects.overdue(later.date()).exists()
    entry = JournalEntry.objects.get(action="board_opinion.recorded")
    assert entry.facts == {"recommendations": 1, "due": str(later.date() + timedelta(days=30))}


def test_an_item_without_an_adopted_vote_is_no_opinion(world, voted, now):
    by = world.actor(world.secretary)
    AgendaItem.objects.update(outcome="adjourned")
    assert refusal(consolidating.record_from_item, voted, text="Nein.", by=by, now=now).code == "item_not_decided"
    assert ConsolidatedOpinion.objects.count() == 0


def test_publishing_makes_it_public(world, circulated):
    consolidating.adopt(circulated, public=True, by=world.actor(world.cdo), now=at(ADOPTED) + timedelta(hours=1))
    assert circulated.level == 0


def test_the_vote_behind_a_recorded_opinion_is_not_taken_back(world, voted, now):
    by = world.actor(world.secretary)
    opinion = consolidating.record_from_item(voted, text="Der Beirat rät dazu.", by=by, now=now)
    kept = refusal(correcting.take_back, voted, reason="falscher Punkt", by=by, now=now)
    assert (kept.status, kept.code) == (409, "rests_on_it")
    assert kept.message == (
        "Diese Abstimmung hat die Stellungnahme „Parkraum“ beschlossen, "
        "und die Geschäftsführung hat die Empfehlungen. "
        "Setzen Sie die Stellungnahme auf die Tagesordnung einer späteren Sitzung und entscheiden Sie neu."
    )
    numbers = {"yes": 9, "no": 1, "abstain": 0, "reason": "verzählt"}
    kept = refusal(correcting.correct, Vote.objects.get(), **numbers, by=by, now=now)
    assert (kept.status, kept.code) == (409, "rests_on_it")
    assert Vote.objects.get(yes=8, no=1, abstain=1).result == "adopted"
    opinion.delete()
    correcting.take_back(voted, reason="falscher Punkt", by=by, now=now)
    assert not Vote.objects.exists()


def test_a_chair_with_a_conflict_of_interest_neither_writes_nor_adopts(world, circulated):
    Opinion.objects.filter(person=world.cdo).update(status="declined")
    office = {"by": world.actor(world.secretary), "principal": world.cdo.key, "note": "Telefon"}
    error = refusal(consolidating.adopt, circulated, **office, now=at(ADOPTED))
    assert (error.status, error.code) == (403, "conflict_of_interest")
    chair = {"by": world.actor(world.cdo), "now": at(ADOPTED)}
    assert refusal(consolidating.adopt, circulated, **chair).code == "conflict_of_interest"
    assert refusal(consolidating.circulate, circulated, **chair).code == "conflict_of_interest"
    text = {"text": "Anders.", "recommendations": [], "revision": 1}
    assert refusal(consolidating.edit, circulated, **text, **chair).code == "conflict_of_interest"


def test_who_dissented_from_an_earlier_text_is_told_once_instead_of_the_others(world, circulated):
    by, me = world.actor(world.cdo), world.actor(world.ostermann)
    dissenting.dissent(circulated, world.ostermann, "Erst prüfen.", by=me, now=at(CIRCULATED))
    consolidating.edit(circulated, text="Klarer.", recommendations=[], revision=1, by=by, now=at(CIRCULATED))
    assert mails("dissent_older") == set()
    for _twice in range(2):
        consolidating.circulate(circulated, by=by, now=at(date(2026, 12, 18)))
    mail = Delivery.objects.get(kind="dissent_older")
    assert mail.recipient == world.ostermann.key
    assert mail.subject == (
        "Nach Ihrem Sondervotum geändert: „Sensoren im öffentlichen Raum“, bitte bis 23.12. prüfen"
    )
    anew = Delivery.objects.filter(kind="dissent_call", version=2).values_list("recipient", flat=True)
    assert (world.ostermann.key in anew, len(anew)) == (False, 30)
    dissent = Dissent.objects.get()
    assert (dissent.text, dissent.revision, circulated.revision) == ("Erst prüfen.", 1, 2)
    consolidating.adopt(circulated, by=by, now=at(date(2026, 12, 24)))
    assert circulated.rendering.data["dissents"][0]["authors"] == (
        "Lena Ostermann (zu einer früheren Fassung dieser Stellungnahme)"
    )


def test_a_dissent_speaks_of_the_text_that_was_read(world, circulated):
    ConsolidatedOpinion.objects.update(revision=3)
    me = world.actor(world.ostermann)
    read = dissenting.dissent(circulated, world.ostermann, "Nein.", revision=2, by=me, now=at(CIRCULATED))
    assert read.revision == 2
    kept = dissenting.dissent(circulated, world.ostermann, "Nein.", revision=99, by=me, now=at(CIRCULATED))
    assert kept.revision == 3


def test_a_withdrawn_dissent_is_printed_nowhere_and_forgotten_with_the_adoption(world, circulated):
    me = {"by": world.actor(world.ostermann), "now": at(CIRCULATED)}
    dissenting.dissent(circulated, world.ostermann, "Nein.", **me)
    for _twice in range(2):
        dissenting.withdraw_dissent(circulated, world.ostermann, **me)
    assert JournalEntry.objects.filter(action="board_opinion.dissent_withdrawn").count() == 1
    assert Dissent.objects.get().text == "Nein."
    consolidating.adopt(circulated, by=world.actor(world.cdo), now=at(ADOPTED))
    assert circulated.rendering.data["dissents"] == []
    assert not Dissent.objects.exists()
    late = refusal(dissenting.withdraw_dissent, circulated, world.ostermann, **me)
    assert late.status == 410


def test_the_days_for_dissents_are_those_of_the_rules(world, drafted):
    world.etb.rules.update(dissent_days=8)
    consolidating.circulate(drafted, by=world.actor(world.cdo), now=at(CIRCULATED))
    assert drafted.dissents_until == date(2026, 12, 25)


def test_who_gets_the_draft_by_post_has_as_long_as_the_others(world, drafted, client):
    Person.objects.filter(pk=world.ostermann.pk).update(channel="post")
    client.force_login(world.cdo.user)
    with clock.at(at(CIRCULATED)):
        asked = client.get(reverse("outcome_circulate", args=[drafted.pk])).text.replace("\xa0", " ")
    assert "bis Samstag, 26. Dezember 2026" in asked
    consolidating.circulate(drafted, by=world.actor(world.cdo), now=at(CIRCULATED))
    assert drafted.dissents_until == date(2026, 12, 26)


def test_who_withdraws_after_the_draft_is_out_of_the_counts_once_it_is_saved_again(world, circulated):
    Opinion.objects.filter(person=world.ostermann).update(status="declined")
    by = world.actor(world.cdo)
    assert refusal(consolidating.adopt, circulated, by=by, now=at(ADOPTED)).code == "counts_differ"
    consolidating.edit(circulated, text="Klarer.", recommendations=[], revision=1, by=by, now=at(CIRCULATED))
    consolidating.circulate(circulated, by=by, now=at(CIRCULATED))
    consolidating.adopt(circulated, by=by, now=at(ADOPTED))
    assert circulated.status == "adopted"
