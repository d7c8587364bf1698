"""Reading how lenders count lateness, and what the nights did."""

from dataclasses import dataclass

from django.db.models import QuerySet

from grodd.base.errors import NotFound
from grodd.people.asker import Asker
from grodd.people.models import Organisation
from grodd.people.roles import Role
from grodd.servicing import standards
from grodd.servicing.models import AgeingClass, Night, ServicingRule

SETTERS = (Role.FINANCE_OFFICER, Role.ADMINISTRATOR)
READERS = (*SETTERS, Role.PROGRAMME_MANAGER, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class Servicing:
    """How one lender counts and what it sets aside; classes rising by their first day."""

    rule: ServicingRule
    classes: tuple[AgeingClass, ...]


def servicing_of(organisation_id: int) -> Servicing:
    """What a lender decided; before it did, what everyone begins with (two queries)."""
    rule = ServicingRule.objects.filter(organisation=organisation_id).first()
    classes = AgeingClass.objects.filter(organisation=organisation_id).order_by("from_days")
    return Servicing(
        rule=rule or usual_rule(organisation_id),
        classes=tuple(classes) or usual_classes(organisation_id),
    )


def usual_rule(organisation_id: int) -> ServicingRule:
    """The rule that everyone begins with, not saved."""
    return ServicingRule(
        organisation_id=organisation_id,
        notice_days_before=standards.NOTICE_DAYS_BEFORE,
        reminder_days=list(standards.REMINDER_DAYS),
    )


def usual_classes(organisation_id: int) -> tuple[AgeingClass, ...]:
    """The classes that everyone begins with, not saved."""
    return tuple(
        AgeingClass(
            organisation_id=organisation_id,
            from_days=each.from_days,
            name=name,
            provision_bp=each.provision_bp,
            restructured_bp=each.restructured_bp,
        )
        for each, name in standards.usual()
    )


def servicing_seen_by(asker: Asker) -> tuple[Organisation, Servicing]:
    """How the lender where the asker works counts.

    Raises:
        NotFound: The asker does not work with its loans.
    """
    organisation = Organisation.objects.filter(pk=asker.organisation_id or 0).first()
    if organisation is None or not asker.has(*READERS, organisation_id=organisation.pk):
        raise NotFound
    return organisation, servicing_of(organisation.pk)


def may_set(asker: Asker) -> bool:
    """Whether the asker decides how the lender where they work counts."""
    return asker.has(*SETTERS, organisation_id=asker.organisation_id or 0)


def nights_seen_by(asker: Asker) -> QuerySet[Night]:
    """The nights, the last first.

    Raises:
        NotFound: The asker does not work with loans.
    """
    servicing_seen_by(asker)
    return Night.objects.order_by("-day")


def night_seen_by(asker: Asker, *, night_id: int) -> Night:
    """One night.

    Raises:
        NotFound: There is none, or none to see.
    """
    if night := nights_seen_by(asker).filter(pk=night_id).first():
        return night
    raise NotFound
