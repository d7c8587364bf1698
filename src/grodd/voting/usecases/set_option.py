"""Put an idea to the vote, or change it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.errors import NotFound
from grodd.people.asker import Asker
from grodd.voting.models import Interest, Option, Poll
from grodd.voting.queries import poll_managed_by
from grodd.voting.refusals import OptionUnclear, PollOpened, TooManyOptions
from grodd.voting.terms import Idea

OPTIONS_MAX = 300
TITLE_LENGTH_MAX = 200
WORD_LENGTH_MAX = 60


@transaction.atomic
def set_option(
    *, by: Asker, poll_id: int, idea: Idea, at: datetime, number: int | None = None
) -> Option:
    """Write an idea down before the poll opens.

    Args:
        by: Who manages the poll.
        poll_id: Which poll.
        idea: What it is, what it costs, and who has an interest of their own in it.
        at: When.
        number: Of the option that changes; None for a new one.

    Raises:
        PollOpened: once the poll is open.
        OptionUnclear: when it has no name, or no cost in the currency of the poll.
        TooManyOptions: when the poll holds as many as it can.
    """
    poll = poll_managed_by(by, poll_id=poll_id, lock=True)
    if poll.opened_at is not None:
        raise PollOpened(poll=poll.title, at=poll.opened_at)
    if not idea.title.strip() or idea.cost.minor < 0 or idea.cost.currency != poll.currency:
        raise OptionUnclear
    option = _new(poll) if number is None else poll.options.filter(number=number).first()
    if option is None:
        raise NotFound
    option.title, option.summary = idea.title.strip()[:TITLE_LENGTH_MAX], idea.summary.strip()
    option.cost_minor, option.hours, option.theme = idea.cost.minor, idea.hours, idea.theme
    option.exclusive = idea.exclusive.strip()[:WORD_LENGTH_MAX]
    option.save()
    _write_interests(option, idea)
    audit.record(
        Stamp(at, by.key, poll.scope.organisation_id),
        action="poll.option_set",
        subject=f"poll:{poll.pk}",
        facts={"option": option.number, "cost_minor": option.cost_minor},
    )
    return option


def _new(poll: Poll) -> Option:
    last: int = poll.options.aggregate(last=Max("number"))["last"] or 0
    if last >= OPTIONS_MAX:
        raise TooManyOptions(most=OPTIONS_MAX)
    return Option(poll=poll, number=last + 1)


def _write_interests(option: Option, idea: Idea) -> None:
    Interest.objects.filter(option=option).delete()
    close = dict.fromkeys(idea.owners, True) | {
        person: False for person in idea.close_to if person not in idea.owners
    }
    Interest.objects.bulk_create(
        Interest(option=option, person_id=person, owns=owns) for person, owns in close.items()
    )
