"""Who reads, and what may be read. Pure: no database.

Five levels inside (domain rule: a child is never lower than its parent), three words on screen.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from foundation.values import Actor


class Level(IntEnum):
    PUBLIC = 0
    INTERNAL = 1
    BOARD = 2
    CONFIDENTIAL = 3
    STRICT = 4


LEVELS = [
    (Level.PUBLIC.value, _("public")),
    (Level.INTERNAL.value, _("internal")),
    (Level.BOARD.value, _("for the board only")),
    (Level.CONFIDENTIAL.value, _("confidential")),
    (Level.STRICT.value, _("strictly confidential")),
]

SECRETARIAT = "secretariat"
MANAGEMENT = "management"
MAYORS_OFFICE = "mayors_office"
ADMIN = "admin"
STAFF_ROLES = [
    (SECRETARIAT, _("board office")),
    (MANAGEMENT, _("management")),
    (MAYORS_OFFICE, _("mayor's office")),
    (ADMIN, _("administration")),
]

# Staff whose work covers every board.
EVERY_BOARD = frozenset({SECRETARIAT, MANAGEMENT, MAYORS_OFFICE})


@dataclass(frozen=True)
class Reader:
    """The one who reads: built once per request by `governance.rights`, asked by every `visible_to`.

    `boards` are ids of boards with an active mandate today, and those of `deputises`: there this person holds the
    place of a mandate that rests, reads as a member and does not act as one. `chairs` are those led (chair or deputy
    chair), `stands_in` boards with the day of the one meeting led there in the chair's place; `former` are those of
    ended mandates, which open nothing any more; `assists` are the people this one answers dates for, which opens
    nothing else; `addressed` and `addressees` are filled for the mayor's office alone: boards the mayor leads, and
    the people through whom something reaches it (`rights/addressing.py`); `partner_of` are ids of organisations this
    one speaks for as a project partner; `declared` says whether this person's interests are declared for the year.
    What is confidential opens only to a login with a second factor: then `sworn` are those of `boards` whose
    secrecy was declared and `reads_all_of` those led, otherwise both are empty and `locked` names them. `up_to`
    caps all of it: who comes by a personal link reads up to `Level.BOARD`. Nobody logged in: `Reader()`.
    """

    name: str = ""
    user_key: str = ""
    person_id: UUID | None = None
    roles: frozenset[str] = frozenset()
    boards: frozenset[int] = frozenset()
    deputises: frozenset[int] = frozenset()
    sworn: frozenset[int] = frozenset()
    reads_all_of: frozenset[int] = frozenset()
    locked: frozenset[int] = frozenset()
    chairs: frozenset[int] = frozenset()
    stands_in: frozenset[tuple[int, date]] = frozenset()
    former: frozenset[int] = frozenset()
    assists: frozenset[UUID] = frozenset()
    addressed: frozenset[int] = frozenset()
    addressees: frozenset[UUID] = frozenset()
    partner_of: frozenset[int] = frozenset()
    declared: bool = False
    up_to: Level = Level.STRICT
    actor: Actor = field(default=Actor("anonymous"))

    @property
    def is_known(self) -> bool:
        return bool(self.user_key)

    @property
    def is_member(self) -> bool:
        return bool(self.boards)

    @property
    def is_partner(self) -> bool:
        """Speaks for a project partner and sits on no board."""
        return bool(self.partner_of) and not self.is_member

    @property
    def sits_on(self) -> frozenset[int]:
        """Ids of boards on which this person is a member and acts as one."""
        return self.boards - self.deputises

    @property
    def is_secretariat(self) -> bool:
        return SECRETARIAT in self.roles

    @property
    def is_management(self) -> bool:
        return MANAGEMENT in self.roles

    @property
    def is_mayors_office(self) -> bool:
        return MAYORS_OFFICE in self.roles

    @property
    def is_admin(self) -> bool:
        return ADMIN in self.roles

    def leads_meeting(self, board: int, day: date) -> bool:
        """Whether this person leads the board's meeting of that day."""
        return board in self.chairs or (board, day) in self.stands_in

    def reads_all_before(self, board: int, day: date) -> bool:
        """Whether this person reads everything that belongs to the board's meeting of that day: who leads it does."""
        return board in self.reads_all_of or ((board, day) in self.stands_in and board not in self.locked)

    @property
    def sees_all_boards(self) -> bool:
        """Staff whose work covers every board."""
        return bool(self.roles & EVERY_BOARD)
