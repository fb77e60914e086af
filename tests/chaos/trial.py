"""The trial: twenty buyers, and everything the store stands on taken away under them; then it must heal by itself.

make chaos                             # PostgreSQL, about four minutes
make chaos ARGS="--database sqlite"    # SQLite, with a full disk
"""

import argparse
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.chaos import machines
from tests.chaos.machines import ROOT
from tests.races.store import Shopper

BUYERS = 20
PIECES = 100_000
METHODS = ("on_receipt", "sandbox", "sandbox")
OUTCOMES = ("paid", "paid", "declined", "pending_then_paid", "paid_twice", "timeout")
HEALS_WITHIN = 180


class Buyer(Shopper):
    """Pays now and then by a card whose bank has its moods."""

    def payment(self) -> dict[str, str]:
        method = random.choice(METHODS)
        outcome = {"outcome": random.choice(OUTCOMES)} if method == "sandbox" else {}
        return {"method": method, **outcome}


class Trial:
    """The machines, the buyers, and what was done to them."""

    def __init__(self, database: str) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="technomart-chaos-")
        kind = machines.Postgres if database == "postgres" else machines.Sqlite
        self.database, self.is_sqlite = kind(Path(self.folder.name) / "data"), database == "sqlite"
        self.redis, self.post = machines.Redis(), machines.Post()
        self.environment = os.environ | {
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
            "DJANGO_SETTINGS_MODULE": "tests.chaos.settings",
            "DATABASE_URL": self.database.url,
            "REDIS_URL": self.redis.url,
            "EMAIL_URL": f"smtp://127.0.0.1:{self.post.port}",
        }
        self.done: Counter[str] = Counter()
        self.is_over = threading.Event()

    def run(self) -> bool:
        self.prepare()
        self.web, self.clock = machines.web(self.environment), machines.clock(self.environment)
        self.buyers = [Buyer(self.web, "PH-1", self.is_over) for _ in range(BUYERS)]  # type: ignore[arg-type]
        try:
            for buyer in self.buyers:
                buyer.start()
            self.take_everything_away()
            self.is_over.set()
            for buyer in self.buyers:
                buyer.join(HEALS_WITHIN)
            return self.judge()
        finally:
            self.is_over.set()
            self.close()

    def prepare(self) -> None:
        os.environ.update(self.environment)
        sys.path[:0] = [str(ROOT), str(ROOT / "site")]
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        from tests.factories import make_product
        from tests.shop.ordering import make_courier

        make_courier(price=39_000)
        make_product(sku="PH-1", price=100_000, stock_count=PIECES, is_presented=True)

    # What is done

    def take_everything_away(self) -> None:
        self.sell("before anything happens", 40)
        for number in range(20):
            self.web.kill()
            self.web.start()
            self.did("kill -9 of the web server")
            if number % 5 == 2:
                self.clock.kill()
                self.clock.start()
                self.did("kill -9 of the clock in the middle of its tasks")
            if number in (5, 14) and not self.is_sqlite:
                self.database.restart()
                self.did("crash of the database")
            if number == 8:
                self.post.close()
                self.sell("without a mail server", 20)
                self.post.open()
                self.did("mail server gone")
            if number == 11:
                self.redis.freeze(5)
                self.did("Redis silent for five seconds")
            if number == 13 and self.is_sqlite:
                self.fill_the_disk()
            self.sell(f"after kill {number + 1}", 10)
        self.redis.stop()
        self.did("Redis gone for good")
        self.sell("without Redis", 20)

    def fill_the_disk(self) -> None:
        """The web server and the clock find no room for another page; then there is room again."""
        import sqlite3

        path = self.database.url.removeprefix("sqlite:///")
        with sqlite3.connect(path) as connection:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
        for process in (self.web, self.clock):
            process.kill()
            process.start(CHAOS_MAX_PAGES=str(pages + 2))
        time.sleep(8)
        for process in (self.web, self.clock):
            process.kill()
            process.start()
        self.did("disk full for eight seconds")

    def sell(self, when: str, count: int) -> None:
        """Until so many more orders have been answered: the store goes on selling."""
        deadline, wanted = time.monotonic() + HEALS_WITHIN, self.answered() + count
        while self.answered() < wanted:
            errors = [buyer.error for buyer in self.buyers if buyer.error]
            if errors or time.monotonic() > deadline:
                raise SystemExit(f"The store stopped selling {when}: {errors[:1]}")
            time.sleep(0.05)

    def answered(self) -> int:
        return sum(len(buyer.answered) for buyer in self.buyers)

    def did(self, what: str) -> None:
        self.done[what] += 1
        print(f"{time.strftime('%H:%M:%S')}  {what}: {self.answered()} orders answered", flush=True)

    # What must be true afterwards

    def judge(self) -> bool:
        from django.db import connection
        from django.db.models import Sum

        connection.close()
        from shop import books, catalog
        from shop.models import Order, OrderLine, Payment, Reservation, StockLevel

        started = time.monotonic()
        while (self.unsettled() or self.unwritten()) and time.monotonic() < started + HEALS_WITHIN:
            time.sleep(1)
        healed = round(time.monotonic() - started)
        answered = dict(pair for buyer in self.buyers for pair in buyer.answered)
        there = dict(Order.objects.values_list("cart__public_id", "public_id"))
        level = StockLevel.objects.get()
        # A line that was sent twice, because its first answer was lost, asks for two pieces.
        sold = OrderLine.objects.exclude(order__status=Order.Status.CANCELLED).aggregate(sum=Sum("quantity"))["sum"]
        # Some buyers stopped between their address and their order; their carts hold what they had for a while.
        holds = Reservation.objects.filter(state=Reservation.State.HELD)
        held = holds.aggregate(sum=Sum("quantity", default=0))["sum"]
        facts = {
            "buyers gave up": [str(buyer.error) for buyer in self.buyers if buyer.error],
            "answered orders that are lost": [cart for cart, order in answered.items() if there.get(cart) != order],
            "orders that are there twice": len(there) - len(set(there.values())),
            "pieces that are missing": PIECES - level.available - sold - held,
            "orders without their letter": self.unwritten(),
            "payments and refunds nobody settled": self.unsettled(),
            "money of cancelled orders kept": list(
                Payment.objects.filter(order__status=Order.Status.CANCELLED, captured__gt=0)
                .exclude(status=Payment.Status.REFUNDED)
                .values_list("public_id", flat=True)
            ),
            "violations of the books": books.violations(),
            "differences of the catalogue": catalog.differences(),
        }
        print(f"\n{len(answered)} orders answered, {len(there)} in the database, healed after {healed} s.")
        for what, count in self.done.items():
            print(f"  {count:3} × {what}")
        for fact, found in facts.items():
            print(f"  {'no ' if not found else f'{found!r} '}{fact}")
        return not any(facts.values())

    def unsettled(self) -> int:
        from shop.models import Payment, RefundTransfer

        pending = RefundTransfer.objects.filter(state=RefundTransfer.State.PENDING).count()
        return pending + Payment.objects.filter(status=Payment.Status.PENDING).count()

    def unwritten(self) -> int:
        """Orders whose confirmation has not arrived at the mail server."""
        from shop.models import Order

        written = {
            number for letter in self.post.letters for number in str(letter["Subject"]).replace(".", " ").split()
        }
        return sum(number not in written for number in Order.objects.values_list("number", flat=True))

    def close(self) -> None:
        for process in (self.web, self.clock):
            process.kill()
        self.post.close()
        self.redis.stop()
        self.database.stop()
        self.folder.cleanup()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--database", choices=("postgres", "sqlite"), default="postgres")
    arguments: Any = parser.parse_args()
    return 0 if Trial(arguments.database).run() else 1


if __name__ == "__main__":
    sys.exit(main())
