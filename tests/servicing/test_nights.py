"""A night over some forty loans: what it books is what each loan would book by itself."""

import os
import random
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from benchmarks.nightly.portfolio import fill
from django.db import transaction

from grodd.agreements.bookkeeping import bring_up_to_date
from grodd.agreements.models import Loan, LoanBooking, LoanPosition
from grodd.agreements.positions import figures
from grodd.agreements.refusals import (
    EasedAlready,
    NothingToEase,
    RepaymentTooLarge,
    WaiverTooLarge,
)
from grodd.agreements.replaying import life_of
from grodd.agreements.telling import locked_loan
from grodd.agreements.usecases.change_terms import change_terms
from grodd.agreements.usecases.charge_fee import Fee, charge_fee
from grodd.agreements.usecases.ease_late_interest import ease_late_interest
from grodd.agreements.usecases.waive_debt import waive_debt
from grodd.base import clock as clock_of
from grodd.base.audit import SYSTEM, Stamp
from grodd.base.errors import Refusal
from grodd.base.models import DatedRule, OutboxMessage
from grodd.engines.allocation import Component
from grodd.engines.calendar import Rhythm, Unit, month_days
from grodd.engines.life import (
    ORDERS,
    Ahead,
    Aside,
    Eased,
    Extension,
    NewRhythm,
    PaymentRules,
    RateChange,
)
from grodd.engines.waterfall import Reach
from grodd.ledger.charts import Purpose
from grodd.ledger.checking import check_book
from grodd.ledger.models import Voucher
from grodd.ledger.queries import account_for, balance_on
from grodd.ledger.usecases.open_year import open_year
from grodd.processes.record_repayment import record_repayment
from grodd.processes.run_nightly import run_nightly
from grodd.programmes.models import Frame
from grodd.servicing.models import MonthEnd, Night, NightStep, PortfolioDay
from tests.agreements.signing import LOAN, Desk, reference_rates, sek
from tests.conftest import Clock
from tests.world import World

pytestmark = pytest.mark.django_db
PAID = date(2026, 3, 2)
SEED = int(os.environ.get("GRODD_EXAMPLES", "1"))


@pytest.fixture
def desk(world: World) -> Desk:
    reference_rates()
    return Desk(world, bank_minor=1)


def night(clock: Clock, day: str) -> Night:
    at = clock.set(f"{day} 05:30")
    run_nightly(on=date.fromisoformat(day), at=at)
    return Night.objects.get(day=day)


def nothing_to_add(desk: Desk) -> bool:
    """Each loan lives through its events: no voucher is missing, and it stands as was written."""
    vouchers = Voucher.objects.count()
    columns = [field.name for field in LoanPosition._meta.concrete_fields if field.name != "loan"]
    for pk in Loan.objects.filter(state="repaying").values_list("pk", flat=True):
        written = LoanPosition.objects.values(*columns).get(pk=pk)
        with transaction.atomic():
            loan = locked_loan(pk)
            life = bring_up_to_date(loan, cause=None, stamp=Stamp(clock_of.now(), SYSTEM, None))
        counted = figures(life, clock_of.today())
        assert {**written, "day": 0} == {**counted, "day": 0}, pk
    assert list(check_book(desk.treasury.book)) == []
    return Voucher.objects.count() == vouchers


def test_what_falls_due_is_booked_for_all_of_them_at_once(desk: Desk, clock: Clock) -> None:
    fill(desk, 40, paid_on=PAID, due_days=[2, 3])
    done = night(clock, "2026-04-02")
    assert done.counts["due"] == {str(desk.space.pk): 20}
    assert LoanBooking.objects.filter(name="due:1").count() == 20
    assert nothing_to_add(desk)


def test_a_second_run_does_nothing(desk: Desk, clock: Clock) -> None:
    fill(desk, 6, paid_on=PAID, due_days=[2])
    night(clock, "2026-04-02")
    before = (Voucher.objects.count(), NightStep.objects.count(), OutboxMessage.objects.count())
    night(clock, "2026-04-02")
    after = (Voucher.objects.count(), NightStep.objects.count(), OutboxMessage.objects.count())
    assert after == before
    assert Night.objects.count() == 1


def test_days_that_were_missed_are_done_in_order(desk: Desk, clock: Clock) -> None:
    fill(desk, 8, paid_on=PAID, due_days=[2, 4])
    night(clock, "2026-04-01")
    night(clock, "2026-04-05")
    days = list(Night.objects.order_by("pk").values_list("day", flat=True))
    assert days == [date(2026, 4, day) for day in (1, 2, 3, 4, 5)]
    booked = Voucher.objects.filter(loan_booking__name="due:1").order_by("chain_number")
    assert list(booked.values_list("booked_on", flat=True)) == [
        *[date(2026, 4, 2)] * 4, *[date(2026, 4, 4)] * 4
    ]  # fmt: skip
    assert nothing_to_add(desk)


def test_the_first_night_catches_up_with_everything_at_once(desk: Desk, clock: Clock) -> None:
    fill(desk, 8, paid_on=PAID, due_days=[2, 30])
    night(clock, "2026-06-10")
    assert LoanBooking.objects.count() == 4 * 3 + 4 * 2
    assert nothing_to_add(desk)


def pay(desk: Desk, loan: Loan, minor: int, day: date, ahead: Ahead) -> None:
    record_repayment(
        by=desk.bo, loan_id=loan.pk, received=sek(minor), value_date=day,
        bank_reference=f"{loan.pk}:{day}", at=clock_of.now(), ahead=ahead,
    )  # fmt: skip


def something_happens(desk: Desk, chance: random.Random, day: date) -> None:
    """To some of the loans: paid in time, late, ahead or in part, bounced, eased, called in."""
    for loan in Loan.objects.filter(state="repaying").order_by("pk"):
        drawn = chance.random()
        if drawn < 0.5:
            minor = chance.choice((20_000, 104_000, 210_000, 430_000))
            with suppress(RepaymentTooLarge):
                pay(desk, loan, minor, day, chance.choice(list(Ahead)))
        elif drawn < 0.6:
            charge_fee(by=desk.bo, loan_id=loan.pk, fee=Fee.REMINDER, day=day, at=clock_of.now())
        elif drawn < 0.66:
            terms = chance.choice(
                (Extension("x" + str(day), day, 2), Aside("a" + str(day), day),
                 RateChange("r" + str(day), day, Fraction(9, 100)),
                 NewRhythm("w" + str(day), day, RHYTHMS[1], day + timedelta(11), 9))
            )  # fmt: skip
            with suppress(Refusal):
                change_terms(
                    by=desk.petra, loan_id=loan.pk, change=terms, reason="x", at=clock_of.now()
                )
        elif drawn < 0.7:
            with suppress(WaiverTooLarge):
                waive_debt(
                    by=desk.bo, loan_id=loan.pk, component=Component.INTEREST, amount=sek(50),
                    day=day, reason="Sjuk", at=clock_of.now(),
                )  # fmt: skip
        elif drawn < 0.8:
            since = day - timedelta(chance.randrange(30))
            eased = Eased("e" + str(day), since, day + timedelta(20), Fraction(1, 3))
            with suppress(EasedAlready, NothingToEase):
                ease_late_interest(
                    by=desk.bo, loan_id=loan.pk, eased=eased, reason="Sjuk", at=clock_of.now()
                )


RHYTHMS = (Rhythm(1, Unit.QUARTERS), Rhythm(2, Unit.WEEKS))


def repaid_otherwise(desk: Desk, chance: random.Random) -> None:
    """Two loans that are not repaid every month, and orders of payment of their own for some."""
    frame = Frame.objects.filter(rounds=desk.round)
    frame.update(loan_rhythms=[rhythm.code for rhythm in RHYTHMS])
    desk.fill(2_400_000)
    for rhythm in RHYTHMS:
        first = rhythm.after(PAID, 1)
        desk.loan(replace(LOAN, instalments=6, rhythm=rhythm, first_due_on=first, grace=1))
    for loan in Loan.objects.order_by("pk")[::2]:
        one, two, three = chance.choices(list(ORDERS), k=3)
        rules = PaymentRules(one, two, three, chance.choice(list(Reach)))
        Loan.objects.filter(pk=loan.pk).update(payment_rules=rules.written())


def test_whatever_happened_a_night_agrees_with_each_loan(desk: Desk, clock: Clock) -> None:
    for key, value in (("reminder_fee_minor", 6_000), ("waiver_max_minor", 100_000)):
        DatedRule.objects.create(country="SE", key=key, valid_from=PAID, value=value, source="x")
    fill(desk, 6, paid_on=PAID, due_days=[2, 17], months=6)
    chance = random.Random(SEED)  # noqa: S311 - it must come out the same again
    repaid_otherwise(desk, chance)
    for month in (4, 5, 6):
        for number in (3, 20):
            clock.set(f"2026-{month:02}-{number:02} 10:00")
            something_happens(desk, chance, date(2026, month, number))
        last = date(2026, month, month_days(2026, month))
        NightStep.objects.all().delete()
        Night.objects.all().delete()  # nobody runs each night of a month in a test
        night(clock, last.isoformat())
        for seen in MonthEnd.objects.filter(day=last).select_related("loan"):
            loan = Loan.objects.select_related("agreement__scope__organisation").get(
                pk=seen.loan_id
            )
            life = life_of(loan, last)
            counted = (life.principal, life.ran, sum(life.late.values()))
            assert (seen.principal_minor, seen.accrued_minor, seen.late_minor) == counted, loan
            due = [row for row in life.rows if row.due <= last and row.left]
            assert seen.days_late == ((last - due[0].due).days if due else 0)
        assert nothing_to_add(desk)


def test_after_a_change_of_rhythm_the_night_follows_the_new_rows(desk: Desk, clock: Clock) -> None:
    repaid_otherwise(desk, random.Random(SEED))  # noqa: S311 - it must come out the same again
    loan = Loan.objects.order_by("pk")[0]
    clock.set("2026-04-20 10:00")
    change_terms(
        by=desk.petra, loan_id=loan.pk, reason="x", at=clock_of.now(),
        change=NewRhythm("w", date(2026, 4, 20), RHYTHMS[1], date(2026, 5, 4), 13),
    )  # fmt: skip
    night(clock, "2026-06-02")
    mine = LoanBooking.objects.filter(loan=loan, name__startswith="due:").order_by("day")
    assert list(mine.values_list("day", flat=True)) == [
        date(2026, 5, 4), date(2026, 5, 18), date(2026, 6, 1)
    ]  # fmt: skip
    assert nothing_to_add(desk)


def test_a_book_without_a_year_waits_and_is_told(desk: Desk, clock: Clock) -> None:
    fill(desk, 4, paid_on=PAID, due_days=[2], months=11)
    done = night(clock, "2027-01-02")
    (step,) = done.steps.filter(name="due")
    assert [(one["code"], one["organisation"]) for one in step.refused] == [
        ("year_is_missing", desk.space.pk)
    ]
    assert not LoanBooking.objects.exists()
    open_year(book_id=desk.treasury.book_id, starts_on=date(2027, 1, 1))
    night(clock, "2027-01-03")
    assert LoanBooking.objects.count() == 4 * 10
    assert nothing_to_add(desk)


def test_after_a_refusal_the_next_night_looks_as_far_back(desk: Desk, clock: Clock) -> None:
    fill(desk, 4, paid_on=PAID, due_days=[2])
    night(clock, "2026-04-03")
    assert night(clock, "2026-04-04").since == date(2026, 4, 3)
    refused = [{"organisation": desk.space.pk, "reference": "L0", "code": "x", "facts": {}}]
    NightStep.objects.filter(night__day="2026-04-04", name="service").update(refused=refused)
    assert night(clock, "2026-04-05").since == date(2026, 4, 3)
    assert night(clock, "2026-04-06").since == date(2026, 4, 5)


def test_a_month_ends_with_its_own_interest_and_gives_it_back(desk: Desk, clock: Clock) -> None:
    fill(desk, 4, paid_on=PAID, due_days=[2])
    night(clock, "2026-03-31")
    (accrued,) = Voucher.objects.filter(key__startswith="accrued:")
    ran = sum(MonthEnd.objects.values_list("accrued_minor", flat=True))
    booked = sum(accrued.transfers.values_list("amount_minor", flat=True))
    assert (accrued.booked_on, booked) == (date(2026, 3, 31), ran)
    night(clock, "2026-04-01")
    assert accrued.reversed_by.booked_on == date(2026, 4, 1)
    assert list(check_book(desk.treasury.book)) == []


def test_the_interest_of_a_month_is_told_by_product(desk: Desk, clock: Clock) -> None:
    fill(desk, 4, paid_on=PAID, due_days=[2])
    night(clock, "2026-03-31")
    (accrued,) = Voucher.objects.filter(key__startswith="accrued:")
    ran: Counter[str] = Counter()
    for seen in MonthEnd.objects.select_related("loan"):
        ran[f"{seen.loan.schedule_kind}-{seen.loan.annual_rate_bp}"] += seen.accrued_minor
    lines = {each.dimensions["product"]: each.amount_minor for each in accrued.transfers.all()}
    assert lines == ran
    assert len(lines) > 1
    night(clock, "2026-04-01")
    back = {each.dimensions["product"] for each in accrued.reversed_by.transfers.all()}
    assert back == set(lines)


def income(desk: Desk, until: date) -> int:
    """Interest that the books call income by a day."""
    return balance_on(account_for(desk.treasury.book_id, Purpose.INTEREST), until).minor


def test_interest_belongs_to_its_month_whenever_it_was_paid(desk: Desk, clock: Clock) -> None:
    """Half of the loans pay their first instalments in March already."""
    fill(desk, 4, paid_on=PAID, due_days=[2])
    clock.set("2026-03-05 12:00")
    loans = list(Loan.objects.order_by("pk"))
    year = sum(Fraction(one.principal_minor * one.annual_rate_bp, 10_000) for one in loans)
    for loan, share in zip(loans, (0, 13, 20, 0), strict=True):
        if share:
            pay(desk, loan, loan.principal_minor * share // 100, date(2026, 3, 5), Ahead.NEXT)
    night(clock, "2026-03-31")
    wholly = life_of(loans[2], date(2026, 3, 31))
    assert (wholly.rows[0].left, wholly.accrued, wholly.ran > 0) == (0, 0, True)
    assert abs(income(desk, date(2026, 3, 31)) - year * Fraction(28, 360)) <= 2
    night(clock, "2026-04-02")
    assert abs(income(desk, date(2026, 4, 2)) - year * Fraction(30, 360)) <= 2
    assert nothing_to_add(desk)


def test_more_that_fell_due_than_ran_goes_to_a_later_month(desk: Desk, clock: Clock) -> None:
    """Interest was paid ahead, and then the rate fell: the accrual is the other way round."""
    rules = PaymentRules("interest_first", reach=Reach.VERTICAL)
    fill(desk, 1, paid_on=PAID, due_days=[2])
    Loan.objects.update(payment_rules=rules.written())
    clock.set("2026-03-05 12:00")
    loan = Loan.objects.get()
    pay(desk, loan, 20_000, date(2026, 3, 5), Ahead.NEXT)
    clock.set("2026-04-02 12:00")
    change_terms(
        by=desk.petra, loan_id=loan.pk, change=RateChange("r", date(2026, 4, 2), Fraction(0)),
        reason="x", at=clock_of.now(),
    )  # fmt: skip
    night(clock, "2026-05-31")
    assert MonthEnd.objects.get().accrued_minor < 0
    march = Fraction(loan.principal_minor * loan.annual_rate_bp, 120_000)
    assert abs(income(desk, date(2026, 5, 31)) - march) <= 2
    assert nothing_to_add(desk)


def test_the_portfolio_of_a_day_adds_up_to_its_loans(desk: Desk, clock: Clock) -> None:
    fill(desk, 8, paid_on=PAID, due_days=[2, 30])
    night(clock, "2026-04-30")
    days = PortfolioDay.objects.filter(day=date(2026, 4, 30))
    assert list(days.values_list("from_days", "loans")) == [(0, 4), (1, 4)]
    seen = MonthEnd.objects.filter(day=date(2026, 4, 30))
    for name in ("principal_minor", "overdue_minor", "provision_minor"):
        assert sum(days.values_list(name, flat=True)) == sum(seen.values_list(name, flat=True))
