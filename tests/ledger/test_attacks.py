"""What the database refuses whoever asks, and what the check finds when even that was bypassed."""

from argparse import Namespace

import pytest
from django.db import DatabaseError, connection, transaction

from grodd.cli import ledger as command
from grodd.ledger.charts import Chart, Purpose
from grodd.ledger.checking import check_book, check_triggers
from grodd.ledger.models import Account
from grodd.ledger.usecases.open_book import open_book
from tests.ledger.shelf import YEAR, Shelf

pytestmark = pytest.mark.django_db
TABLES = ("ledger_voucher", "ledger_transfer", "ledger_reservation", "ledger_reservationend")
VERBS = {
    "sqlite": ["UPDATE {0} SET id = id", "DELETE FROM {0}"],
    "postgresql": ["UPDATE {0} SET id = id", "DELETE FROM {0}", "TRUNCATE {0} CASCADE"],
}


@pytest.fixture
def shelf() -> Shelf:
    shelf = Shelf()
    shelf.post("award:1", 30_000)
    shelf.post("award:2", 10_000)
    return shelf


def sql(*statements: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def past_the_triggers(*statements: str) -> None:
    """What someone could do who holds the database itself."""
    if connection.vendor == "postgresql":
        off = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in TABLES]
    else:
        off = [
            f"DROP TRIGGER IF EXISTS {table}_{ending}"
            for table in TABLES
            for ending in ("no_update", "no_delete", "is_sound")
        ]
    if connection.vendor == "postgresql":
        sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql(*off)
    sql(*statements)


def faults(shelf: Shelf) -> str:
    return " | ".join(f"{fault.where}: {fault.what}" for fault in check_book(shelf.book))


@pytest.mark.parametrize("table", ["ledger_voucher", "ledger_transfer"])
def test_posted_is_posted(shelf: Shelf, table: str) -> None:
    for attack in VERBS[connection.vendor]:
        with pytest.raises(DatabaseError):
            sql(attack.format(table))
    assert faults(shelf) == ""


@pytest.mark.parametrize("table", ["ledger_voucher", "ledger_transfer"])
def test_a_row_is_not_replaced(shelf: Shelf, table: str) -> None:
    replace = {
        "sqlite": f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        "postgresql": f"INSERT INTO {table} SELECT * FROM {table} "
        "ON CONFLICT (id) DO UPDATE SET id = EXCLUDED.id",
    }
    with pytest.raises(DatabaseError):
        sql(replace[connection.vendor])
    assert faults(shelf) == ""


TRANSFER = (
    "INSERT INTO ledger_transfer (voucher_id, line, debit_id, credit_id, amount_minor, dimensions) "
    "SELECT voucher_id, 2, {debit}, {credit}, {amount}, '{{}}' FROM ledger_transfer "
    "ORDER BY id LIMIT 1"
)


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": "0"},
        {"amount": "-5"},
        {"credit": "debit_id"},
        {"debit": "(SELECT max(id) FROM ledger_account)"},
    ],
)
def test_half_a_transfer_or_one_between_books_cannot_be_inserted(
    shelf: Shelf, wrong: dict[str, str]
) -> None:
    open_book(name="Other", chart=Chart.FUND, starts_on=YEAR)
    parts = {"debit": "debit_id", "credit": "credit_id", "amount": "5", **wrong}
    with pytest.raises(DatabaseError):
        sql(TRANSFER.format(**parts))
    assert faults(shelf) == ""


def test_a_part_of_an_ore_cannot_be_inserted(shelf: Shelf) -> None:
    parts = {"debit": "debit_id", "credit": "credit_id", "amount": "1.5"}
    if connection.vendor == "postgresql":
        parts["amount"] = "'1.5'::text::bigint"
    with pytest.raises(DatabaseError):
        sql(TRANSFER.format(**parts))
    assert faults(shelf) == ""


def test_the_bank_cannot_be_emptied_by_hand(shelf: Shelf) -> None:
    bank = shelf.account(Purpose.BANK)
    with pytest.raises(DatabaseError):
        sql(f"UPDATE ledger_account SET credits_posted_minor = 100001 WHERE id = {bank.pk}")


def test_a_line_slipped_in_is_found(shelf: Shelf) -> None:
    sql(TRANSFER.format(debit="debit_id", credit="credit_id", amount="5"))
    assert "was changed after it was sealed" in faults(shelf)
    assert "the transfers say" in faults(shelf)


@pytest.mark.parametrize(
    ("attack", "found"),
    [
        ("UPDATE ledger_transfer SET amount_minor = 1", "was changed after it was sealed"),
        ("UPDATE ledger_voucher SET text = 'x' WHERE chain_number = 2", "was changed"),
        ("UPDATE ledger_voucher SET number = 9 WHERE chain_number = 3", "gap"),
        ("UPDATE ledger_voucher SET booked_on = '2031-01-01'", "outside the year"),
        ("UPDATE ledger_account SET debits_posted_minor = debits_posted_minor + 1", "sums"),
        ("UPDATE ledger_account SET currency = 'EUR' WHERE purpose = 'bank'", "must not be"),
        ("UPDATE ledger_chain SET hash = ''", "head says"),
    ],
)
def test_a_change_past_the_triggers_is_found(shelf: Shelf, attack: str, found: str) -> None:
    past_the_triggers(attack)
    wanted = "the transfers say" if found == "sums" else found
    assert wanted in faults(shelf)


def test_a_removed_voucher_is_found(shelf: Shelf) -> None:
    past_the_triggers(
        "DELETE FROM ledger_transfer WHERE voucher_id IN "
        "(SELECT id FROM ledger_voucher WHERE chain_number = 2)",
        "DELETE FROM ledger_voucher WHERE chain_number = 2",
    )
    assert "voucher 2 in the chain is missing" in faults(shelf)
    assert "gap" in faults(shelf)


def test_triggers_taken_away_are_found(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.run(Namespace(verb="check")) == 0
    past_the_triggers("UPDATE ledger_transfer SET amount_minor = 1")
    assert {fault.where for fault in check_triggers()} == set(TABLES)
    assert command.run(Namespace(verb="check")) == 1
    told = capsys.readouterr().out
    assert "The books are right." in told
    assert "ledger_transfer_no_update is missing" in told
    assert Account.objects.filter(book=shelf.book).exists()
