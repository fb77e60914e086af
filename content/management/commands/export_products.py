"""Exports all products to a file that import_products reads back without a difference."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from content.importing import export


class Command(BaseCommand):
    help = "Export all products as XLSX or CSV, by the ending of the file's name."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="where to write, such as products.xlsx")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = export.write(options["file"])
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror or error}", returncode=2) from error
        self.stdout.write(f"{count} rows in {options['file']}")
