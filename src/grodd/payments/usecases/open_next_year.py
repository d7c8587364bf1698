"""Open the financial year that follows the last one."""

from datetime import date, datetime, timedelta

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.errors import NotFound
from grodd.ledger.models import Book, FinancialYear
from grodd.ledger.usecases.open_year import open_year
from grodd.payments.queries import refuse_unless
from grodd.payments.refusals import YearDoesNotFollow
from grodd.people.asker import Asker
from grodd.people.roles import Role

ONE_DAY = timedelta(days=1)


@transaction.atomic
def open_next_year(*, by: Asker, starts_on: date, at: datetime) -> FinancialYear:
    """Open the year from ``starts_on`` in the books of the space; said twice, it is one year.

    Raises:
        NotAllowed: ``by`` does not keep these books.
        YearDoesNotFollow: There would be days between two years, or days in both.
    """
    organisation_id = by.organisation_id or 0
    books = Book.objects.select_for_update(of=("self",))
    book = books.filter(treasury__organisation_id=organisation_id).first()
    if book is None:
        raise NotFound
    if known := book.years.filter(starts_on=starts_on).first():
        return known
    refuse_unless(by, Role.FINANCE_OFFICER, organisation_id=organisation_id)
    expected = book.years.latest("ends_on").ends_on + ONE_DAY
    if starts_on != expected:
        raise YearDoesNotFollow(wished=starts_on, expected=expected)
    year = open_year(book_id=book.pk, starts_on=starts_on)
    audit.record(
        Stamp(at, by.key, organisation_id),
        action="year.opened",
        subject=f"year:{year.pk}",
        facts={"starts_on": starts_on.isoformat()},
    )
    return year
