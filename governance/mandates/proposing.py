"""Proposing somebody for a seat; nobody is bound by it, and it tells nothing about the person."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.values import SYSTEM, Actor, DomainError
from governance.boards.models import Seat
from governance.confidentiality import Reader
from governance.mandates.appointing import check_days, check_seat, check_voter, hold
from governance.mandates.groups import check_membership
from governance.mandates.models import Mandate
from governance.people.models import Person
from governance.people.registering import holder_of, register


@transaction.atomic
def propose(
    *,
    seat: Seat,
    person: Person,
    start: date,
    end: date | None = None,
    proposed_as: str = "",
    by: Actor,
    now: datetime,
) -> Mandate:
    """Propose `person` for `seat`. The same again returns the proposal there is, with other days it is changed.

    `proposed_as` is the name in which somebody wrote who may see nothing of this person: what would tell about the
    person is then left to the appointment. Raises DomainError as `appoint`, except for the document.
    """
    check_days(start, end)
    hold(seat.board, person)
    values = {"start": start, "end": end, "proposed_as": proposed_as}
    known = Mandate.objects.proposed().filter(seat=seat, person=person).first()
    if known and all(getattr(known, name) == value for name, value in values.items()):
        return known
    check_seat(seat, start, end)
    check_membership(seat, person, start, called=proposed_as)
    if seat.voting and not proposed_as:
        check_voter(seat, person, start, end)
    proposal = known or Mandate(seat=seat, person=person)
    for name, value in values.items():
        setattr(proposal, name, value)
    proposal.save()
    record("mandate.proposal_changed" if known else "mandate.proposed", proposal.key, by=by, now=now, seat=seat.pk)
    return proposal


@transaction.atomic
def propose_by_address(
    *, seat: Seat, typed: Mapping[str, Any], start: date, end: date | None = None, reader: Reader, now: datetime
) -> Mandate:
    """Propose who was typed (as `register` takes it): a new person, or whoever has that address already.

    A reader who may not see that person learns nothing of them, not even that the address is known: the proposal
    reads as typed, and the journal of the reader's own acts is the same. Raises DomainError as `propose`.
    """
    known = holder_of(typed["email"])
    seen = known is not None and Person.objects.visible_to(reader).filter(pk=known.pk).exists()
    person = known or register(**typed, login=False, by=SYSTEM, now=now)
    name = " ".join(filter(None, (typed["academic_title"], typed["given_name"], typed["family_name"])))
    called = "" if known is None or seen else name
    return propose(seat=seat, person=person, start=start, end=end, proposed_as=called, by=reader.actor, now=now)


@transaction.atomic
def withdraw(proposal: Mandate, *, by: Actor, now: datetime) -> None:
    """Take a proposal back. Twice is once. Raises DomainError (409) when the person was appointed meanwhile."""
    if Mandate.objects.proposed().filter(pk=proposal.pk).update(status=Mandate.Status.WITHDRAWN):
        record("mandate.withdrawn", proposal.key, by=by, now=now)
    proposal.refresh_from_db()
    if proposal.status != Mandate.Status.WITHDRAWN:
        words = _("%(person)s was appointed meanwhile. End the mandate instead.")
        raise DomainError(words % {"person": proposal.called}, code="appointed")
