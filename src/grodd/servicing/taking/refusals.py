"""What taking over a portfolio says no to."""

from django.utils.translation import gettext_lazy

from grodd.base.errors import Refusal


class TakeoverOver(Refusal):
    """The loans are here already."""

    code = "takeover_over"
    sentence = gettext_lazy(
        "These loans were taken over already, or are being taken over now. "
        "Nothing of it can be changed here; hand in another file for other loans."
    )


class TakeoverRefused(Refusal):
    """Rows that cannot be taken, in a file that is taken whole or not at all."""

    code = "takeover_refused"
    sentence = gettext_lazy(
        "%(wrong)s of %(rows)s rows cannot be taken over, so nothing was. "
        "The first is row %(row)s, %(column)s: %(text)s "
        "Mend the file, or take over those that are right and the others later."
    )


class TakeoverStale(Refusal):
    """Loans of the file came here by another way since it was looked at."""

    code = "takeover_stale"
    sentence = gettext_lazy(
        "Loan %(reference)s came here since the file was looked at, so nothing was taken over. "
        "Keep the columns once more: then each such row is named."
    )


class TotalsDiffer(Refusal):
    """The old system says another sum, and nobody has said why."""

    code = "totals_differ"
    sentence = gettext_lazy(
        "%(label)s: the old system says %(typed)s, the file %(found)s. "
        "Find the difference, or write down why it is right."
    )


class TotalsMissing(Refusal):
    """Nothing was said of the old system's totals."""

    code = "totals_missing"
    sentence = gettext_lazy(
        "Before anything is taken over the file is held against the old system: "
        "write at least how many loans it has and the sum of their balances."
    )


class PaymentsUnclear(Refusal):
    """A file of payments that says not whose they are, when they came, or how much they were."""

    code = "payments_unclear"
    sentence = gettext_lazy(
        "Row %(row)s of the payments cannot be used: %(text)s "
        "Each row needs a reference of a loan in the first file, a day and an amount."
    )
