"""Let the day come for loans that live by themselves: each in a breath of its own.

Notices that take effect, kept money that pays what fell due, and whatever ``falling_due`` left
because something unusual waits in it.
"""

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from grodd.agreements.bookkeeping import bring_up_to_date
from grodd.agreements.models import Loan, LoanEvent, ScheduleLine
from grodd.agreements.telling import locked_loan
from grodd.base.errors import Refusal
from grodd.processes.nightly.steps import Done, Task

Kind = LoanEvent.Kind


def service(task: Task) -> Done:
    """Bring up to date the loans of a range for which the day changes something.

    One that cannot be computed holds up no other.
    """
    done = Done()
    waiting = moved_by_time(task).values_list(
        "pk", "reference", "agreement__scope__organisation_id"
    )
    for loan_id, reference, organisation_id in list(waiting):
        try:
            with transaction.atomic():
                loan = locked_loan(loan_id)
                bring_up_to_date(loan, cause=None, stamp=task.stamp(organisation_id))
        except Refusal as refusal:
            done.refuse(organisation_id, refusal, reference=reference)
        else:
            done.counts[organisation_id] += 1
    return done


def moved_by_time(task: Task) -> QuerySet[Loan]:
    """The loans of a range that the day moves and that were not moved on yet."""
    mine = LoanEvent.objects.filter(loan=OuterRef("pk"), reversed_by__isnull=True)
    notices = mine.filter(
        kind=Kind.TERMINATION, day__gt=OuterRef("position__day"), day__lte=task.day
    )
    fallen = ScheduleLine.objects.filter(
        loan=OuterRef("pk"),
        version=OuterRef("schedule_version"),
        due_on__gt=OuterRef("position__day"),
        due_on__lte=task.day,
    )
    return Loan.objects.filter(
        Exists(notices) | Exists(fallen),
        pk__gt=task.after,
        pk__lte=task.until,
        state=Loan.State.REPAYING,
        position__day__lt=task.day,
    ).order_by("pk")
