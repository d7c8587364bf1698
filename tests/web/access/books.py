"""Who reads and keeps the books."""

from grodd.ledger.models import Period, Voucher
from grodd.payments.models import Order
from tests.agreements.signing import LOAN, Desk
from tests.web.stage import AUDITORS, FINANCE, MANAGERS, Row, Stage

READ = FINANCE | AUDITORS
ORDERS = READ | MANAGERS


def prepared(stage: Stage) -> Order:
    """A payment that Bo prepared."""
    desk: Desk = stage.fund_desk
    return desk.ordered(desk.signed(LOAN).loan)


def voucher(stage: Stage) -> Voucher:
    return Voucher.objects.filter(book=stage.fund_desk.treasury.book).latest("pk")


def january(stage: Stage) -> Period:
    return Period.objects.filter(year__book=stage.fund_desk.treasury.book).earliest("starts_on")


def with_books(stage: Stage) -> dict[str, int]:
    """No arguments, but books that someone opened."""
    assert stage.fund_desk
    return {}


def one(name: str, made: str) -> object:
    return lambda stage: {name: getattr(stage, made).pk}


BUILDERS = {
    "fund_desk": lambda stage: Desk(stage.world),
    "prepared_order": prepared,
    "fund_voucher": voucher,
    "fund_january": january,
}
DAY = {"paid_on": "2026-03-02"}
ROWS = [
    Row("books:accounts", may=READ, where="fund"),
    Row("books:open", may=FINANCE, sees=AUDITORS, where="fund",
        post={"chart": "fund", "starts_on": "2026-01-01"}),
    Row("books:account", kwargs=with_books, may=FINANCE, sees=AUDITORS, where="fund"),
    Row("books:journal", kwargs=with_books, may=READ,
        where="fund"),
    Row("books:result", kwargs=with_books, may=READ, where="fund"),
    Row("books:book", kwargs=with_books, may=FINANCE,
        sees=AUDITORS, where="fund"),
    Row("books:voucher", kwargs=one("voucher_id", "fund_voucher"), may=READ, where="fund"),
    Row("books:periods", kwargs=with_books, may=READ,
        where="fund"),
    Row("books:next_year", kwargs=with_books, may=FINANCE, sees=AUDITORS, where="fund"),
    Row("books:close", kwargs=one("period_id", "fund_january"), may=FINANCE, sees=AUDITORS,
        post={}, where="fund"),
    Row("books:orders", may=ORDERS, where="fund"),
    Row("books:order", kwargs=one("order_id", "prepared_order"), may=ORDERS, where="fund"),
    Row("books:approve", kwargs=one("order_id", "prepared_order"), may=FINANCE,
        sees=AUDITORS | MANAGERS, post=DAY, where="fund"),
    Row("books:cancel", kwargs=one("order_id", "prepared_order"), may=FINANCE | MANAGERS,
        sees=AUDITORS, post={"reason": "Fel"}, where="fund", passed={200, 302, 409, 422}),
]  # fmt: skip
