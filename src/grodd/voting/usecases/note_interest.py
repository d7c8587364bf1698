"""Note that a person has an interest of their own in an idea, also while people vote."""

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.people.models import Person
from grodd.voting.models import Interest, Option, Poll
from grodd.voting.queries import locked, open_ballot
from grodd.voting.secrecy import seal, unseal


@transaction.atomic
def note_interest(*, option_id: int, person_id: int, owns: bool, stamp: Stamp) -> Interest | None:
    """From here on the person does not vote for the option; a vote of theirs is taken out unseen.

    Who may say so is the caller's to check. What was stated when the poll opened stays as it was:
    an interest is only ever added.

    Returns:
        The interest, or None once the poll is counted: then it changes nothing any more.
    """
    option = Option.objects.select_related("poll").get(pk=option_id)
    poll = locked(option.poll_id)
    already = Interest.objects.filter(option=option, person_id=person_id).first()
    if already is not None or poll.closed_at is not None:
        return already
    row = Interest.objects.create(option=option, person_id=person_id, owns=owns)
    if poll.bars_interested:
        _take_out(poll, option, Person.objects.get(pk=person_id))
    audit.record(
        stamp,
        action="poll.interest_noted",
        subject=f"poll:{poll.pk}",
        facts={"option": option.number, "person": person_id},
    )
    return row


def _take_out(poll: Poll, option: Option, person: Person) -> None:
    ballot = open_ballot(poll, person.audit_key)
    if ballot is None:
        return
    choices = unseal(poll.salt.salt, ballot.sealed) - {option.number}
    last = max(poll.options.values_list("number", flat=True))
    ballot.sealed = seal(poll.salt.salt, choices, options=last)
    ballot.save(update_fields=["sealed"])
