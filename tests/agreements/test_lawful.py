"""Who may lend to whom, what a loan may cost, and what the agreement says of it."""

from datetime import date
from fractions import Fraction

import pytest

from grodd.agreements.lawful import effective_rate_of, warnings_of
from grodd.agreements.models import Loan
from grodd.agreements.refusals import (
    LenderHasNoLicence,
    LendingRuleMissing,
    LoanAboveLimit,
    WhoBorrowsUnknown,
)
from grodd.agreements.terms import LoanTerms
from grodd.base import lending
from grodd.base.models import DatedRule, LendingLicence, LendingLimit
from grodd.base.rules import RuleMissing
from grodd.engines.effective_rate import Flow, annual_percentage_rate, shown
from grodd.engines.lending_rules import Borrower, Cap, Measure
from grodd.engines.money import Money
from grodd.engines.schedule import straight_schedule
from grodd.people.models import Organisation
from tests.agreements.signing import TODAY, Desk, reference_rates
from tests.world import World

FIRST_DUE = date(2026, 4, 2)


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def terms(*, business: bool | None) -> LoanTerms:
    return LoanTerms(
        instalments=12, disburse_on=TODAY, first_due_on=FIRST_DUE, mainly_for_business=business
    )


def customer(desk: Desk, **more: str) -> Organisation:
    return Organisation.objects.create(key="koop", name="Koop", served_by=desk.space, **more)


def as_bank(desk: Desk) -> None:
    Organisation.objects.filter(pk=desk.space.pk).update(licences=["bank"])


def yardsticks(base_amount: int = 59_200_00) -> None:
    reference_rates()
    DatedRule.objects.create(
        country="SE", key="base_amount_minor", valid_from=date(2026, 1, 1), value=base_amount,
        source="Test",
    )  # fmt: skip


def test_a_fund_cannot_lend_to_a_consumer(desk: Desk) -> None:
    with pytest.raises(LenderHasNoLicence):
        desk.offered(terms(business=False))
    assert not Loan.objects.exists()


def test_a_fund_lends_to_a_person_in_business(desk: Desk) -> None:
    made = desk.offered(terms(business=True))
    assert made.loan.borrower_kind == Loan.Borrower.BUSINESS_PERSON


def test_nothing_is_offered_before_somebody_says_what_a_person_borrows_for(desk: Desk) -> None:
    with pytest.raises(WhoBorrowsUnknown):
        desk.offered(terms(business=None))


def test_an_organisation_need_not_say_what_it_borrows_for(desk: Desk) -> None:
    made = desk.offered(terms(business=None), applicant=customer(desk))
    assert made.loan.borrower_kind == Loan.Borrower.ORGANISATION


def test_a_sole_trader_is_a_person_in_business(desk: Desk) -> None:
    alone = customer(desk, legal_form="sole_trader")
    made = desk.offered(terms(business=None), applicant=alone)
    assert made.loan.borrower_kind == Loan.Borrower.BUSINESS_PERSON


def test_where_nobody_has_entered_the_rules_no_loan_is_offered(desk: Desk) -> None:
    LendingLicence.objects.all().delete()
    with pytest.raises(LendingRuleMissing, match="SE"):
        desk.offered(terms(business=True))


def test_a_bank_lends_to_a_consumer_within_the_limits(desk: Desk) -> None:
    as_bank(desk)
    yardsticks()
    assert desk.offered(terms(business=False)).loan.borrower_kind == Loan.Borrower.CONSUMER


def test_a_limit_needs_the_figures_of_its_year(desk: Desk) -> None:
    as_bank(desk)
    reference_rates()
    with pytest.raises(RuleMissing, match="base_amount_minor"):
        desk.offered(terms(business=False))
    DatedRule.objects.filter(key="reference_rate_bp").delete()
    with pytest.raises(RuleMissing):
        desk.offered(terms(business=False))


def test_a_fee_above_one_percent_of_the_base_amount_is_refused_with_the_law(desk: Desk) -> None:
    as_bank(desk)
    yardsticks()
    frame = desk.round.frame
    assert frame is not None
    type(frame).objects.filter(pk=frame.pk).update(loan_fee_minor=592_01)
    with pytest.raises(LoanAboveLimit) as refused:
        desk.offered(terms(business=False))
    assert "19 c" in str(refused.value)
    type(frame).objects.filter(pk=frame.pk).update(loan_fee_minor=592_00)
    assert desk.offered(terms(business=False)).loan.warnings == []


def test_interest_above_the_reference_rate_and_twenty_points_is_refused(desk: Desk) -> None:
    as_bank(desk)
    yardsticks()
    frame = desk.round.frame
    assert frame is not None
    type(frame).objects.filter(pk=frame.pk).update(loan_rate_bp=2_201)
    with pytest.raises(LoanAboveLimit, match="22"):
        desk.offered(terms(business=False))


def test_a_limit_that_only_warns_is_kept_with_the_loan(desk: Desk) -> None:
    LendingLimit.objects.create(
        country="SE", key="own_limit", valid_from=date(2026, 1, 1), borrowers=["business_person"],
        measure="late_rate", basis="plain", figure_millionths=50_000, only_warns=True,
        source="Fondens policy",
    )  # fmt: skip
    reference_rates()
    loan = desk.offered(terms(business=True)).loan
    ((measure, found, limit, law),) = warnings_of(loan)
    assert str(measure)
    assert (found, limit, law) == (
        "10\N{NO-BREAK SPACE}%",
        "5\N{NO-BREAK SPACE}%",
        "Fondens policy",
    )


def test_the_agreement_says_the_effective_rate_and_the_whole_cost(desk: Desk) -> None:
    frame = desk.round.frame
    assert frame is not None
    type(frame).objects.filter(pk=frame.pk).update(loan_rate_bp=600, loan_fee_minor=50_000)
    content = desk.offered(terms(business=True)).content
    space = "\N{NO-BREAK SPACE}"
    said = [value for _, value in content["terms"]]
    # 1 000 kr is repaid twelve times: half a percent of 12 000, 11 000 ... 1 000 kr, and the fee.
    assert f"890{space}kr" in said
    assert f"12{space}890{space}kr" in said
    effective = next(value for label, value in content["terms"] if label.startswith("Effektiv"))
    flows = [Flow(TODAY, 1_200_000)] + [
        Flow(date.fromisoformat(row["due"]), -(row["principal"] + row["interest"] + row["fee"]))
        for row in content["schedule"]
    ]
    assert effective == f"{shown(annual_percentage_rate(flows))}{space}%".replace(".", ",")


def test_the_effective_rate_of_a_loan_without_fees_is_a_little_above_its_rate() -> None:
    plan = straight_schedule(
        principal=Money(1_200_000, "SEK"),
        annual_rate_bp=1_200,
        disbursed=date(2026, 1, 1),
        due_dates=[date(2026, month, 1) for month in range(2, 13)] + [date(2027, 1, 1)],
    )
    # One percent a month, twelve times: 1.01 ** 12 - 1.
    rate = effective_rate_of(Money(1_200_000, "SEK"), date(2026, 1, 1), plan)
    assert abs(rate - 0.126825) < 0.00005


def test_a_loan_that_is_repaid_at_the_end_has_one_principal_row(desk: Desk) -> None:
    frame = desk.round.frame
    assert frame is not None
    type(frame).objects.filter(pk=frame.pk).update(loan_schedule="bullet")
    loan = desk.offered(terms(business=True)).loan
    lines = list(loan.schedule_lines.order_by("number"))
    assert [line.principal_minor for line in lines] == [0] * 11 + [1_200_000]
    assert all(line.interest_minor for line in lines)
    assert loan.grace == 11


@pytest.mark.django_db
def test_what_is_known_of_a_country_is_brought_in_once() -> None:
    assert [lending.bring_in(country) for country in ("SE", "SE", "FI")] == [6, 0, 5]
    assert lending.bring_in("NO") == 0
    caps = {cap.key: cap for cap, _ in lending.limits_in("FI")}
    assert caps["daily_cost_cap"].figure == Fraction(1, 10_000)
    assert caps["yearly_cost_cap"].figure == 150_00
    assert isinstance(caps["interest_cap"], Cap)
    assert caps["interest_cap"].measure is Measure.INTEREST_RATE
    assert caps["interest_cap"].borrowers == {Borrower.CONSUMER}
