"""Deputies of members: named for a seat and a time, where the rules of the board know them."""

import re
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import BERLIN, SYSTEM, Actor, DomainError
from foundation.web.wording import plain_day
from governance.boards.models import Board, Seat
from governance.mandates.appointing import check_days, check_recent, check_voter, hold
from governance.mandates.effects import Effect, bring_about, listed
from governance.mandates.models import Deputy, DeputyQuerySet, Mandate
from governance.people.models import Person
from governance.procedure.answers import Answer, Rules, may_deputise
from governance.procedure.rules_in_force import version_on

_FORMS = frozenset({"herr", "herrn", "frau", "dr", "prof", "mr", "ms", "durch", "by"})


def may_have_deputies(board: Board, day: date) -> Answer:
    """What the rules of that day say about deputies of members."""
    version = version_on(board, day)
    return may_deputise(version.as_rules() if version else Rules(), named=True, excused=True)


def named(mandate: int | None, day: date) -> Person | None:
    """Who takes the place of this mandate's holder on that day, if somebody is named for the seat."""
    found = (
        Deputy.objects.on(day).filter(seat__mandates=mandate).select_related("person").first() if mandate else None
    )
    return found.person if found else None


def in_place_of(member: Person, deputy: Person) -> str:
    """The deputy as lists of a meeting write the name: "Kraft, Bernd für Ostermann, Lena"."""
    return _("%(deputy)s for %(member)s") % {"deputy": deputy, "member": member}


def means(words: str, person: Person) -> bool:
    """Whether these words are this person's name and nothing else: whole, in any order, with a form of address, or
    the family name alone. Any other word may say the opposite."""
    family = _words(person.family_name)
    said = _words(words) - _FORMS
    return family <= said <= family | _words(person.given_name) | _words(person.academic_title)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold()))


@transaction.atomic
def name(
    *,
    seat: Seat,
    person: Person,
    start: date,
    end: date | None = None,
    document: str = "",
    by: Actor,
    now: datetime,
) -> Deputy:
    """Name the deputy of a seat from `start` to `end` (both included; None: open). Twice is once.

    Raises DomainError: 400 for an end before the start; 409 where the rules know no deputies, another deputy is named
    for that time, the person holds the seat, or, on a seat with a vote, for a person who has one on this board
    already or manages the company.
    """
    check_days(start, end)
    hold(seat.board, person)
    known = seat.deputies.filter(person=person, start=start, end=end).first()
    if known:
        return known
    answer = may_have_deputies(seat.board, start)
    if not answer.ok:
        raise DomainError(answer.sentence, code="no_deputies")
    _check_free(seat, start, end)
    if Mandate.objects.during(start, end).filter(seat=seat, person=person).exists():
        raise DomainError(
            _("%(person)s holds this seat. Choose somebody else.") % {"person": person}, code="own_seat"
        )
    if seat.voting:
        check_voter(seat, person, start, end)
    deputy = Deputy.objects.create(seat=seat, person=person, start=start, end=end, document=document)
    record("deputy.named", f"seat:{seat.pk}", by=by, now=now, deputy=deputy.pk)
    return deputy


def consequences(deputy: Deputy, on: date) -> list[Effect]:
    """What ends with this deputy's time after its last day `on`."""
    return listed(settings.DEPUTY_EFFECTS, deputy, on)


@transaction.atomic
def dismiss(deputy: Deputy, *, on: date, by: Actor, now: datetime) -> None:
    """End a deputy's time with its last day `on`. The same end again changes nothing.

    What follows is done now when `on` is over, else at its midnight. Raises DomainError: 400 for a day before the
    first or before yesterday, 409 where the time ended earlier.
    """
    Board.objects.select_for_update(no_key=True).get(pk=deputy.seat.board_id)
    deputy.refresh_from_db()
    if deputy.end == on:
        return
    check_days(deputy.start, on)
    if deputy.end and deputy.end < on:
        words = _("The deputy's time ends on %(day)s already.") % {"day": plain_day(deputy.end)}
        raise DomainError(words, code="ends_earlier")
    check_recent(on, now)
    deputy.end = on
    deputy.save(update_fields=["end"])
    record("deputy.dismissed", f"seat:{deputy.seat_id}", by=by, now=now, deputy=deputy.pk, on=str(on))
    if on < now.astimezone(BERLIN).date():
        finish(deputy, now, by=by)


def due(today: date) -> DeputyQuerySet:
    """Deputies whose last day is over and whose end nobody has followed yet."""
    return Deputy.objects.filter(over=False, end__lt=today)


@transaction.atomic
def finish(deputy: Deputy, now: datetime, *, by: Actor = SYSTEM) -> int:
    """Do what follows from a last day that is over. Returns 1; 0 where it was done already.

    Judged by yesterday, not by that day: who took another part since then keeps what belongs to it.
    """
    assert deputy.end is not None
    if not Deputy.objects.filter(pk=deputy.pk, over=False, end=deputy.end).update(over=True):
        return 0
    yesterday = now.astimezone(BERLIN).date() - timedelta(days=1)
    bring_about(consequences(deputy, max(deputy.end, yesterday)), by=by, now=now)
    return 1


def _check_free(seat: Seat, start: date, end: date | None) -> None:
    other = seat.deputies.during(start, end).select_related("person").first()
    if other:
        words = _("%(person)s is named for this seat already. End that first.") % {"person": other.person}
        raise DomainError(words, code="deputy_named")
