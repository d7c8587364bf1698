"""Support an idea, or not any more: each click is safe at once."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.errors import NotFound
from grodd.people.asker import Asker
from grodd.voting.models import OpenBallot, Option, Participation, Poll
from grodd.voting.queries import (
    barred_from,
    exclusion_of,
    is_entitled,
    is_open,
    locked,
    open_ballot,
    poll_seen_by,
)
from grodd.voting.refusals import (
    BallotsUnreadable,
    NotEntitled,
    OwnIdea,
    PollClosed,
    PollNotOpen,
    VoterExcluded,
)
from grodd.voting.secrecy import ballot_key, seal, unseal
from grodd.voting.terms import Receipt


@transaction.atomic
def save_ballot(*, by: Asker, poll_id: int, number: int, supports: bool, at: datetime) -> Receipt:
    """Write down whether the voter supports one option; the others stay as they are.

    The poll is locked, so that two clicks of one person are both kept, and a click comes either
    before the count or not at all. The same click again gives the same receipt.

    Raises:
        NotFound: when there is no such poll or option for the voter.
        PollNotOpen, PollClosed: when it is not the time.
        NotEntitled, VoterExcluded: when the person does not vote here.
        OwnIdea: when they have an interest of their own in it.
        BallotsUnreadable: when the installation's secret key was changed meanwhile.
    """
    poll = locked(poll_seen_by(by, poll_id=poll_id).pk)
    option = poll.options.filter(number=number).first()
    if option is None:
        raise NotFound
    ballot = open_ballot(poll, by.key)
    before = frozenset[int]() if ballot is None else unseal(poll.salt.salt, ballot.sealed)
    if ballot is not None and (number in before) == supports:
        return Receipt(option.title, supports, before)
    _check(by, poll, option, supports=supports, at=at)
    choices = before | {number} if supports else before - {number}
    _write(by, poll, choices, is_first=ballot is None, at=at)
    return Receipt(option.title, supports, choices)


def _check(by: Asker, poll: Poll, option: Option, *, supports: bool, at: datetime) -> None:
    if poll.opened_at is None:
        raise PollNotOpen(poll=poll.title)
    if not is_open(poll, at=at):
        raise PollClosed(poll=poll.title, at=poll.closed_at or poll.closes_at)
    if excluded := exclusion_of(by, poll):
        raise VoterExcluded(poll=poll.title, reason=excluded.reason)
    if not is_entitled(by, poll):
        raise NotEntitled(poll=poll.title)
    if supports and option.number in barred_from(by, poll):
        raise OwnIdea(option=option.title)


def _write(by: Asker, poll: Poll, choices: frozenset[int], *, is_first: bool, at: datetime) -> None:
    salt = poll.salt.salt
    last = poll.options.aggregate(last=Max("number"))["last"]
    sealed = seal(salt, choices, options=last)
    key = ballot_key(salt, by.key)
    if not is_first:
        OpenBallot.objects.filter(pk=key).update(sealed=sealed)
        return
    _, is_new = Participation.objects.get_or_create(poll=poll, person_id=by.person_id)
    if not is_new:  # they have voted, and what they voted is not found: a second ballot would count
        raise BallotsUnreadable
    OpenBallot.objects.create(key=key, poll=poll, sealed=sealed)
    audit.record(
        Stamp(at, by.key, poll.scope.organisation_id),
        action="poll.took_part",
        subject=f"poll:{poll.pk}",
    )
