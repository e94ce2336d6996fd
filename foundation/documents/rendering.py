"""Documents that the worker renders: a row with frozen data becomes one PDF file."""

import hashlib
import logging
import re
import time
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Q
from django.utils.module_loading import import_string

from foundation.documents.models import Rendering, RenderingState
from foundation.journal.recording import record
from foundation.values import Actor
from foundation.web import nudges

log = logging.getLogger(__name__)

RENDER_DUE = "foundation.documents.rendering.render_due"
MAX_TRIES = 3
RUN_SECONDS = 60
LEASE = timedelta(minutes=5)
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")


@transaction.atomic
def request(
    *, key: str, template: str, title: str, file_name: str, language: str, data: dict[str, Any], now: datetime
) -> Rendering:
    """Queue `templates/print/<template>.typ` with frozen `data`; the same key is queued once.

    A document that failed is queued again, with the data given now. `now` is the date inside the PDF.
    """
    frozen = {
        "template": template,
        "title": title[:300],
        "file_name": file_name[:120],
        "language": language,
        "data": data,
        "made_at": now,
    }
    rendering, is_new = Rendering.objects.get_or_create(key=key, defaults=frozen)
    if not is_new:
        fresh = {**frozen, "state": RenderingState.QUEUED, "attempts": 0, "lease_until": None, "last_error": ""}
        if Rendering.objects.filter(pk=rendering.pk, state=RenderingState.FAILED).update(**fresh):
            rendering.refresh_from_db()
            is_new = True
    if is_new:
        nudges.soon(RENDER_DUE)
    return rendering


@transaction.atomic
def again(rendering: Rendering, *, by: Actor, now: datetime) -> None:
    """Queue a failed document once more with its own data. One that did not fail stays as it is."""
    failed = Rendering.objects.filter(pk=rendering.pk, state=RenderingState.FAILED)
    if failed.update(state=RenderingState.QUEUED, attempts=0, lease_until=None):
        record("document.queued_again", f"document:{rendering.pk}", by=by, now=now)
        nudges.soon(RENDER_DUE)


def render_due(*, now: datetime) -> int:
    """Render what is queued, for at most a minute; return how many files were made."""
    started = time.monotonic()
    made = 0
    while time.monotonic() - started < RUN_SECONDS and (rendering := _claim(now)):
        made += _render(rendering, now)
    return made


def _claim(now: datetime) -> Rendering | None:
    """The oldest document nobody works on, taken by a conditional update; None when nothing is due."""
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    while rendering := Rendering.objects.filter(free, state=RenderingState.QUEUED).order_by("made_at", "pk").first():
        mine = Rendering.objects.filter(
            free, pk=rendering.pk, state=RenderingState.QUEUED, attempts=rendering.attempts
        )
        if mine.update(attempts=F("attempts") + 1, lease_until=now + LEASE):
            rendering.attempts += 1
            return rendering
    return None


def _render(rendering: Rendering, now: datetime) -> int:
    from foundation.documents import typst  # 10 MiB that web processes never need

    if rendering.attempts > MAX_TRIES:
        return _fail(rendering, rendering.last_error or "no worker came back from this document", now)
    try:
        pdf = typst.render(
            rendering.template,
            rendering.data,
            title=rendering.title,
            language=rendering.language,  # type: ignore[arg-type]
            made_at=rendering.made_at,
            logo=import_string(settings.PRINTED_LOGO)(),
        )
    except Exception as error:
        log.exception("Document %s cannot be rendered", rendering.pk)
        return _fail(rendering, f"{type(error).__name__}: {error}", now)
    return _keep(rendering, pdf)


def _keep(rendering: Rendering, pdf: bytes) -> int:
    rendering.file.save(f"{rendering.pk}.pdf", ContentFile(pdf), save=False)
    kept = _mine(rendering).update(
        state=RenderingState.DONE,
        file=rendering.file.name,
        size=len(pdf),
        pages=len(_PAGE.findall(pdf)),
        sha256=hashlib.sha256(pdf).hexdigest(),
        last_error="",
        lease_until=None,
    )
    if not kept:
        # Somebody else took over when our lease ran out and made the same document.
        rendering.file.delete(save=False)
    return kept


def _fail(rendering: Rendering, error: str, now: datetime) -> int:
    over = rendering.attempts >= MAX_TRIES
    _mine(rendering).update(
        state=RenderingState.FAILED if over else RenderingState.QUEUED,
        last_error=error.replace("\x00", "")[:500],
        lease_until=None if over else now + timedelta(minutes=rendering.attempts),
    )
    return 0


def _mine(rendering: Rendering) -> Any:
    return Rendering.objects.filter(pk=rendering.pk, state=RenderingState.QUEUED, attempts=rendering.attempts)
