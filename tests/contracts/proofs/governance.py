"""Boards, people and the office: rows that could leak."""

from collections.abc import Callable

from desk.access import rules as access
from desk.dispatch import rules as dispatch
from desk.journal.finding import readable_by
from foundation.journal.models import JournalEntry
from foundation.journal.recording import record
from foundation.values import Actor
from governance.boards import rules as boards
from governance.boards.models import Board
from governance.mandates.models import Mandate
from governance.people.models import InterestDeclaration, Person
from tests.contracts.proofs.house import TODAY, House, Word, at_all, on_boards, owned, whose
from tests.world import DECLARED


def contacts(house: House) -> Word:
    seated = set(Mandate.objects.held_on(TODAY).filter(seat__board=house.here).values_list("person", flat=True))
    made = {one: (house.here if one.pk in seated else house.other, one) for one in Person.objects.all()}
    return owned(house, made, Person.objects.visible_to)


def interests(house: House) -> Word:
    seated = set(Mandate.objects.held_on(TODAY).filter(seat__board=house.here).values_list("person", flat=True))
    for _board, owner in house.owners:
        InterestDeclaration.objects.create(
            person=owner, year=2025, nothing=True, declared_at=DECLARED, entered_by=owner.key
        )
    made = InterestDeclaration.objects.select_related("person")
    places = {one: (house.here if one.person_id in seated else house.other, one.person) for one in made}
    return owned(house, places, InterestDeclaration.objects.visible_to)


def public_boards(house: House) -> Word:
    elsewhere = Board.objects.exclude(pk=house.here.pk)
    return lambda reader: whose(Board.objects.visible_to(reader), [house.here], elsewhere)


def journal(house: House) -> Word:
    """An act on a thing of each board."""
    entries = [_entry(house, "seat.changed", f"seat:{one.seats.first().pk}") for one in house.both]
    return lambda reader: whose(readable_by(reader), entries[:1], entries[1:])


def logins(house: House) -> Word:
    """Of everybody who asks, and what a chair of the board did to get in."""
    keys = [owner.key for _board, owner in house.owners]
    entries = [_entry(house, "access.device_remembered", key) for key in keys]
    return lambda reader: whose(readable_by(reader), [], entries)


def _entry(house: House, action: str, subject: str) -> JournalEntry:
    record(action, subject, by=Actor(house.fellow.key), now=house.now)
    return JournalEntry.objects.latest("pk")


PROOFS: dict[str, Callable[[House], Word]] = {
    "board": public_boards,
    "members": on_boards(boards.can_see_members),
    "contacts": contacts,
    "interests": interests,
    "support": at_all(boards.can_see_support),
    "journal": journal,
    "journal_access": logins,
    "mail_states": at_all(dispatch.can_see_states),
    "mail_texts": at_all(dispatch.can_read),
    "set_up": at_all(boards.can_set_up),
    "appoint": at_all(boards.can_manage),
    "propose_member": on_boards(boards.can_propose),
    "delegate": on_boards(boards.can_delegate),
    "accounts": at_all(access.can_manage),
}
