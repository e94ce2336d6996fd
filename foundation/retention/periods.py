"""How long each kind is kept: the proposal of the kind, or what the board office set."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.journal.recording import record
from foundation.retention.kinds import Kind, all_kinds
from foundation.retention.models import Period
from foundation.values import Actor, DomainError
from foundation.web.wording import days_in_words

MOST = 36_500


@dataclass(frozen=True)
class Kept:
    """A kind with the days in force; `source` is empty for a proposal nobody has confirmed."""

    kind: Kind
    days: int
    source: str

    @property
    def length(self) -> str:
        """ "5 Jahre" where they are whole, else "90 Tage"."""
        return days_in_words(self.days)

    def border(self, now: datetime) -> datetime:
        """What was over before this moment is due."""
        return now - timedelta(days=self.days)


def in_force() -> list[Kept]:
    """All kinds with their days, one query."""
    known = {period.kind: period for period in Period.objects.all()}
    return [_kept(kind, known.get(kind.code)) for kind in all_kinds()]


def _kept(kind: Kind, period: Period | None) -> Kept:
    return Kept(kind, period.days, period.source) if period else Kept(kind, kind.days, "")


@transaction.atomic
def set_days(kind: Kind, *, days: int, source: str, by: Actor, now: datetime) -> None:
    """Keep a kind for `days` days from now on, with where that stands. The same twice changes nothing.

    Raises DomainError (400) for less than a day, more than 100 years, or no source.
    """
    if not 1 <= days <= MOST:
        raise DomainError(_("Please give between 1 and 36,500 days."), code="days_out_of_range", status=400)
    if not source:
        raise DomainError(_("Please say where this number comes from."), code="source_missing", status=400)
    if Period.objects.filter(kind=kind.code, days=days, source=source).exists():
        return
    new = {"days": days, "source": source, "set_at": now, "set_by": by.key}
    Period.objects.update_or_create(kind=kind.code, defaults=new)
    record("retention.period_set", f"retention:{kind.code}", by=by, now=now, days=days)
