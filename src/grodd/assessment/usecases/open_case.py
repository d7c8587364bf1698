"""Open a case: something is to be judged."""

from datetime import datetime

from django.db import transaction

from grodd.assessment.models import Case

TITLE_LENGTH_MAX = 200


@transaction.atomic
def open_case(
    *,
    scope_id: int,
    criteria_set_id: int | None,
    title: str,
    is_blind: bool,
    reviews_needed: int,
    at: datetime,
) -> Case:
    """Open a case in a scope. Whoever hands a thing in calls this and holds the case.

    Args:
        scope_id: Where it belongs; decides who sees it.
        criteria_set_id: What is looked at; None for what is only read.
        title: As reviewers read it; may not name who applies when the case is blind.
        is_blind: Hide who applies until a reviewer has given the first score.
        reviews_needed: How many submitted reviews make the case assessed.
        at: When.
    """
    return Case.objects.create(
        scope_id=scope_id,
        criteria_set_id=criteria_set_id,
        title=title[:TITLE_LENGTH_MAX],
        is_blind=is_blind,
        reviews_needed=reviews_needed,
        opened_at=at,
    )
