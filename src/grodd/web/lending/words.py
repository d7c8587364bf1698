"""The words of lateness, and the ways from a figure to the loans behind it."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from babel.dates import format_date
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext

from grodd.base import display
from grodd.base.translated import said
from grodd.reports.lending.seen import EVERY, NOBODY, RUN, Facets
from grodd.servicing.standing import LateClass, Lateness
from grodd.web.agreements.loan_words import STATES
from grodd.web.components.values import Tab

BP = 10_000
TONES = ((91, "danger"), (31, "warning"), (1, "info"))
KINDS = {"straight": gettext_lazy("Equal principal"), "annuity": gettext_lazy("Annuity")}
STATUSES = {
    RUN: gettext_lazy("Being repaid or called in"),
    **{key: word for key, (word, _) in STATES.items()},
    EVERY: gettext_lazy("All"),
}
PAGES = (
    ("list", gettext_lazy("Loans")),
    ("work", gettext_lazy("Work of the day")),
    ("risk", gettext_lazy("At risk")),
    ("cash", gettext_lazy("Cash flow")),
    ("vintages", gettext_lazy("Vintages")),
    ("ratios", gettext_lazy("Ratios")),
)


def ways(here: str) -> list[Tab]:
    """The pages about all loans."""
    return [Tab(str(label), reverse(f"lending:{key}"), key == here) for key, label in PAGES]


def class_words(rule: Lateness, one: LateClass) -> str:
    """What a class is called: by the lender, or by its days."""
    if name := said(one.name):
        return name
    following = rule.after(one)
    if one.from_days == 0:
        return gettext("On time")
    if following is None:
        return or_more(one.from_days)
    last = following.from_days - 1
    if last == one.from_days:
        return gettext("%(days)s days late") % {"days": last}
    return gettext("%(first)s–%(last)s days late") % {"first": one.from_days, "last": last}  # noqa: RUF001 - a range


def class_tone(one: LateClass) -> str:
    """The tone of a class's badge."""
    return next((tone for days, tone in TONES if one.from_days >= days), "success")


def product_words(scope: int, kind: str, rate_bp: int, programmes: Mapping[str, str]) -> str:
    """A product: whose, how it is repaid, at which rate."""
    named = str(KINDS.get(kind, kind))
    return f"{programmes.get(str(scope), '')}: {named}, {display.percent(rate_bp / BP)}"


def loans_url(**filters: object) -> str:
    """The list of the loans behind a figure."""
    chosen = {name: value for name, value in filters.items() if value not in ("", None)}
    return f"{reverse('lending:list')}?{urlencode(chosen)}"


def filter_fields(rule: Lateness, facets: Facets, asked: Mapping[str, str]) -> list[dict[str, Any]]:
    """What the list can be filtered by: each a name, a label, choices and what is chosen."""
    programmes = dict(facets.programmes)
    nobody = [(NOBODY, gettext("None"))]
    products = [
        (f"{scope}-{kind}-{rate}", product_words(scope, kind, rate, programmes))
        for scope, kind, rate in facets.products
    ]
    risks = [(str(days), beyond(days)) for days in (1, 30, 60, 90, 180)]
    fields = [
        ("status", gettext("Status"), [(key, str(word)) for key, word in STATUSES.items()]),
        ("late", gettext("Class"), [(str(one.from_days), class_words(rule, one))
                                    for one in rule.classes]),
        ("risk", gettext("At risk"), risks),
        ("programme", gettext("Programme"), list(facets.programmes)),
        ("product", gettext("Product"), products),
        ("funder", gettext("Funder"), list(facets.funders)),
        ("adviser", gettext("Adviser"),
         [("mine", gettext("Mine")), *nobody, *facets.advisers]),
        ("region", gettext("Region"), [*nobody, *((one, one) for one in facets.regions)]),
    ]  # fmt: skip
    return [
        {"name": name, "label": label, "choices": choices, "chosen": asked.get(name, "")}
        for name, label, choices in fields
        if len(choices) > 1 or (name in {"adviser", "funder"} and choices)
    ]


def month_words(first: date) -> str:
    """A month as the reader writes it: ``mars 2026``."""
    return str(format_date(first, "LLLL y", locale=display.locale()))


def beyond(days: int) -> str:
    """Later than so many days."""
    return ngettext("Beyond %(days)s day", "Beyond %(days)s days", days) % {"days": days}


def or_more(days: int) -> str:
    """So many days late, or more."""
    words = ngettext("%(days)s day late or more", "%(days)s days late or more", days)
    return words % {"days": days}


def so_late(days: int) -> str:
    """A number of days."""
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
