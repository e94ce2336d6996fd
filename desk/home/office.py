"""The board office's day: at most seven dated things to do, and the next meeting of each board."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, IntegerField, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.home.rows import Dated, Row, dated
from foundation.outbox.models import Delivery
from foundation.web.wording import day_digits, local_day, short_date
from governance.boards.models import Board, Company, Seat
from governance.mandates.models import Mandate
from governance.procedure.answers import minutes_due, quorum_needed
from governance.procedure.models import RulesOfProcedure
from meetings.actions.models import ActionItem
from meetings.agenda.models import Agenda, AgendaProposal
from meetings.invitations.forecast import Forecast, forecast
from meetings.invitations.models import Invitation
from meetings.meeting import standing
from meetings.meeting.models import Meeting
from meetings.minutes.models import Minutes
from meetings.planning.models import YearPlan
from opinions.outcomes.models import ConsolidatedOpinion
from opinions.rounds.models import OpinionRound

PAST, COMING = timedelta(days=60), timedelta(days=120)
DRAFT_BEFORE = timedelta(days=21)
SEASON = (10, 1)
Status = Meeting.Status


@dataclass(frozen=True)
class Panel:
    """The next meeting of one board."""

    board: Board
    meeting: Meeting
    forecast: Forecast | None
    lane: list[standing.Step]
    note: str


@dataclass(frozen=True)
class Today:
    rows: list[Dated]
    count: int
    panels: list[Panel]


def today_of(now: datetime) -> Today:
    """Everything the first screen of the office shows, in six queries."""
    today = local_day(now)
    meetings = _meetings(now)
    rows = [
        *_from_meetings(meetings, today),
        *_from_counts(today),
        *_from_rounds(now),
        *_from_plans(today),
    ]
    return Today(dated(rows, today), len(rows), _panels(meetings, now))


def _meetings(now: datetime) -> list[Meeting]:
    """Meetings around today with agenda, minutes and the rules that hold for them."""
    seats = Count("board__seats", filter=Q(board__seats__voting=True))
    found = Meeting.objects.filter(starts_at__range=(now - PAST, now + COMING)).exclude(status=Status.CANCELLED)
    meetings = list(
        found.select_related("board", "agenda", "minutes", "rules").annotate(voting_seats=seats).order_by("starts_at")
    )
    open_rules: dict[int, list[RulesOfProcedure]] = defaultdict(list)
    for rules in RulesOfProcedure.objects.order_by("valid_from"):
        open_rules[rules.board_id].append(rules)
    for meeting in meetings:
        if meeting.rules is None:
            meeting.rules = next(
                (r for r in reversed(open_rules[meeting.board_id]) if r.valid_from <= meeting.day), None
            )
    return [meeting for meeting in meetings if meeting.rules]


def _from_meetings(meetings: Iterable[Meeting], today: date) -> Iterator[Row]:
    for meeting in meetings:
        if meeting.status == Status.SCHEDULED:
            yield from _preparation(meeting, today)
        elif meeting.status in (Status.INVITED, Status.IN_SESSION) and meeting.day <= today:
            yield Row(
                meeting.day,
                _("Meeting today: %(board)s") % {"board": meeting.board.name},
                reverse("live", args=[meeting.pk]),
                _("Record attendance, votes and action items."),
                _("Lead the meeting"),
            )
        elif meeting.status == Status.HELD:
            yield from _record(meeting)


def _preparation(meeting: Meeting, today: date) -> Iterator[Row]:
    """The next step of a scheduled meeting: agenda, release, invitation."""
    due = standing.deadlines(meeting)
    agenda = getattr(meeting, "agenda", None)
    names = {"board": meeting.board.name, "day": day_digits(meeting.day)}
    if agenda is None or agenda.status == Agenda.Status.DRAFT:
        if today < meeting.day - DRAFT_BEFORE - timedelta(days=14):
            return
        yield Row(
            due.release,
            _("Agenda of %(board)s") % names,
            reverse("agenda_edit", args=[meeting.pk]),
            _("Meeting on %(day)s. The chair releases the agenda by then.") % names,
            _("Edit the agenda"),
        )
    else:
        yield Row(
            due.dispatch,
            _("Send the invitation of %(board)s") % names,
            reverse("invite", args=[meeting.pk]),
            _("Meeting on %(day)s. The agenda is released, this is the last day.") % names,
            _("Check the invitation"),
        )


def _record(meeting: Meeting) -> Iterator[Row]:
    minutes = getattr(meeting, "minutes", None)
    if minutes and minutes.status in (Minutes.Status.CIRCULATED, Minutes.Status.APPROVED):
        return
    assert meeting.rules is not None
    words = {"board": meeting.board.name, "day": day_digits(meeting.day)}
    signed = minutes and minutes.status == Minutes.Status.SIGNED_OFF
    yield Row(
        minutes_due(meeting.rules.as_rules(), meeting.day),
        _("Minutes of %(board)s, %(day)s") % words,
        reverse("meeting_minutes", args=[meeting.pk]),
        _("Signed off by the chair, not sent yet.")
        if signed
        else _("The chair signs off, then the members get them."),
        _("Send the minutes") if signed else _("Write the minutes"),
    )


def _count(rows: QuerySet) -> Coalesce:
    """The number of rows as a column of another query."""
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _from_counts(today: date) -> Iterator[Row]:
    """Failed mails, reported action items, topics and vacancies: four numbers in one query."""
    running = Mandate.objects.on(today).filter(seat=OuterRef("pk"))
    vacant = Seat.objects.voting().annotate(held=_count(running)).filter(held=0)
    found: dict[str, Any] = (
        Company.objects.values(
            failed=_count(Delivery.objects.troubled()),
            failed_since=Subquery(
                Delivery.objects.troubled()
                .order_by()
                .annotate(one=Value(1))
                .values("one")
                .annotate(n=Min("created_at"))
                .values("n")
            ),
            reported=_count(ActionItem.objects.filter(status=ActionItem.Status.DONE_REPORTED)),
            topics=_count(AgendaProposal.objects.filter(status=AgendaProposal.Status.PROPOSED)),
            vacant=_count(vacant),
        ).first()
        or {}
    )
    if failed := found.get("failed"):
        words = ngettext("%(count)s e-mail did not arrive", "%(count)s e-mails did not arrive", failed)
        yield Row(
            today,
            words % {"count": failed},
            reverse("dispatches") + "?zustand=failed",
            _("Please check the address or call."),
            _("See the mails"),
        )
    if reported := found.get("reported"):
        words = ngettext("%(count)s action item is reported", "%(count)s action items are reported", reported)
        yield Row(
            today, words % {"count": reported}, reverse("actions"), _("Please confirm that it is done."), _("Check")
        )
    if topics := found.get("topics"):
        words = ngettext("%(count)s topic is waiting", "%(count)s topics are waiting", topics)
        yield Row(
            None,
            words % {"count": topics},
            reverse("proposals"),
            _("The chair accepts or rejects it."),
            _("See topics"),
        )
    if vacant_seats := found.get("vacant"):
        words = ngettext("%(count)s seat is vacant", "%(count)s seats are vacant", vacant_seats)
        text = _("The quorum still counts the statutory seats.")
        yield Row(None, words % {"count": vacant_seats}, reverse("boards"), text, _("See the boards"))


def _from_rounds(now: datetime) -> Iterator[Row]:
    """Rounds that run, and closed ones whose board's opinion is not adopted yet."""
    running = Q(status__in=[OpinionRound.Status.DRAFT, OpinionRound.Status.OPEN])
    closed = Q(status=OpinionRound.Status.CLOSED) & ~Q(consolidated__status=ConsolidatedOpinion.Status.ADOPTED)
    asked = Count("opinions")
    given = Count("opinions", filter=Q(opinions__status="submitted"))
    found = OpinionRound.objects.filter(running | closed).select_related("board").annotate(asked=asked, given=given)
    for one in found.order_by("deadline"):
        words = {"title": one.title, "given": one.given, "asked": one.asked}
        if one.status == OpinionRound.Status.DRAFT:
            title, meta, button = (
                _("Open the round: %(title)s"),
                _("The management asks the board."),
                _("Open the round"),
            )
        elif one.status == OpinionRound.Status.OPEN:
            title, meta, button = _("Deadline: %(title)s"), _("%(given)s of %(asked)s given."), _("See the state")
        else:
            title, meta, button = (
                _("Board's opinion: %(title)s"),
                _("%(given)s of %(asked)s given."),
                _("Write the opinion"),
            )
        day = local_day(now) if one.status == OpinionRound.Status.DRAFT else local_day(one.deadline)
        yield Row(day, title % words, one.get_absolute_url(), meta % words, button)


def _from_plans(today: date) -> Iterator[Row]:
    """From October on: next year's dates to adopt and to confirm."""
    if (today.month, today.day) < SEASON:
        return
    year = today.year + 1
    waiting = YearPlan.objects.filter(year=year).exclude(status=YearPlan.Status.CONFIRMED)
    for plan in waiting.annotate(slug=F("board__slug"), name=F("board__name")).order_by("board__position"):
        adopted = plan.status == YearPlan.Status.ADOPTED
        yield Row(
            date(today.year, 11, 30),
            _("Dates %(year)s of %(board)s") % {"year": year, "board": plan.name},
            reverse("year_plan", args=[plan.slug, year]),
            _("Pencilled in, nobody was told yet.") if adopted else _("The best dates are proposed."),
            _("Confirm the dates") if adopted else _("See the proposal"),
        )


def _panels(meetings: Iterable[Meeting], now: datetime) -> list[Panel]:
    """The next meeting of each board, with the answers of all of them in one query."""
    upcoming: dict[int, Meeting] = {}
    for meeting in meetings:
        if meeting.ends_at >= now and meeting.status in (Status.SCHEDULED, Status.INVITED, Status.IN_SESSION):
            upcoming.setdefault(meeting.board_id, meeting)
    answers: dict[object, list[str]] = defaultdict(list)
    rows = Invitation.objects.voting().filter(meeting__in=[one.pk for one in upcoming.values()])
    for pk, answer in rows.values_list("meeting_id", "answer"):
        answers[pk].append(answer)
    ordered = sorted(upcoming.values(), key=lambda meeting: meeting.board.position)
    return [_panel(meeting, answers[meeting.pk], local_day(now)) for meeting in ordered]


def _panel(meeting: Any, answers: list[str], today: date) -> Panel:
    agenda = getattr(meeting, "agenda", None)
    steps = standing.lane(meeting, today, agenda_status=agenda.status if agenda else "")
    expected = forecast(answers, quorum_needed(meeting.voting_seats), meeting.voting_seats) if answers else None
    note = standing.notice(meeting, local_day(meeting.changed_at)).sentence if meeting.shortened else ""
    ahead = [_compact(step) for step in steps if step.css != "is-done"][:3]
    return Panel(meeting.board, meeting, expected, ahead, note)


def _compact(step: standing.Step) -> standing.Step:
    """In a narrow panel the day goes without its weekday."""
    return replace(step, date=short_date(step.day))
