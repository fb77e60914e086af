"""Fills the store with the demo shop: the same rows wherever it is made, with dates relative to today."""

import logging
from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from shop import catalog
from shop.models import Product
from technomart.demo import catalogue
from technomart.demo.load_catalogue import load_catalogue
from technomart.demo.load_markets import WHOLESALE_EMAIL, load_markets
from technomart.demo.load_orders import load_orders
from technomart.demo.load_pages import load_pages, load_without_pages
from technomart.demo.load_places import load_places, load_shelves
from technomart.demo.load_promotions import load_promotions
from technomart.demo.load_returns import load_returns
from technomart.demo.load_stock import load_special_stock
from technomart.demo.unload import unload

logger = logging.getLogger(__name__)

DEMO_PASSWORD = "technomart-demo"  # noqa: S105 (printed at the start of the demo; production has no demo)
# role, e-mail, password
DEMO_LOGINS = [
    ("owner", "owner@technomart.example", DEMO_PASSWORD),
    ("editor", "editor@technomart.example", DEMO_PASSWORD),
    ("shopper", "shopper@technomart.example", DEMO_PASSWORD),
    ("wholesale", WHOLESALE_EMAIL, DEMO_PASSWORD),
]
NAMES = {"owner": "Olga Owner", "editor": "Egor Editor", "shopper": "Sofia Shopper", "wholesale": "Walter Wholesale"}
DAYS_OF_ORDERS = 120


def load(
    *, products: int | None = None, orders: int | None = None, reset: bool = False, tell: Callable[[str], Any] = print
) -> None:
    """Make the demo shop: its own products with pages, and more of the same without pages if more are asked for.

    ``orders`` limits how many orders of the last 120 days are made; ``reset`` removes the shop's rows and pages first,
    and leaves users as they are.
    """
    if reset:
        tell("Removing what is there ...")
        unload()
    if Product.objects.exists():
        tell("The shop has products already; nothing was changed.")
        return
    own = len(catalogue.products())
    # Of fewer products than the shop's own, each category still gets its first ones.
    specs = _spread(products) if products is not None and products < own else list(catalogue.scaled(products or own))
    today = timezone.localdate()
    load_logins()
    load_places()
    tell(f"{len(specs)} products ...")
    planned = load_catalogue(specs, today=today, orders=orders, days=DAYS_OF_ORDERS)
    tell("Pages in two languages ...")
    with_pages = specs[:own]
    with catalog.postponed():
        load_pages(with_pages)
        load_shelves()
    load_special_stock()
    load_markets(spec.slug for spec in with_pages)
    load_without_pages(specs[own:])
    tell(f"{len(planned)} orders ...")
    load_orders(planned)
    load_returns()
    for code in load_promotions():
        tell(code)
    if len(specs) > own:
        catalog.rebuild()
    logger.info("The demo shop is loaded: %d products, %d orders", len(specs), len(planned))


@transaction.atomic
def load_logins() -> None:
    """The people that the demo is shown with; those who exist keep their passwords."""
    from allauth.account.models import EmailAddress

    for role, email, password in DEMO_LOGINS:
        user = get_user_model().objects.filter(email=email).first()
        if user is None:
            make = (
                get_user_model().objects.create_superuser if role == "owner" else get_user_model().objects.create_user
            )
            user = make(email, password, name=NAMES[role])
        EmailAddress.objects.get_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
        if role == "editor":
            user.groups.add(*Group.objects.filter(name__in=["Editors", "Merchandisers"]))


def _spread(products: int) -> list[Any]:
    """So many products, taken from all categories in turn."""
    by_category: dict[str, list[Any]] = {}
    for spec in catalogue.products():
        by_category.setdefault(spec.category, []).append(spec)
    rounds = [spec for row in zip(*_padded(list(by_category.values())), strict=True) for spec in row if spec]
    return rounds[:products]


def _padded(rows: list[list[Any]]) -> list[list[Any]]:
    longest = max(len(row) for row in rows)
    return [row + [None] * (longest - len(row)) for row in rows]
