"""Find out what every option that did not win lacked."""

from grodd.base.errors import NotFound
from grodd.processes.explain_option import explain_option
from grodd.voting.choosing import EQUAL_SHARES, GREEDY
from grodd.voting.models import Option


def explain_poll(*, poll_id: int) -> int:
    """Work out what is not worked out yet, one option at a time, so that none waits for all.

    Returns:
        How many options lost under one rule or the other.
    """
    lost = 0
    for number in Option.objects.filter(poll_id=poll_id).values_list("number", flat=True):
        try:
            found = [
                explain_option(poll_id=poll_id, number=number, rule=rule)
                for rule in (GREEDY, EQUAL_SHARES)
            ]
        except NotFound:  # taken away meanwhile
            continue
        lost += any(found)
    return lost
