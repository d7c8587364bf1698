"""Move a question one step up or down in its form."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.errors import NotFound
from grodd.people.asker import Asker
from grodd.programmes.models import Question
from grodd.programmes.queries import programme_managed_by
from grodd.programmes.versions import open_form


@transaction.atomic
def move_question(*, programme_id: int, key: str, steps: int, by: Asker, at: datetime) -> None:
    """Move the question ``key`` of the newest form by ``steps`` (negative is up)."""
    programme = programme_managed_by(by, programme_id=programme_id, lock=True)
    form = open_form(programme)
    keys = list(form.questions.values_list("key", flat=True))
    if key not in keys:
        raise NotFound
    place = min(max(keys.index(key) + steps, 0), len(keys) - 1)
    keys.remove(key)
    keys.insert(place, key)
    for order, each in enumerate(keys):
        Question.objects.filter(form=form, key=each).update(order=order)
    audit.record(
        Stamp(at, by.key, programme.organisation_id),
        action="programme.question_moved",
        subject=f"programme:{programme.pk}",
        facts={"version": form.version, "question": key, "place": place + 1},
    )
