"""The tally of an open vote and its sentence. Pure; the majority comes from the board's rules."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.procedure.answers import Rules, majority

ADOPTED, REJECTED, TIED = "adopted", "rejected", "tied"


@dataclass(frozen=True)
class Ballot:
    """Hands counted. Raises ValueError for a negative number."""

    yes: int
    no: int
    abstain: int = 0
    invalid: int = 0

    def __post_init__(self) -> None:
        if min(self.yes, self.no, self.abstain, self.invalid) < 0:
            raise ValueError("a number of votes is never negative")

    @property
    def total(self) -> int:
        return self.yes + self.no + self.abstain + self.invalid

    @property
    def unanimous(self) -> bool:
        return self.yes > 0 and not self.no and not self.invalid


def result(rules: Rules, ballot: Ballot, *, chair_says_yes: bool | None = None) -> str | None:
    """`adopted`, `rejected` or `tied`; None on a tie that the chair has to decide and has not decided yet."""
    answer = majority(rules, ballot.yes, ballot.no, ballot.abstain, ballot.invalid)
    if answer.numbers["outcome"] != "chair_decides":
        return TIED if answer.numbers["tie"] else str(answer.numbers["outcome"])
    if chair_says_yes is None:
        return None
    return ADOPTED if chair_says_yes else REJECTED


def sentence(ballot: Ballot, outcome: str) -> str:
    """ "18 Ja, 6 Nein, 2 Enthaltungen – angenommen", "Einstimmig bei 1 Enthaltung – angenommen"."""
    if outcome == TIED:
        tie = _("Tie. The motion is rejected.")
        return f"{_counted(ballot)}. {tie}"
    words = _("adopted") if outcome == ADOPTED else _("rejected")
    if ballot.unanimous and outcome == ADOPTED:
        return f"{_unanimously(ballot.abstain)} – {words}"
    return f"{_counted(ballot)} – {words}"


def _unanimously(abstain: int) -> str:
    if not abstain:
        return _("Unanimous")
    return ngettext("Unanimous with %(count)s abstention", "Unanimous with %(count)s abstentions", abstain) % {
        "count": abstain
    }


def _counted(ballot: Ballot) -> str:
    abstentions = ngettext("%(count)s abstention", "%(count)s abstentions", ballot.abstain)
    parts = [
        _("%(count)s yes") % {"count": ballot.yes},
        _("%(count)s no") % {"count": ballot.no},
        abstentions % {"count": ballot.abstain},
    ]
    if ballot.invalid:
        invalid = ngettext("%(count)s invalid vote", "%(count)s invalid votes", ballot.invalid)
        parts.append(invalid % {"count": ballot.invalid})
    return ", ".join(parts)
