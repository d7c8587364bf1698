"""Forms of a space's own pages."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from grodd.people.numbers import currency_of
from grodd.people.roles import LABELS, Role
from grodd.web.fields import DayField
from grodd.web.organisation.rule_words import RULES, read_value

COUNTRIES = [("SE", gettext_lazy("Sweden")), ("FI", gettext_lazy("Finland"))]
LEGAL_FORMS = [
    ("cooperative", gettext_lazy("Cooperative")),
    ("wise", gettext_lazy("Work integration social enterprise")),
    ("association", gettext_lazy("Association")),
    ("foundation", gettext_lazy("Foundation")),
    ("village_association", gettext_lazy("Village association")),
    ("company", gettext_lazy("Company")),
    ("sole_trader", gettext_lazy("Sole trader")),
    ("public_body", gettext_lazy("Public body")),
    ("other", gettext_lazy("Other")),
]


class PlaceForm(forms.Form):
    """A role, and where it counts."""

    role = forms.ChoiceField(label=gettext_lazy("Role"))
    scope = forms.ChoiceField(
        label=gettext_lazy("Where"),
        required=False,
        help_text=gettext_lazy("In one programme, or in the whole organisation."),
    )

    def __init__(
        self, *args: Any, scopes: Iterable[Any], roles: Iterable[Role], **more: Any
    ) -> None:
        """Offer the roles that the one who asks may give, and the scopes of the space."""
        super().__init__(*args, **more)
        role, scope = self.fields["role"], self.fields["scope"]
        assert isinstance(role, forms.ChoiceField)
        assert isinstance(scope, forms.ChoiceField)
        role.choices = [(one.value, LABELS[one]) for one in roles]
        scope.choices = [
            ("", gettext_lazy("The whole organisation")),
            *((str(one.pk), str(one)) for one in scopes),
        ]

    def clean_scope(self) -> int | None:
        """The id of the scope, or None for the whole organisation."""
        chosen: str = self.cleaned_data["scope"]
        return int(chosen) if chosen else None


class InviteForm(PlaceForm):
    """Who to invite, and to what."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    field_order = ["email", "role", "scope"]


class GiveForm(PlaceForm):
    """Whom to trust, with what, and for how long."""

    person = forms.ChoiceField(label=gettext_lazy("Person"))
    valid_from = DayField(label=gettext_lazy("From"))
    valid_until = DayField(label=gettext_lazy("Last day"), required=False)
    field_order = ["person", "role", "scope", "valid_from", "valid_until"]

    def __init__(self, *args: Any, people: Iterable[Any], **more: Any) -> None:
        """Offer the people of the space."""
        super().__init__(*args, **more)
        person = self.fields["person"]
        assert isinstance(person, forms.ChoiceField)
        person.choices = [(str(one.pk), one.name) for one in people]


class OrganisationForm(forms.Form):
    """What is known of an organisation."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=160)
    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=COUNTRIES)
    number = forms.CharField(
        label=gettext_lazy("Organisation number"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("Such as 556000-0000 in Sweden or 1234567-8 in Finland."),
    )
    legal_form = forms.ChoiceField(label=gettext_lazy("Legal form"), choices=LEGAL_FORMS)


class LicenceForm(forms.Form):
    """What a lender is licensed to do."""

    is_bank = forms.BooleanField(
        label=gettext_lazy("We are a bank or another credit institution"),
        help_text=gettext_lazy("Without that, no loan can be offered to a consumer in Sweden."),
        required=False,
    )


class RuleForm(forms.Form):
    """A rate, cap or fee as the official source gives it."""

    country = forms.ChoiceField(label=gettext_lazy("Country"), choices=COUNTRIES)
    key = forms.ChoiceField(label=gettext_lazy("Rule"), choices=list(RULES.items()))
    valid_from = DayField(label=gettext_lazy("Holds from"))
    value = forms.CharField(
        label=gettext_lazy("Value"),
        help_text=gettext_lazy("A rate in per cent, an amount, or a number of days or years."),
        max_length=20,
    )
    source = forms.CharField(label=gettext_lazy("Source"), max_length=200)

    def clean(self) -> dict[str, Any]:
        """Read the value in the unit of its rule."""
        given = super().clean() or {}
        if {"key", "value", "country"} <= given.keys():
            currency = currency_of(given["country"])
            try:
                given["value"] = read_value(given["key"], given["value"], currency)
            except ValidationError as error:
                self.add_error("value", error)
        return given
