"""A booking points at a loan and a voucher that are there, whoever writes it."""

from argparse import Namespace
from datetime import date

import pytest
from benchmarks.nightly.portfolio import fill
from django.db import DatabaseError, connection, transaction

from grodd.agreements.models import Loan
from grodd.agreements.soundness import check_bookings, guard_bookings, unguard_bookings
from grodd.cli import ledger as command
from grodd.ledger.models import Voucher
from tests.agreements.signing import Desk, reference_rates
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(world: World) -> Desk:
    reference_rates()
    desk = Desk(world, bank_minor=1)
    fill(desk, 2, paid_on=date(2026, 3, 2), due_days=[2])
    return desk


def sql(statement: str, *values: int) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        connection.check_constraints()


def book(loan_id: int, voucher_id: int) -> None:
    sql(
        "INSERT INTO agreements_loanbooking (loan_id, name, day, voucher_id) "
        "VALUES (%s, 'due:1', '2026-04-02', %s)",
        loan_id,
        voucher_id,
    )


@pytest.mark.usefixtures("desk")
def test_a_booking_of_nothing_is_refused() -> None:
    loan, voucher = Loan.objects.latest("pk").pk, Voucher.objects.latest("pk").pk
    for loan_id, voucher_id in ((loan + 1, voucher), (loan, voucher + 1)):
        with pytest.raises(DatabaseError):
            book(loan_id, voucher_id)
    book(loan, voucher)
    assert list(check_bookings()) == []


@pytest.mark.usefixtures("desk")
def test_what_a_booking_points_at_stays() -> None:
    loan, voucher = Loan.objects.latest("pk").pk, Voucher.objects.latest("pk").pk
    book(loan, voucher)
    for attack in (
        "DELETE FROM agreements_loan WHERE id = %s",
        "UPDATE agreements_loan SET id = id + 1000 WHERE id = %s",
    ):
        with pytest.raises(DatabaseError):
            sql(attack, loan)
    with pytest.raises(DatabaseError):
        sql("DELETE FROM ledger_voucher WHERE id = %s", voucher)


@pytest.mark.postgres
@pytest.mark.usefixtures("desk")
def test_guards_taken_away_and_what_came_of_it_are_found(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert list(check_bookings()) == []
    sql("ALTER TABLE agreements_loanbooking DISABLE TRIGGER agreements_loanbooking_is_sound")
    book(Loan.objects.latest("pk").pk, Voucher.objects.latest("pk").pk + 1)
    found = " | ".join(f"{fault.where}: {fault.what}" for fault in check_bookings())
    assert "agreements_loanbooking_is_sound is missing" in found
    assert "points at a loan or a voucher that does not exist" in found
    assert command.run(Namespace(verb="check")) == 1
    assert "agreements_loanbooking_is_sound is missing" in capsys.readouterr().out


@pytest.mark.postgres
def test_the_guards_give_way_to_foreign_keys_and_come_back(desk: Desk) -> None:
    connection.check_constraints()
    with connection.schema_editor() as editor:
        unguard_bookings(editor)
    assert len(list(check_bookings())) == 3
    with pytest.raises(DatabaseError):
        book(Loan.objects.latest("pk").pk, Voucher.objects.latest("pk").pk + 1)
    with connection.schema_editor() as editor:
        guard_bookings(editor)
    assert list(check_bookings()) == []
    assert desk.treasury.book_id
