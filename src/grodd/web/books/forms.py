"""Forms of the books: what was typed becomes values; the rules are elsewhere."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from grodd.ledger.charts import Chart
from grodd.ledger.queries import AccountLine
from grodd.reports.result import Part
from grodd.web.fields import DayField, MoneyField

CHARTS = [
    (Chart.FUND.value, gettext_lazy("A fund that lends")),
    (Chart.COMPANY.value, gettext_lazy("A company with a programme of its own")),
]

EVERY = "all"
PARTS = {
    Part.EARNED: gettext_lazy("Interest, late interest and fees"),
    Part.REVENUE: gettext_lazy("What lending earned"),
    Part.FINANCIAL: gettext_lazy("Financial costs"),
    Part.LOAN_LOSS: gettext_lazy("Loan losses"),
    Part.OPERATING: gettext_lazy("Operating costs"),
}


class OpenForm(forms.Form):
    """Which accounts to begin with, and when."""

    chart = forms.ChoiceField(choices=CHARTS, label=gettext_lazy("Accounts for"))
    starts_on = DayField(label=gettext_lazy("First day of the financial year"))


class AccountForm(forms.Form):
    """Which account others pay to."""

    bankgiro = forms.CharField(
        label=gettext_lazy("Bankgiro"),
        help_text=gettext_lazy("For payments within Sweden, such as 991-2346."),
        max_length=12,
        required=False,
    )
    iban = forms.CharField(label=gettext_lazy("IBAN"), max_length=42, required=False)


class BookForm(forms.Form):
    """A voucher of one line, by hand."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=60)
    booked_on = DayField(label=gettext_lazy("Day"))
    text = forms.CharField(label=gettext_lazy("What happened"), max_length=200)
    debit = forms.TypedChoiceField(label=gettext_lazy("To account (debit)"), coerce=int)
    credit = forms.TypedChoiceField(label=gettext_lazy("From account (credit)"), coerce=int)

    def __init__(
        self, *args: Any, lines: Sequence[AccountLine], currency: str, **kwargs: Any
    ) -> None:
        """Offer the accounts of the book."""
        super().__init__(*args, **kwargs)
        choices = [(line.account.pk, str(line.account)) for line in lines]
        for name in ("debit", "credit"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField), name
            field.choices = choices
        self.fields["amount"] = MoneyField(currency=currency, label=gettext_lazy("Amount"))
        self.fields["key"].initial = uuid.uuid4().hex


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=gettext_lazy("Why"), max_length=120)


class ResultForm(forms.Form):
    """Which days the result is of, and which accounts."""

    first = DayField(label=gettext_lazy("First day"))
    last = DayField(label=gettext_lazy("Last day"))
    part = forms.ChoiceField(
        label=gettext_lazy("Accounts"),
        choices=[
            (EVERY, gettext_lazy("All")),
            *((part.value, word) for part, word in PARTS.items()),
        ],
    )

    def clean_last(self) -> date | None:
        """Not before the first."""
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            raise forms.ValidationError(
                gettext("The last day is before the first. Choose a later one."), code="before"
            )
        return last

    def clean_part(self) -> Part | None:
        """The figure, or None for all accounts."""
        part = self.cleaned_data["part"]
        return None if part == EVERY else Part(part)


class DayForm(forms.Form):
    """When it is booked."""

    paid_on = DayField(label=gettext_lazy("Day of payment"))
