"""Products as rows of the store's own format, such that importing them changes nothing."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db.models import Prefetch, Sum

from content.importing import pages, pictures, texts, values
from content.importing.cells import UNREADABLE
from content.importing.files import guarded
from content.importing.technomart import ATTRIBUTE, OPTION, columns, languages, page_column
from content.models import ProductPage
from shop import money, pricing
from shop.models import AttributeValue, Product, StockLevel, VariantOption
from shop.supply import Vocabulary

BATCH = 200
# Spreadsheets add these up and sort them; everything else is text to them.
NUMERIC = {"price", "was_price", "stock", "mass_grams"}
Cells = dict[str, str]


def rows() -> tuple[list[str], list[Cells]]:
    """All products as a header and rows, in the order of their addresses."""
    vocabulary = Vocabulary.loaded()
    found = [row for batch in _batches() for row in _rows(batch, vocabulary)]
    used = {name for row in found for name in row}
    options = sorted(name for name in used if name.startswith(OPTION))
    attributes = sorted(name for name in used if name.startswith(ATTRIBUTE))
    return [*columns(), *options, *attributes], found


def write(path: str | Path) -> int:
    """Write all products as XLSX or CSV, by the file's ending; how many rows there are."""
    header, found = rows()
    if Path(path).suffix.lower() == ".xlsx":
        _write_xlsx(Path(path), header, found)
    else:
        _write_csv(Path(path), header, found)
    return len(found)


def _batches() -> Iterator[list[Product]]:
    chosen = VariantOption.objects.select_related("choice__attribute")
    ids = list(Product.objects.order_by("slug").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        yield list(
            Product.objects.filter(pk__in=ids[start : start + BATCH])
            .select_related("brand", "category")
            .prefetch_related(
                "variants",
                Prefetch("variants__chosen", chosen),
                Prefetch("values", AttributeValue.objects.select_related("attribute", "choice").order_by("pk")),
            )
            .order_by("slug")
        )


def _rows(products: Sequence[Product], vocabulary: Vocabulary) -> Iterator[Cells]:
    ids = [variant.pk for product in products for variant in product.variants.all()]
    prices = pricing.list_and_campaign(ids)
    lying = StockLevel.objects.filter(variant__in=ids).order_by()
    on_hand = dict(lying.values_list("variant").annotate(on_hand=Sum("on_hand")))
    for product in products:
        words = _of_product(product, vocabulary)
        for variant in product.variants.all():
            list_price, campaign = prices.get(variant.pk, (None, None))
            is_reduced = list_price is not None and campaign is not None and campaign < list_price
            options = {
                f"{OPTION}{row.choice.attribute.code}": vocabulary.label_of(row.choice) for row in variant.chosen.all()
            }
            # Words stand in the product's first row; its other rows only name it.
            yield _filled(
                words
                | options
                | {
                    "product": product.slug,
                    "sku": variant.sku,
                    "price": _amount(list_price if campaign is None else campaign),
                    "was_price": _amount(list_price) if is_reduced else "",
                    "stock": str(on_hand.get(variant.pk, 0)),
                    "barcode": variant.barcode,
                    "mass_grams": "" if variant.mass_grams is None else str(variant.mass_grams),
                }
            )
            words = {}


def _of_product(product: Product, vocabulary: Vocabulary) -> Cells:
    cells = {"category": vocabulary.name_of(product.category), "brand": vocabulary.name_of(product.brand)}
    cells |= {f"{ATTRIBUTE}{name}": cell for name, cell in values.cells(product.values.all(), vocabulary).items()}
    for language, page in pages.of_product(product).items():
        if language in languages():
            cells |= {page_column(name, language): cell for name, cell in _of_page(page).items()}
    return cells


def _of_page(page: ProductPage) -> Cells:
    return {
        "name": page.title,
        "summary": page.summary,
        # A description with pictures or tables has no form in a cell: an empty cell leaves it as it is.
        "body": texts.html_of(page.body) or "",
        "published": "yes" if page.live else "no",
        "images": "\n".join(
            f"{address} {pictures.alt_of(block.value['image'])}".strip()
            for address, block in pictures.shown(page).items()
        ),
    }


def _filled(cells: Cells) -> Cells:
    return {name: UNREADABLE.sub("", cell) for name, cell in cells.items() if cell}


def _amount(amount: int | None) -> str:
    if amount is None:
        return ""
    return values.plain_number(Decimal(amount).scaleb(-money.exponent(money.currency())))


def _write_csv(path: Path, header: Sequence[str], found: Iterable[Cells]) -> None:
    # The mark at the beginning tells Excel that this is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows([guarded(row.get(column, "")) for column in header] for row in found)


def _write_xlsx(path: Path, header: Sequence[str], found: Iterable[Cells]) -> None:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("products")

    def cell(column: str, text: str) -> Any:
        if column in NUMERIC and text:
            return Decimal(text)
        written = WriteOnlyCell(sheet, value=guarded(text))
        # Text stays text, whatever it begins with.
        written.data_type = "s"
        return written

    sheet.append(header)
    for row in found:
        sheet.append([cell(column, row[column]) if row.get(column) else None for column in header])
    book.save(path)
