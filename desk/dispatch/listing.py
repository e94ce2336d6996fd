"""The deliveries as the proof of dispatch lists them, and the words for their kinds."""

from datetime import date, datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.outbox.models import Delivery, DeliveryQuerySet, State
from foundation.outbox.waiting import late
from foundation.web.wording import day_digits
from meetings.invitations.models import Notice
from meetings.invitations.proving import receipt_of
from meetings.meeting.models import Meeting
from meetings.meeting.standing import rules_of

KINDS: dict[str, str | Promise] = {
    "invitation": _("Invitation"),
    "change": _("Change of the meeting"),
    "cancellation": _("Cancellation"),
    "withdrawal": _("Withdrawal"),
    "reactivation": _("Set again"),
    "trial": _("Trial to the board office"),
    "documents": _("Documents are ready"),
    "reminder": _("Reminder"),
    "fresh_link": _("New link"),
    "quorum_alarm": _("Quorum in doubt"),
    "address_check": _("Address: please confirm"),
    "assistant_copy": _("Copy to an assistant"),
    "digest": _("Reminders of a day"),
    "mail_test": _("Test mail"),
    "year_overview": _("Dates of the year"),
    "date_set": _("Date to keep free"),
    "succession_request": _("Request for a successor"),
    "interests_reminder": _("Interests: reminder"),
    "date_poll": _("Date poll"),
    "date_poll_more": _("Date poll: more dates"),
    "date_poll_reminder": _("Date poll: reminder"),
    "date_poll_cancelled": _("Date poll: called off"),
    "date_changed": _("Change of a date"),
    "action_reminder": _("Action item: reminder"),
    "chair_word": _("Chair: decision asked for"),
    "minutes": _("Minutes"),
    "opinion_request": _("Assessment: request"),
    "opinion_reminder": _("Assessment: reminder"),
    "opinion_cancelled": _("Assessment: cancelled"),
    "dissent_call": _("Board's opinion: draft"),
    "dissent_older": _("Board's opinion: changed after a dissent"),
    "recommendations": _("Board's opinion: recommendations"),
    "report_submitted": _("Report: submitted"),
    "report_returned": _("Report: returned"),
    "report_decided": _("Report: decided"),
}
LATE = "late"
# Claimed is a state of the machinery; for people both wait.
STATES = {
    "open": (_("waiting"), [State.PENDING, State.CLAIMED, State.SENDING]),
    LATE: (_("waiting for too long"), []),
    "gathering": (State.GATHERING.label, [State.GATHERING]),
    "joined": (State.JOINED.label, [State.JOINED]),
    "sent": (State.SENT.label, [State.SENT]),
    "failed": (State.FAILED.label, [State.FAILED]),
    "held": (State.HELD.label, [State.HELD]),
    "letter": (State.LETTER.label, [State.LETTER]),
    "obsolete": (State.OBSOLETE.label, [State.OBSOLETE]),
}
BADGES = {State.SENT: "success", State.FAILED: "danger", State.HELD: "warning", State.LETTER: "warning"}


def kind_words(kind: str) -> str | Promise:
    """What the mail was for; kinds of other wings speak for themselves."""
    return KINDS.get(kind) or kind.replace("_", " ").replace("-", " ").capitalize()


def badge(delivery: Delivery) -> tuple[str, str]:
    """Its look and its words; of a mail that left before a newer one took its place, both."""
    words = str(delivery.get_state_display())
    if delivery.state == State.OBSOLETE and delivery.left_at:
        words = gettext("sent on %(day)s, overtaken since") % {"day": day_digits(delivery.left_at)}
    return BADGES.get(State(delivery.state), "info"), words


def with_carrier() -> DeliveryQuerySet:
    """Deliveries with the mail of the day each may have left in, without the text of that."""
    return Delivery.objects.select_related("carrier").defer("carrier__raw", "carrier__secrets")


def deliveries(*, now: datetime, state: str = "", kind: str = "", meeting: str = "") -> DeliveryQuerySet:
    """The newest first, without the mails themselves; words nobody knows filter nothing away."""
    found = with_carrier().defer("raw", "secrets").order_by("-created_at", "recipient_name", "pk")
    if state == LATE:
        found = found.filter(late(now))
    elif state in STATES:
        found = found.filter(state__in=STATES[state][1])
    if kind:
        found = found.filter(kind=kind)
    if meeting:
        found = found.filter(topic=f"meeting:{meeting}")
    return found


def kinds_sent() -> list[tuple[str, str | Promise]]:
    """Kinds that occur, with their words."""
    return [
        (kind, kind_words(kind))
        for kind in Delivery.objects.order_by("kind").values_list("kind", flat=True).distinct()
    ]


def receipt(delivery: Delivery) -> date | None:
    """When this mail about a meeting counts as received, by its rules of procedure."""
    notice = Notice.objects.filter(delivery=delivery).select_related("dispatch__meeting__board").first()
    return receipt_of(delivery, rules_of(notice.dispatch.meeting)) if notice else None


def proven(meetings: list[tuple[UUID, str]], chosen: str) -> UUID | None:
    """The meeting the list is filtered by, if there is a proof of notice for it."""
    return next((pk for pk, _words in meetings if str(pk) == chosen), None)


def meetings_sent() -> list[tuple[UUID, str]]:
    """The latest meetings mails were about."""
    rows = Meeting.objects.filter(invitations__isnull=False).distinct().select_related("board").order_by("-starts_at")
    return [(one.pk, f"{one.board.short_name} {one.day:%d.%m.%Y}") for one in rows[:20]]
