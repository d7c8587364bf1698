"""Change what is assessed, on which scales, with which weights."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from grodd.assessment.models import CriteriaSet, Criterion
from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.translated import said
from grodd.people.asker import Asker
from grodd.programmes.queries import programme_managed_by
from grodd.programmes.refusals import CriteriaMissing, ScaleWrong
from grodd.programmes.versions import open_criteria
from grodd.programmes.words import CriterionWords


@transaction.atomic
def edit_criteria(
    *, programme_id: int, criteria: Sequence[CriterionWords], by: Asker, at: datetime
) -> CriteriaSet:
    """Make the newest criteria be ``criteria``, in this order.

    Raises:
        CriteriaMissing: when none is left.
        ScaleWrong: when a scale does not rise or a weight is zero.
    """
    programme = programme_managed_by(by, programme_id=programme_id, lock=True)
    if not criteria:
        raise CriteriaMissing
    for words in criteria:
        if words.high <= words.low or words.weight < 1:
            raise ScaleWrong(criterion=said(words.label))
    chosen = open_criteria(programme)
    chosen.criteria.all().delete()
    keys: list[str] = []
    for order, words in enumerate(criteria):
        keys.append(_free_key(words, keys))
        Criterion.objects.create(
            criteria_set=chosen,
            key=keys[-1],
            label=dict(words.label),
            help=dict(words.help),
            low=words.low,
            high=words.high,
            weight=words.weight,
            order=order,
        )
    audit.record(
        Stamp(at, by.key, programme.organisation_id),
        action="programme.criteria_edited",
        subject=f"programme:{programme.pk}",
        facts={"version": chosen.version, "criteria": keys},
    )
    return chosen


def _free_key(words: CriterionWords, taken: list[str]) -> str:
    wished = words.key or slugify(said(words.label, "en"))[:50] or "criterion"
    numbered = (f"{wished}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (wished, *numbered) if key not in taken)
