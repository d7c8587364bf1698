"""Forms of takeovers."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext, gettext_lazy

from grodd.applications.importing import Target
from grodd.engines.money import Money
from grodd.servicing.taking.columns import MEANINGS
from grodd.servicing.taking.rules import Means, Rules, Status
from grodd.servicing.taking.totals import LABELS, NEEDED, ROWS
from grodd.web.fields import DayField, MoneyField, RateField, WholeField
from grodd.web.imports.forms import FileForm, MappingForm

LANGUAGES = (("sv", "Svenska"), ("fi", "Suomi"), ("en", "English"))
DAYS_MAX = 3_650
MEANS = (
    (Means.AS_PLANNED.value, gettext_lazy("It runs as planned")),
    (Means.LATE.value, gettext_lazy("It is late")),
    (Means.REPAID.value, gettext_lazy("It is repaid")),
    (Means.WRITTEN_OFF.value, gettext_lazy("It is written off")),
)
CHOICES: Mapping[str, tuple[Any, tuple[Any, Any]]] = {
    "is_percent": (
        gettext_lazy("Rates are in"),
        (gettext_lazy("Percent, such as 14.07"), gettext_lazy("Basis points, such as 1407")),
    ),
    "is_annuity": (
        gettext_lazy("Kind of repayment, where no column says it"),
        (gettext_lazy("Annuity: equal payments"), gettext_lazy("Straight: equal principal")),
    ),
    "is_last_of_month": (
        gettext_lazy("A month without a day is"),
        (gettext_lazy("Its last day"), gettext_lazy("Its first day")),
    ),
    "interest_is_due": (
        gettext_lazy("Unpaid interest"),
        (
            gettext_lazy("Has fallen due"),
            gettext_lazy("Has only run, and comes with the next instalment"),
        ),
    ),
}
"""The choice between two ways: its label, and the words for yes and for no."""


class PortfolioForm(FileForm):
    """The file, the day its balances are for, and the language of the agreements."""

    day = DayField(
        label=gettext_lazy("The day that the balances are for"),
        help_text=gettext_lazy("At its end. The books must reach back to it."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the agreements"), choices=LANGUAGES
    )

    def portfolio(self) -> dict[str, Any]:
        """What was handed in, once it is valid."""
        name, content = self.content()
        given = {key: self.cleaned_data[key] for key in ("day", "language")}
        return {"name": name, "content": content, **given}


class ColumnsForm(MappingForm):
    """What the columns mean, and what the file leaves unsaid."""

    def __init__(
        self, data: Any, *, headings: Sequence[str], mapping: Mapping[str, str], rules: Rules,
        day: Any,
    ) -> None:  # fmt: skip
        """One choice for each meaning, then the rules, then each status of the file.

        Args:
            data: What was sent, or None.
            headings: Of the file.
            mapping: What is chosen so far, or guessed.
            rules: The same.
            day: The day the balances are for.
        """
        targets = [Target(one.key, str(one.label), one.is_required) for one in MEANINGS]
        super().__init__(data, targets=targets, headings=headings, mapping=mapping)
        for one in MEANINGS:
            self.fields[one.key].help_text = str(one.help)
        self.rules = rules
        self.fields["day"] = DayField(
            label=gettext_lazy("The day that the balances are for"), initial=day
        )
        for name, (label, words) in CHOICES.items():
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=list(zip(("yes", "no"), words, strict=True)),
                initial="yes" if getattr(rules, name) else "no",
            )
        self.fields["late_points_bp"] = RateField(
            label=gettext_lazy("Late interest above the reference rate"),
            help_text=gettext_lazy("What was agreed for when it is late. 0: none."),
            required=False,
            initial=rules.late_points_bp,
        )
        self.fields["prefix"] = forms.CharField(
            label=gettext_lazy("Before the numbers of loans without a reference"),
            initial=rules.prefix,
            max_length=8,
        )
        self._add_statuses()

    def _add_statuses(self) -> None:
        for number, (word, status) in enumerate(self.rules.statuses.items()):
            self.fields[f"means-{number}"] = forms.ChoiceField(
                label=gettext("“%(word)s” means") % {"word": word},
                choices=MEANS,
                initial=status.means.value,
            )
            self.fields[f"days-{number}"] = WholeField(
                label=gettext("How late “%(word)s” is, where no column says it") % {"word": word},
                suffix=gettext("days"),
                required=False,
                most=DAYS_MAX,
                initial=status.days or None,
            )

    def columns(self) -> Iterator[BoundField]:
        """The choices of columns."""
        return (self[one.key] for one in MEANINGS)

    def unsaid(self) -> Iterator[BoundField]:
        """The rules."""
        return (self[name] for name in ("day", *CHOICES, "late_points_bp", "prefix"))

    def statuses(self) -> Iterator[BoundField]:
        """What each status means; nothing where no column is chosen for it."""
        found = (name for name in self.fields if name.startswith(("means-", "days-")))
        return (self[name] for name in found)

    def chosen(self) -> dict[str, Any]:
        """Mapping, rules and day, once they are valid."""
        given = self.cleaned_data
        return {
            "mapping": {one.key: given[one.key] for one in MEANINGS},
            "rules": self._rules(given),
            "day": given["day"],
        }

    def _rules(self, given: Mapping[str, Any]) -> Rules:
        return Rules(
            **{name: given[name] == "yes" for name in CHOICES},
            late_points_bp=given["late_points_bp"] or 0,
            prefix=given["prefix"],
            statuses={
                word: self._status(status, given[f"means-{n}"], given[f"days-{n}"] or 0)
                for n, (word, status) in enumerate(self.rules.statuses.items())
            },
        )

    def _status(self, before: Status, means: str, days: int) -> Status:
        """What was chosen; the days that the word covers stay, unless it means something else."""
        if means == before.means and days == before.days:
            return before
        if means == Means.LATE:
            covers = before if before.means is Means.LATE else Status(days_from=1, days_to=None)
            return Status(Means.LATE, max(days, 1), covers.days_from, covers.days_to)
        return Status(Means(means), days_to=0 if means == Means.AS_PLANNED else None)


class TotalsForm(forms.Form):
    """What the old system says."""

    def __init__(self, data: Any, *, currency: str, typed: Mapping[str, int], words: str) -> None:
        """One field for each total.

        Args:
            data: What was sent, or None.
            currency: Of the amounts.
            typed: What was said before (minor units).
            words: Why they differ, as was said before.
        """
        super().__init__(data)
        for key, label in LABELS.items():
            needed = key in NEEDED
            known = typed.get(key)
            if key == ROWS:
                self.fields[key] = WholeField(label=label, required=needed, initial=known)
            else:
                amount = None if known is None else Money(known, currency)
                self.fields[key] = MoneyField(
                    label=label, currency=currency, required=needed, initial=amount
                )
        self.fields["explanation"] = forms.CharField(
            label=gettext_lazy("Why they differ"),
            help_text=gettext_lazy("Only where a total differs and it is right that it does."),
            widget=forms.Textarea(attrs={"rows": 3}),
            required=False,
            initial=words,
        )

    def typed(self) -> dict[str, int | None]:
        """The totals in minor units."""
        given = {key: self.cleaned_data[key] for key in LABELS}
        return {key: one.minor if isinstance(one, Money) else one for key, one in given.items()}
