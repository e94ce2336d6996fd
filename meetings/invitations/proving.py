"""The proof of notice of one meeting: who was called when, by which way, and what the mail server said.

Only what was frozen when it happened: dispatches, the mails themselves and the answers of the mail server.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from foundation.journal.models import JournalEntry
from foundation.outbox.models import Delivery, State
from foundation.outbox.resending import POSTED
from foundation.outbox.transport import CAPTURED
from foundation.web.wording import local_day
from governance.procedure.answers import MAIL, POST, Rules, assumed_receipt
from meetings.invitations.models import Dispatch, Invitation, Notice
from meetings.invitations.recipients import names_of
from meetings.meeting.models import Meeting
from meetings.meeting.standing import rules_of

# What the journal says of each dispatch; the facts of a withdrawal name the invitation, all others the SEQUENCE.
ACTIONS = {
    "meeting.invited": Dispatch.Kind.INVITE,
    "meeting.changed": Dispatch.Kind.CHANGE,
    "meeting.cancelled": Dispatch.Kind.CANCEL,
    "meeting.invited_late": Dispatch.Kind.LATE,
    "meeting.reactivated": Dispatch.Kind.REACTIVATE,
    "invitation.withdrawn": Dispatch.Kind.WITHDRAW,
}


@dataclass(frozen=True)
class Line:
    """One person in one dispatch; without `delivery` no letter could be made."""

    invitation: Invitation
    delivery: Delivery | None
    receipt: date | None
    digest: str
    mail_id: str

    @property
    def by_post(self) -> bool:
        return self.delivery is None or self.delivery.smtp_reply == POSTED or self.delivery.state == State.LETTER

    @property
    def given_at(self) -> datetime | None:
        """When the mail server took it, or the letter was posted."""
        return self.delivery.sent_at if self.delivery else None

    @property
    def fault(self) -> str:
        """Why this person may not have got it; "" where nothing is known against it."""
        if self.delivery is None or self.delivery.state == State.LETTER:
            return _("It is not noted when the letter was posted.")
        if self.delivery.state in (State.SENT, State.OBSOLETE):
            return ""
        return self.delivery.last_error or str(self.delivery.get_state_display())

    @property
    def overtaken(self) -> bool:
        """A newer mail took the place of this one before it left, or it was taken back."""
        return self.delivery is not None and self.delivery.state == State.OBSOLETE and not self.delivery.sent_at


@dataclass(frozen=True)
class Part:
    """One dispatch with its lines, in the order of the invitations, and who made it ("" where nobody knows)."""

    dispatch: Dispatch
    by: str
    lines: list[Line]


@dataclass(frozen=True)
class Proof:
    meeting: Meeting
    rules: Rules
    parts: list[Part]

    @property
    def trial(self) -> bool:
        """Mails that never left the machine prove nothing."""
        rows = [line.delivery for part in self.parts for line in part.lines if line.delivery]
        return any(row.smtp_reply == CAPTURED for row in rows)

    @property
    def faults(self) -> list[tuple[Part, Line]]:
        """For each person the newest thing that was sent, where it may not have come through."""
        newest = {
            line.invitation.pk: (part, line)
            for part in self.parts
            for line in part.lines
            if not line.overtaken and not part.dispatch.stopped_at
        }
        return [(part, line) for part, line in newest.values() if line.fault]


def proof(meeting: Meeting) -> Proof:
    """Everything that went out about this meeting, in six queries however many people were called."""
    rules = rules_of(meeting)
    called = Notice.objects.select_related("delivery").defer("delivery__raw").order_by("invitation")
    dispatches = list(meeting.dispatches.order_by("sent_at", "pk").prefetch_related(Prefetch("notices", called)))
    people = {one.pk: one for one in meeting.invitations.select_related("person", "mandate__seat", "mandate__person")}
    actors = _actors(meeting)
    return Proof(meeting, rules, [_part(one, people, actors, rules) for one in dispatches])


def _part(
    dispatch: Dispatch, people: Mapping[int, Invitation], actors: Mapping[tuple[str, int], str], rules: Rules
) -> Part:
    mailed = [_line(people[one.invitation_id], one.delivery, rules) for one in dispatch.notices.all()]
    posted, there = set(dispatch.notice.get("by_post", [])), {line.invitation.pk for line in mailed}
    missing = [one for one in people.values() if one.person.key in posted and one.pk not in there]
    others = [Line(one, None, None, "", "") for one in missing]
    lines = sorted(mailed + others, key=lambda line: line.invitation.pk)
    withdrawn = dispatch.kind == Dispatch.Kind.WITHDRAW
    # The journal names the first SEQUENCE of a change; mails to deputies beside it use the next ones.
    first = dispatch.replaced.get("sequence", dispatch.sequence - 1) + 1
    number = lines[0].invitation.pk if withdrawn and lines else first
    return Part(dispatch, actors.get((dispatch.kind, number), ""), lines)


def _line(invitation: Invitation, delivery: Delivery, rules: Rules) -> Line:
    if delivery.state == State.LETTER or delivery.smtp_reply == POSTED:
        return Line(invitation, delivery, receipt_of(delivery, rules), "", "")
    return Line(invitation, delivery, receipt_of(delivery, rules), delivery.sha256, delivery.message_id)


def receipt_of(delivery: Delivery, rules: Rules) -> date | None:
    """When this mail or letter counts as received by the rules of procedure; None while it did not get through."""
    if delivery.sent_at is None or delivery.state in (State.FAILED, State.HELD):
        return None
    way = POST if delivery.smtp_reply == POSTED else MAIL
    return assumed_receipt(rules, local_day(delivery.sent_at), way)


def _actors(meeting: Meeting) -> dict[tuple[str, int], str]:
    """Who made which dispatch, by kind and number (`ACTIONS`)."""
    rows = JournalEntry.objects.filter(subject=meeting.key, action__in=ACTIONS)
    entries = list(rows.order_by("id").values_list("action", "actor", "facts"))
    names = names_of({actor for _action, actor, _facts in entries})
    return {
        (ACTIONS[action], facts.get("invitation") or facts.get("sequence") or 0): names.get(actor, "")
        for action, actor, facts in entries
    }
