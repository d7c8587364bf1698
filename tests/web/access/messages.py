"""A person's own messages, wishes and calendar."""

from grodd.base import clock, outbox
from grodd.base.audit import Stamp
from grodd.base.models import OutboxMessage
from grodd.people.tokens import calendar_token
from grodd.people.usecases.renew_calendar import renew_calendar
from tests.web.stage import EVERYONE, Row, Stage


def told(stage: Stage) -> OutboxMessage:
    """What Amina has been told."""
    outbox.enqueue(
        event="stage", recipient=stage.world.amina.audit_key, template="agreement_offered",
        stamp=Stamp(clock.now(), "system", stage.world.company.pk),
        facts={"title": "Lastcyklar", "agreement": 1},
    )  # fmt: skip
    outbox.claim(at=clock.now())
    return OutboxMessage.objects.get(event="stage")


def feed(stage: Stage) -> dict[str, object]:
    amina = renew_calendar(by=stage.world.asker(stage.world.amina))
    return {"key": amina.key, "secret": calendar_token(amina)}


def letter(stage: Stage) -> OutboxMessage:
    """The letter with the answer to Amina's application."""
    assert stage.answered_application
    outbox.claim(at=clock.now())
    return OutboxMessage.objects.get(
        recipient=stage.world.amina.audit_key, event__startswith="decision_released"
    )


BUILDERS = {"told_to_amina": told, "letter_to_amina": letter}
ROWS = [
    Row("messages:list", may=EVERYONE),
    Row(
        "messages:open",
        kwargs=lambda stage: {"message_id": stage.told_to_amina.pk},
        may={"amina"},
    ),
    Row(
        "messages:letter",
        kwargs=lambda stage: {"message_id": stage.letter_to_amina.pk},
        may={"amina"},
    ),
    Row("messages:read_all", post={}, may=EVERYONE),
    Row("messages:wishes", may=EVERYONE),
    Row("messages:calendar", may=EVERYONE),
    Row("messages:renew_calendar", post={}, may=EVERYONE),
    Row("messages:stop_calendar", post={}, may=EVERYONE),
    Row("messages:feed", kwargs=feed, public=True),
]
