"""See the portfolio of a day: loans of each programme in each class, counted in columns.

Loans that began to be late on the same day have the same class, so the class is found once for
each such day, and the amounts of all loans are added up in a few passes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from django.db import connection

from grodd.agreements.models import Loan
from grodd.base import bulk
from grodd.engines.ageing import days_past_due
from grodd.engines.late_columns import BP, Column, half_even
from grodd.people.models import Organisation, Scope
from grodd.processes.nightly.setting_aside import class_of, counting
from grodd.processes.nightly.steps import Done, Task
from grodd.servicing.counting import Servicing, servicing_of
from grodd.servicing.models import PortfolioDay

PART = 50_000
# The order of a CROSS JOIN is the order in which SQLite reads: each loan once, as they lie.
POSITIONS = f"""
SELECT a.scope_id, loan.currency, CASE WHEN p.is_restructured THEN 1 ELSE 0 END, {{oldest}},
       p.principal_minor, p.due_principal_minor + p.due_other_minor
FROM agreements_loanposition p
CROSS JOIN agreements_loan loan CROSS JOIN agreements_agreement a
WHERE loan.id = p.loan_id AND a.id = loan.agreement_id
  AND loan.state IN ('{Loan.State.REPAYING.value}', '{Loan.State.TERMINATED.value}')"""  # noqa: S608


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
Row = tuple[int, str, int, str | None, int, int]
"""Scope, currency, whether the plan was eased, oldest due day, principal, overdue."""


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
    of_scope = {scope: counts[organisation] for scope, organisation in lender_of.items()}
    groups: dict[Group, Sums] = {}
    for rows in _positions():
        _add([row for row in rows if row[0] in of_scope], of_scope, task.day, groups)
    PortfolioDay.objects.bulk_create(_row(task.day, group, sums) for group, sums in groups.items())
    for group, sums in groups.items():
        done.counts[lender_of[group.scope_id]] += sums.loans
    return done


def _positions() -> Iterator[list[Row]]:
    with connection.cursor() as cursor:
        cursor.execute(POSITIONS.format(oldest=bulk.iso("p.oldest_due_on")))
        while rows := cursor.fetchmany(PART):
            yield rows


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
    rows: Sequence[Row], of_scope: Mapping[int, Servicing], day: date, groups: dict[Group, Sums]
) -> None:
    """Add some loans to their groups; one within its lender's tolerance is not late."""
    if not rows:
        return
    *shared, principals, overdues = zip(*rows, strict=True)
    alike = list(zip(*shared, strict=True))
    kinds = {each: place for place, each in enumerate(dict.fromkeys(alike))}
    kind = _column(map(kinds.__getitem__, alike))
    principal, overdue = _column(principals), _column(overdues)
    servicing = [of_scope[scope_id] for scope_id, *_ in kinds]
    tolerance = _column(each.rule.tolerance_minor for each in servicing)
    late = (overdue > tolerance[kind]).astype(np.int64)
    found = [
        [_class(Alike(*each), counts, day, is_late=is_late)
         for each, counts in zip(kinds, servicing, strict=True)]
        for is_late in (False, True)
    ]  # fmt: skip
    places = {each: place for place, each in enumerate(dict.fromkeys(
        group for row in found for group, _ in row))}  # fmt: skip
    place = np.array([[places[group] for group, _ in row] for row in found])[late, kind]
    share = np.array([[share for _, share in row] for row in found])[late, kind]
    provision = half_even(principal * share, np.int64(BP))
    sums = np.zeros((len(places), len(Sums._fields)), dtype=np.int64)
    for number, column in enumerate((np.ones_like(kind), principal, overdue, provision)):
        np.add.at(sums[:, number], place, column)
    for group, more in zip(places, sums.tolist(), strict=True):
        if more[0]:
            before = groups.get(group, NOTHING)
            groups[group] = Sums(*(a + b for a, b in zip(before, more, strict=True)))


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


def _column(values: Iterable[int]) -> Column:
    return np.array(list(values), dtype=np.int64)
