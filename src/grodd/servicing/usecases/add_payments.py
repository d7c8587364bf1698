"""Hand in the payments of a portfolio that is to be taken over."""

from datetime import datetime

from django.db import transaction

from grodd.applications.usecases.begin_import import CSV, XLSX
from grodd.base import files
from grodd.base.tables import read_table
from grodd.people.asker import Asker
from grodd.servicing.models import PortfolioTakeover
from grodd.servicing.taking.refusals import TakeoverOver
from grodd.servicing.taking.seen import takeover_seen_by
from grodd.servicing.taking.staging import stage, table_of


@transaction.atomic
def add_payments(
    *, takeover_id: int, name: str, content: bytes, by: Asker, at: datetime
) -> PortfolioTakeover:
    """Keep a file of payments beside the loans: reference, day, amount. A new one replaces it.

    Payments up to the day of the balances are in the balances already and are only kept to be
    read. Later ones are told as payments when the loans are taken over.

    Raises:
        TakeoverOver: when the loans were taken over already.
        PaymentsUnclear: when a row says not whose it is, when it came, or how much it was.
        TableTooLarge, TableUnreadable, TableEmpty, RowTooLong: The file is not taken.
    """
    takeover = takeover_seen_by(by, takeover_id=takeover_id, lock=True)
    if takeover.state != PortfolioTakeover.State.CHECKED:
        raise TakeoverOver
    read_table(name, content)
    takeover.payments = files.store(
        [content], name=name, content_type=XLSX if content.startswith(b"PK") else CSV,
        stored_by=by.key, at=at, space=takeover.programme.organisation_id,
    )  # fmt: skip
    stage(takeover, table_of(takeover))
    return takeover
