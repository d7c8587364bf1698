"""Reading agreements, loans and awards: only what the asker may see."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from grodd.agreements.models import (
    Acceptance,
    Agreement,
    Award,
    AwardInstalment,
    Loan,
    LoanEvent,
    Security,
    Spending,
)
from grodd.applications.models import Application, CoOwner
from grodd.base.errors import NotFound
from grodd.base.models import PhaseKind, StoredFile
from grodd.people.asker import Asker
from grodd.people.queries import within
from grodd.people.roles import Role

Party = Acceptance.Party
READERS = (Role.PROGRAMME_MANAGER, Role.FINANCE_OFFICER, Role.ADVISER, Role.AUDITOR)
PROVIDERS = (Role.PROGRAMME_MANAGER, Role.FINANCE_OFFICER)


def agreements_seen_by(asker: Asker) -> QuerySet[Agreement]:
    """The asker's own agreements, and those of the space they work in, newest first."""
    own = Q(application__owner_id=asker.person_id) | Q(
        application__co_owners__person_id=asker.person_id,
        application__co_owners__removed_at__isnull=True,
    )
    here = Q(scope__organisation_id=asker.organisation_id)
    return (
        Agreement.objects.filter(own | (within(asker, *READERS) & here))
        .distinct()
        .select_related("application__owner", "application__round", "scope", "award", "loan")
        .order_by("-pk")
    )


def agreement_seen_by(asker: Asker, *, agreement_id: int) -> Agreement:
    """One agreement.

    Raises:
        NotFound: when there is none, or none to see.
    """
    rows = agreements_seen_by(asker).select_related(
        "application__owner", "scope__organisation", "award", "loan__receivable"
    )
    if agreement := rows.filter(pk=agreement_id).first():
        return agreement
    raise NotFound


def loan_seen_by(asker: Asker, *, loan_id: int) -> Loan:
    """One loan, with its agreement.

    Raises:
        NotFound: when there is none, or none to see.
    """
    loans = Loan.objects.select_related("receivable", "agreement__scope__organisation")
    if loan := loans.filter(
        pk=loan_id, agreement__in=agreements_seen_by(asker).values("pk")
    ).first():
        return loan
    raise NotFound


def award_seen_by(asker: Asker, *, award_id: int) -> Award:
    """One award, with its agreement.

    Raises:
        NotFound: when there is none, or none to see.
    """
    awards = Award.objects.select_related("agreement__application", "agreement__scope")
    mine = agreements_seen_by(asker).values("pk")
    if award := awards.filter(pk=award_id, agreement__in=mine).first():
        return award
    raise NotFound


def repayment_seen_by(asker: Asker, *, repayment_id: int) -> LoanEvent:
    """One payment of a loan that the asker sees."""
    payments = LoanEvent.objects.filter(kind=LoanEvent.Kind.PAYMENT).select_related("loan")
    if payment := payments.filter(pk=repayment_id).first():
        loan_seen_by(asker, loan_id=payment.loan_id)
        return payment
    raise NotFound


def event_seen_by(asker: Asker, *, event_id: int) -> LoanEvent:
    """Something that happened to a loan that the asker sees."""
    if event := LoanEvent.objects.select_related("loan").filter(pk=event_id).first():
        loan_seen_by(asker, loan_id=event.loan_id)
        return event
    raise NotFound


def security_seen_by(asker: Asker, *, security_id: int) -> Security:
    """What stands behind a loan that the asker sees."""
    if security := Security.objects.filter(pk=security_id).first():
        loan_seen_by(asker, loan_id=security.loan_id)
        return security
    raise NotFound


def awaiting_agreement(asker: Asker) -> QuerySet[Application]:
    """Approved applications, told so, for which the asker can make an agreement."""
    approved = Application.objects.filter(
        within(asker, Role.PROGRAMME_MANAGER, scope="round__programme__scope"),
        Q(round__programme__organisation_id=asker.organisation_id),
        phase__kind=PhaseKind.AGREEMENT,
        matter__released_at__isnull=False,
    )
    free = approved.filter(~Exists(agreement_that_stands()))
    return free.select_related("owner", "round__programme", "matter").order_by("pk")


def agreement_that_stands() -> QuerySet[Agreement]:
    """For ``Exists``: the agreement of an application that was not cancelled."""
    return Agreement.objects.filter(application=OuterRef("pk")).exclude(
        state=Agreement.State.CANCELLED
    )


def approved_application(asker: Asker, *, application_id: int) -> Application:
    """One approved application for which the asker can make an agreement.

    Raises:
        NotFound: when there is none, or none that waits for the asker.
    """
    for application in awaiting_agreement(asker):
        if application.pk == application_id:
            return application
    raise NotFound


def is_owner(asker: Asker, agreement: Agreement) -> bool:
    """Whether the asker is the one who receives what is agreed."""
    return agreement.application.owner_id == asker.person_id


def is_provider(asker: Asker, agreement: Agreement) -> bool:
    """Whether the asker may say yes for the one who gives."""
    return _holds(asker, agreement, *PROVIDERS)


def manages(asker: Asker, agreement: Agreement) -> bool:
    """Whether the asker manages the programme that offers it."""
    return _holds(asker, agreement, Role.PROGRAMME_MANAGER)


def _holds(asker: Asker, agreement: Agreement, *roles: str) -> bool:
    scope = agreement.scope
    return asker.has(*roles, organisation_id=scope.organisation_id, scope_id=scope.pk)


def instalment_seen_by(asker: Asker, *, instalment_id: int) -> AwardInstalment:
    """One part of an award that the asker sees."""
    rows = AwardInstalment.objects.select_related("award", "order")
    if instalment := rows.filter(pk=instalment_id).first():
        award_seen_by(asker, award_id=instalment.award_id)
        return instalment
    raise NotFound


def spending_seen_by(asker: Asker, *, spending_id: int) -> Spending:
    """One entry of an award that the asker sees."""
    if entry := Spending.objects.filter(pk=spending_id).first():
        award_seen_by(asker, award_id=entry.award_id)
        return entry
    raise NotFound


def file_seen_by(asker: Asker, *, agreement_id: int, key: UUID) -> StoredFile:
    """A signed paper or a receipt of an agreement that the asker sees."""
    agreement = agreement_seen_by(asker, agreement_id=agreement_id)
    papers = agreement.acceptances.filter(paper__key=key).values("paper_id")
    receipts = Spending.objects.filter(award__agreement=agreement, receipt__key=key)
    mine = Q(pk__in=papers) | Q(pk__in=receipts.values("receipt_id"))
    if file := StoredFile.objects.filter(mine).first():
        return file
    raise NotFound


def spending_of(award: Award) -> QuerySet[Spending]:
    """What was used of an award, the last first."""
    return award.spending.select_related("receipt", "recorded_by", "mended_by").order_by("-pk")


def events_of(loan: Loan) -> QuerySet[LoanEvent]:
    """Everything that happened to a loan, the last first."""
    rows = loan.events.select_related("recorded_by", "reversed_by", "reverses")
    return rows.order_by("-day", "-pk")


def may_use(by: Asker, agreement: Agreement) -> bool:
    """Whether ``by`` writes down what was used: who runs it, or who manages it."""
    if agreement.application.owner_id == by.person_id or is_provider(by, agreement):
        return True
    along = CoOwner.objects.filter(application=agreement.application_id, removed_at__isnull=True)
    return along.filter(person_id=by.person_id).exists()
