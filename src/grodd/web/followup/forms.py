"""Forms of projects: what was typed becomes values; the rules are elsewhere."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext, gettext_lazy

from grodd.engines.money import Money
from grodd.followup.usecases.record_check_in import Word
from grodd.followup.usecases.report_result import AMOUNTS, Beyond
from grodd.followup.usecases.set_goals import Aim
from grodd.library.usecases.write_lesson import Words
from grodd.reports.project_words import AMOUNT_WORDS
from grodd.web.fields import DayField, HoursField, MoneyField, NumberField
from grodd.web.followup.words import LANGUAGES, REACHES

GOALS_MAX = 3
MEASURES_MAX = 3
GOAL_PARTS = ("text", "measure", "unit", "baseline", "target", "due_on")
GOAL_NEEDS = ("text", "measure", "baseline", "target", "due_on")


def _text(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


class GoalsForm(forms.Form):
    """Up to three goals, and what would make us stop, a line each."""

    stop_criteria = _text(
        gettext_lazy("What would make you stop?"),
        help_text=gettext_lazy(
            "One line each, such as: fewer than ten parcels a day after a month. "
            "A stop in time is a good result."
        ),
    )

    def __init__(
        self, data: Any = None, *, goals: Sequence[Any], stop_criteria: Sequence[str], project: Any
    ) -> None:
        """Begin with what is set already, or with a first goal from the application."""
        summary = project.agreement.application.summary
        initial: dict[str, Any] = {
            "text_1": summary.partition(".")[0][:200],
            "due_on_1": project.ends_on,
            "baseline_1": "0",
            "stop_criteria": "\n".join(stop_criteria),
        }
        for number, goal in enumerate(goals, start=1):
            initial |= {f"{part}_{number}": getattr(goal, part) for part in GOAL_PARTS}
        super().__init__(data, initial=initial)
        for number in range(1, GOALS_MAX + 1):
            self._add(number)

    def _add(self, number: int) -> None:
        need = number == 1
        fields = {
            "text": forms.CharField(
                label=gettext_lazy("What do you want to reach?"), max_length=200, required=need
            ),
            "measure": forms.CharField(
                label=gettext_lazy("How do you measure it?"),
                help_text=gettext_lazy("What you count, such as parcels a day."),
                max_length=120,
                required=need,
            ),
            "unit": forms.CharField(label=gettext_lazy("Unit"), max_length=40, required=False),
            "baseline": NumberField(label=gettext_lazy("Where you are now"), required=need),
            "target": NumberField(label=gettext_lazy("Where you want to be"), required=need),
            "due_on": DayField(label=gettext_lazy("By when"), required=need),
        }
        self.fields |= {f"{part}_{number}": field for part, field in fields.items()}

    def blocks(self) -> list[tuple[int, list[forms.BoundField]]]:
        """The fields of each goal."""
        return [
            (number, [self[f"{part}_{number}"] for part in GOAL_PARTS])
            for number in range(1, GOALS_MAX + 1)
        ]

    def clean(self) -> dict[str, Any]:
        """A goal is whole, or left out; and it moves something."""
        given = super().clean() or {}
        for number in range(1, GOALS_MAX + 1):
            if not self._is_begun(given, number):
                continue
            for part in GOAL_NEEDS:
                name = f"{part}_{number}"
                if given.get(name) in (None, "") and name not in self.errors:
                    self.add_error(name, gettext("Fill this in, or clear the whole goal."))
            if given.get(f"target_{number}") == given.get(f"baseline_{number}") is not None:
                self.add_error(
                    f"target_{number}", gettext("The target is where you are now. Aim elsewhere.")
                )
        return given

    def _is_begun(self, given: Mapping[str, Any], number: int) -> bool:
        return any(given.get(f"{part}_{number}") not in (None, "") for part in GOAL_PARTS)

    def given(self) -> dict[str, Any]:
        """What the use case takes."""
        given = self.cleaned_data
        numbers = [n for n in range(1, GOALS_MAX + 1) if self._is_begun(given, n)]
        lines = given["stop_criteria"].splitlines()
        return {
            "aims": [Aim(**{part: given[f"{part}_{n}"] for part in GOAL_PARTS}) for n in numbers],
            "stop_criteria": [line.strip()[:300] for line in lines if line.strip()],
        }


class CheckInForm(forms.Form):
    """How it goes, in two minutes."""

    status = forms.ChoiceField(
        label=gettext_lazy("How does it go?"),
        choices=[
            ("on_track", gettext_lazy("On track")),
            ("unsure", gettext_lazy("Unsure")),
            ("off_track", gettext_lazy("Not as hoped")),
        ],
        widget=forms.RadioSelect,
    )
    learnt = _text(gettext_lazy("What have you learnt since the last time?"))
    help_wanted = _text(
        gettext_lazy("What do you need help with?"),
        2,
        required=False,
        help_text=gettext_lazy("Your coach reads this. Leave it empty when all is well."),
    )

    def __init__(
        self, data: Any = None, *, goals: Sequence[Any], currency: str, **more: Any
    ) -> None:
        """Ask for the measure of each goal, and money in ``currency``."""
        super().__init__(data, **more)
        self.currency = currency
        for goal in goals:
            self.fields[f"goal_{goal.pk}"] = NumberField(
                label=goal.measure, suffix=goal.unit, required=False
            )
        self.fields["spent"] = MoneyField(
            currency=currency, label=gettext_lazy("Money used since the last time"), required=False
        )
        self.fields["hours"] = HoursField(
            label=gettext_lazy("Hours used since the last time"), required=False
        )

    def measures(self) -> list[forms.BoundField]:
        """The fields of the goals."""
        return [self[name] for name in self.fields if name.startswith("goal_")]

    def typed(self) -> dict[str, str]:
        """Every answer as it was typed."""
        return {name: str(self.data.get(name, "")) for name in self.fields}

    def word(self) -> Word:
        """What the use case takes."""
        given = self.cleaned_data
        values = {
            int(name.removeprefix("goal_")): value
            for name, value in given.items()
            if name.startswith("goal_") and value is not None
        }
        spent = given["spent"] or Money.zero(self.currency)
        return Word(
            status=given["status"],
            learnt=given["learnt"],
            help_wanted=given["help_wanted"],
            spent_minor=spent.minor,
            hours=given["hours"] or 0,
            values=values,
        )


class RemarkForm(forms.Form):
    """A comment on a check-in."""

    text = _text(gettext_lazy("Your comment"), 2, max_length=4000)


class GateForm(forms.Form):
    """Stop, go on, or scale up."""

    proposed = forms.ChoiceField(
        label=gettext_lazy("What do you propose?"),
        choices=[
            ("continue", gettext_lazy("Go on as it is")),
            ("stop", gettext_lazy("Stop here")),
            ("scale", gettext_lazy("Scale up")),
        ],
        widget=forms.RadioSelect,
    )
    why = _text(
        gettext_lazy("Why?"),
        4,
        help_text=gettext_lazy(
            "What those who decide should know: what you have seen, and what it would take."
        ),
    )


class ResultForm(forms.Form):
    """Projection and outcome, in money and beyond it."""

    summary = _text(gettext_lazy("What came of it, in a few sentences?"), 4)

    def __init__(self, data: Any = None, *, result: Any, measures: Sequence[Any]) -> None:
        """Begin with what was told before."""
        self.currency = result.currency
        super().__init__(data, initial=self._told(result, measures))
        for name in AMOUNTS:
            for side, label in (
                ("projected", gettext_lazy("As you hoped")),
                ("outcome", gettext_lazy("As it came")),
            ):
                self.fields[f"{name}_{side}"] = MoneyField(
                    currency=self.currency, label=label, required=False
                )
        for number in range(1, MEASURES_MAX + 1):
            self.fields |= {
                f"name_{number}": forms.CharField(
                    label=gettext_lazy("What you counted"), max_length=120, required=False
                ),
                f"unit_{number}": forms.CharField(
                    label=gettext_lazy("Unit"), max_length=40, required=False
                ),
                f"projected_{number}": NumberField(
                    label=gettext_lazy("As you hoped"), required=False
                ),
                f"outcome_{number}": NumberField(label=gettext_lazy("As it came"), required=False),
            }

    @staticmethod
    def _told(result: Any, measures: Sequence[Any]) -> dict[str, Any]:
        told: dict[str, Any] = {"summary": result.summary}
        if result.reported_at is not None:
            for name in AMOUNTS:
                hoped = getattr(result, f"{name}_projected_minor")
                told[f"{name}_projected"] = Money(hoped, result.currency)
                came = getattr(result, f"{name}_minor") or 0
                told[f"{name}_outcome"] = Money(came, result.currency)
        for number, one in enumerate(measures, start=1):
            for part in ("name", "unit", "projected", "outcome"):
                told[f"{part}_{number}"] = getattr(one, part)
        return told

    def amounts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Each kind of money with its two fields."""
        return [
            (str(AMOUNT_WORDS[name]), [self[f"{name}_projected"], self[f"{name}_outcome"]])
            for name in AMOUNTS
        ]

    def beyond(self) -> list[tuple[int, list[forms.BoundField]]]:
        """The fields of each measure beyond money."""
        parts = ("name", "unit", "projected", "outcome")
        return [
            (number, [self[f"{part}_{number}"] for part in parts])
            for number in range(1, MEASURES_MAX + 1)
        ]

    def clean(self) -> dict[str, Any]:
        """Figures say what they count."""
        given = super().clean() or {}
        for number in range(1, MEASURES_MAX + 1):
            counted = [given.get(f"{part}_{number}") for part in ("projected", "outcome")]
            if any(value is not None for value in counted) and not given.get(f"name_{number}"):
                self.add_error(f"name_{number}", gettext("Say what the figures count."))
        return given

    def given(self) -> dict[str, Any]:
        """What the use case takes."""
        given = self.cleaned_data
        nothing = Money.zero(self.currency)

        def side(which: str) -> dict[str, int]:
            return {name: (given[f"{name}_{which}"] or nothing).minor for name in AMOUNTS}

        measures = [
            Beyond(*(given[f"{part}_{n}"] for part in ("name", "unit", "projected", "outcome")))
            for n in range(1, MEASURES_MAX + 1)
            if given[f"name_{n}"]
        ]
        return {
            "projected": side("projected"),
            "outcome": side("outcome"),
            "measures": measures,
            "summary": given["summary"],
        }


class LessonForm(forms.Form):
    """What was learnt, and who may read it."""

    title = forms.CharField(label=gettext_lazy("A title that says it all"), max_length=200)
    tried = _text(gettext_lazy("What did you try?"))
    expected = _text(gettext_lazy("What did you expect?"))
    happened = _text(gettext_lazy("What happened?"))
    next_time = _text(gettext_lazy("What would you do next time?"))
    for_whom = _text(gettext_lazy("Who should know this?"), 2, required=False)
    language = forms.ChoiceField(label=gettext_lazy("You write in"), choices=LANGUAGES)
    reach = forms.ChoiceField(
        label=gettext_lazy("Who may read it?"), choices=REACHES, widget=forms.RadioSelect
    )
    names_author = forms.BooleanField(
        label=gettext_lazy("Show my name to those who read it"), required=False
    )

    def __init__(self, data: Any = None, *, lesson: Any, project: Any) -> None:
        """Begin with what was written before."""
        initial: dict[str, Any] = {
            "title": project.title,
            "language": (get_language() or "sv")[:2],
            "reach": "space",
            "names_author": True,
        }
        if lesson is not None:
            parts = ("title", "tried", "expected", "happened", "next_time", "for_whom", "language")
            initial = {part: getattr(lesson, part) for part in parts}
            initial["names_author"] = lesson.names_author
            initial["reach"] = lesson.reach if lesson.published_at else "nobody"
        super().__init__(data, initial=initial)

    def given(self, *, outcome: str, theme: str) -> dict[str, Any]:
        """What the process takes."""
        given = dict(self.cleaned_data)
        reach, names_author = given.pop("reach"), given.pop("names_author")
        share = reach != "nobody"
        return {
            "words": Words(outcome=outcome, theme=theme, **given),
            "share": share,
            "names_author": names_author,
            **({"reach": reach} if share else {}),
        }
