"""What a round still lacks before it can open, each as a sentence and the place to mend it."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from grodd.assessment.models import CriteriaSet
from grodd.decisions.queries import seats_of
from grodd.programmes.models import Form, Frame, Letter, Programme, Question, Round, Theme
from grodd.programmes.versions import newest_criteria, newest_form, newest_frame

THEMES_MIN = 2
TITLE = gettext_lazy("No question gives the idea its title. Use one question as the title.")
AMOUNT = gettext_lazy("No question asks for the amount. Use one question as the amount.")
LETTERS = gettext_lazy("A letter is missing. There must be one of every kind.")
CRITERIA = gettext_lazy("There is nothing to assess. Write at least one criterion.")
CURRENCY = gettext_lazy(
    "The budget is in another currency than the frame. Let both have the same currency."
)
THEMES = gettext_lazy("The form asks for a theme, but there is nothing to choose between.")
SEATS = gettext_lazy("Nobody has a seat in the body that decides. Give people their seats.")
BUDGET = gettext_lazy("The round has no money to give. Write its budget.")
ANNOUNCEMENT = gettext_lazy("Nothing tells applicants what the round is for. Describe it.")


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing.

    Attributes:
        where: The page that mends it: ``frame``, ``questions``, ``letters``, ``criteria``,
            ``themes``, ``body`` or ``round``.
        text: What is missing and what helps.
        blocks: Whether the round cannot open without it; else it is advice.
    """

    where: str
    text: str | Promise
    blocks: bool = True


def gaps_of(round_: Round, programme: Programme, *, on: date) -> list[Gap]:
    """Everything that a round lacks on a day, what stops it first."""
    frame, form = newest_frame(programme), newest_form(programme)
    criteria = newest_criteria(programme)
    found = _stopping(round_, programme, frame, form, criteria)
    return found + _advice(round_, programme, form, on=on)


def _stopping(
    round_: Round, programme: Programme, frame: Frame, form: Form, criteria: CriteriaSet
) -> list[Gap]:
    meanings = set(form.questions.values_list("meaning", flat=True))
    kinds = set(programme.letters.values_list("kind", flat=True))
    lacks = (
        (Question.Meaning.TITLE not in meanings, Gap("questions", TITLE)),
        (Question.Meaning.AMOUNT not in meanings, Gap("questions", AMOUNT)),
        (bool(set(Letter.Kind.values) - kinds), Gap("letters", LETTERS)),
        (not criteria.criteria.exists(), Gap("criteria", CRITERIA)),
        (frame.currency != round_.currency, Gap("frame", CURRENCY)),
    )
    return [gap for is_missing, gap in lacks if is_missing]


def _advice(round_: Round, programme: Programme, form: Form, *, on: date) -> list[Gap]:
    by_theme = form.questions.filter(meaning=Question.Meaning.THEME).exists()
    themes = Theme.objects.filter(programme=programme, is_retired=False).count()
    seated = programme.body is not None and bool(seats_of(programme.body, on=on))
    lacks = (
        (by_theme and themes < THEMES_MIN, Gap("themes", THEMES, blocks=False)),
        (not seated, Gap("body", SEATS, blocks=False)),
        (not round_.budget_minor, Gap("round", BUDGET, blocks=False)),
        (not any(round_.description.values()), Gap("round", ANNOUNCEMENT, blocks=False)),
    )
    return [gap for is_missing, gap in lacks if is_missing]
