"""A list of products as a page: reads the address, asks the listing, and words what it answers."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shop import listing, money, search
from shop.markets import Buyer
from shop.prepared import prepared

from . import current

PER_PAGE = listing.DEFAULT_LIMIT
LAST_PAGE = 500
# What an address may carry; everything else is ignored and left out of links.
KNOWN = ("q", "brand", "price_min", "price_max", "in_stock", "ordering", "page", "filters")


@prepared
@require_GET
def search_page(request: HttpRequest) -> HttpResponse:
    return render(request, "shop/search.html", {"listing": context(request)})


def context(request: HttpRequest, *, category: str | None = None) -> dict[str, Any]:
    """The ``listing`` of the templates of category and search, for this address."""
    language = get_language()
    asked = request.GET
    buyer = current.buyer(request)
    filters = _filters(asked, language, category, buyer)
    number = _page_number(asked)
    ordering = asked.get("ordering", "")
    ordering = ordering if ordering in _orderings(filters) else listing.default_ordering(filters)
    total = listing.total(filters)
    page = listing.page(filters, ordering=ordering, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
    facets = [_worded(facet, filters) for facet in listing.facets(filters)] if total or _is_filtered(filters) else []
    if buyer and buyer.terms.currency != money.currency():
        # It goes by the public price: figures in a currency that nothing here is sold in would only mislead.
        facets = [facet for facet in facets if facet["code"] != "price"]
    shown = min(number * PER_PAGE, total)
    return {
        "total": total,
        "total_label": ngettext("%(count)d product", "%(count)d products", total) % {"count": total},
        "cards": page.cards,
        "facets": facets,
        "chips": _chips(asked, facets),
        "clear_url": _url(asked, keep=("q",)),
        "ordering": ordering,
        "orderings": [
            {"value": value, "label": label, "selected": value == ordering}
            for value, label in _orderings(filters).items()
        ],
        "next_url": _url(asked, page=number + 1) if shown < total else None,
        "previous_url": _url(asked, page=number - 1 if number > 2 else None) if number > 1 else None,
        "page": number,
        "shown_label": _("Shown %(shown)d of %(total)d") % {"shown": shown, "total": total},
        "query": filters.query or "",
        "suggestion": _suggestion(asked, filters) if not total and filters.query else None,
    }


def _filters(asked: QueryDict, language: str, category: str | None, buyer: Buyer | None) -> listing.Filters:
    attributes: dict[str, tuple[str, ...]] = {}
    for name in asked:
        if not name.startswith("attr."):
            continue
        code = name.removeprefix("attr.")
        bound = next((end for end in ("_min", "_max") if code.endswith(end)), None)
        if bound:
            code = code.removesuffix(bound)
            low, high = asked.get(f"attr.{code}_min", "").strip(), asked.get(f"attr.{code}_max", "").strip()
            if low or high:
                attributes[code] = (f"{low}..{high}",)
        else:
            attributes[code] = tuple(asked.getlist(name)[:50])
    query = asked.get("q", "").strip()[: search.LONGEST_QUERY]
    return listing.Filters(
        language=language,
        category=category,
        brands=tuple(asked.getlist("brand")[:50]),
        price_min=_minor_units(asked.get("price_min", "")),
        price_max=_minor_units(asked.get("price_max", "")),
        in_stock="in_stock" in asked,
        attributes=attributes,
        query=query or None,
        buyer=buyer,
    )


def _minor_units(typed: str) -> int | None:
    """What a person types as a price: "45 000" or "45000,50"; None if it is no price."""
    plain = "".join(typed.split()).replace("\u00a0", "")
    thousandths = listing.thousandths(plain)
    return None if thousandths is None else thousandths * 10 ** money.exponent(money.currency()) // 1000


def _page_number(asked: QueryDict) -> int:
    typed = asked.get("page", "1")
    return min(max(int(typed), 1), LAST_PAGE) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1


def _orderings(filters: listing.Filters) -> dict[str, str]:
    first = {"relevance": _("Best match first")} if filters.query else {}
    return first | {
        "popular": _("Popular first"),
        "price": _("Cheap first"),
        "-price": _("Expensive first"),
        "rating": _("Best rated first"),
        "newest": _("New first"),
        "discount": _("Biggest discount first"),
    }


def _is_filtered(filters: listing.Filters) -> bool:
    return filters != replace(filters, brands=(), price_min=None, price_max=None, in_stock=False, attributes={})


def _worded(facet: dict[str, Any], filters: listing.Filters) -> dict[str, Any]:
    """The facet with the names that do not come from the catalogue, and prices as people type them."""
    code = facet["code"]
    if code == "price":
        unit = 10 ** money.exponent(money.currency())
        for name in ("min", "max", "selected_min", "selected_max"):
            facet[name] = None if facet[name] is None else facet[name] // unit
        return {**facet, "name": _("Price"), "unit": money.SYMBOLS.get(money.currency(), money.currency())}
    if code == "in_stock":
        facet["values"][0]["label"] = _("In stock")
        return {**facet, "name": _("Availability")}
    if code == "brand":
        return {**facet, "name": _("Brand")}
    if facet["kind"] == "boolean":
        facet["values"][0]["label"] = _("yes")
    return facet


def _chips(asked: QueryDict, facets: list[dict[str, Any]]) -> list[dict[str, str]]:
    """What is applied, each with the address of the list without it."""
    chips = []
    for facet in facets:
        code = facet["code"]
        if facet["kind"] == "range":
            low, high = facet["selected_min"], facet["selected_max"]
            if low is None and high is None:
                continue
            unit = f"\u00a0{facet['unit']}" if facet.get("unit") else ""
            words = [_("from %(value)s") % {"value": f"{low}{unit}"}] if low is not None else []
            words += [_("to %(value)s") % {"value": f"{high}{unit}"}] if high is not None else []
            label = f"{facet['name']}: {' '.join(words)}"
            chips.append({"label": label, "url": _url(asked, **{f"{code}_min": None, f"{code}_max": None})})
            continue
        for value in facet["values"]:
            if value["selected"]:
                is_yes = facet["kind"] == "boolean"
                label = facet["name"] if is_yes else value["label"]
                chips.append({"label": label, "url": _url_without(asked, code, value["value"])})
    return chips


def _url(asked: QueryDict, keep: tuple[str, ...] | None = None, **changes: Any) -> str:
    # Each change of a list begins at its first page.
    changed = {"page": None, "filters": None, **changes}
    query = [
        (name, value)
        for name, values in asked.lists()
        if name not in changed and (name in keep if keep is not None else name in KNOWN or name.startswith("attr."))
        for value in values
    ]
    query += [(name, str(value)) for name, value in changed.items() if value is not None]
    return f"?{urlencode(query)}" if query else "?"


def _url_without(asked: QueryDict, name: str, value: str) -> str:
    query = asked.copy()
    values = [one for one in query.getlist(name) if one != value]
    query.setlist(name, values if name != "in_stock" else [])
    if not query.getlist(name):
        query.pop(name, None)
    return _url(query)


def _suggestion(asked: QueryDict, filters: listing.Filters) -> dict[str, str] | None:
    """The same keys on the other keyboard, if that finds something."""
    meant = search.other_layout(filters.query or "")
    if not meant or not listing.total(replace(filters, query=meant)):
        return None
    return {"text": meant, "url": f"?{_query(meant)}"}


def _query(text: str) -> str:
    query = QueryDict(mutable=True)
    query["q"] = text
    return query.urlencode()
