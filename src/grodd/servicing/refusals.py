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


class ClassesAreUnclear(Refusal):
    """The classes of lateness do not say of each day which one holds."""

    code = "classes_are_unclear"
    sentence = gettext_lazy(
        "The classes must begin at 0 days, each at another day. Here they begin at %(days)s. "
        "Nothing was changed: set the first one to 0 and give each its own day."
    )


class DemandBeforeReminder(Refusal):
    """A collection demand would come before the borrower was reminded."""

    code = "demand_before_reminder"
    sentence = gettext_lazy(
        "The collection demand would come %(demand)s days after the due day, before the last "
        "reminder (%(reminder)s days). Let it come later, or take that reminder away."
    )


class ProvisionBelowZero(Refusal):
    """Less than nothing cannot be set aside."""

    code = "provision_below_zero"
    sentence = gettext_lazy(
        "What is set aside is a level, and %(level)s is below zero. Nothing was booked: write 0 if "
        "nothing is to be set aside any more."
    )


class ProvisionAboveLent(Refusal):
    """More would be set aside than can be lost."""

    code = "provision_above_lent"
    sentence = gettext_lazy(
        "%(level)s is more than all that %(programme)s had lent on %(day)s, which was %(lent)s. "
        "No more than that can be lost: set aside at most so much."
    )


class ProvisionUnchanged(Refusal):
    """The books say it already."""

    code = "provision_unchanged"
    sentence = gettext_lazy(
        "%(level)s is what the books hold for %(programme)s already, so there is nothing to post. "
        "Leave it, or write another level."
    )


class ProvisionDayOutOfOrder(Refusal):
    """Levels follow on each other."""

    code = "provision_day_out_of_order"
    sentence = gettext_lazy(
        "%(day)s lies before %(last)s, the day of the last level that was booked for "
        "%(programme)s. Levels follow on each other: choose that day or a later one."
    )


class ProvisionDayAhead(Refusal):
    """A level is of a day that has come."""

    code = "provision_day_ahead"
    sentence = gettext_lazy(
        "%(day)s has not come yet, and what will be lent that day is not known. "
        "Choose today or an earlier day."
    )


class ProvisionWithoutReason(Refusal):
    """A judgement that nobody can follow."""

    code = "provision_without_reason"
    sentence = gettext_lazy(
        "Say in a few words why so much is set aside. Whoever audits the books will ask."
    )
