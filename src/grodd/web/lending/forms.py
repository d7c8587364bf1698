"""Forms of the staff: a note, a promise, the next review, the card, what is set aside."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from grodd.servicing.provisions import Level
from grodd.servicing.usecases.keep_card import CardFacts
from grodd.servicing.usecases.record_promise import Word
from grodd.web.fields import DayField, MoneyField


class KeyedForm(forms.Form):
    """A form with a key, so that sent twice it is written once."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name what is about to be written."""
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid.uuid4().hex


class NoteForm(KeyedForm):
    """What was said or seen."""

    text = forms.CharField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("Only those who work with the loans read it, not the borrower."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )


class PromiseForm(KeyedForm):
    """What the borrower promised to pay, and when."""

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        """Take an amount in the currency of the loan."""
        super().__init__(*args, **kwargs)
        self.fields["amount"] = MoneyField(label=gettext_lazy("Amount"), currency=currency)
        self.fields["pay_on"] = DayField(
            label=gettext_lazy("Will be paid by"),
            help_text=gettext_lazy("The promise is kept if the whole amount is paid by that day."),
        )
        self.fields["promised_on"] = DayField(label=gettext_lazy("Promised on"))

    def word(self) -> Word:
        """What was said."""
        given = self.cleaned_data
        return Word(given["key"], given["amount"], given["promised_on"], given["pay_on"])


class ReviewForm(forms.Form):
    """When the loan is looked at again."""

    review_on = DayField(
        label=gettext_lazy("Look at it again on"),
        help_text=gettext_lazy("Leave it empty when no more review is needed."),
        required=False,
    )


class CardForm(ReviewForm):
    """Who looks after the loan, and where it belongs."""

    adviser = forms.ChoiceField(label=gettext_lazy("Adviser"), required=False)
    region = forms.CharField(label=gettext_lazy("Region"), max_length=80, required=False)
    field_order = ("adviser", "region", "review_on")

    def __init__(self, *args: Any, advisers: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer those who can look after the loan."""
        super().__init__(*args, **kwargs)
        choices = [("", gettext_lazy("Nobody")), *advisers]
        self.fields["adviser"].choices = choices  # type: ignore[attr-defined] # a ChoiceField

    def facts(self) -> CardFacts:
        """What was filled in."""
        given = self.cleaned_data
        chosen = given["adviser"]
        return CardFacts(int(chosen) if chosen else None, given["region"], given["review_on"])


class LevelForm(KeyedForm):
    """What is set aside for losses from now on, and why."""

    def __init__(self, *args: Any, currency: str, today: date, **kwargs: Any) -> None:
        """Take an amount in the currency of the books, and a day until today."""
        super().__init__(*args, **kwargs)
        self.fields["amount"] = MoneyField(
            label=gettext_lazy("Set aside in all"),
            help_text=gettext_lazy(
                "The new level, not the change. 0 if nothing is to be set aside any more."
            ),
            currency=currency,
        )
        self.fields["as_of"] = DayField(
            label=gettext_lazy("Judged as of"),
            help_text=gettext_lazy("The day whose loans you judged. It is booked on that day."),
            latest=today,
        )
        self.fields["reason"] = forms.CharField(
            label=gettext_lazy("Why so much"),
            help_text=gettext_lazy("Whoever audits the books reads it."),
            widget=forms.Textarea(attrs={"rows": 3}),
            max_length=500,
        )

    def level(self) -> Level:
        """What was said."""
        given = self.cleaned_data
        return Level(given["amount"], given["as_of"], given["reason"])
