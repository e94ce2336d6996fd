"""The board office's day: at most seven dated things to do, and the next meeting of each board."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from desk.home import panels, pencilled, preparing, waiting
from desk.home.procedure import RuleBook
from desk.home.rows import Listing, Row, listed
from foundation.web.wording import day_digits, local_day
from governance.boards.models import Board, exists_on
from governance.confidentiality import Reader
from meetings.meeting.models import Meeting
from meetings.minutes.models import Minutes
from meetings.planning.models import YearPlan
from meetings.planning.watching import Need, Watch, watch
from opinions.outcomes.models import ConsolidatedOpinion
from opinions.rounds.models import OpinionRound

SEASON = (10, 1)  # from October on the dates of the next year are planned
PLANNED_BY = (11, 30)
Status = Meeting.Status


@dataclass(frozen=True)
class Today:
    work: Listing
    panels: list[panels.Panel]

    @property
    def is_new(self) -> bool:
        """Nothing to do and no meeting of any board: whoever sets up goes on with that."""
        return not self.work.rows and not any(panel.meeting for panel in self.panels)


def today_of(reader: Reader, now: datetime) -> Today:
    """Everything the first screen of the office shows, in eight queries."""
    today = local_day(now)
    book = RuleBook()
    watches = watch(book.rules_on(today), now, pencilled=True)
    known = _meetings()
    meetings = book.ruled([one for one in known if one.status != Status.PLANNED])
    rows = [
        *preparing.rows(meetings, today),
        *waiting.counted(reader, now),
        *waiting.seats(today),
        *_rounds(today),
        *_plans(today),
        *_dates(book.boards, watches, today),
        *pencilled.rows(known, today),
    ]
    shown = panels.panels(book.boards, meetings, watches, now)
    return Today(listed([*rows, *panels.doubtful(shown, today)], today), shown)


def _meetings() -> list[Meeting]:
    """Meetings pencilled in or ahead, and held ones whose minutes were not sent yet."""
    seats = Count(
        "board__seats", filter=exists_on(F("starts_at__date"), "board__seats__") & Q(board__seats__voting=True)
    )
    ahead = Q(status__in=[Status.PLANNED, Status.SCHEDULED, Status.INVITED, Status.IN_SESSION])
    sent = Q(minutes__status__in=[Minutes.Status.CIRCULATED, Minutes.Status.APPROVED])
    found = Meeting.objects.filter(ahead | (Q(status=Status.HELD) & ~sent))
    found = found.select_related("board", "agenda", "minutes", "rules", "planned_date__plan")
    return list(found.annotate(voting_seats=seats).order_by("starts_at"))


def _rounds(today: date) -> Iterator[Row]:
    """Rounds to open, rounds that run, and closed ones whose opinion is not adopted yet."""
    running = Q(status__in=[OpinionRound.Status.DRAFT, OpinionRound.Status.OPEN])
    closed = Q(status=OpinionRound.Status.CLOSED) & ~Q(consolidated__status=ConsolidatedOpinion.Status.ADOPTED)
    found = OpinionRound.objects.filter(running | closed).with_participation()
    for one in found.select_related("board", "consolidated").order_by("deadline"):
        if one.status == OpinionRound.Status.CLOSED:
            yield _opinion(one, today)
        else:
            yield _round(one, today)


def _round(one: OpinionRound, today: date) -> Row:
    due = local_day(one.deadline)
    words = {"title": one.title, "board": one.board.name, "day": day_digits(due)}
    if one.status == OpinionRound.Status.DRAFT:
        meta = _("%(board)s is asked until %(day)s.") % words
        return Row(today, _("Open the round: %(title)s") % words, one.get_absolute_url(), meta, _("Open the round"))
    over = due < today
    title = _("Close the round: %(title)s") if over else _("Deadline: %(title)s")
    button = _("Close the round") if over else _("See the state")
    return Row(due, title % words, one.get_absolute_url(), _given(one), button)


def _given(one: OpinionRound) -> str:
    numbers = {"given": one.submitted, "asked": one.asked}  # type: ignore[attr-defined]
    return _("%(given)s of %(asked)s given.") % numbers


def _opinion(one: OpinionRound, today: date) -> Row:
    """Write, send and adopt the board's opinion after a round."""
    opinion: ConsolidatedOpinion | None = getattr(one, "consolidated", None)
    title = _("Board's opinion: %(title)s") % {"title": one.title}
    url = one.get_absolute_url()
    if opinion is None or opinion.status == ConsolidatedOpinion.Status.DRAFT:
        button = _("Write the opinion") if opinion is None else _("Send the draft")
        return Row(today, title, url, _given(one), button)
    until = opinion.dissents_until or today
    ripe = until < today
    meta = (
        _("The time for dissents is over. The chair adopts it.")
        if ripe
        else _("Members may add dissents until %(day)s.") % {"day": day_digits(until)}
    )
    button = _("Adopt the opinion") if ripe else _("See the opinion")
    return Row(until + timedelta(days=1), title, url, meta, button)


def _plans(today: date) -> Iterator[Row]:
    """Dates that are not confirmed yet: adopted ones at once, proposals of the next year from October on."""
    last = today.year + 1 if (today.month, today.day) >= SEASON else today.year
    due = Q(year__lte=last) | Q(status=YearPlan.Status.ADOPTED)
    waiting = YearPlan.objects.filter(due, year__gte=today.year).exclude(status=YearPlan.Status.CONFIRMED)
    for plan in waiting.select_related("board").order_by("year", "board__position"):
        adopted = plan.status == YearPlan.Status.ADOPTED
        yield Row(
            date(plan.year - 1, *PLANNED_BY),
            _("Dates %(year)s of %(board)s") % {"year": plan.year, "board": plan.board.name},
            reverse("year_plan", args=[plan.board.slug, plan.year]),
            _("Pencilled in, nobody was told yet.") if adopted else _("The best dates are proposed."),
            _("Confirm the dates") if adopted else _("See the proposal"),
        )


def _dates(boards: list[Board], watches: Mapping[int, Watch], today: date) -> Iterator[Row]:
    """Boards whose next meeting has no date, or dates that the rules do not know."""
    titles = {Need.OTHER_DATE: _("Move the date: %(board)s"), Need.GAP: _("Check the dates: %(board)s")}
    for board in boards:
        one = watches.get(board.pk)
        if one is None or one.need is Need.NOTHING or one.days is None or one.due is None:
            continue
        title = titles.get(one.need, _("Set a date: %(board)s"))
        url = reverse("year_plan", args=[board.slug, max(one.days.opens, today).year])
        yield Row(one.due, title % {"board": board.name}, url, one.sentence, _("See the year plan"))
