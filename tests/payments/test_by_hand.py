from datetime import date

import pytest

from grodd.base import clock
from grodd.base.errors import NotAllowed, NotFound
from grodd.engines.money import Money
from grodd.ledger.charts import Chart, Purpose
from grodd.ledger.models import Period, Voucher
from grodd.ledger.queries import account_for, balance
from grodd.payments.models import Treasury
from grodd.payments.queries import (
    accounts_seen_by,
    order_seen_by,
    treasury_of,
    treasury_seen_by,
    voucher_seen_by,
)
from grodd.payments.refusals import (
    NothingToBook,
    ReverseAtItsSource,
    SameAccountTwice,
    TreasuryMissing,
    YearDoesNotFollow,
)
from grodd.payments.usecases.book_by_hand import book_by_hand
from grodd.payments.usecases.close_month import close_month
from grodd.payments.usecases.open_next_year import open_next_year
from grodd.payments.usecases.open_treasury import open_treasury
from grodd.payments.usecases.reverse_by_hand import reverse_by_hand
from tests.agreements.signing import LOAN, Desk
from tests.world import World

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def book(desk: Desk, minor: int = 5_000, key: str = "k1", *, same: bool = False) -> Voucher:
    capital = account_for(desk.treasury.book_id, Purpose.CAPITAL)
    other = capital.pk if same else desk.treasury.bank_id
    return book_by_hand(
        by=desk.bo, key=key, booked_on=TODAY, text="Från regionen", sides=(other, capital.pk),
        amount=Money(minor, "SEK"), at=clock.now(),
    )  # fmt: skip


def test_books_are_opened_once_by_those_who_keep_them(desk: Desk) -> None:
    def opened(by: object) -> Treasury:
        return open_treasury(
            by=by,  # type: ignore[arg-type] # an asker
            organisation_id=desk.world.company.pk,
            chart=Chart.COMPANY,
            starts_on=date(2026, 1, 1),
            at=clock.now(),
        )

    with pytest.raises(TreasuryMissing):
        treasury_of(desk.world.company.pk)
    with pytest.raises(NotAllowed):
        opened(desk.world.asker(desk.world.petra))
    assert opened(desk.world.asker(desk.world.bo)) == opened(desk.world.asker(desk.world.bo))


def test_a_voucher_by_hand_is_booked_once_and_undone_once(desk: Desk) -> None:
    before = balance(desk.treasury.bank)
    voucher = book(desk)
    assert book(desk) == voucher
    undone = reverse_by_hand(
        by=desk.bo, voucher_id=voucher.pk, booked_on=TODAY, reason="Fel", at=clock.now()
    )
    again = reverse_by_hand(
        by=desk.bo, voucher_id=voucher.pk, booked_on=TODAY, reason="Fel", at=clock.now()
    )
    assert again == undone
    assert balance(desk.treasury.bank) == before


def test_what_moves_nothing_is_refused(desk: Desk) -> None:
    with pytest.raises(SameAccountTwice):
        book(desk, same=True)
    with pytest.raises(NothingToBook):
        book(desk, 0)


def test_a_payment_is_not_reversed_behind_its_back(desk: Desk) -> None:
    desk.loan(LOAN)
    paid = Voucher.objects.get(key__startswith="order:")
    with pytest.raises(ReverseAtItsSource):
        reverse_by_hand(
            by=desk.bo, voucher_id=paid.pk, booked_on=TODAY, reason="Fel", at=clock.now()
        )


def test_another_space_has_books_of_its_own(desk: Desk) -> None:
    voucher = book(desk)
    elsewhere = desk.world.asker(desk.world.bo, desk.world.company)
    with pytest.raises(NotFound):
        reverse_by_hand(
            by=elsewhere, voucher_id=voucher.pk, booked_on=TODAY, reason="Fel", at=clock.now()
        )
    with pytest.raises(NotFound):
        close_month(by=elsewhere, period_id=Period.objects.earliest("pk").pk, at=clock.now())
    assert treasury_seen_by(elsewhere) is None
    with pytest.raises(NotFound):
        accounts_seen_by(elsewhere)


def test_months_are_closed_by_those_who_keep_the_books(desk: Desk) -> None:
    january = Period.objects.earliest("starts_on")
    with pytest.raises(NotAllowed):
        close_month(by=desk.petra, period_id=january.pk, at=clock.now())
    assert close_month(by=desk.bo, period_id=january.pk, at=clock.now()).closed_at


def test_the_auditor_reads_everything_and_a_stranger_nothing(desk: Desk) -> None:
    loan = desk.signed(LOAN).loan
    order = desk.ordered(loan)
    voucher = book(desk)
    agda = desk.asker(desk.world.agda)
    assert order_seen_by(agda, order_id=order.pk) == order
    assert voucher_seen_by(agda, voucher_id=voucher.pk) == voucher
    for person in (desk.world.dana, desk.world.amina, desk.world.rolf):
        with pytest.raises(NotFound):
            treasury_seen_by(desk.asker(person))
        with pytest.raises(NotFound):
            order_seen_by(desk.asker(person), order_id=order.pk)


def test_the_next_year_opens_once_and_leaves_no_day_out(world: World) -> None:
    desk = Desk(world)
    year = open_next_year(by=desk.bo, starts_on=date(2027, 1, 1), at=clock.now())
    assert year.ends_on == date(2027, 12, 31)
    again = open_next_year(by=desk.bo, starts_on=date(2027, 1, 1), at=clock.now())
    assert again.pk == year.pk
    with pytest.raises(YearDoesNotFollow):
        open_next_year(by=desk.bo, starts_on=date(2028, 2, 1), at=clock.now())
    with pytest.raises(NotAllowed):
        open_next_year(by=desk.petra, starts_on=date(2028, 1, 1), at=clock.now())
