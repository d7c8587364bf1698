"""Screen a case: does it belong here, and is it whole?"""

from datetime import datetime

from django.db import transaction

from grodd.assessment.models import Case, Screening
from grodd.assessment.queries import SCREENERS, case_seen_by, holds_in
from grodd.assessment.refusals import CaseClosed, ReasonNeeded
from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.errors import NotAllowed
from grodd.people.asker import Asker


@transaction.atomic
def screen_case(*, by: Asker, case_id: int, outcome: str, reasons: str, at: datetime) -> Screening:
    """Write down what the first look said. Append-only; the last one counts.

    Raises:
        NotAllowed, InConflict: when ``by`` does not screen here.
        CaseClosed: when the assessment is over.
        ReasonNeeded: when a return or a rejection has no words.
    """
    seen = case_seen_by(by, case_id=case_id)
    if not holds_in(by, seen, *SCREENERS):
        raise NotAllowed
    case = Case.objects.select_for_update(of=("self",)).select_related("scope").get(pk=seen.pk)
    if case.closed_at is not None:
        raise CaseClosed(case=str(case))
    said = Screening.Outcome(outcome)
    if said is not Screening.Outcome.PASSED and not reasons.strip():
        raise ReasonNeeded
    row = Screening.objects.create(
        case=case,
        outcome=said,
        reasons=reasons.strip(),
        screened_by_id=by.person_id,
        screened_at=at,
    )
    audit.record(
        Stamp(at, by.key, case.scope.organisation_id),
        action="case.screened",
        subject=f"case:{case.pk}",
        facts={"outcome": said.value},
    )
    return row
