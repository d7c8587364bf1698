"""What payments say no to."""

from django.utils.translation import gettext_lazy

from grodd.base.errors import Refusal


class TreasuryMissing(Refusal):
    """The organisation has no books yet."""

    code = "treasury_missing"
    sentence = gettext_lazy(
        "%(organisation)s has no books here yet, so no money can be promised or paid. "
        "Ask a finance officer to open them under Books."
    )


class SecondPersonNeeded(Refusal):
    """The one who prepared an order cannot approve it."""

    code = "second_person_needed"
    sentence = gettext_lazy(
        "You prepared this payment, so someone else has to approve it. Ask another finance officer."
    )


class OrderIsNotOpen(Refusal):
    """The order was paid or cancelled before."""

    code = "order_is_not_open"
    sentence = gettext_lazy(
        "This payment was paid or cancelled before, so nothing was changed. "
        "Prepare a new one if more is to be paid."
    )


class BankAccountWrong(Refusal):
    """The number is no account number of that kind."""

    code = "bank_account_wrong"
    sentence = gettext_lazy(
        "%(account)s is not a valid %(kind)s: a digit is wrong or missing. "
        "Compare it with the number you were given."
    )


class ReverseAtItsSource(Refusal):
    """The voucher belongs to something else that was done, such as a payment."""

    code = "reverse_at_its_source"
    sentence = gettext_lazy(
        "%(voucher)s was not booked by hand, but by a payment, a repayment or what is set aside "
        "for losses. Undo it where it was made, so that the books tell the same as that page."
    )


class CurrencyDiffers(Refusal):
    """The bank account is in another currency."""

    code = "currency_differs"
    sentence = gettext_lazy(
        "The payment is in %(currency)s and the bank account in %(bank_currency)s. "
        "Agree on an amount in %(bank_currency)s before you pay."
    )


class SameAccountTwice(Refusal):
    """Money cannot move from an account to itself."""

    code = "same_account_twice"
    sentence = gettext_lazy(
        "The money would go from an account to itself. Choose two different accounts."
    )


class NothingToBook(Refusal):
    """The amount is nothing."""

    code = "nothing_to_book"
    sentence = gettext_lazy("The amount is nothing, so there is nothing to book. Write an amount.")


class YearDoesNotFollow(Refusal):
    """A year that would leave days out, or take days twice."""

    code = "year_does_not_follow"
    sentence = gettext_lazy(
        "A year from %(wished)s does not follow the last one. The next year begins %(expected)s."
    )
