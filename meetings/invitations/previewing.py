"""Letters before they leave: what an act is going to send, made by the code that sends it, and nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from foundation.outbox.letters import Letter
from foundation.outbox.queue import Mail
from governance.procedure.answers import Answer as Ruling
from meetings.agenda.models import AgendaItem
from meetings.invitations import calling, composing, entries, sending
from meetings.invitations.composing import Common
from meetings.invitations.dispatching import common_of, titles
from meetings.invitations.inviting import Invitee, chair_of, chair_words, invitees
from meetings.invitations.models import Answer, Dispatch, Invitation
from meetings.meeting import scheduling
from meetings.meeting.models import Meeting

_LATE = Dispatch.Kind.LATE


@dataclass(frozen=True)
class Draft:
    """A dispatch that is not made yet: the meeting as it will be, and the invitations that will hold.

    Its letters are those of the dispatch but for personal links and what is drawn by lot. `beside`: the dispatches to
    single people that the same act brings, `earlier` how many of them go before this one.
    """

    kind: Dispatch.Kind
    meeting: Meeting
    invitations: Sequence[Invitation]
    now: datetime
    ruling: Ruling | None = None
    words: Mapping[str, Any] = field(default_factory=dict)
    leaves_at: datetime | None = None
    earlier: int = 0
    beside: Sequence["Draft"] = ()

    @property
    def parts(self) -> "list[Draft]":
        """This dispatch, then those beside it."""
        return [self, *self.beside]

    @property
    def everybody(self) -> list[Invitation]:
        """Who gets a letter, each once."""
        return [one for part in self.parts for one in part.invitations]

    def of(self, person: UUID) -> Invitation | None:
        """None for who is no recipient."""
        return next((one for one in self.everybody if one.person_id == person), None)

    def part_with(self, one: Invitation) -> "Draft":
        """The dispatch that tells this person."""
        return next(part for part in self.parts if one in part.invitations)

    def common(self) -> Common:
        return common_of(
            self.kind,
            self.meeting,
            self.invitations,
            now=self.now,
            ruling=self.ruling,
            words=self.words,
            leaves_at=self.leaves_at,
            texts=entries.texts_of,
            earlier=self.earlier,
        )

    def letter(self, one: Invitation) -> Letter:
        """The words alone, for who gets them on paper."""
        return composing.write(self.part_with(one).common(), one, None)

    def mail(self, one: Invitation) -> Mail | None:
        """The whole mail; None for who gets a letter by post."""
        if not composing.reachable(one.person):
            return None
        common = self.part_with(one).common()
        key = composing.mail_key(common.template, common.meeting, common.meeting.sequence, one.person)
        return composing.mail(common, one, None, key=key)


def invitation(meeting: Meeting, *, now: datetime, reason: str = "", leaves_at: datetime | None = None) -> Draft:
    """As `sending.invite` would send it."""
    chair = chair_of(meeting)
    people = invitees(meeting, chair)
    ruling = sending.ruling_for(meeting, people, leaves_at or now)
    shortened = sending.shortening(ruling, reason or meeting.shortened_reason)
    draft = _next(meeting, {"status": Meeting.Status.INVITED, **shortened}, now)
    invitations = [one.as_invitation(draft) for one in people]
    words = {"chair": chair_words(chair, people)}
    return Draft(Dispatch.Kind.INVITE, draft, invitations, now, ruling, words, leaves_at)


def change(
    meeting: Meeting, new: dict[str, Any], *, now: datetime, reason: str = "", leaves_at: datetime | None = None
) -> Draft:
    """As `sending.change` would send it; a new time asks for all answers anew, and beside it tells those who are not
    needed any more and those who are called now."""
    ruling = sending.notice_if_changed(meeting, new, leaves_at or now)
    changed = new | sending.mode(meeting, new) | (sending.shortening(ruling, reason) if ruling else {})
    draft = _next(meeting, changed, now)
    moved = bool(sending.TIMES & set(new))
    chair = chair_of(draft)
    people = invitees(draft, chair, anew=moved)
    called = {"chair": chair_words(chair, people)}
    known = sending.told(meeting)
    gone = _released(draft, people, known, now, leaves_at) if moved else []
    if gone:
        draft = _next(gone[-1].meeting, sending.told(draft), now)
    words = sending.change_words(draft, known, moved) | called
    invitations = _asked_anew(draft, people) if moved else _in_force(draft)
    late = _called(draft, people, now) if moved else []
    beside = (
        [*gone, Draft(_LATE, late[0].meeting, late, now, None, called, leaves_at, len(gone) + 1)] if late else gone
    )
    return Draft(Dispatch.Kind.CHANGE, draft, invitations, now, ruling, words, leaves_at, len(gone), beside)


def _released(
    draft: Meeting, people: Sequence[Invitee], known: Mapping[str, Any], now: datetime, leaves_at: datetime | None
) -> list[Draft]:
    """Of the former date, each under a SEQUENCE of its own, as `calling.release` tells deputies."""
    needed = {one.person.pk for one in people}
    found: list[Draft] = []
    for one in _in_force(draft):
        if one.represents and one.person_id not in needed:
            draft = one.meeting = _next(draft, dict(known), now)
            one.answer, one.by_video = Answer.NEEDS_ACTION, False
            found.append(Draft(Dispatch.Kind.WITHDRAW, draft, [one], now, leaves_at=leaves_at, earlier=len(found)))
    return found


def _called(draft: Meeting, people: Sequence[Invitee], now: datetime) -> list[Invitation]:
    """Who was not invited before, as `calling.settle` calls them."""
    before = {one.person_id for one in _in_force(draft)}
    missing = [one for one in people if one.person.pk not in before]
    if missing and calling.was_told(draft, missing):
        draft = _next(draft, {}, now)
    return [one.as_invitation(draft) for one in missing]


def cancellation(meeting: Meeting, *, now: datetime, reason: str, leaves_at: datetime | None = None) -> Draft:
    """As `sending.cancel` would send it."""
    draft = _next(meeting, {"status": Meeting.Status.CANCELLED, "cancelled_reason": reason}, now)
    return Draft(Dispatch.Kind.CANCEL, draft, _in_force(draft), now, words={"reason": reason}, leaves_at=leaves_at)


def reactivation(meeting: Meeting, *, now: datetime, reason: str = "", leaves_at: datetime | None = None) -> Draft:
    """As `reactivating.reactivate` would send it to a meeting that people were invited to."""
    draft = invitation(meeting, now=now, reason=reason, leaves_at=leaves_at)
    left = [one.source for one in AgendaItem.objects.elsewhere(meeting)]
    words = {**draft.words, "items": titles(draft.meeting, but=left)}
    return replace(draft, kind=Dispatch.Kind.REACTIVATE, words=words)


def _next(meeting: Meeting, changed: dict[str, Any], now: datetime) -> Meeting:
    later = max(now, meeting.changed_at + scheduling.SECOND)
    step = {"sequence": meeting.sequence + 1, "revision": meeting.revision + 1, "changed_at": later}
    return sending.as_it_will_be(meeting, changed | step)


def _in_force(draft: Meeting) -> list[Invitation]:
    found = calling.in_force(draft)
    for one in found:
        one.meeting = draft
    return found


def _asked_anew(draft: Meeting, people: Sequence[Invitee]) -> list[Invitation]:
    """Without deputies who take nobody's place on the new day, each in the function that follows from it."""
    called = {one.person.pk: one for one in people}
    anew = []
    for one in _in_force(draft):
        invitee = called.get(one.person_id)
        if one.represents and invitee is None:
            continue
        one.answer, one.by_video = Answer.NEEDS_ACTION, False
        if invitee and invitee.is_new_to(one):
            one = invitee.as_invitation(draft)
        anew.append(one)
    return anew
