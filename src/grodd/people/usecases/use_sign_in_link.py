"""Use a link from a mail."""

from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.people.models import Person, SignInLink
from grodd.people.refusals import SignInLinkSpent
from grodd.people.tokens import hash_of


@transaction.atomic
def use_sign_in_link(*, token: str, at: datetime) -> Person:
    """Spend the link and tell whose it was. The row is locked: of two at once, one gets in."""
    rows = SignInLink.objects.select_for_update(of=("self",)).select_related("person")
    link = rows.filter(token_sha256=hash_of(token)).first()
    if link is None or link.used_at or link.expires_at <= at or not link.person.is_active:
        raise SignInLinkSpent
    link.used_at = at
    link.save(update_fields=["used_at"])
    audit.record(
        audit.Stamp(at, link.person.audit_key),
        action="sign_in_link.used",
        subject=f"person:{link.person_id}",
    )
    return link.person
