"""Action items from the meeting that gave them to the finding that they are done."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.almanac.periods import is_working_day
from foundation.journal.recording import record
from foundation.outbox.models import Delivery
from foundation.outbox.queue import withdraw
from foundation.values import BERLIN, Actor, DomainError
from governance.boards.mailing import key_of, post
from governance.confidentiality import Level
from governance.people.models import Person
from meetings.actions.models import ActionItem
from meetings.agenda.models import AgendaItem

REMINDER = "action_reminder"
BEFORE = timedelta(days=7)
REPEAT = 14
FIRST_HOUR = 8


@transaction.atomic
def assign(item: AgendaItem, *, title: str, owner: Person, due_on: date, by: Actor, now: datetime) -> ActionItem:
    """Somebody is to do something by a day. The very same once more gives the same action item.

    Raises DomainError (400) for a day that lies before the meeting.
    """
    if due_on < item.meeting.day:
        raise DomainError(
            _("The due day lies before the meeting. Please choose a later day."), code="due_too_early", status=400
        )
    AgendaItem.objects.select_for_update(no_key=True).get(pk=item.pk)
    known = ActionItem.objects.filter(item=item, title=title, owner=owner, due_on=due_on).first()
    if known:
        return known
    action = ActionItem.objects.create(item=item, title=title, owner=owner, due_on=due_on, created_at=now)
    record("action.assigned", f"action:{action.pk}", by=by, now=now, owner=owner.key, due=due_on.isoformat())
    return action


@transaction.atomic
def report_done(action: ActionItem, *, note: str, by: Actor, now: datetime) -> None:
    """The owner says it is done, and how. Reported twice changes nothing.

    Raises DomainError: 400 without a note, 409 for what was dropped.
    """
    if not note:
        raise DomainError(_("Please say in a sentence what was done."), code="note_missing", status=400)
    if _move(action, ["open"], "done_reported", report_note=note, reported_at=now):
        record("action.reported", f"action:{action.pk}", by=by, now=now)
    elif action.status == ActionItem.Status.DROPPED:
        raise DomainError(_("This action item was dropped. Nothing is to be done any more."), code="action_dropped")


@transaction.atomic
def verify(action: ActionItem, *, by: Actor, now: datetime) -> None:
    """The office confirms that it is done."""
    if _move(action, ["done_reported"], "verified", verified_at=now):
        record("action.verified", f"action:{action.pk}", by=by, now=now)
    elif action.status != ActionItem.Status.VERIFIED:
        raise DomainError(_("The owner has not reported this as done yet."), code="not_reported")


@transaction.atomic
def reopen(action: ActionItem, *, reason: str, by: Actor, now: datetime) -> None:
    """It is not done after all: back to the owner, who reads why; the note stays readable.

    Raises DomainError: 400 without a reason, 409 for what is done or dropped.
    """
    if not reason.strip():
        raise DomainError(_("Please say what is still missing."), code="reason_missing", status=400)
    if _move(action, ["done_reported"], "open", reported_at=None, reopened_reason=reason.strip()[:300]):
        record("action.reopened", f"action:{action.pk}", by=by, now=now)
    elif action.status != ActionItem.Status.OPEN:
        raise DomainError(_("This action item is closed. Please give a new one."), code="action_closed")


@transaction.atomic
def drop(action: ActionItem, *, reason: str, by: Actor, now: datetime) -> None:
    """The chair decides that it need not be done; letters about it that still wait stay here. Twice is once.

    Raises DomainError: 400 without a reason, 409 for what is done.
    """
    if not reason:
        raise DomainError(_("Please say why this need not be done any more."), code="reason_missing", status=400)
    if _move(action, ["open", "done_reported"], "dropped", dropped_reason=reason[:300]):
        withdraw(action.owner.key, f"action:{action.pk}")
        record("action.dropped", f"action:{action.pk}", by=by, now=now)
    elif action.status != ActionItem.Status.DROPPED:
        raise DomainError(_("This action item is done. It can no longer be dropped."), code="action_done")


@transaction.atomic
def reassign(action: ActionItem, *, to: Person, by: Actor, now: datetime) -> None:
    """Somebody else answers for what is unfinished; the old owner gets no letter about it any more. Twice is once."""
    old = action.owner
    unfinished = ActionItem.objects.unfinished().filter(pk=action.pk, owner=old)
    if old.pk == to.pk or not unfinished.update(owner=to):
        return
    withdraw(old.key, f"action:{action.pk}")
    record("action.reassigned", f"action:{action.pk}", by=by, now=now, owner=to.key)
    action.refresh_from_db()


def _move(action: ActionItem, from_states: list[str], to_state: str, **fields: object) -> bool:
    changed = ActionItem.objects.filter(pk=action.pk, status__in=from_states).update(status=to_state, **fields)
    action.refresh_from_db()
    return bool(changed)


def remind_due(*, now: datetime) -> int:
    """Duty: owners are reminded seven days before, on the due day, then every 14 days. Working days from 08:00.

    A step that falls on a free day comes on the next working day. Returns how many mails.
    """
    local = now.astimezone(BERLIN)
    today = local.date()
    if local.hour < FIRST_HOUR or not is_working_day(today):
        return 0
    due = list(
        ActionItem.objects.filter(status=ActionItem.Status.OPEN, due_on__lte=today + BEFORE)
        .filter(owner__channel=Person.Channel.MAIL)
        .select_related("owner", "item__meeting__board")
        .order_by("due_on", "pk")
    )
    keys = {action.pk: _key(action, today) for action in due}
    known = set(
        Delivery.objects.filter(key__in=[key_of(keys[one.pk], one.owner) for one in due]).values_list(
            "key", flat=True
        )
    )
    return sum(_remind(one, keys[one.pk], now) for one in due if key_of(keys[one.pk], one.owner) not in known)


def _key(action: ActionItem, today: date) -> str:
    """One key per step: before the day, on it, and each fortnight after it."""
    late = (today - action.due_on).days
    step = "before" if late < 0 else str(late // REPEAT)
    return f"{REMINDER}:{action.pk}:{action.due_on}:{step}"


def _remind(action: ActionItem, key: str, now: datetime) -> int:
    # Above the board's level a mail says neither title nor subject: it may be read by others on its way.
    context = {
        "action": action,
        "confidential": action.item.level > Level.BOARD,
        "url": settings.SITE_URL + action.get_absolute_url(),
    }
    return len(
        post(
            REMINDER,
            [action.owner],
            key=key,
            topic=f"action:{action.pk}",
            version=1,
            context=context,
            now=now,
            gathers=True,
        )
    )
