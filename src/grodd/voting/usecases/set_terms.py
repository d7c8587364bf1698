"""Say what voters are told before a vote."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.people.asker import Asker
from grodd.voting.models import Poll
from grodd.voting.queries import poll_managed_by
from grodd.voting.refusals import PollOpened, PollTitleTaken
from grodd.voting.terms import PollTerms


@transaction.atomic
def set_terms(*, by: Asker, poll_id: int, terms: PollTerms, at: datetime) -> Poll:
    """Write down budget, time, voters and rule; they can be changed until the poll opens.

    Raises:
        PollOpened: once it is open.
        PollTitleTaken: when another poll of the scope has that name.
    """
    poll = poll_managed_by(by, poll_id=poll_id, lock=True)
    if poll.opened_at is not None:
        raise PollOpened(poll=poll.title, at=poll.opened_at)
    title = terms.title.strip()
    others = Poll.objects.filter(scope_id=poll.scope_id, title=title).exclude(pk=poll.pk)
    if others.exists():
        raise PollTitleTaken(title=title)
    _write(poll, terms, title)
    poll.save()
    audit.record(
        Stamp(at, by.key, poll.scope.organisation_id),
        action="poll.terms_set",
        subject=f"poll:{poll.pk}",
        facts={"rule": poll.rule, "budget_minor": poll.budget_minor},
    )
    return poll


def _write(poll: Poll, terms: PollTerms, title: str) -> None:
    poll.title, poll.text = title, terms.text.strip()
    poll.currency, poll.budget_minor = terms.budget.currency, terms.budget.minor
    poll.budget_hours, poll.closes_at = terms.budget_hours, terms.closes_at
    poll.electorate = Poll.Electorate(terms.electorate)
    poll.bars_interested = terms.bars_interested
    poll.shows_running_votes = terms.shows_running_votes
    poll.rule, poll.utility = Poll.Rule(terms.rule), Poll.Utility(terms.utility)
    poll.completion = Poll.Completion(terms.completion)
    poll.comparison = Poll.Comparison(terms.comparison)
    poll.one_per_owner = terms.one_per_owner
