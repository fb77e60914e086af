"""Files as suppliers write them, and how often anything was written for them."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import pytest
from wagtail.models import Revision

from content.importing import files, images, run
from shop.models import Change, Price, StockMovement
from tests import factories as make

OURS = ["product", "category", "brand", "name_en", "sku", "price", "stock"]
KETTLE = ["kettle", "Kitchen", "Orvelo", "Kettle", "K-1", "2990", "5"]


def as_csv(*rows: Sequence[Any], delimiter: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode()


def shopify_csv(*rows: dict[str, Any]) -> bytes:
    """A Shopify export with the columns that these rows use."""
    header = list(dict.fromkeys(column for row in rows for column in row))
    return as_csv(header, *([row.get(column, "") for column in header] for row in rows))


def bring(data: bytes, name: str = "goods.csv", **options: Any) -> run.Report:
    return run.import_sheet(files.parse(data, name), **options)


def written() -> dict[str, int]:
    """How many rows the histories have: revisions, prices, movements, changes."""
    return {model.__name__: model.objects.count() for model in (Revision, Price, StockMovement, Change)}


def said(report: run.Report) -> list[tuple[int, str, str]]:
    return [(note.row, note.column, note.sentence) for note in report.problems]


@pytest.fixture
def home(db):
    """A home page in both languages."""
    make.make_home(language="en")
    make.make_home(language="ru")


@pytest.fixture
def no_network(monkeypatch):
    """Every picture stays away, without a single name being asked for."""

    def refuse(self, url):
        raise images.NotFetched("no network")

    monkeypatch.setattr(images.Fetcher, "fetch", refuse)
