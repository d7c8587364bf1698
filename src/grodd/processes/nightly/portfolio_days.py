"""See the portfolio of a day: loans of each programme in each class, counted in columns.

Loans that began to be late on the same day have the same class, so the class is found once for
each such day, and the amounts of all loans are added up in a few passes.
"""

import json
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import numpy as np

from grodd.agreements.models import Loan
from grodd.base import bulk
from grodd.engines.ageing import days_past_due
from grodd.engines.late_columns import BP, Column, half_even
from grodd.people.models import Organisation, Scope
from grodd.processes.nightly.setting_aside import class_of, counting
from grodd.processes.nightly.steps import Done, Task
from grodd.servicing.counting import Servicing, servicing_of
from grodd.servicing.models import PortfolioDay

# The order of a CROSS JOIN is the order in which SQLite reads: each loan once, as they lie.
POSITIONS = f"""
SELECT a.scope_id, loan.currency, p.is_restructured, {{oldest}},
       {{all}}(p.principal_minor), {{all}}(p.due_principal_minor + p.due_other_minor)
FROM agreements_loanposition p
CROSS JOIN agreements_loan loan CROSS JOIN agreements_agreement a
WHERE loan.id = p.loan_id AND a.id = loan.agreement_id
  AND loan.state IN ('{Loan.State.REPAYING.value}', '{Loan.State.TERMINATED.value}')
GROUP BY 1, 2, 3, 4"""  # noqa: S608


class Alike(NamedTuple):
    """What loans share that are in the same class whenever they are late."""

    scope_id: int
    currency: str
    is_restructured: bool
    oldest: str | None


class Group(NamedTuple):
    """A row of the portfolio."""

    scope_id: int
    currency: str
    from_days: int
    is_restructured: bool


class Sums(NamedTuple):
    """What its loans add up to (amounts in minor units)."""

    loans: int
    principal: int
    overdue: int
    provision: int


NOTHING = Sums(0, 0, 0, 0)


def see_portfolio(task: Task) -> Done:
    """Write what each lender's loans look like at the end of the day."""
    done = Done()
    lenders = Organisation.objects.filter(treasury__isnull=False).order_by("pk")
    for organisation_id in lenders.values_list("pk", flat=True):
        done.counts[organisation_id] = 0
    counts = {pk: servicing_of(pk) for pk in done.counts}
    lender_of = dict(
        Scope.objects.filter(organisation__in=counts).values_list("pk", "organisation_id")
    )
    groups: dict[Group, Sums] = {}
    for alike, principal, overdue in _positions():
        if lender := lender_of.get(alike.scope_id):
            _add(groups, counts[lender], task.day, alike, principal, overdue)
    PortfolioDay.objects.bulk_create(_row(task.day, group, sums) for group, sums in groups.items())
    for group, sums in groups.items():
        done.counts[lender_of[group.scope_id]] += sums.loans
    return done


def _positions() -> Iterator[tuple[Alike, Column, Column]]:
    """Loans that share much: what of each is lent, and what of each is overdue (minor units)."""
    together = "array_agg" if bulk.is_postgresql() else "json_group_array"
    asked = POSITIONS.format(oldest=bulk.iso("p.oldest_due_on"), all=together)
    for *alike, principal, overdue in bulk.rows_of(asked, ()):
        yield Alike(*alike), _column(principal), _column(overdue)


def _column(values: list[int] | str) -> Column:
    return np.array(json.loads(values) if isinstance(values, str) else values, dtype=np.int64)


def _row(day: date, group: Group, sums: Sums) -> PortfolioDay:
    return PortfolioDay(
        day=day,
        scope_id=group.scope_id,
        currency=group.currency,
        from_days=group.from_days,
        is_restructured=group.is_restructured,
        loans=sums.loans,
        principal_minor=sums.principal,
        overdue_minor=sums.overdue,
        provision_minor=sums.provision,
    )


def _add(
    groups: dict[Group, Sums],
    servicing: Servicing,
    day: date,
    alike: Alike,
    principal: Column,
    overdue: Column,
) -> None:
    """Add loans to their groups; one within its lender's tolerance is not late."""
    late = overdue > servicing.rule.tolerance_minor
    for are_late in (False, True):
        these = late == are_late
        if not these.any():
            continue
        group, share = _class(alike, servicing, day, is_late=are_late)
        lent = principal[these]
        provision = half_even(lent * share, np.int64(BP))
        sums = len(lent), lent.sum(), overdue[these].sum(), provision.sum()
        before = groups.get(group, NOTHING)
        groups[group] = Sums(*(a + int(b) for a, b in zip(before, sums, strict=True)))


def _class(alike: Alike, counts: Servicing, day: date, *, is_late: bool) -> tuple[Group, int]:
    """The group of such loans and the share set aside for them (bp)."""
    late = 0
    if is_late and alike.oldest:
        late = days_past_due(date.fromisoformat(alike.oldest), day, counting(counts))
    reached = class_of(counts, late)
    eased = bool(alike.is_restructured)
    share = (reached.restructured_bp if eased else reached.provision_bp) if reached else 0
    from_days = reached.from_days if reached else 0
    return Group(alike.scope_id, alike.currency, from_days, eased), share
