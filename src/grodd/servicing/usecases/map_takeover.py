"""Say what the columns of a portfolio mean, and what its file leaves unsaid."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from grodd.applications.queries import headings_digest
from grodd.people.asker import Asker
from grodd.servicing.models import PortfolioTakeover, TakeoverMapping
from grodd.servicing.taking.columns import BY_KEY
from grodd.servicing.taking.refusals import TakeoverOver
from grodd.servicing.taking.rules import Rules
from grodd.servicing.taking.seen import takeover_seen_by
from grodd.servicing.taking.staging import stage, table_of


@transaction.atomic
def map_takeover(
    *, takeover_id: int, mapping: Mapping[str, str], rules: Rules, day: date, by: Asker,
    at: datetime,
) -> PortfolioTakeover:  # fmt: skip
    """Keep mapping, rules and day, say anew what becomes of each row, and remember it.

    The next file of the programme with the same headings begins with it. What the file does not
    have is left out of the mapping.

    Raises:
        TakeoverOver: when the loans were taken over already.
        PaymentsUnclear: when its payments no longer fit its rows.
    """
    takeover = takeover_seen_by(by, takeover_id=takeover_id, lock=True)
    if takeover.state != PortfolioTakeover.State.CHECKED:
        raise TakeoverOver
    table = table_of(takeover)
    takeover.mapping = {
        key: heading
        for key, heading in mapping.items()
        if key in BY_KEY and heading in table.headings
    }
    takeover.rules, takeover.day = rules.written(), day
    stage(takeover, table)
    TakeoverMapping.objects.update_or_create(
        programme=takeover.programme,
        headings_sha256=headings_digest(table.headings),
        defaults={"mapping": takeover.mapping, "rules": takeover.rules, "used_at": at},
    )
    return takeover
