"""Fills the store with the demo shop; with more products than its own, for load tests."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from technomart.demo import loader


class Command(BaseCommand):
    help = "Load the demo shop: the same products, pages and orders wherever it is made."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--products", type=int, help="how many products; more than the shop's own have no pages")
        parser.add_argument("--orders", type=int, help="how many of the last 120 days' orders")
        parser.add_argument("--reset", action="store_true", help="remove products, pages and orders first; users stay")

    def handle(self, *args: Any, **options: Any) -> None:
        for name in ("products", "orders"):
            if options[name] is not None and options[name] < (1 if name == "products" else 0):
                raise CommandError(f"--{name} must be a positive number.")
        tell = self.stdout.write if options["verbosity"] else lambda line: None
        loader.load(products=options["products"], orders=options["orders"], reset=options["reset"], tell=tell)
