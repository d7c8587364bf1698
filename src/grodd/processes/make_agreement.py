"""Make an agreement from an approval."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from grodd.agreements.document import amount_of, sha256_of, written
from grodd.agreements.lawful import BORROWERS, Cost, refuse_unlawful, who_borrows
from grodd.agreements.models import Agreement, Award, AwardInstalment, Loan
from grodd.agreements.planning import with_fee, write_offer
from grodd.agreements.refusals import (
    AgreementLetterMissing,
    DatesOutOfOrder,
    NotApprovedYet,
    RhythmOutsideFrame,
    TermsOutsideFrame,
)
from grodd.agreements.terms import (
    AwardTerms,
    LoanTerms,
    Plan,
    grace_of,
    instalments_of,
    rate_of,
    set_up_of,
)
from grodd.applications.models import Application
from grodd.base import audit, clock, outbox
from grodd.base.audit import Stamp
from grodd.base.models import PhaseKind
from grodd.decisions.models import Matter
from grodd.engines.calendar import Rhythm
from grodd.engines.money import Money
from grodd.engines.schedule import Instalment, conventions
from grodd.payments.queries import refuse_unless
from grodd.people.asker import Asker
from grodd.people.roles import Role
from grodd.programmes.models import Frame, Letter


@transaction.atomic
def make_agreement(
    *, by: Asker, application_id: int, terms: AwardTerms | LoanTerms, at: datetime
) -> Agreement:
    """Write the agreement that both parties then say yes to. It does not change after this.

    Args:
        by: A programme manager in the scope of the application.
        application_id: An application whose matter was approved.
        terms: What was not decided yet: days, months, parts.
        at: When.

    Returns:
        The new agreement, or the one that was made before.

    Raises:
        NotAllowed: ``by`` does not manage the programme.
        NotApprovedYet, AgreementLetterMissing: There is nothing to make it from.
        TermsOutsideFrame, RhythmOutsideFrame, DatesOutOfOrder: The terms do not fit.
        LendingRuleMissing, RuleMissing, WhoBorrowsUnknown, LenderHasNoLicence, LoanAboveLimit:
            The law of the country does not allow the loan, or nobody has entered it.
    """
    application = _locked(application_id)
    made = Agreement.objects.filter(application=application)
    if known := made.exclude(state=Agreement.State.CANCELLED).first():
        return known
    scope = application.round.programme.scope
    refuse_unless(
        by, Role.PROGRAMME_MANAGER, organisation_id=scope.organisation_id, scope_id=scope.pk
    )
    letter, frame = _basis(application)
    rate_bp = _rate(application, frame, terms, at)
    made_from = _plan(application, frame, terms, rate_bp)
    plan = _rows(made_from, frame)
    warnings = _refuse_unlawful(application, frame, terms, plan, rate_bp=rate_bp, at=at)
    content = written(
        application, letter, frame=frame, terms=terms, plan=plan, rate_bp=rate_bp,
        conventions=conventions(set_up_of(made_from)) if made_from else "",
    )  # fmt: skip
    agreement = Agreement.objects.create(
        application=application,
        recipient=application.owner,
        scope=scope,
        title=application.title,
        content=content,
        content_sha256=sha256_of(content),
        language=application.language,
        offered_by_id=by.person_id,
        offered_at=at,
    )
    if isinstance(terms, AwardTerms):
        _write_award(agreement, frame, terms)
    else:
        _write_loan(agreement, frame, terms, plan, rate_bp=rate_bp, warnings=warnings)
    _tell(agreement, Stamp(at, by.key, scope.organisation_id))
    return agreement


def _locked(application_id: int) -> Application:
    rows = Application.objects.select_for_update(of=("self",)).select_related(
        "owner",
        "applicant",
        "phase",
        "matter",
        "round__frame",
        "round__programme__scope__organisation",
        "round__programme__organisation",
    )
    return rows.get(pk=application_id)


def _basis(application: Application) -> tuple[Letter, Frame]:
    matter, frame = application.matter, application.round.frame
    approved = matter is not None and matter.outcome == Matter.Outcome.APPROVED
    told = matter is not None and matter.released_at is not None
    in_time = approved and told and application.phase.kind == PhaseKind.AGREEMENT
    if not in_time or frame is None:
        raise NotApprovedYet(title=application.title)
    letters = application.round.letters.filter(kind=Letter.Kind.AGREEMENT)
    if letter := letters.order_by("-version").first():
        return letter, frame
    raise AgreementLetterMissing


def _plan(
    application: Application, frame: Frame, terms: AwardTerms | LoanTerms, rate_bp: int
) -> Plan | None:
    """What the repayment plan of a loan is made from; nothing for an award."""
    _refuse_above(terms.months, frame.months_max, term=gettext_lazy("months"))
    if isinstance(terms, AwardTerms):
        return None
    grace = grace_of(frame.loan_schedule, terms.instalments, terms.grace)
    _refuse_rhythm(frame, terms)
    if terms.first_due_on <= terms.disburse_on:
        raise DatesOutOfOrder(first_due_on=terms.first_due_on, paid_on=terms.disburse_on)
    return Plan(
        kind=frame.loan_schedule,
        principal=amount_of(application),
        annual_rate_bp=rate_bp,
        starts_on=terms.disburse_on,
        first_due_on=terms.first_due_on,
        instalments=terms.instalments,
        rhythm=terms.rhythm,
        grace=grace,
    )


def _refuse_rhythm(frame: Frame, terms: LoanTerms) -> None:
    """How often it is repaid, and how many of the first are interest only."""
    if terms.rhythm not in frame.rhythms:
        raise RhythmOutsideFrame(wished=terms.rhythm, allowed=frame.rhythms)
    if frame.loan_schedule == Frame.Schedule.BULLET or not terms.grace:
        return
    most = min(_grace_max(frame, terms.rhythm), terms.instalments - 1)
    _refuse_above(terms.grace, most, term=gettext_lazy("instalments of interest only"))


def _grace_max(frame: Frame, rhythm: Rhythm) -> int:
    """How many instalments the months without principal are."""
    most = frame.loan_grace_months_max
    return rhythm.within(most) if rhythm.months(1) <= most else 0


def _rows(plan: Plan | None, frame: Frame) -> tuple[Instalment, ...]:
    """The repayment plan with the fee of the frame; nothing for an award."""
    if plan is None:
        return ()
    return with_fee(instalments_of(plan), Money(frame.loan_fee_minor, frame.currency))


def _refuse_unlawful(
    application: Application,
    frame: Frame,
    terms: AwardTerms | LoanTerms,
    plan: tuple[Instalment, ...],
    *,
    rate_bp: int,
    at: datetime,
) -> list[dict[str, Any]]:
    if isinstance(terms, AwardTerms):
        return []
    cost = Cost(rate_bp, Money(frame.loan_fee_minor, frame.currency), plan)
    return refuse_unlawful(application, terms=terms, cost=cost, signed=clock.day_of(at))


def _rate(
    application: Application, frame: Frame, terms: AwardTerms | LoanTerms, at: datetime
) -> int:
    """The rate that the loan would have today; nothing for an award (unit: basis points)."""
    if isinstance(terms, AwardTerms):
        return 0
    country = application.round.programme.organisation.country
    return rate_of(frame, country, clock.day_of(at))


def _refuse_above(wished: int, most: int, *, term: Promise) -> None:
    if wished > most:
        raise TermsOutsideFrame(term=term, most=most, wished=wished)


def _write_award(agreement: Agreement, frame: Frame, terms: AwardTerms) -> None:
    matter = agreement.application.matter
    assert matter is not None, agreement.application_id
    amount = amount_of(agreement.application)
    award = Award.objects.create(
        agreement=agreement,
        amount_minor=amount.minor,
        currency=amount.currency,
        hours=matter.hours_decided or 0,
        months=terms.months,
        starts_on=terms.starts_on,
        receipt_above_minor=frame.receipt_above_minor,
    )
    AwardInstalment.objects.bulk_create(
        AwardInstalment(award=award, number=n, amount_minor=part.minor, after_check_in=n - 1)
        for n, part in enumerate(amount.split([1] * terms.instalments), start=1)
        if part.minor
    )


def _write_loan(
    agreement: Agreement,
    frame: Frame,
    terms: LoanTerms,
    plan: tuple[Instalment, ...],
    *,
    rate_bp: int,
    warnings: list[dict[str, Any]],
) -> None:
    amount = amount_of(agreement.application)
    borrower = who_borrows(agreement.application, terms.mainly_for_business)
    assert borrower is not None, agreement.pk
    loan = Loan.objects.create(
        agreement=agreement,
        reference=f"L{terms.disburse_on.year}-{agreement.pk}",
        principal_minor=amount.minor,
        currency=amount.currency,
        borrower_kind=BORROWERS[borrower],
        annual_rate_bp=rate_bp,
        margin_bp=frame.loan_rate_bp if frame.loan_rate_follows else None,
        late_points_bp=terms.late_points_bp,
        schedule_kind=frame.loan_schedule,
        instalments=terms.instalments,
        grace=grace_of(frame.loan_schedule, terms.instalments, terms.grace),
        every=terms.rhythm.every,
        unit=terms.rhythm.unit.value,
        payment_rules=frame.payment_rules,
        warnings=warnings,
        fee_minor=frame.loan_fee_minor,
        disburse_on=terms.disburse_on,
        first_due_on=terms.first_due_on,
    )
    write_offer(loan, plan, agreement.offered_at)


def _tell(agreement: Agreement, stamp: Stamp) -> None:
    outbox.enqueue(
        event=f"agreement_offered:{agreement.pk}",
        recipient=agreement.recipient.audit_key,
        template="agreement_offered",
        stamp=stamp,
        facts={"title": agreement.title, "agreement": agreement.pk},
    )
    audit.record(
        stamp,
        action="agreement.offered",
        subject=f"agreement:{agreement.pk}",
        facts={"sha256": agreement.content_sha256},
    )
