"""Begin an application that follows on from another, with its history."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from grodd.applications.models import Application
from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.models import Phase, PhaseKind
from grodd.people.asker import Asker
from grodd.programmes.models import Round
from grodd.programmes.queries import open_rounds, questions_of

DAYS_TO_WRITE = 60


@transaction.atomic
def start_follow_on(*, application_id: int, by: Asker, at: datetime) -> Application:
    """Make a draft for the same owner, with the answers that its round asks for too.

    It goes into an open round of the programme, or else into the round of the first application,
    opened late for ``DAYS_TO_WRITE`` days. Asked again, the same draft comes back.
    """
    rows = Application.objects.select_for_update(of=("self",))
    first = rows.select_related("round__programme").get(pk=application_id)
    if already := Application.objects.filter(follows=first).first():
        return already
    programme = first.round.programme
    round_ = _locked_round(first, at)
    assert round_.form is not None, round_.key
    asked = {question.key for question in questions_of(round_.form)}
    made = Application.objects.create(
        round=round_,
        number=round_.next_number,
        phase=Phase.objects.get(Q(lifecycle_id=round_.lifecycle_id), kind=PhaseKind.DRAFT),
        owner_id=first.owner_id,
        applicant_id=first.applicant_id,
        title=first.title,
        summary=first.summary,
        found_by=first.found_by,
        theme_id=first.theme_id,
        currency=round_.currency,
        answers={key: answer for key, answer in first.answers.items() if key in asked},
        language=first.language,
        follows=first,
        open_until=at + timedelta(days=DAYS_TO_WRITE),
        created_at=at,
        updated_at=at,
    )
    round_.next_number += 1
    round_.save(update_fields=["next_number"])
    audit.record(
        Stamp(at, by.key, programme.organisation_id),
        action="application.started",
        subject=f"application:{made.pk}",
        facts={"round": round_.pk, "number": made.number, "follows": first.pk},
    )
    return made


def _locked_round(first: Application, at: datetime) -> Round:
    open_one = open_rounds(at=at).filter(programme=first.round.programme).order_by("pk").first()
    rows = Round.objects.select_for_update(of=("self",)).select_related("form")
    return rows.get(pk=open_one.pk if open_one else first.round_id)
