"""Forms that set a programme up: its frame, and lists of themes, criteria and self-checks."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from grodd.agreements.payment_words import AHEAD, LOST, ORDERS, REACHES
from grodd.engines.calendar import MONTHLY, Rhythm, Unit
from grodd.engines.life import PaymentRules
from grodd.engines.money import Money
from grodd.programmes.words import CriterionWords, EligibilityWords, FrameTerms, ThemeWords
from grodd.web.fields import (
    DaysField,
    HoursField,
    MoneyField,
    RateField,
    WholeField,
    rhythm_choices,
)
from grodd.web.programmes.forms import SaidForm

CURRENCIES = [(code, code) for code in ("SEK", "EUR", "NOK", "DKK")]
WHO = [
    ("members", gettext_lazy("The organisation's own people")),
    ("anyone", gettext_lazy("Anyone who signs in")),
]
INSTRUMENTS = [
    ("award", gettext_lazy("Money and hours to try an idea")),
    ("microloan", gettext_lazy("A small loan that is paid back")),
]
SCHEDULES = [
    ("straight", gettext_lazy("The same part of the loan each time, falling interest")),
    ("annuity", gettext_lazy("The same payment each time")),
    ("bullet", gettext_lazy("All of it at the end, interest each time")),
]
RHYTHMS = (
    Rhythm(1, Unit.WEEKS), Rhythm(2, Unit.WEEKS), Rhythm(4, Unit.WEEKS), MONTHLY, Rhythm(2),
    Rhythm(1, Unit.QUARTERS), Rhythm(4), Rhythm(6), Rhythm(1, Unit.YEARS),
)  # fmt: skip
OTHER_DAYS_MAX = 366
RULES = ("ordinary", "terminated", "written_off", "reach", "ahead")
AMOUNTS = ("amount_min", "amount_max", "receipt_above", "loan_fee")
PLAIN = (
    "hours_max", "months_min", "months_max", "who_may_apply", "check_in_every_days",
    "remind_days_before", "remind_late_days", "loan_rate_bp",
    "loan_rate_follows", "loan_schedule", "loan_grace_months_max",
)  # fmt: skip


class FrameForm(SaidForm):
    """What a programme may give, to whom, and on which terms."""

    said = {"goals": (gettext_lazy("What the programme wants to reach"), True)}
    may_be_empty = frozenset({"goals"})

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        """Take amounts in ``currency``."""
        super().__init__(*args, **kwargs)

        def money(words: Any, hint: Any = "") -> MoneyField:
            return MoneyField(currency=currency, label=words, help_text=hint)

        goals = self.fields
        self.fields = {
            "currency": forms.ChoiceField(choices=CURRENCIES, label=gettext_lazy("Currency")),
            "instruments": forms.MultipleChoiceField(
                choices=INSTRUMENTS, label=gettext_lazy("What it gives"), required=False,
                widget=forms.CheckboxSelectMultiple,
            ),
            "who_may_apply": forms.ChoiceField(
                choices=WHO, label=gettext_lazy("Who may apply"), widget=forms.RadioSelect
            ),
            "amount_min": money(gettext_lazy("Least amount")),
            "amount_max": money(gettext_lazy("Most amount")),
            "hours_max": HoursField(
                label=gettext_lazy("Most working hours"),
                help_text=gettext_lazy("0 when it gives no hours."),
            ),
            "months_min": WholeField(label=gettext_lazy("Least months"), least=1, most=120),
            "months_max": WholeField(label=gettext_lazy("Most months"), least=1, most=120),
            "check_in_every_days": WholeField(
                label=gettext_lazy("Days between check-ins"), least=1, most=365
            ),
            "remind_days_before": WholeField(
                label=gettext_lazy("Remind of a check-in this many days before"), most=30,
                help_text=gettext_lazy("0 for no reminder before the day."),
            ),
            "remind_late_days": DaysField(
                label=gettext_lazy("Remind again this many days after"), required=False,
                help_text=gettext_lazy("Such as 1, 7, 21. Empty for no reminder after the day."),
            ),
            "receipt_above": money(
                gettext_lazy("Receipt needed above"),
                gettext_lazy("Spending up to this needs no receipt."),
            ),
            **_loan_fields(self.initial.get("loan_rhythms", ())),
            "loan_fee": money(gettext_lazy("Fee of a loan")),
            **_payment_fields(),
            **goals,
        }  # fmt: skip

    def terms(self) -> FrameTerms:
        """The frame as it was written."""
        given = self.cleaned_data
        return FrameTerms(
            goals=self.text("goals"),
            instruments=tuple(given["instruments"]),
            loan_rhythms=self._rhythms(),
            payment_rules=PaymentRules.read({name: given[f"rule_{name}"] for name in RULES}),
            **{name: given[name] for name in (*AMOUNTS, *PLAIN)},
        )

    def _rhythms(self) -> tuple[Rhythm, ...]:
        """Those that were ticked, with the one of one's own; every month is proposed first."""
        found = [Rhythm.read(code) for code in self.cleaned_data["loan_rhythms"]]
        if days := self.cleaned_data["loan_other_days"]:
            found.append(Rhythm(days, Unit.DAYS))
        return tuple(sorted(dict.fromkeys(found), key=lambda rhythm: rhythm != MONTHLY))


def _loan_fields(allowed: Iterable[str]) -> dict[str, forms.Field]:
    """What a loan costs and how it is repaid; ``allowed`` are the codes that are ticked now."""
    rhythms = dict.fromkeys((*RHYTHMS, *map(Rhythm.read, allowed)))
    return {
        "loan_rate_bp": RateField(label=gettext_lazy("Interest of a loan, a year")),
        "loan_rate_follows": forms.BooleanField(
            label=gettext_lazy("Added to the reference rate"),
            required=False,
            help_text=gettext_lazy(
                "The interest then moves with the reference rate of each half-year."
            ),
        ),
        "loan_schedule": forms.ChoiceField(
            choices=SCHEDULES,
            label=gettext_lazy("How a loan is paid back"),
            widget=forms.RadioSelect,
        ),
        "loan_rhythms": forms.MultipleChoiceField(
            choices=rhythm_choices(rhythms),
            label=gettext_lazy("How often a loan may be paid back"),
            help_text=gettext_lazy("With more than one, each offer says which."),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        ),
        "loan_other_days": WholeField(
            label=gettext_lazy("Or every so many days"),
            help_text=gettext_lazy("Such as 21 for every third week. Empty for none."),
            required=False,
            most=OTHER_DAYS_MAX,
        ),
        "loan_grace_months_max": WholeField(
            label=gettext_lazy("Months without paying back, at most"), most=60
        ),
    }


def _payment_fields() -> dict[str, forms.Field]:
    """In which order payments are counted."""
    wholes = {
        "ordinary": gettext_lazy("What a payment pays first"),
        "terminated": gettext_lazy("The same on a loan that was called in"),
        "written_off": gettext_lazy("What money makes up for first after a write-off"),
        "reach": gettext_lazy("When more than one instalment is late"),
        "ahead": gettext_lazy("What is left when nothing is due"),
    }
    choices = {"written_off": LOST, "reach": REACHES, "ahead": AHEAD}
    hints = {
        "ordinary": gettext_lazy(
            "The first choice is what law and custom say. A loan keeps what was agreed when it "
            "was signed."
        )
    }
    return {
        f"rule_{name}": forms.ChoiceField(
            label=label,
            choices=[(key, capfirst(str(word))) for key, word in choices.get(name, ORDERS).items()],
            help_text=hints.get(name, ""),
        )
        for name, label in wholes.items()
    }


def frame_start(frame: Any) -> dict[str, Any]:
    """What a frame says now, as its form shows it."""
    start = {name: getattr(frame, name) for name in (*PLAIN, "currency", "instruments", "goals")}
    for name in AMOUNTS:
        start[name] = Money(getattr(frame, f"{name}_minor"), frame.currency)
    start |= {f"rule_{name}": frame.payment_rules[name] for name in RULES}
    return start | {"loan_rhythms": frame.loan_rhythms}


class LineForm(SaidForm):
    """One line of a list that is written as a whole."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)
    gone_label: Any = gettext_lazy("Take this away when I save")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The words first, then the rest, then the tick that takes the line away."""
        super().__init__(*args, **kwargs)
        texts = [name for name in self.fields if "__" in name]
        self.fields["gone"] = forms.BooleanField(label=self.gone_label, required=False)
        self.order_fields(texts)

    @property
    def number(self) -> str:
        """Which line of the page it was when the page was made."""
        return str(self.prefix).removeprefix("line-")


class ThemeForm(LineForm):
    """A theme."""

    said = {"label": (gettext_lazy("Theme"), False)}
    gone_label = gettext_lazy("No longer offered; older applications keep it")

    def words(self) -> ThemeWords:
        """The theme as it was written."""
        given = self.cleaned_data
        return ThemeWords(label=self.text("label"), key=given["key"], is_retired=given["gone"])


class CriterionForm(LineForm):
    """A criterion with its scale and weight."""

    said = {
        "label": (gettext_lazy("Criterion"), False),
        "help": (gettext_lazy("Guidance for those who assess"), True),
    }
    may_be_empty = frozenset({"help"})
    low = WholeField(label=gettext_lazy("Lowest score"), most=99, initial=1)
    high = WholeField(label=gettext_lazy("Highest score"), least=1, most=100, initial=5)
    weight = WholeField(label=gettext_lazy("Weight"), most=100, initial=1)

    def words(self) -> CriterionWords:
        """The criterion as it was written."""
        given = {name: self.cleaned_data[name] for name in ("low", "high", "weight", "key")}
        return CriterionWords(label=self.text("label"), help=self.text("help"), **given)


class CheckForm(LineForm):
    """A question of the self-check that comes before an application."""

    said = {
        "text": (gettext_lazy("Question, answered with yes or no"), False),
        "why": (gettext_lazy("What to tell when the answer does not fit"), True),
    }
    may_be_empty = frozenset({"why"})
    answer_needed = forms.ChoiceField(
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        label=gettext_lazy("The answer that fits"),
        widget=forms.RadioSelect,
        initial="yes",
    )

    def words(self) -> EligibilityWords:
        """The question as it was written."""
        fits = self.cleaned_data["answer_needed"] == "yes"
        return EligibilityWords(self.text("text"), fits, self.text("why"))


Line = ThemeForm | CriterionForm | CheckForm


class BodyChoiceForm(forms.Form):
    """Which body decides."""

    body = forms.TypedChoiceField(label=gettext_lazy("Which body decides"), coerce=int)

    def __init__(self, *args: Any, bodies: Iterable[Any], **kwargs: Any) -> None:
        """Choose among ``bodies``."""
        super().__init__(*args, **kwargs)
        field = self.fields["body"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(one.pk, str(one)) for one in bodies]


def theme_start(theme: Any) -> Mapping[str, Any]:
    """A theme as its line shows it."""
    return {"key": theme.key, "label": theme.label, "gone": theme.is_retired}


def criterion_start(one: Any) -> Mapping[str, Any]:
    """A criterion as its line shows it."""
    return {name: getattr(one, name) for name in ("key", "label", "help", "low", "high", "weight")}


def check_start(one: Any) -> Mapping[str, Any]:
    """A question of the self-check as its line shows it."""
    answer = "yes" if one.answer_needed else "no"
    return {"key": one.key, "text": one.text, "why": one.why, "answer_needed": answer}
