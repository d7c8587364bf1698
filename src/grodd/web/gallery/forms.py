"""A form with every kind of field, fresh and filled in wrongly."""

from django import forms

AMOUNT_MAX = 50_000


class MoneySample(forms.DecimalField):
    """Stands for our money field, which knows its currency."""

    currency = "SEK"


class SampleForm(forms.Form):
    """One of each."""

    title = forms.CharField(
        label="Name of the idea", help_text="A few words that a colleague would understand.",
        max_length=80,
    )  # fmt: skip
    idea = forms.CharField(
        label="What do you want to try?", widget=forms.Textarea, max_length=1200,
        help_text="Who is it for, and what will be different for them?",
    )  # fmt: skip
    amount = MoneySample(
        label="How much do you need?", help_text="Between 5 000 and 50 000 kr.",
        min_value=5000, max_value=AMOUNT_MAX,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    start = forms.DateField(
        label="When can you start?", required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip
    theme = forms.ChoiceField(
        label="Theme", choices=[("", "Choose"), ("climate", "Climate"), ("care", "Care")]
    )
    reach = forms.ChoiceField(
        label="Who decides?", widget=forms.RadioSelect,
        choices=[("committee", "The committee"), ("fast", "Fast track")],
    )  # fmt: skip
    helpers = forms.MultipleChoiceField(
        label="What would help?", widget=forms.CheckboxSelectMultiple, required=False,
        choices=[("mentor", "A mentor"), ("space", "A place to work"), ("test", "Testers")],
    )  # fmt: skip
    plan = forms.FileField(
        label="Plan or sketch", required=False, help_text="PDF or picture, at most 5 MB."
    )
    agree = forms.BooleanField(
        label="My co-owners know what I send",
        help_text="They get a copy and can take part from the first day.",
    )


class FreshForm(SampleForm):
    """The same, with ids of its own, for the state before anything is sent."""

    prefix = "fresh"


def fresh() -> FreshForm:
    """Nothing filled in yet."""
    return FreshForm()


def filled_wrongly() -> SampleForm:
    """Sent with things missing and an amount that is too large."""
    return SampleForm({"title": "Shared tool shed", "amount": "75000", "theme": ""})
