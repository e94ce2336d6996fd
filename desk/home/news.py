"""What is new and may be read: opinions of boards, answers of the management, minutes, reports."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.web.wording import day_digits, local_day
from governance.confidentiality import Reader
from meetings.meeting.models import Meeting
from meetings.minutes.models import Minutes
from opinions.outcomes.models import ConsolidatedOpinion, ConsolidatedOpinionQuerySet
from reports.editions.models import ManagementReport

MOST = 3
FRESH = timedelta(days=120)


@dataclass(frozen=True)
class News:
    since: datetime
    title: str
    url: str
    meta: str


def newest(*sources: Iterable[News]) -> list[News]:
    """The newest of all sources."""
    every = [one for source in sources for one in source]
    return sorted(every, key=lambda one: one.since, reverse=True)[:MOST]


def with_answers(opinions: ConsolidatedOpinionQuerySet) -> ConsolidatedOpinionQuerySet:
    """With `advised` and `answered` (numbers of recommendations) and `answered_at` (the newest answer)."""
    return opinions.annotate(
        advised=Count("recommendations", distinct=True),
        answered=Count("recommendations", filter=Q(recommendations__responses__isnull=False), distinct=True),
        answered_at=Max("recommendations__responses__given_at"),
    )


def answer_state(opinion: ConsolidatedOpinion) -> str:
    """ "2 von 3 Empfehlungen beantwortet", or nothing where nothing was recommended."""
    numbers = {"answered": opinion.answered, "advised": opinion.advised}  # type: ignore[attr-defined]
    if not numbers["advised"]:
        return ""
    words = ngettext(
        "%(answered)s of %(advised)s recommendation answered",
        "%(answered)s of %(advised)s recommendations answered",
        numbers["advised"],
    )
    return words % numbers


def of_opinions(opinions: Iterable[ConsolidatedOpinion]) -> Iterator[News]:
    """Adopted opinions (read `with_answers`); an answer makes one new again."""
    for one in opinions:
        if not one.is_adopted or one.adopted_at is None:
            continue
        answered: datetime | None = one.answered_at  # type: ignore[attr-defined]
        words = {"title": one.title, "board": one.board.name, "day": day_digits(answered or one.adopted_at)}
        if answered:
            title, meta = _("%(title)s: answer to the advice") % words, f"{answer_state(one)}, {words['day']}"
        else:
            title, meta = one.title, _("Opinion of %(board)s, %(day)s") % words
        yield News(answered or one.adopted_at, title, one.get_absolute_url(), meta)


def of_reports(reader: Reader) -> Iterator[News]:
    """Reports this reader may read, once they are decided."""
    found = ManagementReport.objects.visible_to(reader).exclude(decided_at=None).select_related("board")
    for report in found.order_by("-decided_at")[:MOST]:
        assert report.decided_at is not None
        title = _("Report of the management %(period)s") % {"period": report.period}
        meta = _("For %(board)s, %(day)s") % {"board": report.board.name, "day": day_digits(report.decided_at)}
        yield News(report.decided_at, title, report.get_absolute_url(), meta)


def of_minutes(reader: Reader, meetings: Iterable[Meeting], today: date) -> Iterator[News]:
    """Minutes sent to the members of these meetings' boards."""
    for meeting in meetings:
        minutes: Minutes | None = getattr(meeting, "minutes", None)
        mine = meeting.board_id in reader.boards or meeting.board_id in reader.chairs
        if not mine or minutes is None or minutes.circulated_at is None:
            continue
        words = {"board": meeting.board.name, "day": day_digits(meeting.day)}
        yield News(
            minutes.circulated_at,
            _("Minutes of %(board)s, %(day)s") % words,
            reverse("meeting_minutes", args=[meeting.pk]),
            _minutes_state(minutes, today),
        )


def _minutes_state(minutes: Minutes, today: date) -> str:
    assert minutes.circulated_at is not None
    until = minutes.objections_until
    words = {"day": day_digits(minutes.circulated_at), "until": day_digits(until) if until else ""}
    if minutes.status == Minutes.Status.APPROVED:
        return _("Approved")
    if until and until >= today:
        return _("Sent on %(day)s. Objections are possible until %(until)s.") % words
    return _("Sent on %(day)s.") % {"day": day_digits(local_day(minutes.circulated_at))}
