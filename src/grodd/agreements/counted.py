"""Tables of how loans stand, as last counted.

``models`` brings them in, so that they are found beside the tables they belong to.
"""

from django.db import models

from grodd.base.row_key import RowKey


class LoanPosition(models.Model):
    """How a loan stands, as last counted: what lists read, and what a night moves on by one day.

    Written from the events whenever one is told, and by the nightly run when an instalment falls
    due. Days past due are never kept: they follow from ``oldest_due_on`` and the day that is asked.
    """

    loan = RowKey("agreements.Loan", models.PROTECT, primary_key=True, related_name="position")
    day = models.DateField(help_text="All that fell due by this day is counted.")
    principal_minor = models.BigIntegerField(help_text="All that is lent, due or not.")
    due_principal_minor = models.BigIntegerField(default=0, help_text="Due and unpaid.")
    due_other_minor = models.BigIntegerField(
        default=0, help_text="Fees, interest and fixed late interest, due and unpaid."
    )
    oldest_due_on = models.DateField(null=True, help_text="None: nothing due is unpaid.")
    next_number = models.PositiveSmallIntegerField(null=True)
    next_due_on = models.DateField(null=True)
    next_due_minor = models.BigIntegerField(default=0, help_text="What is unpaid of the next one.")
    kept_minor = models.BigIntegerField(default=0)
    is_restructured = models.BooleanField(default=False)
    is_paid_from_end = models.BooleanField(
        default=False, help_text="Instalments may be paid that come after the next one."
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["oldest_due_on", "loan"],
                condition=models.Q(oldest_due_on__isnull=False),
                name="loan_position_by_oldest_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.loan} {self.day}"
