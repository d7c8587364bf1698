"""Find out what an option that did not win lacked."""

from django.db import transaction

from grodd.base.errors import NotFound
from grodd.voting.choosing import EQUAL_SHARES, GREEDY, what_lacked
from grodd.voting.models import Explanation, Poll
from grodd.voting.queries import held_poll, result_of
from grodd.voting.selection import selection_of


@transaction.atomic
def explain_option(*, poll_id: int, number: int, rule: str) -> Explanation | None:
    """Try how many more votes, and what lower cost, would have made it win; keep the answer.

    Takes seconds for a large vote, because the whole rule is run some thirty times.

    Returns:
        What it lacked; None for a winner, which lacked nothing.

    Raises:
        NotFound: when there is no such option, or the rule does not count votes.
        NotCounted: before the poll is closed.
    """
    poll = Poll.objects.select_for_update().filter(pk=poll_id).first()
    if poll is None or rule not in {GREEDY, EQUAL_SHARES}:
        raise NotFound
    option = poll.options.filter(number=number).first()
    if option is None:
        raise NotFound
    if already := Explanation.objects.filter(option=option, rule=rule).first():
        return already
    selection = selection_of(result_of(poll).content)
    if number in selection.outcomes[rule].winners:
        return None
    found = what_lacked(held_poll(poll), number, rule)
    return Explanation.objects.create(
        option=option, rule=rule, votes=found.votes, cost_minor=found.cost_minor
    )
