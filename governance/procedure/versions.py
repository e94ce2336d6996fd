"""The versions of a board's rules with what each of them changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from governance.boards.models import Board
from governance.procedure.models import RulesOfProcedure
from governance.procedure.wording import RuleLine, changed, rule_lines


@dataclass(frozen=True)
class Change:
    """One rule that differs from the version before; `source` is empty for an assumption."""

    title: str
    before: str
    after: str
    source: str


@dataclass(frozen=True)
class Version:
    """`until`: the last day, None while it is open. `state`: current, past, upcoming, corrected or withdrawn.

    `is_correction`: it replaced the row before it, from the same day.
    """

    rules: RulesOfProcedure
    until: date | None
    state: str
    is_correction: bool
    changes: tuple[Change, ...]


def versions(board: Board, today: date, *, seats: int, occupied: int) -> list[Version]:
    """Every version that was ever written down, the newest first, in one query."""
    rows = list(RulesOfProcedure.objects.filter(board=board).order_by("-valid_from", "-pk"))
    by_key = {row.pk: row for row in rows}
    corrected = {row.previous_id for row in rows if _is_correction(row, by_key)}
    found: list[Version] = []
    later: date | None = None
    for row in rows:
        before = by_key.get(row.previous_id) if row.previous_id else None
        until = later - timedelta(days=1) if later and row.replaced_at is None else None
        found.append(
            Version(
                rules=row,
                until=until,
                state=_state(row, until, today, row.pk in corrected),
                is_correction=_is_correction(row, by_key),
                changes=_changes(before, row, seats, occupied) if before else (),
            )
        )
        later = row.valid_from if row.replaced_at is None else later
    return found


def _is_correction(row: RulesOfProcedure, by_key: Mapping[int, RulesOfProcedure]) -> bool:
    return row.previous_id is not None and by_key[row.previous_id].valid_from == row.valid_from


def _state(row: RulesOfProcedure, until: date | None, today: date, corrected: bool) -> str:
    if row.replaced_at:
        return "corrected" if corrected else "withdrawn"
    if row.valid_from > today:
        return "upcoming"
    return "past" if until and until < today else "current"


def _changes(before: RulesOfProcedure, after: RulesOfProcedure, seats: int, occupied: int) -> tuple[Change, ...]:
    old, new = _lines(before, seats, occupied), _lines(after, seats, occupied)
    return tuple(
        Change(new[name].title, old[name].value, new[name].value, new[name].source)
        for name in changed(before.as_rules(), after.as_rules())
    )


def _lines(rules: RulesOfProcedure, seats: int, occupied: int) -> dict[str, RuleLine]:
    lines = rule_lines(rules.as_rules(), rules.sources, seats=seats, occupied=occupied)
    return {line.name: line for line in lines}
