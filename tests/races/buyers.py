"""Buyers that all come at once: as threads of this process, or as a process of its own."""

import argparse
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import connection

from shop import carts, checkout
from shop.errors import Refusal

CONTACT = {"name": "Anna Petrova", "email": "anna@example.com", "phone": "+79175550123"}
ADDRESS = {"city": "Kazan", "line1": "1 Bauman St"}


def buy(skus: list[str], *, key: str) -> str:
    """Fill a cart in that order and buy it; "sold" or the code of the refusal."""
    try:
        cart = carts.open_cart(language="en")
        for sku in skus:
            carts.add(cart=cart, sku=sku)
        carts.set_contact(cart=cart, **CONTACT)
        carts.set_delivery(cart=cart, option="courier", address=ADDRESS)
        total = carts.priced(cart).quote.total
        checkout.place_order(cart=cart, method="on_receipt", expected_total=total, placed_by=key)
    except Refusal as refusal:
        return refusal.code
    return "sold"


def at_once(actions: list[Callable[[], Any]]) -> Counter[Any]:
    """Run these in threads that start together; what each gave back, counted.  An exception counts by its name."""
    results: list[Any] = []
    barrier = threading.Barrier(len(actions))

    def run(action: Callable[[], Any]) -> None:
        try:
            barrier.wait(timeout=60)
            results.append(action())
        except BaseException as error:  # noqa: BLE001 (shown in the count)
            results.append(f"{type(error).__name__}: {error}"[:200])
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return Counter(results)


def main() -> None:
    """What a process of its own runs, once Django is set up."""
    asked = argparse.ArgumentParser()
    asked.add_argument("name")
    asked.add_argument("buyers", type=int)
    asked.add_argument("skus", nargs="+")
    given = asked.parse_args()
    results = at_once([
        lambda number=number: buy(given.skus, key=f"{given.name}:{number}") for number in range(given.buyers)
    ])  # fmt: skip
    for result, count in results.items():
        print(count, result)
