"""What mails say: a subject and a body per template, in the reader's language when shown.

A message keeps only the template's name and facts; the words are put together when it is sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, override


@dataclass(frozen=True, slots=True)
class MailText:
    """A subject line and a body with %(named)s facts. The address of the page is always a fact."""

    subject: Promise
    body: Promise


TEXTS: dict[str, MailText] = {
    "agreement_cancelled": MailText(
        gettext_lazy("The agreement was taken back: %(title)s"),
        gettext_lazy(
            "Hi %(name)s,\n\nThe agreement for “%(title)s” that you were offered was taken back, "
            "for this reason:\n\n%(reason)s\n\nYou see what happens next here:\n\n%(url)s"
        ),
    ),
    "agreement_offered": MailText(
        gettext_lazy("Your agreement is ready: %(title)s"),
        gettext_lazy(
            "Hi %(name)s,\n\nThe agreement for “%(title)s” is ready for you. "
            "Read it in peace, ask if anything is unclear, and sign it when you agree."
            "\n\n%(url)s"
        ),
    ),
    "agreement_turned_down": MailText(
        gettext_lazy("Turned down: %(title)s"),
        gettext_lazy(
            "Hi %(name)s,\n\nThe agreement for “%(title)s” was turned down, for this reason:\n\n"
            "%(reason)s\n\nThe money and the hours are back in the round.\n\n%(url)s"
        ),
    ),
    "check_in_remark": MailText(
        gettext_lazy("A comment on %(title)s"),
        gettext_lazy(
            "Hi %(name)s,\n\nSomeone has read your check-in of “%(title)s” and writes:\n\n"
            "%(text)s\n\nAnswer here:\n\n%(url)s"
        ),
    ),
    "co_owner_invited": MailText(
        gettext_lazy("%(owner)s asks you to write along"),
        gettext_lazy(
            "Hi,\n\n%(owner)s would like to write “%(title)s” together with you. "
            "Open this link to say yes:\n\n%(url)s"
        ),
    ),
    "digest": MailText(
        gettext_lazy("What has happened (%(count)s)"),
        gettext_lazy(
            "Hi %(name)s,\n\nHere is what you chose to hear of now and then:\n\n%(lines)s\n\n"
            "Read it all here:\n\n%(url)s"
        ),
    ),
    "gate_continue": MailText(
        gettext_lazy("%(title)s goes on"),
        gettext_lazy(
            "Hi %(name)s,\n\nThose who decide have looked at “%(title)s”, and it goes on as it is. "
            "Keep telling how it goes:\n\n%(url)s"
        ),
    ),
    "gate_returned": MailText(
        gettext_lazy("A question about %(title)s"),
        gettext_lazy(
            "Hi %(name)s,\n\nThose who decide need to know more before they say whether "
            "“%(title)s” should stop, go on or scale up. Until then it goes on. "
            "See what they wrote:\n\n%(url)s"
        ),
    ),
    "gate_scale": MailText(
        gettext_lazy("%(title)s is to grow"),
        gettext_lazy(
            "Hi %(name)s,\n\nThose who decide want “%(title)s” to grow. We have begun an "
            "application for the next step, with what you told us the first time. "
            "Change it and send it in:\n\n%(url)s"
        ),
    ),
    "interruption_letter": MailText(
        gettext_lazy("%(title)s"),
        gettext_lazy(
            "Hi %(name)s,\n\n%(text)s\n\nYou can read and print the letter here:\n\n%(url)s"
        ),
    ),
    "invitation": MailText(
        gettext_lazy("%(inviter)s invites you to %(organisation)s"),
        gettext_lazy(
            "Hi,\n\n%(inviter)s would like you to join %(organisation)s. "
            "Open this link to say yes. It works for two weeks:\n\n%(url)s"
        ),
    ),
    "loan_demand": MailText(
        gettext_lazy("Collection demand: loan %(loan)s"),
        gettext_lazy(
            "Hi %(name)s,\n\nWe have written to you about your loan %(loan)s, and %(amount)s that "
            "was due from %(day)s on is still not paid. On the page of your loan you find the "
            "collection demand with principal, interest and costs apart, how to pay, and how to "
            "object if it is wrong. Call us if you cannot pay: we can still find a way."
            "\n\n%(url)s"
        ),
    ),
    "loan_notice": MailText(
        gettext_lazy("%(amount)s to pay by %(day)s"),
        gettext_lazy(
            "Hi %(name)s,\n\nThe next instalment of your loan %(loan)s is %(amount)s. It is due on "
            "%(day)s. The payment notice with the account and the reference is on the page of "
            "your loan:\n\n%(url)s"
        ),
    ),
    "loan_reminder": MailText(
        gettext_lazy("A reminder: loan %(loan)s"),
        gettext_lazy(
            "Hi %(name)s,\n\nWe have not seen %(amount)s that was due from %(day)s on for your "
            "loan %(loan)s. Perhaps it crossed this letter; then all is well. If it is hard to pay "
            "just now, call us, and we will look for a way together. How to pay stands here:"
            "\n\n%(url)s"
        ),
    ),
    "loan_rate": MailText(
        gettext_lazy("New interest on loan %(loan)s"),
        gettext_lazy(
            "Hi %(name)s,\n\nThe interest on your loan %(loan)s follows the reference rate, which "
            "has changed. From %(day)s on it is %(rate)s a year. The new repayment plan is on the "
            "page of your loan:\n\n%(url)s"
        ),
    ),
    "poll_closed": MailText(
        gettext_lazy("The votes are counted: %(title)s"),
        gettext_lazy(
            "Hi %(name)s,\n\nThe vote “%(title)s” has closed, and everyone's votes are counted. "
            "See what the money goes to, and why:\n\n%(url)s"
        ),
    ),
    "poll_opened": MailText(
        gettext_lazy("You can vote now: %(title)s"),
        gettext_lazy(
            "Hi %(name)s,\n\n“%(title)s” is open, and you are one of those who decide. "
            "Nobody sees what you vote for, and you can change your mind until it closes."
            "\n\n%(url)s"
        ),
    ),
    "project_started": MailText(
        gettext_lazy("Time to begin: %(title)s"),
        gettext_lazy(
            "Hi %(name)s,\n\nBoth have said yes, so “%(title)s” can begin. Start by saying what "
            "you want to reach, and what would make you stop:\n\n%(url)s"
        ),
    ),
    "takeover_cancelled": MailText(
        gettext_lazy("Loan %(loan)s stays with %(old)s"),
        gettext_lazy(
            "Hi %(name)s,\n\nThat %(new)s takes over loan %(loan)s from %(old)s does not happen, "
            "for this reason:\n\n%(reason)s\n\n%(url)s"
        ),
    ),
    "takeover_done": MailText(
        gettext_lazy("%(new)s has taken over loan %(loan)s"),
        gettext_lazy(
            "Hi %(name)s,\n\nAll have agreed: from now on %(new)s owes loan %(loan)s, and %(old)s "
            "no longer does. What was agreed stands here:\n\n%(url)s"
        ),
    ),
    "takeover_proposed": MailText(
        gettext_lazy("Should %(new)s take over loan %(loan)s?"),
        gettext_lazy(
            "Hi %(name)s,\n\nWe propose that %(new)s takes over loan %(loan)s from %(old)s. "
            "Read what that means, ask if anything is unclear, and say yes only if you agree. "
            "Until both have done so, nothing changes.\n\n%(url)s"
        ),
    ),
}

WHOLE_LETTER = gettext_lazy("This was the letter in easy words. Here is the whole letter:")
LETTERS = frozenset({"letter", "decision_letter"})
"""Templates of messages that were written out when they were decided, in their reader's words."""


def words(template: str, facts: Mapping[str, Any], *, language: str) -> tuple[str, str]:
    """The subject and the body of a mail in ``language``.

    A letter that was written out when it was decided brings its own ``subject`` and ``body``.
    """
    if template in LETTERS:
        return str(facts["subject"]), _letter(facts, language)
    text = TEXTS[template]
    with override(language):
        return str(text.subject) % facts, str(text.body) % facts


def _letter(facts: Mapping[str, Any], language: str) -> str:
    """Easy words first for those who want them; the letter itself always goes with them."""
    if not (facts.get("easy_first") and facts.get("easy")):
        return str(facts["body"])
    with override(language):
        return f"{facts['easy']}\n\n{WHOLE_LETTER}\n\n{facts['body']}"
