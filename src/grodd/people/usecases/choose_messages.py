"""Choose how to hear of each kind of event."""

from collections.abc import Mapping

from django.db import transaction

from grodd.people.asker import Asker
from grodd.people.models import MessageWish
from grodd.people.refusals import MessageCannotBeSwitchedOff
from grodd.people.topics import BOUND, LABELS, USUAL, Topic, Wish


@transaction.atomic
def choose_messages(*, by: Asker, wishes: Mapping[Topic, Wish]) -> None:
    """Write the wishes of one person; topics that are not named stay as they were.

    No audit row: it concerns nobody else. What waits in a digest already goes with that digest.

    Raises:
        MessageCannotBeSwitchedOff: when a topic that the law asks for would be late or silent.
    """
    for topic, wish in wishes.items():
        if topic in BOUND and wish != USUAL:
            raise MessageCannotBeSwitchedOff(topic=LABELS[topic])
        MessageWish.objects.update_or_create(
            person_id=by.person_id,
            topic=topic,
            defaults={"rhythm": wish.rhythm, "is_listed": wish.is_listed},
        )
