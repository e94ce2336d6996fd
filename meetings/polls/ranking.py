"""Which date suits best, and why, in few words. Pure: answers in, order out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.invitations.forecast import MAYBE, NO, OPEN, YES, Forecast, forecast

AWAY = "away"
_AS_INVITED = {"yes": "accepted", "if_need_be": "tentative", "no": "declined", AWAY: "declined"}
_CHAIR = {"yes": 2, "if_need_be": 1, "": 0, "no": -1, AWAY: -1}
CELLS = {"yes": YES, "if_need_be": MAYBE, "no": NO, "": OPEN}


@dataclass(frozen=True)
class Voice:
    """What one member says to one date (empty: nothing yet), whether the vote counts for the quorum, whom the member
    speaks for, whether this is who leads the board, and whether the member is known to be away that day."""

    choice: str
    voting: bool
    group: str
    chair: bool = False
    away: bool = False

    @property
    def counts_as(self) -> str:
        """Who is away and has said nothing counts as no; the own word counts before that."""
        return self.choice or (AWAY if self.away else "")

    @property
    def comes(self) -> bool:
        return self.choice in ("yes", "if_need_be")


@dataclass(frozen=True)
class Standing:
    """How one date stands. `key` is the option's; `chair` the answer of who leads, None where nobody does;
    `groups` of `all_groups` delegating bodies and sectors have somebody who can come; `away` are silent and known to
    be away, and who that is may be told where it is `named`."""

    key: int
    starts_at: datetime
    forecast: Forecast
    chair: str | None
    groups: int
    all_groups: int
    away: int = 0
    named: bool = False

    @property
    def level(self) -> int:
        """2: quorate by those who said yes, 1: with those who can if need be, 0: not yet."""
        if self.forecast.ok:
            return 2
        return 1 if self.forecast.yes + self.forecast.maybe >= self.forecast.needed else 0

    @property
    def order(self) -> tuple[Any, ...]:
        """Smaller is better: quorum, chair, delegating bodies and sectors, more who can come, fewer who cannot, then
        the earlier date."""
        numbers = self.forecast
        near = numbers.yes + numbers.maybe if self.level == 0 else 0
        chair, people = _CHAIR[self.chair or ""], (-numbers.yes, -numbers.maybe, numbers.no)
        return (-self.level, -near, -chair, -self.groups, *people, self.starts_at)

    @property
    def sentence(self) -> str:
        """Why it stands where it stands."""
        return " ".join(filter(None, (self._quorum(), self._chair(), self._groups(), self._away())))

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
            AWAY: _("The chair is known to be away.") if self.named else _("The chair has not answered."),
        }
        return words[self.chair] if self.chair is not None else ""

    def _groups(self) -> str:
        numbers = {"groups": self.groups, "all": self.all_groups}
        return _("%(groups)s of %(all)s delegating bodies and sectors are represented.") % numbers

    def _away(self) -> str:
        words = ngettext(
            "%(count)s member without an answer is known to be away and counts as no.",
            "%(count)s members without an answer are known to be away and count as no.",
            self.away,
        )
        return words % {"count": self.away} if self.away else ""


def standing(
    key: int, starts_at: datetime, voices: Sequence[Voice], *, needed: int, seats: int, named: bool = False
) -> Standing:
    """Count the voices of all members to one date against `needed` of the `seats` with a vote."""
    given = [_AS_INVITED.get(voice.counts_as, "") for voice in voices if voice.voting]
    return Standing(
        key=key,
        starts_at=starts_at,
        forecast=forecast(given, needed, seats),
        chair=next((voice.counts_as for voice in voices if voice.chair), None),
        groups=len({voice.group for voice in voices if voice.comes}),
        all_groups=len({voice.group for voice in voices}),
        away=sum(voice.counts_as == AWAY for voice in voices),
        named=named,
    )


def ranked(standings: Iterable[Standing]) -> list[Standing]:
    """The best date first."""
    return sorted(standings, key=lambda one: one.order)
