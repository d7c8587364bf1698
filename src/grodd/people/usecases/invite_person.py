"""Invite someone by mail to hold a role."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from grodd.base import audit, outbox
from grodd.base.errors import NotFound
from grodd.people.asker import Asker
from grodd.people.models import Invitation, Organisation, Person, Scope
from grodd.people.rights import must_give
from grodd.people.roles import Role
from grodd.people.tokens import hash_of, invitation_token
from grodd.people.values import Place

DAYS_TO_ANSWER = 14


@transaction.atomic
def invite_person(*, by: Asker, at: datetime, email: str, role: str, place: Place) -> Invitation:
    """Put an invitation in the outbox. An open one to the same address and role answers again.

    Neither the invitation nor the message holds the token: the sender makes it from the row.
    """
    assert role in set(Role), role
    must_give(by, role, place)
    space = Organisation.objects.select_for_update().get(pk=place.organisation_id)
    inside = Scope.objects.filter(Q(pk=place.scope_id), organisation=space)
    if place.scope_id and not inside.exists():
        raise NotFound
    open_ones = Invitation.objects.filter(
        Q(scope_id=place.scope_id), organisation=space, role=role, email__iexact=email,
        accepted_at__isnull=True, expires_at__gt=at,
    )  # fmt: skip
    if standing := open_ones.first():
        return standing
    invitation = Invitation(
        organisation=space,
        scope_id=place.scope_id,
        role=role,
        email=email.lower(),
        invited_by_id=by.person_id,
        invited_at=at.replace(microsecond=0),
        expires_at=at + timedelta(days=DAYS_TO_ANSWER),
    )
    invitation.token_sha256 = hash_of(invitation_token(invitation))
    invitation.save(force_insert=True)
    _tell(invitation, audit.Stamp(at, by.key, space.pk))
    return invitation


def _tell(invitation: Invitation, stamp: audit.Stamp) -> None:
    known = Person.objects.filter(email__iexact=invitation.email, is_active=True).first()
    outbox.enqueue(
        event=f"invitation:{invitation.pk}",
        recipient=known.audit_key if known else invitation.email,
        template="invitation",
        stamp=stamp,
        facts={
            "invitation": invitation.pk,
            "organisation": invitation.organisation.name,
            "inviter": invitation.invited_by.name,
            "language": invitation.organisation.default_language,
        },
    )
    audit.record(
        stamp,
        action="invitation.sent",
        subject=f"invitation:{invitation.pk}",
        facts={"role": invitation.role, "scope": invitation.scope_id},
    )
