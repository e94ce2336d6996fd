"""A member's overview: the next meeting with one's answer, what is owed, what is new; what a chair has to release."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from desk.home.rows import Dated, Row, dated
from foundation.web.wording import day_digits, local_day
from governance.confidentiality import Reader
from meetings.actions.models import ActionItem
from meetings.agenda.models import Agenda, AgendaProposal
from meetings.invitations.models import Invitation
from meetings.meeting.models import Meeting
from meetings.minutes.models import Minutes
from opinions.outcomes.models import ConsolidatedOpinion
from opinions.rounds.models import Opinion, OpinionRound
from reports.editions.models import ManagementReport

NEWS = 3


@dataclass(frozen=True)
class News:
    title: str
    url: str
    meta: str


@dataclass(frozen=True)
class Overview:
    """`next` is the next invitation in force; `release` are the chair's own duties."""

    next: Invitation | None
    owed: list[Dated]
    release: list[Dated]
    news: list[News]


def overview(reader: Reader, now: datetime) -> Overview:
    """What this member has to do, in at most seven queries."""
    today = local_day(now)
    opinions = list(
        ConsolidatedOpinion.objects.visible_to(reader).select_related("board", "round").order_by("-created_at")[:12]
    )
    release = [*_chair_meetings(reader, now), *_chair_opinions(reader, opinions), *_chair_topics(reader)]
    return Overview(
        next=_next(reader, now),
        owed=dated([*_opinions(reader, now), *_actions(reader)], today),
        release=dated(release, today),
        news=_news(reader, opinions),
    )


def _next(reader: Reader, now: datetime) -> Invitation | None:
    mine = Invitation.objects.in_force().filter(person=reader.person_id, meeting__ends_at__gte=now)
    states = [Meeting.Status.INVITED, Meeting.Status.IN_SESSION]
    found = mine.filter(meeting__status__in=states).select_related("meeting__board")
    return found.order_by("meeting__starts_at").first()


def _opinions(reader: Reader, now: datetime) -> Iterator[Row]:
    waiting = [Opinion.Status.REQUESTED, Opinion.Status.DRAFT]
    rows = Opinion.objects.filter(
        person=reader.person_id, status__in=waiting, round__status=OpinionRound.Status.OPEN, round__deadline__gte=now
    )
    for one in rows.select_related("round__board"):
        yield Row(
            local_day(one.round.deadline),
            _("Your assessment: %(title)s") % {"title": one.round.title},
            reverse("opinion", args=[one.round_id]),
            _("%(board)s. About 10 minutes, you can interrupt.") % {"board": one.round.board.name},
        )


def _actions(reader: Reader) -> Iterator[Row]:
    mine = ActionItem.objects.filter(owner=reader.person_id, status=ActionItem.Status.OPEN)
    for one in mine.select_related("item__meeting__board"):
        meeting = one.item.meeting
        words = {"board": meeting.board.name, "day": day_digits(meeting.day)}
        yield Row(
            one.due_on,
            _("Action item: %(title)s") % {"title": one.title},
            reverse("actions"),
            _("%(board)s, meeting of %(day)s.") % words,
        )


def _chair_meetings(reader: Reader, now: datetime) -> Iterator[Row]:
    """Agendas to release and minutes to sign off on the boards this person leads."""
    if not reader.chairs:
        return
    found = Meeting.objects.filter(board__in=reader.chairs).select_related("board", "agenda", "minutes", "rules")
    for meeting in found.filter(status__in=[Meeting.Status.SCHEDULED, Meeting.Status.HELD]):
        agenda, minutes = getattr(meeting, "agenda", None), getattr(meeting, "minutes", None)
        words = {"board": meeting.board.name, "day": day_digits(meeting.day)}
        if meeting.status == Meeting.Status.SCHEDULED and agenda and agenda.status == Agenda.Status.DRAFT:
            yield Row(
                meeting.day,
                _("Agenda of %(board)s") % words,
                reverse("agenda_edit", args=[meeting.pk]),
                _("Meeting on %(day)s. The agenda is ready for your release.") % words,
                _("Release the agenda"),
            )
        elif minutes and minutes.status == Minutes.Status.DRAFTING:
            yield Row(
                None,
                _("Minutes of %(board)s, %(day)s") % words,
                reverse("meeting_minutes", args=[meeting.pk]),
                _("The draft waits for your signature."),
                _("Read the draft"),
            )


def _chair_opinions(reader: Reader, opinions: list[ConsolidatedOpinion]) -> Iterator[Row]:
    for one in opinions:
        if one.board_id in reader.chairs and one.status != ConsolidatedOpinion.Status.ADOPTED and one.round:
            yield Row(
                one.dissents_until,
                _("Board's opinion: %(title)s") % {"title": one.title},
                one.round.get_absolute_url(),
                _("You adopt it after the days for dissents."),
                _("See the opinion"),
            )


def _chair_topics(reader: Reader) -> Iterator[Row]:
    if not reader.chairs:
        return
    topics = AgendaProposal.objects.filter(board__in=reader.chairs, status=AgendaProposal.Status.PROPOSED)
    for topic in topics.select_related("proposer").order_by("proposed_at"):
        yield Row(
            None,
            _("Topic: %(title)s") % {"title": topic.title},
            reverse("proposals"),
            _("Proposed by %(person)s on %(day)s.")
            % {"person": topic.proposer, "day": day_digits(topic.proposed_at)},
            _("Decide"),
        )


def _news(reader: Reader, opinions: list[ConsolidatedOpinion]) -> list[News]:
    """The newest board opinions and reports this member may read."""
    dated_news: list[tuple[date, News]] = []
    for one in opinions:
        if one.status == ConsolidatedOpinion.Status.ADOPTED and one.adopted_at:
            words = {"board": one.board.name, "day": day_digits(one.adopted_at)}
            meta = _("Opinion of %(board)s, %(day)s") % words
            dated_news.append((local_day(one.adopted_at), News(one.title, one.get_absolute_url(), meta)))
    reports = ManagementReport.objects.visible_to(reader).exclude(decided_at=None).select_related("board")
    for report in reports.order_by("-decided_at")[:NEWS]:
        assert report.decided_at is not None
        title = _("Report of the management %(period)s") % {"period": report.period}
        meta = _("For %(board)s, %(day)s") % {"board": report.board.name, "day": day_digits(report.decided_at)}
        dated_news.append((local_day(report.decided_at), News(title, report.get_absolute_url(), meta)))
    return [news for _day, news in sorted(dated_news, key=lambda pair: pair[0], reverse=True)[:NEWS]]
