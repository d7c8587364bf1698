"""Keep what an option that did not win lacked."""

from django.db import transaction

from grodd.engines.explanations import Lacking
from grodd.voting.models import Explanation, Option


@transaction.atomic
def keep_explanation(*, option_id: int, rule: str, found: Lacking) -> Explanation:
    """Write down what was found by trying. Whoever comes second gets what stands already.

    Finding out takes seconds and happens before, outside of any transaction.
    """
    option = Option.objects.select_for_update().get(pk=option_id)
    already = Explanation.objects.filter(option=option, rule=rule).first()
    if already is not None:
        return already
    return Explanation.objects.create(
        option=option, rule=rule, votes=found.votes, cost_minor=found.cost_minor
    )
