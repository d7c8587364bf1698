"""How the payments of a loan are counted, in words: for papers, pages and choices."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grodd.engines.life import PaymentRules
from grodd.engines.waterfall import Reach

ORDERS: Mapping[str, Promise] = {
    "costs_first": gettext_lazy("fees, late interest, interest, then principal"),
    "interest_first": gettext_lazy("interest, late interest, fees, then principal"),
    "instalment_first": gettext_lazy("interest, principal, then late interest and fees"),
    "principal_first": gettext_lazy("principal, interest, then late interest and fees"),
}
LOST: Mapping[str, Promise] = {
    "costs_first": gettext_lazy("fees and interest before principal"),
    "interest_first": gettext_lazy("interest and fees before principal"),
    "instalment_first": gettext_lazy("interest, principal, and then fees"),
    "principal_first": gettext_lazy("principal before interest and fees"),
}
"""The same where money makes up for a loss."""

REACHES: Mapping[str, Promise] = {
    Reach.HORIZONTAL.value: gettext_lazy("The oldest instalment whole before the next"),
    Reach.VERTICAL.value: gettext_lazy("One kind of debt of all instalments before the next kind"),
}
AHEAD: Mapping[str, Promise] = {
    "next_then_lower": gettext_lazy("pays the next instalment and then lowers the principal"),
    "lower": gettext_lazy("lowers the instalments to come"),
    "shorter": gettext_lazy("makes the loan shorter"),
    "next": gettext_lazy("pays the next instalments"),
    "last": gettext_lazy("pays the last instalments, from the end"),
    "next_last": gettext_lazy("pays the next instalment and then the last ones, from the end"),
    "keep": gettext_lazy("is kept until the next instalment falls due"),
    "return": gettext_lazy("goes back to the borrower"),
}


def sentence(rules: PaymentRules) -> str:
    """All of it in one sentence, as the agreement says it."""
    told = {
        "ordinary": ORDERS[rules.ordinary],
        "called": ORDERS[rules.terminated],
        "lost": LOST[rules.written_off],
        "ahead": AHEAD[rules.ahead.value],
    }
    if rules.reach is Reach.VERTICAL:
        said = _(
            "A payment pays what is late before what is due that day, and of all that is late "
            "together %(ordinary)s; of a loan that was called in %(called)s; after a write-off "
            "it makes up for %(lost)s; and what is left when nothing is due %(ahead)s."
        )
    else:
        said = _(
            "A payment pays the oldest instalment first, and in it %(ordinary)s; of a loan that "
            "was called in %(called)s; after a write-off it makes up for %(lost)s; and what is "
            "left when nothing is due %(ahead)s."
        )
    return said % told
