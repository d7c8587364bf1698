"""Forms about a claim: who takes it over, and what keeps it from lapsing."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from grodd.agreements.usecases.record_interruption import Reached
from grodd.web.agreements.forms import FILE_KINDS
from grodd.web.agreements.loan_forms import WhyForm
from grodd.web.fields import DayField

REACHED = [
    ("demand", gettext_lazy("A demand or reminder reached the borrower")),
    ("acknowledgement", gettext_lazy("The borrower acknowledged the debt")),
    ("court", gettext_lazy("A step in court or at the enforcement authority")),
]


class TakeoverForm(WhyForm):
    """Who takes the loan over, and who stays behind it."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address of the new borrower"),
        help_text=gettext_lazy("They need an account, so that they can read and agree."),
    )
    keeps = forms.MultipleChoiceField(
        label=gettext_lazy("Stay behind the loan"),
        help_text=gettext_lazy("Each of them has to agree on paper. The others are released."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    field_order = ["email", "keeps", "reason"]

    def __init__(self, *args: Any, standing: list[tuple[str, str]], **kwargs: Any) -> None:
        """``standing`` is what can stay."""
        super().__init__(*args, **kwargs)
        if standing:
            self.fields["keeps"].choices = standing  # type: ignore[attr-defined] # a choice field
        else:
            del self.fields["keeps"]


class AgreeForm(forms.Form):
    """A yes to the document that was shown."""

    party = forms.ChoiceField(choices=[("old", ""), ("new", "")])
    sha256 = forms.CharField(max_length=64)


class ConsentPaperForm(forms.Form):
    """A paper that somebody signed by hand."""

    who = forms.ChoiceField(label=gettext_lazy("Signed by"))
    paper = forms.FileField(
        label=gettext_lazy("The signed paper"),
        help_text=gettext_lazy("PDF or a picture."),
        validators=[FILE_KINDS],
    )

    def __init__(self, *args: Any, awaited: list[tuple[str, str]], **kwargs: Any) -> None:
        """``awaited`` is whose yes is missing."""
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = awaited  # type: ignore[attr-defined] # a choice field


class ReachedForm(forms.Form):
    """What reached the borrower, or came from them."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=60)
    kind = forms.ChoiceField(
        label=gettext_lazy("What"), choices=REACHED, widget=forms.RadioSelect, initial="demand"
    )
    day = DayField(label=gettext_lazy("The day it reached them"))
    note = forms.CharField(
        label=gettext_lazy("How we can show it"),
        help_text=gettext_lazy("Such as a receipt of the post, or where the answer is kept."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name what is about to be recorded."""
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid.uuid4().hex

    def reached(self) -> Reached:
        """What was typed."""
        return Reached(**{**self.cleaned_data, "key": f"form:{self.cleaned_data['key']}"})
