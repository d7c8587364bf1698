"""Take a yes back."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.errors import NotFound
from grodd.people.asker import Asker
from grodd.people.models import Consent


@transaction.atomic
def withdraw_consent(*, by: Asker, at: datetime, consent_id: int) -> Consent:
    """Withdraw one's own consent. What was done while it stood stays done."""
    own = Consent.objects.select_for_update().filter(pk=consent_id, person_id=by.person_id)
    consent = own.first()
    if consent is None:
        raise NotFound
    if consent.withdrawn_at:
        return consent
    consent.withdrawn_at = at
    consent.save(update_fields=["withdrawn_at"])
    audit.record(
        audit.Stamp(at, by.key),
        action="consent.withdrawn",
        subject=consent.subject or f"person:{by.person_id}",
        facts={"purpose": consent.purpose},
    )
    return consent
