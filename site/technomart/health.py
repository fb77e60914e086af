"""Whether this process is alive, and whether the store behind it is fit to serve; neither tells versions."""

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shop.models import CatalogEntry, Presentation

# Migrations do not come undone: what was complete once needs no second look.
_is_migrated = False


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing behind it is asked, so that a restart is not tried for its sake."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Database, migrations and read model decide; a missing cache only makes the store slower."""
    try:
        parts = {"database": "ok", "migrations": _migrations(), "read_model": _read_model()}
    except DatabaseError:
        parts = {"database": "unreachable"}
    fit = all(state == "ok" for state in parts.values())
    parts["cache"] = _cache()
    return JsonResponse({"status": "ready" if fit else "not_ready", "parts": parts}, status=200 if fit else 503)


def _migrations() -> str:
    global _is_migrated
    if not _is_migrated:
        executor = MigrationExecutor(connection)
        _is_migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return "ok" if _is_migrated else "pending"


def _read_model() -> str:
    """A shop that has pages of products but no row to list is broken; one without either is merely new."""
    if CatalogEntry.objects.exists() or not Presentation.objects.exists():
        return "ok"
    return "empty"


def _cache() -> str:
    cache.set("readyz", 1, timeout=5)
    return "ok" if cache.get("readyz") == 1 else "unreachable"
