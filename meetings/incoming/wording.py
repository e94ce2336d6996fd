"""Why a message waits or what became of it, and the sensible next step, in words."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.outbox.models import IncomingMail
from meetings.invitations.choices import CHOICES, Choice
from meetings.invitations.models import Invitation
from meetings.invitations.sending import is_changeable
from meetings.meeting.models import Meeting

REASONS: dict[str, Promise] = {
    "applied": gettext_lazy("The answer is recorded."),
    "several_calendars": gettext_lazy("The message holds more than one calendar answer."),
    "unopened": gettext_lazy("The message holds a file that is not opened automatically: %(files)s."),
    "free_text": gettext_lazy("The message is written in own words."),
    "calendar_unreadable": gettext_lazy("The calendar answer cannot be read."),
    "method_unclear": gettext_lazy("The message does not say clearly that it is an answer."),
    "counter": gettext_lazy("Another date is proposed."),
    "several_meetings": gettext_lazy("The answer is about more than one meeting."),
    "organizer_foreign": gettext_lazy("The answer names another organiser."),
    "several_answers": gettext_lazy("The message holds more than one answer."),
    "several_people": gettext_lazy("The answer names more than one member."),
    "person_unknown": gettext_lazy("The answer comes from somebody who is not invited: %(name)s %(address)s."),
    "sender_other": gettext_lazy("The answer was sent from another address: %(address)s."),
    "not_authenticated": gettext_lazy("The mail server does not confirm the sender."),
    "nobody_vouches": gettext_lazy("No mail server is named whose check of senders counts."),
    "older_date": gettext_lazy("The answer is to an older date. The meeting was moved since."),
    "date_taken_back": gettext_lazy("The answer is to a date that was taken back."),
    "date_again": gettext_lazy("The answer is to the date in force. When it came, another one was set."),
    "delegated": gettext_lazy("The member passed the invitation on."),
    "answer_unknown": gettext_lazy("The calendar answer is neither yes nor no."),
    "was_represented": gettext_lazy("The member is represented so far. A new answer calls the deputy off."),
    "answered_later": gettext_lazy("The member answered otherwise after writing this."),
    "not_judged": gettext_lazy("The message could not be judged."),
    "too_large": gettext_lazy("The message is too large and was not read."),
    "too_many_parts": gettext_lazy("The message has too many parts and was not read."),
    "too_many_lines": gettext_lazy("The message has too many lines and was not read."),
    "too_deep": gettext_lazy("The message is nested too deeply and was not read."),
    "unreadable": gettext_lazy("The message cannot be read."),
    "calendar_too_large": gettext_lazy("The calendar answer is too large and was not read."),
    "returned": gettext_lazy("A mail came back: %(words)s"),
    "returned_before": gettext_lazy("The same mail came back before."),
    "report_unknown": gettext_lazy("The report is about no mail of ours."),
    "delayed": gettext_lazy("A mail is delayed. The mail server tries again."),
    "absence_note": gettext_lazy("An absence note."),
    "no_answer": gettext_lazy("The message is no answer and comes from somebody unknown."),
    "not_an_answer": gettext_lazy("The calendar message is no answer."),
    "meeting_unknown": gettext_lazy("The meeting is not one of ours."),
    "meeting_cancelled": gettext_lazy("The meeting is cancelled."),
    "meeting_over": gettext_lazy("The meeting has begun or is over."),
    "meeting_begun": gettext_lazy("The meeting has begun or is over."),
    "invitation_withdrawn": gettext_lazy("The invitation was withdrawn."),
    "said_before": gettext_lazy("The same answer came before."),
    "overtaken": gettext_lazy("A newer answer came before."),
    "date_changed": gettext_lazy("The answer is to an older date. The meeting was moved since."),
}


_OTHER_DATE = ("older_date", "date_taken_back")
_CLOSED = ("meeting_cancelled", "meeting_over", "invitation_withdrawn")


@dataclass(frozen=True)
class Step:
    """The sensible next step: what to think of, and whether the member may be asked anew."""

    advice: str
    ask_again: bool = False


def code_of(
    mail: IncomingMail,
    meeting: Meeting | None,
    answered: Invitation | None,
    taken_back: Collection[int],
    now: datetime,
) -> str:
    """Why a message waits, as things stand: since it was read the meeting it is about may have been cancelled, have
    begun or got another date. What is settled keeps its reason.

    `answered`: the invitation it answers; `taken_back`: each SEQUENCE that stands for a date that was taken back.
    """
    if mail.state != IncomingMail.State.REVIEW or meeting is None:
        return mail.reason
    if meeting.status == Meeting.Status.CANCELLED:
        return "meeting_cancelled"
    # A date without invitations takes no answers either, and may still be ahead.
    if not is_changeable(meeting, now):
        return "meeting_over"
    if answered and answered.withdrawn_at:
        return "invitation_withdrawn"
    return _by_date(mail, answered, taken_back)


def _by_date(mail: IncomingMail, answered: Invitation | None, taken_back: Collection[int]) -> str:
    number = mail.facts.get("sequence")
    if answered is None or number is None:
        return mail.reason
    if number < answered.asked_sequence:
        return "older_date"
    if number in taken_back:
        return "date_taken_back"
    return "date_again" if mail.reason in _OTHER_DATE else mail.reason


def reason(mail: IncomingMail, code: str) -> str:
    """One sentence for what was decided; `code` as by `code_of`, here and below."""
    known = {"name": "", "address": "", "files": "", "words": ""} | {key: str(one) for key, one in mail.facts.items()}
    return " ".join((str(REASONS.get(code, code)) % known).split()).replace(" .", ".")


# Whoever wrote this is known, and so is the answer: only whether it counts is open.
_CLEAR = ("not_authenticated", "nobody_vouches", "sender_other", "answered_later", "was_represented")


def answer_of(mail: IncomingMail) -> Choice | None:
    """The answer a calendar gave, None where there is none."""
    said = mail.facts.get("answer")
    return next((one for one in CHOICES if one.answer == said and not one.by_video), None)


def offer(mail: IncomingMail, code: str) -> Choice | None:
    """The answer that one click takes over from the list; None where somebody has to choose, and where nothing tells
    which date was answered."""
    waits = mail.state == IncomingMail.State.REVIEW and mail.facts.get("invitation")
    return answer_of(mail) if waits and code in _CLEAR and mail.facts.get("sequence") is not None else None


def step(code: str) -> Step:
    """What to do with a message that waits."""
    if code in _CLOSED:
        return Step(_("No answer of this member is taken any more."))
    if code in _OTHER_DATE:
        return Step(_("Ask the member for a new answer, or take the old one over if it still holds."), ask_again=True)
    if code == "person_unknown":
        return Step(_("The invitation was passed on. Enter who is represented, or leave it at that."))
    if code == "counter":
        return Step(_("Call the member. The date stays as long as you do not move the meeting."))
    if code == "delegated":
        return Step(_("Enter who comes instead, or ask the member."))
    if code == "date_again":
        return Step(_("Take the answer over if the member has said nothing else since."))
    if code in ("free_text", "unopened", "calendar_unreadable", "not_judged"):
        return Step(_("Read the message. If it is an answer, take it over."))
    return Step(_("Check the sender. If you know the person, take the answer over."))
