"""Programmes and rounds for tests."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from grodd.base import clock
from grodd.engines.money import Money
from grodd.people.models import Organisation
from grodd.programmes.models import Programme, Round
from grodd.programmes.usecases.create_round import create_round
from grodd.programmes.usecases.publish_round import publish_round
from grodd.programmes.usecases.start_programme import start_programme
from grodd.programmes.words import FrameTerms, RoundPlan
from tests.world import World

TEMPLATE = {"company": "internal_innovation", "fund": "fund_microloan"}


def sek(kronor: int) -> Money:
    """Whole kronor."""
    return Money(kronor * 100, "SEK")


def make_programme(world: World, where: str = "company") -> Programme:
    """A programme of Petra's, from the ready template that fits."""
    space: Organisation = getattr(world, where)
    return start_programme(
        organisation_id=space.pk,
        template=TEMPLATE[where],
        name={"sv": f"Idéer {where}", "fi": f"Ideat {where}", "en": f"Ideas {where}"},
        by=world.asker(world.petra, space),
        at=clock.now(),
    )


def plan(at: datetime | None = None, **changed: Any) -> RoundPlan:
    """A round of 400 000 kr and 800 hours, open for thirty days."""
    opens = at or clock.now()
    made = RoundPlan(
        name={"sv": "Våren", "fi": "Kevät", "en": "Spring"},
        description={"sv": "Små pengar till goda idéer.", "en": "Small money for good ideas."},
        opens_at=opens,
        closes_at=opens + timedelta(days=30),
        budget=sek(400_000),
        budget_hours=800,
    )
    return replace(made, **changed)


def make_round(
    world: World, programme: Programme, *, published: bool = True, **changed: Any
) -> Round:
    """A round of ``programme``, published unless said otherwise."""
    petra = world.asker(world.petra, programme.organisation)
    made = create_round(programme_id=programme.pk, plan=plan(**changed), by=petra, at=clock.now())
    if published:
        made = publish_round(round_id=made.pk, by=petra, at=clock.now())
    return made


def terms(**changed: Any) -> FrameTerms:
    """The terms of the internal programme."""
    usual = FrameTerms(
        amount_min=sek(5_000),
        amount_max=sek(50_000),
        hours_max=120,
        months_min=1,
        months_max=3,
        who_may_apply="members",
        instruments=("award",),
        goals={"sv": "Pröva mer."},
        receipt_above=sek(500),
        check_in_every_days=14,
        remind_days_before=3,
        remind_late_days=(1, 7),
        loan_rate_bp=0,
        loan_schedule="straight",
        loan_grace_months_max=0,
        loan_fee=sek(0),
    )
    return replace(usual, **changed)
