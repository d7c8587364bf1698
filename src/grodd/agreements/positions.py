"""How a loan stands, as one row that lists can read without letting all its events happen."""

from datetime import date

from grodd.agreements.models import Loan, LoanPosition
from grodd.engines.life import Life


def write_position(loan: Loan, life: Life, on: date) -> None:
    """Write where the loan stands on ``on``. The caller holds the loan."""
    LoanPosition.objects.update_or_create(loan=loan, defaults=figures(life, on))


def figures(life: Life, on: date) -> dict[str, object]:
    """The columns of a position (amounts in minor units)."""
    unpaid = [row for row in life.rows if row.left]
    due = [row for row in unpaid if row.due <= on]
    following = next((row for row in unpaid if row.due > on), None)
    principal = sum(max(row.owed[3] - row.paid[3], 0) for row in due)
    return {
        "day": on,
        "principal_minor": life.principal,
        "due_principal_minor": principal,
        "due_other_minor": sum(row.left for row in due) - principal,
        "oldest_due_on": due[0].due if due else None,
        "next_number": following.number if following else None,
        "next_due_on": following.due if following else None,
        "next_due_minor": following.left if following else 0,
        "kept_minor": life.kept,
        "is_restructured": life.restructured,
        "is_paid_from_end": life.from_the_end,
    }
