"""Who counts as present, and whether that is enough. Pure.

Numbers and sentences come from `governance.procedure.answers`; this file only says who is counted.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from governance.procedure.answers import Answer, Rules
from governance.procedure.answers import quorum as enough


@dataclass(frozen=True)
class Stay:
    """One person's presence from `arrived_at` to `left_at` (None: still there). Only `voting` ones count."""

    person: Hashable
    voting: bool
    arrived_at: datetime
    left_at: datetime | None = None

    def covers(self, moment: datetime | None) -> bool:
        """Present at that moment; None asks for those who have not left."""
        if moment is None:
            return self.left_at is None
        return self.arrived_at <= moment and (self.left_at is None or moment < self.left_at)


def voters(stays: Iterable[Stay], *, recused: Iterable[Hashable] = (), at: datetime | None = None) -> frozenset:
    """Persons with a vote who are present and not barred from the item; the chair counts like everybody."""
    barred = frozenset(recused)
    return frozenset(stay.person for stay in stays if stay.voting and stay.covers(at)) - barred


def answer(rules: Rules, *, seats: int, present: int, recused: int = 0, second_call: bool = False) -> Answer:
    """Whether `present` voters are enough for an item from which `recused` members are barred.

    The basis stays the statutory seats. If more than half of them are barred the rest is quorate, and so is a
    second call on an item that failed for lack of quorum (HGO § 53 (2) and (3) as model); somebody must be there.
    """
    usual = enough(rules, seats, present)
    if usual.ok or present < 1:
        return usual
    if recused * 2 > seats:
        words = _("Quorate: more than half of the members are recused, %(present)s others are present.")
        return Answer(True, usual.numbers, words % usual.numbers)
    if second_call:
        words = _("Quorate: second call on this item, %(present)s members present.")
        return Answer(True, usual.numbers, words % usual.numbers)
    return usual


@dataclass(frozen=True)
class Found:
    """One finding, in the order in which they were made; `item` None is for the whole meeting."""

    quorate: bool
    item: Hashable | None = None


def blocks(findings: Iterable[Found], item: Hashable) -> bool:
    """Whether voting on `item` is blocked: only after a negative finding, never by a mere count.

    A finding on the item itself holds for it until the next one on it, or until the whole meeting is found
    not quorate.
    """
    state: Found | None = None
    for finding in findings:
        if finding.item not in (None, item):
            continue
        general_good_news = finding.item is None and finding.quorate
        if state is not None and state.item is not None and general_good_news:
            continue
        state = finding
    return state is not None and not state.quorate
