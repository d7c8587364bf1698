"""Open many cases at once: an import brings them by the thousand."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from grodd.assessment.models import Case
from grodd.assessment.usecases.open_case import TITLE_LENGTH_MAX


@transaction.atomic
def open_cases(
    *,
    scope_id: int,
    criteria_set_id: int | None,
    titles: Sequence[str],
    is_blind: bool,
    reviews_needed: int,
    at: datetime,
) -> list[Case]:
    """One case for each title, in their order; see ``open_case`` for the rest."""
    return Case.objects.bulk_create(
        Case(
            scope_id=scope_id,
            criteria_set_id=criteria_set_id,
            title=title[:TITLE_LENGTH_MAX],
            is_blind=is_blind,
            reviews_needed=reviews_needed,
            opened_at=at,
        )
        for title in titles
    )
