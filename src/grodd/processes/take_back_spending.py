"""Mend an entry of spending that was wrong."""

from datetime import datetime

from django.db import transaction

from grodd.agreements.models import Spending
from grodd.engines.money import Money
from grodd.people.asker import Asker
from grodd.processes.record_spending import Use, record_spending


@transaction.atomic
def take_back_spending(*, by: Asker, spending_id: int, at: datetime) -> Spending:
    """Mend an entry that was wrong by its opposite; both stay to be seen."""
    wrong = Spending.objects.select_related("award").get(pk=spending_id)
    use = Use(
        key=f"mend:{wrong.pk}",
        spent_on=wrong.spent_on,
        text=wrong.text,
        amount=Money(-wrong.amount_minor, wrong.award.currency),
        hours=-wrong.hours,
        mends=wrong.pk,
    )
    return record_spending(by=by, award_id=wrong.award_id, use=use, at=at)
