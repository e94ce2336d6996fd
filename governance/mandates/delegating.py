"""Acts of the chair without the chair at the screen: on a dated delegation, or on a word the office takes down."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import override

from foundation.journal.recording import record
from foundation.values import Actor, DomainError
from foundation.web.wording import day_digits, local_day, plain_day
from governance.boards.models import Board
from governance.confidentiality import SECRETARIAT
from governance.mandates.models import Delegation, Office
from governance.people.models import Person, StaffAssignment, running

Act = Delegation.Act


@dataclass(frozen=True)
class Word:
    """What an act keeps of how the chair's word was given: a note for its row, facts for the journal."""

    note: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


def word_of_chair(board: int, act: str, *, by: Actor, note: str = "", now: datetime) -> Word:
    """The chair's own act needs nothing more; who acts for the chair has a delegation, or notes day and medium.

    Every act of the chair asks here. Raises DomainError: 400 without either, 409 where the actor neither
    leads the board nor acts for somebody.
    """
    if not by.principal and not _leads(board, by.key, local_day(now)):
        raise no_chair()
    if note.strip() or not by.principal:
        return Word(note.strip()[:300])
    found = _holding(board, act, by.principal, local_day(now))
    if found is None:
        raise DomainError(_("Please note when and how the chair gave the word."), code="note_missing", status=400)
    return Word(basis(found)[:300], {"on_delegation": found.pk})


def _leads(board: int, actor: str, day: date) -> bool:
    acting = Office.objects.acting(day).filter(board=board).select_related("person")
    return any(office.person.key == actor for office in acting)


def no_chair() -> DomainError:
    """There is nobody on whose word the office could act."""
    words = _("This board has no chair today. Please appoint one first, or ask the deputy chair.")
    return DomainError(words, code="no_chair")


def leader(board: int, day: date) -> Person | None:
    """On whose word the board office acts that day."""
    office = Office.objects.acting(day).filter(board=board).select_related("person").first()
    return office.person if office else None


def leaders(board: int, act: str, day: date) -> Delegation | None:
    """The delegation of who leads the board on `day` for this act; None where the office needs the chair's word."""
    leader = Office.objects.acting(day).filter(board=board).values("pk")[:1]
    given = Delegation.objects.on(day).filter(office=Subquery(leader)).select_related("office__person")
    return next((one for one in given if act in one.acts), None)


def of_person(board: int, act: str, person: Person | None, day: date) -> Delegation | None:
    """The same for a known principal: the chair may be recused, so that a deputy's word counts."""
    return _holding(board, act, person.key, day) if person else None


def _holding(board: int, act: str, principal: str, day: date) -> Delegation | None:
    given = Delegation.objects.on(day).filter(office__board=board).select_related("office__person")
    return next((one for one in given if act in one.acts and one.office.person.key == principal), None)


def basis(delegation: Delegation) -> str:
    """What an act on this delegation rests on, in German: it stands in the record."""
    with override("de"):
        words = {"day": day_digits(delegation.given_on), "document": delegation.document}
        if delegation.document:
            return _("Delegation of %(day)s (%(document)s)") % words
        return _("Delegation of %(day)s") % words


def on_whose_word(actor: str, principal: str) -> str:
    """ "Carla Wendt im Auftrag von Jörg Adler"; only the one name where nobody acted for somebody else."""
    keys = [key.removeprefix("person:") for key in (actor, principal) if key.startswith("person:")]
    names = {person.key: str(person) for person in Person.objects.filter(pk__in=keys)}
    who = names.get(actor, _("Somebody unknown"))
    if principal in ("", actor):
        return who
    words = {"actor": who, "principal": names.get(principal, _("Somebody unknown"))}
    return _("%(actor)s on behalf of %(principal)s") % words


@transaction.atomic
def delegate(
    office: Office,
    *,
    acts: Collection[str],
    start: date,
    end: date | None = None,
    document: str = "",
    by: Actor,
    now: datetime,
) -> Delegation:
    """Who holds `office` hands acts to the board office; the same once more is the one there is.

    The board office records it with the holder's document. Raises DomainError: 403 for anybody else, 400 without acts
    or that document and for days in the wrong order, 409 where the holder does not lead, and for an act delegated
    already in that time.
    """
    Board.objects.select_for_update(no_key=True).get(pk=office.board_id)
    today = local_day(now)
    _expect_entitled(office, by, today)
    chosen = [act for act in Act.values if act in acts]
    if not chosen:
        raise _wrong("acts", _("Please choose at least one act."))
    if end and end < start:
        raise _wrong("end", _("The last day lies before the first."))
    if by.key != office.person.key and not document.strip():
        raise _wrong("document", _("Please name the document by which the chair delegates."))
    if not Office.objects.acting(today).filter(pk=office.pk).exists():
        raise DomainError(_("This person does not lead the board today."), code="does_not_lead")
    values = {"acts": chosen, "start": start, "end": end, "document": document.strip()[:200]}
    if known := office.delegations.filter(**values).first():
        return known
    _expect_free(office, chosen, start, end)
    made: Delegation = office.delegations.create(given_on=today, **values)
    record("delegation.given", office.key, by=_for(office, by), now=now, delegation=made.pk, start=str(start))
    return made


def _wrong(name: str, words: str) -> DomainError:
    return DomainError(words, code=f"{name}_wrong", status=400, fields={name: words})


def _expect_entitled(office: Office, by: Actor, today: date) -> None:
    """An office is spoken for by its holder alone, and by the board office on the holder's document."""
    if by.key == office.person.key:
        return
    clerks = StaffAssignment.objects.filter(running(today), role=SECRETARIAT).select_related("person")
    if all(by.key != one.person.key for one in clerks):
        words = _("Only %(person)s and the board office decide on this delegation.") % {"person": office.person}
        raise DomainError(words, code="not_entitled", status=403)


def _for(office: Office, by: Actor) -> Actor:
    """What the office records is the will of who holds `office`."""
    return by if by.key == office.person.key else by.on_behalf_of(office.person.key)


def _expect_free(office: Office, acts: Collection[str], start: date, end: date | None) -> None:
    shared = office.delegations.filter(Q(end__isnull=True) | Q(end__gte=start))
    for one in shared.filter(start__lte=end) if end else shared:
        if set(one.acts) & set(acts):
            words = _("This is delegated already from %(day)s on: %(acts)s. Please end that delegation first.")
            raise DomainError(
                words % {"day": plain_day(one.start), "acts": one.acts_in_words}, code="delegated_already"
            )


@transaction.atomic
def end_delegation(delegation: Delegation, *, on: date, by: Actor, now: datetime) -> None:
    """The last day of a delegation is `on`. One that begins after today is taken back by a day before it.

    Twice is once. Raises DomainError: 403 for who is neither the holder nor the board office, 400 for a day before
    one that has begun, 409 where it ended before.
    """
    office = delegation.office
    Board.objects.select_for_update(no_key=True).get(pk=office.board_id)
    _expect_entitled(office, by, local_day(now))
    current = Delegation.objects.filter(pk=delegation.pk).first()
    if current is None or current.end == on:
        return
    if current.end and current.end < on:
        words = _("The delegation ends on %(day)s already.") % {"day": plain_day(current.end)}
        raise DomainError(words, code="ends_earlier")
    if on >= current.start:
        Delegation.objects.filter(pk=current.pk).update(end=on)
        record("delegation.ended", office.key, by=by, now=now, delegation=current.pk, on=str(on))
        return
    if current.start <= local_day(now):
        words = _("The delegation began on %(day)s. It cannot end before.") % {"day": plain_day(current.start)}
        raise _wrong("on", words)
    current.delete()
    record("delegation.withdrawn", office.key, by=by, now=now, delegation=delegation.pk)
