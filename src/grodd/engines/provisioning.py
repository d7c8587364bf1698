"""What a portfolio is likely to lose, and the ratios lenders are compared by.

The management provision follows a table by lateness. The booked provision is a judgement of each
loan; the two stand side by side and are never mixed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from grodd.engines.ageing import Arrears, Bucket, bucket_of


@dataclass(frozen=True, slots=True)
class ProvisionRate:
    """How much of a class is set aside.

    Attributes:
        bucket: The class.
        share: Of its unpaid principal (0 to 1).
        restructured_share: The same for loans whose plan was changed because of trouble.
    """

    bucket: Bucket
    share: Fraction
    restructured_share: Fraction


@dataclass(frozen=True, slots=True)
class Exposure:
    """A loan as provisioning sees it.

    Attributes:
        arrears: How late it is and what is unpaid.
        covered: What somebody else would pay: guarantees (unit: minor units).
        restructured: Whether its plan was changed because of trouble.
        booked: The provision in the books for it (unit: minor units).
    """

    arrears: Arrears
    covered: int = 0
    restructured: bool = False
    booked: int = 0


@dataclass(frozen=True, slots=True)
class Provision:
    """What is set aside for one loan, in the two meanings.

    Attributes:
        management: By the table (unit: minor units).
        booked: By judgement, in the books (unit: minor units).
    """

    management: int
    booked: int

    @property
    def gap(self) -> int:
        """How much more the table asks for than the books hold (unit: minor units)."""
        return self.management - self.booked


def provision(exposure: Exposure, table: Sequence[ProvisionRate]) -> Provision:
    """What is set aside for a loan: a share of what is unpaid and nobody else would pay."""
    buckets = {rate.bucket: rate for rate in table}
    rate = buckets[bucket_of(exposure.arrears.days_past_due, tuple(buckets))]
    share = rate.restructured_share if exposure.restructured else rate.share
    assert 0 <= share <= 1, share
    base = max(0, exposure.arrears.outstanding_principal - exposure.covered)
    return Provision(management=round(base * share), booked=exposure.booked)


def provision_total(exposures: Sequence[Exposure], table: Sequence[ProvisionRate]) -> Provision:
    """All that is set aside for a portfolio, each loan rounded alone so that rows add up."""
    each = [provision(exposure, table) for exposure in exposures]
    return Provision(sum(x.management for x in each), sum(x.booked for x in each))


def ratio(numerator: int, denominator: int) -> Fraction | None:
    """One amount over another; None where there is nothing to compare with."""
    return Fraction(numerator, denominator) if denominator else None


def risk_coverage(reserve: int, at_risk_30: int) -> Fraction | None:
    """Loan-loss reserve over the principal more than 30 days late. Source: CGAP (2003)."""
    return ratio(reserve, at_risk_30)


def average(month_ends: Sequence[int]) -> Fraction:
    """The average portfolio: opening and closing at least, better 13 month ends."""
    assert month_ends, "an average needs at least one figure"
    return Fraction(sum(month_ends), len(month_ends))


def write_off_ratio(written_off: int, month_ends: Sequence[int]) -> Fraction | None:
    """What was written off in a period over the average gross portfolio. Source: CGAP (2003)."""
    mean = average(month_ends)
    return written_off / mean if mean else None


def portfolio_yield(
    interest: int, fees: int, month_ends: Sequence[int], days: int, year_days: int = 365
) -> Fraction | None:
    """Interest and fees received over the average gross portfolio, for a whole year.

    Args:
        interest: Received in the period (unit: minor units).
        fees: Received in the period (unit: minor units).
        month_ends: The gross portfolio at the ends of its months (unit: minor units).
        days: Length of the period (unit: days).
        year_days: Length of the year it is raised to (unit: days).
    """
    mean = average(month_ends)
    return (interest + fees) / mean * Fraction(year_days, days) if mean else None


def operational_self_sufficiency(revenue: int, costs: Mapping[str, int]) -> Fraction | None:
    """Operating revenue over financial, loan-loss and operating costs. Source: CGAP (2003).

    Args:
        revenue: Operating revenue of the period (unit: minor units).
        costs: By name: ``financial``, ``loan_loss`` and ``operating`` (unit: minor units).
    """
    assert set(costs) == {"financial", "loan_loss", "operating"}, costs
    return ratio(revenue, sum(costs.values()))
