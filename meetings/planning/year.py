"""The year plan of a board once it is proposed: adopted (pencilled in), confirmed (everybody is told)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import BERLIN, Actor, DomainError
from governance.procedure.answers import Rules
from governance.procedure.rules_in_force import rules_on
from meetings.meeting import scheduling
from meetings.meeting.models import Meeting
from meetings.planning import setting
from meetings.planning.models import PlannedDate, YearPlan
from meetings.planning.proposing import first_day

OVERVIEW = "year_overview"


@transaction.atomic
def adopt(plan: YearPlan, *, by: Actor, now: datetime) -> list[Meeting]:
    """Pencil the proposed dates in; ordinary meetings set before on their days are theirs. Adopted twice is once.

    Raises DomainError (409) for a plan without dates, for one whose dates have begun to pass, and for one that does
    not know a meeting set meanwhile.
    """
    known = meetings_of(plan)
    _check_current(plan, known, now)
    changed = YearPlan.objects.filter(pk=plan.pk, status="proposed").exclude(dates=None).update(status="adopted")
    plan.refresh_from_db()
    if not changed:
        if plan.status == YearPlan.Status.PROPOSED:
            raise DomainError(
                _("This plan has no dates. Please change the rules or try another year."), code="no_dates"
            )
        return [one.meeting for one in plan.dates.select_related("meeting") if one.meeting]
    made = []
    for one in plan.dates.all():
        one.meeting = known.get(one.day) or scheduling.pencil_in(plan.board, one.day, by=by, now=now)
        one.save(update_fields=["meeting"])
        made.append(one.meeting)
    record("plan.adopted", f"plan:{plan.pk}", by=by, now=now, meetings=len(made))
    return made


def _check_current(plan: YearPlan, known: Iterable[date], now: datetime) -> None:
    today = now.astimezone(BERLIN).date()
    proposed = set(plan.dates.filter(plan__status="proposed").values_list("day", flat=True))
    if not proposed:
        return
    words = ""
    if min(proposed) <= today:
        words = _("Dates of this proposal are over already. Please create a new proposal.")
    elif {day for day in known if day >= min(proposed)} - proposed:
        words = _("A date of this board was set after the proposal. Please create a new proposal.")
    if words:
        raise DomainError(words, code="proposal_outdated")


def meetings_of(plan: YearPlan) -> dict[date, Meeting]:
    """By day: ordinary meetings of the plan's year that were set before it was adopted."""
    found = Meeting.objects.filter(board=plan.board, starts_at__year=plan.year, kind=Meeting.Kind.REGULAR)
    return {one.day: one for one in found.exclude(status=Meeting.Status.CANCELLED)}


@transaction.atomic
def confirm(plans: Iterable[YearPlan], *, by: Actor, now: datetime) -> int:
    """Schedule the adopted dates and send each member one overview with the save-the-date entries of all of them.

    Returns how many mails were queued. Confirmed twice is confirmed once.
    """
    confirmed = []
    for plan in plans:
        if YearPlan.objects.filter(pk=plan.pk, status="adopted").update(status="confirmed"):
            pencilled = Meeting.objects.filter(planned_date__plan=plan).select_related("board")
            scheduling.confirm(pencilled, by=by, now=now)
            record("plan.confirmed", f"plan:{plan.pk}", by=by, now=now)
            confirmed.append(plan.pk)
    scheduled = Meeting.objects.filter(planned_date__plan__in=confirmed, status=Meeting.Status.SCHEDULED)
    meetings = list(scheduled.select_related("board").order_by("starts_at"))
    if not meetings:
        return 0
    year = meetings[0].year
    key = f"{OVERVIEW}:{year}:" + "-".join(map(str, sorted(confirmed)))
    return setting.tell(OVERVIEW, meetings, key=key, topic=f"year:{year}", now=now)


@dataclass(frozen=True)
class Standing:
    """A date of a plan as it stands now, with its meeting if there is one; `before` is the date before it."""

    planned: PlannedDate
    meeting: Meeting | None
    before: date | None

    @property
    def day(self) -> date:
        return self.meeting.day if self.meeting else self.planned.day

    def reason(self, rules: Rules, *, school: bool) -> dict[str, Any]:
        """The numbers behind its sentence: as proposed, for a date that moved those of its new day."""
        known, moved = self.planned.reason, (self.day - self.planned.day).days
        gap = (self.day - self.before).days if self.before else known.get("gap") and known["gap"] + moved
        if not moved:
            return known | {"gap": gap}
        return {"gap": gap, "school": school, "usual_weekday": self.day.weekday() == rules.weekday}


def standing(plan: YearPlan) -> list[Standing]:
    """The dates of a plan in the order of the days on which they are now."""
    known = meetings_of(plan) if plan.status == YearPlan.Status.PROPOSED else {}
    dates = plan.dates.select_related("meeting")
    found = [Standing(one, one.meeting or known.get(one.day), None) for one in dates]
    before = None
    for place, one in enumerate(sorted(found, key=lambda one: one.day)):
        found[place] = replace(one, before=before)
        if not one.meeting or one.meeting.status != Meeting.Status.CANCELLED:
            before = one.day
    return found


def rules_for(plan: YearPlan) -> Rules:
    """The rules the plan was made under: those of the first day it could plan."""
    return rules_on(plan.board, first_day(plan.year, plan.proposed_at)).as_rules()
