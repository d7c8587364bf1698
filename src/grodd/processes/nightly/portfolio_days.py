"""See the portfolio of a day: loans of each programme in each class, counted by the database."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    F,
    IntegerField,
    Q,
    Sum,
    Value,
    When,
)

from grodd.agreements.models import Loan, LoanPosition
from grodd.people.models import Organisation
from grodd.processes.nightly.steps import Done, Task
from grodd.servicing.counting import Servicing, servicing_of
from grodd.servicing.models import AgeingClass, PortfolioDay

BP = 10_000
RUNNING = (Loan.State.REPAYING, Loan.State.TERMINATED)
OVERDUE = F("due_principal_minor") + F("due_other_minor")


def see_portfolio(task: Task) -> Done:
    """Write what each lender's loans look like at the end of the day."""
    done = Done()
    lenders = Organisation.objects.filter(treasury__isnull=False).order_by("pk")
    for organisation_id in lenders.values_list("pk", flat=True):
        rows = list(_rows(organisation_id, task.day))
        PortfolioDay.objects.bulk_create(rows)
        done.counts[organisation_id] += sum(row.loans for row in rows)
    return done


def _rows(organisation_id: int, day: date) -> Sequence[PortfolioDay]:
    servicing = servicing_of(organisation_id)
    loans = LoanPosition.objects.filter(
        loan__agreement__scope__organisation=organisation_id, loan__state__in=RUNNING
    )
    groups = (
        loans.annotate(from_days=_class(servicing, day))
        .annotate(share=_share(servicing.classes))
        .annotate(product=F("principal_minor") * F("share"))
        .annotate(rest=F("product") % _number(BP))
        .annotate(odd=((F("product") - F("rest")) / _number(BP)) % _number(2))
        .order_by()
        .values_list("loan__agreement__scope_id", "loan__currency", "from_days", "is_restructured")
        .annotate(
            loans=Count("pk"),
            principal=Sum("principal_minor"),
            overdue=Sum(OVERDUE),
            provision=Sum(_provision()),
        )
    )
    return [
        PortfolioDay(
            day=day,
            scope_id=scope_id,
            currency=currency,
            from_days=from_days,
            is_restructured=eased,
            loans=count,
            principal_minor=principal,
            overdue_minor=overdue,
            provision_minor=provision,
        )
        for scope_id, currency, from_days, eased, count, principal, overdue, provision in groups
    ]


def _class(servicing: Servicing, day: date) -> Case:
    """The class of a loan, told by the day that its oldest unpaid row was due."""
    counted = timedelta(1 if servicing.rule.due_day_counts else 0)
    enough = Q(due_principal_minor__gt=servicing.rule.tolerance_minor - F("due_other_minor"))
    cases = [
        When(
            enough & Q(oldest_due_on__lte=day - timedelta(each.from_days) + counted),
            then=Value(each.from_days),
        )
        for each in reversed(servicing.classes)
        if each.from_days
    ]
    return Case(*cases, default=Value(0), output_field=IntegerField())


def _share(classes: Sequence[AgeingClass]) -> Case:
    cases = [
        When(from_days=each.from_days, is_restructured=eased, then=Value(share))
        for each in classes
        for eased, share in ((False, each.provision_bp), (True, each.restructured_bp))
    ]
    return Case(*cases, default=Value(0), output_field=BigIntegerField())


def _provision() -> Case:
    """Each loan rounded alone, half to even, so that rows add up to the same as the loans."""
    whole = (F("product") - F("rest")) / _number(BP)
    up = Q(rest__gt=BP // 2) | Q(rest=BP // 2, odd=1)
    return Case(When(up, then=whole + _number(1)), default=whole, output_field=BigIntegerField())


def _number(value: int) -> Value:
    return Value(value, output_field=BigIntegerField())
