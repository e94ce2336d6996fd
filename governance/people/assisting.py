"""Assistants (Vorzimmer): who answers dates for whom, from when to when."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import BERLIN, Actor, DomainError
from foundation.web.wording import plain_day
from governance.people.models import Assistance, Person


@transaction.atomic
def assist(
    *,
    assistant: Person,
    principal: Person,
    start: date,
    end: date | None = None,
    papers: bool = False,
    by: Actor,
    now: datetime,
) -> Assistance:
    """Let `assistant` answer for `principal` from `start` to `end` (both included; None: open).

    The same again returns the one there is. Raises DomainError: 400 for an end before the start or oneself, 409
    without a login and while the same two are joined already.
    """
    if end and end < start:
        raise DomainError(_("The end lies before the start."), code="end_before_start", status=400)
    if assistant.pk == principal.pk:
        raise DomainError(_("Please choose another person as assistant."), code="own_assistant", status=400)
    if assistant.user_id is None:
        raise DomainError(
            _("%(person)s has no login. Open one on the person's page first.") % {"person": assistant},
            code="assistant_without_login",
        )
    Person.objects.select_for_update(no_key=True).get(pk=principal.pk)
    same = Assistance.objects.filter(assistant=assistant, principal=principal)
    known = same.filter(start=start, end=end, papers=papers).first()
    if known:
        return known
    shared = same.filter(Q(end__isnull=True) | Q(end__gte=start))
    if (shared.filter(start__lte=end) if end else shared).exists():
        raise DomainError(
            _("%(person)s is an assistant in this time already. End that first.") % {"person": assistant},
            code="assists_already",
        )
    made = Assistance.objects.create(assistant=assistant, principal=principal, start=start, end=end, papers=papers)
    record(
        "assistance.begun", principal.key, by=by, now=now, assistant=assistant.key, assistance=made.pk, papers=papers
    )
    return made


@transaction.atomic
def end_assistance(assistance: Assistance, *, on: date, by: Actor, now: datetime) -> None:
    """The last day is `on`; one that has not begun is dropped. Ended twice is ended once.

    Raises DomainError (400) for a day before yesterday: what was done since then was done rightly.
    """
    today = now.astimezone(BERLIN).date()
    locked = Assistance.objects.select_for_update().filter(pk=assistance.pk).first()
    if locked is None or (locked.end and locked.end <= on):
        return
    if on < locked.start:
        Assistance.objects.filter(pk=assistance.pk, start__gt=today).delete()
    elif (today - on).days > 1:
        raise DomainError(
            _("Please choose %(day)s or later.") % {"day": plain_day(today)}, code="end_in_the_past", status=400
        )
    else:
        Assistance.objects.filter(pk=assistance.pk).update(end=on)
    record("assistance.ended", assistance.principal.key, by=by, now=now, assistance=assistance.pk, on=str(on))
