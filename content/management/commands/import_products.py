"""Imports products from a supplier's file: CSV or XLSX, the store's own format or Shopify's."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import override

from content.importing import files, run
from content.importing.drafts import Note

SOME_REFUSED, UNREADABLE = 1, 2


class Command(BaseCommand):
    help = "Import products from a CSV or XLSX file; the same file twice changes nothing (docs/importing.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="a CSV or XLSX file")
        parser.add_argument("--format", choices=run.FORMATS, default="auto", help="whose columns it has")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
        languages = [code for code, _name in settings.LANGUAGES]
        parser.add_argument(
            "--language",
            choices=languages,
            default=languages[0],
            help="the language of a Shopify file's words, and of what this command says",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with override(options["language"]):
            self._import(options)

    def _import(self, options: dict[str, Any]) -> None:
        try:
            report = run.import_sheet(
                files.read(options["file"]),
                format=options["format"],
                language=options["language"],
                is_dry_run=options["dry_run"],
                progress=self._progress if options["verbosity"] else lambda done, total: None,
            )
        except files.FileUnreadable as error:
            self.stderr.write(str(error))
            sys.exit(UNREADABLE)
        self._print(report)
        if report.problems:
            sys.exit(SOME_REFUSED)

    def _progress(self, done: int, total: int) -> None:
        """One line that rewrites itself at a terminal, and a line for each tenth in a log."""
        said = _("%(done)d of %(total)d products") % {"done": done, "total": total}
        if self.stdout.isatty():
            self.stdout.write(f"\r{said}", ending="\n" if done == total else "")
            self.stdout.flush()
        elif done == total or done * 10 // total > (done - 1) * 10 // total:
            self.stdout.write(said)

    def _print(self, report: run.Report) -> None:
        for note in report.notices:
            self.stdout.write(f"{_('Notice')}: {place(note)}{note.sentence}")
        for note in report.problems:
            self.stderr.write(f"{_('Error')}: {place(note)}{note.sentence}")
        counts = {
            "created": report.created,
            "updated": report.updated,
            "unchanged": report.unchanged,
            "refused": report.refused,
        }
        sentence = (
            _("Would be: %(created)d created, %(updated)d updated, %(unchanged)d unchanged, %(refused)d refused.")
            if report.is_dry_run
            else _("%(created)d created, %(updated)d updated, %(unchanged)d unchanged, %(refused)d refused.")
        )
        self.stdout.write(sentence % counts)
        if report.is_dry_run:
            self.stdout.write(_("This was a dry run: nothing has been changed."))


def place(note: Note) -> str:
    """Where in the file a sentence belongs."""
    if not note.row:
        return ""
    if not note.column:
        return _("row %(row)d: ") % {"row": note.row}
    return _("row %(row)d, column “%(column)s”: ") % {"row": note.row, "column": note.column}
