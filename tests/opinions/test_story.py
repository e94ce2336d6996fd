"""The whole way: a question, 31 members asked, 24 answers, three recommendations, one dissent, three answers."""

from datetime import date, timedelta

import pytest

from foundation.outbox.models import Delivery
from foundation.values import DomainError
from opinions.outcomes import answering, consolidating, dissenting
from opinions.outcomes.counts import participation
from opinions.outcomes.sources import answers
from opinions.rounds.deadlines import end_of
from opinions.rounds.opening import close_due
from opinions.rounds.reminders import remind_due
from tests.opinions.conftest import DEADLINE, VERDICTS, at


def test_from_the_question_to_the_answers(full_board, opened, answer):
    world = full_board
    made, members = opened(), world.members["ETB"]
    office, chair, management = (world.actor(one) for one in (world.secretary, world.cdo, world.manager))
    assert Delivery.objects.filter(kind="opinion_request").count() == 31

    for who, verdict in zip(members[:20], VERDICTS[:20], strict=True):
        answer(made, who, verdict)
    assert remind_due(now=at(date(2026, 12, 7), 8)) == 11
    for who, verdict in zip(members[20:24], VERDICTS[20:], strict=True):
        answer(made, who, verdict, now=at(date(2026, 12, 8)))
    assert remind_due(now=at(date(2026, 12, 12))) == 7
    assert remind_due(now=at(DEADLINE)) == 7
    assert close_due(now=end_of(DEADLINE) + timedelta(seconds=1)) == 1
    with pytest.raises(DomainError) as late:
        answer(made, members[30], "support", now=at(date(2026, 12, 15)))
    assert late.value.status == 410

    made.refresh_from_db()
    opinion = consolidating.draft(
        made,
        text="Der Beirat stimmt zu.",
        recommendations=["Karte.", "Löschen.", "Prüfen."],
        by=office,
        now=at(date(2026, 12, 16)),
    )
    assert participation(opinion.counts) == "24 von 31 abgegeben, 7 ohne Antwort"
    assert [opinion.counts[verdict] for verdict in dict.fromkeys(VERDICTS)] == [15, 6, 2, 1]
    consolidating.circulate(opinion, by=chair, now=at(date(2026, 12, 17)))
    author = members[21]
    dissenting.dissent(opinion, author, "Erst prüfen.", by=world.actor(author), now=at(date(2026, 12, 18)))
    consolidating.adopt(opinion, by=chair, now=at(date(2026, 12, 23)))
    assert opinion.rendering.data["dissents"] == [{"authors": str(author), "text": ["Erst prüfen."]}]

    def give(number, word, reason=""):
        answering.give(
            opinion.recommendations.get(number=number),
            answer=word,
            reason=reason,
            person=world.manager,
            by=management,
            now=at(date(2027, 1, 11)),
        )

    give(1, "follow")
    give(2, "partly", "Nur Lärm.")
    with pytest.raises(DomainError) as refused:
        give(3, "decline")
    assert refused.value.code == "reason_missing"
    give(3, "decline", "Zu aufwendig.")
    [topic] = answers(world.meeting(world.etb, day=date(2027, 2, 4)), date(2027, 1, 14))
    assert [word in topic.text for word in ("wird befolgt", "teilweise", "wird nicht befolgt")] == [True] * 3
