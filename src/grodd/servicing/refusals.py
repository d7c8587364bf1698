"""What servicing says no to."""

from django.utils.translation import gettext_lazy

from grodd.base.errors import Refusal


class NoteEmpty(Refusal):
    """A note says something."""

    code = "note_empty"
    sentence = gettext_lazy("The note is empty. Write what was said or seen, then save it again.")


class PromiseUnclear(Refusal):
    """A promise is about an amount."""

    code = "promise_unclear"
    sentence = gettext_lazy(
        "A promise to pay needs an amount above zero in %(currency)s. "
        "Ask how much will be paid, or write a note instead."
    )


class PromiseDaysOutOfOrder(Refusal):
    """What was promised lies after the promise, and not beyond a year."""

    code = "promise_days_out_of_order"
    sentence = gettext_lazy(
        "The day of the payment, %(pay_on)s, has to lie on or after the day it was promised, "
        "%(promised_on)s, and within a year of it. The promise cannot be from a day to come. "
        "Mend the days."
    )


class LoanNotRunning(Refusal):
    """Only of a loan on which something is still lent can it be promised to pay."""

    code = "loan_not_running"
    sentence = gettext_lazy(
        "Nothing is to be paid on %(loan)s now: it is not paid out yet, or it is over. "
        "Write a note instead."
    )


class ReviewInThePast(Refusal):
    """The next review lies ahead."""

    code = "review_in_the_past"
    sentence = gettext_lazy(
        "The next review cannot be on %(review_on)s: that day has passed. "
        "Choose today or a later day, or leave it empty."
    )


class AdviserElsewhere(Refusal):
    """Who looks after a loan works where it is lent."""

    code = "adviser_elsewhere"
    sentence = gettext_lazy(
        "%(person)s does not service loans here, so they cannot look after this one. "
        "Choose somebody from the list, or give them the role first."
    )
