"""Whether a meeting will probably be quorate, from the answers so far. Pure."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

YES, MAYBE, NO, REPRESENTED, OPEN = "yes", "maybe", "no", "represented", ""
_CELLS = {"accepted": YES, "tentative": MAYBE, "declined": NO, "delegated": REPRESENTED}


@dataclass(frozen=True)
class Forecast:
    """Numbers of voting members, and the words `kern/quorum.html` shows. Nobody is asked for a `vacant` seat."""

    yes: int
    maybe: int
    no: int
    open: int
    needed: int
    total: int
    represented: int = 0
    vacant: int = 0

    @property
    def ok(self) -> bool:
        return self.yes >= self.needed

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.yes)

    def _numbers(self) -> dict[str, int]:
        return {
            "yes": self.yes,
            "maybe": self.maybe,
            "no": self.no,
            "open": self.open,
            "needed": self.needed,
            "total": self.total,
            "represented": self.represented,
            "vacant": self.vacant,
        }

    @property
    def sentence(self) -> str:
        if self.ok:
            words = _("Probably quorate: %(yes)s of %(total)s accepted, needed: %(needed)s.")
        else:
            words = _("Not quorate yet: %(yes)s of %(total)s accepted, needed: %(needed)s.")
        return words % self._numbers()

    @property
    def short(self) -> str:
        """For lists: "6 von 10 zugesagt – beschlussfähig ab 6"."""
        return _("%(yes)s of %(total)s accepted – quorate from %(needed)s") % self._numbers()

    @property
    def brief(self) -> str:
        """For panels: "7 von 10 zugesagt, nötig: 6"; the icon beside it says whether that is enough."""
        return _("%(yes)s of %(total)s accepted, needed: %(needed)s") % self._numbers()

    @property
    def label(self) -> str:
        """The bar of seats in words."""
        words = _(
            "%(yes)s accepted, %(maybe)s tentative, %(no)s declined, %(open)s open, needed %(needed)s of %(total)s"
        )
        more = [_(", %(represented)s represented")] if self.represented else []
        more += [_(", %(vacant)s seats vacant")] if self.vacant else []
        return "".join([words, *more]) % self._numbers()

    @property
    def seats(self) -> list[str]:
        """One entry per seat in the order yes, maybe, no, open; the seat that makes it quorate says "need"."""
        absent, unknown = self.no + self.represented, self.open + self.vacant
        cells = [YES] * self.yes + [MAYBE] * self.maybe + [NO] * absent + [OPEN] * unknown
        if 0 < self.needed <= len(cells):
            cells[self.needed - 1] = f"{cells[self.needed - 1]} need".strip()
        return cells

    @property
    def stats(self) -> list[tuple[str, str, int]]:
        """The four answers always, representation and vacant seats where there are any."""
        represented = [(NO, _("represented"), self.represented)] if self.represented else []
        vacant = [(OPEN, _("vacant"), self.vacant)] if self.vacant else []
        return [
            (YES, _("Accepted"), self.yes),
            (MAYBE, _("Tentative"), self.maybe),
            (NO, _("Declined"), self.no),
            *represented,
            (OPEN, _("open"), self.open),
            *vacant,
        ]


def forecast(answers: Sequence[str], needed: int, seats: int) -> Forecast:
    """Count the answers of voting members against `needed` of the statutory `seats`.

    Who will be represented counts as absent, for nobody knows yet whether the deputy comes; once the deputy says so,
    that counts (`of_seats`). A seat nobody was
    asked for is vacant; while nobody at all was asked, every seat is open.
    """
    cells = Counter(_CELLS.get(answer, OPEN) for answer in answers)
    total = max(seats, len(answers))
    vacant = total - len(answers) if answers else 0
    return Forecast(
        yes=cells[YES],
        maybe=cells[MAYBE],
        no=cells[NO],
        open=total - vacant - cells[YES] - cells[MAYBE] - cells[NO] - cells[REPRESENTED],
        needed=needed,
        total=total,
        represented=cells[REPRESENTED],
        vacant=vacant,
    )


def of_seats(given: Iterable[tuple[Hashable, bool, str]]) -> list[str]:
    """One answer for each seat from (seat, whether it is the deputy's, answer).

    What the deputy says counts where the member leaves it to the deputy or is not asked; until the deputy says
    something, the seat is represented, or open.
    """
    seats: dict[Hashable, str] = {}
    for seat, _deputy, answer in sorted(given, key=lambda one: one[1]):
        if seat not in seats or (_CELLS.get(seats[seat]) == REPRESENTED and answer in _CELLS):
            seats[seat] = answer
    return list(seats.values())
