"""From the request to the closed round. The chair extends and cancels, or the board office on the chair's word."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.outbox.queue import supersede
from foundation.values import SYSTEM, Actor, DomainError
from foundation.web.wording import day_in_words, local_day
from governance.boards.mailing import post
from governance.boards.models import Board
from governance.confidentiality import Level
from governance.mandates.models import Mandate
from governance.people.models import Person
from governance.procedure.answers import Rules, earliest_opinion_deadline, opinion_time
from governance.procedure.rules_in_force import rules_on, version_on
from opinions.rounds.models import Opinion, OpinionRound, RoundGuideline
from opinions.rounds.rules import expect_unbiased
from portfolio.projects.models import Guideline, Project

Status = OpinionRound.Status
REQUEST, REMINDER, CALLED_OFF = "opinion_request", "opinion_reminder", "opinion_cancelled"
_FIRST, _EXTENDED, _OVER = 1, 2, 3


@transaction.atomic
def prepare(
    *,
    board: Board,
    title: str,
    question: str,
    requested_by: Person,
    deadline: datetime,
    project: Project | None = None,
    level: int = Level.BOARD,
    by: Actor,
    now: datetime,
) -> OpinionRound:
    """A request for a board's opinion, not yet open. Whether it is blind follows from the board's rules.

    `deadline` is what the requester wishes; it is fixed at opening. The very same request once more is the one made.
    """
    if level > Level.BOARD:
        raise DomainError(
            _(
                "Rounds are at most for the board: their titles stand in mails. "
                "Put a confidential question on the agenda of a meeting."
            ),
            code="level_too_high",
            status=400,
        )
    rules = rules_on(board, local_day(now))
    _check_deadline(rules.as_rules(), deadline, now)
    Board.objects.select_for_update(no_key=True).get(pk=board.pk)
    asked = {
        "board": board,
        "title": title,
        "question": question,
        "project": project,
        "requested_by": requested_by,
        "level": level,
        "deadline": deadline,
    }
    known = OpinionRound.objects.filter(**asked, status=Status.DRAFT).first()
    if known:
        return known
    opinion_round = OpinionRound.objects.create(**asked, blind=rules.opinions_blind)
    record("opinions.requested", opinion_round.key, by=by, now=now, board=board.slug)
    return opinion_round


@transaction.atomic
def open_round(
    opinion_round: OpinionRound,
    *,
    deadline: datetime,
    guidelines: Iterable[Guideline],
    important: Collection[int],
    by: Actor,
    now: datetime,
) -> list[Opinion]:
    """Ask every active voting mandate of the board; who is asked is frozen here. Each gets one mail.

    `important` are numbers among `guidelines`; these are asked first and need a rating. The number of queries does
    not depend on the size of the board. Opening twice is refused (409).
    """
    expect_unbiased(opinion_round, by)
    _check_deadline(rules_on(opinion_round.board, local_day(now)).as_rules(), deadline, now)
    fresh = OpinionRound.objects.filter(pk=opinion_round.pk, status=Status.DRAFT)
    if not fresh.update(status=Status.OPEN, opened_at=now, deadline=deadline):
        raise DomainError(_("This round has been opened or cancelled already."), code="round_not_draft")
    opinion_round.status, opinion_round.opened_at, opinion_round.deadline = Status.OPEN, now, deadline
    _attach(opinion_round, list(guidelines), important)
    mandates = (
        Mandate.objects.on(local_day(now))
        .filter(seat__board=opinion_round.board_id, seat__voting=True)
        .select_related("person")
        .order_by("seat__number")
    )
    asked = [Opinion(round=opinion_round, mandate=mandate, person=mandate.person) for mandate in mandates]
    if not asked:
        raise DomainError(_("This board has no voting members at the moment."), code="nobody_to_ask")
    asked = Opinion.objects.bulk_create(asked)
    _write(opinion_round, asked, REQUEST, _FIRST, now)
    record("opinions.opened", opinion_round.key, by=by, now=now, asked=len(asked), deadline=deadline.isoformat())
    return asked


def _attach(opinion_round: OpinionRound, guidelines: list[Guideline], important: Collection[int]) -> None:
    unknown = set(important) - {guideline.number for guideline in guidelines}
    if unknown:
        raise DomainError(
            _("Please choose the important guidelines from those of the round."), code="guideline_unknown", status=400
        )
    RoundGuideline.objects.bulk_create(
        RoundGuideline(round=opinion_round, guideline=guideline, important=guideline.number in important)
        for guideline in guidelines
    )


def _check_deadline(rules: Rules, deadline: datetime, now: datetime) -> None:
    first = earliest_opinion_deadline(rules, local_day(now))
    if local_day(deadline) < first:
        words = {"days": rules.opinion_min_days, "day": day_in_words(first)}
        raise DomainError(
            _("Members need at least %(days)s days. The earliest deadline is %(day)s.") % words,
            code="deadline_too_early",
            status=400,
        )


def mail_context(opinion_round: OpinionRound, **more: Any) -> dict[str, Any]:
    """What every mail about a round says."""
    return {
        "round": opinion_round,
        "board": opinion_round.board,
        "url": settings.SITE_URL + reverse("opinion", args=[opinion_round.pk]),
        **more,
    }


def _write(opinion_round: OpinionRound, asked: Iterable[Opinion], kind: str, version: int, now: datetime) -> None:
    post(
        kind,
        [opinion.person for opinion in asked],
        key=f"{kind}:{opinion_round.pk}:{version}",
        topic=opinion_round.key,
        version=version,
        context=mail_context(opinion_round, extended=version == _EXTENDED),
        now=now,
    )


@transaction.atomic
def extend(opinion_round: OpinionRound, *, deadline: datetime, reason: str, by: Actor, now: datetime) -> None:
    """Move the deadline once, with a reason that the members read. Those who answered keep what they gave.

    Raises DomainError: 400 without a reason or for a day not later than before, 409 when it was extended or closed.
    """
    expect_unbiased(opinion_round, by)
    if not reason.strip():
        raise DomainError(_("Please give a reason for the extension."), code="reason_missing", status=400)
    if deadline <= opinion_round.deadline or deadline <= now:
        raise DomainError(_("Please choose a later day than before."), code="deadline_not_later", status=400)
    running = OpinionRound.objects.filter(
        pk=opinion_round.pk, status=Status.OPEN, extended_reason="", deadline__gte=now
    )
    if not running.update(deadline=deadline, extended_reason=reason):
        raise DomainError(
            _("An open round can be extended once, before its deadline ends."), code="round_not_extendable"
        )
    opinion_round.deadline, opinion_round.extended_reason = deadline, reason
    supersede(opinion_round.key, _EXTENDED)
    missing = opinion_round.opinions.missing().select_related("person")
    _write(opinion_round, missing, REQUEST, _EXTENDED, now)
    record("opinions.extended", opinion_round.key, by=by, now=now, deadline=deadline.isoformat())


@transaction.atomic
def close(opinion_round: OpinionRound, *, by: Actor, now: datetime) -> None:
    """Close a round after its deadline, or earlier when everybody asked has answered. Closing twice does nothing."""
    expect_unbiased(opinion_round, by)
    locked = OpinionRound.objects.select_for_update().get(pk=opinion_round.pk)
    if locked.status == Status.CLOSED:
        return
    if locked.status != Status.OPEN:
        raise DomainError(_("Only an open round can be closed."), code="round_not_open")
    if now <= locked.deadline and locked.opinions.missing().exists():
        raise DomainError(
            _("Members may answer until %(day)s. Before that, the round closes when nobody is missing.")
            % {"day": day_in_words(locked.deadline)},
            code="members_missing",
        )
    _close(locked, by, now)


def _close(opinion_round: OpinionRound, by: Actor, now: datetime) -> bool:
    """Lapse what was not submitted; drafts are kept by nobody."""
    running = OpinionRound.objects.filter(pk=opinion_round.pk, status=Status.OPEN)
    if not running.update(status=Status.CLOSED, closed_at=now):
        return False
    lapsed = opinion_round.opinions.filter(status__in=Opinion.WAITING).update(status=Opinion.Status.LAPSED)
    opinion_round.opinions.update(draft={}, draft_saved_at=None)
    supersede(opinion_round.key, _OVER, kinds=[REQUEST, REMINDER])
    record("opinions.closed", opinion_round.key, by=by, now=now, lapsed=lapsed)
    return True


def close_due(*, now: datetime) -> int:
    """Duty: close each round whose deadline is over. Returns how many."""
    closed = 0
    for opinion_round in OpinionRound.objects.overdue(now).order_by("deadline"):
        with transaction.atomic():
            # The deadline may have been extended since the round was read.
            locked = OpinionRound.objects.select_for_update().get(pk=opinion_round.pk)
            if locked.deadline < now:
                closed += _close(locked, SYSTEM, now)
    return closed


@transaction.atomic
def cancel(opinion_round: OpinionRound, *, reason: str, by: Actor, now: datetime) -> None:
    """Call a round off before it is closed; those asked are told why. Cancelling twice does nothing."""
    expect_unbiased(opinion_round, by)
    if not reason.strip():
        raise DomainError(_("Please say why the round is cancelled."), code="reason_missing", status=400)
    locked = OpinionRound.objects.select_for_update().select_related("board").get(pk=opinion_round.pk)
    if locked.status == Status.CANCELLED:
        return
    if locked.status == Status.CLOSED:
        raise DomainError(_("A closed round cannot be cancelled."), code="round_closed")
    OpinionRound.objects.filter(pk=locked.pk).update(status=Status.CANCELLED, cancelled_reason=reason)
    locked.cancelled_reason = reason
    supersede(locked.key, _OVER)
    asked = locked.opinions.filter(~Q(status__in=[Opinion.Status.DECLINED, Opinion.Status.LAPSED]))
    _write(locked, asked.select_related("person"), CALLED_OFF, _OVER, now)
    record("opinions.cancelled", locked.key, by=by, now=now)


def time_needed(boards: Iterable[Board], now: datetime) -> str:
    """How long members need by the rules of these boards: one sentence, or one per board where they differ."""
    versions = [(board, version_on(board, local_day(now))) for board in boards]
    sentences = {board.short_name: opinion_time(rules.as_rules()) for board, rules in versions if rules}
    if len(set(sentences.values())) < 2:
        return next(iter(sentences.values()), "")
    return " ".join(f"{name}: {sentence}" for name, sentence in sentences.items())
