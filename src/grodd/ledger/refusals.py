"""What the books say no to."""

from django.utils.translation import gettext_lazy

from grodd.base.errors import Refusal


class AccountTooLow(Refusal):
    """An account would fall below what it allows."""

    code = "account_too_low"
    sentence = gettext_lazy(
        "%(account)s has only %(available)s free, and this needs %(needed)s. "
        "Money that waits for approved payments is already counted. "
        "Wait for money to come in, or make the amount smaller."
    )


class AccountIsClosed(Refusal):
    """An account was closed before the day."""

    code = "account_is_closed"
    sentence = gettext_lazy(
        "%(account)s was closed on %(closed_on)s, so nothing can be booked there on %(day)s. "
        "Choose another account."
    )


class AccountNumberTaken(Refusal):
    """The book has such an account already."""

    code = "account_number_taken"
    sentence = gettext_lazy(
        "There is already an account %(number)s in these books. Choose another number."
    )


class PeriodIsClosed(Refusal):
    """The month has been closed."""

    code = "period_is_closed"
    sentence = gettext_lazy(
        "%(day)s lies in a period that was closed on %(closed_at)s. "
        "Closed periods never change. Book it on a day in an open period."
    )


class YearIsMissing(Refusal):
    """No financial year covers the day."""

    code = "year_is_missing"
    sentence = gettext_lazy(
        "These books have no financial year that covers %(day)s. Open the year first."
    )


class YearIsThere(Refusal):
    """A year that covers some of the days exists."""

    code = "year_is_there"
    sentence = gettext_lazy(
        "These books already have a financial year that covers %(day)s. Use that one."
    )


class EarlierPeriodIsOpen(Refusal):
    """Periods close in order."""

    code = "earlier_period_is_open"
    sentence = gettext_lazy(
        "The period from %(earlier)s is still open. Periods close in order: close that one first."
    )


class AlreadyReversed(Refusal):
    """A voucher is reversed at most once."""

    code = "already_reversed"
    sentence = gettext_lazy(
        "%(voucher)s was already reversed by %(by)s. A voucher is reversed once; "
        "book a new one if the reversal was wrong."
    )


class ReservationHasEnded(Refusal):
    """A reservation was posted or let go before."""

    code = "reservation_has_ended"
    sentence = gettext_lazy(
        "The money held for %(key)s was used or let go before. Nothing was changed."
    )
