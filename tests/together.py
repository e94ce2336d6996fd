"""Acts at the same time, each in its own thread and transaction, at the worst moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

from django.db import connection

from foundation.values import DomainError

CHANGES = ("INSERT", "UPDATE", "DELETE")
PATIENCE = 0.3  # seconds; whoever waits for another's lock cannot come to the barrier


def together(*acts: Callable[[], object]) -> list[object]:
    """The results in the order of the acts; for what a rule refuses, its code. Anything else is raised.

    Every act has read all it reads before any of them locks or writes its first row: what was only looked at is old.
    """
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        met = False

        def meet(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
            nonlocal met
            if not met and (sql.startswith(CHANGES) or "FOR UPDATE" in sql or "FOR NO KEY UPDATE" in sql):
                met = True
                with suppress(BrokenBarrierError):
                    barrier.wait(PATIENCE)
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
