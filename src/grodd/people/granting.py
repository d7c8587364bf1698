"""Writing grants: what the use cases that give and end roles share."""

from datetime import date, timedelta

from django.db.models import Q

from grodd.base import audit
from grodd.base.errors import NotFound
from grodd.people.models import Grant, Organisation, Person, Scope
from grodd.people.refusals import LastAdministrator, RoleEndsBeforeItStarts, RoleHeldAlready
from grodd.people.roles import Role
from grodd.people.values import Place, Term


def grant_role(
    person: Person, role: str, place: Place, term: Term, *, stamp: audit.Stamp, by: int | None
) -> Grant:
    """Write the grant, once. The caller holds the organisation's row and has asked who may."""
    assert role in set(Role), role
    if term.valid_until and term.valid_until < term.valid_from:
        raise RoleEndsBeforeItStarts(until=term.valid_until, start=term.valid_from)
    inside = Scope.objects.filter(Q(pk=place.scope_id, organisation_id=place.organisation_id))
    if place.scope_id and not inside.exists():
        raise NotFound
    if held := _held(person, role, place, term):
        if (held.valid_from, held.valid_until) == (term.valid_from, term.valid_until):
            return held
        raise RoleHeldAlready(person=person.name)
    grant = Grant.objects.create(
        person=person,
        organisation_id=place.organisation_id,
        scope_id=place.scope_id,
        role=role,
        valid_from=term.valid_from,
        valid_until=term.valid_until,
        given_by_id=by,
    )
    audit.record(
        audit.Stamp(stamp.at, stamp.actor, place.organisation_id),
        action="role.given",
        subject=f"person:{person.pk}",
        facts={
            "role": role,
            "scope": place.scope_id,
            "from": term.valid_from.isoformat(),
            "until": term.valid_until.isoformat() if term.valid_until else None,
        },
    )
    return grant


def refuse_last_administrator(grant: Grant, organisation: Organisation, last_day: date) -> None:
    """Stop if nobody would be administrator of the organisation on the next day."""
    if grant.role != Role.ADMINISTRATOR or grant.scope_id or not organisation.is_space:
        return
    others = Grant.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=last_day),
        organisation=organisation,
        scope__isnull=True,
        role=Role.ADMINISTRATOR,
        valid_from__lte=last_day + timedelta(days=1),
        person__is_active=True,
    ).exclude(person_id=grant.person_id)
    if not others.exists():
        raise LastAdministrator(person=grant.person.name, organisation=organisation.name)


def _held(person: Person, role: str, place: Place, term: Term) -> Grant | None:
    """A grant of the same role in the same place with a day in common."""
    same = Grant.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=term.valid_from),
        Q(scope_id=place.scope_id),
        person=person,
        role=role,
        organisation_id=place.organisation_id,
    )
    if term.valid_until:
        same = same.filter(valid_from__lte=term.valid_until)
    return same.order_by("valid_from").first()
