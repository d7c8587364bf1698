"""Fields read what people type, in whatever language the page is."""

import pytest
from django import forms
from django.utils import translation

from grodd.engines.money import Money
from grodd.web.fields import MoneyField

pytestmark = pytest.mark.once


class Asked(forms.Form):
    """One amount."""

    amount = MoneyField(currency="SEK")


@pytest.mark.parametrize("language", ["sv", "fi", "en"])
@pytest.mark.parametrize(
    "typed",
    ["20 000,50", "20000.50", "20\u00a0000,50", "20\u202f000,50", "20\u2009000.50", "20'000,50",
     "20\u2019000,50", "20,000.50", "20.000,50", " 20 000,50 kr"],
)  # fmt: skip
def test_an_amount_is_understood_in_every_language(language: str, typed: str) -> None:
    with translation.override(language):
        form = Asked({"amount": typed})
        assert form.is_valid()
    assert form.cleaned_data["amount"] == Money(2_000_050, "SEK")


def test_what_is_no_amount_is_refused_in_the_readers_language_and_says_what_helps() -> None:
    said = {}
    for language in ("sv", "fi", "en"):
        with translation.override(language):
            (said[language],) = Asked({"amount": "many"}).errors["amount"]
    assert len(set(said.values())) == 3
    assert all("20 000,50" in text for text in said.values())
