"""Open a vote: from here on the rule stands."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.people.asker import Asker
from grodd.voting.models import BallotSalt, Opening, Option, Poll
from grodd.voting.queries import electorate_of, options_of, poll_managed_by
from grodd.voting.refusals import PollNotReady
from grodd.voting.secrecy import new_salt

OPTIONS_MIN = 2


@transaction.atomic
def open_poll(*, by: Asker, poll_id: int, at: datetime) -> Poll:
    """Let people vote, and write down for good what was stated before.

    Raises:
        PollNotReady: naming everything that is missing.
    """
    poll = poll_managed_by(by, poll_id=poll_id, lock=True)
    if poll.opened_at is not None:
        return poll
    options = options_of(poll)
    missing = list(_missing(poll, options, at))
    if missing:
        raise PollNotReady(missing=format_lazy(" ".join(["{}"] * len(missing)), *missing))
    stated = _stated(poll, options)
    written = json.dumps(stated, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    opening = Opening.objects.create(
        poll=poll,
        stated=stated,
        stated_sha256=hashlib.sha256(written.encode()).hexdigest(),
        opened_by_id=by.person_id,
        opened_at=at,
    )
    BallotSalt.objects.create(poll=poll, salt=new_salt())
    poll.opened_at = at
    poll.save(update_fields=["opened_at"])
    audit.record(
        Stamp(at, by.key, poll.scope.organisation_id),
        action="poll.opened",
        subject=f"poll:{poll.pk}",
        facts={"rule": poll.rule, "stated_sha256": opening.stated_sha256},
    )
    return poll


def _missing(poll: Poll, options: Sequence[Option], at: datetime) -> Iterator[Promise]:
    if len(options) < OPTIONS_MIN:
        yield gettext_lazy("Put at least two ideas to the vote.")
    if poll.budget_minor <= 0:
        yield gettext_lazy("State the budget.")
    if poll.closes_at is not None and poll.closes_at <= at:
        yield gettext_lazy("Let the vote close later than now.")
    if not electorate_of(poll).exists():
        yield gettext_lazy("Say who votes.")


def _stated(poll: Poll, options: Sequence[Option]) -> dict[str, Any]:
    """Everything that decides the outcome, as JSON values."""
    names = (
        "title", "currency", "budget_minor", "budget_hours", "electorate", "bars_interested",
        "shows_running_votes", "rule", "utility", "completion", "comparison", "one_per_owner",
    )  # fmt: skip
    return {
        **{name: getattr(poll, name) for name in names},
        "closes_at": None if poll.closes_at is None else poll.closes_at.isoformat(),
        "ties": ["more_votes", "lower_cost", "earlier"],
        "themes": [[one.theme, one.least, one.most] for one in poll.theme_limits.all()],
        "options": [
            {
                "number": one.number,
                "title": one.title,
                "cost_minor": one.cost_minor,
                "hours": one.hours,
                "theme": one.theme,
                "exclusive": one.exclusive,
                "interests": [[each.person_id, each.owns] for each in one.interests.all()],
            }
            for one in options
        ],
    }
