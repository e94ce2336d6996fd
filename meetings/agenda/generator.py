"""Putting an agenda together from proposals: order, differences, time. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from uuid import UUID


class Part(IntEnum):
    """Where on the agenda an item belongs; numbers run on through all parts."""

    OPENING = 0
    DEMAND = 1
    RECORD = 2
    REPORT = 3
    CONTROL = 4
    ADJOURNED = 5
    TOPICS = 6
    CLOSING = 7


_PARTS = {
    "standing:other": Part.CLOSING,
    "standing:dates": Part.CLOSING,
    "standing": Part.OPENING,
    "demand": Part.DEMAND,
    "minutes": Part.RECORD,
    "report": Part.REPORT,
    "actions": Part.CONTROL,
    "vacancies": Part.CONTROL,
    "adjourned": Part.ADJOURNED,
}


_FIRST = ("standing:opening", "standing:agenda", "standing:recusals")
_LAST = ("standing:other", "standing:dates")


def displaced(sources: Sequence[str]) -> dict[int, Part]:
    """Standing items that left their usual place: index to OPENING (stands first) or CLOSING (stands last)."""
    found: dict[int, Part] = {}
    for index, source in enumerate(sources):
        if source in _FIRST and not set(sources[:index]) <= set(_FIRST[: _FIRST.index(source)]):
            found[index] = Part.OPENING
        if source in _LAST and not set(sources[index + 1 :]) <= set(_LAST[_LAST.index(source) + 1 :]):
            found[index] = Part.CLOSING
    return found


def part_of(source: str) -> Part:
    """The part by the origin of an item; what was entered by hand and every topic stands among the topics."""
    return _PARTS.get(source) or _PARTS.get(source.partition(":")[0], Part.TOPICS)


@dataclass(frozen=True)
class Proposal:
    """What a source wants on the agenda. `source` names its origin ("opinion-round:17"); `reason` is shown."""

    source: str
    title: str
    kind: str
    minutes: int
    reason: str
    motion_text: str = ""
    text: str = ""
    level: int = 2
    proposer_id: UUID | None = None


@dataclass(frozen=True)
class Line:
    """An item that stands on the draft already; items entered by hand have no source."""

    pk: int
    position: int
    source: str
    title: str
    minutes: int


@dataclass(frozen=True)
class Diff:
    """`new` proposals are not on the draft yet, `kept` lines stay, `gone` ones have no reason any more."""

    new: tuple[Proposal, ...]
    kept: tuple[Line, ...]
    gone: tuple[Line, ...]

    @property
    def is_empty(self) -> bool:
        return not self.new and not self.gone


def ordered(proposals: Iterable[Proposal]) -> list[Proposal]:
    """By part, then in the order in which the sources gave them; a source named twice counts once."""
    first: dict[str, Proposal] = {}
    for proposal in proposals:
        first.setdefault(proposal.source, proposal)
    return sorted(first.values(), key=lambda one: part_of(one.source))


def diff(existing: Sequence[Line], proposals: Iterable[Proposal]) -> Diff:
    """Compare a draft with what the sources want. Lines entered by hand are never taken away."""
    wanted = {proposal.source: proposal for proposal in ordered(proposals)}
    known = {line.source for line in existing if line.source}
    return Diff(
        new=tuple(one for source, one in wanted.items() if source not in known),
        kept=tuple(line for line in existing if not line.source or line.source in wanted),
        gone=tuple(line for line in existing if line.source and line.source not in wanted),
    )


def place(parts: Sequence[int], part: int) -> int:
    """Index at which an item of `part` goes into a list whose parts are given: behind the last not later one."""
    return max((index + 1 for index, one in enumerate(parts) if one <= part), default=0)
