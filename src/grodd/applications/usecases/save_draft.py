"""Save what was written so far."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from grodd.applications import answers as kinds
from grodd.applications.models import Application, DraftVersion
from grodd.applications.queries import (
    application_seen_by,
    asked_in,
    is_editable,
    locked,
    may_write,
)
from grodd.applications.refusals import ReadOnly
from grodd.applications.searching import found_by
from grodd.base.errors import ChangedMeanwhile, NotAllowed
from grodd.people.asker import Asker
from grodd.programmes.models import Theme

SMALLINT_MAX = 32_767
INT_MAX = 2_147_483_647


@transaction.atomic
def save_draft(
    *, application_id: int, version: int, answers: Mapping[str, Any], by: Asker, at: datetime
) -> Application:
    """Keep ``answers`` as the next version of the draft.

    Args:
        application_id: Which application.
        version: The version that the writer started from.
        answers: Answers by question key, as ``applications.answers`` describes them; questions
            that are left out keep theirs.
        by: Owner or co-owner.
        at: When.

    Raises:
        ReadOnly: when it can no longer be changed.
        ChangedMeanwhile: when a newer version was saved; nothing is overwritten.
    """
    application = locked(application_seen_by(by, application_id=application_id))
    questions = asked_in(application.round)
    known = {asked.key for asked in questions}
    merged = {**application.answers, **{k: v for k, v in answers.items() if k in known}}
    merged = {key: value for key, value in merged.items() if value is not None}
    if merged == application.answers:
        return application
    if not may_write(by, application):
        raise NotAllowed
    if not is_editable(application, at=at):
        raise ReadOnly(application=str(application))
    if version != application.draft_version:
        raise ChangedMeanwhile
    application.answers = merged
    application.draft_version += 1
    application.updated_at = at
    _read_meanings(application, kinds.meant(questions, merged))
    application.save()
    DraftVersion.objects.create(
        application=application,
        number=application.draft_version,
        answers=merged,
        saved_by_id=by.person_id,
        saved_at=at,
    )
    return application


def _read_meanings(application: Application, meant: Mapping[str, Any]) -> None:
    """Copy what the chain reads into the columns that lists sort and search by."""
    application.title = (meant.get("title") or "")[:200]
    application.summary = meant.get("summary") or ""
    application.found_by = found_by(application.title, application.summary)
    application.amount_minor = meant.get("amount")
    hours, months = kinds.whole(meant.get("hours")), kinds.whole(meant.get("months"))
    application.hours = min(hours, INT_MAX) if hours is not None else None
    application.months = min(months, SMALLINT_MAX) if months is not None else None
    application.theme = Theme.objects.filter(
        programme_id=application.round.programme_id, key=meant.get("theme") or ""
    ).first()
