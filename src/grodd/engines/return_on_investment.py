"""What small money brought, as one ratio with its formula."""

from fractions import Fraction

FORMULA = "ROI = (revenue + savings + avoided cost - cost) / cost"


def return_on_investment(*, cost: int, revenue: int, savings: int, avoided: int) -> Fraction | None:
    """``FORMULA``, exact; None where nothing was spent, because then there is no ratio.

    Args:
        cost: What it took, money and time (unit: minor units, not negative).
        revenue: What it brought in (unit: minor units).
        savings: What need not be paid any more (unit: minor units).
        avoided: What would otherwise have had to be paid (unit: minor units).

    Returns:
        A share (unit: 1 = 100 %): 1/2 means that each krona came back with another half.
    """
    assert cost >= 0, cost
    if cost == 0:
        return None
    return Fraction(revenue + savings + avoided - cost, cost)
