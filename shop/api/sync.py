"""Delta sync: a client's copy of the catalogue, first whole, then by what has changed since.

The copy is per language.  A page carries either ``next`` (there is more) or ``since`` (ask again with it later); the
token of the first, whole reading is the place of the log at its start, so that nothing changed meanwhile is missed.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import get_language
from rest_framework.request import Request
from rest_framework.response import Response

from shop.changes import log, tokens
from shop.models import CatalogEntry, Category, CategoryPresentation, PageDocument
from shop.prepared import mark

from . import paging, shapes
from .base import PRIVATE, Public, operation
from .content import document, represent
from .fields import Listed, Number, Query, Text

TYPES = ("product", "category", "page")
# How much of the log one request looks through at most; most of it may concern types that were not asked for.
LOOKED_THROUGH = 500

Resource = dict[str, Any]


class SyncQuery(Query):
    since = Text(required=False, max_length=200, help_text="The token of the last page; without it, everything.")
    types = Listed(allowed=TYPES, required=False)
    limit = Number(required=False, min_value=1, max_value=paging.MAXIMAL_LIMIT, help_text="24 by default.")
    cursor = Text(required=False, max_length=1000, help_text="From `next`.")


class Sync(Public):
    """The catalogue for those who keep a copy."""

    cache_control = PRIVATE

    @operation(
        "sync",
        "Keep a copy of the catalogue up to date",
        tag="Sync",
        query=SyncQuery,
        answer=shapes.SyncPage,
        refusals=("resync_required", "invalid_cursor"),
        description=(
            "Follow `next` until a page has `since`; keep that and ask with it next time. Replace what you have by "
            "what comes, remove what comes with `deleted: true`. A token lives 30 days; after that the answer is 410 "
            "`resync_required`: start without `since`. The copy is in the language of the request."
        ),
    )
    def get(self, request: Request, query: dict[str, Any]) -> Response:
        language, types = get_language(), query.get("types", TYPES)
        limit = query.get("limit", paging.DEFAULT_LIMIT)
        if query.get("cursor"):
            place = paging.unseal(query["cursor"], request)
        elif query.get("since"):
            place = {"after": tokens.decode(query["since"])}
        else:
            place = {"start": tokens.encode(log.latest()), "type": 0, "pk": 0}
        if "after" in place:
            if place["after"] >= log.version():
                # What most requests hear; the same bytes for all who ask with this token.
                return mark(Response({"results": [], "since": tokens.encode(place["after"])}))
            return Response(_delta(request, place["after"], types, limit, language))
        # The place of the log at the start must still be there at the end.
        tokens.decode(place["start"])
        return Response(_whole(request, place, types, limit, language))


def _whole(request: Request, place: dict[str, Any], types: Iterable[str], limit: int, language: str) -> Resource:
    """A page of everything, type by type, in the order of the rows' keys."""
    position, pk = place["type"], place["pk"]
    results: list[Resource] = []
    while position < len(TYPES):
        if TYPES[position] in types:
            wanted = limit - len(results)
            rows = READERS[TYPES[position]](language, wanted, pk, None)
            results += [resource for _pk, resource in rows]
            if len(results) == limit:
                following = {**place, "type": position, "pk": rows[-1][0]}
                return {"results": results, "next": paging.address(request, following)}
        position, pk = position + 1, 0
    return {"results": results, "since": place["start"]}


def _delta(request: Request, after: int, types: Iterable[str], limit: int, language: str) -> Resource:
    """What has changed since, each resource once, as it is now; what is no longer there as a tombstone."""
    changes = log.read(after, limit=LOOKED_THROUGH, topics=[log.CATALOG])
    touched: dict[tuple[str, str], None] = {}
    reached = after
    for change in changes:
        key = (change.type, change.object_id)
        if change.type in types and key not in touched:
            if len(touched) == limit:
                break
            touched[key] = None
        reached = change.sequence
    else:
        if len(changes) < LOOKED_THROUGH:
            # Private changes that follow are nothing to wait for.
            return {"results": _present(touched, language), "since": tokens.encode(reached)}
    return {"results": _present(touched, language), "next": paging.address(request, {"after": reached})}


def _present(touched: Iterable[tuple[str, str]], language: str) -> list[Resource]:
    """These resources as they are now, in the order in which they first changed."""
    touched = list(touched)
    found: dict[tuple[str, str], Resource] = {}
    for type, read in READERS.items():
        ids = [object_id for its_type, object_id in touched if its_type == type]
        if ids:
            found.update({(type, resource["id"]): resource for _pk, resource in read(language, len(ids), 0, ids)})
    return [found.get(key) or {"id": key[1], "type": key[0], "deleted": True} for key in touched]


def _products(language: str, limit: int, after: int, ids: list[str] | None) -> list[tuple[int, Resource]]:
    rows = CatalogEntry.objects.filter(language=language, pk__gt=after).order_by("pk")
    if ids is not None:
        rows = rows.filter(product__public_id__in=ids)
    return [
        (pk, {"type": "product", **card, **detail})
        for pk, card, detail in rows.values_list("pk", "card", "detail")[:limit]
    ]


def _categories(language: str, limit: int, after: int, ids: list[str] | None) -> list[tuple[int, Resource]]:
    rows = Category.objects.filter(pk__gt=after).select_related("parent").order_by("pk")
    if ids is not None:
        rows = rows.filter(public_id__in=ids)
    rows = list(rows[:limit])
    shown = {row.category_id: row for row in CategoryPresentation.objects.filter(language=language, category__in=rows)}
    return [
        (
            row.pk,
            {
                "type": "category",
                **represent(row, shown.get(row.pk), language),
                "parent": row.parent.public_id if row.parent else None,
            },
        )
        for row in rows
    ]


def _pages(language: str, limit: int, after: int, ids: list[str] | None) -> list[tuple[int, Resource]]:
    rows = PageDocument.objects.filter(language=language, pk__gt=after).order_by("pk")
    if ids is not None:
        rows = rows.filter(public_id__in=ids)
    # The page's own kind makes way for what it is in the copy.
    return [(row.pk, {**document(row), "page_type": row.type, "type": "page"}) for row in rows[:limit]]


READERS: dict[str, Callable[[str, int, int, list[str] | None], list[tuple[int, Resource]]]] = {
    "product": _products,
    "category": _categories,
    "page": _pages,
}
