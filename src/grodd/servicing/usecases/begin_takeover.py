"""Hand in a portfolio to take over."""

from datetime import date, datetime

from django.db import transaction

from grodd.applications.queries import headings_digest
from grodd.applications.usecases.begin_import import CSV, XLSX
from grodd.base import audit, files
from grodd.base.audit import Stamp
from grodd.base.tables import read_table
from grodd.payments.queries import treasury_of
from grodd.people.asker import Asker
from grodd.servicing.models import PortfolioTakeover, TakeoverMapping
from grodd.servicing.taking.columns import guessed
from grodd.servicing.taking.rules import Rules
from grodd.servicing.taking.seen import programme_taken_into
from grodd.servicing.taking.staging import stage


@transaction.atomic
def begin_takeover(
    *, programme_id: int, name: str, content: bytes, day: date, language: str, by: Asker,
    at: datetime,
) -> PortfolioTakeover:  # fmt: skip
    """Keep the file, guess what its columns mean, and say of each row what becomes of it.

    All amounts are in the currency of the books; a row that says another is not taken.

    Args:
        programme_id: Where the loans go.
        name: Of the file.
        content: Its bytes, CSV or XLSX.
        day: The day the balances are for, at its end.
        language: In which the agreements are written.
        by: Who manages the programme or keeps its books.
        at: When.

    Raises:
        NotAllowed: ``by`` does neither.
        TreasuryMissing: There are no books to put them into.
        TableTooLarge, TableUnreadable, TableEmpty, RowTooLong: The file is not taken.
    """
    programme = programme_taken_into(by, programme_id=programme_id)
    currency = treasury_of(programme.organisation_id).bank.currency
    table = read_table(name, content)
    stored = files.store(
        [content], name=name, content_type=XLSX if content.startswith(b"PK") else CSV,
        stored_by=by.key, at=at, space=programme.organisation_id,
    )  # fmt: skip
    remembered = TakeoverMapping.objects.filter(
        programme=programme, headings_sha256=headings_digest(table.headings)
    ).first()
    takeover = PortfolioTakeover.objects.create(
        programme=programme, file=stored, day=day, currency=currency, language=language,
        mapping=remembered.mapping if remembered else guessed(table.headings),
        rules=remembered.rules if remembered else Rules().written(),
        begun_by_id=by.person_id, begun_at=at,
    )  # fmt: skip
    stage(takeover, table)
    audit.record(
        Stamp(at, by.key, programme.organisation_id),
        action="portfolio.begun",
        subject=f"portfolio:{takeover.pk}",
        facts={"sha256": stored.sha256, "rows": takeover.rows_count, "day": day.isoformat()},
    )
    return takeover
