"""Is the process alive, and can it do its work? For supervisors and proxies; they learn no more than that."""

from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

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
