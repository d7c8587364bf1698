"""Open the books of an organisation, and let it begin to service loans."""

from datetime import date, datetime

from django.db import transaction

from grodd.base.audit import Stamp
from grodd.ledger.charts import Chart
from grodd.payments.models import Treasury
from grodd.payments.usecases.open_treasury import open_treasury
from grodd.people.asker import Asker
from grodd.servicing.usecases.begin_servicing import begin_servicing


@transaction.atomic
def open_books(
    *, by: Asker, organisation_id: int, chart: Chart, starts_on: date, at: datetime
) -> Treasury:
    """Open the books with a ready chart, and write the usual rules for late loans; once.

    Args:
        by: A finance officer or administrator of the whole organisation.
        organisation_id: Whose.
        chart: Which accounts to begin with.
        starts_on: First day of the first financial year.
        at: When.
    """
    treasury = open_treasury(
        by=by, organisation_id=organisation_id, chart=chart, starts_on=starts_on, at=at
    )
    begin_servicing(organisation_id=organisation_id, stamp=Stamp(at, by.key, organisation_id))
    return treasury
