"""What a meeting makes of its items: motions, votes, resolutions, and the other outcomes.

Every act holds the meeting's row (`running.in_session`) and the outcome changes only from the expected state, so
two clicks at once make one vote and a double submit changes nothing.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import Actor, DomainError
from governance.boards.models import Board
from governance.boards.rules import can_resolve
from meetings.agenda.models import AgendaItem, ItemKind
from meetings.agenda.recusals import expect_unbiased
from meetings.meeting.models import Meeting
from meetings.sittings import presence, running
from meetings.votes import count as tally
from meetings.votes.models import Motion, Resolution, Vote

Outcome = AgendaItem.Outcome
RESOLVING = {ItemKind.DECISION, ItemKind.OPINION, ItemKind.ELECTION}


def _current(item: AgendaItem, by: Actor) -> AgendaItem:
    """The item as it is now, in a meeting that is running and held until the transaction ends.

    Who is recused from it does nothing with it: DomainError (403).
    """
    meeting = running.in_session(item.meeting)
    current = AgendaItem.objects.get(pk=item.pk)
    current.meeting = meeting
    expect_unbiased(current, by)
    return current


def _refuse_outcome(item: AgendaItem) -> DomainError:
    words = _("Item %(number)s already has a result: %(outcome)s.")
    return DomainError(words % {"number": item.position, "outcome": item.get_outcome_display()}, code="has_outcome")


def _expect_votable(item: AgendaItem) -> None:
    if item.outcome not in (Outcome.OPEN, Outcome.DECIDED):
        raise _refuse_outcome(item)
    if presence.is_blocked(item.meeting, item):
        answer = presence.answer(item.meeting, item)
        words = _("Voting is blocked: the board was found not quorate. %(sentence)s State the quorum again.")
        raise DomainError(words % {"sentence": answer.sentence}, code="inquorate")


@transaction.atomic
def put(item: AgendaItem, text: str, *, by: Actor, now: datetime) -> Motion:
    """Put a text to the vote; the same text twice is one motion."""
    current = _current(item, by)
    text = text.strip()
    if not text:
        raise DomainError(_("A motion needs a text."), code="no_text", status=400)
    _expect_votable(current)
    waiting = Motion.objects.filter(item=current, text=text, vote__isnull=True).last()
    if waiting:
        return waiting
    motion = Motion.objects.create(item=current, text=text, put_at=now)
    record("motion.put", current.meeting.key, by=by, now=now, item=current.pk, motion=motion.pk)
    return motion


@transaction.atomic
def count(
    motion: Motion,
    *,
    yes: int,
    no: int,
    abstain: int = 0,
    invalid: int = 0,
    chair_says_yes: bool | None = None,
    by: Actor,
    now: datetime,
) -> Vote:
    """Enter the counted hands: at most as many as may vote now. A tie is rejected unless the rules let the chair
    decide. The item is decided; an adopted motion of a deciding item becomes a resolution with its number."""
    item = _current(motion.item, by)
    ballot = ballot_of(yes, no, abstain, invalid)
    done = Vote.objects.filter(motion=motion).first()
    if done:
        return _same_or_refuse(done, ballot)
    _expect_votable(item)
    eligible = len(presence.voters(item.meeting, item))
    outcome = outcome_of(item.meeting, ballot, eligible, chair_says_yes)
    vote = Vote.objects.create(
        motion=motion,
        **numbers(ballot),
        eligible=eligible,
        result=outcome,
        counted_at=now,
        counted_by=by.key,
    )
    AgendaItem.objects.filter(pk=item.pk).update(outcome=Outcome.DECIDED, outcome_at=now)
    if outcome == Vote.Result.ADOPTED:
        resolve(motion, item, now)
    facts = {"item": item.pk, "motion": motion.pk, "result": outcome, **numbers(ballot)}
    record("vote.counted", item.meeting.key, by=by, now=now, **facts)
    return vote


def ballot_of(yes: int, no: int, abstain: int, invalid: int) -> tally.Ballot:
    """The counted hands; nonsense is a DomainError (400)."""
    try:
        ballot = tally.Ballot(yes, no, abstain, invalid)
    except ValueError as error:
        raise DomainError(_("A number of votes is never negative."), code="negative", status=400) from error
    if not ballot.total:
        raise DomainError(_("No vote was entered."), code="no_votes", status=400)
    return ballot


def numbers(ballot: tally.Ballot) -> dict[str, int]:
    """Fields of a vote."""
    return {"yes": ballot.yes, "no": ballot.no, "abstain": ballot.abstain, "invalid": ballot.invalid}


def outcome_of(meeting: Meeting, ballot: tally.Ballot, eligible: int, chair_says_yes: bool | None) -> str:
    """The result under the rules of the meeting; more votes than `eligible` is a DomainError (400)."""
    if ballot.total > eligible:
        words = _("%(votes)s votes were entered, but only %(eligible)s members may vote on this item.")
        raise DomainError(words % {"votes": ballot.total, "eligible": eligible}, code="too_many_votes", status=400)
    assert meeting.rules is not None
    outcome = tally.result(meeting.rules.as_rules(), ballot, chair_says_yes=chair_says_yes)
    if outcome is None:
        raise DomainError(_("Tie. Please enter how the chair decides."), code="chair_decides", status=400)
    return outcome


def _same_or_refuse(vote: Vote, ballot: tally.Ballot) -> Vote:
    if vote.ballot != ballot:
        words = _("This motion is already counted: %(sentence)s. Change the entry if it is wrong.")
        raise DomainError(words % {"sentence": vote.sentence.rstrip(".")}, code="already_counted")
    return vote


def resolve(motion: Motion, item: AgendaItem, now: datetime) -> None:
    """Give the motion its running number; one that was revoked by a correction gets its old one back.

    What a working group adopts is a recommendation to its board and gets none.
    """
    if item.kind not in RESOLVING or not can_resolve(item.meeting.board):
        return
    if Resolution.objects.filter(motion=motion).update(revoked_at=None):
        return
    board = Board.objects.select_for_update().get(pk=item.meeting.board_id)
    year = item.meeting.day.year
    last = Resolution.objects.filter(board=board, year=year).aggregate(last=Max("number"))["last"] or 0
    Resolution.objects.create(
        board=board, motion=motion, year=year, number=last + 1, text=motion.text, adopted_at=now
    )


@transaction.atomic
def unanimous(item: AgendaItem, *, abstain: int = 0, by: Actor, now: datetime) -> Vote:
    """All who may vote said yes, apart from `abstain`: one tap, with the item's own motion, never without."""
    current = _current(item, by)
    eligible = len(presence.voters(current.meeting, current))
    if current.outcome == Outcome.DECIDED:
        return _same_or_refuse(Vote.objects.filter(motion__item=current).latest("id"), _all(eligible, abstain))
    _expect_votable(current)
    ballot = _all(eligible, abstain)
    motion = _motion(current, by=by, now=now)
    return count(motion, yes=ballot.yes, no=ballot.no, abstain=ballot.abstain, by=by, now=now)


def _all(eligible: int, abstain: int) -> tally.Ballot:
    if not 0 <= abstain < eligible:
        words = _("%(eligible)s members may vote: that many abstentions are no unanimous vote.")
        raise DomainError(words % {"eligible": eligible}, code="too_many_votes", status=400)
    return tally.Ballot(eligible - abstain, 0, abstain)


def _motion(item: AgendaItem, *, by: Actor, now: datetime) -> Motion:
    waiting = Motion.objects.filter(item=item, vote__isnull=True).last()
    if waiting is None and not item.motion_text:
        words = _("Item %(number)s has no motion to vote on. Type its text and count the votes, or take note.")
        raise DomainError(words % {"number": item.position}, code="no_motion")
    return waiting or put(item, item.motion_text, by=by, now=now)


def note(item: AgendaItem, *, by: Actor, now: datetime) -> None:
    """The board took note; no vote."""
    _settle(item, Outcome.NOTED, by=by, now=now)


def adjourn(item: AgendaItem, *, by: Actor, now: datetime) -> None:
    """The item goes to the next meeting."""
    _settle(item, Outcome.ADJOURNED, by=by, now=now)


def withdraw(item: AgendaItem, *, by: Actor, now: datetime) -> None:
    """The proposer takes the item back before the vote."""
    _settle(item, Outcome.WITHDRAWN, by=by, now=now)


@transaction.atomic
def reopen(item: AgendaItem, *, reason: str, by: Actor, now: datetime) -> None:
    """Take up an item again that was noted, adjourned or withdrawn; a vote goes by `correcting.take_back`.

    Raises DomainError (400) without a reason.
    """
    current = _current(item, by)
    if current.outcome == Outcome.OPEN:
        return
    if current.outcome == Outcome.DECIDED:
        raise _refuse_outcome(current)
    if not reason.strip():
        raise DomainError(_("Please say why the item is taken up again."), code="no_reason", status=400)
    fields = {"outcome": Outcome.OPEN, "outcome_at": None, "lacked_quorum": False}
    AgendaItem.objects.filter(pk=item.pk).update(**fields, reopened_reason=reason.strip()[:300])
    record("item.reopened", current.meeting.key, by=by, now=now, item=item.pk, before=current.outcome)


@transaction.atomic
def _settle(item: AgendaItem, outcome: str, *, by: Actor, now: datetime) -> None:
    current = _current(item, by)
    failed = outcome == Outcome.ADJOURNED and presence.is_blocked(current.meeting, current)
    fields = {"outcome": outcome, "outcome_at": now, "lacked_quorum": failed}
    changed = AgendaItem.objects.filter(pk=item.pk, outcome=Outcome.OPEN).update(**fields)
    if changed:
        record(f"item.{outcome}", current.meeting.key, by=by, now=now, item=item.pk)
    elif current.outcome != outcome:
        raise _refuse_outcome(current)
