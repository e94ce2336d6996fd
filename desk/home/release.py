"""What waits for the word of a chair: agendas, minutes, opinions of the board, topics, dates."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from desk.home import pencilled
from desk.home.procedure import RuleBook
from desk.home.rows import Row
from foundation.web.wording import day_digits
from governance.confidentiality import Reader
from governance.mandates.models import Delegation
from governance.procedure.answers import minutes_due
from governance.rights import asking
from meetings.agenda.models import Agenda, AgendaProposal
from meetings.meeting import standing
from meetings.meeting.models import Meeting
from meetings.minutes.models import Minutes
from opinions.outcomes.models import ConsolidatedOpinion

AHEAD = timedelta(days=35)


def waiting(
    reader: Reader, meetings: Iterable[Meeting], opinions: Iterable[ConsolidatedOpinion], today: date
) -> list[Row]:
    """Rows of the boards this person leads; at most three queries, none for somebody who leads no board."""
    if not reader.chairs:
        return []
    own = [one for one in meetings if one.board_id in reader.chairs]
    led = RuleBook(reader.chairs).ruled([one for one in own if one.status != Meeting.Status.PLANNED])
    dates = pencilled.rows(own, today)
    return [*dates, *_agendas(led, today), *_minutes(led), *_opinions(reader, opinions, today), *_topics(reader)]


def _agendas(meetings: Iterable[Meeting], today: date) -> Iterator[Row]:
    """Drafts that hold items, from five weeks before the meeting on, or once the office asked for the release."""
    meetings = list(meetings)
    later = [one.key for one in meetings if one.day > today + AHEAD]
    asked = asking.asked(Delegation.Act.RELEASE, later, today) if later else set()
    for meeting in meetings:
        agenda: Agenda | None = getattr(meeting, "agenda", None)
        if agenda is None or agenda.status != Agenda.Status.DRAFT or not meeting.has_items:  # type: ignore[attr-defined]
            continue
        if meeting.status == Meeting.Status.SCHEDULED and (meeting.key in asked or meeting.day <= today + AHEAD):
            yield Row(
                standing.deadlines(meeting).release,
                _("Agenda of %(board)s") % {"board": meeting.board.name},
                reverse("agenda_edit", args=[meeting.pk]),
                _("Meeting on %(day)s. The draft waits for your release.") % {"day": day_digits(meeting.day)},
                _("Release the agenda"),
            )


def _minutes(meetings: Iterable[Meeting]) -> Iterator[Row]:
    for meeting in meetings:
        minutes: Minutes | None = getattr(meeting, "minutes", None)
        if minutes is None or minutes.status != Minutes.Status.CHAIR_REVIEW:
            continue
        yield Row(
            minutes_due(standing.rules_of(meeting), meeting.day),
            _("Minutes of %(board)s, %(day)s") % {"board": meeting.board.name, "day": day_digits(meeting.day)},
            reverse("meeting_minutes", args=[meeting.pk]),
            _("The draft waits for your signature."),
            _("Read the draft"),
        )


def _opinions(reader: Reader, opinions: Iterable[ConsolidatedOpinion], today: date) -> Iterator[Row]:
    """Opinions that are with the members; they can be adopted once the time for dissents is over."""
    for one in opinions:
        circulated = one.status == ConsolidatedOpinion.Status.CIRCULATED and one.dissents_until is not None
        if one.board_id not in reader.chairs or not circulated:
            continue
        assert one.dissents_until is not None
        ripe = one.dissents_until < today
        until = {"day": day_digits(one.dissents_until)}
        yield Row(
            one.dissents_until + timedelta(days=1),
            _("Board's opinion: %(title)s") % {"title": one.title},
            one.round.get_absolute_url() if one.round else one.get_absolute_url(),
            _("The time for dissents is over. You can adopt it.")
            if ripe
            else _("Members may add dissents until %(day)s. You adopt it after that.") % until,
            _("Adopt the opinion") if ripe else _("See the opinion"),
        )


def _topics(reader: Reader) -> Iterator[Row]:
    topics = AgendaProposal.objects.filter(board__in=reader.chairs, status=AgendaProposal.Status.PROPOSED)
    for topic in topics.select_related("proposer").order_by("proposed_at"):
        words = {"person": topic.proposer, "day": day_digits(topic.proposed_at)}
        yield Row(
            None,
            _("Topic: %(title)s") % {"title": topic.title},
            reverse("proposals"),
            _("Proposed by %(person)s on %(day)s.") % words,
            _("Decide"),
        )
