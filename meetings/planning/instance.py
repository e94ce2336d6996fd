"""What a year plan has to respect, as plain values. Pure; read from and written to JSON."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

SATURDAY = 5

Plans = Mapping[str, tuple[date, ...]]
"""The dates of each board, by the board's id."""


@dataclass(frozen=True)
class Board:
    """One board to be planned. `tolerated` and `target` are days between meetings, both ends included."""

    id: str
    meetings: int
    tolerated: tuple[int, int]
    target: tuple[int, int]
    last: date | None = None
    weekdays: frozenset[int] = frozenset()
    members: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    quorum: int = 0
    blocked: frozenset[date] = frozenset()
    fixed: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        if self.meetings < 0:
            raise ValueError(f"Board {self.id}: fewer than no meetings.")
        for shortest, longest in (self.tolerated, self.target):
            if not 0 <= shortest <= longest or not longest:
                raise ValueError(f"Board {self.id}: {shortest} to {longest} days is no range of gaps.")

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Board":
        return cls(
            id=str(data["id"]),
            meetings=_number(data["meetings"]),
            tolerated=_pair(data["tolerated"]),
            target=_pair(data["target"]),
            last=date.fromisoformat(data["last"]) if data.get("last") else None,
            weekdays=frozenset(_number(day) for day in _list(data.get("weekdays", ()))),
            members=frozenset(_list(data.get("members", ()))),
            required=frozenset(_list(data.get("required", ()))),
            quorum=_number(data.get("quorum", 0)),
            blocked=_days(data.get("blocked", ())),
            fixed=tuple(sorted(_days(data.get("fixed", ())))),
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "last": self.last.isoformat() if self.last else None,
            "meetings": self.meetings,
            "tolerated": list(self.tolerated),
            "target": list(self.target),
            "weekdays": sorted(self.weekdays),
            "members": sorted(self.members),
            "required": sorted(self.required),
            "quorum": self.quorum,
            "blocked": _texts(self.blocked),
            "fixed": _texts(self.fixed),
        }


@dataclass(frozen=True)
class Instance:
    """All that a plan depends on; `begins` and `ends` are the first and last day that may be chosen."""

    begins: date
    ends: date
    boards: tuple[Board, ...]
    blocked: frozenset[date] = frozenset()
    school: frozenset[date] = frozenset()
    avoid: frozenset[date] = frozenset()
    separation_days: int = 1
    absences: Mapping[str, frozenset[date]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.begins > self.ends:
            raise ValueError("The first day that may be chosen lies after the last.")
        if len({board.id for board in self.boards}) < len(self.boards):
            raise ValueError("Two boards carry the same id.")

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Instance":
        """Reads the documented JSON object; raises ValueError in words when it is not one."""
        try:
            return cls(
                begins=date.fromisoformat(data["from"]),
                ends=date.fromisoformat(data["to"]),
                boards=tuple(Board.from_json(board) for board in _list(data["boards"])),
                blocked=_days(data.get("blocked", ())),
                school=_days(data.get("school", ())),
                avoid=_days(data.get("avoid", ())),
                separation_days=_number(data.get("separation_days", 1)),
                absences={person: _days(days) for person, days in data.get("absences", {}).items()},
            )
        except KeyError as missing:
            raise ValueError(f"The instance lacks {missing}.") from missing
        except (TypeError, AttributeError) as wrong:
            raise ValueError(f"The instance has a value of the wrong kind: {wrong}.") from wrong

    def to_json(self) -> dict[str, Any]:
        return {
            "from": self.begins.isoformat(),
            "to": self.ends.isoformat(),
            "blocked": _texts(self.blocked),
            "school": _texts(self.school),
            "avoid": _texts(self.avoid),
            "separation_days": self.separation_days,
            "absences": {person: _texts(days) for person, days in sorted(self.absences.items())},
            "boards": [board.to_json() for board in self.boards],
        }

    @property
    def days(self) -> int:
        """How many days may be looked at, both ends included."""
        return (self.ends - self.begins).days + 1

    def day(self, offset: int) -> date:
        return self.begins + timedelta(days=offset)

    @cached_property
    def open_days(self) -> list[tuple[int, date]]:
        """Mondays to Fridays that are not blocked, each with its offset from the first day."""
        days = ((offset, self.day(offset)) for offset in range(self.days))
        return [(offset, day) for offset, day in days if day.weekday() < SATURDAY and day not in self.blocked]

    @cached_property
    def absent_on(self) -> dict[date, set[str]]:
        """Who is absent, by day."""
        absent: dict[date, set[str]] = {}
        for person, days in self.absences.items():
            for day in days:
                absent.setdefault(day, set()).add(person)
        return absent

    def must_keep_apart(self, one: Board, other: Board) -> bool:
        """Boards that share a required person keep their meetings apart."""
        return not one.required.isdisjoint(other.required)


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{value!r} is no whole number")
    return value


def _list(values: Any) -> Sequence[Any]:
    if not isinstance(values, list | tuple):
        raise TypeError(f"{values!r} is no list")
    return values


def _pair(values: Any) -> tuple[int, int]:
    if len(_list(values)) != 2:
        raise ValueError(f"{values!r} is no pair of days.")
    return _number(values[0]), _number(values[1])


def _days(texts: Any) -> frozenset[date]:
    return frozenset(date.fromisoformat(text) for text in _list(texts))


def _texts(days: Iterable[date]) -> list[str]:
    return [day.isoformat() for day in sorted(days)]
