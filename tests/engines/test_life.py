"""The life of a loan: 12 000 kr at 4 %, twelve equal parts from 2 April 2026, unless said."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grodd.engines.allocation import Component
from grodd.engines.calendar import add_months
from grodd.engines.late_interest import LateTerms
from grodd.engines.life import (
    Ahead,
    Aside,
    Charge,
    Contract,
    Draw,
    Event,
    Extension,
    Holiday,
    Life,
    LifeState,
    NewDueDay,
    Payment,
    RateChange,
    Return,
    Reversal,
    Side,
    Termination,
    ToBalance,
    Waiver,
    WriteOff,
    live,
)
from grodd.engines.rates import RateFrom

pytestmark = pytest.mark.once

PAID_OUT = date(2026, 3, 2)
FIRST = date(2026, 4, 2)
RATES = tuple(
    RateFrom(date(year, month, 1), Fraction(2, 100))
    for year in range(2026, 2031)
    for month in (1, 7)
)
LATE = LateTerms(RATES, Fraction(8, 100), contract_rate=Fraction(4, 100))
CONTRACT = Contract("SEK", False, Fraction(4, 100), FIRST, 12, late=LATE)
ANNUITY = replace(CONTRACT, annuity=True)
DRAWN = Draw("draw", PAID_OUT, 1_200_000)


def due(number: int) -> date:
    return add_months(FIRST, number - 1)


def after(*events: Event, on: date = FIRST, contract: Contract = CONTRACT) -> Life:
    return live(contract, (DRAWN, *events), on)


def booked(life: Life) -> Counter[tuple[date, Side]]:
    """What the postings put on each account on each day, debits above zero."""
    sums: Counter[tuple[date, Side]] = Counter()
    for each in life.postings:
        sums[each.day, each.debit] += each.amount
        sums[each.day, each.credit] -= each.amount
    return Counter({key: amount for key, amount in sums.items() if amount})


def on_account(life: Life, side: Side) -> int:
    return sum(amount for (_, where), amount in booked(life).items() if where is side)


def principal(life: Life) -> list[int]:
    return [row.owed[3] for row in life.rows]


def interest(life: Life) -> list[int]:
    return [row.owed[2] for row in life.rows]


def test_the_plan_is_the_one_of_the_contract() -> None:
    life = after()
    assert principal(life) == [100_000] * 12
    assert interest(life)[:2] == [4_000, 3_667]
    assert [row.balance_after for row in life.rows][-2:] == [100_000, 0]


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
    assert booked(life) == Counter()


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
    assert booked(life) == {(day, Side.PRINCIPAL): 7_667, (day, Side.INTEREST): -7_667}
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
    assert booked(life) == {(day, Side.LOSS): 1_200_000, (day, Side.PRINCIPAL): -1_200_000}
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


EASY = [
    Charge("c", date(2026, 7, 20), 6_000),
    RateChange("rate", date(2026, 8, 11), Fraction(6, 100)),
    Holiday("h", date(2026, 9, 9), 2, pays_interest=False, longer=True),
    NewDueDay("due", date(2026, 6, 12), date(2026, 6, 25)),
    Extension("e", date(2026, 10, 1), 3),
    ToBalance("to", date(2026, 11, 20), 2),
    Aside("as", date(2026, 12, 20)),
    Waiver("w", date(2026, 7, 3), Component.LATE_INTEREST, 700),
    WriteOff("off", date(2027, 1, 15), 90_000),
    Termination("t", date(2027, 2, 1), for_arrears=False),
    Draw("more", date(2026, 5, 5), 150_000),
]


@st.composite
def lives(draw: st.DrawFn) -> tuple[Contract, list[Event]]:
    days = st.integers(0, 400).map(lambda n: PAID_OUT + timedelta(n))
    amounts = st.integers(1, 400_000)
    events: list[Event] = [
        Payment(f"p{n}", draw(days), draw(amounts), draw(st.sampled_from(Ahead)))
        for n in range(draw(st.integers(1, 6)))
    ]
    events += draw(st.lists(st.sampled_from(EASY), max_size=3, unique_by=id))
    undone = draw(st.lists(st.sampled_from(events), max_size=1))
    events += [
        Reversal(f"undo {each.key}", each.day + timedelta(9), each.key)
        for each in undone
        if isinstance(each, Payment)
    ]
    return draw(st.sampled_from([CONTRACT, ANNUITY, replace(CONTRACT, grace=3, fee=9_900)])), events


@given(lives(), st.randoms(use_true_random=False))
def test_the_order_in_which_events_are_told_plays_no_part(
    told: tuple[Contract, list[Event]], chance: object
) -> None:
    contract, events = told
    mixed = [DRAWN, *events]
    chance.shuffle(mixed)  # type: ignore[attr-defined] # a Random
    assert live(contract, mixed, date(2027, 6, 1)) == live(
        contract, (DRAWN, *events), date(2027, 6, 1)
    )


@given(lives(), st.integers(0, 500))
def test_not_an_ore_is_made_or_lost(told: tuple[Contract, list[Event]], days: int) -> None:
    contract, events = told
    on = PAID_OUT + timedelta(days)
    life = live(contract, (DRAWN, *events), on)
    undone = {each.of for each in events if isinstance(each, Reversal)}
    payments = [e for e in events if isinstance(e, Payment) and e.day <= on]
    came = sum(e.amount for e in payments if e.key not in undone)
    gone = {e.key for e in payments if e.key in undone}
    drawn = 1_200_000 + sum(e.amount for e in events if isinstance(e, Draw) and e.day <= on)
    bounced = sum(p.amount for p in life.postings if p.key in gone and p.debit is Side.BANK)
    back = sum(p.amount for p in life.postings if p.credit is Side.BANK)
    assert on_account(life, Side.BANK) + back - bounced == came
    if not any(isinstance(e, Draw) for e in events):
        assert drawn + on_account(life, Side.PRINCIPAL) == life.principal
    assert -on_account(life, Side.KEPT) == life.kept + bounced - back
    assert all(p.amount > 0 for p in life.postings)
    assert all(o >= 0 for row in life.rows for o in row.owed)
