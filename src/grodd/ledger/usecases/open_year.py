"""Open a financial year."""

from datetime import date, timedelta
from itertools import pairwise

from django.db import transaction

from grodd.engines.calendar import add_months
from grodd.ledger.models import FinancialYear, Period, Series
from grodd.ledger.posting import lock_book
from grodd.ledger.refusals import YearIsThere

MONTHS = 12
SERIES_KEYS = ("A",)
ONE_DAY = timedelta(days=1)


@transaction.atomic
def open_year(*, book_id: int, starts_on: date) -> FinancialYear:
    """Open twelve periods from ``starts_on`` and the voucher series of the year.

    Raises:
        YearIsThere: Another year covers some of the days.
    """
    lock_book(book_id)
    ends_on = add_months(starts_on, MONTHS) - ONE_DAY
    if known := FinancialYear.objects.filter(book_id=book_id, starts_on=starts_on).first():
        return known
    over = FinancialYear.objects.filter(book_id=book_id, starts_on__lte=ends_on)
    if clash := over.filter(ends_on__gte=starts_on).first():
        raise YearIsThere(day=max(clash.starts_on, starts_on))
    year = FinancialYear.objects.create(book_id=book_id, starts_on=starts_on, ends_on=ends_on)
    firsts = [add_months(starts_on, month) for month in range(MONTHS + 1)]
    Period.objects.bulk_create(
        Period(year=year, starts_on=first, ends_on=following - ONE_DAY)
        for first, following in pairwise(firsts)
    )
    Series.objects.bulk_create(Series(year=year, key=key) for key in SERIES_KEYS)
    return year
