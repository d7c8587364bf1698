"""A space's own pages."""

from typing import Any

from grodd.base import clock
from grodd.base.models import OutboxMessage
from grodd.people.models import Grant
from grodd.people.roles import Role
from grodd.people.usecases.add_organisation import add_organisation
from grodd.people.values import OrganisationFacts
from grodd.processes.run_nightly import run_nightly
from grodd.servicing.models import Night
from tests.web.stage import ADMINISTRATORS, ADVISERS, AUDITORS, FINANCE, MANAGERS, Row, Stage

RUN_OR_READ = ADMINISTRATORS | MANAGERS | AUDITORS
RUN = ADMINISTRATORS | MANAGERS


def customer(stage: Stage) -> int:
    """An organisation that the company serves."""
    return add_organisation(
        by=stage.world.asker(stage.world.ali),
        at=clock.now(),
        space_id=stage.world.company.pk,
        facts=OrganisationFacts("Byalaget", number="123456-7897"),
    ).pk


def role_of_rolf(stage: Stage) -> int:
    """A reviewer's role, which managers give and end."""
    return Grant.objects.get(
        person=stage.world.rolf, organisation=stage.world.company, role=Role.REVIEWER
    ).pk


def role_of_bo(stage: Stage) -> int:
    """A finance officer's role, which only administrators give and end."""
    return Grant.objects.get(
        person=stage.world.bo, organisation=stage.world.company, role=Role.FINANCE_OFFICER
    ).pk


def failed(stage: Stage) -> dict[str, int]:
    """A mail that did not arrive."""
    made, _ = OutboxMessage.objects.get_or_create(
        event="failed",
        recipient=stage.world.amina.audit_key,
        defaults={
            "template": "agreement_offered", "state": "failed", "created_at": clock.now(),
            "facts": {"title": "Lastcyklar", "agreement": 1}, "send_after": clock.now(),
            "space": stage.world.company.pk,
        },
    )  # fmt: skip
    return {"message_id": made.pk}


def night(_stage: Stage) -> int:
    """A night that found nothing to do."""
    run_nightly(on=clock.today(), at=clock.now())
    return Night.objects.get().pk


BUILDERS: dict[str, Any] = {
    "night": night,
    "customer": customer,
    "role_of_rolf": role_of_rolf,
    "role_of_bo": role_of_bo,
}

ROWS = [
    Row("organisation:people", may=RUN_OR_READ),
    Row("organisation:give", post={}, may=RUN),
    Row("organisation:invite", post={}, may=RUN),
    Row("organisation:end", kwargs=lambda stage: {"grant_id": stage.role_of_rolf}, may=RUN),
    Row(
        "organisation:end",
        kwargs=lambda stage: {"grant_id": stage.role_of_bo},
        may=ADMINISTRATORS,
    ),
    Row("organisation:settings", may=ADMINISTRATORS),
    Row("organisation:licences", post={"is_bank": "on"}, may=ADMINISTRATORS),
    Row("organisation:known-rules", post={}, may=ADMINISTRATORS, sees=AUDITORS),
    Row("organisation:customers", may=RUN_OR_READ | ADVISERS),
    Row(
        "organisation:customers",
        post={"name": "Kooperativet", "country": "SE", "legal_form": "cooperative"},
        may=RUN | ADVISERS,
        sees=AUDITORS,
    ),
    Row(
        "organisation:customer",
        kwargs=lambda stage: {"organisation_id": stage.customer},
        may=RUN | ADVISERS,
    ),
    Row(
        "organisation:customer",
        kwargs=lambda stage: {"organisation_id": stage.customer},
        where="fund",
    ),
    Row("organisation:rules", may=ADMINISTRATORS | AUDITORS),
    Row(
        "organisation:rules",
        post={
            "country": "SE",
            "key": "reference_rate_bp",
            "valid_from": "2026-01-01",
            "value": "2",
            "source": "Riksbanken",
        },
        may=ADMINISTRATORS,
        sees=AUDITORS,
    ),
    Row("organisation:trail", may=ADMINISTRATORS | AUDITORS),
    Row("organisation:lateness", may=RUN_OR_READ | FINANCE),
    Row("organisation:lateness", post={}, may=ADMINISTRATORS | FINANCE, sees=MANAGERS | AUDITORS),
    Row(
        "organisation:classes",
        post={"from_0": "0", "from_1": "60", "share_1": "50"},
        may=ADMINISTRATORS | FINANCE,
        sees=MANAGERS | AUDITORS,
    ),
    Row("organisation:nights", may=RUN_OR_READ | FINANCE),
    Row(
        "organisation:night",
        kwargs=lambda stage: {"night_id": stage.night},
        may=RUN_OR_READ | FINANCE,
    ),
    Row("organisation:messages", may=ADMINISTRATORS | MANAGERS),
    Row("organisation:message_again", kwargs=failed, post={}, may=ADMINISTRATORS | MANAGERS),
    Row("organisation:message_seen_to", kwargs=failed, post={}, may=ADMINISTRATORS | MANAGERS),
]
