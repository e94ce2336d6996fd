"""One button of the live page, one act. Every act is repeat-safe, so a double tap changes nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import UUIDField
from django.http import Http404
from django.shortcuts import get_object_or_404

from foundation.values import Actor
from foundation.web.forms import WholeNumberField
from governance.people.models import Person
from meetings.agenda.models import AgendaItem
from meetings.meeting.models import Meeting
from meetings.minutes.approving import approve_decided
from meetings.sittings import presence, running
from meetings.votes import voting
from meetings.votes.models import Motion

HOWS = (running.PRESENT, running.VIDEO, running.LEFT, running.ABSENT)


@dataclass(frozen=True)
class Tap:
    """What was sent by a button, by whom and when."""

    meeting: Meeting
    data: Mapping[str, str]
    by: Actor
    now: datetime

    @property
    def who(self) -> dict[str, Any]:
        return {"by": self.by, "now": self.now}

    def number(self, name: str) -> int:
        try:
            return WholeNumberField().clean(self.data.get(name, ""))
        except ValidationError as error:
            raise Http404 from error

    def item(self) -> AgendaItem:
        """The item the button stood at; a double tap never reaches the next one."""
        item = get_object_or_404(AgendaItem, meeting=self.meeting, pk=self.number("item"))
        item.meeting = self.meeting
        return item


def mark(tap: Tap) -> None:
    """A word of `HOWS` and a person, as "present:<person>"; members, deputies, invited guests, and who is listed."""
    how, _colon, key = tap.data["mark"].partition(":")
    if how not in HOWS:
        raise Http404
    try:
        person = get_object_or_404(Person, pk=UUIDField().clean(key))
    except ValidationError as error:
        raise Http404 from error
    expected = (
        presence.voting_mandates(tap.meeting),
        presence.deputies(tap.meeting),
        tap.meeting.invitations.in_force(),
        tap.meeting.attendances.all(),
    )
    if not any(rows.filter(person=person).exists() for rows in expected):
        raise Http404
    running.mark(tap.meeting, person, how=how, **tap.who)


def everybody(tap: Tap) -> None:
    running.mark_all(tap.meeting, **tap.who)


def open_meeting(tap: Tap) -> None:
    running.open(tap.meeting, **tap.who)


def find(tap: Tap) -> None:
    """For the meeting; for one item where somebody is recused from it or it was called a second time."""
    item = tap.item() if tap.data.get("item") else None
    if item and not (item.recusals.exists() or presence.is_second_call(tap.meeting, item)):
        item = None
    running.find(tap.meeting, item, **tap.who)


def unanimous(tap: Tap) -> None:
    abstain = tap.number("abstain") if "abstain" in tap.data else 0
    voting.unanimous(tap.item(), abstain=abstain, **tap.who)
    approve_decided(tap.meeting, **tap.who)


def count(tap: Tap, *, text: str, ballot: Mapping[str, Any]) -> None:
    """Put the text and enter the hands; a motion of this text that is counted already is not put again."""
    item = tap.item()
    counted = Motion.objects.filter(item=item, text=text, vote__isnull=False).select_related("item__meeting").last()
    voting.count(counted or voting.put(item, text, **tap.who), **ballot, **tap.who)
    approve_decided(tap.meeting, **tap.who)


def close(tap: Tap) -> None:
    rest = tap.data.get("open", "")
    running.close(tap.meeting, adjourn_open=rest == "adjourn", inquorate=rest == "inquorate", **tap.who)


def _settle(act: Callable[..., None]) -> Callable[[Tap], None]:
    def settle(tap: Tap) -> None:
        act(tap.item(), **tap.who)

    return settle


ACTS: dict[str, Callable[[Tap], None]] = {
    "all": everybody,
    "open": open_meeting,
    "find": find,
    "unanimous": unanimous,
    "note": _settle(voting.note),
    "adjourn": _settle(voting.adjourn),
    "withdraw": _settle(voting.withdraw),
    "close": close,
}


def act_of(data: Mapping[str, str]) -> Callable[[Tap], None]:
    """Which act a button asks for; unknown words are not found."""
    if "mark" in data:
        return mark
    try:
        return ACTS[data.get("act", "")]
    except KeyError as error:
        raise Http404 from error
