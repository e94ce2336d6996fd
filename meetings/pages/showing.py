"""What the page of a meeting shows each reader, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from foundation.web.wording import local_day
from governance.confidentiality import Level, Reader
from governance.mandates.leading import leader_name
from governance.rights.addressing import addressed_q, is_addressed
from governance.rights.levels import max_level
from meetings.agenda import subjects
from meetings.agenda.models import Agenda, AgendaItem, Recusal
from meetings.agenda.rules import may_read_sent, sees_agenda
from meetings.agenda.subjects import Subject
from meetings.agenda.wording import spoken
from meetings.invitations import entries, turnout
from meetings.invitations.forecast import Forecast
from meetings.invitations.models import Answer, Invitation
from meetings.meeting import standing
from meetings.meeting.models import Meeting
from meetings.minutes.models import Minutes
from meetings.rooms import facts
from meetings.rooms.models import Room
from meetings.sittings.rules import can_lead
from meetings.sittings.wording import meeting_name
from meetings.votes.count import Ballot, sentence
from meetings.votes.models import Vote

DRAFTED = (Meeting.Status.PLANNED, Meeting.Status.SCHEDULED)
RUNS = (Meeting.Status.INVITED, Meeting.Status.IN_SESSION)
VOTED = (Meeting.Status.IN_SESSION, Meeting.Status.HELD)
SHORT = 160  # characters of a text that is shown without unfolding it
BADGES: dict[str, str] = {
    Meeting.Status.IN_SESSION: "success",
    Meeting.Status.HELD: "success",
    Meeting.Status.CANCELLED: "danger",
    Meeting.Status.PLANNED: "warning",
}


@dataclass(frozen=True)
class Line:
    """One item as this reader may see it."""

    item: AgendaItem
    title: str
    hidden: bool
    recused: bool
    links: Sequence[tuple[str, str]] = ()
    result: str = ""
    now: str = ""

    @property
    def outcome(self) -> str:
        """What became of the item, with the hands where this reader may know them; "" while it is open."""
        if self.item.outcome == AgendaItem.Outcome.OPEN:
            return ""
        told = "" if self.hidden or self.recused else self.result
        return told or str(self.item.get_outcome_display())

    @property
    def is_short(self) -> bool:
        """One line needs no unfolding."""
        return len(self.text) <= SHORT and "\n" not in self.text

    @property
    def text(self) -> str:
        return "" if self.hidden or self.recused else self.item.text

    @property
    def motion(self) -> str:
        return "" if self.hidden or self.recused else spoken(self.item.motion_text)

    @property
    def reason(self) -> str:
        """Why the item is there; of a hidden one nothing."""
        return "" if self.hidden else self.now or spoken(self.item.reason)

    @property
    def length(self) -> str:
        return _("%(minutes)s min") % {"minutes": self.item.minutes}

    @property
    def unfold(self) -> str:
        return _("Read item %(number)s") % {"number": self.item.position}

    @property
    def level_word(self) -> str:
        """Only what differs from the rule of the meeting: non-public, for the board."""
        return str(self.item.get_level_display()) if self.item.level != Level.BOARD else ""


@dataclass(frozen=True)
class Overview:
    """`whole`: the reader meets all items, not only those addressed to the mayor's office."""

    meeting: Meeting
    name: str
    badge: str
    chair: str
    lines: list[Line]
    own: Invitation | None
    forecast: Forecast | None
    lane: list[standing.Step]
    whole: bool
    printed: bool
    may_recuse: bool
    leads: bool
    room: Room | None

    @property
    def access(self) -> str:
        """How people get in, while they may still want to."""
        return facts.access(self.room)

    @property
    def link(self) -> str:
        """Where to join by video, for those who are called and who lead, until the meeting is closed."""
        called = self.own is not None or self.leads
        return self.meeting.video_url if called and self.meeting.status in RUNS else ""

    @property
    def minutes(self) -> int:
        return sum(line.item.minutes for line in self.lines)

    @property
    def length(self) -> int:
        return int((self.meeting.ends_at - self.meeting.starts_at).total_seconds() // 60)


@dataclass(frozen=True)
class Step:
    """The one primary button: where it leads and what it says."""

    url_name: str
    label: str


def overview(meeting: Meeting, reader: Reader, *, today: date) -> Overview:
    """`meeting` comes with board, rules and agenda."""
    invitations = _invitations(meeting, reader)
    agenda = getattr(meeting, "agenda", None)
    status = agenda.status if agenda else ""
    return Overview(
        meeting=meeting,
        name=meeting_name(meeting.number, meeting.year, meeting.board.name),
        badge=BADGES.get(meeting.status, "info"),
        chair=leader_name(meeting.board_id, meeting.day),
        lines=_lines(meeting, reader) if sees_agenda(reader, meeting.board_id, status) else [],
        own=next((one for one in invitations if one.person_id == reader.person_id), None),
        forecast=_forecast(meeting, invitations),
        lane=_lane(meeting, invitations, today, agenda),
        whole=is_addressed(reader, meeting.board_id, None),
        printed=status == Agenda.Status.FROZEN and may_read_sent(reader, meeting),
        may_recuse=may_recuse(meeting, reader),
        leads=can_lead(reader, meeting),
        room=entries.room(meeting) if meeting.status in (*DRAFTED, *RUNS) else None,
    )


def may_recuse(meeting: Meeting, reader: Reader) -> bool:
    """Members for themselves, who leads the meeting for all, until it is over."""
    ahead = meeting.status in (Meeting.Status.SCHEDULED, *RUNS)
    return ahead and (meeting.board_id in reader.boards or can_lead(reader, meeting))


def _invitations(meeting: Meeting, reader: Reader) -> list[Invitation]:
    """All that count for the forecast while the meeting is ahead, else the reader's own."""
    rows = Invitation.objects.filter(meeting=meeting, withdrawn_at__isnull=True)
    if meeting.status != Meeting.Status.INVITED:
        rows = rows.filter(person=reader.person_id)
    return list(rows.only("person_id", "mandate_id", "role", "answer", "invited_at"))


def _lane(meeting: Meeting, invitations: list[Invitation], today: date, agenda: Agenda | None) -> list[standing.Step]:
    if meeting.status not in (*DRAFTED, *RUNS):
        return []
    sent = min((one.invited_at for one in invitations), default=None)
    return standing.lane(
        meeting,
        today,
        agenda_status=agenda.status if agenda else "",
        released_on=local_day(agenda.released_at) if agenda and agenda.released_at else None,
        sent_on=local_day(sent) if sent else None,
    )


def _lines(meeting: Meeting, reader: Reader) -> list[Line]:
    level = max_level(reader, meeting.board_id, meeting.day)
    mine = Recusal.objects.filter(item=OuterRef("pk"), person=reader.person_id)
    items = AgendaItem.objects.filter(addressed_q(reader, "meeting__board", "proposer"), meeting=meeting)
    items = items.order_by("position").annotate(mine=Exists(mine))
    results = _results(meeting) if meeting.status in VOTED else {}
    lines = [_line(item, level, results.get(item.pk, "")) for item in items]
    known = subjects.today([line.item for line in lines if not line.hidden], reader)
    changing = meeting.status in (*DRAFTED, *RUNS, Meeting.Status.HELD)
    return [_told(line, known[line.item.pk], changing) if line.item.pk in known else line for line in lines]


def _told(line: Line, subject: Subject, changing: bool) -> Line:
    """The line with its links, and with today's reason while reasons go on `changing`."""
    links = () if line.recused else subject.links
    return replace(line, links=links, now=subject.reason if changing else "")


def _results(meeting: Meeting) -> dict[int, str]:
    """The counted votes in words by item; of an item with several motions all of them in their order."""
    votes = Vote.objects.filter(motion__item__meeting=meeting).order_by("motion")
    told: dict[int, str] = {}
    for item, outcome, *hands in votes.values_list("motion__item", "result", "yes", "no", "abstain", "invalid"):
        words = sentence(Ballot(*hands), outcome)
        told[item] = f"{told[item]}; {words}" if item in told else words
    return told


def _line(item: AgendaItem, level: Level, result: str) -> Line:
    hidden = item.level > level
    title = _("Confidential agenda item") if hidden else spoken(item.title)
    return Line(item, title, hidden, item.mine, result=result)  # type: ignore[attr-defined]


def _forecast(meeting: Meeting, invitations: list[Invitation]) -> Forecast | None:
    if meeting.status != Meeting.Status.INVITED:
        return None
    return turnout.expected(meeting, invitations)


def next_step(meeting: Meeting, reader: Reader, own: Invitation | None, *, today: date) -> Step | None:
    """The one primary button of this reader, or none."""
    lead = can_lead(reader, meeting)
    if lead and meeting.status == Meeting.Status.IN_SESSION:
        return Step("live", _("Lead the meeting"))
    if lead and meeting.status == Meeting.Status.INVITED and meeting.day <= today:
        return Step("live", _("Open the meeting"))
    if reader.is_secretariat:
        return _office_step(meeting)
    if meeting.board_id in reader.chairs and (step := _chair_step(meeting)):
        return step
    if meeting.status == Meeting.Status.IN_SESSION and meeting.board_id in reader.boards:
        return Step("live", _("Follow the meeting"))
    if own and own.answer == Answer.NEEDS_ACTION and meeting.status == Meeting.Status.INVITED:
        return Step("reply_own", _("Answer the invitation"))
    return None


def _chair_step(meeting: Meeting) -> Step | None:
    """What waits for the chair's word: a generated agenda, written minutes."""
    agenda, minutes = getattr(meeting, "agenda", None), getattr(meeting, "minutes", None)
    if meeting.status in DRAFTED and agenda and agenda.status == Agenda.Status.DRAFT and agenda.generated_at:
        return Step("agenda_edit", _("Release the agenda"))
    if minutes and minutes.status == Minutes.Status.CHAIR_REVIEW:
        return Step("meeting_minutes", _("Sign off the minutes"))
    return None


def _office_step(meeting: Meeting) -> Step | None:
    if meeting.status in DRAFTED:
        agenda = getattr(meeting, "agenda", None)
        if agenda and agenda.status == Agenda.Status.RELEASED and meeting.status == Meeting.Status.SCHEDULED:
            return Step("invite", _("Send the invitation"))
        return Step("agenda_edit", _("Edit the agenda"))
    if meeting.status == Meeting.Status.HELD:
        minutes = getattr(meeting, "minutes", None)
        if minutes is None or minutes.status == Minutes.Status.DRAFTING:
            return Step("meeting_minutes", _("Write the minutes"))
        if minutes.status == Minutes.Status.SIGNED_OFF:
            return Step("meeting_minutes", _("Send the minutes"))
    return None
