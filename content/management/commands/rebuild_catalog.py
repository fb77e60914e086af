"""Makes the catalogue anew from published pages and the shop's ledgers, or says where it differs from them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from content import projection
from shop import catalog


class Command(BaseCommand):
    help = "Make the catalogue anew from published pages, prices and stock; with --check only compare."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; exit 1 if anything differs")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            projection.project_all()
            count = catalog.rebuild()
            self.stdout.write(f"{count} catalogue entries")
            return
        found = projection.differences() + catalog.differences()
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(f"{len(found)} differences; rebuild_catalog repairs them", returncode=1)
        self.stdout.write("No differences")
