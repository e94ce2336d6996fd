"""A round asks everybody who has a vote, once, and ends at its deadline."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation.outbox.models import Delivery, State
from foundation.values import DomainError
from governance.mandates.models import Mandate
from opinions.rounds import opening
from opinions.rounds.deadlines import end_of
from opinions.rounds.models import Opinion, OpinionRound
from tests.opinions.conftest import DEADLINE, at


def requests() -> list[Delivery]:
    return list(Delivery.objects.filter(kind="opinion_request"))


def test_opening_asks_all_31_and_mails_each_one(full_board, opened):
    made = opened()
    assert Opinion.objects.filter(round=made, status="requested").count() == 31
    assert {mail.recipient for mail in requests()} == {who.key for who in full_board.members["ETB"]}
    assert made.status == "open"
    assert made.blind


def test_who_joins_later_is_not_asked(world, opened):
    made = opened()
    assert made.opinions.count() == 29
    seat = world.etb.seats.get(number=30)
    Mandate.objects.create(
        seat=seat, person=world.kaya, status="active", start=date(2026, 11, 24), appointed_on=date(2026, 11, 20)
    )
    assert made.opinions.count() == 29


def test_a_seat_without_a_vote_is_not_asked(world, opened):
    world.etb.seats.filter(number=3).update(voting=False)
    assert opened().opinions.count() == 28


def test_opening_twice_is_refused_and_mails_nobody_twice(world, opened, guidelines, now):
    made = opened()
    with pytest.raises(DomainError) as refused:
        opening.open_round(
            made,
            deadline=end_of(DEADLINE),
            guidelines=guidelines,
            important=[],
            by=world.actor(world.secretary),
            now=now,
        )
    assert (refused.value.status, refused.value.code) == (409, "round_not_draft")
    assert len(requests()) == 29


def test_less_than_seven_days_are_refused(world, prepared, guidelines, now):
    made = prepared()
    with pytest.raises(DomainError, match=r"Montag, 30\.\s+November\s+2026"):
        opening.open_round(
            made,
            deadline=end_of(date(2026, 11, 29)),
            guidelines=guidelines,
            important=[],
            by=world.actor(world.secretary),
            now=now,
        )
    made.refresh_from_db()
    assert made.status == "draft"
    assert requests() == []


def test_important_guidelines_are_some_of_the_round(world, prepared, guidelines, now):
    with pytest.raises(DomainError) as refused:
        opening.open_round(
            prepared(),
            deadline=end_of(DEADLINE),
            guidelines=guidelines[:2],
            important=[9],
            by=world.actor(world.secretary),
            now=now,
        )
    assert refused.value.code == "guideline_unknown"
    assert Opinion.objects.count() == 0


def test_asking_1_10_and_31_members_costs_the_same(full_board, prepared, guidelines, now):
    world, costs = full_board, set()
    Mandate.objects.filter(seat__board=world.sb).exclude(person=world.sponsor).delete()
    for board, size in ((world.sb, 1), (world.ub, 10), (world.etb, 31)):
        made = prepared(board)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            asked = opening.open_round(
                made,
                deadline=end_of(DEADLINE),
                guidelines=guidelines,
                important=[1],
                by=world.actor(world.secretary),
                now=now,
            )
        assert len(asked) == size
        costs.add(len(queries))
    assert len(costs) == 1
    assert costs.pop() <= 12


def test_the_deadline_closes_and_lapses_what_is_missing(world, opened, answer, now):
    made = opened()
    answer(made, world.dahlhoff, "support")
    assert opening.close_due(now=end_of(DEADLINE)) == 0
    late = end_of(DEADLINE) + timedelta(seconds=1)
    assert opening.close_due(now=late) == 1
    assert opening.close_due(now=late) == 0
    assert made.opinions.filter(status="lapsed").count() == 28
    assert made.opinions.filter(status="submitted").count() == 1


def test_before_the_deadline_a_round_closes_only_when_nobody_is_missing(world, opened, answer, now):
    made = opened(world.sb)
    with pytest.raises(DomainError) as refused:
        opening.close(made, by=world.actor(world.sponsor), now=now)
    assert refused.value.code == "members_missing"
    for who in world.members["SB"]:
        answer(made, who, "support")
    opening.close(made, by=world.actor(world.sponsor), now=now)
    opening.close(made, by=world.actor(world.sponsor), now=now)
    made.refresh_from_db()
    assert made.status == "closed"


def test_a_deadline_is_extended_once_with_a_reason(world, opened, answer, now):
    made, chair = opened(), world.actor(world.cdo)
    answer(made, world.dahlhoff, "support")
    later = end_of(date(2026, 12, 21))
    with pytest.raises(DomainError) as refused:
        opening.extend(made, deadline=later, reason=" ", by=chair, now=now)
    assert refused.value.code == "reason_missing"
    opening.extend(made, deadline=later, reason="Die Anlage kam spät.", by=chair, now=now)
    with pytest.raises(DomainError) as refused:
        opening.extend(made, deadline=end_of(date(2026, 12, 28)), reason="Noch einmal.", by=chair, now=now)
    assert refused.value.code == "round_not_extendable"
    fresh = [mail for mail in requests() if mail.version == 2]
    assert len(fresh) == 28
    assert world.dahlhoff.key not in {mail.recipient for mail in fresh}
    assert opening.close_due(now=end_of(DEADLINE) + timedelta(hours=1)) == 0


def test_an_earlier_day_is_no_extension(world, opened, now):
    made = opened()
    with pytest.raises(DomainError) as refused:
        opening.extend(made, deadline=end_of(date(2026, 12, 10)), reason="Eilt.", by=world.actor(world.cdo), now=now)
    assert refused.value.code == "deadline_not_later"


def test_cancelling_tells_everybody_once_and_stops_what_waits(world, opened, now):
    made, chair = opened(), world.actor(world.cdo)
    opening.cancel(made, reason="Das Vorhaben ruht.", by=chair, now=now)
    opening.cancel(made, reason="Das Vorhaben ruht.", by=chair, now=now)
    assert Delivery.objects.filter(kind="opinion_cancelled").count() == 29
    assert {mail.state for mail in requests()} == {State.OBSOLETE}
    assert opening.close_due(now=at(date(2027, 1, 4))) == 0


def test_a_closed_round_is_not_cancelled(closed, world, now):
    with pytest.raises(DomainError) as refused:
        opening.cancel(closed, reason="Zu spät.", by=world.actor(world.cdo), now=now)
    assert refused.value.code == "round_closed"
    assert OpinionRound.objects.get().status == "closed"


def test_the_mail_is_in_the_members_language_and_links_to_the_form(world, opened, settings):
    type(world.kaya).objects.filter(pk=world.ostermann.pk).update(language="en")
    made = opened()
    german = Delivery.objects.get(recipient=world.dahlhoff.key)
    english = Delivery.objects.get(recipient=world.ostermann.key)
    assert german.subject == "Ihre Einschätzung bis 14.12.: Sensoren im öffentlichen Raum"
    assert english.subject == "Your assessment until 14 Dec: Sensoren im öffentlichen Raum"
    assert f"{settings.SITE_URL}/einschaetzungen/{made.pk}/".encode() in bytes(german.raw).replace(b"=\r\n", b"")


def test_the_very_same_request_twice_is_one_round(world, prepared):
    first, again = prepared(), prepared()
    assert again.pk == first.pk
    assert OpinionRound.objects.count() == 1


def test_a_confidential_question_is_no_round_because_mails_name_it(world, now):
    with pytest.raises(DomainError) as refused:
        opening.prepare(
            board=world.etb,
            title="Kauf der Nahwerk GmbH",
            question="Raten Sie zu?",
            requested_by=world.manager,
            deadline=end_of(DEADLINE),
            level=3,
            by=world.actor(world.manager),
            now=now,
        )
    assert (refused.value.status, refused.value.code) == (400, "level_too_high")
    assert not OpinionRound.objects.exists()


def test_a_chair_with_a_conflict_of_interest_runs_the_round_neither_alone_nor_by_word(world, opened, now):
    made = opened()
    Opinion.objects.filter(round=made, person=world.cdo).update(status="declined")
    own, by_word = world.actor(world.cdo), world.actor(world.secretary).on_behalf_of(world.cdo.key)
    acts = [
        lambda by: opening.extend(made, deadline=end_of(date(2026, 12, 21)), reason="Ferien", by=by, now=now),
        lambda by: opening.cancel(made, reason="Entfällt.", by=by, now=now),
        lambda by: opening.close(made, by=by, now=end_of(DEADLINE) + timedelta(minutes=1)),
    ]
    for act in acts:
        for by in (own, by_word):
            with pytest.raises(DomainError) as refused:
                act(by)
            assert (refused.value.status, refused.value.code) == (403, "conflict_of_interest")
    assert OpinionRound.objects.get().status == "open"


def test_how_long_members_have_is_what_the_rules_of_each_board_say(world, now):
    boards = [world.ub, world.etb]
    assert opening.time_needed(boards, now) == "Die Mitglieder brauchen mindestens 7 Tage, üblich sind 21."
    world.etb.rules.update(opinion_min_days=10, opinion_days=28)
    assert opening.time_needed(boards, now) == (
        "UB: Die Mitglieder brauchen mindestens 7 Tage, üblich sind 21. "
        "ETB: Die Mitglieder brauchen mindestens 10 Tage, üblich sind 28."
    )
