"""The product file that Shopify exports: several rows a product, held together by its handle.

Columns are known by their names of before and after 2025, in any case.  A price is taken as it stands, in the currency
of this store.
"""

import hashlib
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from content.importing import texts
from content.importing.cells import HEAVIEST, LARGEST_STOCK, Cells
from content.importing.drafts import Note, PageDraft, PictureDraft, ProductDraft, Reading, VariantDraft
from content.importing.files import FileUnreadable, Row, Sheet
from content.importing.technomart import (
    LONGEST_LABEL,
    LONGEST_NAME,
    LONGEST_SKU,
    LONGEST_SUMMARY,
    MOST_PICTURES,
    page_column,
    plain_alt,
)
from shop.supply import latin

# Our word → Shopify's names for it.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "handle": ("Handle", "URL handle"),
    "title": ("Title",),
    "body": ("Body (HTML)", "Body HTML", "Description"),
    "vendor": ("Vendor",),
    "type": ("Type", "Custom Product Type", "Product type"),
    "category": ("Product Category", "Standardized Product Type", "Google Shopping / Google Product Category"),
    "published": ("Published", "Published on online store"),
    "status": ("Status",),
    "sku": ("Variant SKU", "SKU"),
    "barcode": ("Variant Barcode", "Barcode"),
    "grams": ("Variant Grams", "Weight value (grams)"),
    "stock": ("Variant Inventory Qty", "Inventory quantity"),
    "price": ("Variant Price", "Price"),
    "was_price": ("Variant Compare At Price", "Compare-at price"),
    "image": ("Image Src", "Product image URL"),
    "image_position": ("Image Position",),
    "alt": ("Image Alt Text", "Image alt text"),
    "gift_card": ("Gift Card", "Gift card"),
    "seo_title": ("SEO Title", "SEO title"),
    "seo_description": ("SEO Description", "SEO description"),
    **{f"option{n}_name": (f"Option{n} Name",) for n in (1, 2, 3)},
    **{f"option{n}_value": (f"Option{n} Value",) for n in (1, 2, 3)},
}
NEEDED = ("handle", "title", "price")
NO_OPTION = ("title", "default title")
# American stores sell a "Color"; an attribute of that meaning is there already.
AXES = {"color": "colour"}
# Goods without a maker or a department get these; an editor renames them once.
NO_BRAND, NO_CATEGORY = "No brand", "Other"
LONGEST_HANDLE = 160
LONGEST_META = 320
HIDDEN = {"draft", "archived"}


def is_shopify(header: Sequence[str]) -> bool:
    known = _known(header)
    return "handle" in known and ("price" in known or "title" in known)


def _known(header: Sequence[str]) -> dict[str, str]:
    """Our word → the column of this file that holds it."""
    by_name = {column.casefold(): column for column in header}
    found = {}
    for word, names in COLUMNS.items():
        column = next((by_name[name.casefold()] for name in names if name.casefold() in by_name), None)
        if column is not None:
            found[word] = column
    return found


def read(sheet: Sheet, language: str) -> Reading:
    """Products with their words in one language; a product with one broken row is left out whole."""
    known = _known(sheet.columns)
    for word in NEEDED:
        if word not in known:
            raise FileUnreadable(_("The column “%(column)s” is missing.") % {"column": COLUMNS[word][0]})
    reading = Reading()
    _tell_unused(sheet, known, reading)
    groups: dict[str, list[Row]] = {}
    for row in sheet.rows:
        handle = row.cells.get(known["handle"], "")
        slug = latin(handle, LONGEST_HANDLE)
        if slug:
            groups.setdefault(slug, []).append(row)
        else:
            sentence = _("The handle is missing, so nobody can tell which product this row belongs to.")
            reading.problems.append(Note(row=row.number, column=known["handle"], sentence=sentence))
            reading.refused += 1
    seen: dict[str, int] = {}
    for slug, rows in groups.items():
        group = _Group(slug, rows, known, language, seen)
        draft = group.draft()
        if group.problems:
            reading.problems += group.problems
            reading.refused += 1
        else:
            reading.products.append(draft)
            reading.notices += group.notices
    return reading


def _tell_unused(sheet: Sheet, known: Mapping[str, str], reading: Reading) -> None:
    used = set(known.values())
    unused = [
        column for column in sheet.columns if column not in used and any(row.cells.get(column) for row in sheet.rows)
    ]
    if unused:
        sentence = _("The store has no place for these columns: %(columns)s.") % {"columns": ", ".join(unused)}
        reading.notices.append(Note(row=0, column="", sentence=sentence))


class _Group:
    """The rows of one handle."""

    def __init__(
        self, slug: str, rows: Sequence[Row], known: Mapping[str, str], language: str, seen: dict[str, int]
    ) -> None:
        self.slug = slug
        self.known = known
        self.language = language
        self.seen = seen
        self.problems: list[Note] = []
        self.notices: list[Note] = []
        self.rows = [Cells(row, self.problems) for row in rows]
        # The row with the title speaks for the product; it is the first one, unless somebody has sorted the file.
        self.first = next((row for row in self.rows if self._raw(row, "title")), self.rows[0])

    def draft(self) -> ProductDraft:
        name = self._text("title", longest=LONGEST_NAME)
        if not name and not self._raw(self.first, "title"):
            self._complain(self.first, "title", _("The title is missing."))
        if self.first.yes_or_no(self._column("gift_card")):
            self._complain(self.first, "gift_card", _("Gift cards are not goods; this store cannot sell them."))
        rows = [row for row in self.rows if self._is_variant(row)] or [self.first]
        variants = [self._variant(row) for row in rows]
        self._check_options(variants)
        body = self._text("body") or None
        summary = self._text("seo_description", longest=LONGEST_SUMMARY) or None
        if summary is None and body and (short := texts.as_one_plain_line(body, LONGEST_SUMMARY)):
            # A sentence or two are not a description of their own: they stand under the title.
            summary, body = short, None
        page = PageDraft(
            name=name,
            summary=summary,
            body=body,
            is_published=self._is_published(),
            seo_title=self._text("seo_title", longest=LONGEST_NAME) or None,
            seo_description=self._text("seo_description", longest=LONGEST_META) or None,
            pictures=self._pictures() or None,
        )
        return ProductDraft(
            row=self.first.row.number,
            slug=self.slug,
            category=self._category(),
            brand=self._text("vendor", longest=LONGEST_LABEL),
            default_category=NO_CATEGORY,
            default_brand=NO_BRAND,
            pages={self.language: page},
            variants=variants,
            columns={
                page_column("name", self.language): self._column("title"),
                page_column("body", self.language): self._column("body"),
                page_column("images", self.language): self._column("image"),
            },
        )

    def _column(self, word: str) -> str:
        return self.known.get(word, "")

    def _raw(self, cells: Cells, word: str) -> str:
        return cells.row.cells.get(self._column(word), "")

    def _text(self, word: str, *, longest: int = 100_000) -> str:
        return self.first.text(self._column(word), longest=longest)

    def _complain(self, cells: Cells, word: str, sentence: str) -> None:
        cells.complain(self._column(word) or COLUMNS[word][0], sentence)

    def _notice(self, cells: Cells, word: str, sentence: str) -> None:
        self.notices.append(Note(row=cells.row.number, column=self._column(word), sentence=sentence))

    def _category(self) -> str:
        """The shop's own word for it, else the last step of the path in Shopify's taxonomy."""
        own = self._text("type", longest=LONGEST_LABEL)
        path = self._text("category").split(">")
        # Older files give a number of the taxonomy instead of a path.
        last = "" if path[-1].strip().isdigit() else path[-1].strip()
        return own or last[:LONGEST_LABEL]

    def _is_published(self) -> bool:
        published = self.first.yes_or_no(self._column("published"))
        return published is not False and self._raw(self.first, "status").casefold() not in HIDDEN

    def _is_variant(self, cells: Cells) -> bool:
        """Rows beyond the variants only carry further pictures."""
        return any(self._raw(cells, word) for word in ("option1_value", "sku", "price"))

    def _axes(self) -> list[tuple[str, str]]:
        """The names of the options, with the words for their values' columns; Shopify names them in the first row."""
        axes = []
        for word in ("option1", "option2", "option3"):
            named = next((name for row in self.rows if (name := self._raw(row, f"{word}_name"))), "")
            if named:
                axes.append((AXES.get(named.casefold(), named)[:LONGEST_LABEL], f"{word}_value"))
        return axes

    def _variant(self, cells: Cells) -> VariantDraft:
        options = {}
        for name, word in self._axes():
            value = cells.text(self._column(word), longest=LONGEST_LABEL)
            if value and (name.casefold(), value.casefold()) != NO_OPTION:
                options[name] = value
        price, was_price = cells.amount(self._column("price")), cells.amount(self._column("was_price"))
        if price is None and not self._raw(cells, "price"):
            self._complain(cells, "price", _("The price is missing."))
        if was_price is not None and price is not None and was_price <= price:
            # Shopify itself shows no reduction then.
            if was_price:
                self._notice(cells, "was_price", _("The old price is not higher than the price and was left out."))
            was_price = None
        return VariantDraft(
            row=cells.row.number,
            sku=self._sku(cells, options),
            options=options,
            price=price,
            was_price=was_price,
            stock=self._stock(cells),
            barcode=self._barcode(cells),
            # Shopify writes 0 for "not weighed".
            mass_grams=cells.count(self._column("grams"), most=HEAVIEST) or None,
            columns={
                word: self._column(word) or COLUMNS[word][0]
                for word in ("sku", "price", "was_price", "stock", "barcode")
            },
        )

    def _sku(self, cells: Cells, options: Mapping[str, str]) -> str:
        """The SKU of the file, or one made of handle and options: the same each time."""
        sku = cells.text(self._column("sku"), longest=LONGEST_SKU)
        if not sku:
            words = "-".join(filter(None, [self.slug, *(latin(value) or _short(value) for value in options.values())]))
            sku = words.upper()
            if len(sku) > LONGEST_SKU:
                sku = f"{sku[: LONGEST_SKU - 9]}-{_short(sku)}"
        if sku in self.seen:
            self._complain(
                cells,
                "sku",
                _("The SKU “%(sku)s” stands in row %(row)d already.") % {"sku": sku, "row": self.seen[sku]},
            )
        self.seen.setdefault(sku, cells.row.number)
        return sku

    def _stock(self, cells: Cells) -> int | None:
        count = cells.count(self._column("stock"), most=LARGEST_STOCK, is_negative_allowed=True)
        if count is not None and count < 0:
            # Shopify sells beyond what there is, if it is told to.
            self._notice(cells, "stock", _("A stock of %(count)d was taken as 0.") % {"count": count})
            return 0
        return count

    def _barcode(self, cells: Cells) -> str | None:
        # Shopify guards long numbers from Excel with an apostrophe.
        barcode = cells.text(self._column("barcode")).lstrip("'").replace(" ", "")
        if barcode and not (len(barcode) <= 14 and barcode.isascii() and barcode.isalnum()):
            self._notice(cells, "barcode", _("A barcode has at most 14 digits or letters; this one was left out."))
            return None
        return barcode or None

    def _pictures(self) -> list[PictureDraft]:
        found = []
        for place, cells in enumerate(self.rows):
            url = cells.text(self._column("image"), longest=2_000)
            if not url:
                continue
            position = cells.count(self._column("image_position"), most=1_000, is_negative_allowed=True)
            alt = plain_alt(cells.text(self._column("alt"))) or None
            found.append((1_000 if position is None else position, place, PictureDraft(url=url, alt=alt)))
        ordered = [picture for _position, _place, picture in sorted(found, key=lambda one: one[:2])]
        # Variants often repeat the address of a picture.
        by_url: dict[str, PictureDraft] = {}
        for picture in ordered:
            by_url.setdefault(picture.url, picture)
        unique = list(by_url.values())
        if len(unique) > MOST_PICTURES:
            self._notice(
                self.first, "image", _("Only the first %(count)d pictures were taken.") % {"count": MOST_PICTURES}
            )
        return unique[:MOST_PICTURES]

    def _check_options(self, variants: Sequence[VariantDraft]) -> None:
        seen: dict[tuple[str, ...], int] = {}
        for variant in variants:
            options = tuple(value.casefold() for value in variant.options.values())
            if len(variants) > 1 and options in seen:
                sentence = _("This variant has the same options as row %(row)d.") % {"row": seen[options]}
                self.problems.append(Note(row=variant.row, column=self._column("option1_value"), sentence=sentence))
            seen.setdefault(options, variant.row)


def _short(text: str) -> str:
    """Eight characters that stand for a text that Latin letters cannot spell, or that is too long."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]
