"""Hand in a review."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from grodd.assessment.models import Review
from grodd.assessment.queries import assignment_of, criteria_of
from grodd.assessment.refusals import ScoresMissing
from grodd.assessment.usecases.save_review import save_review
from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.people.asker import Asker


@transaction.atomic
def submit_review(
    *, by: Asker, assignment_id: int, scores: Mapping[str, int], comment: str, at: datetime
) -> Review:
    """Save and hand in: from here on it stands, counts, and opens the others' reviews.

    Raises:
        ScoresMissing: when a criterion has no score. See ``save_review`` for the rest.
    """
    review = save_review(by=by, assignment_id=assignment_id, scores=scores, comment=comment, at=at)
    case = assignment_of(by, assignment_id=assignment_id).case
    missing = [str(one) for one in criteria_of(case) if one.key not in scores]
    if missing:
        raise ScoresMissing(criteria=", ".join(missing))
    review.submitted_at = at
    review.save(update_fields=["submitted_at"])
    audit.record(
        Stamp(at, by.key, case.scope.organisation_id),
        action="case.reviewed",
        subject=f"case:{case.pk}",
        facts={"review": review.pk},
    )
    return review
