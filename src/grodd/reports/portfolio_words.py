"""What the figures of a portfolio are called, on the page, in the files and on paper."""

from django.utils.translation import gettext_lazy, pgettext_lazy

STEP_WORDS = {
    "applied": gettext_lazy("Applied"),
    "screened": gettext_lazy("Passed the first look"),
    "assessed": gettext_lazy("Assessed"),
    "approved": pgettext_lazy("applications", "Approved"),
    "active": gettext_lazy("Under way"),
    "completed": gettext_lazy("Completed"),
}
MONEY_WORDS = {
    "asked": gettext_lazy("Asked for"),
    "approved": pgettext_lazy("money", "Approved"),
    "paid": gettext_lazy("Paid out"),
    "repaid": gettext_lazy("Repaid"),
    "outstanding": gettext_lazy("Still lent"),
}
KIND_WORDS = {
    "": gettext_lazy("A person"),
    "cooperative": gettext_lazy("Cooperative"),
    "wise": gettext_lazy("Work-integrating social enterprise"),
    "association": gettext_lazy("Association"),
    "foundation": gettext_lazy("Foundation"),
    "village_association": gettext_lazy("Village association"),
    "company": gettext_lazy("Company"),
    "sole_trader": gettext_lazy("Sole trader"),
    "public_body": gettext_lazy("Public body"),
    "other": gettext_lazy("Other"),
}
