"""Write down what the old system says of a portfolio, and why it differs if it does."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.people.asker import Asker
from grodd.servicing.models import PortfolioTakeover
from grodd.servicing.taking.refusals import TakeoverOver
from grodd.servicing.taking.seen import takeover_seen_by
from grodd.servicing.taking.totals import LABELS


@transaction.atomic
def reconcile_takeover(
    *, takeover_id: int, typed: Mapping[str, int | None], explanation: str, by: Asker,
    at: datetime,
) -> PortfolioTakeover:  # fmt: skip
    """Keep the totals that somebody read in the old system.

    Args:
        takeover_id: Which.
        typed: By what they sum (minor units, a count for ``rows``); None: not said.
        explanation: Why they differ from those of the rows.
        by: Who manages the programme or keeps its books.
        at: When.

    Raises:
        TakeoverOver: when the loans were taken over already.
    """
    takeover = takeover_seen_by(by, takeover_id=takeover_id, lock=True)
    if takeover.state != PortfolioTakeover.State.CHECKED:
        raise TakeoverOver
    takeover.typed = {key: typed[key] for key in LABELS if typed.get(key) is not None}
    takeover.explanation = explanation.strip()
    takeover.save(update_fields=["typed", "explanation"])
    audit.record(
        Stamp(at, by.key, takeover.programme.organisation_id),
        action="portfolio.reconciled",
        subject=f"portfolio:{takeover.pk}",
        facts={"typed": takeover.typed, "found": takeover.found},
    )
    return takeover
