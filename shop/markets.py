"""Where the store sells and to whom: markets with their currency and tax, and what a buyer belongs to."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shop.changes import log
from shop.errors import NotFound
from shop.models import CustomerGroup, Market
from shop.short_memory import remembered_briefly

# What the store's own market is called while nobody has described one.
OWN = "own"
OWN_COUNTRY = "RU"


class UnknownMarket(NotFound):
    """There is no open market with this code."""

    code = "unknown_market"

    def sentence(self) -> str:
        return _("There is no such market.")


@dataclass(frozen=True, kw_only=True)
class Terms:
    """On which terms a market is sold to; ``pk`` is None for the market that the settings describe."""

    code: str
    pk: int | None
    name_en: str
    name_ru: str
    currency: str
    countries: tuple[str, ...]
    language: str
    prices_include_tax: bool
    is_default: bool

    @property
    def name(self) -> str:
        """The name in the language of whoever reads now."""
        return self.name_ru if get_language() == "ru" else self.name_en

    @property
    def country(self) -> str:
        """The country that is assumed until the shopper says where to (ISO 3166-1 alpha-2)."""
        return self.countries[0] if self.countries else OWN_COUNTRY


@dataclass(frozen=True, kw_only=True)
class Buyer:
    """Who asks for a price: in which market, and as a member of which groups."""

    terms: Terms
    group_ids: frozenset[int] = frozenset()
    customer_id: int | None = None

    @property
    def is_everybody(self) -> bool:
        """Whether the public prices are this buyer's: nobody in particular, in the store's own market."""
        return self.terms.is_default and not self.group_ids


def terms(market: Market | None) -> Terms:
    """The terms of a market; without one those of the default market, or what the settings say."""
    if market is None:
        return default()
    return Terms(
        code=market.code,
        pk=market.pk,
        name_en=market.name_en,
        name_ru=market.name_ru,
        currency=market.currency,
        countries=tuple(market.countries),
        language=market.language,
        prices_include_tax=market.prices_include_tax,
        is_default=market.is_default,
    )


@remembered_briefly(Market)
def default() -> Terms:
    """The store's own market, whose prices are the public ones."""
    market = Market.objects.filter(is_default=True).first()
    if market is not None:
        return terms(market)
    name = str(settings.WAGTAIL_SITE_NAME)
    return Terms(
        code=OWN,
        pk=None,
        name_en=name,
        name_ru=name,
        currency=settings.SHOP["CURRENCY"],
        countries=(OWN_COUNTRY,),
        language=settings.LANGUAGE_CODE,
        prices_include_tax=True,
        is_default=True,
    )


def find(code: str) -> Market:
    """The open market with this code."""
    market = Market.objects.filter(code=code, is_active=True).first()
    if market is None:
        raise UnknownMarket
    return market


def chosen(code: str) -> Market | None:
    """The same; None for the store's own, which carts and pages have when nobody has chosen."""
    market = find(code)
    return None if market.is_default else market


def open_markets() -> list[Terms]:
    """The markets that a shopper can choose from."""
    return [terms(market) for market in Market.objects.filter(is_active=True)]


def buyer(*, customer: Any = None, market: Market | None = None) -> Buyer:
    """A customer, or a guest, in a market; at most two queries."""
    if customer is None or customer.pk is None:
        return Buyer(terms=terms(market))
    groups = CustomerGroup.objects.filter(members=customer.pk).values_list("pk", flat=True)
    return Buyer(terms=terms(market), group_ids=frozenset(groups), customer_id=customer.pk)


def tell(market: Market) -> None:
    """Note that a market has changed: every page names the markets, so that all of them are made anew."""
    log.append(type="market", object_id=market.code, kind="updated")
