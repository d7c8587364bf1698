"""Forms of votes. They hold no rules: the use cases do."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from grodd.engines.money import Money
from grodd.voting.terms import Idea, Limit, PollTerms
from grodd.web.fields import HoursField, MomentField, MoneyField, WholeField

ADDRESSES_NAMED = 5
CURRENCIES = [(code, code) for code in ("SEK", "EUR", "NOK", "DKK")]
FILE_SIZE_MAX = 8 * 1024 * 1024


class BallotForm(forms.Form):
    """One click."""

    option = forms.IntegerField(min_value=1)
    supports = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])

    def given(self) -> dict[str, Any]:
        """As the use case takes it."""
        supports = self.cleaned_data["supports"] == "yes"
        return {"number": self.cleaned_data["option"], "supports": supports}


class PeopleField(forms.CharField):
    """People by their e-mail addresses, one on each line; as a spreadsheet or a mail has them."""

    widget = forms.Textarea(attrs={"rows": 3})
    default_error_messages = {
        "unknown": gettext_lazy(
            "Nobody here has the address %(addresses)s. Check the spelling, or invite them first."
        ),
    }

    def __init__(self, *, people: Iterable[Any], **kwargs: Any) -> None:
        """Choose among ``people``."""
        super().__init__(**kwargs)
        self.by_address = {one.email.lower(): one for one in people}

    def prepare_value(self, value: Any) -> Any:
        """Ids as addresses; what was typed stays as it was."""
        if isinstance(value, str) or value is None:
            return value
        wanted = set(value)
        return "\n".join(one.email for one in self.by_address.values() if one.pk in wanted)

    def to_python(self, value: str | None) -> Any:
        """The ids, in the order they were written."""
        found = re.findall(r"[^\s,;<>]+@[^\s,;<>]+", (super().to_python(value) or "").lower())
        unknown = [each for each in found if each not in self.by_address]
        if unknown:
            named = ", ".join(unknown[:ADDRESSES_NAMED])
            raise ValidationError(self.error_messages["unknown"], params={"addresses": named})
        return tuple(dict.fromkeys(self.by_address[each].pk for each in found))


class TermsForm(forms.Form):
    """What voters are told before they vote."""

    folded = ("utility", "completion", "comparison", "one_per_owner", "budget_hours")
    """The finer points, which have good answers from the beginning."""

    title = forms.CharField(label=gettext_lazy("What the vote is called"), max_length=160)
    text = forms.CharField(
        label=gettext_lazy("What people should know"),
        help_text=gettext_lazy("What the money is for, and what happens after the vote."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    budget_hours = HoursField(
        label=gettext_lazy("Working time to give"),
        help_text=gettext_lazy("Only the committee's ranking keeps to it. Empty for no limit."),
        required=False,
    )
    closes_at = MomentField(
        label=gettext_lazy("Closes"),
        help_text=gettext_lazy("By itself. Empty if you will close it yourself."),
        required=False,
    )
    electorate = forms.ChoiceField(
        label=gettext_lazy("Who votes"),
        choices=[
            ("members", gettext_lazy("Everyone who belongs to the organisation")),
            ("scope", gettext_lazy("Everyone who holds a role in the programme")),
            ("list", gettext_lazy("Those on a list")),
        ],
        widget=forms.RadioSelect,
        initial="members",
    )
    bars_interested = forms.BooleanField(
        label=gettext_lazy("Nobody votes for an idea of their own"), required=False, initial=True
    )
    shows_running_votes = forms.BooleanField(
        label=gettext_lazy("Show the count while the vote goes on"),
        help_text=gettext_lazy("Otherwise nobody, you neither, sees it before the end."),
        required=False,
    )
    rule = forms.ChoiceField(
        label=gettext_lazy("The rule that counts"),
        help_text=gettext_lazy("All three are shown side by side; this one decides."),
        choices=[
            ("equal_shares", gettext_lazy("Equal shares: each voter gets the same part to spend")),
            ("greedy", gettext_lazy("Most votes first, as long as the money lasts")),
            ("committee", gettext_lazy("The committee's ranking; the votes are advice")),
        ],
        widget=forms.RadioSelect,
        initial="equal_shares",
    )
    utility = forms.ChoiceField(
        label=gettext_lazy("Equal shares: what counts for a voter"),
        choices=[
            ("cost", gettext_lazy("Money that goes to what they support")),
            ("cardinality", gettext_lazy("The number of winners that they support")),
        ],
        widget=forms.RadioSelect,
        initial="cost",
    )
    completion = forms.ChoiceField(
        label=gettext_lazy("Equal shares: money that is left over"),
        choices=[
            ("raise", gettext_lazy("Raise everyone's share a little at a time, then fill up")),
            ("fill", gettext_lazy("Fill up with what still fits, most votes first")),
            ("none", gettext_lazy("Leave it")),
        ],
        widget=forms.RadioSelect,
        initial="raise",
    )
    comparison = forms.ChoiceField(
        label=gettext_lazy("Equal shares: compare with most votes first"),
        choices=[
            ("none", gettext_lazy("Do not compare")),
            ("winners", gettext_lazy("Take it over if more voters get more winners from it")),
            ("money", gettext_lazy("Take it over if more voters get more money to theirs")),
        ],
        widget=forms.RadioSelect,
        initial="none",
    )
    one_per_owner = forms.BooleanField(
        label=gettext_lazy("The committee's ranking gives each owner at most one award"),
        required=False,
    )

    def __init__(
        self, *args: Any, currency: str, scopes: Sequence[Any] = (), **kwargs: Any
    ) -> None:
        """Amounts in ``currency``; a new vote belongs to one of ``scopes``."""
        super().__init__(*args, **kwargs)
        self.fields["budget"] = MoneyField(currency=currency, label=gettext_lazy("Money to give"))
        if scopes:
            self.fields["scope"] = forms.TypedChoiceField(
                label=gettext_lazy("Where it belongs"),
                coerce=int,
                choices=[(one.pk, str(one)) for one in scopes],
            )
        self.order_fields(["title", "scope", "text", "budget"])

    def terms(self) -> PollTerms:
        """As the use case takes them."""
        given = {key: value for key, value in self.cleaned_data.items() if key != "scope"}
        return PollTerms(**given)


def terms_start(poll: Any) -> dict[str, Any]:
    """What a poll states now, as the form starts with it."""
    names = PollTerms.__dataclass_fields__
    plain = {name: getattr(poll, name) for name in names if name != "budget"}
    return {**plain, "budget": Money(poll.budget_minor, poll.currency)}


class IdeaForm(forms.Form):
    """An idea that can be voted for."""

    title = forms.CharField(label=gettext_lazy("Idea"), max_length=200)
    summary = forms.CharField(
        label=gettext_lazy("In a few sentences"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    hours = HoursField(label=gettext_lazy("Working time"), required=False)
    theme = forms.CharField(label=gettext_lazy("Theme"), max_length=120, required=False)
    exclusive = forms.CharField(
        label=gettext_lazy("Excludes others with the same word"),
        help_text=gettext_lazy(
            "Ideas that cannot both be carried out: write the same word here for each of them, "
            "such as “yard”. At most one of them wins."
        ),
        max_length=60,
        required=False,
    )

    def __init__(self, *args: Any, currency: str, people: Iterable[Any], **kwargs: Any) -> None:
        """Costs in ``currency``; owners among ``people``."""
        super().__init__(*args, **kwargs)
        everyone = list(people)
        self.fields["cost"] = MoneyField(currency=currency, label=gettext_lazy("What it costs"))
        self.fields["owners"] = PeopleField(
            people=everyone,
            label=gettext_lazy("Whose idea it is"),
            help_text=gettext_lazy("E-mail addresses, one on each line."),
            required=False,
        )
        self.fields["close_to"] = PeopleField(
            people=everyone,
            label=gettext_lazy("Others with an interest of their own in it"),
            help_text=gettext_lazy("E-mail addresses, one on each line."),
            required=False,
        )
        self.order_fields(["title", "summary", "cost", "hours", "theme"])

    def idea(self) -> Idea:
        """As the use case takes it."""
        given = self.cleaned_data
        return Idea(**{**given, "hours": given["hours"] or 0})


def idea_start(option: Any, currency: str) -> dict[str, Any]:
    """An option as the form starts with it."""
    plain = ("title", "summary", "hours", "theme", "exclusive")
    close = list(option.interests.all())
    return {
        **{name: getattr(option, name) for name in plain},
        "cost": Money(option.cost_minor, currency),
        "owners": [one.person_id for one in close if one.owns],
        "close_to": [one.person_id for one in close if not one.owns],
    }


class VotersForm(forms.Form):
    """Who votes, where that is a list."""

    def __init__(self, *args: Any, people: Iterable[Any], **kwargs: Any) -> None:
        """Choose among ``people``."""
        super().__init__(*args, **kwargs)
        self.fields["voters"] = PeopleField(
            people=people,
            label=gettext_lazy("Those who vote"),
            help_text=gettext_lazy(
                "E-mail addresses, one on each line. You can paste a column of a spreadsheet."
            ),
            widget=forms.Textarea(attrs={"rows": 12}),
        )


class LimitsForm(forms.Form):
    """At least and at most so many awards for each theme."""

    def __init__(self, *args: Any, themes: Sequence[str], **kwargs: Any) -> None:
        """A pair of fields for each theme."""
        super().__init__(*args, **kwargs)
        self.themes = themes
        for place, theme in enumerate(themes):
            named = {"theme": theme}
            self.fields[f"least_{place}"] = WholeField(
                label=gettext_lazy("%(theme)s: at least") % named, required=False, most=300
            )
            self.fields[f"most_{place}"] = WholeField(
                label=gettext_lazy("%(theme)s: at most") % named, required=False, most=300
            )

    def limits(self) -> list[Limit]:
        """As the use case takes them."""
        given = self.cleaned_data
        return [
            Limit(theme, given[f"least_{place}"] or 0, given[f"most_{place}"])
            for place, theme in enumerate(self.themes)
        ]


class ExcludeForm(forms.Form):
    """Who may not vote after all, and why."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("They read it themselves. Write a whole sentence."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, people: Iterable[Any], **kwargs: Any) -> None:
        """Choose among ``people``."""
        super().__init__(*args, **kwargs)
        self.fields["person"] = PeopleField(
            people=people,
            label=gettext_lazy("Person"),
            help_text=gettext_lazy("E-mail address."),
            widget=forms.TextInput(attrs={"inputmode": "email"}),
        )
        self.order_fields(["person", "reason"])


class VotesFileForm(forms.Form):
    """A vote that was held elsewhere."""

    file = forms.FileField(
        label=gettext_lazy("Pabulib file (.pb)"),
        help_text=gettext_lazy("At most 8 MB, 300 ideas and 20 000 voters."),
        widget=forms.FileInput(attrs={"accept": ".pb,.csv,.txt"}),
    )
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=CURRENCIES)

    def __init__(self, *args: Any, scopes: Sequence[Any], **kwargs: Any) -> None:
        """It belongs to one of ``scopes``."""
        super().__init__(*args, **kwargs)
        self.fields["scope"] = forms.TypedChoiceField(
            label=gettext_lazy("Where it belongs"),
            coerce=int,
            choices=[(one.pk, str(one)) for one in scopes],
        )

    def content(self) -> tuple[str, bytes]:
        """Name and bytes; one byte more than fits is enough to refuse the rest."""
        upload = self.cleaned_data["file"]
        return upload.name, upload.read(FILE_SIZE_MAX + 1)
