"""A project that runs, for tests of follow-up: the rows that the earlier steps would have made."""

from datetime import date, timedelta
from decimal import Decimal

from grodd.agreements.models import Agreement
from grodd.applications.models import Application
from grodd.base import clock
from grodd.base.models import Phase
from grodd.followup.models import Project
from grodd.followup.usecases.set_goals import Aim, set_goals
from grodd.followup.usecases.start_project import start_project
from grodd.programmes.models import Round
from tests.programmes.making import make_programme, make_round
from tests.world import World


def make_agreement(world: World, round_: Round | None = None) -> Agreement:
    """Amina's accepted agreement in an internal round, her application active."""
    round_ = round_ or make_round(world, make_programme(world))
    now = clock.now()
    number, round_.next_number = round_.next_number, round_.next_number + 1
    round_.save(update_fields=["next_number"])
    application = Application.objects.create(
        round=round_,
        number=number,
        owner=world.amina,
        title="Lastcyklar",
        summary="Paket med cykel i centrum.",
        answers={"title": "Lastcyklar", "plan": "Hyr två cyklar."},
        currency="SEK",
        created_at=now,
        updated_at=now,
        phase=Phase.objects.get(lifecycle=round_.lifecycle, key="active"),
    )
    return Agreement.objects.create(
        application=application,
        recipient=application.owner,
        scope=round_.programme.scope,
        title="Lastcyklar",
        content={},
        content_sha256="0" * 64,
        language="sv",
        state="accepted",
        offered_by=world.petra,
        offered_at=now,
    )


def make_project(world: World, *, goals: bool = True, round_: Round | None = None) -> Project:
    """Three months with a check-in every thirty days."""
    project = start_project(
        agreement_id=make_agreement(world, round_).pk,
        starts_on=date(2026, 3, 2),
        months=3,
        check_in_every_days=30,
        by=world.asker(world.petra),
        at=clock.now(),
    )
    if goals:
        set_goals(
            project_id=project.pk,
            aims=[aim()],
            stop_criteria=["Färre än tio paket om dagen"],
            by=world.asker(world.amina),
            at=clock.now(),
        )
    return project


def aim() -> Aim:
    return Aim(
        text="Fler paket per cykel",
        measure="Paket om dagen",
        unit="st",
        baseline=Decimal(0),
        target=Decimal(40),
        due_on=date(2026, 3, 2) + timedelta(days=90),
    )
