"""How django-allauth meets our persons: who may sign up, their name, the language of their mail."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.http import HttpRequest
from django.utils.translation import get_language, override

from grodd.base import clock
from grodd.people.queries import asker_of, needs_second_factor, person_with_address
from grodd.processes.mailing import page_of


def name_from(given: str | None, email: str | None) -> str:
    """What to call someone: the name they gave, or the first part of their address."""
    return (given or "").strip() or (email or "").partition("@")[0]


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up by address and password."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Only where the installation says so; otherwise people are invited."""
        del request
        return bool(settings.OPEN_SIGN_UP)

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """Write name, language and the day they joined, with what allauth writes."""
        user.name = name_from(form.cleaned_data.get("name"), form.cleaned_data.get("email"))
        user.language = (get_language() or "sv").split("-")[0]
        user.joined_at = clock.now()
        return super().save_user(request, user, form, commit)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write in the reader's language, whatever the page they stood on was in."""
        person = person_with_address(email)
        with override(person.language if person else get_language()):
            super().send_mail(template_prefix, email, context)

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: Any = None
    ) -> EmailMessage:
        """The same letter on a page of ours beside the plain text."""
        plain = super().render_mail(template_prefix, email, context, headers)
        mail = EmailMultiAlternatives(
            plain.subject, plain.body, plain.from_email, plain.to, headers=plain.extra_headers
        )
        language = (get_language() or "sv").split("-")[0]
        page = page_of(str(plain.subject), str(plain.body), language=language)
        mail.attach_alternative(page, "text/html")
        return mail


class SocialAdapter(DefaultSocialAccountAdapter):
    """Sign-in through the identity provider of the installation."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Someone unknown comes in only where the installation is open."""
        del request, sociallogin
        return bool(settings.OPEN_SIGN_UP)

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        """Write name, language and the day they joined, with what allauth writes."""
        user = super().populate_user(request, sociallogin, data)
        parts = " ".join(filter(None, [data.get("first_name"), data.get("last_name")]))
        user.name = name_from(data.get("name") or parts, data.get("email"))
        user.language = (get_language() or "sv").split("-")[0]
        user.joined_at = clock.now()
        return user


class SecondStepAdapter(DefaultMFAAdapter):
    """The second step."""

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The trusted keep at least one code app or passkey."""
        person = authenticator.user
        if not needs_second_factor(asker_of(person, on=clock.today())):
            return True
        strong = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
        theirs = person.authenticator_set.filter(type__in=strong)
        return bool(theirs.exclude(pk=authenticator.pk).exists())
