"""Invite someone to write along."""

from datetime import datetime

from django.db import transaction

from grodd.applications.models import CoOwner
from grodd.applications.queries import application_seen_by, co_owners_of, locked, must_own
from grodd.applications.refusals import AlreadyCoOwner
from grodd.applications.tokens import co_owner_token, hash_of
from grodd.base import audit, outbox
from grodd.base.audit import Stamp
from grodd.people.asker import Asker


@transaction.atomic
def invite_co_owner(*, application_id: int, email: str, by: Asker, at: datetime) -> CoOwner:
    """Put an invitation to ``email`` in the outbox.

    Its token is only in the mail: the sender makes it from the row, and we keep the hash.

    Raises:
        OwnerOnly: unless the owner asks.
        AlreadyCoOwner: when the address has a part already.
    """
    application = locked(application_seen_by(by, application_id=application_id))
    must_own(by, application)
    address = email.strip().lower()
    taken = {one.email for one in co_owners_of(application)} | {application.owner.email.lower()}
    if address in taken:
        raise AlreadyCoOwner(email=address)
    made = CoOwner(application=application, email=address, invited_at=at)
    made.token_sha256 = hash_of(co_owner_token(made))
    made.save(force_insert=True)
    stamp = Stamp(at, by.key, application.round.programme.organisation_id)
    outbox.enqueue(
        event=f"co_owner_invited:{made.pk}",
        recipient=address,
        template="co_owner_invited",
        stamp=stamp,
        facts={
            "owner": application.owner.name,
            "title": application.title or str(application),
            "co_owner": made.pk,
            "language": application.language,
        },
    )
    audit.record(
        stamp,
        action="application.co_owner_invited",
        subject=f"application:{application.pk}",
        facts={"co_owner": made.pk},
    )
    return made
