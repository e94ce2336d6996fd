"""Is the process alive, and can it do its work? For supervisors and proxies; they learn no more than that.

`deep` tells a monitor more, if it knows the token.
"""

from functools import cache

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config import watching
from foundation.accounts.models import Session
from foundation.web import clock


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """The process answers. Touches neither database nor disk."""
    return JsonResponse({"status": "live"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """The database takes writes and has all migrations; else 503 with what is missing."""
    try:
        if not _is_migrated():
            return JsonResponse({"status": "migrations"}, status=503)
        _write()
    except DatabaseError:
        return JsonResponse({"status": "database"}, status=503)
    return JsonResponse({"status": "ready"})


@require_safe
@never_cache
def deep(request: HttpRequest) -> JsonResponse:
    """Each check with value and limit; 503 when one failed. No such page without HEALTH_TOKEN."""
    given = request.headers.get("Authorization", "")
    if not (settings.HEALTH_TOKEN and constant_time_compare(given, f"Bearer {settings.HEALTH_TOKEN}")):
        raise Http404
    ok, checks = watching.report(clock.now())
    return JsonResponse({"status": "ok" if ok else "failing", "checks": checks}, status=200 if ok else 503)


def _write() -> None:
    """One row that is over as soon as it is written; `clearsessions` may take it away."""
    Session.objects.update_or_create(pk="readiness", defaults={"session_data": "", "expire_date": clock.now()})


class _Pending(Exception):
    """Kept out of the cache: only "done" lasts for the life of a process."""


@cache
def _require_migrations() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise _Pending


def _is_migrated() -> bool:
    try:
        _require_migrations()
    except _Pending:
        return False
    return True
