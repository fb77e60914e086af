"""Rule: the commands say what happened in plain words and by their exit code."""

import pytest
from django.core.management import call_command

from content.models import ProductPage
from shop.models import Product

from .conftest import KETTLE, OURS, as_csv, shopify_csv, written

pytestmark = pytest.mark.django_db


def run(capsys, *arguments):
    """Exit code, standard output, standard error."""
    code = 0
    try:
        call_command(*map(str, arguments))
    except SystemExit as left:
        code = left.code
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture
def goods(tmp_path):
    path = tmp_path / "goods.csv"
    path.write_bytes(as_csv(OURS, KETTLE, ["pan", "Kitchen", "Orvelo", "Pan", "P-1", "990", "1"]))
    return path


def test_a_good_file_ends_with_0_and_counts(home, goods, capsys):
    code, out, err = run(capsys, "import_products", goods)
    assert (code, err) == (0, "")
    assert out == "1 of 2 products\n2 of 2 products\n2 created, 0 updated, 0 unchanged, 0 refused.\n"
    code, out, _err = run(capsys, "import_products", goods, "-v0")
    assert (code, out) == (0, "0 created, 0 updated, 2 unchanged, 0 refused.\n")


def test_broken_rows_end_with_1_and_are_named(home, goods, capsys):
    goods.write_bytes(goods.read_bytes().replace(b"2990", b"dear"))
    code, out, err = run(capsys, "import_products", goods, "-v0")
    assert (code, err) == (1, "Error: row 2, column “price”: “dear” is not a number.\n")
    assert out == "1 created, 0 updated, 0 unchanged, 1 refused.\n"


def test_a_file_that_cannot_be_read_ends_with_2(home, tmp_path, capsys):
    assert run(capsys, "import_products", tmp_path / "none.csv") == (
        2,
        "",
        "“none.csv” cannot be opened: No such file or directory.\n",
    )
    (tmp_path / "bad.xlsx").write_bytes(b"PK\x03\x04")
    assert run(capsys, "import_products", tmp_path / "bad.xlsx")[0] == 2


def test_a_dry_run_says_so_and_changes_nothing(home, goods, capsys):
    before = written()
    code, out, _err = run(capsys, "import_products", goods, "--dry-run", "-v0")
    assert code == 0
    assert out == (
        "Would be: 2 created, 0 updated, 0 unchanged, 0 refused.\nThis was a dry run: nothing has been changed.\n"
    )
    assert written() == before
    assert not Product.objects.exists()


def test_the_format_can_be_named_and_the_language_of_the_words(home, tmp_path, capsys):
    path = tmp_path / "cups.csv"
    path.write_bytes(shopify_csv({"Handle": "cup", "Title": "Кружка", "Variant Price": "5"}))
    assert run(capsys, "import_products", path, "--format", "technomart")[0] == 2
    assert run(capsys, "import_products", path, "--format", "shopify", "--language", "ru")[0] == 0
    assert ProductPage.objects.get().locale.language_code == "ru"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_export_says_how_many_rows_and_reads_back_as_unchanged(home, goods, tmp_path, capsys, ending):
    run(capsys, "import_products", goods)
    path = tmp_path / f"out.{ending}"
    assert run(capsys, "export_products", path) == (0, f"2 rows in {path}\n", "")
    code, out, _err = run(capsys, "import_products", path, "-v0")
    assert (code, out) == (0, "0 created, 0 updated, 2 unchanged, 0 refused.\n")
