"""Forms of programmes and rounds. Each language has its own line; one is enough."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy

from grodd.programmes.words import LetterWords, RoundPlan
from grodd.web.fields import HoursField, MomentField, MoneyField, WholeField


class SaidForm(forms.Form):
    """A form with texts in every language: a field ``name`` becomes ``name__sv`` and so on."""

    said: dict[str, tuple[Any, bool]] = {}
    """Name to label and whether it is long."""
    may_be_empty: frozenset[str] = frozenset()
    """Texts that need not be written in any language."""

    def __init__(self, data: Any = None, *, language: str, **kwargs: Any) -> None:
        """Ask for each text in every language; only ``language`` is required."""
        initial = dict(kwargs.pop("initial", None) or {})
        for name in self.said:
            for code, text in (initial.pop(name, None) or {}).items():
                initial[f"{name}__{code}"] = text
        super().__init__(data, initial=initial, **kwargs)
        for name, (label, is_long) in self.said.items():
            for code, spoken in settings.LANGUAGES:
                widget = forms.Textarea(attrs={"rows": 6}) if is_long else forms.TextInput()
                self.fields[f"{name}__{code}"] = forms.CharField(
                    label=f"{label} ({spoken})",
                    widget=widget,
                    required=code == language and name not in self.may_be_empty,
                )

    def text(self, name: str) -> dict[str, str]:
        """A text in the languages that it was written in."""
        found = {code: self.cleaned_data[f"{name}__{code}"] for code, _ in settings.LANGUAGES}
        return {code: text for code, text in found.items() if text}


class StartForm(SaidForm):
    """What to start from, and the programme's name."""

    said = {"name": (gettext_lazy("Name"), False)}

    def __init__(self, *args: Any, templates: list[tuple[str, str]], **kwargs: Any) -> None:
        """Choose among the ready ``templates``."""
        super().__init__(*args, **kwargs)
        choice = forms.ChoiceField(
            choices=templates, label=gettext_lazy("Start from"), widget=forms.RadioSelect
        )
        self.fields = {"template": choice, **self.fields}


class LetterForm(SaidForm):
    """A letter with merge fields."""

    said = {
        "subject": (gettext_lazy("Subject"), False),
        "body": (gettext_lazy("Text"), True),
        "easy": (gettext_lazy("The same in easy words"), True),
    }
    may_be_empty = frozenset({"easy"})

    def words(self) -> LetterWords:
        """The letter as it was written."""
        return LetterWords(self.text("subject"), self.text("body"), self.text("easy"))


class RoundForm(SaidForm):
    """A round: words, dates, budget."""

    said = {
        "name": (gettext_lazy("Name"), False),
        "description": (gettext_lazy("Description"), True),
        "easy": (gettext_lazy("The description in easy words"), True),
    }
    may_be_empty = frozenset({"easy"})

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        """Take the budget in ``currency``."""
        super().__init__(*args, **kwargs)
        self.fields["opens_at"] = MomentField(label=gettext_lazy("Opens"))
        self.fields["closes_at"] = MomentField(
            label=gettext_lazy("Closes"),
            required=False,
            help_text=gettext_lazy("Empty: open all the time."),
        )
        self.fields["budget"] = MoneyField(currency=currency, label=gettext_lazy("Budget"))
        self.fields["budget_hours"] = HoursField(label=gettext_lazy("Hours to give"))
        self.fields["reviews_needed"] = WholeField(
            label=gettext_lazy("Reviews of each application"), least=1, most=9
        )
        self.fields["is_blind"] = forms.BooleanField(
            label=gettext_lazy("Hide who applies until the first score"), required=False
        )

    def plan(self) -> RoundPlan:
        """The round as it was written."""
        names = ("opens_at", "closes_at", "budget", "budget_hours", "reviews_needed", "is_blind")
        given = {name: self.cleaned_data[name] for name in names}
        given |= {name: self.text(name) for name in self.said}
        return RoundPlan(**given)
