"""Rule: whatever program saved a table, it is read; whatever is no table is refused in one sentence."""

import io
import zipfile

import openpyxl
import pytest

from content.importing import files
from content.importing.files import FileUnreadable, guarded, parse, unguarded

TABLE = 'sku,name_en,price\r\nA-1,"Чайник, 2 л",990\r\n'


def cells(data):
    return [(row.number, row.cells) for row in parse(data, "goods.csv").rows]


@pytest.mark.parametrize(
    "data",
    [
        TABLE.encode(),
        TABLE.encode("utf-8-sig"),
        TABLE.encode("utf-16"),
        TABLE.encode("utf-16-le"),
        TABLE.encode("utf-16-be"),
        TABLE.encode("cp1251"),
        TABLE.replace("\r\n", "\n").encode(),
        'sku;name_en;price\n"A-1";"Чайник, 2 л";990\n'.encode(),
        "sku\tname_en\tprice\nA-1\tЧайник, 2 л\t990\n".encode(),
        b"\n\nsku,name_en,price\n,,\n" + 'A-1,"Чайник, 2 л",990\n'.encode(),
    ],
)
def test_every_common_way_of_saving_gives_the_same_cells(data):
    (row,) = parse(data, "goods.csv").rows
    assert row.cells == {"sku": "A-1", "name_en": "Чайник, 2 л", "price": "990"}


def test_rows_are_numbered_as_spreadsheets_count_them():
    assert [number for number, _ in cells(b'sku,price\n"A\n1",1\n\nB,2\n')] == [2, 4]


def test_an_excel_file_gives_saved_values_and_evaluates_nothing():
    book = openpyxl.Workbook()
    book.active.append(["sku", "price", "stock", "barcode", "name_en"])
    book.active.append(["A-1", 9.99, 5, 4601234567890, "=1+1"])
    saved = io.BytesIO()
    book.save(saved)
    ((_, row),) = cells(saved.getvalue())
    assert row == {"sku": "A-1", "price": "9.99", "stock": "5", "barcode": "4601234567890", "name_en": ""}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "“goods.csv” is empty."),
        (b" \n\n", "“goods.csv” is empty."),
        (b"sku,price\n", "“goods.csv” has a header and no rows."),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "This is not a table. Choose a CSV or XLSX file."),
        (bytes(range(256)) * 40, "This is not a table. Choose a CSV or XLSX file."),
        (b"\xd0\xcf\x11\xe0" + bytes(100), "This is an old Excel file. Save it as .xlsx or CSV and try again."),
        (b"PK\x03\x04 no archive", "This Excel file is damaged or protected by a password."),
        (b'sku,price\nA,1\n"B,2\nC,3\n', "The file is broken at line 4: quotation marks do not match."),
        (b"sku,SKU\nA,B\n", "The column “SKU” is there twice."),
        (b"a" + b",a" * 600 + b"\nx\n", "The file has more than 500 columns."),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(data, sentence):
    with pytest.raises(FileUnreadable) as refused:
        parse(data, "goods.csv")
    assert str(refused.value) == sentence


def test_a_file_that_is_too_large_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MOST_BYTES", 2 * files.MIB)
    path = tmp_path / "goods.csv"
    path.write_bytes(b"x" * (2 * files.MIB + 1))
    with pytest.raises(FileUnreadable, match="larger than 2 MB"):
        files.read(path)


def test_an_excel_file_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(files, "MOST_UNPACKED", 1_000)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 2_000)
    with pytest.raises(FileUnreadable, match="larger than"):
        parse(bomb.getvalue(), "goods.xlsx")


def test_a_missing_file_is_refused_with_its_name(tmp_path):
    with pytest.raises(FileUnreadable, match="“none.csv” cannot be opened"):
        files.read(tmp_path / "none.csv")


@pytest.mark.parametrize(
    "text", ["=cmd|' /C calc'!A0", "+7 900", "-x", "@sum", "＝1", "'=1", "''+1", "'plain", "-5", "it's"]
)
def test_what_is_guarded_against_formulas_is_unguarded_exactly(text):
    assert unguarded(guarded(text)) == text
    assert guarded(text)[0] not in "=+@＝＋＠"


def test_numbers_stay_numbers():
    assert guarded("-5.5") == "-5.5"
