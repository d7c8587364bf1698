"""Let the day come for loans that live by themselves: each in a breath of its own.

Notices that take effect, kept money that pays what fell due, and whatever ``falling_due`` left
because something unusual waits in it.
"""

from collections.abc import Iterator

from django.db import transaction

from grodd.agreements.bookkeeping import bring_up_to_date
from grodd.agreements.models import LIVES_BY_ITSELF, Loan
from grodd.agreements.telling import locked_loan
from grodd.base import bulk
from grodd.base.errors import Refusal
from grodd.processes.nightly.steps import Done, Task

PART = 500
# SQLite reads in the order of a CROSS JOIN: most of them have been moved on, and it is their
# position that says so. PostgreSQL has to be told of each table which loans it is about.
FALLEN = """
SELECT l.loan_id FROM agreements_scheduleline l
CROSS JOIN agreements_loanposition p CROSS JOIN agreements_loan loan
WHERE l.due_on IN ({days}) AND l.loan_id > %s AND l.loan_id <= %s
  AND p.loan_id = l.loan_id AND p.loan_id > %s AND p.loan_id <= %s AND p.day < l.due_on
  AND p.day < %s AND loan.id = p.loan_id AND loan.id > %s AND loan.id <= %s
  AND loan.schedule_version = l.version AND loan.state = '{repaying}'"""
NOTICES = """
SELECT e.loan_id FROM agreements_loanevent e
JOIN agreements_loan loan ON loan.id = e.loan_id
JOIN agreements_loanposition p ON p.loan_id = e.loan_id
LEFT JOIN agreements_loanevent r ON r.reverses_id = e.id
WHERE e.kind IN ({unusual}) AND e.kind = 'termination' AND e.loan_id > %s AND e.loan_id <= %s
  AND e.day > p.day AND e.day <= %s AND r.id IS NULL AND loan.state = '{repaying}'"""


def service(task: Task) -> Done:
    """Bring up to date the loans of a range for which the day changes something.

    One that cannot be computed holds up no other.
    """
    done = Done()
    for part in bulk.parts(sorted(moved_by_time(task)), PART):
        waiting = Loan.objects.filter(pk__in=part).order_by("pk")
        for loan_id, reference, organisation_id in waiting.values_list(
            "pk", "reference", "agreement__scope__organisation_id"
        ):
            try:
                with transaction.atomic():
                    loan = locked_loan(loan_id)
                    bring_up_to_date(loan, cause=None, stamp=task.stamp(organisation_id))
            except Refusal as refusal:
                done.refuse(organisation_id, refusal, reference=reference)
            else:
                done.counts[organisation_id] += 1
    return done


def moved_by_time(task: Task) -> set[int]:
    """The loans of a range that the day moves and that were not moved on yet."""
    return {loan_id for rows in _moved(task) for (loan_id,) in rows}


def _moved(task: Task) -> Iterator[list[tuple[int]]]:
    repaying, unusual = Loan.State.REPAYING.value, bulk.texts(LIVES_BY_ITSELF)
    notices = NOTICES.format(repaying=repaying, unusual=unusual)
    yield bulk.rows_of(notices, [task.after, task.until, task.day])
    for part in bulk.parts(task.days, PART):
        fallen = FALLEN.format(repaying=repaying, days=bulk.places(part))
        between = [task.after, task.until]
        yield bulk.rows_of(fallen, [*part, *between, *between, task.day, *between])
