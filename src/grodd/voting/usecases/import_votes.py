"""Take in a vote that was held elsewhere."""

import hashlib
from collections import Counter
from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.people.asker import Asker
from grodd.people.models import Scope
from grodd.voting.choosing import held, select
from grodd.voting.models import CountedBallot, Opening, Option, Poll, Result
from grodd.voting.queries import scope_managed_by
from grodd.voting.refusals import PollTitleTaken
from grodd.voting.votes_file import Brought, read_votes

THEME_LENGTH_MAX = 120
TITLE_LENGTH_MAX = 200


@transaction.atomic
def import_votes(
    *, by: Asker, scope_id: int, name: str, content: bytes, currency: str, at: datetime
) -> Poll:
    """Read a Pabulib file as a closed poll, so that the rules can be seen beside each other.

    Args:
        by: Who manages polls in the scope.
        scope_id: Where it belongs.
        name: Of the file.
        content: Its bytes.
        currency: Of its amounts.
        at: When.

    Raises:
        VotesFileRefused: with the section and the row where something is wrong.
        PollTitleTaken: when another vote of that name is there.
    """
    Scope.objects.select_for_update().filter(pk=scope_id).first()
    scope = scope_managed_by(by, scope_id=scope_id)
    brought = read_votes(name, content, currency=currency)
    digest = hashlib.sha256(content).hexdigest()
    already = Poll.objects.filter(scope=scope, title=brought.title).first()
    if already is not None:
        if Opening.objects.filter(poll=already, stated_sha256=digest).exists():
            return already
        raise PollTitleTaken(title=brought.title)
    poll = _poll(scope, brought, currency, at)
    Opening.objects.create(
        poll=poll,
        stated={"file": name, "rule": brought.rule},
        stated_sha256=digest,
        opened_by_id=by.person_id,
        opened_at=at,
    )
    _count(poll, brought, at)
    audit.record(
        Stamp(at, by.key, scope.organisation_id),
        action="poll.imported",
        subject=f"poll:{poll.pk}",
        facts={"sha256": digest, "voters": len(brought.election.ballots)},
    )
    return poll


def _poll(scope: Scope, brought: Brought, currency: str, at: datetime) -> Poll:
    return Poll.objects.create(
        scope=scope,
        title=brought.title,
        currency=currency,
        budget_minor=brought.election.budget_minor,
        rule=brought.rule,
        electorate=Poll.Electorate.LIST,
        is_imported=True,
        created_at=at,
        opened_at=at,
        closed_at=at,
    )


def _count(poll: Poll, brought: Brought, at: datetime) -> None:
    options = Option.objects.bulk_create(
        Option(
            poll=poll,
            number=int(project.key),
            title=title[:TITLE_LENGTH_MAX],
            cost_minor=project.cost_minor,
            theme=project.theme[:THEME_LENGTH_MAX],
        )
        for project, title in zip(brought.election.projects, brought.names, strict=True)
    )
    counts = Counter((ballot.choices, ballot.points) for ballot in brought.election.ballots)
    counted = CountedBallot.objects.bulk_create(
        CountedBallot(
            poll=poll, choices=list(map(int, choices)), points=list(points), voters=voters
        )
        for (choices, points), voters in sorted(counts.items())
    )
    voters = len(brought.election.ballots)
    Result.objects.create(
        poll=poll,
        content=select(held(poll, options, counted), None).content(),
        entitled=voters,
        voted=voters,
        closed_at=at,
    )
