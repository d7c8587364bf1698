"""What servicing says no to."""

from django.utils.translation import gettext_lazy

from grodd.base.errors import Refusal


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
