"""A limit on how long something may take that a stranger wrote."""

import ctypes
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
SECONDS = 20
"""What reading one message may take; the limits of size keep it far below."""
_raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc


class _Over(BaseException):
    """Raised in the middle of the work: nothing that catches every Exception holds it up."""


def within(seconds: float, act: Callable[[], T]) -> T:
    """What `act` returns; raises TimeoutError if it takes longer, in whichever thread: workers are threads.

    For pure work alone: it may be given up between any two steps. What does not come back to Python, such as a search
    for one pattern, is given up once it does; limits of size keep that short.
    """
    watch = _Watch()
    timer = threading.Timer(seconds, watch.strike)
    timer.daemon = True
    try:
        try:
            timer.start()
            return act()
        finally:
            watch.leave()
            timer.cancel()
    except _Over:
        raise TimeoutError("took too long") from None


class _Watch:
    """Strikes once, and only before the work is left: no exception arrives afterwards."""

    def __init__(self) -> None:
        self._thread = ctypes.c_ulong(threading.get_ident())
        self._lock = threading.Lock()
        self._left = False

    def strike(self) -> None:
        with self._lock:
            if not self._left:
                _raise_in(self._thread, ctypes.py_object(_Over))

    def leave(self) -> None:
        with self._lock:
            self._left = True
        _raise_in(self._thread, None)
