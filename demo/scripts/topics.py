"""Shapes of what a board talks about: topics, motions with the way a vote tends, answers, action items."""

from dataclasses import dataclass

UNANIMOUS, BROAD, CONTESTED, TIED, REJECTED = "unanimous", "broad", "contested", "tied", "rejected"


@dataclass(frozen=True)
class Motion:
    """`recommends`: an adopted motion is a recommendation that the management answers."""

    text: str
    tendency: str = UNANIMOUS
    recommends: bool = False


@dataclass(frozen=True)
class Answer:
    """The management's answer: follow, partly or decline; the last two with a reason."""

    answer: str
    reason: str = ""


@dataclass(frozen=True)
class Action:
    """`days` after the meeting; `late` counts the days after that on which it is reported as done (None: in time)."""

    title: str
    owner: str
    days: int
    late: int | None = None


@dataclass(frozen=True)
class Topic:
    """`kind` as on the agenda; `refusal` holds the chair's reason where a topic is not accepted."""

    key: str
    title: str
    kind: str
    minutes: int
    submitted_by: str
    text: str
    motion: Motion | None = None
    actions: tuple[Action, ...] = ()
    recused: tuple[tuple[str, str], ...] = ()
    answer: Answer | None = None
    refusal: str = ""
    level: int = 2


def votes(tendency: str, voters: int) -> tuple[int, int, int]:
    """Yes, no and abstentions of `voters` people in the room."""
    if tendency == TIED:
        return voters // 2, voters // 2, voters % 2
    if tendency == REJECTED:
        yes = max(voters // 3 - 1, 0)
        return yes, voters - yes, 0
    abstain = min(voters // 6, 3) if tendency in (BROAD, CONTESTED) else 0
    no = voters // 4 if tendency == CONTESTED else 0
    return voters - no - abstain, no, abstain
