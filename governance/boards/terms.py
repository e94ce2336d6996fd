"""Electoral terms of the council, which seats of factions follow."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import Actor, DomainError
from governance.boards.models import Company, ElectoralTerm


@transaction.atomic
def enter(*, start: date, end: date, by: Actor, now: datetime) -> ElectoralTerm:
    """Enter an electoral term, both days included. The same again returns the one there is.

    Raises DomainError: 400 for an end before the start, 409 when it overlaps another.
    """
    company = _company()
    known = ElectoralTerm.objects.filter(start=start, end=end).first()
    if known:
        return known
    _check(start, end, None)
    term = ElectoralTerm.objects.create(company=company, start=start, end=end)
    record("electoral_term.entered", f"electoral_term:{term.pk}", by=by, now=now)
    return term


@transaction.atomic
def move(*, term: ElectoralTerm, start: date, end: date, by: Actor, now: datetime) -> None:
    """Other days for a term, such as an early end. Raises DomainError as `enter`; the same days change nothing."""
    _company()
    term.refresh_from_db()
    if (term.start, term.end) == (start, end):
        return
    _check(start, end, term)
    term.start, term.end = start, end
    term.save(update_fields=["start", "end"])
    record("electoral_term.moved", f"electoral_term:{term.pk}", by=by, now=now)


def _company() -> Company:
    """The company, locked: terms are entered one after the other."""
    company = Company.objects.select_for_update(no_key=True).first()
    if company is None:
        raise DomainError(_("Please set up the company first."), code="no_company")
    return company


def _check(start: date, end: date, term: ElectoralTerm | None) -> None:
    if end <= start:
        words = _("The end lies before the start.")
        raise DomainError(words, code="end_before_start", status=400, fields={"end": words})
    others = ElectoralTerm.objects.filter(start__lte=end, end__gte=start)
    if term is not None:
        others = others.exclude(pk=term.pk)
    if other := others.first():
        words = _("This term overlaps the one of %(term)s. Please change the days.") % {"term": other}
        raise DomainError(words, code="terms_overlap", fields={"start": words})
