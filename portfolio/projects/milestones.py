"""Milestones of a project: planned for a day, moved, reached or dropped, each time by an entry of its own."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import Actor, DomainError
from portfolio.projects.models import Milestone, MilestoneEntry, Project
from portfolio.projects.progress import expect_past, one_line

State = MilestoneEntry.State
ACTIONS: dict[str, str] = {
    State.PLANNED: "milestone.moved",
    State.REACHED: "milestone.reached",
    State.DROPPED: "milestone.dropped",
}


@transaction.atomic
def plan(project: Project, *, title: str, day: date, by: Actor, now: datetime) -> Milestone:
    """Add a milestone for a day. DomainError: 400 for a title that cannot be kept, 409 when it has that title."""
    line = one_line(title, 200)
    made, is_new = Milestone.objects.get_or_create(project=project, title=line)
    if not is_new:
        words = _("There is a milestone with this title already.")
        raise DomainError(words, code="title_taken", fields={"title": words})
    _enter(made, State.PLANNED, day, by, now)
    record("milestone.planned", project.journal_key, by=by, now=now, milestone=made.pk, day=str(day))
    return made


@transaction.atomic
def move(milestone: Milestone, *, state: str, day: date, by: Actor, now: datetime) -> MilestoneEntry:
    """Say how a milestone stands; said twice is said once, said otherwise it corrects what stood there.

    Raises DomainError (400): an unknown state, or reached or dropped on a day to come.
    """
    if state not in State.values:
        raise DomainError(_("Please choose a status from the list."), code="unknown_status", status=400)
    if state != State.PLANNED:
        expect_past(day, now)
    locked = (
        Milestone.objects.select_for_update(no_key=True, of=("self",)).select_related("project").get(pk=milestone.pk)
    )
    before = locked.entries.first()
    if before and (before.state, before.day) == (state, day):
        return before
    made = _enter(locked, state, day, by, now)
    facts = {"milestone": locked.pk, "state": state, "day": str(day)}
    record(ACTIONS[state], locked.project.journal_key, by=by, now=now, **facts)
    return made


def _enter(milestone: Milestone, state: str, day: date, by: Actor, now: datetime) -> MilestoneEntry:
    return MilestoneEntry.objects.create(milestone=milestone, state=state, day=day, entered_at=now, entered_by=by.key)
