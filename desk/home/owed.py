"""What one person owes, whatever their role: assessments and action items."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from desk.home.rows import Row
from foundation.web.wording import day_digits, local_day
from governance.confidentiality import Reader
from governance.mandates.interests import due_on
from meetings.actions.models import ActionItem
from opinions.outcomes.models import ConsolidatedOpinion
from opinions.outcomes.rules import can_dissent
from opinions.rounds.models import Opinion


def assessments(reader: Reader, now: datetime) -> Iterator[Row]:
    """Asked of this person and neither given nor declined, while they can still be given."""
    asked = Opinion.objects.of(reader.person_id).missing().filter(round__deadline__gte=now)
    for one in asked.select_related("round__board"):
        begun = one.status == Opinion.Status.DRAFT
        words = {"board": one.round.board.name}
        yield Row(
            local_day(one.round.deadline),
            _("Your assessment: %(title)s") % {"title": one.round.title},
            reverse("opinion", args=[one.round_id]),
            _("%(board)s. You have begun, your draft is saved.") % words
            if begun
            else _("%(board)s. About 10 minutes, you can interrupt.") % words,
        )


def dissents(reader: Reader, opinions: Iterable[ConsolidatedOpinion], today: date) -> Iterator[Row]:
    """Drafts that are with the members, while this one may still deviate; who leads the board finds them there."""
    for one in opinions:
        if one.board_id in reader.chairs or not can_dissent(reader, one, today):
            continue
        assert one.dissents_until is not None
        written = one.own_dissent  # type: ignore[attr-defined]
        yield Row(
            one.dissents_until,
            _("Read the board's opinion: %(title)s") % {"title": one.title},
            one.get_absolute_url(),
            _("Your dissent is saved. You can change it until then.")
            if written
            else _("If you see it differently, you can add a dissent until then."),
        )


def actions(reader: Reader) -> Iterator[Row]:
    """Open action items of this person."""
    if reader.person_id is None:
        return
    mine = ActionItem.objects.filter(owner=reader.person_id, status=ActionItem.Status.OPEN)
    for one in mine.select_related("item__meeting__board"):
        meeting = one.item.meeting
        words = {"board": meeting.board.name, "day": day_digits(meeting.day)}
        yield Row(
            one.due_on,
            _("Action item: %(title)s") % {"title": one.title},
            one.get_absolute_url(),
            _("%(board)s, meeting of %(day)s.") % words,
        )


def interests(reader: Reader, today: date) -> Iterator[Row]:
    """The yearly declaration of a member who has not given it."""
    if reader.sits_on and not reader.declared:
        yield Row(
            due_on(today),
            _("Declare interests for %(year)s") % {"year": today.year},
            reverse("own_interests"),
            _("Once a year. “None” is an answer too."),
        )
