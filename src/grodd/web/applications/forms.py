"""The form of an application, made from the questions of its round. It has no rules of its own."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from grodd.applications.answers import Asked, read, typed
from grodd.applications.refusals import AnswerRefusal
from grodd.web.fields import MomentField

BUDGET_ROWS_SPARE = 3


class BudgetWidget(forms.Widget):
    """Lines of text and amount."""

    template_name = "applications/budget_widget.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The lines that there are, and some empty ones."""
        context = super().get_context(name, value, attrs)
        context["lines"] = [*(value or []), *([["", ""]] * BUDGET_ROWS_SPARE)]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ARG002 - Django
        """The lines as they were typed."""
        return data.get(name)


def field_of(asked: Asked, *, easy: bool = False) -> forms.Field:
    """The form field of a question; ``easy`` gives its help in simple words where there are any."""
    told = asked.easy if easy and asked.easy else asked.help
    words: dict[str, Any] = {
        "label": asked.label, "help_text": told, "required": asked.is_required,
    }  # fmt: skip
    options = list(asked.options)
    if asked.kind == "choice":
        empty = [("", gettext_lazy("Choose"))]
        return forms.ChoiceField(choices=[*empty, *options], **words)
    if asked.kind == "choices":
        boxes = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(choices=options, widget=boxes, **words)
    if asked.kind == "budget":
        return forms.Field(widget=BudgetWidget, **words)
    if asked.kind == "file":
        return forms.FileField(**words)
    widgets: dict[str, forms.Widget] = {
        "long_text": forms.Textarea(attrs={"rows": 5}),
        "day": forms.TextInput(attrs={"type": "date"}),
        "money": forms.TextInput(attrs={"inputmode": "decimal"}),
        "number": forms.TextInput(attrs={"inputmode": "decimal"}),
    }
    field = forms.CharField(widget=widgets.get(asked.kind), **words)
    if asked.length_max:
        field.widget.attrs["maxlength"] = asked.length_max
    if asked.kind == "money":
        field.currency = asked.currency  # type: ignore[attr-defined] # shown after the field
    return field


class AnswersForm(forms.Form):
    """Answers as they are saved, with what keeps each from being handed in."""

    use_required_attribute = False

    def __init__(
        self,
        questions: Sequence[Asked],
        answers: Mapping[str, Any],
        problems: Sequence[AnswerRefusal] = (),
        *,
        easy: bool = False,
    ) -> None:
        """Show ``answers`` and, at their questions, ``problems``."""
        shown = {asked.key: typed(asked, answers.get(asked.key)) for asked in questions}
        super().__init__(data=shown)
        self.problems = problems
        self.fields.update({asked.key: field_of(asked, easy=easy) for asked in questions})

    def full_clean(self) -> None:
        """Take the problems as they are; nothing is judged here."""
        self._errors = forms.utils.ErrorDict()
        self.cleaned_data = {}
        for one in self.problems:
            self._errors[one.key] = self.error_class([str(one)])


def answers_in(questions: Sequence[Asked], data: QueryDict) -> dict[str, Any]:
    """The answers that a form sent; questions that it did not show are left out."""
    found: dict[str, Any] = {}
    for asked in questions:
        if asked.kind == "file":
            continue
        if asked.kind == "budget":
            texts, amounts = data.getlist(f"{asked.key}.text"), data.getlist(f"{asked.key}.amount")
            found[asked.key] = read(asked, list(zip(texts, amounts, strict=False)))
        elif asked.kind == "choices":
            found[asked.key] = read(asked, data.getlist(asked.key))
        elif asked.key in data:
            found[asked.key] = read(asked, data[asked.key])
    return found


class InviteForm(forms.Form):
    """Whom to invite."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"))


class LateForm(forms.Form):
    """Until when a draft is opened after the deadline, and why."""

    until = MomentField(label=gettext_lazy("Open until"))
    reason = forms.CharField(label=gettext_lazy("Why it is opened late"), max_length=300)


class WithdrawForm(forms.Form):
    """Why an application is taken back; may be left out."""

    reason = forms.CharField(
        label=gettext_lazy("Why, if you want to tell"), max_length=300, required=False
    )
