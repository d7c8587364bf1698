"""What the states of a loan, the parts of a day's work and the figures of money are called."""

from django.utils.translation import gettext_lazy

from grodd.reports.lending.cash_rows import Behind
from grodd.reports.lending.work import Part

STATES = {
    "offered": gettext_lazy("Waits for signatures"),
    "signed": gettext_lazy("Signed, not paid out"),
    "repaying": gettext_lazy("Being repaid"),
    "terminated": gettext_lazy("Called in"),
    "repaid": gettext_lazy("Repaid"),
    "written_off": gettext_lazy("Written off"),
    "recovered": gettext_lazy("Written off, and came back in full"),
    "cancelled": gettext_lazy("Cancelled"),
}
PARTS = {
    Part.PROMISED: gettext_lazy("Promised for today"),
    Part.BROKEN: gettext_lazy("Broken promises"),
    Part.TODAY: gettext_lazy("Due today"),
    Part.REVIEWS: gettext_lazy("To look at again"),
    Part.LATE: gettext_lazy("Late"),
    Part.COMING: gettext_lazy("Due in a week"),
}
BEHIND = {
    Behind.EXPECTED: gettext_lazy("Instalments that were expected"),
    Behind.CAME: gettext_lazy("Payments that came in"),
    Behind.AHEAD: gettext_lazy("Instalments to come"),
}
