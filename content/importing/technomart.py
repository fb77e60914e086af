"""The store's own format: one row a variant, columns by name; words of the product on any of its rows."""

import difflib
import re
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from content.importing.cells import HEAVIEST, LARGEST_STOCK, Cells
from content.importing.drafts import Note, PageDraft, PictureDraft, ProductDraft, Reading, VariantDraft
from content.importing.files import FileUnreadable, Row, Sheet
from shop.models import Variant
from shop.supply import latin

OF_PRODUCT = ("product", "category", "brand")
OF_PAGE = ("name", "summary", "body", "published", "images")
OF_VARIANT = ("sku", "price", "was_price", "stock", "barcode", "mass_grams")
OPTION, ATTRIBUTE = "option.", "attr."

LONGEST_SKU = 80
LONGEST_NAME = 255
LONGEST_SUMMARY = 600
LONGEST_LABEL = 80
LONGEST_VALUES = 2_000
LONGEST_SLUG = 160
MOST_PICTURES = 24
BATCH = 500
ADDRESS = re.compile(r"(?<![a-z0-9+.-])(?=[a-z][a-z0-9+.-]*://)", re.IGNORECASE)
SLUG = re.compile(r"[-a-zA-Z0-9_]+")
# What stands between two pictures in a cell.
BETWEEN = " \t\r\n,;|"


def languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def page_column(name: str, language: str) -> str:
    return f"{name}_{language}"


def columns() -> list[str]:
    """The columns whose names are fixed, in the order in which they are written."""
    of_pages = [page_column(name, language) for name in OF_PAGE for language in languages()]
    return [*OF_PRODUCT, *of_pages, *OF_VARIANT]


def is_ours(header: Sequence[str]) -> bool:
    return bool({"sku", "product"} & {column.casefold() for column in header})


def read(sheet: Sheet) -> Reading:
    """Products as the sheet describes them; a product with one broken row is left out whole."""
    sheet = _with_known_columns(sheet)
    reading = Reading()
    slugs = _slugs_by_sku(sheet.rows)
    groups: dict[str, list[Row]] = {}
    for row in sheet.rows:
        slug = _slug_of(row, slugs)
        if slug is None:
            sentence = _("This row belongs to no product: fill in “product”, a name, or an SKU that the shop knows.")
            reading.problems.append(Note(row=row.number, column="product", sentence=sentence))
            reading.refused += 1
        else:
            groups.setdefault(slug, []).append(row)
    seen: dict[str, int] = {}
    for slug, rows in groups.items():
        group = _Group(slug, rows, seen)
        draft = group.draft()
        if group.problems:
            reading.problems += group.problems
            reading.refused += 1
        else:
            reading.products.append(draft)
    return reading


def pictures_of(cell: str) -> list[PictureDraft]:
    """Addresses, each with the words that follow it as its description."""
    pictures = []
    for part in filter(None, (part.strip(BETWEEN) for part in ADDRESS.split(cell))):
        url, *words = part.split()
        pictures.append(PictureDraft(url=url.rstrip(BETWEEN), alt=plain_alt(" ".join(words)) or None))
    return pictures


def plain_alt(words: str) -> str:
    """A description in the form in which a cell can hold it."""
    return " ".join(words.split()).strip(BETWEEN)


def _with_known_columns(sheet: Sheet) -> Sheet:
    """Fixed names in any case; a name that is not known may be a slip of the pen that matters, so nothing is read."""
    known = {*columns(), "images"}
    names = {}
    for column in sheet.columns:
        plain = column.casefold().strip()
        if plain in known:
            names[column] = plain
        elif plain.startswith((OPTION, ATTRIBUTE)) and plain.partition(".")[2]:
            kind, _dot, rest = column.strip().partition(".")
            names[column] = f"{kind.casefold()}.{rest.strip()}"
        else:
            near = difflib.get_close_matches(plain, known, n=1)
            sentence = _("The column “%(column)s” is not known.") % {"column": column}
            if near:
                sentence += " " + _("Is it “%(near)s”?") % {"near": near[0]}
            raise FileUnreadable(sentence)
    rows = [
        Row(
            number=row.number,
            cells={names[column]: cell for column, cell in row.cells.items()},
            has_overflow=row.has_overflow,
        )
        for row in sheet.rows
    ]
    return Sheet(name=sheet.name, columns=list(names.values()), rows=rows)


def _slugs_by_sku(rows: Sequence[Row]) -> dict[str, str]:
    """The products that already have these SKUs."""
    skus = [row.cells.get("sku", "") for row in rows]
    # What a database would refuse to compare is no SKU.
    skus = [sku for sku in skus if sku and "\0" not in sku and len(sku) <= LONGEST_SKU]
    found: dict[str, str] = {}
    for start in range(0, len(skus), BATCH):
        owned = Variant.objects.filter(sku__in=skus[start : start + BATCH])
        found |= dict(owned.values_list("sku", "product__slug"))
    return found


def _slug_of(row: Row, slugs: Mapping[str, str]) -> str | None:
    """The product that a row is about: named, found by its SKU, or to be made under its name."""
    named = row.cells.get("product", "")
    if named and len(named) <= LONGEST_SLUG and SLUG.fullmatch(named):
        return named
    if named:
        return latin(named, LONGEST_SLUG) or None
    if (slug := slugs.get(row.cells.get("sku", ""))) is not None:
        return slug
    names = (row.cells.get(page_column("name", language), "") for language in languages())
    return latin(next(filter(None, names), ""), LONGEST_SLUG) or None


class _Group:
    """The rows of one product."""

    def __init__(self, slug: str, rows: Sequence[Row], seen: dict[str, int]) -> None:
        self.slug = slug
        self.seen = seen
        self.problems: list[Note] = []
        self.rows = [Cells(row, self.problems) for row in rows]
        self.columns = list(dict.fromkeys(column for row in rows for column in row.cells))

    def draft(self) -> ProductDraft:
        category, brand = (self._of_product(name).text(name, longest=LONGEST_LABEL) for name in ("category", "brand"))
        attributes = {
            column.removeprefix(ATTRIBUTE): self._of_product(column).text(column, longest=LONGEST_VALUES)
            for column in self.columns
            if column.startswith(ATTRIBUTE)
        }
        self.pictures = self._pictures("images")
        pages = {language: page for language in languages() if (page := self._page(language)) is not None}
        variants = [self._variant(row) for row in self.rows]
        self._check_options(variants)
        return ProductDraft(
            row=self.rows[0].row.number,
            slug=self.slug,
            category=category,
            brand=brand,
            attributes={name: value for name, value in attributes.items() if value},
            pages=pages,
            variants=variants,
        )

    def _of_product(self, column: str) -> Cells:
        """The row that tells what is true of the whole product; others may repeat it, none may contradict."""
        telling = [row for row in self.rows if row.row.cells.get(column)]
        for other in telling[1:]:
            if other.row.cells[column] != telling[0].row.cells[column]:
                sentence = _("This differs from row %(row)d, which is about the same product.")
                other.complain(column, sentence % {"row": telling[0].row.number})
        return telling[0] if telling else self.rows[0]

    def _page(self, language: str) -> PageDraft | None:
        column = {name: page_column(name, language) for name in OF_PAGE}
        cells = {name: self._of_product(of_page) for name, of_page in column.items()}
        page = PageDraft(
            name=cells["name"].text(column["name"], longest=LONGEST_NAME),
            summary=cells["summary"].text(column["summary"], longest=LONGEST_SUMMARY) or None,
            body=cells["body"].text(column["body"]) or None,
            is_published=cells["published"].yes_or_no(column["published"]),
            pictures=self._pictures(column["images"]) or self.pictures,
        )
        return None if page == PageDraft() else page

    def _pictures(self, column: str) -> list[PictureDraft] | None:
        cells = self._of_product(column)
        text = cells.text(column)
        if not text:
            return None
        pictures = pictures_of(text)
        if any("://" not in picture.url for picture in pictures):
            cells.complain(column, _("Write whole addresses of pictures, beginning with “https://”."))
        if len(pictures) > MOST_PICTURES:
            cells.complain(column, _("A product has at most %(count)d pictures.") % {"count": MOST_PICTURES})
        return pictures

    def _variant(self, cells: Cells) -> VariantDraft:
        sku = cells.text("sku", longest=LONGEST_SKU)
        if not sku and not cells.row.cells.get("sku"):
            cells.complain("sku", _("The SKU is missing."))
        elif sku in self.seen:
            cells.complain("sku", _("This SKU stands in row %(row)d already.") % {"row": self.seen[sku]})
        self.seen.setdefault(sku, cells.row.number)
        price, was_price = cells.amount("price"), cells.amount("was_price")
        if was_price is not None and (price is None or was_price <= price):
            cells.complain("was_price", _("The old price has to be higher than the price."))
        barcode = cells.text("barcode")
        if barcode and not re.fullmatch(r"[0-9A-Za-z]{1,14}", barcode):
            cells.complain("barcode", _("A barcode has at most 14 digits or letters."))
        options = {
            column.removeprefix(OPTION): value
            for column in self.columns
            if column.startswith(OPTION) and (value := cells.text(column, longest=LONGEST_LABEL))
        }
        return VariantDraft(
            row=cells.row.number,
            sku=sku,
            options=options,
            price=price,
            was_price=was_price,
            stock=cells.count("stock", most=LARGEST_STOCK),
            barcode=barcode or None,
            mass_grams=cells.count("mass_grams", most=HEAVIEST),
            columns={name: name for name in OF_VARIANT},
        )

    def _check_options(self, variants: Sequence[VariantDraft]) -> None:
        seen: dict[tuple[tuple[str, str], ...], int] = {}
        for variant in variants:
            options = tuple(sorted((name.casefold(), value.casefold()) for name, value in variant.options.items()))
            if options and options in seen:
                sentence = _("This variant has the same options as row %(row)d.") % {"row": seen[options]}
                column = f"{OPTION}{next(iter(variant.options))}"
                self.problems.append(Note(row=variant.row, column=column, sentence=sentence))
            seen.setdefault(options, variant.row)
