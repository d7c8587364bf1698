"""A loan falls due as often as agreed: every month, quarter or year, or every so many days."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grodd.engines.calendar import MONTHLY, Rhythm, Unit
from grodd.engines.life import (
    ASIDE_FROM,
    Contract,
    Draw,
    Extension,
    Holiday,
    LifeState,
    NewDueDay,
    Payment,
    ToBalance,
    live,
)
from grodd.engines.money import Money
from grodd.engines.schedule import Amortisation, LoanTerms, plan
from tests.engines.lives import ANNUITY, CONTRACT, DRAWN, FIRST, after

pytestmark = pytest.mark.once

QUARTERLY = Rhythm(1, Unit.QUARTERS)
FORTNIGHT = Rhythm(2, Unit.WEEKS)
QUARTER = replace(CONTRACT, rhythm=QUARTERLY, instalments=4)
RHYTHMS = st.builds(Rhythm, st.integers(1, 12), st.sampled_from(Unit))


@st.composite
def agreed(draw: st.DrawFn) -> LoanTerms:
    """A loan without events, as the schedule engine takes it: grace, and all at the end, too."""
    rhythm, count = draw(RHYTHMS), draw(st.integers(1, 14))
    lent_on = draw(st.dates(date(2015, 1, 1), date(2040, 12, 31)))
    is_bullet = draw(st.booleans()) and draw(st.booleans())
    return LoanTerms(
        principal=Money(draw(st.integers(1_000, 50_000_000)), "SEK"),
        annual_rate=Fraction(draw(st.integers(0, 3_000)), 10_000),
        disbursed=lent_on,
        instalments=count,
        every=rhythm.every,
        unit=rhythm.unit,
        first_due=lent_on + timedelta(draw(st.integers(1, 400))),
        amortisation=Amortisation.STRAIGHT
        if is_bullet
        else draw(st.sampled_from((Amortisation.STRAIGHT, Amortisation.ANNUITY))),
        grace_principal=count - 1 if is_bullet else draw(st.integers(0, count - 1)),
    )


@given(agreed())
def test_a_life_without_events_is_the_plan_of_the_schedule_engine(terms: LoanTerms) -> None:
    assert terms.first_due is not None
    contract = Contract(
        "SEK",
        terms.amortisation is Amortisation.ANNUITY,
        terms.annual_rate,
        terms.first_due,
        terms.instalments,
        grace=terms.grace_principal,
        rhythm=Rhythm(terms.every, terms.unit),
    )
    draw = Draw("draw", terms.disbursed, terms.principal.minor)
    rows = live(contract, (draw,), terms.disbursed).rows
    expected = plan(terms)
    lived = [(row.due, row.owed[3], row.owed[2], row.balance_after) for row in rows]
    planned = zip(
        expected.dues, expected.principal, expected.interest, expected.balance_after, strict=True
    )
    wanted = list(planned)
    # A loan that is repaid before its last rows has none of them.
    while len(wanted) > len(lived) and wanted[-1][1:3] == (0, 0):
        wanted.pop()
    assert lived == wanted


@given(RHYTHMS, st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(0, 4_000))
def test_the_next_day_of_a_rhythm_is_the_first_one_after(
    rhythm: Rhythm, origin: date, later: int
) -> None:
    day = origin + timedelta(later)
    found = rhythm.next_after(origin, day)
    count = next(n for n in range(4_002) if rhythm.after(origin, n) == found)
    assert found > day
    assert count == 0 or rhythm.after(origin, count - 1) <= day


@given(RHYTHMS, st.integers(1, 480))
def test_what_fits_into_some_months_takes_no_longer_than_them(rhythm: Rhythm, months: int) -> None:
    count = rhythm.within(months)
    assert count == 1 or rhythm.months(count) <= months
    assert rhythm.months(count + 1) > months
    assert Rhythm.read(rhythm.code) == rhythm


@given(RHYTHMS, st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(-60, 900))
def test_days_are_counted_up_to_a_day_or_to_the_nearest_end(
    rhythm: Rhythm, first: date, later: int
) -> None:
    last, most = first + timedelta(later), 50
    until = rhythm.count_until(first, last, most=most)
    assert until == sum(rhythm.after(first, n) <= last for n in range(most))
    distances = [abs(rhythm.after(first, n) - last) for n in range(most)]
    assert rhythm.count_to(first, last, most=most) == distances.index(min(distances)) + 1


def test_a_quarter_is_three_months_and_two_weeks_are_no_half_month() -> None:
    assert QUARTERLY.is_as_often_as(Rhythm(3, Unit.MONTHS))
    assert FORTNIGHT.is_as_often_as(Rhythm(14, Unit.DAYS))
    assert not FORTNIGHT.is_as_often_as(Rhythm(14, Unit.MONTHS))
    assert not MONTHLY.is_as_often_as(QUARTERLY)


def test_how_long_so_many_of_them_take() -> None:
    assert (MONTHLY.months(12), QUARTERLY.months(4), Rhythm(1, Unit.YEARS).months(2)) == (
        12,
        12,
        24,
    )
    assert (FORTNIGHT.months(26), Rhythm(4, Unit.WEEKS).months(13)) == (12, 12)
    assert (FORTNIGHT.within(12), QUARTERLY.within(2)) == (26, 1)


@pytest.mark.parametrize("code", ["", "months", "0 months", "3 fortnights", "-1 days", "x days"])
def test_what_is_no_rhythm_is_not_read(code: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - two kinds of words for the same
        Rhythm.read(code)


def test_a_pause_of_a_quarterly_loan_is_a_quarter_long() -> None:
    pause = Holiday("h", date(2026, 5, 1), 1, pays_interest=True, longer=True)
    life = after(pause, contract=QUARTER)
    assert [row.due for row in life.rows] == [
        date(2026, 4, 2), date(2026, 7, 2), date(2026, 10, 2), date(2027, 1, 2), date(2027, 4, 2)
    ]  # fmt: skip
    assert [row.owed[3] for row in life.rows] == [300_000, 0, 300_000, 300_000, 300_000]
    assert life.rows[1].owed[2] == 900_000 * 4 // 100 // 4


def test_a_longer_loan_has_more_quarters_and_a_moved_day_moves_them_all() -> None:
    longer = after(Extension("e", date(2026, 5, 1), 2), contract=QUARTER)
    assert [row.due for row in longer.rows][-1] == date(2027, 7, 2)
    moved = after(NewDueDay("d", date(2026, 5, 1), date(2026, 6, 25)), contract=QUARTER)
    assert [row.due for row in moved.rows] == [
        FIRST, date(2026, 6, 25), date(2026, 9, 25), date(2026, 12, 25)
    ]  # fmt: skip


def test_arrears_added_to_the_balance_go_on_in_the_rhythm_of_the_loan() -> None:
    contract = replace(ANNUITY, rhythm=FORTNIGHT, instalments=6)
    life = after(ToBalance("to", date(2026, 7, 1), 3), on=date(2026, 7, 1), contract=contract)
    coming = [row for row in life.rows if row.due > date(2026, 7, 1) and row.number < ASIDE_FROM]
    dues = [row.due for row in coming]
    assert dues == [date(2026, 7, 9), date(2026, 7, 23), date(2026, 8, 6)]
    assert sum(row.owed[3] for row in coming) > 1_200_000


@given(RHYTHMS, st.lists(st.tuples(st.integers(0, 900), st.integers(1, 900_000)), max_size=4))
def test_whatever_is_paid_a_loan_of_any_rhythm_is_paid_off_by_what_ends_it(
    rhythm: Rhythm, paid: list[tuple[int, int]]
) -> None:
    contract = replace(ANNUITY, rhythm=rhythm, instalments=8, late=CONTRACT.late)
    last = DRAWN.day + timedelta(1_000)
    events = [Payment(f"p{n}", DRAWN.day + timedelta(d), m) for n, (d, m) in enumerate(paid)]
    before = live(contract, (DRAWN, *events), last)
    if before.payoff:
        events.append(Payment("end", last, before.payoff))
    life = live(contract, (DRAWN, *events), last)
    assert (life.state, life.principal, life.payoff) == (LifeState.REPAID, 0, 0)
