"""Act on a decision: promise an application its money and move it on, or pass a gate."""

from datetime import datetime

from django.db import transaction

from grodd.applications.models import Application
from grodd.assessment.usecases.reopen_case import reopen_case
from grodd.decisions.models import Matter
from grodd.decisions.queries import amount_decided
from grodd.engines.money import Money
from grodd.followup.gates import GATE
from grodd.people.asker import Asker
from grodd.processes.pass_gate import pass_gate
from grodd.processes.propose_write_off import WRITE_OFF
from grodd.processes.step_application import SYSTEM_ROLES, locked_application, stamp_of, step
from grodd.processes.write_off_loan import write_off_loan
from grodd.programmes.usecases.commit_budget import commit_budget

STEPS = {
    Matter.Outcome.APPROVED.value: "approve",
    Matter.Outcome.REJECTED.value: "decline",
    Matter.Outcome.RETURNED.value: "reconsider",
}


@transaction.atomic
def apply_decision(*, by: Asker, matter: Matter, at: datetime) -> None:
    """An application gets its money, a project passes its gate, a loss is booked.

    Raises:
        BudgetExceeded, HoursExceeded: when the round has too little left; the caller's
            transaction ends, so nothing is decided.
    """
    if matter.kind == GATE:
        pass_gate(matter=matter, by=by, at=at)
        return
    if matter.kind == WRITE_OFF:
        write_off_loan(matter=matter, by=by, at=at)
        return
    if not Application.objects.filter(matter=matter).exists():
        return
    application = locked_application(matter_id=matter.pk)
    stamp = stamp_of(by, application, at)
    if matter.outcome == Matter.Outcome.APPROVED:
        commit_budget(
            round_id=application.round_id,
            key=f"application:{application.pk}",
            amount=amount_decided(matter) or Money(0, application.currency),
            hours=matter.hours_decided or 0,
            at=at,
        )
    elif matter.outcome == Matter.Outcome.RETURNED and application.case_id is not None:
        reopen_case(case_id=application.case_id, stamp=stamp)
    step(application, STEPS[matter.outcome], roles=SYSTEM_ROLES, stamp=stamp)
