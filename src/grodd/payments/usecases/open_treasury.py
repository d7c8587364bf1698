"""Open the books of an organisation."""

from datetime import date, datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.ledger.charts import Chart, Purpose
from grodd.ledger.queries import account_for
from grodd.ledger.usecases.open_book import open_book
from grodd.payments.models import Treasury
from grodd.payments.queries import refuse_unless
from grodd.people.asker import Asker
from grodd.people.models import Organisation
from grodd.people.roles import Role


@transaction.atomic
def open_treasury(
    *, by: Asker, organisation_id: int, chart: Chart, starts_on: date, at: datetime
) -> Treasury:
    """Open the books of an organisation with a ready chart of accounts; once.

    Args:
        by: A finance officer or administrator of the whole organisation.
        organisation_id: Whose.
        chart: Which accounts to begin with.
        starts_on: First day of the first financial year.
        at: When.
    """
    organisation = Organisation.objects.select_for_update().get(pk=organisation_id)
    if known := Treasury.objects.filter(organisation=organisation).first():
        return known
    refuse_unless(by, Role.FINANCE_OFFICER, Role.ADMINISTRATOR, organisation_id=organisation_id)
    book = open_book(
        name=organisation.name,
        chart=chart,
        starts_on=starts_on,
        country=organisation.country,
        currency=organisation.currency,
    )
    bank = account_for(book.pk, Purpose.BANK)
    treasury = Treasury.objects.create(organisation=organisation, book=book, bank=bank)
    audit.record(
        Stamp(at, by.key, organisation_id),
        action="treasury.opened",
        subject=f"treasury:{treasury.pk}",
        facts={"chart": chart.value, "starts_on": starts_on.isoformat()},
    )
    return treasury
