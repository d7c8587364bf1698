"""Forms of agreements: what was typed becomes values; the rules are elsewhere."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy

from grodd.engines.calendar import Rhythm
from grodd.engines.schedule import INSTALMENT_COUNT_MAX
from grodd.payments.payees import AccountKind, Payee
from grodd.web.agreements.loan_forms import AHEAD_CHOICES
from grodd.web.fields import (
    DayField,
    HoursField,
    MoneyField,
    RateField,
    RhythmField,
    WholeField,
    rhythm_choices,
)

FILE_KINDS = FileExtensionValidator(["pdf", "png", "jpg", "jpeg", "webp"])
ACCOUNT_KINDS = [
    (AccountKind.IBAN.value, gettext_lazy("IBAN")),
    (AccountKind.BANKGIRO.value, gettext_lazy("Bankgiro")),
]
BUSINESS = "business"
PURPOSES = [
    (BUSINESS, gettext_lazy("A business, one that runs or one that starts")),
    ("private", gettext_lazy("Something private")),
]


class AwardForm(forms.Form):
    """What is left to say about an award."""

    months = WholeField(label=gettext_lazy("Months"), least=1, most=120)
    starts_on = DayField(label=gettext_lazy("From"))
    instalments = WholeField(
        label=gettext_lazy("Paid in parts"),
        help_text=gettext_lazy("The first at the start, each other one after a check-in."),
        least=1,
        most=12,
    )


class LoanForm(forms.Form):
    """What is left to say about a loan."""

    rhythm = RhythmField(label=gettext_lazy("An instalment falls due"))
    instalments = WholeField(label=gettext_lazy("Instalments"), least=1, most=INSTALMENT_COUNT_MAX)
    grace = WholeField(label=gettext_lazy("Instalments of interest only"))
    disburse_on = DayField(label=gettext_lazy("Paid out"))
    first_due_on = DayField(
        label=gettext_lazy("First due day"),
        help_text=gettext_lazy("Empty: as long after the money as between instalments."),
        required=False,
    )
    late_points_bp = RateField(
        label=gettext_lazy("Interest when late, above the reference rate"),
        help_text=gettext_lazy("In percentage points, such as 8."),
    )

    def __init__(self, *args: Any, rhythms: Sequence[Rhythm], **kwargs: Any) -> None:
        """Let one of ``rhythms`` be chosen."""
        super().__init__(*args, **kwargs)
        self.fields["rhythm"].choices = rhythm_choices(rhythms)  # type: ignore[attr-defined] # a ChoiceField

    def clean(self) -> dict[str, Any]:
        """Without a first due day it comes as long after the money as the others after it."""
        given = self.cleaned_data
        if not given.get("first_due_on") and {"rhythm", "disburse_on"} <= given.keys():
            given["first_due_on"] = given["rhythm"].after(given["disburse_on"], 1)
        return given

    def ask_purpose(self) -> None:
        """Ask what a person borrows for: other laws hold for private loans."""
        self.fields["mainly_for_business"] = forms.TypedChoiceField(
            label=gettext_lazy("What the loan is mainly for"),
            help_text=gettext_lazy("Other laws hold for private loans than for business."),
            choices=PURPOSES,
            coerce=lambda value: value == BUSINESS,
            widget=forms.RadioSelect,
        )


class AcceptForm(forms.Form):
    """A yes to the document that was shown."""

    party = forms.ChoiceField(choices=[("recipient", ""), ("provider", "")])
    sha256 = forms.CharField(max_length=64)


class PaperForm(forms.Form):
    """A paper that the recipient signed by hand."""

    paper = forms.FileField(
        label=gettext_lazy("The signed paper"),
        help_text=gettext_lazy("PDF or a picture."),
        validators=[FILE_KINDS],
    )


class CancelForm(forms.Form):
    """Why an offered agreement is taken back, and what comes of it."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("The other side reads this."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
    )
    then = forms.ChoiceField(
        label=gettext_lazy("What happens next"),
        choices=[
            ("again", gettext_lazy("We write a better agreement")),
            ("over", gettext_lazy("It ends here, and the money goes back to the round")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, turns_down: bool, **kwargs: Any) -> None:
        """Whoever turns it down has nothing to choose: it ends."""
        super().__init__(*args, **kwargs)
        if turns_down:
            del self.fields["then"]


class PayeeForm(forms.Form):
    """Who is paid, and where."""

    name = forms.CharField(label=gettext_lazy("Paid to"), max_length=160)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of account"), choices=ACCOUNT_KINDS)
    account = forms.CharField(label=gettext_lazy("Account number"), max_length=40)
    due_on = DayField(label=gettext_lazy("Pay by"))

    def ask_amount(self, currency: str) -> None:
        """Ask how much too."""
        self.fields["amount"] = MoneyField(currency=currency, label=gettext_lazy("Amount"))
        self.order_fields(["amount"])

    def payee(self) -> Payee:
        """What was filled in, as the payment takes it."""
        given = self.cleaned_data
        return Payee(given["name"], given["account"], AccountKind(given["kind"]))


class SpendForm(forms.Form):
    """What was used."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=60)
    spent_on = DayField(label=gettext_lazy("Day"))
    text = forms.CharField(label=gettext_lazy("For what"), max_length=200)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        """Take amounts in ``currency``."""
        super().__init__(*args, **kwargs)
        self.fields["amount"] = MoneyField(
            currency=currency, label=gettext_lazy("Amount"), required=False
        )
        self.fields["hours"] = HoursField(label=gettext_lazy("Hours"), required=False)
        self.fields["receipt"] = forms.FileField(
            label=gettext_lazy("Receipt"), required=False, validators=[FILE_KINDS]
        )
        self.fields["key"].initial = uuid.uuid4().hex


class ReceivedForm(forms.Form):
    """Money that came in."""

    bank_reference = forms.CharField(
        label=gettext_lazy("The bank's reference"),
        help_text=gettext_lazy("The same reference is booked once, however often it is sent."),
        max_length=80,
    )

    def __init__(self, *args: Any, currency: str, latest: date, **kwargs: Any) -> None:
        """Take amounts in ``currency``, of money that came on ``latest`` or before."""
        super().__init__(*args, **kwargs)
        self.fields["received"] = MoneyField(
            currency=currency, above_zero=True, label=gettext_lazy("Amount")
        )
        self.fields["value_date"] = DayField(label=gettext_lazy("The day it came"), latest=latest)

    def ask_ahead(self) -> None:
        """Ask what the rest does when all that is due is paid."""
        self.fields["ahead"] = forms.ChoiceField(
            label=gettext_lazy("If it is more than is due"), choices=AHEAD_CHOICES, required=False
        )
