"""Asking the worker to look now. Only an accelerator: beat looks anyway, so a nudge may be lost at any moment."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from celery import current_app
from django.db import transaction

log = logging.getLogger(__name__)

EXPIRES = 30
PAUSE = 30.0

_silence = threading.local()
_waiting = threading.BoundedSemaphore(4)
_unreachable_until = 0.0


def soon(duty: str) -> None:
    """After the commit of the present transaction, ask the worker to run the duty at this dotted path."""
    if not _is_quiet():
        transaction.on_commit(partial(_nudge, duty), robust=True)


@contextmanager
def quiet() -> Iterator[None]:
    """Nobody is asked inside the block: for those who run the duties themselves."""
    before = _is_quiet()
    _silence.on = True
    try:
        yield
    finally:
        _silence.on = before


def _is_quiet() -> bool:
    return getattr(_silence, "on", False)


def _nudge(duty: str) -> None:
    """In a thread, so that a broker which is slow or gone delays nobody; at most a few wait for it."""
    if _is_quiet() or time.monotonic() < _unreachable_until:
        return
    if _waiting.acquire(blocking=False):
        _aside(duty)


def _aside(duty: str) -> None:
    threading.Thread(target=_send, args=[duty], daemon=True, name="nudge").start()


def _send(duty: str) -> None:
    """A broker that does not answer is asked again after 30 seconds."""
    global _unreachable_until
    try:
        current_app.send_task("run_duty", [duty], expires=EXPIRES, retry=False)
    except Exception as error:
        _unreachable_until = time.monotonic() + PAUSE
        log.warning("The broker does not answer (%s). Work waits for the next look.", type(error).__name__)
    finally:
        _waiting.release()
