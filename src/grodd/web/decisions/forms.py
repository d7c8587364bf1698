"""Forms of decisions. They hold no rules: the use cases do."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from grodd.decisions.terms import Terms
from grodd.engines.money import Money
from grodd.web.fields import DayField, HoursField, MomentField, MoneyField, WholeField


class RulesForm(forms.Form):
    """How a body decides."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=160)
    quorum_rule = forms.ChoiceField(
        label=gettext_lazy("How many must be there"),
        choices=[
            ("share", gettext_lazy("A share of the members, in per cent")),
            ("count", gettext_lazy("A number of members")),
        ],
        widget=forms.RadioSelect,
    )
    quorum_value = WholeField(label=gettext_lazy("Per cent or members"), least=1, most=100)
    majority_rule = forms.ChoiceField(
        label=gettext_lazy("What carries a proposal"),
        choices=[
            ("simple", gettext_lazy("More yes than no")),
            ("absolute", gettext_lazy("Yes from more than half of the members")),
            ("two_thirds", gettext_lazy("Yes from two thirds of the votes")),
            ("unanimous", gettext_lazy("Yes from every vote")),
        ],
        widget=forms.RadioSelect,
    )
    chair_has_casting_vote = forms.BooleanField(
        label=gettext_lazy("The chair decides a tie"), required=False
    )


class NewBodyForm(RulesForm):
    """A new body: where it belongs, and how it decides."""

    scope_id = forms.TypedChoiceField(label=gettext_lazy("Where it belongs"), coerce=int)

    def __init__(self, *args: Any, scopes: Iterable[Any], **kwargs: Any) -> None:
        """Choose among ``scopes``."""
        super().__init__(*args, **kwargs)
        field = self.fields["scope_id"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(one.pk, str(one)) for one in scopes]
        self.order_fields(["name", "scope_id"])


class SeatForm(forms.Form):
    """Who gets a seat."""

    person = forms.TypedChoiceField(label=gettext_lazy("Person"), coerce=int)
    is_chair = forms.BooleanField(label=gettext_lazy("Leads the body"), required=False)
    valid_from = DayField(label=gettext_lazy("From"))

    def __init__(self, *args: Any, people: Iterable[Any], **kwargs: Any) -> None:
        """Choose among ``people``."""
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(one.pk, str(one)) for one in people]


class TrustForm(SeatForm):
    """Who may decide alone, and up to what."""

    is_chair = None  # type: ignore[assignment] # Django's own way to drop an inherited field
    hours_max = HoursField(label=gettext_lazy("Hours at most"))

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        """Limits in ``currency``."""
        super().__init__(*args, **kwargs)
        self.fields["limit"] = MoneyField(currency=currency, label=gettext_lazy("Money at most"))
        self.order_fields(["person", "limit", "hours_max", "valid_from"])


class MeetingForm(forms.Form):
    """A meeting, or matters sent round."""

    kind = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=[
            ("meeting", gettext_lazy("We meet")),
            ("circulation", gettext_lazy("By circulation: each answers on their own")),
        ],
        widget=forms.RadioSelect,
        initial="meeting",
    )
    starts_at = MomentField(label=gettext_lazy("Starts"))
    ends_at = MomentField(
        label=gettext_lazy("Ends"),
        help_text=gettext_lazy("Needed by circulation: the last moment to answer."),
        required=False,
    )
    place = forms.CharField(label=gettext_lazy("Place"), max_length=160, required=False)


class PresenceForm(forms.Form):
    """Who is there."""

    seats = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Present"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, seats: Iterable[Any], **kwargs: Any) -> None:
        """Choose among ``seats``."""
        super().__init__(*args, **kwargs)
        field = self.fields["seats"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(one.pk, str(one.person)) for one in seats]


class AgendaForm(forms.Form):
    """On which agenda a matter stands."""

    meeting = forms.TypedChoiceField(
        label=gettext_lazy("Meeting"), coerce=int, required=False, empty_value=None
    )

    def __init__(self, *args: Any, meetings: Iterable[Any], **kwargs: Any) -> None:
        """Choose among ``meetings``, or none."""
        super().__init__(*args, **kwargs)
        field = self.fields["meeting"]
        assert isinstance(field, forms.TypedChoiceField)
        none = ("", gettext_lazy("On no agenda"))
        field.choices = [none, *((one.pk, str(one)) for one in meetings)]


class VoteForm(forms.Form):
    """A vote."""

    choice = forms.ChoiceField(
        label=gettext_lazy("Your vote"),
        choices=[
            ("yes", gettext_lazy("Yes")),
            ("no", gettext_lazy("No")),
            ("abstain", gettext_lazy("I abstain")),
        ],
        widget=forms.RadioSelect,
    )


class StepOutForm(forms.Form):
    """An interest of one's own."""

    reason = forms.CharField(
        label=gettext_lazy("What is your interest?"),
        help_text=gettext_lazy("It stands in the minutes. It cannot be undone."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DecisionForm(forms.Form):
    """The words and figures of a decision."""

    reasons = forms.CharField(
        label=gettext_lazy("Reasons"),
        help_text=gettext_lazy("Whoever applied reads this. Needed for a no."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    next_step = forms.CharField(
        label=gettext_lazy("Next step"),
        help_text=gettext_lazy("What they can do now. Needed for a no."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    conditions = forms.CharField(
        label=gettext_lazy("Conditions"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    hours = HoursField(label=gettext_lazy("Working time"), required=False)
    send_back = forms.BooleanField(
        label=gettext_lazy("Send it back for more work instead of deciding"), required=False
    )

    def __init__(self, *args: Any, amount: Money | None, **kwargs: Any) -> None:
        """Begin with what was proposed; a matter without money asks for none."""
        super().__init__(*args, **kwargs)
        if amount is not None:
            self.fields["amount"] = MoneyField(
                currency=amount.currency, label=gettext_lazy("Money"), initial=amount
            )
        self.order_fields(["amount", "hours"])

    def terms(self) -> Terms:
        """What was written, for the use case."""
        told = self.cleaned_data
        return Terms(
            reasons=told["reasons"],
            next_step=told["next_step"],
            conditions=told["conditions"],
            amount=told.get("amount"),
            hours=told["hours"],
        )


class FastTrackForm(DecisionForm):
    """A decision by one person."""

    send_back = None  # type: ignore[assignment] # Django's own way to drop an inherited field
    answer = forms.ChoiceField(
        label=gettext_lazy("Your decision"),
        choices=[("yes", gettext_lazy("Approve")), ("no", gettext_lazy("Say no"))],
        widget=forms.RadioSelect,
    )
