"""Answer an invitation: the role is held from today."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from grodd.base import audit, clock
from grodd.base.errors import NotFound
from grodd.people.granting import grant_role
from grodd.people.models import Grant, Invitation, Membership, Organisation, Person
from grodd.people.queries import grants_on
from grodd.people.refusals import InvitationExpired, InvitationForSomeoneElse, InvitationUsed
from grodd.people.tokens import hash_of
from grodd.people.values import Place, Term


@transaction.atomic
def accept_invitation(*, token: str, person_id: int, at: datetime) -> Invitation:
    """Use the invitation for the person whose address it was sent to. Twice is harmless."""
    locked = Invitation.objects.select_for_update(of=("self",))
    invitation = locked.filter(token_sha256=hash_of(token)).first()
    if invitation is None:
        raise NotFound
    if invitation.accepted_by_id == person_id:
        return invitation
    person = Person.objects.get(pk=person_id)
    _refuse(invitation, person, at)
    Organisation.objects.select_for_update().get(pk=invitation.organisation_id)
    _take_up(invitation, person, at)
    invitation.accepted_at, invitation.accepted_by = at, person
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    audit.record(
        audit.Stamp(at, person.audit_key, invitation.organisation_id),
        action="invitation.accepted",
        subject=f"invitation:{invitation.pk}",
    )
    return invitation


def _refuse(invitation: Invitation, person: Person, at: datetime) -> None:
    if invitation.accepted_at:
        raise InvitationUsed
    if invitation.expires_at <= at:
        raise InvitationExpired(until=invitation.expires_at)
    if invitation.email.lower() != person.email.lower():
        raise InvitationForSomeoneElse


def _take_up(invitation: Invitation, person: Person, at: datetime) -> None:
    """The membership and the grant, unless they stand already."""
    today = clock.day_of(at)
    Membership.objects.get_or_create(
        person=person,
        organisation_id=invitation.organisation_id,
        valid_until=None,
        defaults={"valid_from": today},
    )
    held: Grant | None = (
        grants_on(today)
        .filter(
            Q(scope_id=invitation.scope_id),
            person=person,
            organisation_id=invitation.organisation_id,
            role=invitation.role,
        )
        .first()
    )
    if held is None:
        grant_role(
            person,
            invitation.role,
            Place(invitation.organisation_id, invitation.scope_id),
            Term(today),
            stamp=audit.Stamp(at, invitation.invited_by.audit_key),
            by=invitation.invited_by_id,
        )
