"""Plan a vote."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.people.asker import Asker
from grodd.people.models import Scope
from grodd.voting.models import Poll
from grodd.voting.queries import scope_managed_by
from grodd.voting.refusals import PollTitleTaken
from grodd.voting.terms import PollTerms
from grodd.voting.usecases.set_terms import set_terms


@transaction.atomic
def create_poll(*, by: Asker, scope_id: int, terms: PollTerms, at: datetime) -> Poll:
    """Plan a vote that nobody but its readers sees before it opens.

    The same name again gives the poll there is, as long as it has no ideas yet: a form that was
    sent twice makes one poll.

    Raises:
        PollTitleTaken: when a poll of that name is further on.
    """
    Scope.objects.select_for_update().filter(pk=scope_id).first()
    scope = scope_managed_by(by, scope_id=scope_id)
    poll = Poll.objects.filter(scope=scope, title=terms.title.strip()).first()
    if poll is not None and (poll.opened_at is not None or poll.options.exists()):
        raise PollTitleTaken(title=poll.title)
    if poll is None:
        poll = Poll.objects.create(
            scope=scope,
            title=terms.title.strip(),
            currency=terms.budget.currency,
            created_at=at,
        )
        audit.record(
            Stamp(at, by.key, scope.organisation_id),
            action="poll.created",
            subject=f"poll:{poll.pk}",
            facts={"title": poll.title},
        )
    return set_terms(by=by, poll_id=poll.pk, terms=terms, at=at)
