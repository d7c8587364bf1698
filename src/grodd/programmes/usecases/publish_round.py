"""Publish a round: from now on its terms stand."""

from datetime import datetime

from django.db import transaction

from grodd.assessment.models import CriteriaSet
from grodd.base import audit, clock
from grodd.base.audit import Stamp
from grodd.people.asker import Asker
from grodd.programmes.gaps import gaps_of
from grodd.programmes.models import Form, Frame, Letter, Programme, Round
from grodd.programmes.queries import letters_of, round_managed_by
from grodd.programmes.refusals import RoundNotReady
from grodd.programmes.versions import newest_criteria, newest_form, newest_frame


@transaction.atomic
def publish_round(*, round_id: int, by: Asker, at: datetime) -> Round:
    """Freeze the newest frame, form, criteria and letters, and let people see the round.

    Later edits of the programme make new versions, so that answers keep their questions.

    Raises:
        RoundNotReady: when something that every round needs is missing.
    """
    held = round_managed_by(by, round_id=round_id, lock=True)
    if held.published_at:
        return held
    programme = Programme.objects.select_for_update().get(pk=held.programme_id)
    frame, form = newest_frame(programme), newest_form(programme)
    criteria = newest_criteria(programme)
    letters = letters_of(programme)
    _check(held, programme, at)
    versions: tuple[Frame | Form | CriteriaSet | Letter, ...] = (frame, form, criteria, *letters)
    for used in versions:
        if used.frozen_at is None:
            used.frozen_at = at
            used.save(update_fields=["frozen_at"])
    held.frame, held.form, held.criteria_set = frame, form, criteria
    held.lifecycle, held.published_at = programme.lifecycle, at
    held.save()
    held.letters.set(letters)
    audit.record(
        Stamp(at, by.key, programme.organisation_id),
        action="round.published",
        subject=f"round:{held.pk}",
        facts={"frame": frame.version, "form": form.version, "criteria": criteria.version},
    )
    return held


def _check(held: Round, programme: Programme, at: datetime) -> None:
    stopping = [gap for gap in gaps_of(held, programme, on=clock.day_of(at)) if gap.blocks]
    if stopping:
        raise RoundNotReady(missing=" ".join(str(gap.text) for gap in stopping))
