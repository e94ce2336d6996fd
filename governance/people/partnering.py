"""Partners: who speaks for an organisation that carries out projects, from when to when."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import BERLIN, Actor, DomainError
from foundation.web.wording import plain_day
from governance.people.models import Organisation, PartnerAssignment, Person


@transaction.atomic
def assign(
    *, organisation: Organisation, person: Person, start: date, end: date | None = None, by: Actor, now: datetime
) -> PartnerAssignment:
    """Let `person` speak for the partner from `start` to `end` (both included; None: open), and read how its projects
    stand.

    The same again returns the one there is. Raises DomainError: 400 for an end before the start, 409 without a login
    and while the person speaks for that partner already.
    """
    if end and end < start:
        raise DomainError(_("The end lies before the start."), code="end_before_start", status=400)
    if person.user_id is None:
        words = _("%(person)s has no login. Open one on the person's page first.") % {"person": person}
        raise DomainError(words, code="partner_without_login")
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    same = organisation.partner_people.filter(person=person)
    known = same.filter(start=start, end=end).first()
    if known:
        return known
    shared = same.filter(Q(end__isnull=True) | Q(end__gte=start))
    if (shared.filter(start__lte=end) if end else shared).exists():
        words = _("%(person)s speaks for this partner in this time already. End that first.") % {"person": person}
        raise DomainError(words, code="partner_already")
    made = PartnerAssignment.objects.create(organisation=organisation, person=person, start=start, end=end)
    record("partner.assigned", organisation.key, by=by, now=now, person=person.key, assignment=made.pk)
    return made


@transaction.atomic
def end_assignment(assignment: PartnerAssignment, *, on: date, by: Actor, now: datetime) -> None:
    """The last day is `on`; one that has not begun is dropped. Ended twice is ended once.

    Raises DomainError (400) for a day before yesterday: who was entitled until then stays so.
    """
    today = now.astimezone(BERLIN).date()
    locked = PartnerAssignment.objects.select_for_update().filter(pk=assignment.pk).first()
    if locked is None or (locked.end and locked.end <= on):
        return
    if (today - on).days > 1:
        words = _("Please choose %(day)s or later.") % {"day": plain_day(today)}
        raise DomainError(words, code="end_in_the_past", status=400)
    if on < locked.start:
        locked.delete()
    else:
        PartnerAssignment.objects.filter(pk=assignment.pk).update(end=on)
    record("partner.ended", assignment.organisation.key, by=by, now=now, assignment=assignment.pk, on=str(on))
