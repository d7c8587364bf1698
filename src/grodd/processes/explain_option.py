"""Find out what an option that did not win lacked."""

from grodd.base.errors import NotFound
from grodd.voting.choosing import EQUAL_SHARES, GREEDY, what_lacked
from grodd.voting.models import Explanation, Option
from grodd.voting.queries import held_poll, result_of
from grodd.voting.selection import selection_of
from grodd.voting.usecases.keep_explanation import keep_explanation


def explain_option(*, poll_id: int, number: int, rule: str) -> Explanation | None:
    """Try how many more votes, and what lower cost, would have made it win; keep the answer.

    The whole rule is run some thirty times, which takes seconds for a large vote. No transaction
    is open meanwhile, so nobody who writes waits for it.

    Returns:
        What it lacked; None for a winner, which lacked nothing.

    Raises:
        NotFound: when there is no such option, or the rule does not count votes.
        NotCounted: before the poll is closed.
    """
    options = Option.objects.filter(poll_id=poll_id, number=number).select_related("poll")
    option = options.first()
    if option is None or rule not in {GREEDY, EQUAL_SHARES}:
        raise NotFound
    if already := Explanation.objects.filter(option=option, rule=rule).first():
        return already
    selection = selection_of(result_of(option.poll).content)
    if number in selection.outcomes[rule].winners:
        return None
    found = what_lacked(held_poll(option.poll), number, rule)
    return keep_explanation(option_id=option.pk, rule=rule, found=found)
