"""What is seen of all loans together agrees with what the engines say of each."""

from datetime import date
from fractions import Fraction

import pytest

from grodd.agreements.models import Allocation, Loan, LoanEvent, LoanPosition
from grodd.agreements.servicing import standing_of
from grodd.base import clock
from grodd.engines.ageing import PAR_DAYS, Arrears, Bucket, Rescheduled, risk_table
from grodd.engines.calendar import add_months
from grodd.engines.life import Ahead
from grodd.engines.money import Money
from grodd.engines.provisioning import Exposure, ProvisionRate, provision_total
from grodd.people.asker import Asker
from grodd.people.roles import Role
from grodd.processes.record_repayment import record_repayment
from grodd.reports.lending.cash import cash_flow
from grodd.reports.lending.cash_rows import Behind, rows_behind
from grodd.reports.lending.listing import loan_list
from grodd.reports.lending.ratios import Key, ratios
from grodd.reports.lending.risk import Sums, risk_report
from grodd.reports.lending.seen import Filter
from grodd.reports.lending.vintages import vintage_tables
from grodd.servicing.models import MonthEnd, PortfolioDay, ServicingRule
from grodd.servicing.provisions import Level
from grodd.servicing.usecases.book_provision import book_provision
from tests.agreements.signing import TODAY, Desk, noon, reference_rates, sek
from tests.conftest import Clock
from tests.servicing.making import CLASSES, Portfolio, classes_of
from tests.world import World


@pytest.fixture
def desk(world: World) -> Desk:
    desk = Desk(world)
    classes_of(desk.space)
    return desk


def adviser_of_another_programme(world: World) -> Asker:
    elsewhere = world.person("Elsa")
    world.grant(elsewhere, Role.ADVISER, world.fund, world.fund_scope)
    return world.asker(elsewhere, world.fund)


def exposures(on: date, *, due_day_counts: bool = False) -> list[Exposure]:
    """The loans as the engine sees them."""
    found = []
    for row in LoanPosition.objects.order_by("loan"):
        late = (on - row.oldest_due_on).days + due_day_counts if row.oldest_due_on else 0
        due = row.due_principal_minor + row.due_other_minor
        arrears = Arrears(late, due, row.due_principal_minor, row.principal_minor)
        found.append(Exposure(arrears, restructured=row.is_restructured))
    return found


@pytest.mark.parametrize("due_day_counts", [False, True])
@pytest.mark.parametrize("restructured_at_risk", [False, True])
def test_sums_of_the_database_are_those_of_the_engine(
    desk: Desk, due_day_counts: bool, restructured_at_risk: bool
) -> None:
    on = clock.today()
    Portfolio(desk.round, [desk.world.adde], on=on, seed=7).write(120, months=6, history=0)
    LoanPosition.objects.filter(loan__reference__endswith="3").update(
        is_restructured=True, principal_minor=2_000_050
    )
    ServicingRule.objects.update(
        due_day_counts=due_day_counts, restructured_at_risk=restructured_at_risk
    )
    all_ = exposures(on, due_day_counts=due_day_counts)
    (found,) = risk_report(desk.petra, cut="region", on=on).now
    table = [
        ProvisionRate(Bucket(days, str(days)), Fraction(usual, 10_000), Fraction(eased, 10_000))
        for days, usual, eased in CLASSES
    ]
    assert found.whole.provision == provision_total(all_, table).management
    counting = Rescheduled.AT_RISK if restructured_at_risk else Rescheduled.BY_DAYS
    lines = risk_table(
        [one.arrears for one in all_], [one.restructured for one in all_], counting, PAR_DAYS
    )
    assert list(found.whole.risky) == [line.principal for line in lines]
    for parts in (found.classes, found.parts):
        sums = [one.sums for one in parts]
        whole = sums[0]
        for more in sums[1:]:
            whole += more
        assert whole == found.whole
    for days in PAR_DAYS:
        totals = loan_list(desk.petra, Filter(risk=str(days)), on=on).totals
        place = PAR_DAYS.index(days)
        assert sum(one.principal.minor for one in totals) == found.whole.risky[place]
    for one in found.classes:
        totals = loan_list(desk.petra, Filter(late=one.key), on=on).totals
        assert sum(each.loans for each in totals) == one.sums.loans


def test_who_sees_another_programme_sees_no_figure_of_this_one(desk: Desk) -> None:
    desk.loan()
    asker = adviser_of_another_programme(desk.world)
    assert risk_report(asker, cut="product", on=TODAY).now == ()
    assert cash_flow(asker, on=TODAY) == ()
    assert vintage_tables(asker, on=TODAY) == ()
    assert loan_list(asker, Filter(status="all"), on=TODAY).page.paginator.count == 0
    own = {one.key for one in ratios(asker, on=TODAY).found}
    assert own == {Key.COVERAGE, Key.WRITE_OFF, Key.RETURN}, (
        "the books are of the whole organisation"
    )


@pytest.mark.parametrize("ahead", [Ahead.NEXT_THEN_LOWER, Ahead.LAST, Ahead.NEXT_LAST])
def test_a_payment_ahead_is_not_expected_twice(desk: Desk, clock: Clock, ahead: Ahead) -> None:
    reference_rates()
    loan = desk.loan()
    clock.set("2026-04-03 09:00")
    on = date(2026, 4, 3)
    before = cash_flow(desk.petra, on=on)[0]
    assert sum(one.principal.minor for one in before.coming) == loan.principal_minor
    record_repayment(
        by=desk.bo, loan_id=loan.pk, received=sek(350_000), value_date=on, bank_reference="B1",
        at=noon(on), ahead=ahead,
    )  # fmt: skip
    after = cash_flow(desk.petra, on=on)[0]
    paid = Allocation.objects.filter(
        event__kind=LoanEvent.Kind.PAYMENT, component="principal"
    ).values_list("amount_minor", flat=True)
    assert sum(one.principal.minor for one in after.coming) == loan.principal_minor - sum(paid)
    april = next(one for one in after.past if one.first == date(2026, 4, 1))
    assert april.came == sek(350_000)
    left = [owed for owed in standing_of(loan, on).coming if owed.total]
    assert sum(one.principal.minor + one.other.minor for one in after.coming) == sum(
        owed.total.minor for owed in left
    )
    behind = [
        row["number"]
        for count in range(12)
        for row in rows_behind(
            desk.petra, month=add_months(date(2026, 5, 1), count), which=Behind.AHEAD, on=on
        )
    ]
    assert behind == [owed.key for owed in left]
    assert april.expected == Money(before.past[-1].expected.minor, "SEK")


def seen(loan: Loan, day: date, days_late: int, state: str = "repaying") -> MonthEnd:
    return MonthEnd.objects.create(
        day=day, loan=loan, state=state, principal_minor=100, overdue_minor=0,
        days_late=days_late, accrued_minor=0, provision_minor=0, is_restructured=False,
    )  # fmt: skip


def test_a_vintage_counts_what_ever_went_bad_and_only_what_is_known(desk: Desk) -> None:
    good, bad = desk.loan(), desk.loan()
    for day, days in ((date(2026, 5, 31), 31), (date(2026, 6, 30), 0), (date(2026, 9, 30), 0)):
        seen(bad, day, days)
        seen(good, day, 30)
    (table,) = vintage_tables(desk.petra, on=date(2026, 10, 1))
    (quarter,) = table.vintages
    assert (quarter.key, quarter.loans) == ("2026Q1", 2)
    assert table.months == (3, 6), "September is the sixth month after March"
    assert quarter.share(3) == Fraction(1, 2)
    assert quarter.share(6) == Fraction(1, 2), "a loan that recovered stays bad"
    assert quarter.share(9) is None
    wanted = Filter(status="all", vintage="2026Q1", bad_by="3")
    rows = loan_list(desk.petra, wanted, on=TODAY).page.object_list
    assert [one.pk for one in rows] == [bad.pk]
    assert loan_list(desk.petra, Filter(vintage="soon"), on=TODAY).page.paginator.count == 0


def test_the_return_is_that_of_the_money_that_went_out_and_came_back(
    desk: Desk, clock: Clock
) -> None:
    """12 000 kr out on 2 March; 1 040 kr back on 2 April; 11 000 kr still lent that day.

    One percent of what is lent on time is set aside: 12 000 = 11 930 / (1 + r) ** (31 / 365).
    """
    reference_rates()
    loan = desk.loan()
    day = date(2026, 4, 2)
    clock.set("2026-04-02 12:00")
    record_repayment(
        by=desk.bo, loan_id=loan.pk, received=sek(104_000), value_date=day, bank_reference="B1",
        at=noon(day),
    )  # fmt: skip
    by_key = {one.key: one for one in ratios(desk.petra, on=day).found}
    found = by_key[Key.RETURN]
    assert by_key[Key.COVERAGE].above == sek(11_000)
    assert (found.above, found.below) == (sek(104_000), sek(1_200_000))
    assert found.value is not None
    assert round(float(found.value), 6) == round((11_930 / 12_000) ** (365 / 31) - 1, 6)


def test_ratios_say_what_they_were_computed_from(desk: Desk, clock: Clock) -> None:
    reference_rates()
    loan = desk.loan()
    first = loan.schedule_lines.get(number=1)
    record_repayment(
        by=desk.bo, loan_id=loan.pk,
        received=sek(first.principal_minor + first.interest_minor + first.fee_minor),
        value_date=first.due_on, bank_reference="B1", at=noon(first.due_on),
    )  # fmt: skip
    for day in (date(2026, 4, 30), date(2026, 5, 31)):
        PortfolioDay.objects.create(
            day=day, scope=loan.agreement.scope, currency="SEK", from_days=0, loans=1,
            is_restructured=False, principal_minor=1_000_000, overdue_minor=0, provision_minor=0,
        )  # fmt: skip
    clock.set("2026-06-10 09:00")
    found = ratios(desk.petra, on=date(2026, 6, 10))
    by_key = {one.key: one for one in found.found}
    assert (found.first, found.last, found.months) == (date(2025, 6, 1), date(2026, 5, 31), 2)
    earned = first.interest_minor + first.fee_minor
    assert by_key[Key.YIELD].above == sek(earned)
    assert by_key[Key.YIELD].value == Fraction(earned, 1_000_000)
    assert by_key[Key.WRITE_OFF].value == 0
    assert by_key[Key.SELF_SUFFICIENCY].value is None, "nothing was spent"
    assert Sums(1, 2, 3, 4, (5,)) + Sums(1, 1, 1, 1, (1,)) == Sums(2, 3, 4, 5, (6,))


def test_what_is_set_aside_in_the_books_is_a_loan_loss_of_the_year(
    desk: Desk, clock: Clock
) -> None:
    loan = desk.loan()
    level = Level(sek(90_000), TODAY, "Sena betalningar")
    scope_id = loan.agreement.scope_id
    book_provision(by=desk.bo, scope_id=scope_id, level=level, key="a", at=noon(TODAY))
    clock.set("2026-04-03 09:00")
    found = ratios(desk.petra, on=date(2026, 4, 3))
    assert found.costs["loan_loss"] == sek(90_000)
    assert found.costs["operating"] == sek(0)


def test_each_programme_has_both_its_figures_whoever_cuts_them_how(desk: Desk) -> None:
    loan = desk.loan()
    level = Level(sek(90_000), TODAY, "Sena betalningar")
    scope_id = loan.agreement.scope_id
    book_provision(by=desk.bo, scope_id=scope_id, level=level, key="a", at=noon(TODAY))
    for cut in ("programme", "region"):
        (both,) = risk_report(desk.petra, cut=cut, on=TODAY).aside
        assert (both.scope_id, both.as_of) == (scope_id, TODAY)
        assert (both.by_class, both.booked, both.difference) == (
            sek(12_000), sek(90_000), sek(78_000)
        )  # fmt: skip
    assert risk_report(adviser_of_another_programme(desk.world), cut="region", on=TODAY).aside == ()
