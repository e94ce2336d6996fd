"""The year plan once more, as a model of OR-Tools' CP-SAT: a second opinion on what the best plan costs.

Written from the arithmetic of the model alone, without the solver's code. OR-Tools comes from requirements-bench.txt.
"""

from datetime import date
from itertools import accumulate, pairwise
from operator import mul

from ortools.sat.python import cp_model

from meetings.planning.instance import Board, Instance

SECONDS = 120
LARGEST = 2**62
Cost = tuple[int, ...]
Term = cp_model.LinearExprT


def cheapest(instance: Instance) -> Cost | None:
    """The proven cost of the best plan, None when there is none; RuntimeError when CP-SAT does not finish."""
    return _Model(instance).solve()


class _Model:
    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.model = cp_model.CpModel()
        self.levels: list[list[Term]] = [[] for _number in range(8)]
        self.worst = [0] * 8
        self.met = {board.id: self._board(board) for board in instance.boards}
        for number, board in enumerate(instance.boards):
            for other in instance.boards[:number]:
                if board.required & other.required:
                    self._keep_apart(board, other)

    def _board(self, board: Board) -> dict[int, Term]:
        """Chooses the board's days; answers, by offset of the day, whether the board meets."""
        begins, model = self.instance.begins, self.model
        prices = {
            offset: price
            for offset in range(self.instance.days)
            if (price := self._price(board, self.instance.day(offset))) is not None
        }
        chosen = [{day: model.new_bool_var("") for day in prices} for _number in range(board.meetings)]
        dates: list[Term] = [(board.last - begins).days] if board.last else []
        for days in chosen:
            model.add_exactly_one(days.values())
            dates.append(sum(day * is_chosen for day, is_chosen in days.items()))
            for level in range(8):
                self.levels[level] += [prices[day][level] * is_chosen for day, is_chosen in days.items()]
        for level in range(8):
            self.worst[level] += board.meetings * max((price[level] for price in prices.values()), default=0)
        self._gaps(board, dates)
        met: dict[int, Term] = {day: sum(days[day] for days in chosen) for day in prices}
        for day in board.fixed:
            model.add(met.get((day - begins).days, 0) == 1)
        return met

    def _price(self, board: Board, day: date) -> Cost | None:
        """What a meeting on that day costs, None when the day is closed."""
        instance = self.instance
        if day.weekday() > 4 or day in instance.blocked or day in board.blocked:
            return None
        absent = {person for person, days in instance.absences.items() if day in days}
        missing = len(board.members & absent)
        return (
            int(bool(board.required & absent)),
            int(len(board.members) - missing < board.quorum),
            int(day in instance.school),
            0,
            int(day.weekday() not in board.weekdays or day in instance.avoid),
            missing,
            0,
            (day - instance.begins).days,
        )

    def _gaps(self, board: Board, dates: list[Term]) -> None:
        model, (shortest, longest) = self.model, board.tolerated
        gaps = [model.new_int_var(shortest, longest, "") for _pair in dates[1:]]
        for number, gap in enumerate(gaps):
            model.add(gap == dates[number + 1] - dates[number])
            outside = model.new_bool_var("")
            within = cp_model.Domain(*board.target)
            model.add_linear_expression_in_domain(gap, within).only_enforce_if(~outside)
            model.add_linear_expression_in_domain(gap, within.complement()).only_enforce_if(outside)
            self.levels[3].append(outside)
        for gap, later in pairwise(gaps):
            uneven = model.new_int_var(0, longest - shortest, "")
            model.add_abs_equality(uneven, later - gap)
            self.levels[6].append(uneven)
        self.worst[3] += len(gaps)
        self.worst[6] += len(gaps) * (longest - shortest)

    def _keep_apart(self, board: Board, other: Board) -> None:
        """In a stretch of `separation_days` only one of both meets, and once: their own gaps are longer."""
        stretch = self.instance.separation_days
        if min(board.tolerated[0], other.tolerated[0]) < stretch:
            raise ValueError("The oracle needs gaps of at least the separation.")
        for begin in range(self.instance.days):
            days = range(begin, begin + stretch)
            both = [met[day] for met in (self.met[board.id], self.met[other.id]) for day in days if day in met]
            if both:
                self.model.add(sum(both) <= 1)

    def solve(self) -> Cost | None:
        """Lexicographic: as few objectives in a row as fit into 64 bits, each fixed before the next."""
        found: Cost | None = None
        totals: list[Term] = [sum(terms) for terms in self.levels]
        for group in self._groups():
            weights = accumulate((self.worst[level] + 1 for level in reversed(group)), mul, initial=1)
            self.model.minimize(
                sum(weight * totals[level] for level, weight in zip(reversed(group), weights, strict=False))
            )
            solver = cp_model.CpSolver()
            solver.parameters.max_time_in_seconds = SECONDS
            solver.parameters.num_workers = 2
            status = solver.solve(self.model)
            if status == cp_model.INFEASIBLE:
                return None
            if status != cp_model.OPTIMAL:
                raise RuntimeError(f"CP-SAT did not finish: {solver.status_name(status)}.")
            found = tuple(round(solver.value(total)) for total in totals)
            for level in group:
                self.model.add(totals[level] == found[level])
        return found

    def _groups(self) -> list[list[int]]:
        groups: list[list[int]] = [[]]
        weight = 1
        for level, worst in enumerate(self.worst):
            weight *= worst + 1
            if weight > LARGEST:
                groups.append([])
                weight = worst + 1
            groups[-1].append(level)
        return groups
