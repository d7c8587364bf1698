"""Writing what every row means, before anything is taken over. The caller holds the takeover."""

from collections.abc import Sequence

from grodd.base import clock, files
from grodd.base.tables import Table, read_table
from grodd.people.queries import holders
from grodd.people.roles import Role
from grodd.servicing.models import AgeingClass, PortfolioTakeover, ServicingRule, TakenLoan
from grodd.servicing.queries import lateness_with
from grodd.servicing.standing import LateClass, Lateness
from grodd.servicing.taking.comparing import (
    Why,
    compared,
    fitting_rate_bp,
)
from grodd.servicing.taking.opening import Figures, Start
from grodd.servicing.taking.payments import payments_of
from grodd.servicing.taking.rows import (
    Around,
    Reading,
    Row,
    references_in,
    statuses_in,
    written_errors,
)
from grodd.servicing.taking.rules import Rules, rules_of, with_statuses
from grodd.servicing.taking.seen import known_references
from grodd.servicing.taking.totals import SUMS

BATCH = 1_000


def table_of(takeover: PortfolioTakeover) -> Table:
    """The table in its file."""
    return read_table(takeover.file.name, files.read(takeover.file))


def stage(takeover: PortfolioTakeover, table: Table) -> None:
    """Write the rows anew, with what is wrong with each, how it begins here and how it compares.

    Args:
        takeover: Locked, with its mapping, rules and day; saved here.
        table: What stands in its file.
    """
    rules = with_statuses(rules_of(takeover.rules), statuses_in(table, takeover.mapping))
    lateness = _lateness(takeover)
    around = _around(takeover, rules, table, lateness)
    found = Reading(takeover.mapping, rules, around).rows(table)
    payments = payments_of(takeover, {row.figures.reference for row in found if row.figures})
    rows = [_taken(takeover, row, rules, lateness) for row in found]
    for row in rows:
        row.payments = payments.get(row.reference, [])
    takeover.rows.all().delete()
    TakenLoan.objects.bulk_create(rows, batch_size=BATCH)
    takeover.rules = rules.written()
    takeover.rows_count = len(rows)
    takeover.rows_wrong = sum(row.outcome == TakenLoan.Outcome.WRONG for row in rows)
    takeover.found = _sums(found)
    takeover.refused = ""
    takeover.save()


def _lateness(takeover: PortfolioTakeover) -> Lateness:
    """How the lender counts, seen on the day of the balances (two queries)."""
    organisation = takeover.programme.organisation
    rule = ServicingRule.objects.filter(organisation=organisation).first()
    rows = AgeingClass.objects.filter(organisation=organisation)
    found = [
        LateClass(row.from_days, row.name, row.provision_bp, row.restructured_bp) for row in rows
    ]
    return lateness_with(rule, found, on=takeover.day)


def _around(takeover: PortfolioTakeover, rules: Rules, table: Table, lateness: Lateness) -> Around:
    organisation = takeover.programme.organisation
    advisers = holders(
        Role.ADVISER, organisation_id=organisation.pk, scope_id=takeover.programme.scope_id,
        on=clock.today(),
    )  # fmt: skip
    return Around(
        currency=takeover.currency,
        day=takeover.day,
        country=organisation.country,
        known=known_references(references_in(table, takeover.mapping, rules)),
        advisers={email.casefold() for email in advisers.values_list("email", flat=True)},
        due_day_counts=lateness.due_day_counts,
    )


def _taken(takeover: PortfolioTakeover, row: Row, rules: Rules, lateness: Lateness) -> TakenLoan:
    taken = TakenLoan(
        takeover=takeover,
        row=row.row,
        status=row.status,
        outcome=TakenLoan.Outcome.WRONG,
        errors=written_errors(row.errors),
    )
    if row.figures:
        _figures(taken, row.figures)
    if row.figures and row.start:
        _start(taken, row.start)
        oldest = row.start.arrears[0][0] if row.start.arrears else None
        taken.days_late = lateness.days_late(oldest)
        taken.from_days = lateness.class_of(taken.days_late).from_days
        taken.is_alike = rules.of(row.status).covers(taken.days_late)
    return taken


def _figures(taken: TakenLoan, given: Figures) -> None:
    taken.reference = given.reference
    taken.figures = given.written()
    taken.principal_minor, taken.balance_minor = given.principal, given.balance
    taken.instalment_minor = given.instalment
    if result := compared(given):
        taken.ours_minor, taken.why = result.ours, result.why
        taken.figures["roundings"] = sorted(result.roundings)
        if result.why == Why.RATE:
            taken.figures["fits_bp"] = fitting_rate_bp(given)


def _start(taken: TakenLoan, start: Start) -> None:
    taken.outcome = start.outcome
    taken.opening = start.written()
    taken.claim_minor = start.lost
    taken.late_minor = sum(sum(parts) for _due, *parts in start.arrears)


def _sums(found: Sequence[Row]) -> dict[str, int]:
    """The totals of the rows that can be taken."""
    right = [row.figures for row in found if row.figures and row.start]
    sums = {key: sum(getattr(each, key) or 0 for each in right) for key in SUMS}
    return {"rows": len(right), **sums}
