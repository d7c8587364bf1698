"""The life of a loan, by hand; see ``lives`` for the loan."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from grodd.engines.allocation import Component
from grodd.engines.life import (
    Ahead,
    Aside,
    Charge,
    Draw,
    Event,
    Extension,
    Holiday,
    LifeState,
    NewDueDay,
    Payment,
    Posting,
    RateChange,
    Return,
    Reversal,
    Side,
    Termination,
    ToBalance,
    Waiver,
    WriteOff,
    live,
    raised,
)
from tests.engines.lives import (
    ANNUITY,
    CONTRACT,
    DRAWN,
    FIRST,
    LATE,
    PAID_OUT,
    after,
    booked,
    due,
    interest,
    on_account,
    principal,
)

pytestmark = pytest.mark.once


def test_the_plan_is_the_one_of_the_contract() -> None:
    life = after()
    assert principal(life) == [100_000] * 12
    assert interest(life)[:2] == [4_000, 3_667]
    assert [row.balance_after for row in life.rows][-2:] == [100_000, 0]


@pytest.mark.parametrize(
    "happened",
    [
        Extension("e", date(2026, 4, 10), 3),
        Extension("e", date(2026, 4, 10), -3),
        Holiday("h", date(2026, 4, 10), 2, pays_interest=True, longer=True),
        Payment("p", FIRST, 4_000 + 550_000, Ahead.LOWER),
        Draw("more", date(2026, 4, 17), 110_000),
    ],
    ids=["longer", "shorter", "pause", "less", "more"],
)
def test_what_is_repaid_at_the_end_is_so_whatever_happens(happened: Event) -> None:
    """The last instalment alone repays, and interest runs on all of it until then."""
    life = after(happened, contract=replace(CONTRACT, grace=11, bullet=True))
    *before, last = principal(life)
    assert set(before) == {0}
    assert last == life.principal
    assert all(interest(life))


def test_a_second_draw_is_repaid_by_the_instalments_to_come() -> None:
    life = after(Draw("more", date(2026, 4, 17), 110_000), on=date(2026, 4, 17))
    assert principal(life) == [100_000] + [110_000] * 11
    # 1 100 000 for fifteen days, then 1 210 000 for fifteen more.
    assert interest(life)[1] == 1_833 + 2_017
    assert [row.balance_after for row in life.rows[:2]] == [1_100_000, 1_100_000]


def test_more_than_the_next_instalment_lowers_the_plan_after_it() -> None:
    life = after(Payment("p", FIRST, 104_000 + 103_667 + 500_000))
    assert principal(life)[2:] == [50_000] * 10
    assert interest(life)[2] == 1_667
    assert life.principal == 500_000


def test_money_can_lower_the_instalments_at_once() -> None:
    life = after(Payment("p", FIRST, 104_000 + 550_000, Ahead.LOWER))
    assert principal(life)[1:] == [50_000] * 11
    assert interest(life)[1] == 1_833


def test_money_can_make_the_loan_shorter() -> None:
    life = after(Payment("p", FIRST, 104_000 + 550_000, Ahead.SHORTER))
    assert principal(life) == [100_000] * 6 + [50_000]


def test_a_shorter_annuity_keeps_its_payment() -> None:
    before = after(contract=ANNUITY)
    life = after(
        Payment("p", FIRST, before.rows[0].amount + 400_000, Ahead.SHORTER), contract=ANNUITY
    )
    assert len(life.rows) < 12
    assert {row.amount for row in life.rows[1:-1]} == {before.rows[1].amount}
    assert life.rows[-1].amount <= before.rows[1].amount


def test_money_can_pay_the_next_instalments() -> None:
    life = after(Payment("p", FIRST, 104_000 + 103_667 + 50_000, Ahead.NEXT))
    assert principal(life) == [100_000] * 12
    assert [row.left for row in life.rows[:3]] == [0, 0, 103_333 - 50_000]


def test_kept_money_pays_each_instalment_on_its_own_day() -> None:
    paid = Payment("p", FIRST, 104_000 + 110_000, Ahead.KEEP)
    assert after(paid).kept == 110_000
    life = after(paid, on=due(2))
    assert life.kept == 110_000 - 103_667
    assert booked(life)[due(2), Side.KEPT] == 103_667
    assert booked(life)[FIRST, Side.KEPT] == -110_000


def test_money_that_goes_back_pays_nothing_more() -> None:
    paid = Payment("p", FIRST, 104_000 + 110_000, Ahead.RETURN)
    life = after(paid, Return("r", date(2026, 4, 20), 110_000), on=due(2))
    assert (life.kept, life.rows[1].left) == (0, 103_667)


def test_the_settlement_counts_interest_to_the_day() -> None:
    life = after(Payment("p", date(2026, 3, 17), 1_202_000), on=date(2026, 3, 17))
    assert (life.state, life.principal, life.ended_on) == (LifeState.REPAID, 0, date(2026, 3, 17))
    assert on_account(life, Side.INTEREST) == -2_000


def test_what_comes_above_a_settlement_is_kept_to_go_back() -> None:
    life = after(Payment("p", FIRST, 1_204_000 + 500))
    assert (life.state, life.kept, life.to_return) == (LifeState.REPAID, 500, 500)


def test_the_last_instalment_can_be_paid_in_full_some_days_early() -> None:
    paid = [Payment(f"p{n}", due(n), after().rows[n - 1].amount) for n in range(1, 12)]
    life = after(*paid, Payment("last", due(12) - timedelta(3), 100_333), on=due(12))
    assert (life.state, life.kept) == (LifeState.REPAID, 0)


def test_a_bounced_payment_leaves_the_debt_as_if_it_never_came() -> None:
    paid, later = Payment("p", FIRST, 104_000), Payment("q", due(2), 104_000)
    life = after(paid, later, Reversal("r", date(2026, 4, 9), "p"), on=due(2))
    plain = after(later, on=due(2))
    assert life.rows == plain.rows
    assert booked(life)[date(2026, 4, 9), Side.BANK] == -104_000
    assert booked(life)[FIRST, Side.BANK] == 104_000
    assert on_account(life, Side.KEPT) == 0


def test_late_interest_runs_at_the_rate_of_the_loan_where_that_is_higher() -> None:
    dear = replace(CONTRACT, late=replace(LATE, contract_rate=Fraction(20, 100)))
    thirty = FIRST + timedelta(30)
    assert after(on=thirty).late == {1: round(104_000 * 0.10 * 30 / 365)}
    assert after(on=thirty, contract=dear).late == {1: round(104_000 * 0.20 * 30 / 365)}


def test_a_waiver_gives_up_late_interest_and_no_principal() -> None:
    day = FIRST + timedelta(20)
    late = after(on=day).late[1]
    life = after(Waiver("w", day, Component.LATE_INTEREST, late), on=day)
    assert life.late == {}
    assert booked(life) == {(FIRST, Side.DUE): 4_000, (FIRST, Side.INTEREST): -4_000}


def test_what_falls_due_is_income_on_its_day_paid_or_not() -> None:
    contract = replace(CONTRACT, fee=9_900)
    assert booked(after(on=FIRST - timedelta(1), contract=contract)) == {}
    life = after(on=due(2), contract=contract)
    assert [posting for posting in life.postings if posting.key == raised(1)] == [
        Posting("due:1", FIRST, Side.DUE, Side.INTEREST, 4_000),
        Posting("due:1", FIRST, Side.DUE, Side.FEE, 9_900),
    ]
    assert booked(life)[due(2), Side.INTEREST] == -3_667


def test_a_payment_takes_what_was_raised_before_and_after_the_day_alike() -> None:
    early, late = (after(Payment("p", day, 104_000), on=due(2)) for day in (due(1), due(2)))
    assert booked(early)[FIRST, Side.DUE] == 0
    assert booked(late)[due(2), Side.DUE] == 3_667 - 4_000
    assert on_account(early, Side.INTEREST) == on_account(late, Side.INTEREST) == -7_667
    ahead = after(Payment("p", FIRST - timedelta(5), 104_000))
    assert booked(ahead)[FIRST - timedelta(5), Side.DUE] == -4_000
    assert on_account(ahead, Side.DUE) == 0


def test_a_waiver_of_interest_takes_the_income_back() -> None:
    life = after(Waiver("w", FIRST, Component.INTEREST, 1_500))
    assert (on_account(life, Side.INTEREST), on_account(life, Side.DUE)) == (-2_500, 2_500)


def test_a_settlement_earns_what_was_paid_ahead_and_no_more() -> None:
    day = FIRST - timedelta(15)
    ahead = Payment("next", PAID_OUT + timedelta(1), 104_000, Ahead.NEXT)
    life = after(ahead, Payment("all", day, 1_100_000), on=due(2))
    assert life.state is LifeState.REPAID
    assert booked(life)[day, Side.INTEREST] == -4_000
    assert on_account(life, Side.DUE) == 0


def test_what_was_paid_ahead_is_called_with_the_rest() -> None:
    day = date(2026, 4, 20)
    events: list[Event] = [
        Payment("p", FIRST, 104_000 + 103_667, Ahead.NEXT), Termination("t", day, for_arrears=False)
    ]  # fmt: skip
    life = after(*events, on=day)
    assert [row.due for row in life.rows] == [FIRST, day, day]
    assert life.payoff == 1_000_000
    done = after(*events, Payment("q", day, life.payoff), on=day)
    assert (done.state, done.kept, on_account(done, Side.DUE)) == (LifeState.REPAID, 0, 0)
    assert on_account(done, Side.INTEREST) == -4_000 - 3_667


def test_a_charge_joins_the_next_instalment() -> None:
    life = after(Charge("c", date(2026, 4, 20), 6_000), on=date(2026, 4, 20))
    assert [row.owed[0] for row in life.rows[:3]] == [0, 6_000, 0]


def test_a_new_rate_holds_from_its_day() -> None:
    life = after(RateChange("r", date(2026, 4, 17), Fraction(8, 100)))
    assert interest(life)[1] == 1_833 + 3_667
    assert interest(life)[2] == 6_667
    assert principal(life)[1:] == [1_100_000 // 11] * 11


def test_a_holiday_with_interest_makes_the_loan_longer() -> None:
    life = after(Holiday("h", date(2026, 4, 10), 2, pays_interest=True, longer=True))
    assert principal(life) == [100_000, 0, 0] + [100_000] * 11
    assert interest(life)[1:3] == [3_667, 3_667]
    assert life.restructured


def test_interest_waits_through_a_holiday_without_it_and_bears_none() -> None:
    silent = Holiday("h", FIRST, 2, pays_interest=False, longer=False)
    life = after(Payment("p", FIRST, 104_000), silent)
    assert interest(life)[1:4] == [0, 0, 3 * 3_667]
    assert sum(principal(life)) == 1_200_000
    # The loan can be ended inside the holiday, and the waiting interest is not forgotten.
    in_it = live(CONTRACT, (DRAWN, Payment("p", FIRST, 104_000), silent), date(2026, 5, 17))
    assert in_it.accrued == 3_667 + 1_833


def test_an_annuity_shares_the_waiting_interest() -> None:
    life = after(
        Payment("p", FIRST, after(contract=ANNUITY).rows[0].amount),
        Holiday("h", FIRST, 2, pays_interest=False, longer=True),
        contract=ANNUITY,
    )
    paying = [row.amount for row in life.rows[3:]]
    assert max(paying) - min(paying) < 50
    assert sum(principal(life)) == 1_200_000


def test_another_due_day_changes_the_interest_with_the_days() -> None:
    life = after(NewDueDay("d", FIRST, date(2026, 5, 25)))
    assert [row.due for row in life.rows[1:4]] == [
        date(2026, 5, 25), date(2026, 6, 25), date(2026, 7, 25)
    ]  # fmt: skip
    assert interest(life)[1:3] == [round(1_100_000 * 0.04 * 53 / 360), 3_333]


def test_a_longer_term_shares_what_is_left() -> None:
    life = after(Extension("e", FIRST, 11))
    assert principal(life)[1:] == [50_000] * 22


def test_arrears_join_the_balance_without_bearing_interest_on_late_interest() -> None:
    day = date(2026, 5, 12)
    late = sum(after(on=day).late.values())
    life = after(ToBalance("t", day, 0), on=day)
    assert life.late == {}
    assert life.principal == 1_200_000 + 4_000 + 3_667
    assert booked(life) == {
        (FIRST, Side.DUE): 4_000, (FIRST, Side.INTEREST): -4_000,
        (due(2), Side.DUE): 3_667, (due(2), Side.INTEREST): -3_667,
        (day, Side.PRINCIPAL): 7_667, (day, Side.DUE): -7_667,
    }  # fmt: skip
    assert life.rows[-1].owed[1] == late
    assert life.rows[-1].number > 2_000


def test_arrears_set_aside_wait_for_the_last_day() -> None:
    day = date(2026, 4, 12)
    late = after(on=day).late[1]
    life = after(Aside("a", day), on=day)
    aside = life.rows[-1]
    assert (aside.due, aside.owed) == (due(12), (0, late, 4_000, 100_000))
    assert principal(life)[1:-1] == [100_000] * 11
    assert live(CONTRACT, (DRAWN, Aside("a", day)), due(2)).late == {}


def test_a_termination_makes_all_of_it_due() -> None:
    day = date(2026, 5, 20)
    life = after(Termination("t", day, for_arrears=True), on=day)
    assert life.state is LifeState.TERMINATED
    assert life.rows[-1].due == day
    assert life.rows[-1].owed[2:] == (round(3_333 * 18 / 30), 1_000_000)
    assert life.principal == 1_200_000


def test_paying_the_arrears_stops_a_termination() -> None:
    day = date(2026, 4, 28)
    owed = 104_000 + after(on=day).late[1]
    stop = Termination("t", day, for_arrears=True)
    life = after(Payment("p", day, owed), stop, on=day)
    assert (life.state, life.lapsed) == (LifeState.REPAYING, ("t",))
    assert after(stop, on=day).state is LifeState.TERMINATED


def test_what_is_written_off_is_still_owed_and_can_come_back() -> None:
    day = date(2026, 6, 1)
    events = (Termination("t", day, for_arrears=True), WriteOff("w", day, 1_200_000))
    life = after(*events, on=day)
    assert (life.state, life.principal, life.lost) == (LifeState.WRITTEN_OFF, 0, 1_200_000)
    # Interest that was raised is lost with the principal: two instalments, and 29 days of a third.
    raised_by_then = 4_000 + 3_667 + round(1_000_000 * 0.04 * 29 / 360)
    assert booked(life)[day, Side.LOSS] == 1_200_000 + raised_by_then
    assert booked(life)[day, Side.PRINCIPAL] == -1_200_000
    assert on_account(life, Side.INTEREST) == -raised_by_then
    assert on_account(life, Side.DUE) == 0
    assert life.claims > 4_000
    back = after(*events, Payment("p", date(2026, 9, 1), 300_000), on=date(2026, 9, 1))
    assert (back.lost, on_account(back, Side.RECOVERED)) == (900_000, -300_000)
    whole = 1_200_000 + life.claims
    done = after(*events, Payment("p", date(2026, 9, 1), whole + 7), on=date(2026, 9, 1))
    assert (done.state, done.kept) == (LifeState.RECOVERED, 7)


def test_a_part_that_is_written_off_leaves_a_smaller_loan() -> None:
    life = after(Payment("p", FIRST, 104_000), WriteOff("w", FIRST, 550_000))
    assert (life.state, life.lost) == (LifeState.REPAYING, 550_000)
    assert principal(life)[1:] == [50_000] * 11
    assert life.principal == 550_000
