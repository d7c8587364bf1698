"""Forms of a person's own pages and of the door."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy


class AddKeyForm(AddWebAuthnForm):  # type: ignore[misc] # allauth has no types
    """A new key; allauth has no words for its name in any language but English."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100, required=False)


class ProfileForm(forms.Form):
    """What to be called, and where to be reached."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=40, required=False)


class LinkForm(forms.Form):
    """Where to send a sign-in link."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class JoinForm(forms.Form):
    """What someone new has to say before they come in."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Choose a password"),
        help_text=gettext_lazy("At least 12 characters. A few words in a row work well."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        """Let Django's validators have their say."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class SignUpForm(forms.Form):
    """What django-allauth's sign-up asks for beside the address and the password."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def signup(self, request: HttpRequest, user: Any) -> None:
        """Nothing more to do: the adapter has written the name."""


class EraseForm(forms.Form):
    """That one means it."""

    sure = forms.BooleanField(
        label=gettext_lazy("I understand that this cannot be undone"),
    )
