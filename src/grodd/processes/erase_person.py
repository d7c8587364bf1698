"""Erase a person to a pseudonym. What was decided, paid and recorded stays as it was."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.db import transaction
from django.db.models import EmailField

from grodd.base import audit, clock
from grodd.base.errors import NotFound
from grodd.base.models import OutboxMessage
from grodd.people.asker import Asker
from grodd.people.granting import refuse_last_administrator
from grodd.people.models import (
    Consent,
    Grant,
    Membership,
    MessageWish,
    Organisation,
    Person,
    SignInLink,
)
from grodd.people.rights import must_hold
from grodd.people.roles import Role


@transaction.atomic
def erase_person(*, by: Asker, at: datetime, person_id: int) -> Person:
    """Replace name, address and phone; remove every way in; end every role and consent.

    A person erases themselves, or an administrator of a space they belong to does it. The key
    stays: vouchers, decisions and the audit trail go on pointing at the same, now nameless, person.
    """
    person = Person.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        raise NotFound
    if person.erased_at:
        return person
    if person.pk != by.person_id:
        _must_look_after(by, person)
    _end_roles(person, at)
    address = person.email
    _close_the_door(person)
    _forget(person, at)
    _replace_address(address, person.email)
    _drop_messages(person, address)
    audit.record(
        audit.Stamp(at, by.key, by.organisation_id),
        action="person.erased",
        subject=f"person:{person.pk}",
    )
    return person


def _must_look_after(by: Asker, person: Person) -> None:
    """Stop unless the asker is administrator of a space that the person belongs to."""
    belongs = set(person.grants.values_list("organisation_id", flat=True))
    belongs |= set(person.memberships.values_list("organisation_id", flat=True))
    ruled = by.organisations_where(Role.ADMINISTRATOR) & belongs
    seen = by.everywhere(*Role) & belongs
    here = next(iter(ruled or seen), None)
    must_hold(by, Role.ADMINISTRATOR, organisation_id=here)


def _end_roles(person: Person, at: datetime) -> None:
    """End what is held; a space must not be left without an administrator."""
    yesterday = clock.day_of(at) - timedelta(days=1)
    spaces = person.grants.values("organisation_id")
    list(Organisation.objects.select_for_update().filter(pk__in=spaces).order_by("pk"))
    for grant in person.grants.select_related("organisation"):
        if grant.valid_until is None or grant.valid_until > yesterday:
            refuse_last_administrator(grant, grant.organisation, yesterday)
    for model in (Grant, Membership):
        held = model.objects.filter(person=person)
        held.filter(valid_from__gt=yesterday).delete()
        held.exclude(valid_until__lte=yesterday).update(valid_until=yesterday)
    Consent.objects.filter(person=person, withdrawn_at__isnull=True).update(withdrawn_at=at)


def _close_the_door(person: Person) -> None:
    """Remove every way in, and every trace of having come in."""
    for session in UserSession.objects.filter(user=person):
        session.end()
    for ways in (EmailAddress, Authenticator, SocialAccount):
        ways.objects.filter(user=person).delete()
    SignInLink.objects.filter(person=person).delete()
    MessageWish.objects.filter(person=person).delete()
    for log in (AccessAttempt, AccessFailureLog, AccessLog):
        log.objects.filter(username__iexact=person.email).delete()


def _forget(person: Person, at: datetime) -> None:
    """Write the pseudonym over what tells who it was."""
    person.name = f"Erased person {person.audit_key[:8]}"
    person.email = f"{person.audit_key}@erased.invalid"
    person.phone = ""
    person.easy_read = person.large_text = person.high_contrast = person.has_calendar = False
    person.is_active = False
    person.erased_at = at
    person.last_login = None
    person.set_unusable_password()
    person.save()


def _replace_address(before: str, after: str) -> None:
    """Wherever else the address stands in a column for addresses."""
    for model in apps.get_models():
        if not model.__module__.startswith("grodd."):
            continue
        for field in model._meta.concrete_fields:  # noqa: SLF001 - Django's documented way
            if isinstance(field, EmailField):
                same = {f"{field.name}__iexact": before}
                model._default_manager.filter(**same).update(**{field.name: after})  # noqa: SLF001 - as above


def _drop_messages(person: Person, address: str) -> None:
    """What was told to the person is theirs; what waits will not be sent."""
    OutboxMessage.objects.filter(recipient__in=[person.audit_key, address]).delete()
