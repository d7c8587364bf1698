"""Open a book."""

from datetime import date

from django.db import transaction

from grodd.ledger.charts import Chart, lines
from grodd.ledger.models import Account, Book, Chain
from grodd.ledger.usecases.open_year import open_year


@transaction.atomic
def open_book(
    *, name: str, chart: Chart, starts_on: date, country: str = "SE", currency: str = "SEK"
) -> Book:
    """Open a book with a ready chart of accounts and its first year.

    Args:
        name: Whose books.
        chart: Which accounts to begin with.
        starts_on: First day of the first financial year.
        country: Whose rules on rates hold, ISO 3166.
        currency: ISO 4217, of every account of the chart.
    """
    book = Book.objects.create(name=name, country=country, currency=currency)
    Chain.objects.create(book=book)
    Account.objects.bulk_create(
        Account(book=book, currency=currency, **line._asdict()) for line in lines(chart)
    )
    open_year(book_id=book.pk, starts_on=starts_on)
    return book
