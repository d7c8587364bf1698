"""Writing a version of a loan's repayment plan. The caller holds the loan."""

from grodd.agreements.models import Loan, ScheduleLine
from grodd.engines.money import Money
from grodd.engines.schedule import Instalment


def with_fee(plan: tuple[Instalment, ...], fee: Money) -> tuple[Instalment, ...]:
    """The plan with a fee on its first instalment."""
    first = plan[0]
    charged = Instalment(first.due, first.principal, first.interest, first.balance_after, fee)
    return (charged, *plan[1:])


def write_lines(
    loan: Loan, plan: tuple[Instalment, ...], *, version: int, first_number: int
) -> None:
    """Write a version of the plan and make it the one in force. The caller holds the loan."""
    before = loan.schedule_lines.filter(
        version=loan.schedule_version, number=first_number - 1
    ).first()
    start = before.due_on if before else loan.disbursed_on or loan.disburse_on
    lines = []
    for number, line in enumerate(plan, start=first_number):
        lines.append(
            ScheduleLine(
                loan=loan,
                version=version,
                number=number,
                starts_on=start,
                due_on=line.due,
                principal_minor=line.principal.minor,
                interest_minor=line.interest.minor,
                fee_minor=line.fee.minor,
                balance_after_minor=line.balance_after.minor,
            )
        )
        start = line.due
    ScheduleLine.objects.bulk_create(lines)
    loan.schedule_version = version
    loan.save(update_fields=["schedule_version"])
