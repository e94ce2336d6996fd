"""What the live page shows, read in a fixed number of queries whatever the size of board and agenda."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, F, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from governance.boards.models import exists_on
from governance.confidentiality import Reader
from governance.mandates.deputising import in_place_of
from governance.mandates.models import Mandate, Office
from governance.people.models import Person
from governance.procedure.answers import Answer as Ruling
from meetings.actions.models import ActionItem
from meetings.agenda.models import AgendaItem, ItemKind, Recusal
from meetings.invitations.models import EXCUSED, Answer, Invitation
from meetings.meeting.models import Meeting
from meetings.meeting.standing import quorum_basis
from meetings.sittings import presence, quorum, running
from meetings.sittings.models import Attendance, QuorumFinding
from meetings.sittings.presence import voting_mandates
from meetings.votes.models import Motion

Outcome = AgendaItem.Outcome
HEARD = (ItemKind.INFORMATION, ItemKind.REPORT, ItemKind.DISCUSSION)
LATEST = 3  # results in sight on the live page; the others are folded


@dataclass
class Line:
    """One person of the attendance strip; `state` is room, video or "" for absent.

    `uncounted`: no finding and no vote rests on this entry yet, so it can be taken back. `may_sit_for`: the member
    whose seat this guest may take now. `mandate`: with which the person votes or would, none for awaited deputies.
    """

    person_id: UUID
    name: str
    state: str = ""
    is_chair: bool = False
    is_guest: bool = False
    uncounted: bool = False
    may_sit_for: str = ""
    mandate: int | None = None


@dataclass
class Entry:
    """One item with what happened to it; `hidden` for readers without the level and those recused from it."""

    item: AgendaItem
    title: str
    hidden: bool = False
    motions: list[Motion] = field(default_factory=list)
    recused: list[str] = field(default_factory=list)
    actions: list[ActionItem] = field(default_factory=list)

    @property
    def result(self) -> str:
        """ "6 Ja, 1 Nein, 0 Enthaltungen – angenommen" or the outcome in words."""
        sentences = [motion.vote.sentence for motion in self.motions if hasattr(motion, "vote")]
        if sentences and not self.hidden:
            return "; ".join(sentences).rstrip(".")
        return str(self.item.get_outcome_display())

    @property
    def waiting(self) -> Motion | None:
        return next((motion for motion in reversed(self.motions) if not hasattr(motion, "vote")), None)

    @property
    def motion_text(self) -> str:
        if self.hidden:
            return ""
        return self.waiting.text if self.waiting else self.item.motion_text

    @property
    def votes(self) -> bool:
        """Whether there is something to vote on; without a motion an item is noted."""
        return bool(self.motion_text)

    @property
    def lacks_motion(self) -> bool:
        """The item is there for a vote and nobody wrote its motion yet."""
        return not self.votes and self.item.kind not in HEARD


@dataclass
class Sight:
    """Everything on the page."""

    meeting: Meeting
    entries: list[Entry]
    current: Entry | None
    people: list[Line]
    seats: int
    answer: Ruling
    blocked: bool
    finding: QuorumFinding | None

    @property
    def done(self) -> list[Entry]:
        return [one for one in reversed(self.entries) if one.item.outcome != Outcome.OPEN]

    @property
    def last(self) -> Entry | None:
        """What got its result just now: the likely cause of an action item."""
        return max(self.done, key=lambda one: one.item.outcome_at or self.meeting.starts_at, default=None)

    @property
    def latest(self) -> list[Entry]:
        return self.done[:LATEST]

    @property
    def earlier(self) -> list[Entry]:
        return self.done[LATEST:]

    @property
    def later(self) -> list[Entry]:
        return [one for one in self.entries if one.item.outcome == Outcome.OPEN and one is not self.current]

    @property
    def voting_lines(self) -> list[Line]:
        return [one for one in self.people if not one.is_guest]

    @property
    def somebody_is_missing(self) -> bool:
        return not all(one.state for one in self.voting_lines)

    @property
    def present(self) -> int:
        return sum(1 for one in self.voting_lines if one.state)

    @property
    def needs_finding(self) -> bool:
        """Fewer are there than the last finding said is needed: the chair decides what to do."""
        return self.finding is not None and self.finding.quorate and not self.answer.ok

    @property
    def sentence(self) -> str:
        """Only a finding says "found not quorate"; before it these are mere numbers."""
        if self.answer.ok or (self.finding is not None and not self.finding.quorate):
            return self.answer.sentence
        return _("%(present)s of %(seats)s members present, needed: %(needed)s.") % self.answer.numbers

    @property
    def bar(self) -> dict[str, object]:
        """For kern/quorum.html."""
        there, needed = self.answer.numbers["present"], self.answer.numbers["needed"]
        cells = ["yes"] * there + [""] * max(0, self.seats - there)
        if 0 < needed <= len(cells):
            cells[needed - 1] = f"{cells[needed - 1]} need".strip()
        words = _("%(present)s present, %(absent)s absent, needed %(needed)s of %(seats)s")
        numbers = {"present": there, "absent": self.seats - there, "needed": needed, "seats": self.seats}
        return {"sentence": self.sentence, "ok": self.answer.ok, "seats": cells, "label": words % numbers}


def meeting_for(reader: Reader, pk: UUID) -> "Meeting | None":
    """The meeting with its board, rules and opening, if the reader may see it."""
    seats = Count(
        "board__seats", filter=exists_on(F("starts_at__date"), "board__seats__") & Q(board__seats__voting=True)
    )
    rows = Meeting.objects.visible_to(reader).select_related("board", "rules", "sitting")
    return rows.annotate(voting_seats=seats).filter(pk=pk).first()


def sight(meeting: Meeting, reader: Reader, *, chosen: int | None = None) -> Sight:
    """The state of the room; `chosen` is the position of an open item to show instead of the next one."""
    assert meeting.rules is not None
    entries = _entries(meeting, reader)
    still_open = [one for one in entries if one.item.outcome == Outcome.OPEN]
    current = next((one for one in still_open if one.item.position == chosen), next(iter(still_open), None))
    here = Attendance.objects.filter(meeting=meeting, left_at__isnull=True)
    attendances = list(here.select_related("person", "mandate__person"))
    findings = list(QuorumFinding.objects.filter(meeting=meeting).order_by("found_at", "id"))
    barred = {one.person_id for one in current.item.recusals.all()} if current else set()
    seats: int = meeting.voting_seats  # type: ignore[attr-defined]
    decided = [one.item.outcome_at for one in entries if one.item.outcome == Outcome.DECIDED]
    counted = running.counted_since([row.found_at for row in findings], decided)
    people = _people(meeting, attendances, counted)
    answer = quorum.answer(
        meeting.rules.as_rules(),
        seats=quorum_basis(meeting, seats=seats),
        present=len(quorum.voters(presence.stays(attendances), recused=barred)),
        recused=len({one.mandate for one in people if one.mandate and one.person_id in barred}),
        second_call=current is not None and presence.is_second_call(meeting, current.item),
    )
    key = current.item.pk if current else None
    return Sight(
        meeting=meeting,
        entries=entries,
        current=current,
        people=people,
        seats=seats,
        answer=answer,
        blocked=quorum.blocks(presence.found(findings), key),
        finding=next((row for row in reversed(findings) if row.item_id in (None, key)), None),
    )


def _entries(meeting: Meeting, reader: Reader) -> list[Entry]:
    with_person = Prefetch("recusals", Recusal.objects.select_related("person"))
    items = list(AgendaItem.objects.filter(meeting=meeting).order_by("position").prefetch_related(with_person))
    motions = defaultdict(list)
    for motion in Motion.objects.filter(item__meeting=meeting).select_related("vote", "resolution__board"):
        motions[motion.item_id].append(motion)
    actions = defaultdict(list)
    for action in ActionItem.objects.filter(item__meeting=meeting).unfinished().select_related("owner"):
        actions[action.item_id].append(action)
    for item in items:
        item.meeting = meeting
    return [_entry(item, motions[item.pk], actions[item.pk], reader) for item in items]


def _entry(item: AgendaItem, motions: list[Motion], actions: list[ActionItem], reader: Reader) -> Entry:
    recused = [str(one.person) for one in item.recusals.all()]
    if not item.open_to(reader):
        return Entry(item, item.title_for(reader), hidden=True, recused=recused)
    return Entry(item, item.title, motions=motions, recused=recused, actions=actions)


def _people(meeting: Meeting, attendances: Sequence[Attendance], counted: datetime | None) -> list[Line]:
    """Members in the order of their seats, deputies who take a member's place, and guests: who was invited and did
    not decline, and who came."""
    leader = Office.objects.at_meeting(meeting.day).filter(board_id=meeting.board_id).values("person")[:1]
    mandates = voting_mandates(meeting).select_related("person").annotate(leader=Subquery(leader))
    members = list(mandates.order_by("seat__number"))
    deputies = {one.mandate: one for one in attendances if one.mandate and one.mandate.person_id != one.person_id}
    here = {one.person_id: one for one in attendances if one.mandate not in deputies}
    lines = [_line(one, here.pop(one.person_id, None)) for one in members if one not in deputies]
    lines += [
        Line(one.person_id, in_place_of(mandate.person, one.person), one.mode, mandate=mandate.pk)
        for mandate, one in deputies.items()
    ]
    free = _standing_by(meeting, members, attendances)
    lines += [
        Line(pk, in_place_of(one.member, one.person)) for pk, one in free.items() if one.awaited and pk not in here
    ]
    held = {line.person_id for line in lines}
    expected = {one.person_id: one.person for one in _invited_guests(meeting) if one.person_id not in held}
    came = {one.person_id: one.person for one in here.values()}
    lines += [
        Line(pk, str(person), here[pk].mode if pk in here else "", is_guest=True)
        for pk, person in (expected | came).items()
    ]
    for line in lines:
        line.may_sit_for = str(free[line.person_id].member) if line.is_guest and line.person_id in free else ""
    fresh = {one.person_id for one in attendances if counted is None or one.arrived_at > counted}
    for line in lines:
        line.uncounted = line.person_id in fresh
    return lines


@dataclass(frozen=True)
class _StandsBy:
    """A deputy whose member's seat nobody takes now; `awaited`: the member's mandate rests, or the member said no."""

    person: Person
    member: Person
    awaited: bool


def _standing_by(
    meeting: Meeting, members: Sequence[Mandate], attendances: Sequence[Attendance]
) -> dict[UUID, _StandsBy]:
    """The deputies of seats that are free, without those who declined themselves."""
    named = {one.seat_id: one.person for one in presence.deputies(meeting).select_related("person")}
    if not named:
        return {}
    rows = Invitation.objects.in_force().filter(meeting=meeting, answer__in=EXCUSED)
    excused = set(rows.values_list("person_id", flat=True))
    exercised, taken = {one.pk for one in members}, {one.mandate_id for one in attendances if one.mandate_id}
    holders = Mandate.objects.held_on(meeting.day).filter(seat__in=named).exclude(pk__in=taken)
    found = {}
    for one in holders.select_related("person").order_by("seat__number"):
        deputy, rests = named[one.seat_id], one.pk not in exercised
        awaited = (rests or one.person_id in excused) and deputy.pk not in excused
        found[deputy.pk] = _StandsBy(deputy, one.person, awaited)
    return found


def _invited_guests(meeting: Meeting) -> QuerySet[Invitation]:
    rows = Invitation.objects.in_force().filter(meeting=meeting, role=Invitation.Role.GUEST)
    return rows.exclude(answer=Answer.DECLINED).select_related("person").order_by("person__family_name", "pk")


def _line(mandate: Mandate, attendance: Attendance | None) -> Line:
    leads = mandate.person_id == mandate.leader  # type: ignore[attr-defined]
    mode = attendance.mode if attendance else ""
    return Line(mandate.person_id, str(mandate.person), mode, is_chair=leads, mandate=mandate.pk)


def _staff(today: date) -> Q:
    """Staff assignments that run today."""
    return Q(assignments__start__lte=today) & (Q(assignments__end__isnull=True) | Q(assignments__end__gte=today))


def members(meeting: Meeting) -> QuerySet[Person]:
    """Who holds a seat on the day of the meeting, with or without a vote, and who votes for a member."""
    held = Mandate.objects.on(meeting.day).filter(seat__board_id=meeting.board_id)
    voting = meeting.attendances.filter(mandate__isnull=False)
    return Person.objects.filter(Q(pk__in=held.values("person_id")) | Q(pk__in=voting.values("person_id")))


def owners(meeting: Meeting, today: date) -> QuerySet[Person]:
    """Who may get an action item: members of the board, staff, and whoever is at the meeting."""
    members = Q(pk__in=voting_mandates(meeting).values("person_id"))
    return Person.objects.filter(members | _staff(today) | Q(attendances__meeting=meeting)).distinct()


def guests(meeting: Meeting, today: date) -> QuerySet[Person]:
    """Who may come beside the members: staff, invited guests, and the deputies of members."""
    members = voting_mandates(meeting).values("person_id")
    deputies = Q(pk__in=presence.deputies(meeting).values("person_id"))
    invited = Q(invitations__meeting=meeting)
    return Person.objects.filter(_staff(today) | invited | deputies).exclude(pk__in=members).distinct()
