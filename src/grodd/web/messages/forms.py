"""The form of how someone wants to hear of things."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from grodd.people.topics import BOUND, LABELS, RHYTHMS, Rhythm, Topic, Wish


class WishesForm(forms.Form):
    """One choice of rhythm and one of the list for each topic that can be chosen."""

    def __init__(self, data: Any, *, wishes: Mapping[Topic, Wish]) -> None:
        """Start from ``wishes``."""
        super().__init__(data)
        self.free = [topic for topic in Topic if topic not in BOUND]
        for topic in self.free:
            self.fields[f"{topic}_mail"] = forms.ChoiceField(
                choices=list(RHYTHMS.items()), label=LABELS[topic], initial=wishes[topic].rhythm,
            )  # fmt: skip
            self.fields[f"{topic}_list"] = forms.BooleanField(
                label=gettext_lazy("Also in my list of messages"), required=False,
                initial=wishes[topic].is_listed,
            )  # fmt: skip

    def wishes(self) -> dict[Topic, Wish]:
        """What was chosen."""
        given = self.cleaned_data
        return {
            topic: Wish(Rhythm(given[f"{topic}_mail"]), given[f"{topic}_list"])
            for topic in self.free
        }
