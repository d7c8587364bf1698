"""Close a vote, with what the reviews say beside what the voters say."""

from datetime import datetime
from fractions import Fraction

from django.db import transaction

from grodd.applications.models import Application
from grodd.assessment.queries import scores_of
from grodd.base.audit import SYSTEM, Stamp
from grodd.jobs import enqueue
from grodd.people.asker import Asker
from grodd.processes._voters import tell_voters
from grodd.voting.models import Poll, Result
from grodd.voting.usecases import close_poll as closing


@transaction.atomic
def close_poll(*, poll_id: int, at: datetime, by: Asker | None = None) -> Result:
    """Count, apply the three rules, tell the voters, and let the worker see what losers lacked.

    Raises:
        See ``voting.usecases.close_poll``.
    """
    result = closing.close_poll(poll_id=poll_id, at=at, by=by, values=_values(poll_id))
    enqueue("explain-poll", poll_id=poll_id)
    if not result.poll.is_imported:
        tell_voters(result.poll, template="poll_closed", stamp=_stamp(result.poll, at, by))
    return result


def _stamp(poll: Poll, at: datetime, by: Asker | None) -> Stamp:
    return Stamp(at, by.key if by else SYSTEM, poll.scope.organisation_id)


def _values(poll_id: int) -> dict[int, Fraction]:
    """The mean of each application's reviews by the number of its option."""
    rows = Application.objects.filter(option__poll_id=poll_id, case__isnull=False)
    judged = {one.case: one.option for one in rows.select_related("case", "option") if one.case}
    scores = scores_of(list(judged))
    return {
        option.number: mean
        for case, option in judged.items()
        if option is not None and (mean := scores[case.pk].mean) is not None
    }
