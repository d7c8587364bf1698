"""What the vouchers of loans say to whoever reads the journal, in the language of the organisation.

The text is part of the seal and of what makes two tellings the same, so it may not hang on who
happened to act.
"""

from functools import lru_cache

from django.utils.translation import gettext, gettext_noop, override

from grodd.agreements.models import LoanEvent
from grodd.people.models import Organisation

VOUCHER_TEXT_MAX = 200
Kind = LoanEvent.Kind

HAPPENED = {
    Kind.DRAW: gettext_noop("%(reference)s: paid out"),
    Kind.OPENING: gettext_noop("%(reference)s: as it was taken over"),
    Kind.PAYMENT: gettext_noop("%(reference)s: payment"),
    Kind.WAIVER: gettext_noop("%(reference)s: waived"),
    Kind.CHARGE: gettext_noop("%(reference)s: fee"),
    Kind.TO_BALANCE: gettext_noop("%(reference)s: arrears added to the balance"),
    Kind.ASIDE: gettext_noop("%(reference)s: arrears set aside"),
    Kind.TERMINATION: gettext_noop("%(reference)s: called in"),
    Kind.WRITE_OFF: gettext_noop("%(reference)s: written off"),
    Kind.RETURN: gettext_noop("%(reference)s: paid back"),
}
CHANGED = gettext_noop("%(reference)s: the plan was changed")
FELL_DUE = gettext_noop("%(reference)s: instalment %(number)s")
RAN = gettext_noop("Interest that ran and is not paid, %(programme)s")
SET_ASIDE = gettext_noop("Set aside for losses, %(programme)s")
TAKEN_BACK = gettext_noop("Taken back: %(text)s")


def language_of(organisation_id: int) -> str:
    """The language in which an organisation keeps its books."""
    languages = Organisation.objects.values_list("default_language", flat=True)
    return languages.get(pk=organisation_id)


def fell_due(language: str, reference: str, number: int | str) -> str:
    """Interest and fees of an instalment that fell due."""
    return _said(FELL_DUE, language) % {"reference": reference, "number": number}


def happened(language: str, reference: str, kind: str, own: str = "") -> str:
    """An event of a loan; with words of its own, those."""
    said = f"{reference}: {own}" if own else _words(kind, language) % {"reference": reference}
    return said[:VOUCHER_TEXT_MAX]


def ran(language: str, programme: str) -> str:
    """Interest of a programme's loans that ran by the end of a month."""
    return (_said(RAN, language) % {"programme": programme})[:VOUCHER_TEXT_MAX]


def set_aside(language: str, programme: str) -> str:
    """What is set aside for losses on a programme's loans."""
    return (_said(SET_ASIDE, language) % {"programme": programme})[:VOUCHER_TEXT_MAX]


def taken_back(language: str, text: str) -> str:
    """The opposite of a voucher."""
    return (_said(TAKEN_BACK, language) % {"text": text})[:VOUCHER_TEXT_MAX]


def _words(kind: str, language: str) -> str:
    return _said(HAPPENED.get(Kind(kind), CHANGED), language)


@lru_cache(maxsize=64)
def _said(words: str, language: str) -> str:
    with override(language):
        return gettext(words)
