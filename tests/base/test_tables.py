"""Tables from files: any usual shape is read, nothing is believed, every no says what helps."""

import io
import zipfile
from datetime import datetime

import pytest
from openpyxl import Workbook

from grodd.base import tables
from grodd.base.tables import (
    RowTooLong,
    TableEmpty,
    TableTooLarge,
    TableUnreadable,
    read_table,
)

WORDS = "Rubrik;Belopp\nGrönt tak;20 000,50\n\nÖppet kök;5\n"


@pytest.mark.parametrize(
    "content",
    [
        WORDS.encode(),
        WORDS.encode("utf-8-sig"),
        WORDS.encode("utf-16"),
        WORDS.encode("cp1252"),
        WORDS.replace("\n", "\r\n").encode("latin-1"),
        WORDS.replace(";", "\t").encode(),
    ],
)
def test_encoding_and_separator_are_found_out(content: bytes) -> None:
    table = read_table("ideas.csv", content)
    assert table.headings == ("Rubrik", "Belopp")
    assert table.rows == ((2, ("Grönt tak", "20 000,50")), (4, ("Öppet kök", "5")))


def test_a_comma_inside_quotation_marks_cuts_nothing() -> None:
    table = read_table("ideas.csv", b'title,use\nOne,"bread, milk"\nTwo,water\n')
    assert table.rows[0] == (2, ("One", "bread, milk"))


def test_headings_are_told_apart() -> None:
    assert read_table("a.csv", b"name,,name\n1,2,3\n").headings == ("name", "(2)", "name (3)")


def test_a_short_row_has_empty_cells_and_a_long_one_is_refused() -> None:
    assert read_table("a.csv", b"a,b,c\n1,2\n").rows == ((2, ("1", "2", "")),)
    with pytest.raises(RowTooLong, match="Row 2"):
        read_table("a.csv", b"a,b,c\n1,2,3,4\n")


def test_a_sheet_is_read_as_one_would_type_it() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["id", "amount", "day"])
    sheet.append([7.0, 12.5, datetime(2026, 3, 2)])  # noqa: DTZ001 - sheets know no time zones
    sheet.append([None, None, None])
    kept = io.BytesIO()
    book.save(kept)
    table = read_table("ideas.xlsx", kept.getvalue())
    assert table.rows == ((2, ("7", "12.5", "2026-03-02")),)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"id,title\n", b"id,title\n,\n"])
def test_a_file_without_rows_is_refused(content: bytes) -> None:
    with pytest.raises(TableEmpty):
        read_table("empty.csv", content)


@pytest.mark.parametrize("content", [b"a,b\n\0,1\n", b"\xff\xfea", b"PK\x03\x04 no sheet"])
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(TableUnreadable):
        read_table("broken.csv", content)


def test_a_sheet_that_unpacks_to_a_flood_is_refused_unopened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tables, "UNPACKED_MAX_MB", 1)
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (3 * tables.MEGABYTE))
    assert len(kept.getvalue()) < 10_000
    with pytest.raises(TableTooLarge):
        read_table("bomb.xlsx", kept.getvalue())


@pytest.mark.parametrize(
    ("limit", "most", "content"),
    [
        ("SIZE_MAX_MB", 0, b"a,b\n1,2\n"),
        ("ROWS_MAX", 1, b"a,b\n1,2\n3,4\n"),
        ("COLUMNS_MAX", 1, b"a,b\n1,2\n"),
        ("CELL_LENGTH_MAX", 3, b"a,b\n1,long\n"),
    ],
)
def test_more_than_fits_is_refused(
    monkeypatch: pytest.MonkeyPatch, limit: str, most: int, content: bytes
) -> None:
    monkeypatch.setattr(tables, limit, most)
    with pytest.raises(TableTooLarge):
        read_table("large.csv", content)
