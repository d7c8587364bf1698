"""One mail to one person: plain text, and the same on a page of ours."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext, override


def mail_to(address: str, subject: str, body: str, *, language: str, why: str = "") -> None:
    """Send a mail in both forms.

    Args:
        address: Of one person.
        subject: One line.
        body: Plain text; empty lines part paragraphs, addresses become links.
        language: Of the text.
        why: A closing line on why it comes, and where to change that.
    """
    line = subject.splitlines()[0]
    text = f"{body}\n\n-- \nGrodd\n{why}".rstrip() + "\n"
    mail = EmailMultiAlternatives(line, text, settings.DEFAULT_FROM_EMAIL, [address])
    mail.attach_alternative(page_of(line, body, language=language, why=why), "text/html")
    mail.send()


def page_of(subject: str, body: str, *, language: str, why: str = "") -> str:
    """The text on a page of ours, for mail programs that show pages."""
    words = {"subject": subject, "body": body, "language": language, "why": why}
    with override(language):
        return render_to_string("mail/letter.html", {**words, "home": settings.BASE_URL})


def why_it_comes(*, is_bound: bool, language: str) -> str:
    """Why someone gets a mail, and where they say how often."""
    address = f"{settings.BASE_URL}/messages/settings/"
    with override(language):
        if is_bound:
            return gettext("This is about your rights, so it always comes by mail and at once.")
        return gettext("Choose what you get by mail, and how often: %(address)s") % {
            "address": address
        }
