"""How late loans count here, what is set aside for them, and what the nights did."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BoundField
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from grodd.agreements.queries import reads_claims
from grodd.base import clock
from grodd.base.display import percent
from grodd.base.errors import NotAllowed, Refusal
from grodd.base.translated import said
from grodd.engines.money import Money
from grodd.payments.queries import READERS, may
from grodd.reports.nights import BOOKS, NightPage, WorkDone, night_page, night_rows, nights_sheet
from grodd.servicing.counting import Servicing, may_set, nights_seen_by, servicing_seen_by
from grodd.servicing.usecases.set_ageing_classes import ClassFacts, set_ageing_classes
from grodd.servicing.usecases.set_servicing_rule import RuleFacts, set_servicing_rule
from grodd.web.components.values import Cell, Column
from grodd.web.fields import DaysField, MoneyField, RateField, WholeField
from grodd.web.http import Request, page_of
from grodd.web.lending import files
from grodd.web.organisation.ways import page_of_space

BP = 10_000
SPARE_CLASSES = 2
"""Empty lines under the classes that there are."""

HEADS: dict[str, Promise] = {
    "from": gettext_lazy("From day"),
    "share": gettext_lazy("Share set aside"),
    "eased": gettext_lazy("If eased"),
}


class RuleForm(forms.Form):
    """From when a loan is late, and when its borrower hears of it."""

    due_day_counts = forms.BooleanField(
        label=gettext_lazy("The due day itself is the first day late"), required=False
    )
    restructured_at_risk = forms.BooleanField(
        label=gettext_lazy("Loans whose plan was eased count as at risk"), required=False
    )
    notice_days_before = WholeField(
        label=gettext_lazy("Payment notice, days before the due day"), most=60
    )
    reminder_days = DaysField(
        label=gettext_lazy("Reminders, days after the due day"),
        required=False,
        help_text=gettext_lazy("With commas between, such as 5, 20. Empty: no reminders."),
    )
    demand_days = WholeField(
        label=gettext_lazy("Collection demand, days after the due day"),
        required=False,
        most=365,
        help_text=gettext_lazy("Empty: a person sends it."),
    )
    charges_fees = forms.BooleanField(
        label=gettext_lazy("Reminders and demands cost their fee by themselves"),
        required=False,
        help_text=gettext_lazy("In the name of the finance officer who decides it here."),
    )

    def __init__(self, *args: Any, currency: str, **more: Any) -> None:
        """Take the tolerance in the lender's currency."""
        super().__init__(*args, **more)
        self.fields["tolerance"] = MoneyField(
            currency=currency, label=gettext_lazy("So little unpaid does not make a loan late")
        )
        self.order_fields(["due_day_counts", "tolerance"])

    def facts(self) -> RuleFacts:
        """What was decided."""
        said = dict(self.cleaned_data)
        return RuleFacts(tolerance_minor=said.pop("tolerance").minor, **said)


class ClassesForm(forms.Form):
    """The classes, a line for each and some to spare; a line without a day is left out."""

    def __init__(self, *args: Any, classes: Sequence[Any] = (), **more: Any) -> None:
        """Lines for the classes there are."""
        super().__init__(*args, **more)
        self.lines = len(classes) + SPARE_CLASSES
        for line in range(self.lines):
            one = classes[line] if line < len(classes) else None
            for name, field, value in (
                ("from", WholeField(label=str(HEADS["from"]), most=3_650),
                 one and one.from_days),
                ("share", RateField(label=str(HEADS["share"])),
                 one and one.provision_bp),
                ("eased", RateField(label=str(HEADS["eased"])), one and one.restructured_bp),
            ):  # fmt: skip
                field.required = False
                field.initial = value
                field.label = f"{field.label} ({line + 1})"
                self.fields[f"{name}_{line}"] = field

    def rows(self) -> Iterator[list[tuple[Promise, BoundField]]]:
        """The fields of each line, with what a phone writes beside each."""
        for line in range(self.lines):
            yield [(label, self[f"{name}_{line}"]) for name, label in HEADS.items()]

    def classes(self) -> list[ClassFacts]:
        """What was decided; a share that was left out is nothing."""
        said = self.cleaned_data
        return [
            ClassFacts(said[f"from_{n}"], said[f"share_{n}"] or 0, said[f"eased_{n}"] or 0)
            for n in range(self.lines)
            if said[f"from_{n}"] is not None
        ]


@require_http_methods(["GET", "POST"])
@login_required
def lateness(request: Request) -> HttpResponse:
    """How late loans count; on POST, decide it anew."""
    space, servicing = _seen(request)
    form = _rule_form(request, servicing, space.currency)
    if form.is_valid():
        try:
            set_servicing_rule(
                by=request.asker, organisation_id=space.pk, facts=form.facts(), at=clock.now()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, gettext("Decided. It holds from the next night."))
            return redirect("organisation:lateness")
    return _page(request, servicing, form=form, classes=ClassesForm(classes=servicing.classes))


@require_http_methods(["POST"])
@login_required
def classes(request: Request) -> HttpResponse:
    """Decide the classes anew."""
    space, servicing = _seen(request)
    form = ClassesForm(request.POST, classes=servicing.classes)
    if form.is_valid():
        try:
            set_ageing_classes(
                by=request.asker, organisation_id=space.pk, classes=form.classes(), at=clock.now()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, gettext("Decided. It holds from the next night."))
            return redirect("organisation:lateness")
    rule = _rule_form(request, servicing, space.currency, bound=False)
    return _page(request, servicing, form=rule, classes=form)


def _seen(request: Request) -> tuple[Any, Servicing]:
    """The space and how it counts; who only reads changes nothing."""
    seen = servicing_seen_by(request.asker)
    if request.method == "POST" and not may_set(request.asker):
        raise NotAllowed
    return seen


def _rule_form(
    request: Request, servicing: Servicing, currency: str, *, bound: bool = True
) -> RuleForm:
    rule = servicing.rule
    initial = {name: getattr(rule, name) for name in RuleFacts.__slots__}
    initial["tolerance"] = Money(rule.tolerance_minor, currency)
    return RuleForm((bound and request.POST) or None, initial=initial, currency=currency)


def _page(
    request: Request, servicing: Servicing, *, form: RuleForm, classes: ClassesForm
) -> HttpResponse:
    context = {
        "form": form,
        "classes": classes,
        "may_set": may_set(request.asker),
        "columns": [
            gettext("From day"),
            Column(gettext("Share set aside"), kind="number"),
            Column(gettext("If eased"), kind="number"),
        ],
        "rows": [
            (said(one.name), percent(one.provision_bp / BP), percent(one.restructured_bp / BP))
            for one in servicing.classes
        ],
    }
    status = 422 if form.errors or classes.errors else 200
    return page_of_space(request, "lateness", context, status=status)


@require_GET
@login_required
def nights(request: Request) -> HttpResponseBase:
    """The nights, the last first."""
    if files.wanted(request):
        return files.long_or_short(request, "nights", nights_sheet(request.asker))
    page = page_of(request, nights_seen_by(request.asker))
    context = {
        "page": page,
        "columns": [
            Column(gettext("Day"), kind="day"), gettext("Began"), gettext("Ended"),
            Column(gettext("Fell due"), kind="number"), Column(gettext("Letters"), kind="number"),
            Column(gettext("Refused"), kind="number"),
        ],
        "rows": night_rows(request.asker, list(page)),
        "exports": files.links(request),
    }  # fmt: skip
    return page_of_space(request, "nights", context)


@require_GET
@login_required
def night(request: Request, night_id: int) -> HttpResponse:
    """One night: what was done, and what could not be."""
    found = night_page(request.asker, night_id=night_id)
    context = {
        "night": found.night,
        "works": [
            (str(each.label), Cell(each.count, url=_behind(request, found, each)), each.seconds)
            for each in found.works
        ],
        "columns": [
            gettext("What"), Column(gettext("How many"), kind="number"),
            Column(gettext("Seconds"), kind="number"),
        ],
        "refused": [(each.reference, each.work, each.why) for each in found.refused],
        "refused_columns": [gettext("Loan"), gettext("What"), gettext("Why")],
    }  # fmt: skip
    return page_of_space(request, "night", context)


def _behind(request: Request, found: NightPage, work: WorkDone) -> str:
    """The vouchers or loans that a kind of work counted, for those who read them."""
    asker, night = request.asker, found.night
    if not work.count:
        return ""
    if work.name == "month_end" and reads_claims(asker):
        return reverse("lending:then", args=[night.day])
    if work.name in BOOKS and may(asker, *READERS, organisation_id=asker.organisation_id or 0):
        asked = urlencode({"night": night.pk, "work": work.name})
        return f"{reverse('books:journal')}?{asked}"
    return ""
