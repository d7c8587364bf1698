"""Decide how a lender counts lateness, and when it writes to borrowers."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.people.asker import Asker
from grodd.people.rights import must_hold
from grodd.people.roles import Role
from grodd.servicing.counting import SETTERS
from grodd.servicing.models import ServicingRule
from grodd.servicing.refusals import DemandBeforeReminder


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """What is decided; see ``ServicingRule``."""

    due_day_counts: bool
    tolerance_minor: int
    restructured_at_risk: bool
    notice_days_before: int
    reminder_days: tuple[int, ...]
    demand_days: int | None
    charges_fees: bool


@transaction.atomic
def set_servicing_rule(
    *, by: Asker, organisation_id: int | None, facts: RuleFacts, at: datetime
) -> ServicingRule:
    """Decide it for all loans of the lender; it holds from the next night.

    Args:
        by: A finance officer or administrator. That letters cost their fee by themselves is
            decided by a finance officer, in whose name they are charged.
        organisation_id: The lender.
        facts: What is decided.
        at: When.

    Raises:
        NotAllowed: ``by`` does not decide it.
        DemandBeforeReminder: The demand would come before a reminder.
    """
    space = must_hold(by, *SETTERS, organisation_id=organisation_id)
    rule, _ = ServicingRule.objects.select_for_update().get_or_create(organisation_id=space)
    before = {name: getattr(rule, name) for name in RuleFacts.__slots__}
    now = asdict(facts) | {"reminder_days": list(facts.reminder_days)}
    if before == now:
        return rule
    if facts.charges_fees and not before["charges_fees"]:
        must_hold(by, Role.FINANCE_OFFICER, organisation_id=space)
        rule.decided_by_id = by.person_id
    last = max(facts.reminder_days, default=0)
    if facts.demand_days is not None and facts.demand_days <= last:
        raise DemandBeforeReminder(demand=facts.demand_days, reminder=last)
    for name, value in now.items():
        setattr(rule, name, value)
    rule.save()
    changed = {name: value for name, value in now.items() if value != before[name]}
    audit.record(
        Stamp(at, by.key, space), action="servicing_rule.set", subject=f"organisation:{space}",
        facts=changed,
    )  # fmt: skip
    return rule
