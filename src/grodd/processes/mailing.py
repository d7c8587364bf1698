"""One mail to one person: plain text, and the same on a page of ours."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.signing import Signer
from django.template.loader import render_to_string
from django.utils.translation import gettext, override

SIGNED = Signer(sep=".", salt="grodd.message")


def message_id_of(pk: int) -> str:
    """The ``Message-ID`` of a message's mail: a bounce that names it can be believed."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return f"<{SIGNED.sign(str(pk))}@{host}>"


def message_of(message_id: str) -> int:
    """The message that a ``Message-ID`` belongs to; raises ``BadSignature`` for any other's."""
    return int(SIGNED.unsign(message_id.strip("<>").rpartition("@")[0]))


def mail_to(
    address: str, subject: str, body: str, *, language: str, why: str = "", message_id: str = ""
) -> None:
    """Send a mail in both forms.

    Args:
        address: Of one person.
        subject: One line.
        body: Plain text; empty lines part paragraphs, addresses become links.
        language: Of the text.
        why: A closing line on why it comes, and where to change that.
        message_id: Of the mail, in angle brackets; one is made up if none is given.
    """
    line = subject.splitlines()[0]
    text = f"{body}\n\n-- \nGrodd\n{why}".rstrip() + "\n"
    headers = {"Message-ID": message_id} if message_id else {}
    mail = EmailMultiAlternatives(
        line, text, settings.DEFAULT_FROM_EMAIL, [address], headers=headers
    )
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
