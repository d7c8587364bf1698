"""A body decides, in a meeting or by circulation, and what it decided happens."""

from datetime import datetime

from django.db import transaction

from grodd.decisions.models import Matter
from grodd.decisions.terms import Terms
from grodd.decisions.usecases import decide_matter as decision
from grodd.people.asker import Asker
from grodd.processes.apply_decision import apply_decision


@transaction.atomic
def decide_matter(
    *, by: Asker, matter_id: int, terms: Terms, at: datetime, send_back: bool = False
) -> Matter:
    """Count the votes, write down the outcome, and act on it: all of it or nothing.

    Raises:
        BudgetExceeded, HoursExceeded: when the round has too little left. See
            ``decisions.usecases.decide_matter`` for the rest.
    """
    matter = decision.decide_matter(
        by=by, matter_id=matter_id, terms=terms, at=at, send_back=send_back
    )
    apply_decision(by=by, matter=matter, at=at)
    return matter
