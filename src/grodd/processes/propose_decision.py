"""Put an assessed application up for decision."""

from datetime import datetime

from django.db import transaction

from grodd.applications.models import Application
from grodd.assessment.queries import case_managed_by, conflicts_of
from grodd.assessment.usecases.close_case import close_case
from grodd.base.audit import Stamp
from grodd.base.errors import NotFound
from grodd.decisions.models import Matter
from grodd.decisions.refusals import NoBody
from grodd.decisions.usecases.open_matter import open_matter
from grodd.decisions.usecases.recuse import recuse
from grodd.engines.money import Money
from grodd.people.asker import Asker
from grodd.processes.step_application import locked_application, roles_of, stamp_of, step


@transaction.atomic
def propose_decision(
    *, by: Asker, application_id: int, proposal: str, amount: Money, hours: int, at: datetime
) -> Matter:
    """Close the assessment, open a matter before the programme's body, copy the conflicts.

    Raises:
        NotFound, NotAllowed, InConflict: when ``by`` does not lead the assessment.
        StepNotOpen: when it is not in assessment.
        ReviewsMissing: when it is not assessed.
        NoBody: when the programme has nobody who decides.
    """
    application = locked_application(pk=application_id)
    if application.case_id is None:
        raise NotFound
    case = case_managed_by(by, case_id=application.case_id)
    stamp = stamp_of(by, application, at)
    step(
        application,
        "propose",
        roles=roles_of(by, application),
        stamp=stamp,
        guards={"is_assessed": lambda: close_case(case_id=case.pk, stamp=stamp) is not None},
    )
    application.matter = _matter(application, proposal, amount, hours, at)
    application.save(update_fields=["matter"])
    _copy_conflicts(case.pk, application.matter, stamp)
    return application.matter


def _matter(
    application: Application, proposal: str, amount: Money, hours: int, at: datetime
) -> Matter:
    programme = application.round.programme
    if programme.body_id is None:
        raise NoBody(programme=str(programme))
    return open_matter(
        body_id=programme.body_id,
        kind="application",
        title=f"{application.title} ({application})",
        proposal=proposal.strip(),
        amount=amount,
        hours=hours,
        at=at,
    )


def _copy_conflicts(case_id: int, matter: Matter, stamp: Stamp) -> None:
    for conflict in conflicts_of(case_id):
        recuse(
            matter_id=matter.pk, person_id=conflict.person_id, reason=conflict.reason, stamp=stamp
        )
