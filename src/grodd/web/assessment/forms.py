"""Forms of assessment. They hold no rules: the use cases do."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from grodd.engines.money import Money
from grodd.web.fields import DayField, HoursField, MoneyField

NO, YES = "no", "yes"


class ConflictForm(forms.Form):
    """The question before a case is opened."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Do you have an interest of your own in this?"),
        help_text=gettext_lazy(
            "Family, friends, money, a shared project, or your own team: then say so. "
            "Someone else will review it, and nobody thinks less of you."
        ),
        choices=[
            (NO, gettext_lazy("No, I can judge it freely")),
            (YES, gettext_lazy("Yes, someone else should review it")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("What is your interest?"),
        help_text=gettext_lazy("Needed if you answered yes. It stands in the minutes."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReviewForm(forms.Form):
    """A score for each criterion, and a comment. Scores are chosen with keys or a thumb."""

    def __init__(self, *args: Any, criteria: Sequence[Any], **kwargs: Any) -> None:
        """Take a field for each criterion row."""
        super().__init__(*args, **kwargs)
        self.keys = [criterion.key for criterion in criteria]
        for criterion in criteria:
            steps = range(criterion.low, criterion.high + 1)
            self.fields[f"score_{criterion.key}"] = forms.TypedChoiceField(
                label=str(criterion),
                choices=[(str(step), str(step)) for step in steps],
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )
        self.fields["comment"] = forms.CharField(
            label=gettext_lazy("Comment"),
            help_text=gettext_lazy("What speaks for it, what worries you, what would help."),
            required=False,
            widget=forms.Textarea(attrs={"rows": 4}),
        )

    def scores(self) -> dict[str, int]:
        """The scores that were given, by criterion key."""
        given = {key: self.cleaned_data.get(f"score_{key}") for key in self.keys}
        return {key: value for key, value in given.items() if value is not None}

    @staticmethod
    def filled_with(scores: Mapping[str, int], comment: str) -> dict[str, Any]:
        """What was saved, as the form starts with it."""
        start: dict[str, Any] = {f"score_{key}": str(value) for key, value in scores.items()}
        return {**start, "comment": comment}


OUTCOMES: list[tuple[str, Promise]] = [
    ("passed", gettext_lazy("Pass it on to assessment")),
    ("returned", gettext_lazy("Send it back for more work")),
    ("rejected", gettext_lazy("Say no")),
]


class ScreeningForm(forms.Form):
    """The first look."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What happens to it?"), choices=OUTCOMES, widget=forms.RadioSelect
    )
    reasons = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Whoever applied reads this. Needed for a return and for a no."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    next_step = forms.CharField(
        label=gettext_lazy("What they can do now"),
        help_text=gettext_lazy("Needed for a no: another programme, an adviser, a later round."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class PersonForm(forms.Form):
    """One of several persons."""

    person = forms.TypedChoiceField(label=gettext_lazy("Person"), coerce=int)

    def __init__(self, *args: Any, people: Iterable[Any], **kwargs: Any) -> None:
        """Choose among ``people``."""
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(one.pk, str(one)) for one in people]


class AssignForm(PersonForm):
    """Who reviews it, and until when."""

    due_on = DayField(label=gettext_lazy("Due"), required=False)


class SetConflictForm(PersonForm):
    """Who has an interest of their own, and which."""

    reason = forms.CharField(
        label=gettext_lazy("What is the interest?"), widget=forms.Textarea(attrs={"rows": 2})
    )


class EvenlyForm(forms.Form):
    """Until when the shared reviews are due."""

    due_on = DayField(label=gettext_lazy("Due"), required=False)


class ProposalForm(forms.Form):
    """What the body is asked to say yes to."""

    proposal = forms.CharField(
        label=gettext_lazy("Proposal"),
        help_text=gettext_lazy("What you propose and why, in a few sentences."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    hours = HoursField(label=gettext_lazy("Working time"), required=False)

    def __init__(self, *args: Any, amount: Money, **kwargs: Any) -> None:
        """Begin with what was asked for."""
        super().__init__(*args, **kwargs)
        self.fields["amount"] = MoneyField(
            currency=amount.currency, label=gettext_lazy("Money"), initial=amount
        )
        self.order_fields(["amount", "hours", "proposal"])
