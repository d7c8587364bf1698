"""How a lender counts lateness: decided by who keeps its purse, and read by the night."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from grodd.base import clock as clock_of
from grodd.base.errors import NotAllowed, NotFound
from grodd.base.models import AuditEvent, DatedRule, OutboxMessage
from grodd.ledger.charts import Chart
from grodd.processes.open_books import open_books
from grodd.processes.run_nightly import run_nightly
from grodd.servicing.counting import servicing_of, servicing_seen_by
from grodd.servicing.models import AgeingClass, Night, NightStep, ServicingRule
from grodd.servicing.refusals import ClassesAreUnclear, DemandBeforeReminder
from grodd.servicing.usecases.set_ageing_classes import ClassFacts, set_ageing_classes
from grodd.servicing.usecases.set_servicing_rule import RuleFacts, set_servicing_rule
from tests.agreements.signing import Desk, reference_rates
from tests.conftest import Clock
from tests.web.stage import browser
from tests.world import World

pytestmark = pytest.mark.django_db
FACTS = RuleFacts(
    due_day_counts=False, tolerance_minor=1_000, restructured_at_risk=True, notice_days_before=10,
    reminder_days=(5, 20), demand_days=40, charges_fees=True,
)  # fmt: skip
CLASSES = [ClassFacts(60, 5_000, 6_000), ClassFacts(0, 0, 5_000)]


def test_a_lender_begins_with_the_usual_rules(world: World) -> None:
    bo = world.asker(world.bo, world.fund)
    for _twice in range(2):
        open_books(
            by=bo, organisation_id=world.fund.pk, chart=Chart.FUND, starts_on=date(2026, 1, 1),
            at=clock_of.now(),
        )  # fmt: skip
    assert ServicingRule.objects.get().reminder_days == [5, 20]
    classes = servicing_of(world.fund.pk).classes
    assert [one.from_days for one in classes] == [0, 1, 31, 61, 91, 181, 366]
    assert classes[2].name["en"] == "31-60 days late"
    assert servicing_of(world.company.pk).rule.pk is None


def test_who_keeps_the_purse_decides(world: World) -> None:
    bo, ali, petra = (world.asker(one, world.fund) for one in (world.bo, world.ali, world.petra))
    rule = set_servicing_rule(by=bo, organisation_id=world.fund.pk, facts=FACTS, at=clock_of.now())
    assert rule == set_servicing_rule(
        by=bo, organisation_id=world.fund.pk, facts=FACTS, at=clock_of.now()
    )
    assert (rule.decided_by, rule.demand_days) == (world.bo, 40)
    assert AuditEvent.objects.filter(action="servicing_rule.set").count() == 1
    with pytest.raises(NotAllowed):
        set_servicing_rule(by=petra, organisation_id=world.fund.pk, facts=FACTS, at=clock_of.now())
    plain = replace(FACTS, charges_fees=False)
    set_servicing_rule(by=ali, organisation_id=world.fund.pk, facts=plain, at=clock_of.now())
    with pytest.raises(NotAllowed):
        set_servicing_rule(by=ali, organisation_id=world.fund.pk, facts=FACTS, at=clock_of.now())
    early = replace(plain, demand_days=20)
    with pytest.raises(DemandBeforeReminder):
        set_servicing_rule(by=ali, organisation_id=world.fund.pk, facts=early, at=clock_of.now())
    with pytest.raises(NotFound):
        servicing_seen_by(world.asker(world.dana))


def test_classes_say_of_each_day_which_one_holds(world: World) -> None:
    bo = world.asker(world.bo, world.fund)
    made = set_ageing_classes(
        by=bo, organisation_id=world.fund.pk, classes=CLASSES, at=clock_of.now()
    )
    assert made == set_ageing_classes(
        by=bo, organisation_id=world.fund.pk, classes=CLASSES, at=clock_of.now()
    )
    assert [(one.name["en"], one.provision_bp) for one in made] == [
        ("0-59 days late", 0), ("60+ days late", 5_000)
    ]  # fmt: skip
    assert AuditEvent.objects.filter(action="ageing_classes.set").count() == 1
    for wrong in ([], CLASSES[:1], [CLASSES[1], CLASSES[1]]):
        with pytest.raises(ClassesAreUnclear):
            set_ageing_classes(
                by=bo, organisation_id=world.fund.pk, classes=wrong, at=clock_of.now()
            )
    assert AgeingClass.objects.count() == 2


@pytest.fixture
def bo(world: World) -> Client:
    return browser(world.bo, world.fund)


def test_it_is_decided_on_a_page(world: World, bo: Client) -> None:
    shown = bo.get("/organisation/lateness/").content.decode()
    assert 'value="5, 20"' in shown
    said = {"notice_days_before": "7", "tolerance": "10", "reminder_days": "3", "demand_days": "2"}
    assert bo.post("/organisation/lateness/", said).status_code == 422
    assert bo.post("/organisation/lateness/", said | {"demand_days": ""}).status_code == 302
    rule = ServicingRule.objects.get(organisation=world.fund)
    assert (rule.tolerance_minor, rule.reminder_days, rule.demand_days) == (1_000, [3], None)
    lines = {"from_0": "0", "from_1": "60", "share_1": "50", "eased_1": "60"}
    assert bo.post("/organisation/lateness/classes/", lines).status_code == 302
    assert bo.post("/organisation/lateness/classes/", {"from_0": "3"}).status_code == 422
    assert [one.from_days for one in AgeingClass.objects.order_by("from_days")] == [0, 60]


def test_a_night_is_seen_on_a_page_with_what_it_could_not_do(
    world: World, clock: Clock, bo: Client
) -> None:
    desk = Desk(world)
    desk.loan()
    at = clock.set("2026-04-02 05:00")
    run_nightly(on=date(2026, 4, 2), at=at)
    shown = bo.get("/organisation/nights/").content.decode()
    address = Night.objects.get().pk
    assert f"/organisation/nights/{address}/" in shown
    one = bo.get(f"/organisation/nights/{address}/").content.decode()
    assert "Instalments that fell due" in one
    assert "No reference_rate_bp is recorded for SE" in one
    other = browser(world.bo, world.company).get(f"/organisation/nights/{address}/")
    assert "reference_rate_bp" not in other.content.decode()


def test_borrowers_hear_of_it_once_and_pay_for_the_letter(world: World, clock: Clock) -> None:
    reference_rates()
    desk = Desk(world)
    loan = desk.loan()
    set_servicing_rule(
        by=desk.bo, organisation_id=desk.space.pk, facts=FACTS, at=clock.set("2026-03-02 09:00")
    )
    desk_rule = {"country": "SE", "valid_from": date(2026, 1, 1), "source": "Test"}
    DatedRule.objects.create(key="reminder_fee_minor", value=6_000, **desk_rule)
    for day in ("2026-03-22", "2026-03-23", "2026-03-24", "2026-04-07", "2026-04-08", "2026-05-12"):
        run_nightly(on=date.fromisoformat(day), at=clock.set(f"{day} 05:30"))
    told = OutboxMessage.objects.filter(template__startswith="loan_").order_by("pk")
    assert list(told.values_list("event", flat=True)) == [
        f"loan_notice:{loan.pk}:2026-04-02",
        f"loan_reminder:{loan.pk}:2026-04-02:5",
        f"loan_demand:{loan.pk}:2026-04-02:40",
    ]
    assert told[1].facts["loan"] == loan.reference
    assert "040" in told[1].facts["amount"]
    assert loan.events.filter(kind="charge").count() == 1
    (tell,) = NightStep.objects.filter(name="tell", night__day=date(2026, 5, 12))
    assert [one["code"] for one in tell.refused] == ["rule_missing"]
