"""Write to borrowers before an instalment, and when one is late, as their lender decided.

Each message has a name that says which instalment and which letter, so that nobody is told twice.
For days that were missed nobody is written to; the next night writes the one letter that fits.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import override

from grodd.agreements.models import Loan, LoanPosition
from grodd.agreements.usecases.charge_fee import Fee, charge_fee
from grodd.base import bulk, display, outbox
from grodd.base.errors import Refusal
from grodd.base.outbox import Telling
from grodd.engines.money import Money
from grodd.people.models import Organisation
from grodd.people.queries import asker_of
from grodd.processes.nightly.steps import Done, Task
from grodd.servicing.counting import servicing_of
from grodd.servicing.models import ServicingRule

NOTICE, REMINDER, DEMAND = "loan_notice", "loan_reminder", "loan_demand"
FEES = {REMINDER: Fee.REMINDER, DEMAND: Fee.DEMAND}
PART = 500
COLUMNS = (
    "pk", "reference", "currency", "agreement__recipient__key",
    "agreement__recipient__language", "position__next_due_on",
    "position__next_due_minor", "position__oldest_due_on", "position__due_principal_minor",
    "position__due_other_minor",
)  # fmt: skip
LENDER = "agreement__scope__organisation_id"


class Letter(NamedTuple):
    """A letter and the loan that it is about."""

    telling: Telling
    loan_id: int
    reference: str


class About(NamedTuple):
    """What is read of a loan, in the order of ``COLUMNS`` (amounts in minor units)."""

    loan_id: int
    reference: str
    currency: str
    owner: Any
    language: str
    next_on: date | None
    next_minor: int
    oldest: date | None
    principal: int
    other: int

    def letter(self, template: str, name: str, day: date, minor: int, space: int) -> Letter:
        """The letter of a template, in the words of who reads it."""
        with override(self.language):
            facts = {
                "loan": self.reference,
                "loan_id": self.loan_id,
                "amount": display.money(Money(minor, self.currency)),
                "day": display.day(day),
            }
        telling = Telling(
            f"{template}:{self.loan_id}:{name}", str(self.owner), template, space, facts
        )
        return Letter(telling, self.loan_id, self.reference)


def tell_borrowers(task: Task) -> Done:
    """Put the letters of a day about a range of loans in the outbox."""
    done = Done()
    assert task.told_since is not None, "nobody is written to for a day that was missed"
    lenders = Organisation.objects.filter(treasury__isnull=False).order_by("pk")
    for organisation_id in lenders.values_list("pk", flat=True):
        rule = servicing_of(organisation_id).rule
        letters = list(_letters(rule, task, task.told_since))
        fresh = outbox.enqueue_many([each.telling for each in letters], at=task.at)
        done.counts[organisation_id] += len(fresh)
        if rule.charges_fees:
            told = {telling.event for telling in fresh}
            _charge([each for each in letters if each.telling.event in told], rule, task, done)
    return done


def _letters(rule: ServicingRule, task: Task, told_since: date) -> Iterator[Letter]:
    space = rule.organisation_id
    positions = LoanPosition.objects.filter(loan_id__gt=task.after, loan_id__lte=task.until)
    for about in _read(_to_be_noticed(positions, rule, task, told_since), space):
        assert about.next_on is not None, about
        name = about.next_on.isoformat()
        yield about.letter(NOTICE, name, about.next_on, about.next_minor, space)
    written: set[int] = set()
    for days, template in _late_letters(rule):
        for about in _read(_late(positions, rule, days, (told_since, task.day)), space):
            assert about.oldest is not None, about
            if about.loan_id not in written:
                written.add(about.loan_id)
                owed = about.principal + about.other
                name = f"{about.oldest.isoformat()}:{days}"
                yield about.letter(template, name, about.oldest, owed, space)


def _read(positions: QuerySet[LoanPosition], space: int) -> Iterator[About]:
    """The loans of a lender at these positions.

    In two questions, because SQLite asked in one begins with all loans of the lender.
    """
    ids = positions.order_by("pk").values_list("pk", flat=True)
    for part in bulk.parts(ids, PART):
        loans = Loan.objects.filter(pk__in=part, state=Loan.State.REPAYING).order_by("pk")
        for lender, *row in loans.values_list(LENDER, *COLUMNS):
            if lender == space:
                yield About(*row)


def _to_be_noticed(
    positions: QuerySet[LoanPosition], rule: ServicingRule, task: Task, told_since: date
) -> QuerySet[LoanPosition]:
    """Loans whose next row came within reach since borrowers were last written to."""
    ahead = timedelta(rule.notice_days_before)
    comes = Q(next_due_on__gt=told_since + ahead)
    is_new = Q(loan__disbursed_on__gt=told_since)
    return positions.filter(
        comes | is_new,
        next_due_on__gt=task.day,
        next_due_on__lte=task.day + ahead,
        kept_minor__lt=F("next_due_minor"),
    )


def _late_letters(rule: ServicingRule) -> list[tuple[int, str]]:
    """The letters about lateness, by days past due, the latest first."""
    letters = [(days, REMINDER) for days in rule.reminder_days]
    if rule.demand_days is not None:
        letters.append((rule.demand_days, DEMAND))
    return sorted(letters, reverse=True)


def _late(
    positions: QuerySet[LoanPosition], rule: ServicingRule, days: int, between: tuple[date, date]
) -> QuerySet[LoanPosition]:
    """Loans that became so many days late between two days, the second one counted."""
    told_since, day = (each + timedelta(rule.due_day_counts - days) for each in between)
    # Named one by one, the index finds the loans of a range for each.
    since = [told_since + timedelta(each + 1) for each in range((day - told_since).days)]
    return positions.annotate(owed=F("due_principal_minor") + F("due_other_minor")).filter(
        oldest_due_on__in=since, owed__gt=rule.tolerance_minor
    )


def _charge(letters: list[Letter], rule: ServicingRule, task: Task, done: Done) -> None:
    """What a letter costs, in the name of who decided that it does."""
    assert rule.decided_by is not None, rule
    by = asker_of(rule.decided_by, on=task.day, organisation_id=rule.organisation_id)
    for letter in letters:
        fee = FEES.get(letter.telling.template)
        if fee is None:
            continue
        try:
            with transaction.atomic():
                charge_fee(by=by, loan_id=letter.loan_id, fee=fee, day=task.day, at=task.at)
        except Refusal as refusal:
            done.refuse(rule.organisation_id, refusal, reference=letter.reference)
