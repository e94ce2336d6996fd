"""The pool of topics: somebody asks for one, the chair accepts or rejects it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import Actor, DomainError
from governance.boards.models import Board
from governance.confidentiality import Level
from governance.people.models import Person
from meetings.agenda.models import AgendaProposal


@transaction.atomic
def propose(
    *,
    board: Board,
    proposer: Person,
    title: str,
    kind: str,
    minutes: int,
    text: str = "",
    motion_text: str = "",
    level: int = Level.BOARD,
    by: Actor,
    now: datetime,
) -> AgendaProposal:
    """Put a topic into the pool of a board. The very same open topic is not doubled."""
    typed = {
        "title": title,
        "kind": kind,
        "minutes": minutes,
        "text": text,
        "motion_text": motion_text,
        "level": level,
    }
    Person.objects.select_for_update(no_key=True).get(pk=proposer.pk)
    known = AgendaProposal.objects.undecided().filter(board=board, proposer=proposer, **typed).first()
    if known:
        return known
    topic = AgendaProposal.objects.create(board=board, proposer=proposer, proposed_at=now, **typed)
    record("topic.proposed", f"topic:{topic.pk}", by=by, now=now, board=board.pk)
    return topic


@transaction.atomic
def accept(topic: AgendaProposal, *, by: Actor, now: datetime) -> None:
    """The chair (or the office on the chair's word) wants the topic on the next agenda."""
    _decide(topic, AgendaProposal.Status.ACCEPTED, "", by, now)


@transaction.atomic
def reject(topic: AgendaProposal, *, reason: str, by: Actor, now: datetime) -> None:
    """The topic is not taken up; the proposer sees the reason. Raises DomainError (400) without one."""
    if not reason:
        raise DomainError(_("Please give a reason. The person who proposed the topic will see it."), status=400)
    _decide(topic, AgendaProposal.Status.REJECTED, reason, by, now)


def _decide(topic: AgendaProposal, status: str, reason: str, by: Actor, now: datetime) -> None:
    changed = AgendaProposal.objects.filter(pk=topic.pk, status=AgendaProposal.Status.PROPOSED).update(
        status=status, decided_at=now, decided_reason=reason[:300]
    )
    topic.refresh_from_db()
    if changed:
        record(f"topic.{status}", f"topic:{topic.pk}", by=by, now=now)
    elif topic.status != status:
        raise DomainError(_("This topic has been decided already."), code="topic_decided")
