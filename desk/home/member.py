"""A member's overview: the next meeting with one's answer, what is owed, what is new; what a chair has to release."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Exists, F, FilteredRelation, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from desk.home import news, owed, partner, polls, release
from desk.home.rows import Listing, Row, listed
from foundation.documents.models import RenderingState
from foundation.web.wording import day_digits, local_day
from governance.confidentiality import Reader
from meetings.agenda.models import AgendaItem, AgendaVersion
from meetings.invitations import choices
from meetings.invitations.models import Answer
from meetings.invitations.rules import takes_answers
from meetings.meeting.models import Meeting
from meetings.minutes.models import Minutes
from opinions.outcomes.models import ConsolidatedOpinion, Dissent

OPINIONS = 12


@dataclass(frozen=True)
class Next:
    """The next meeting. `given` says the own answer, with its icon, `choices` are the buttons while it is missing."""

    meeting: Meeting
    invited: bool
    given: str
    icon: str
    choices: list[choices.Choice]
    may_change: bool
    readable: bool
    has_pdf: bool
    lead: str

    @property
    def asks(self) -> bool:
        return bool(self.choices)


@dataclass(frozen=True)
class Overview:
    """`release` are the chair's own duties."""

    next: Next | None
    owed: Listing
    release: Listing
    news: list[news.News]

    @property
    def has_task_above(self) -> bool:
        """The next meeting itself holds the page's one primary button."""
        return bool(self.next and (self.next.asks or self.next.lead))


def overview(reader: Reader, now: datetime) -> Overview:
    """What this member has to do, in at most eight queries."""
    today = local_day(now)
    meetings = _meetings(reader, now)
    opinions = _opinions(reader)
    asking = polls.of_member(reader)
    apart = (Meeting.Status.HELD, Meeting.Status.PLANNED)
    ahead = [one for one in meetings if one.status not in apart]
    first = ahead[0] if ahead else None
    mine = [*_invitations(ahead[1:], now), *owed.assessments(reader, now), *owed.actions(reader)]
    mine += [*owed.dissents(reader, opinions, today), *owed.interests(reader, today), *partner.rows(reader, today)]
    mine += polls.to_answer(asking, reader, now)
    led = [poll for poll in asking if poll.board_id in reader.chairs]
    held = [one for one in meetings if one.status == Meeting.Status.HELD]
    return Overview(
        next=_next(reader, first, now) if first else None,
        owed=listed(mine, today),
        release=listed([*release.waiting(reader, meetings, opinions, today), *polls.to_fix(led, today)], today),
        news=news.newest(news.of_opinions(opinions), news.of_reports(reader), news.of_minutes(reader, held, today)),
    )


def _meetings(reader: Reader, now: datetime) -> list[Any]:
    """Meetings ahead of the own boards or with an invitation, dates a chair may confirm, and held ones whose minutes
    are new or to be signed."""
    valid = Q(invitations__person=reader.person_id, invitations__withdrawn_at__isnull=True)
    agenda = AgendaVersion.objects.filter(agenda__meeting=OuterRef("pk"), rendering__state=RenderingState.DONE)
    rows = Meeting.objects.annotate(
        own=FilteredRelation("invitations", condition=valid),
        own_answer=F("own__answer"),
        own_seat_of=F("own__mandate__person"),
        own_video=F("own__by_video"),
        has_pdf=Exists(agenda),
        has_items=Exists(AgendaItem.objects.filter(meeting=OuterRef("pk"))),
    )
    boards = reader.boards | reader.chairs
    ahead = Q(status__in=[Meeting.Status.SCHEDULED, Meeting.Status.INVITED], ends_at__gte=now)
    ahead |= Q(status=Meeting.Status.IN_SESSION)
    ahead |= Q(status=Meeting.Status.PLANNED, board__in=reader.chairs)
    unsigned = Q(board__in=reader.chairs, minutes__status=Minutes.Status.CHAIR_REVIEW)
    sent = Q(board__in=boards, minutes__circulated_at__gte=now - news.FRESH)
    rows = rows.filter(Q(board__in=boards) | Q(own__isnull=False))
    rows = rows.filter(ahead | (Q(status=Meeting.Status.HELD) & (unsigned | sent)))
    return list(
        rows.select_related("board", "rules", "agenda", "minutes", "planned_date__plan").order_by("starts_at")
    )


def _next(reader: Reader, meeting: Any, now: datetime) -> Next:
    asked = takes_answers(meeting, now) and meeting.own_answer is not None
    own = (meeting.own_answer, meeting.own_video)
    given = next((one for one in choices.CHOICES if (one.answer, one.by_video) == own), None)
    inside = meeting.board_id in reader.boards or meeting.board_id in reader.chairs
    return Next(
        meeting=meeting,
        invited=meeting.own_answer is not None,
        given=str(given.state) if given else "",
        icon="success" if given and given.answer == Answer.ACCEPTED else "info",
        choices=choices.offered(meeting, for_deputy=meeting.own_seat_of not in (None, reader.person_id))
        if asked and given is None
        else [],
        may_change=asked and given is not None,
        readable=inside or reader.sees_all_boards,
        has_pdf=inside and meeting.has_pdf,
        lead=_lead(reader, meeting, local_day(now)) if inside else "",
    )


def _lead(reader: Reader, meeting: Any, today: date) -> str:
    """What the meeting's live page offers at this moment, empty for nothing."""
    chairs = reader.leads_meeting(meeting.board_id, meeting.day)
    if meeting.status == Meeting.Status.IN_SESSION:
        return _("Lead the meeting") if chairs else _("Follow the meeting")
    opens = meeting.status == Meeting.Status.INVITED and meeting.day <= today
    return _("Open the meeting") if chairs and opens else ""


def _invitations(meetings: Iterable[Any], now: datetime) -> Iterator[Row]:
    """Invitations to later meetings that have no answer yet."""
    for meeting in meetings:
        if meeting.own_answer == Answer.NEEDS_ACTION and takes_answers(meeting, now):
            yield Row(
                meeting.day,
                _("Answer the invitation: %(board)s") % {"board": meeting.board.name},
                reverse("reply_own", args=[meeting.pk]),
                _("Meeting on %(day)s. Please answer.") % {"day": day_digits(meeting.day)},
            )


def _opinions(reader: Reader) -> list[ConsolidatedOpinion]:
    """Opinions not yet adopted first, then the newest by adoption or answer; each knows whether one dissents."""
    own = Dissent.objects.standing().filter(opinion=OuterRef("pk"), person=reader.person_id)
    adopted = Case(When(status=ConsolidatedOpinion.Status.ADOPTED, then=Value(1)), default=Value(0))
    found = news.with_answers(ConsolidatedOpinion.objects.visible_to(reader)).select_related("board", "round")
    newest = Coalesce("answered_at", "adopted_at", "created_at")
    return list(found.annotate(own_dissent=Exists(own)).order_by(adopted, newest.desc())[:OPINIONS])
