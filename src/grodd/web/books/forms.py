"""Forms of the books: what was typed becomes values; the rules are elsewhere."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from grodd.ledger.charts import Chart
from grodd.ledger.queries import AccountLine
from grodd.web.fields import DayField, MoneyField

CHARTS = [
    (Chart.FUND.value, gettext_lazy("A fund that lends")),
    (Chart.COMPANY.value, gettext_lazy("A company with a programme of its own")),
]


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


class DayForm(forms.Form):
    """When it is booked."""

    paid_on = DayField(label=gettext_lazy("Day of payment"))
