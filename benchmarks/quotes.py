"""What a quote costs with ten lines and twenty promotions: counted alone, and with its promotions read first.

Run by benchmarks.run, in a process of its own because it needs the store's settings; prints milliseconds of this
process's work as JSON.  The promotions are made in a transaction that is rolled back.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence

from benchmarks.server import ROOT

sys.path[:0] = [str(ROOT), str(ROOT / "site")]
LINES, PROMOTIONS, TIMES = 10, 20, 200
# One of each kind, in turn; every fifth competes with all the others.
KINDS = (
    {"kind": "percentage", "basis_points": 700},
    {"kind": "amount", "amount": 15_000},
    {"kind": "buy_x_get_y", "buy_quantity": 2, "get_quantity": 1, "basis_points": 5_000},
    {"kind": "cheapest_free", "buy_quantity": 4},
    {"kind": "set_price", "buy_quantity": 3, "amount": 200_000},
    {"kind": "spend_and_save", "tiers": [{"from": 100_000, "amount": 5_000}, {"from": 500_000, "basis_points": 300}]},
    {"kind": "free_delivery", "amount": 30_000},
)


def main() -> None:
    import django

    django.setup()
    from django.db import transaction

    with transaction.atomic():
        found = _measured()
        transaction.set_rollback(True)
    print(json.dumps(found))


def _measured() -> dict[str, float]:
    from django.utils import timezone

    from shop import markets, quotes
    from shop.models import Category, Promotion
    from shop.promotions import rules

    now = timezone.now()
    Promotion.objects.update(is_active=False)
    categories = list(Category.objects.order_by("pk")[:LINES])
    for number in range(PROMOTIONS):
        promotion = Promotion.objects.create(
            name_en=f"Promotion {number}",
            name_ru=f"Предложение {number}",
            currency=markets.default().currency,
            starts_at=now,
            is_exclusive=number % 5 == 4,
            minimum_goods=number * 1_000,
            **KINDS[number % len(KINDS)],
        )
        if number % 2:
            promotion.categories.set(categories[:: number % 3 + 1])
    lines = _lines(quotes.QuoteLine, [category.pk for category in categories])
    delivery = quotes.DeliveryCharge(price=39_000, rule="delivery_courier", tax_basis_points=2_200)
    buyer = markets.buyer()

    def active() -> Sequence[quotes.Rule]:
        return rules.active(at=now, buyer=buyer, is_first_order=True, customer_key="benchmark")

    def quote(in_force: Sequence[quotes.Rule]) -> quotes.Quote:
        return quotes.quote(lines, delivery=delivery, rules=in_force, currency=buyer.terms.currency)

    in_force = active()
    counted = quote(in_force)
    assert len(in_force) == PROMOTIONS
    assert len(counted.applied) + len(counted.refused) > PROMOTIONS / 2
    return {"pure": _work(lambda: quote(in_force)), "with_rules": _work(lambda: quote(active()))}


def _lines(line: type, categories: Sequence[int]) -> list:
    return [
        line(
            sku=f"SKU-{number}",
            quantity=1 + number % 4,
            unit_price=19_900 + 37_003 * number,
            tax_basis_points=2_200 if number % 3 else 1_000,
            product=number,
            categories=frozenset(categories[number : number + 2]),
            brand=number % 3,
            is_reduced=number % 4 == 0,
        )
        for number in range(LINES)
    ]


def _work(request: Callable[[], object]) -> float:
    """Milliseconds of this process for one request: the mean of many, after one that warms up."""
    request()
    before = time.process_time()
    for _ in range(TIMES):
        request()
    return (time.process_time() - before) * 1000 / TIMES


if __name__ == "__main__":
    main()
