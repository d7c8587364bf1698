"""One person decides a small matter alone, and what was decided happens."""

from datetime import datetime

from django.db import transaction

from grodd.agreements.queries import is_loss
from grodd.agreements.refusals import LossNeedsTheBody
from grodd.decisions.models import Matter
from grodd.decisions.queries import matter_seen_by
from grodd.decisions.terms import Terms
from grodd.decisions.usecases.decide_alone import decide_alone
from grodd.people.asker import Asker
from grodd.processes.apply_decision import apply_decision


@transaction.atomic
def decide_fast_track(
    *, by: Asker, matter_id: int, approve: bool, terms: Terms, at: datetime
) -> Matter:
    """Decide under a delegation, write its log, and act on it: all of it or nothing.

    Raises:
        LossNeedsTheBody: It is a write-off; those are never decided alone.
        BudgetExceeded, HoursExceeded: when the round has too little left. See
            ``decisions.usecases.decide_alone`` for the rest.
    """
    asked = matter_seen_by(by, matter_id=matter_id)
    if is_loss(asked):
        raise LossNeedsTheBody(body=asked.body.name)
    matter = decide_alone(by=by, matter_id=matter_id, approve=approve, terms=terms, at=at)
    apply_decision(by=by, matter=matter, at=at)
    return matter
