"""Imports a file product by product and counts what became of each."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from content.importing import images, pages, pictures, shopify, technomart, values
from content.importing.apply import Outcome, Source, apply
from content.importing.drafts import Note, ProductDraft, Reading, Refused
from content.importing.files import FileUnreadable, Sheet
from shop.errors import Refusal
from shop.models import Product
from shop.supply import Vocabulary

FORMATS = ("auto", "technomart", "shopify")


@dataclass(kw_only=True)
class Report:
    """What became of a file; in a dry run, what would become of it."""

    format: str
    is_dry_run: bool
    total: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[Note] = field(default_factory=list)
    notices: list[Note] = field(default_factory=list)

    @property
    def created(self) -> int:
        return self.counts[Outcome.CREATED]

    @property
    def updated(self) -> int:
        return self.counts[Outcome.UPDATED]

    @property
    def unchanged(self) -> int:
        return self.counts[Outcome.UNCHANGED]

    @property
    def refused(self) -> int:
        return self.counts["refused"]


def import_sheet(
    sheet: Sheet,
    *,
    format: str = "auto",
    language: str = "en",
    is_dry_run: bool = False,
    actor: Any = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Report:
    """Bring the products of a sheet into the shop; raises FileUnreadable before anything is changed, or not at all."""
    format = _format(sheet, format)
    reading = shopify.read(sheet, language) if format == "shopify" else technomart.read(sheet)
    report = Report(
        format=format,
        is_dry_run=is_dry_run,
        total=len(reading.products) + reading.refused,
        problems=reading.problems,
        notices=reading.notices,
    )
    report.counts["refused"] = reading.refused
    _Run(sheet, reading, report, actor).go(progress)
    report.problems.sort(key=lambda note: note.row)
    report.notices.sort(key=lambda note: note.row)
    return report


def _format(sheet: Sheet, format: str) -> str:
    if format != "auto":
        return format
    if shopify.is_shopify(sheet.columns):
        return "shopify"
    if technomart.is_ours(sheet.columns):
        return "technomart"
    raise FileUnreadable(
        _("The first row has to name the columns: “Handle” and “Title” (Shopify), or “product” and “sku”.")
    )


class _Run:
    def __init__(self, sheet: Sheet, reading: Reading, report: Report, actor: Any) -> None:
        self.reading = reading
        self.report = report
        self.source = Source(file=sheet.name, actor=actor, new_kinds=values.kinds(reading.products))
        # A dry run brings nothing over the network either.
        self.fetcher = None if report.is_dry_run else images.Fetcher()
        self.vocabulary = Vocabulary.loaded()

    def go(self, progress: Callable[[int, int], None]) -> None:
        for done, draft in enumerate(self.reading.products, start=1):
            self._import(draft)
            progress(done, len(self.reading.products))
        if self.fetcher is not None:
            self.report.notices += pictures.notes_of_hosts(self.fetcher)

    def _import(self, draft: ProductDraft) -> None:
        try:
            outcome, notices = self._apply(draft)
        except Refused as refused:
            self._refuse(*refused.notes)
        except Refusal as refusal:
            self._refuse(draft.note("", refusal.detail))
        except ValidationError as error:
            self._refuse(*(draft.note("", message) for message in error.messages))
        except IntegrityError:
            sentence = _("Somebody changed the same product at this moment. Import the file again.")
            self._refuse(draft.note("", sentence))
        else:
            self.report.counts[outcome] += 1
            self.report.notices += notices
            if self.report.is_dry_run:
                self._forget()

    def _apply(self, draft: ProductDraft) -> tuple[Outcome, list[Note]]:
        gathered, notes = pictures.gather(draft, self._pages(draft), self.fetcher)
        outcome, notices = apply(
            draft,
            source=self.source,
            vocabulary=self.vocabulary,
            gathered=gathered,
            is_dry_run=self.report.is_dry_run,
        )
        return outcome, [*notes, *notices]

    def _pages(self, draft: ProductDraft) -> dict[str, Any]:
        """The product's pages, where the file speaks of pictures."""
        if not any(words.pictures for words in draft.pages.values()):
            return {}
        product = Product.objects.filter(slug=draft.slug).first()
        return pages.of_product(product) if product else {}

    def _refuse(self, *notes: Note) -> None:
        self.report.counts["refused"] += 1
        self.report.problems += notes
        self._forget()

    def _forget(self) -> None:
        """What was made for this product is gone again, names included."""
        self.vocabulary.renew()
