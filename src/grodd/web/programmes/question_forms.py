"""The form of one question."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext_lazy

from grodd.programmes.words import QuestionWords
from grodd.web.fields import WholeField
from grodd.web.programmes.forms import SaidForm

KINDS = [
    ("short_text", gettext_lazy("A short text, one line")),
    ("long_text", gettext_lazy("A long text")),
    ("number", gettext_lazy("A number")),
    ("money", gettext_lazy("An amount of money")),
    ("day", gettext_lazy("A day")),
    ("choice", gettext_lazy("One of several options")),
    ("choices", gettext_lazy("Any of several options")),
    ("file", gettext_lazy("A file")),
    ("budget", gettext_lazy("A budget, line by line")),
]
MEANINGS = [
    ("", gettext_lazy("People read it, nothing else does")),
    ("title", gettext_lazy("The title of the idea")),
    ("summary", gettext_lazy("The idea in short")),
    ("amount", gettext_lazy("The amount applied for")),
    ("hours", gettext_lazy("The working hours applied for")),
    ("months", gettext_lazy("How many months it takes")),
    ("theme", gettext_lazy("The theme of the idea")),
]


class QuestionForm(SaidForm):
    """What is asked, how it is answered, and what the answer is used for."""

    said = {
        "label": (gettext_lazy("Question"), False),
        "help": (gettext_lazy("Help"), True),
        "easy": (gettext_lazy("Help in easy words"), True),
        "options": (gettext_lazy("Options, one on each line"), True),
    }
    may_be_empty = frozenset({"help", "easy", "options"})

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        """Show the options as lines of text."""
        self.language = language
        initial = dict(kwargs.pop("initial", None) or {})
        self.options_before: list[dict[str, Any]] = list(initial.pop("options", None) or [])
        initial["options"] = {
            code: "\n".join(one["label"].get(code, "") for one in self.options_before).strip("\n")
            for code, _ in settings.LANGUAGES
        }
        super().__init__(*args, language=language, initial=initial, **kwargs)
        self.fields["kind"] = forms.ChoiceField(
            choices=KINDS, label=gettext_lazy("How it is answered")
        )
        self.fields["meaning"] = forms.ChoiceField(
            choices=MEANINGS, label=gettext_lazy("What the answer is used as"), required=False
        )
        self.fields["is_required"] = forms.BooleanField(
            label=gettext_lazy("Must be answered"), required=False
        )
        self.fields["identifies"] = forms.BooleanField(
            label=gettext_lazy("Shows who applies; hidden in blind assessment"), required=False
        )
        self.fields["length_max"] = WholeField(
            label=gettext_lazy("Most characters"), required=False, least=1, most=20_000
        )
        last = ("label", "kind", "options", "help", "easy", "meaning")
        self.order_fields([each for name in last for each in self.fields if _is_of(each, name)])

    def words(self) -> QuestionWords:
        """The question as it was written."""
        given = self.cleaned_data
        names = ("kind", "meaning", "is_required", "identifies", "length_max")
        return QuestionWords(
            label=self.text("label"), help=self.text("help"), easy=self.text("easy"),
            options=tuple(self._options()), **{name: given[name] for name in names},
        )  # fmt: skip

    def _options(self) -> list[dict[str, Any]]:
        """The options line by line; one whose words stand as before keeps its key."""
        lines = {
            code: [one.strip() for one in self.cleaned_data[f"options__{code}"].splitlines()]
            for code, _ in settings.LANGUAGES
        }
        known = {one["label"].get(self.language): one["key"] for one in self.options_before}
        found: list[dict[str, Any]] = []
        for at in range(max(map(len, lines.values()))):
            label = {code: each[at] for code, each in lines.items() if at < len(each) and each[at]}
            if label:
                first = next(iter(label.values()))
                key = known.get(label.get(self.language)) or slugify(first)[:50] or "option"
                found.append({"key": _free(key, found), "label": label})
        return found


def _free(wished: str, taken: list[dict[str, Any]]) -> str:
    keys = {one["key"] for one in taken}
    numbered = (f"{wished}-{number}" for number in range(2, len(keys) + 3))
    return next(key for key in (wished, *numbered) if key not in keys)


def _is_of(field: str, name: str) -> bool:
    return field == name or field.startswith(f"{name}__")


def question_start(question: Any) -> dict[str, Any]:
    """A question as its form shows it: a row, or one of a ready programme."""
    names = ("label", "help", "easy", "options", "kind", "meaning", "is_required", "identifies",
             "length_max")  # fmt: skip
    if isinstance(question, dict):
        return {name: question[name] for name in names if name in question}
    return {name: getattr(question, name) for name in names}
