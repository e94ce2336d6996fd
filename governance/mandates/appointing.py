"""Appointing somebody to a seat, and giving a member the chair."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import BERLIN, Actor, DomainError, clean_line
from foundation.web.wording import plain_day
from governance.boards.models import Board, Seat
from governance.confidentiality import MANAGEMENT
from governance.mandates.groups import check_membership
from governance.mandates.models import Deputy, Mandate
from governance.people.models import Person

LONGEST_YEARS = 20
"""No term of a board lasts longer; what has no end by rule is left open."""


@transaction.atomic
def appoint(
    *,
    seat: Seat,
    person: Person,
    start: date,
    end: date | None = None,
    appointed_on: date,
    document: str,
    by: Actor,
    now: datetime,
) -> Mandate:
    """Appoint `person` to `seat` from `start` to `end` (both included; None: open).

    A mandate that begins today or earlier is active at once, a later one on its day; a past one is history. Where the
    person was proposed for the seat, the proposal becomes the mandate. The same appointment again returns the mandate
    there is. Raises DomainError: 400 for an end before the start, an appointment made after today or a missing
    document; 409 when the seat is taken, the person has a vote on this board already, also as a deputy, or belongs to
    the management.
    """
    today = now.astimezone(BERLIN).date()
    check_days(start, end)
    check_made(appointed_on, today)
    document = _document(document)
    hold(seat.board, person)
    known = Mandate.objects.during(start, end).filter(seat=seat, person=person, start=start, end=end).first()
    if known:
        return known
    check_seat(seat, start, end)
    check_membership(seat, person, start)
    if seat.voting:
        check_voter(seat, person, start, end)
    proposal = Mandate.objects.proposed().filter(seat=seat, person=person).first()
    mandate = proposal or Mandate(seat=seat, person=person)
    values = {"start": start, "end": end, "appointed_on": appointed_on, "document": document, "proposed_as": ""}
    for name, value in {**values, **status_on(start, end, today)}.items():
        setattr(mandate, name, value)
    mandate.save()
    record("mandate.appointed", mandate.key, by=by, now=now, seat=seat.pk, status=mandate.status)
    return mandate


@transaction.atomic
def sign_secrecy(mandate: Mandate, *, on: date | None, reason: str = "", by: Actor, now: datetime) -> None:
    """Keep the day on which the member signed the declaration of secrecy; the same day again changes nothing. Another
    day, or None where none was signed after all, is a correction and needs its reason.

    Raises DomainError: 400 for a day to come and a correction without a reason, 409 for a proposal.
    """
    if on and on > now.astimezone(BERLIN).date():
        words = _("Please enter the declaration on the day it is signed, or later.")
        raise DomainError(words, code="day_to_come", status=400, fields={"on": words})
    kept = Mandate.objects.select_for_update(no_key=True).real().filter(pk=mandate.pk).first()
    if kept is None:
        raise DomainError(_("Only who is appointed declares secrecy."), code="not_appointed")
    before = kept.confidentiality_signed_on
    if before == on:
        return
    if before and not reason:
        words = _("Please say why the day is corrected.")
        raise DomainError(words, code="reason_missing", status=400, fields={"reason": words})
    kept.confidentiality_signed_on, kept.confidentiality_reason = on, reason if before else ""
    kept.save(update_fields=["confidentiality_signed_on", "confidentiality_reason"])
    action = "mandate.secrecy_corrected" if before else "mandate.secrecy_signed"
    record(action, mandate.key, by=by, now=now, on=str(on or ""))


def status_on(start: date, end: date | None, today: date) -> dict[str, str]:
    """The fields of a mandate that say how it stands on `today`."""
    if end and end < today:
        return {"status": Mandate.Status.ENDED, "ended_reason": Mandate.EndReason.TERM}
    return {"status": Mandate.Status.ACTIVE if start <= today else Mandate.Status.APPOINTED}


def hold(board: Board, person: Person) -> None:
    """Nobody else appoints to this board, ends a mandate there or above, or gives this person a role meanwhile."""
    for pk in filter(None, (board.parent_id, board.pk)):
        Board.objects.select_for_update(no_key=True).get(pk=pk)
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def check_seat(seat: Seat, start: date, end: date | None) -> None:
    """Raises DomainError (409) for a seat that is taken, frozen, or not there all the time."""
    check_seat_is_open(seat, start, end)
    _check_seat_is_free(seat, start, end)


def check_voter(seat: Seat, person: Person, start: date, end: date | None) -> None:
    """Raises DomainError (409) for who has a vote on this board already, also as a deputy, and for the management."""
    _check_one_vote(seat, person, start, end)
    _check_not_management(person, start, end)


def check_days(start: date, end: date | None) -> None:
    """Raises DomainError (400) for an end before the start, or in a year that can only be a slip of the pen."""
    if end and end < start:
        raise DomainError(_("The end lies before the start."), code="end_before_start", status=400)
    if end and end.year - start.year > LONGEST_YEARS:
        words = _("%(day)s is more than %(years)s years later. Please check the year, or leave the end empty.")
        words %= {"day": plain_day(end), "years": LONGEST_YEARS}
        raise DomainError(words, code="end_too_late", status=400, fields={"end": words})


def check_recent(day: date, now: datetime) -> None:
    """Raises DomainError (400) for a day before yesterday: who was entitled until then stays so."""
    today = now.astimezone(BERLIN).date()
    if (today - day).days > 1:
        words = _("Please choose %(day)s or later.") % {"day": plain_day(today)}
        raise DomainError(words, code="day_over", status=400)


def check_made(appointed_on: date, today: date) -> None:
    """Raises DomainError (400) for an appointment that was not made yet."""
    if appointed_on > today:
        words = _("%(day)s lies in the future. Please enter the day on which the appointment was made.")
        words %= {"day": plain_day(appointed_on)}
        raise DomainError(words, code="appointed_in_future", status=400, fields={"appointed_on": words})


def _document(text: str) -> str:
    try:
        line = clean_line(text)
    except ValueError:
        line = ""
    if not line or len(line) > 200:
        raise DomainError(
            _("Please name the document of the appointment, for example “Letter of 1 March 2027”."),
            code="document_missing",
            status=400,
        )
    return line


def check_seat_is_open(seat: Seat, start: date, end: date | None) -> None:
    """Raises DomainError (409) for a frozen seat, and for days on which the seat does not exist. Asks no database."""
    if seat.frozen:
        raise DomainError(_("This seat is frozen. Free it first."), code="seat_frozen")
    if (seat.since and start < seat.since) or (seat.until and (end is None or end > seat.until)):
        raise DomainError(
            _("The seat does not exist all that time. Choose other days, or change the seat."), code="seat_closed"
        )


def _check_seat_is_free(seat: Seat, start: date, end: date | None) -> None:
    holding = Mandate.objects.during(start, end).filter(seat=seat).select_related("person").order_by("start").first()
    if holding is None:
        return
    if holding.end:
        until = {"number": seat.number, "person": holding.person, "day": plain_day(holding.end)}
        words = _("Seat %(number)s is taken: %(person)s holds it until %(day)s. Choose a later start.") % until
    else:
        held = {"number": seat.number, "person": holding.person}
        words = _("Seat %(number)s is taken: %(person)s holds it. End that mandate first.") % held
    raise DomainError(words, code="seat_taken")


def _check_one_vote(seat: Seat, person: Person, start: date, end: date | None) -> None:
    here = {"person": person, "seat__board_id": seat.board_id, "seat__voting": True}
    if Mandate.objects.during(start, end).filter(**here).exists():
        raise DomainError(
            _("%(person)s has a seat with a vote on this board already.") % {"person": person}, code="second_vote"
        )
    deputy = Deputy.objects.during(start, end).filter(**here).select_related("seat").first()
    if deputy:
        words = _("%(person)s is deputy for seat %(number)s of this board. End the deputy's time first.")
        raise DomainError(words % {"person": person, "number": deputy.seat.number}, code="votes_as_deputy")


def _check_not_management(person: Person, start: date, end: date | None) -> None:
    roles = person.assignments.filter(role=MANAGEMENT).exclude(end__lt=start)
    if end:
        roles = roles.filter(start__lte=end)
    if roles.exists():
        raise DomainError(
            _("%(person)s belongs to the management. The management is never a voting member.") % {"person": person},
            code="management_as_member",
        )
