"""Which date suits best, and why, in one sentence. Pure: answers in, order out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from meetings.invitations.forecast import MAYBE, NO, OPEN, YES, Forecast, forecast

_AS_INVITED = {"yes": "accepted", "if_need_be": "tentative", "no": "declined"}
CELLS = {"yes": YES, "if_need_be": MAYBE, "no": NO, "": OPEN}


@dataclass(frozen=True)
class Voice:
    """What one member says to one date (empty: nothing yet), whether the vote counts for the quorum, whom the member
    speaks for, and whether this is who leads the board."""

    choice: str
    voting: bool
    group: str
    chair: bool = False

    @property
    def comes(self) -> bool:
        return self.choice in ("yes", "if_need_be")


@dataclass(frozen=True)
class Standing:
    """How one date stands. `key` is the option's; `chair` the answer of who leads, None where nobody does;
    `groups` of `all_groups` delegating bodies and sectors have somebody who can come."""

    key: int
    starts_at: datetime
    forecast: Forecast
    chair: str | None
    groups: int
    all_groups: int

    @property
    def level(self) -> int:
        """2: quorate by those who said yes, 1: with those who can if need be, 0: not yet."""
        if self.forecast.ok:
            return 2
        return 1 if self.forecast.yes + self.forecast.maybe >= self.forecast.needed else 0

    @property
    def order(self) -> tuple[Any, ...]:
        """Smaller is better: quorum, chair, delegating bodies and sectors, more people, then the earlier date."""
        numbers = self.forecast
        near = numbers.yes + numbers.maybe if self.level == 0 else 0
        chair = {"yes": 2, "if_need_be": 1}.get(self.chair or "", 0)
        return (-self.level, -near, -chair, -self.groups, -numbers.yes, -numbers.maybe, self.starts_at)

    @property
    def sentence(self) -> str:
        """Why it stands where it stands."""
        return " ".join(filter(None, (self._quorum(), self._chair(), self._groups())))

    def _quorum(self) -> str:
        numbers = {"yes": self.forecast.yes, "maybe": self.forecast.maybe, "needed": self.forecast.needed}
        if self.level == 2:
            return _("Quorate: %(yes)s with a vote can come, needed: %(needed)s.") % numbers
        if self.level == 1:
            return _("Quorate only if need be: %(yes)s yes, %(maybe)s if need be, needed: %(needed)s.") % numbers
        return _("Not quorate yet: %(yes)s yes, %(maybe)s if need be, needed: %(needed)s.") % numbers

    def _chair(self) -> str:
        words = {
            "yes": _("The chair can come."),
            "if_need_be": _("The chair can come if need be."),
            "no": _("The chair cannot come."),
            "": _("The chair has not answered."),
        }
        return words[self.chair] if self.chair is not None else ""

    def _groups(self) -> str:
        numbers = {"groups": self.groups, "all": self.all_groups}
        return _("%(groups)s of %(all)s delegating bodies and sectors are represented.") % numbers


def standing(key: int, starts_at: datetime, voices: Sequence[Voice], *, needed: int, seats: int) -> Standing:
    """Count the voices of all members to one date against `needed` of the `seats` with a vote."""
    given = [_AS_INVITED.get(voice.choice, "") for voice in voices if voice.voting]
    return Standing(
        key=key,
        starts_at=starts_at,
        forecast=forecast(given, needed, seats),
        chair=next((voice.choice for voice in voices if voice.chair), None),
        groups=len({voice.group for voice in voices if voice.comes}),
        all_groups=len({voice.group for voice in voices}),
    )


def ranked(standings: Iterable[Standing]) -> list[Standing]:
    """The best date first."""
    return sorted(standings, key=lambda one: one.order)
