"""Acts at the same time, each in its own thread and transaction, at the worst moment."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

from django.db import connection

from foundation.values import DomainError

LOCKS, CHANGES = re.compile("FOR (NO KEY )?UPDATE|_lock"), re.compile("^(INSERT|UPDATE|DELETE)")
PATIENCE = 0.3  # seconds; whoever waits for another's lock cannot come to the barrier


def together(*acts: Callable[[], object]) -> list[object]:
    """The results in the order of the acts; for what a rule refuses, its code. Anything else is raised.

    They meet twice, before the first lock and before the first change: what one of them only looked at is old then.
    """
    meetings = [(LOCKS, Barrier(len(acts))), (CHANGES, Barrier(len(acts)))]

    def run(act: Callable[[], object]) -> object:
        ahead = list(meetings)

        def meet(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
            for place in [one for one in ahead if one[0].search(sql)]:
                ahead.remove(place)
                with suppress(BrokenBarrierError):
                    place[1].wait(PATIENCE)
            return execute(sql, *rest)

        try:
            with connection.execute_wrapper(meet):
                return act()
        except DomainError as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
