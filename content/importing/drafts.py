"""What a file says of products, checked and in the shop's own units, before anything is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Note:
    """A sentence about one place of a file; row 0 means the file as a whole."""

    row: int
    column: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class PictureDraft:
    """A picture by its address; ``alt`` is None where the file does not describe it."""

    url: str
    alt: str | None = None


@dataclass(frozen=True, kw_only=True)
class PageDraft:
    """Words and pictures in one language; None, or no name, where the file says nothing."""

    name: str = ""
    summary: str | None = None
    # HTML as it stood in the file; content.importing.texts makes blocks of it.
    body: str | None = None
    is_published: bool | None = None
    seo_title: str | None = None
    seo_description: str | None = None
    pictures: Sequence[PictureDraft] | None = None


@dataclass(frozen=True, kw_only=True)
class VariantDraft:
    """One SKU; None where the file says nothing.  Amounts in minor units, options by the name of their attribute."""

    row: int
    sku: str
    options: Mapping[str, str] = field(default_factory=dict)
    price: int | None = None
    was_price: int | None = None
    stock: int | None = None
    barcode: str | None = None
    mass_grams: int | None = None
    # The column that names each value, for sentences about it.
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ProductDraft:
    """One product with its variants, in the order of the file."""

    row: int
    slug: str
    variants: Sequence[VariantDraft]
    category: str = ""
    brand: str = ""
    # What a new product gets where the file names none; one that exists keeps its own.
    default_category: str = ""
    default_brand: str = ""
    # Code or name of the attribute → what is written: a number, yes or no, a choice or several, a text.
    attributes: Mapping[str, str] = field(default_factory=dict)
    # language → words
    pages: Mapping[str, PageDraft] = field(default_factory=dict)
    # Our name of a column → the file's.
    columns: Mapping[str, str] = field(default_factory=dict)

    def note(self, column: str, sentence: str) -> Note:
        """A sentence about a column of the product's first row."""
        return Note(row=self.row, column=self.columns.get(column, column), sentence=sentence)


class Refused(Exception):
    """Nothing of this product is taken; the notes say why."""

    def __init__(self, *notes: Note) -> None:
        super().__init__(*notes)
        self.notes = notes


@dataclass(kw_only=True)
class Reading:
    """What could be read of a file, and why the rest could not."""

    products: list[ProductDraft] = field(default_factory=list)
    refused: int = 0
    problems: list[Note] = field(default_factory=list)
    notices: list[Note] = field(default_factory=list)
