"""Reading about people."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Expression, Q, QuerySet
from django.utils.crypto import constant_time_compare

from grodd.base.errors import NotFound
from grodd.base.outbox import unread_by, unread_count
from grodd.base.prepared import Prepared
from grodd.people.asker import Asker, Held
from grodd.people.models import (
    Consent,
    Grant,
    Invitation,
    MessageWish,
    Organisation,
    Person,
    Scope,
)
from grodd.people.roles import SECOND_FACTOR_ROLES, Role
from grodd.people.tokens import calendar_token, hash_of
from grodd.people.topics import USUAL, Rhythm, Topic, Wish

RUNS_OR_READS = (Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER, Role.AUDITOR)
"""Who sees the people of a whole organisation."""


def asker_of(person: Person, *, on: date, organisation_id: int | None = None) -> Asker:
    """The person with every role they hold on a day (one query).

    Args:
        person: Who asks.
        on: The day.
        organisation_id: The space they want to work in; if they hold nothing there, or none
            is named, the first space in which they hold something.
    """
    held = [Held(*row) for row in _HELD.rows(person.pk, on)]
    spaces = [one.organisation_id for one in held]
    current = organisation_id if organisation_id in spaces else next(iter(spaces), None)
    return Asker(
        person_id=person.pk, key=person.audit_key, organisation_id=current, held=frozenset(held)
    )


def grants_on(day: date) -> QuerySet[Grant]:
    """The grants in force on a day."""
    still = Q(valid_until__isnull=True) | Q(valid_until__gte=day)
    return Grant.objects.filter(still, valid_from__lte=day, person__is_active=True)


def _held(person_id: int, day: date) -> QuerySet[Grant, tuple[Any, ...]]:
    grants = grants_on(day).filter(person_id=person_id).order_by("pk")
    rows: QuerySet[Grant, tuple[Any, ...]] = grants.values_list(*Held._fields)
    return rows


_HELD = Prepared(_held)


def spaces_of(asker: Asker) -> QuerySet[Organisation]:
    """The spaces that the asker can switch between."""
    return Organisation.objects.filter(
        pk__in={one.organisation_id for one in asker.held}, is_space=True
    ).order_by("name")


def holders(*roles: str, organisation_id: int, scope_id: int | None, on: date) -> QuerySet[Person]:
    """Who holds one of ``roles`` on a day, in the scope or the whole organisation."""
    where = Q(scope_id__isnull=True) | Q(scope_id=scope_id)
    grants = grants_on(on).filter(where, organisation_id=organisation_id, role__in=roles)
    return Person.objects.filter(pk__in=grants.values("person_id")).order_by("name")


def within(asker: Asker, *roles: str, scope: str = "scope") -> Q:
    """A filter: rows whose scope lies where the asker holds one of ``roles``.

    Args:
        asker: Who asks.
        roles: Role keys, any of which is enough.
        scope: The path from the row to its scope, such as ``programme__scope``.
    """
    narrow = {f"{scope}_id__in": asker.scopes_where(*roles)}
    wide = {f"{scope}__organisation_id__in": asker.organisations_where(*roles)}
    return Q(**narrow) | Q(**wide)


def needs_second_factor(asker: Asker) -> bool:
    """Whether a role is held that asks for a second step at sign-in."""
    return any(one.role in SECOND_FACTOR_ROLES for one in asker.held)


def person_seen_by(asker: Asker, *, person_id: int) -> Person:
    """A person: oneself, or someone in a space that the asker runs or reads.

    Raises:
        NotFound: when there is none, or none to see.
    """
    wide = (Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER, Role.AUDITOR)
    theirs = Grant.objects.filter(organisation_id__in=asker.everywhere(*wide)).values("person_id")
    seen = Person.objects.filter(Q(pk=asker.person_id) | Q(pk__in=theirs))
    if person := seen.filter(pk=person_id).first():
        return person
    raise NotFound


def names(person_ids: Iterable[int]) -> dict[int, str]:
    """Names by person id."""
    people = Person.objects.filter(pk__in=set(person_ids))
    return dict(people.values_list("pk", "name"))


def names_by_key(keys: Iterable[str]) -> dict[str, str]:
    """Names by the key that the audit trail uses; unknown keys are left out."""
    people = Person.objects.filter(key__in={key for key in keys if len(key) == 36})  # noqa: PLR2004 - a UUID
    return {str(key): name for key, name in people.values_list("key", "name")}


def space_where(asker: Asker, *roles: Role) -> Organisation:
    """The space that the asker works in now, if they hold one of ``roles`` in it, wholly.

    Raises:
        NotFound: when they do not; others learn nothing of the page.
    """
    here = asker.organisation_id
    if here is None or not asker.has(*roles, organisation_id=here):
        raise NotFound
    return Organisation.objects.get(pk=here)


def grants_seen_by(asker: Asker, *, organisation_id: int) -> QuerySet[Grant]:
    """Every grant of the organisation, present, past and to come, by name."""
    wide = asker.organisations_where(*RUNS_OR_READS)
    grants = Grant.objects.filter(organisation_id=organisation_id, organisation_id__in=wide)
    return grants.select_related("person", "scope").order_by("person__name", "role", "valid_from")


def grant_seen_by(asker: Asker, *, grant_id: int) -> Grant:
    """One grant, as ``grants_seen_by``."""
    wide = asker.organisations_where(*RUNS_OR_READS)
    found = Grant.objects.filter(pk=grant_id, organisation_id__in=wide).select_related("person")
    if grant := found.first():
        return grant
    raise NotFound


def members_seen_by(asker: Asker, *, organisation_id: int) -> QuerySet[Person]:
    """The people who belong to the organisation, by name."""
    wide = asker.organisations_where(*RUNS_OR_READS)
    return (
        Person.objects.filter(
            memberships__organisation_id=organisation_id,
            memberships__organisation_id__in=wide,
            is_active=True,
        )
        .distinct()
        .order_by("name")
    )


def scopes_seen_by(asker: Asker, *, organisation_id: int) -> QuerySet[Scope]:
    """The scopes of a space that the asker holds something in."""
    mine = asker.everywhere(*Role)
    return Scope.objects.filter(organisation_id=organisation_id, organisation_id__in=mine)


def invitations_seen_by(asker: Asker, *, organisation_id: int) -> QuerySet[Invitation]:
    """The invitations that nobody has answered, newest first."""
    wide = asker.organisations_where(*RUNS_OR_READS)
    return Invitation.objects.filter(
        organisation_id=organisation_id, organisation_id__in=wide, accepted_at__isnull=True
    ).order_by("-invited_at")


def invitation_with(token: str) -> Invitation:
    """The invitation that a mail brought, answered or not.

    Raises:
        NotFound: when there is none with that token.
    """
    rows = Invitation.objects.select_related("organisation", "invited_by", "scope")
    if invitation := rows.filter(token_sha256=hash_of(token)).first():
        return invitation
    raise NotFound


def customers_seen_by(asker: Asker, *, organisation_id: int) -> QuerySet[Organisation]:
    """The organisations that a space serves, by name."""
    wide = asker.organisations_where(*RUNS_OR_READS, Role.ADVISER)
    return Organisation.objects.filter(
        served_by_id=organisation_id, served_by_id__in=wide
    ).order_by("name")


def organisation_seen_by(asker: Asker, *, organisation_id: int) -> Organisation:
    """A space the asker runs or reads, or an organisation that such a space serves."""
    wide = asker.organisations_where(*RUNS_OR_READS, Role.ADVISER)
    seen = Organisation.objects.filter(Q(pk__in=wide) | Q(served_by_id__in=wide))
    if found := seen.filter(pk=organisation_id).first():
        return found
    raise NotFound


def standing_consents(asker: Asker) -> QuerySet[Consent]:
    """What the asker has said yes to and not taken back, newest first."""
    mine = Consent.objects.filter(person_id=asker.person_id, withdrawn_at__isnull=True)
    return mine.order_by("-given_at")


def own_grants(asker: Asker, *, on: date) -> QuerySet[Grant]:
    """What the asker is trusted with on a day."""
    mine = grants_on(on).filter(person_id=asker.person_id)
    return mine.select_related("organisation", "scope").order_by("organisation__name", "role")


def person_with_address(email: str) -> Person | None:
    """Who signs in with an address; for the door only, where nobody is signed in yet."""
    return Person.objects.filter(email__iexact=email, is_active=True).first()


def demo_cast(domain: str) -> QuerySet[Person]:
    """The made-up people of the demo, by name; asked only where ``settings.DEMO`` is set."""
    return Person.objects.filter(email__endswith=f"@{domain}", is_active=True).order_by("name")


def spaces_and_unread(
    asker: Asker, *, also: Mapping[str, Expression] | None = None
) -> tuple[list[Organisation], int]:
    """The spaces to switch between, and how many messages are unread: both stand on every page.

    One question to the database answers both, for whoever has a space.

    Args:
        asker: Whose.
        also: What else to find out about each space, by the name it gets.
    """
    counted = spaces_of(asker).annotate(unread=unread_count(asker.key), **(also or {}))
    spaces: list[Any] = list(counted)
    return spaces, int(spaces[0].unread) if spaces else unread_by(asker.key).count()


def message_wish(person: Person, topic: Topic) -> Wish:
    """How someone wants to hear of a topic."""
    row = MessageWish.objects.filter(person=person, topic=topic).first()
    return Wish(Rhythm(row.rhythm), row.is_listed) if row else USUAL


def message_wishes(asker: Asker) -> dict[Topic, Wish]:
    """How the asker wants to hear of every topic."""
    rows = MessageWish.objects.filter(person_id=asker.person_id)
    chosen = {Topic(row.topic): Wish(Rhythm(row.rhythm), row.is_listed) for row in rows}
    return {topic: chosen.get(topic, USUAL) for topic in Topic}


def calendar_secret(asker: Asker) -> str:
    """The secret part of the address of the asker's calendar; nothing while there is none."""
    person = Person.objects.get(pk=asker.person_id)
    return calendar_token(person) if person.has_calendar else ""


def calendar_owner(*, key: UUID, secret: str) -> Person:
    """Whose calendar an address leads to.

    Raises:
        NotFound: when nobody's, or it was renewed or closed.
    """
    person = Person.objects.filter(key=key, has_calendar=True, is_active=True).first()
    if person is None or not constant_time_compare(calendar_token(person), secret):
        raise NotFound
    return person
