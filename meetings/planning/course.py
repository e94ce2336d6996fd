"""The best dates of one board alone, exact. Pure; days are offsets from the first day of the instance.

Two steps. Backwards, over single dates, what the rest of a course costs at least when unevenness is
left out. Then forwards, best first, over pairs of the last two dates, in which unevenness adds up too;
the first complete course is the best, because the backward cost never promises too much.
"""

from heapq import heappop, heappush

from meetings.planning.instance import Board, Instance
from meetings.planning.scores import Cost, Scale, day_cost

Course = tuple[int, tuple[int, ...]]
"""Packed cost and the offsets of the dates."""

Rests = list[list[int]]
"""Per meeting and day: the least the course costs from there on, unevenness left out."""


class Courses:
    """Answers, for one board, which dates are best when certain days are forbidden."""

    def __init__(self, instance: Instance, board: Board, scale: Scale) -> None:
        self.meetings = board.meetings
        self.never = scale.never
        self.days = instance.days
        self.last = (board.last - instance.begins).days if board.last else None
        self.shortest, self.longest = max(1, board.tolerated[0]), board.tolerated[1]
        self.target = board.target
        self.off_target = scale.pack(Cost(off_target=1))
        self.uneven = scale.pack(Cost(unevenness=1))
        fixed = [(day - instance.begins).days for day in board.fixed]
        self.ceiling = _ceilings(fixed, self.days)
        self.last_fixed = max(fixed, default=0)
        self.spans = self._spans(board.tolerated)
        self.possible = (
            len(fixed) <= board.meetings and all(0 <= day < self.days for day in fixed) and all(self.spans)
        )
        if self.possible and self.meetings:
            self.prices = self._prices(instance, board, scale)
            self.rests = self._backwards()
        self._known: dict[frozenset[int], Course | None] = {}

    def best(self, forbidden: frozenset[int] = frozenset()) -> Course | None:
        """The cheapest course that avoids the forbidden days, or None when there is none."""
        if not self.possible:
            return None
        if not self.meetings:
            return 0, ()
        if forbidden not in self._known:
            self._known[forbidden] = self._forwards(self._repaired(forbidden))
        return self._known[forbidden]

    def _prices(self, instance: Instance, board: Board, scale: Scale) -> list[int]:
        """Per day what a meeting costs; days the board cannot reach or may not take cost `never`."""
        prices = [self.never] * self.days
        reach = range(min(span.start for span in self.spans), max(span.stop for span in self.spans))
        for offset, day in instance.open_days:
            if offset in reach and day not in board.blocked:
                prices[offset] = scale.pack(day_cost(instance, board, day))
        return prices

    def _backwards(self) -> Rests:
        rests = [[self.never] * self.days for _ in range(self.meetings)]
        last = self.spans[-1]
        begin = max(last.start, self.last_fixed)
        rests[-1][begin : last.stop] = self.prices[begin : last.stop]
        for number in reversed(range(self.meetings - 1)):
            self._refill(rests[number], self.spans[number], rests[number + 1])
        return rests

    def _refill(self, rest: list[int], days: range, following: list[int]) -> None:
        """Sets the least cost from `days` on: the next gap is in the target, or outside it for a price."""
        never, prices, ceiling = self.never, self.prices, self.ceiling
        near, far = max(self.shortest, self.target[0]), min(self.longest, self.target[1])
        for day in days:
            price = prices[day]
            if price < never:
                top = ceiling[day]
                anywhere = following[day + self.shortest : min(day + self.longest, top) + 1]
                within = following[day + near : min(day + far, top) + 1]
                least = min(min(anywhere, default=never) + self.off_target, min(within, default=never))
                rest[day] = min(price + least, never)

    def _repaired(self, forbidden: frozenset[int]) -> Rests:
        """The backward costs without the forbidden days; only what they can touch is computed anew."""
        rests: Rests = []
        changed: set[int] = set()
        for span, old in zip(reversed(self.spans), reversed(self.rests), strict=True):
            closed = [day for day in forbidden if old[day] < self.never]
            rest = old.copy() if closed or changed else old
            if changed:
                begin = max(span.start, min(changed) - self.longest)
                self._refill(rest, range(begin, min(span.stop, max(changed) - self.shortest + 1)), rests[-1])
            for day in closed:
                rest[day] = self.never
            changed = {day for day in span if rest[day] != old[day]} if rest is not old else set()
            rests.append(rest)
        return rests[::-1]

    def _forwards(self, rests: Rests) -> Course | None:
        limit = self.never
        queue: list[tuple[int, int, tuple[int, ...], int | None]] = []
        for day in self.spans[0]:
            if rests[0][day] < limit:
                gap = None if self.last is None else day - self.last
                heappush(queue, (rests[0][day] + self._off_target(gap), 1, (day,), gap))
        seen = set()
        while queue:
            least, number, dates, gap = heappop(queue)
            if number == self.meetings:
                return least, dates
            day = dates[-1]
            if (number, day, gap) in seen:
                continue
            seen.add((number, day, gap))
            paid = least - rests[number - 1][day] + self.prices[day]
            following = rests[number]
            for later in range(day + self.shortest, min(day + self.longest, self.ceiling[day]) + 1):
                price = paid + following[later]
                if price >= limit:
                    continue
                next_gap = later - day
                price += self._off_target(next_gap)
                if gap is not None:
                    price += self.uneven * abs(next_gap - gap)
                if price < limit:
                    heappush(queue, (price, number + 1, (*dates, later), next_gap))
                    if number + 1 == self.meetings:
                        limit = price
        return None

    def _off_target(self, gap: int | None) -> int:
        return 0 if gap is None or self.target[0] <= gap <= self.target[1] else self.off_target

    def _spans(self, tolerated: tuple[int, int]) -> list[range]:
        """Per meeting the days that gaps and period alone leave open."""
        begin, end = 0, self.days - 1
        if self.last is not None:
            begin, end = self.last + tolerated[0], self.last + tolerated[1]
        end = min(end, self.ceiling[-1])
        spans = []
        for number in range(self.meetings):
            still = (self.meetings - 1 - number) * self.shortest
            begin, end = max(0, begin), min(end, self.days - 1 - still)
            spans.append(range(begin, end + 1))
            begin, end = begin + self.shortest, end + self.longest
        return spans


def _ceilings(fixed: list[int], days: int) -> list[int]:
    """Per day the furthest next date that skips no fixed one; the last entry is for the start."""
    if not fixed:
        return [days - 1] * (days + 1)
    return [min((date for date in fixed if date > day), default=days - 1) for day in (*range(days), -1)]
