"""What every page of the site shows around its content: departments, languages, markets, footer.

Kept in the process for each language and version of the catalogue, so that a warm answer asks the database nothing.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_info, gettext
from wagtail.models import Page

from content import addresses
from content.models import HomePage, StoreSettings
from shop import markets, money
from shop.changes import log
from shop.models import CategoryPresentation
from shop.views import current

# Whoever answers here shows no shop window.
WITHOUT = ("/admin/", "/api/", "/_allauth/", "/static/", "/media/")

_kept: dict[str, tuple[log.State, dict[str, Any]]] = {}


def store(request: HttpRequest) -> dict[str, Any]:
    """The template variables ``store`` and ``market``: the visitor's, whose prices the page shows."""
    if request.path.startswith(WITHOUT):
        return {}
    language = get_language() or settings.LANGUAGE_CODE
    # Its identity, too: a shop that was filled anew counts its versions from the beginning.
    state = log.remembered_state()
    kept = _kept.get(language)
    if kept is None or (kept[0].identity, kept[0].version) != (state.identity, state.version):
        kept = _kept[language] = (state, describe(language))
    chosen = current.market(request)
    return {"store": kept[1], "market": kept[1]["market"] if chosen is None else _market(markets.terms(chosen))}


def forget() -> None:
    """Begin anew, for tests that put another shop in place."""
    _kept.clear()


def describe(language: str) -> dict[str, Any]:
    """The store as pages of that language show it."""
    # Not load(): that would write a row, and a change, for the first visitor.
    about = StoreSettings.objects.first() or StoreSettings()
    return {
        "name": str(settings.WAGTAIL_SITE_NAME),
        "phone": about.phone,
        "email": about.email,
        "seller": about.seller(language),
        "departments": _departments(language),
        "languages": _languages(language),
        "market": _market(markets.default()),
        "markets": [_market(terms) for terms in markets.open_markets()],
        "footer": _footer(about, language),
        "live_url": "/ws/v1/live/",
    }


def _departments(language: str) -> list[dict[str, str]]:
    """The categories that have a page and no category above them, in the shop's order."""
    shown = CategoryPresentation.objects.filter(language=language, category__parent=None).select_related("category")
    return [
        {"name": one.name, "url": one.url, "slug": one.category.slug}
        for one in shown.order_by("category__position", "category__slug")
    ]


def _languages(current: str) -> list[dict[str, Any]]:
    homes = {home.language: addresses.path_of(home) for home in HomePage.objects.live().select_related("locale")}
    return [
        {
            "code": code,
            "label": get_language_info(code)["name_local"].capitalize(),
            "url": homes.get(code) or f"/{code}/",
            "current": code == current,
        }
        for code, _ in settings.LANGUAGES
    ]


def _market(terms: markets.Terms) -> dict[str, Any]:
    return {
        "code": terms.code,
        "name": terms.name,
        "currency": terms.currency,
        "symbol": money.SYMBOLS.get(terms.currency, terms.currency),
        "tax_note": gettext("including VAT") if terms.prices_include_tax else gettext("plus tax"),
    }


def _footer(about: StoreSettings, language: str) -> list[dict[str, Any]]:
    """The columns with links to the pages' translations; a page that nobody may read is left out."""
    chosen = [page for column in about.footer for page in column.value["pages"] if page is not None]
    keys = [page.translation_key for page in chosen]
    shown = Page.objects.live().public().filter(translation_key__in=keys, locale__language_code=language)
    pages = {page.translation_key: page for page in shown.select_related("locale")}
    return [
        {
            "title": column.value[f"title_{language}"],
            "links": [
                {"label": pages[page.translation_key].title, "url": addresses.path_of(pages[page.translation_key])}
                for page in column.value["pages"]
                if page is not None and page.translation_key in pages
            ],
        }
        for column in about.footer
    ]
