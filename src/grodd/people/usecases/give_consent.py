"""Say yes to something, in so many words."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.people.asker import Asker
from grodd.people.models import Consent, Person


@transaction.atomic
def give_consent(
    *, by: Asker, at: datetime, purpose: str, wording: str, subject: str = ""
) -> Consent:
    """Keep what was said yes to, word for word. A consent that stands answers again."""
    Person.objects.select_for_update().get(pk=by.person_id)
    consent, is_new = Consent.objects.get_or_create(
        person_id=by.person_id,
        purpose=purpose,
        subject=subject,
        withdrawn_at=None,
        defaults={"wording": wording, "given_at": at},
    )
    if is_new:
        audit.record(
            audit.Stamp(at, by.key),
            action="consent.given",
            subject=subject or f"person:{by.person_id}",
            facts={"purpose": purpose},
        )
    return consent
