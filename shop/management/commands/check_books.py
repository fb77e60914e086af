"""Proves the books: exits 1 and names each row that breaks an invariant of stock, money or orders."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from shop import books


class Command(BaseCommand):
    help = "Check every invariant of stock, money and orders."

    def handle(self, *args: Any, **options: Any) -> None:
        found = books.violations()
        for line in found:
            self.stdout.write(line)
        if found:
            self.stderr.write(f"{len(found)} violations")
            sys.exit(1)
        self.stdout.write(f"The books are right: {len(books.CHECKS)} checks.")
