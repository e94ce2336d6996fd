"""Nothing is let go before a person confirms it; what goes, goes in batches, once, and leaves a report."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.urls import reverse

from foundation.accounts.links import link_for
from foundation.accounts.models import PersonalLink
from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery, State
from foundation.retention import clearing
from foundation.retention.kinds import kind_of
from foundation.retention.models import Clearing, Finding, Period
from foundation.retention.periods import in_force, set_days
from foundation.values import DomainError
from governance.mandates.models import Suspension
from meetings.agenda.models import AgendaProposal, Recusal
from meetings.minutes.models import Minutes, MinutesVersion
from opinions.outcomes.models import ConsolidatedOpinion
from opinions.rounds.models import Opinion, OpinionRevision, OpinionRound
from tests.together import together

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


def due(code: str) -> list:
    kept = next(one for one in in_force() if one.kind.code == code)
    return list(kept.kind.rows(kept.border(NOW)))


def let_go(world, code: str) -> int:
    kept = next(one for one in in_force() if one.kind.code == code)
    clearing.confirm(kept, expected=9, by=world.actor(world.secretary), now=NOW)
    return clearing.clear_due(now=NOW)


def mail(world, days: int, state: str = State.SENT) -> Delivery:
    return Delivery.objects.create(
        key=str(uuid4()),
        kind="invitation",
        recipient=world.kaya.key,
        recipient_name="Aylin Kaya",
        address=world.kaya.email,
        subject="Einladung",
        raw=b"Subject: Einladung\n\nGuten Tag",
        secrets=["geheim"],
        state=state,
        created_at=ago(days),
        not_before=ago(days),
        sent_at=ago(days),
    )


def test_of_old_mails_the_text_goes_and_the_proof_stays(world):
    old, young, held = mail(world, 551), mail(world, 549), mail(world, 551, State.HELD)
    assert due("deliveries") == [old]
    assert let_go(world, "deliveries") == 1
    for one in (old, young, held):
        one.refresh_from_db()
    assert (bytes(old.raw), old.secrets, old.subject, old.sent_at) == (b"", [], "Einladung", ago(551))
    assert bytes(young.raw) == bytes(held.raw) != b""
    assert due("deliveries") == []


def test_a_mail_without_text_says_so(world, client):
    mail(world, 551)
    let_go(world, "deliveries")
    client.force_login(world.secretary.user)
    shown = client.get(reverse("dispatch_detail", args=[Delivery.objects.get().pk]))
    assert shown.status_code == 200
    assert "Der Text wurde nach Ablauf der Aufbewahrung gelöscht." in shown.text


def test_links_go_a_month_after_they_expired(world):
    for subject, days in (("meeting:1", 31), ("meeting:2", 29)):
        link_for(purpose="reply", subject=subject, holder=world.kaya.key, now=ago(60), expires_at=ago(days))
    assert let_go(world, "links") == 1
    assert PersonalLink.objects.get().subject == "meeting:2"


def test_reasons_of_recusals_go_and_the_fact_stays(world):
    for day, number in ((date(2021, 11, 1), 1), (date(2022, 11, 1), 2)):
        meeting = world.meeting(day=day, status="held", number=number)
        world.agenda(meeting, "Vergabe")
        Recusal.objects.create(
            item=meeting.items.get(), person=world.kaya, reason="Schwester", declared_at=NOW, entered_by="system"
        )
    assert let_go(world, "recusals") == 1
    assert [recusal.reason for recusal in Recusal.objects.order_by("item__meeting__starts_at")] == ["", "Schwester"]


def test_reasons_of_who_took_no_part_in_a_round_go_and_the_fact_stays(world):
    for days in (5 * 365 + 1, 5 * 365 - 1):
        asked = OpinionRound.objects.create(
            board=world.etb, title="Sensoren", question="?", deadline=ago(days), requested_by=world.cdo
        )
        mandate = world.ostermann.mandates.get()
        Opinion.objects.create(
            round=asked, person=mandate.person, mandate=mandate, status="declined", declined_reason="Schwester"
        )
    assert let_go(world, "withdrawals") == 1
    found = Opinion.objects.order_by("round__deadline").values_list("status", "declined_reason")
    assert list(found) == [("declined", ""), ("declined", "Schwester")]


def test_reasons_why_a_mandate_rested_go_when_the_rest_is_long_over(world):
    mandate = world.kaya.mandates.get()
    for days in (5 * 365 + 1, 5 * 365 - 1, None):
        back = ago(days).date() if days else None
        start = (ago(days + 30) if days else ago(6 * 365)).date()
        Suspension.objects.create(mandate=mandate, start=start, back_on=back, reason="Elternzeit", back_reason="x")
    assert let_go(world, "rests") == 1
    texts = Suspension.objects.order_by("pk").values_list("reason", "back_reason")
    assert list(texts) == [("…", ""), ("Elternzeit", "x"), ("Elternzeit", "x")]


def test_rejected_topics_go_and_waiting_ones_stay(world):
    for status, days in (("rejected", 366), ("rejected", 364), ("accepted", 366)):
        AgendaProposal.objects.create(
            board=world.ub,
            title=f"{status} {days}",
            kind="discussion",
            proposer=world.kaya,
            proposed_at=ago(400),
            status=status,
            decided_at=ago(days),
            decided_reason="Nein",
        )
    assert let_go(world, "topics") == 1
    assert set(AgendaProposal.objects.values_list("title", flat=True)) == {"rejected 364", "accepted 366"}


def test_drafts_of_minutes_go_a_year_after_approval_and_the_approved_version_stays(world):
    for number, (status, days) in enumerate((("approved", 366), ("approved", 364), ("circulated", 366)), 1):
        meeting = world.meeting(day=date(2025, 3, number), status="held", number=number)
        minutes = Minutes.objects.create(
            meeting=meeting,
            status=status,
            drafted_at=ago(400),
            approved_at=ago(days) if status == "approved" else None,
        )
        for version in (1, 2):
            MinutesVersion.objects.create(minutes=minutes, number=version, made_at=NOW, content={}, sha256="0" * 64)
    assert let_go(world, "minutes_drafts") == 1
    kept = MinutesVersion.objects.order_by("minutes", "number").values_list("minutes__meeting__number", "number")
    assert list(kept) == [(1, 2), (2, 1), (2, 2), (3, 1), (3, 2)]


def test_texts_of_assessments_go_and_verdicts_stay(world):
    opinion_round = OpinionRound.objects.create(
        board=world.ub,
        title="Sensoren",
        question="Dürfen wir?",
        requested_by=world.manager,
        status="closed",
        opened_at=ago(2100),
        deadline=ago(2000),
    )
    for person, verdict in ((world.kaya, "reject"), (world.dahlhoff, "support")):
        opinion = Opinion.objects.create(
            round=opinion_round,
            person=person,
            mandate=person.mandates.filter(seat__board=world.ub).get(),
            status="submitted",
            submitted_at=ago(2050),
            draft={"reason": "Entwurf"},
        )
        OpinionRevision.objects.create(
            opinion=opinion,
            number=1,
            verdict=verdict,
            reason="Zu viel",
            recommendations=["Weniger"],
            submitted_at=ago(2050),
            source="page",
            entered_by=person.key,
        )
    assert due("assessments") == []
    ConsolidatedOpinion.objects.create(
        board=world.ub,
        round=opinion_round,
        title="Sensoren",
        text="Nein.",
        counts={},
        status="adopted",
        adopted_at=ago(5 * 365 + 1),
        created_at=ago(1999),
    )
    assert let_go(world, "assessments") == 2
    rows = OpinionRevision.objects.values_list("verdict", "reason", "recommendations", "opinion__draft")
    assert sorted(rows) == [("reject", "…", [], {}), ("support", "…", [], {})]
    assert due("assessments") == []


def test_nothing_goes_without_a_confirmation(world):
    mail(world, 600)
    assert clearing.review_due(now=NOW) == 1
    assert clearing.review_due(now=NOW + timedelta(hours=1)) == 0
    assert (Finding.objects.get().monday, Finding.objects.get().counts["deliveries"]) == (date(2026, 11, 23), 1)
    assert clearing.clear_due(now=NOW) == 0
    assert len(due("deliveries")) == 1


def test_the_week_is_counted_from_monday_six_o_clock_and_made_up_later(world):
    mail(world, 600)
    assert clearing.review_due(now=datetime(2026, 11, 23, 4, 59, tzinfo=UTC)) == 0
    assert clearing.review_due(now=datetime(2026, 11, 26, 3, 0, tzinfo=UTC)) == 1


def test_a_confirmation_counts_once_and_leaves_a_report(world, monkeypatch):
    monkeypatch.setattr(clearing, "BATCH", 2)
    for _number in range(5):
        mail(world, 600)
    kept = next(one for one in in_force() if one.kind.code == "deliveries")
    by = world.actor(world.secretary)
    assert len({clearing.confirm(kept, expected=5, by=by, now=NOW).pk for _click in range(2)}) == 1
    assert clearing.clear_due(now=NOW) == 5
    assert clearing.clear_due(now=NOW) == 0
    report = Clearing.objects.get()
    assert (report.expected, report.count, report.finished_at, report.confirmed_by) == (5, 5, NOW, by.key)
    acts = JournalEntry.objects.filter(action__startswith="retention.").order_by("pk")
    assert [(act.action, act.facts["count"]) for act in acts] == [
        ("retention.confirmed", 5),
        ("retention.cleared", 5),
    ]
    with pytest.raises(DomainError) as refused:
        clearing.confirm(kept, expected=5, by=by, now=NOW)
    assert refused.value.code == "nothing_due"


def test_a_clearing_that_was_broken_off_goes_on(world, monkeypatch):
    monkeypatch.setattr(clearing, "BATCH", 1)
    for _number in range(3):
        mail(world, 600)
    kept = next(one for one in in_force() if one.kind.code == "deliveries")
    clearing.confirm(kept, expected=3, by=world.actor(world.secretary), now=NOW)
    clearing._batch(kept.kind, Clearing.objects.get(), NOW)
    assert clearing.clear_due(now=NOW) == 2
    assert Clearing.objects.get().count == 3


def test_who_saw_less_than_is_due_looks_again(world):
    mail(world, 600)
    mail(world, 600)
    kept = next(one for one in in_force() if one.kind.code == "deliveries")
    with pytest.raises(DomainError) as refused:
        clearing.confirm(kept, expected=1, by=world.actor(world.secretary), now=NOW)
    assert (refused.value.code, Clearing.objects.count()) == ("more_due", 0)


@pytest.mark.parametrize(("days", "source"), [(0, "Konzept"), (36_501, "Konzept"), (10, "")])
def test_periods_without_reason_or_source_are_refused(world, days, source):
    with pytest.raises(DomainError) as refused:
        set_days(kind_of("links"), days=days, source=source, by=world.actor(world.secretary), now=NOW)
    assert refused.value.status == 400
    assert Period.objects.count() == 0


def test_the_office_looks_changes_and_confirms(world, client):
    mail(world, 300)
    client.force_login(world.secretary.user)
    page = " ".join(client.get(reverse("retention")).text.split())
    assert "550 Tage nach dem Erstellen der E-Mail (Vorschlag)" in page
    assert "5 Jahre nach dem Beschluss der Stellungnahme" in page
    assert "nichts fällig" in page
    period = reverse("retention_period", args=["deliveries"])
    assert client.post(period, {"days": "x", "source": ""}).status_code == 400
    assert client.post(period, {"days": 200, "source": "Löschkonzept"}).status_code == 302
    page = " ".join(client.get(reverse("retention")).text.split())
    assert "200 Tage nach dem Erstellen der E-Mail (Löschkonzept)" in page
    assert "1 Eintrag prüfen" in page
    clear = reverse("retention_clear", args=["deliveries"])
    assert "Aylin Kaya, 27.01.2026" in client.get(clear).text
    assert Clearing.objects.count() == 0
    assert client.post(clear, {"expected": "x"}).status_code == 409
    assert client.post(clear, {"expected": 1}).status_code == 302
    assert "wird gelöscht" in client.get(reverse("retention")).text
    clearing.clear_due(now=NOW)
    page = " ".join(client.get(reverse("retention")).text.split())
    assert "1 Eintrag gelöscht, bestätigt von Carla Wendt" in page
    assert client.get(reverse("retention_clear", args=["nothing"])).status_code == 404


def test_the_page_costs_the_same_for_much_and_for_little(world, client, django_assert_max_num_queries):
    client.force_login(world.secretary.user)
    for count in (1, 20):
        for _number in range(count):
            mail(world, 600)
        with django_assert_max_num_queries(24):
            client.get(reverse("retention"))


def test_two_workers_let_everything_go_once(transactional_db, world, monkeypatch):
    monkeypatch.setattr(clearing, "BATCH", 2)
    for _number in range(5):
        mail(world, 600)
    kept = next(one for one in in_force() if one.kind.code == "deliveries")
    clearing.confirm(kept, expected=5, by=world.actor(world.secretary), now=NOW)
    work = partial(clearing.clear_due, now=NOW)
    assert sum(together(work, work)) == 5
    assert Clearing.objects.get().count == 5
    assert JournalEntry.objects.get(action="retention.cleared").facts["count"] == 5
