"""What the members said: the matrix of members and dates, and the dates in their order. A fixed number of queries."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from foundation.web.wording import local_day
from governance.boards.models import Seat
from governance.mandates.models import Office
from governance.procedure.answers import Rules, quorum_basis, quorum_needed
from governance.procedure.models import RulesOfProcedure
from meetings.absences.away import away
from meetings.polls.asked import Member, seated
from meetings.polls.models import DateOption, DatePoll, DateVote
from meetings.polls.ranking import CELLS, Standing, Voice, ranked, standing

Choice = DateVote.Choice


@dataclass(frozen=True)
class Cell:
    """One answer; `css` names its cell, `word` says it, both empty while there is none. `away`: none is needed."""

    option: DateOption
    choice: str
    word: str
    css: str
    away: bool = False


@dataclass(frozen=True)
class Row:
    """One member's answers in the order of the dates. `told`: who entered the newest one, by what way and when."""

    member: Member
    is_chair: bool
    cells: list[Cell]
    newest: DateVote | None

    @property
    def is_silent(self) -> bool:
        return self.newest is None


@dataclass(frozen=True)
class Counts:
    """How many members said what to one date, advisory ones too, and their names; `away` are silent and known to be
    away."""

    option: DateOption
    yes: int
    if_need_be: int
    no: int
    names: dict[str, list[str]]
    away: int = 0


@dataclass(frozen=True)
class Result:
    """`dates` as they are offered, `order` the best first, `rows` in the order of the seats."""

    dates: list[DateOption]
    rows: list[Row]
    counts: list[Counts]
    order: list[tuple[DateOption, Standing]]

    @property
    def answered(self) -> int:
        return sum(not row.is_silent for row in self.rows)

    @property
    def silent(self) -> list[Row]:
        return [row for row in self.rows if row.is_silent]

    @property
    def anybody_away(self) -> bool:
        return any(one.away for one in self.counts)


def result(poll: DatePoll, now: datetime, *, named: bool = False) -> Result:
    """The whole poll in at most eight queries, whatever the number of members and dates. `poll` knows its board.

    Members who are silent and known to be away that day count as no; only where `named` their cells say so.
    """
    today = local_day(now)
    dates = offered(poll)
    people, occupied = seated(poll.board_id, today)
    votes = _votes(poll)
    chair = Office.objects.acting(today).filter(board=poll.board_id).values_list("person_id", flat=True).first()
    days = {local_day(one.starts_at) for one in dates if poll.is_open}
    absent = away([one.person.pk for one in people], days)
    rows = [_row(member, dates, votes, chair, absent[member.person.pk], named) for member in people]
    basis = _Basis(poll, occupied)
    standings = ranked(_standings(dates, rows, basis, named))
    by_key = {one.pk: one for one in dates}
    return Result(dates, rows, counted(dates, rows), [(by_key[one.key], one) for one in standings])


def numbers(poll: DatePoll, dates: list[DateOption], now: datetime) -> list[Counts]:
    """What members see of each other once they answered, in two queries; names only where the poll's rule says so."""
    votes = _votes(poll)
    people, _occupied = seated(poll.board_id, local_day(now))
    return counted(dates, [_row(member, dates, votes) for member in people])


def offered(poll: DatePoll) -> list[DateOption]:
    """The dates that can be answered, each knowing its poll."""
    dates = list(poll.options.offered())
    for one in dates:
        one.poll = poll
    return dates


def _votes(poll: DatePoll) -> dict[tuple[UUID, int], DateVote]:
    found = DateVote.objects.counting().filter(option__poll=poll)
    return {(vote.person_id, vote.option_id): vote for vote in found}


def _row(
    member: Member,
    dates: Iterable[DateOption],
    votes: Mapping[tuple[UUID, int], DateVote],
    chair: UUID | None = None,
    absent: Collection[date] = (),
    named: bool = False,
) -> Row:
    given = [votes.get((member.person.pk, option.pk)) for option in dates]
    cells = [
        _cell(option, vote, vote is None and local_day(option.starts_at) in absent, named)
        for option, vote in zip(dates, given, strict=True)
    ]
    newest = max((vote for vote in given if vote), key=lambda vote: vote.answered_at, default=None)
    return Row(member, member.person.pk == chair, cells, newest)


def _cell(option: DateOption, vote: DateVote | None, absent: bool, named: bool) -> Cell:
    if vote is None:
        word, css = (_("away"), CELLS["no"]) if absent and named else ("", "")
        return Cell(option, "", word, css, away=absent)
    return Cell(option, vote.choice, str(Choice(vote.choice).label), CELLS[vote.choice])


def counted(dates: Iterable[DateOption], rows: list[Row]) -> list[Counts]:
    """The numbers of each date, in the order of the dates."""
    return [_counts(option, index, rows) for index, option in enumerate(dates)]


def _counts(option: DateOption, index: int, rows: list[Row]) -> Counts:
    said = [(row.cells[index].choice, row.member.name) for row in rows]
    numbers = Counter(choice for choice, _name in said)
    names = {choice: [name for one, name in said if one == choice] for choice in Choice.values}
    absent = sum(row.cells[index].away for row in rows)
    return Counts(option, numbers[Choice.YES], numbers[Choice.IF_NEED_BE], numbers[Choice.NO], names, absent)


def _standings(dates: Iterable[DateOption], rows: list[Row], basis: "_Basis", named: bool) -> Iterable[Standing]:
    for index, option in enumerate(dates):
        day = local_day(option.starts_at)
        voices = [
            Voice(row.cells[index].choice, row.member.voting, row.member.group, row.is_chair, row.cells[index].away)
            for row in rows
            if row.member.sits_on(day)
        ]
        seats, needed = basis.on(day)
        yield standing(option.pk, option.starts_at, voices, needed=needed, seats=seats, named=named)


class _Basis:
    """Seats with a vote and the quorum on any day, from three lists read once."""

    def __init__(self, poll: DatePoll, occupied: int) -> None:
        self._seats = list(Seat.objects.filter(board=poll.board_id).voting().values_list("since", "until"))
        boards = [pk for pk in (poll.board_id, poll.board.parent_id) if pk]
        found = RulesOfProcedure.objects.current().filter(board__in=boards).order_by("-valid_from")
        versions = list(found)
        self._versions = [[one for one in versions if one.board_id == pk] for pk in boards]
        self._occupied = occupied

    def on(self, day: date) -> tuple[int, int]:
        """Statutory seats and how many must come; more than half where the board has no rules that day."""
        exist = [since for since, until in self._seats if (not since or since <= day) and (not until or until >= day)]
        rules = self._rules(day)
        basis = quorum_basis(rules, len(exist), self._occupied) if rules else len(exist)
        return len(exist), quorum_needed(basis, rules)

    def _rules(self, day: date) -> Rules | None:
        for versions in self._versions:
            found = next((one for one in versions if one.valid_from <= day), None)
            if found:
                return found.as_rules()
        return None
