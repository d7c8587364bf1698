"""Rates, caps and fees of a country, who may lend there, and what a loan may cost."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from grodd.base import clock, display
from grodd.base.errors import NotAllowed, Refusal
from grodd.engines.money import Money
from grodd.people.numbers import currency_of
from grodd.people.roles import Role
from grodd.processes.bring_in_rules import bring_in_rules
from grodd.processes.record_rule import Rule, record_rule
from grodd.reports.rules_in_force import country_of_space, lending_rules, recorded_rules
from grodd.web.http import Request
from grodd.web.organisation.forms import RuleForm
from grodd.web.organisation.rule_words import name_of, value_of
from grodd.web.organisation.ways import page_of_space

MILLION = 1_000_000
POINT = 10_000
"""A percentage point, in millionths."""
LENDERS = {
    "bank": gettext_lazy("Banks and other credit institutions"),
    "consumer_credit": gettext_lazy("Those with a permit for consumer credit"),
}
BORROWERS = {
    "consumer": gettext_lazy("consumers"),
    "business_person": gettext_lazy("people in business"),
    "organisation": gettext_lazy("organisations"),
}
MEASURES = {
    "interest_rate": gettext_lazy("Interest a year"),
    "late_rate": gettext_lazy("Interest when it is late"),
    "total_cost": gettext_lazy("All that it costs"),
    "arrangement_fee": gettext_lazy("Arrangement fee"),
    "other_costs": gettext_lazy("Costs beside interest"),
    "other_costs_of_a_year": gettext_lazy("Costs beside interest in one year"),
}
BASES = {
    "reference": gettext_lazy("%(figure)s percentage points above the reference rate"),
    "lent": gettext_lazy("%(figure)s of the loan"),
    "lent_a_day": gettext_lazy("%(figure)s of the loan for each day"),
    "base_amount": gettext_lazy("%(figure)s of the base amount of the year"),
}


@require_http_methods(["GET", "POST"])
@login_required
def rules(request: Request) -> HttpResponse:
    """Rates, caps and fees; on POST, one more."""
    recorded = recorded_rules(request.asker)
    space = request.asker.organisation_id
    assert space is not None, "recorded_rules refuses someone without a space"
    may_record = request.asker.has(Role.ADMINISTRATOR, organisation_id=space)
    form = RuleForm(request.POST or None)
    if form.is_valid():
        try:
            record_rule(by=request.asker, at=clock.now(), rule=Rule(**form.cleaned_data))
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, gettext("The rule is recorded."))
            return redirect("organisation:rules")
    licences, limits = lending_rules(request.asker)
    currency = currency_of(country_of_space(request.asker))
    context = {
        "form": form if may_record else None,
        "columns": [gettext("Rule"), gettext("Country"), gettext("Holds from"), gettext("Value"),
                    gettext("Source")],
        "rows": [_rule(one) for one in recorded],
        "licence_columns": [gettext("To whom"), gettext("Who may lend"), gettext("Holds from"),
                            gettext("Until"), gettext("Source")],
        "licence_rows": [_licence(one) for one in licences],
        "limit_columns": [gettext("What"), gettext("At most"), gettext("For loans to"),
                          gettext("Holds from"), gettext("Source")],
        "limit_rows": [_limit(one, currency) for one in limits],
    }  # fmt: skip
    status = 422 if form.errors else 200
    return page_of_space(request, "rules", context, status=status)


@require_POST
@login_required
def bring_in(request: Request) -> HttpResponse:
    """Record what Grodd knows of the country's rules on lending."""
    country = country_of_space(request.asker)
    new = bring_in_rules(by=request.asker, at=clock.now(), country=country)
    told = ngettext("%(new)s rule is brought in.", "%(new)s rules are brought in.", new)
    messages.success(request, told % {"new": display.number(new)})
    return redirect("organisation:rules")


def _rule(row: Any) -> tuple[Any, ...]:
    value = value_of(row.key, row.value, currency_of(row.country))
    return name_of(row.key), row.country, row.valid_from, value, row.source


def _licence(row: Any) -> tuple[Any, ...]:
    to_whom = _names(row.borrowers) or gettext("All")
    who = LENDERS.get(row.licence, row.licence) if row.borrowers else gettext("Anyone")
    return to_whom, who, row.valid_from, row.valid_until or "", row.source


def _limit(row: Any, currency: str) -> tuple[Any, ...]:
    return (
        MEASURES[row.measure],
        _most(row, currency),
        _names(row.borrowers),
        row.valid_from,
        row.source,
    )


def _most(row: Any, currency: str) -> str:
    if row.basis in BASES:
        figure = display.rate(row.figure_millionths / MILLION)
        if row.basis == "reference":
            figure = display.number(Decimal(row.figure_millionths) / POINT)
        return str(BASES[row.basis]) % {"figure": figure}
    if row.measure in {"interest_rate", "late_rate"}:
        return display.rate(row.figure_millionths / MILLION)
    return display.money(Money(row.figure_millionths // MILLION, currency))


def _names(borrowers: Sequence[str]) -> str:
    return ", ".join(str(BORROWERS[name]) for name in borrowers)
