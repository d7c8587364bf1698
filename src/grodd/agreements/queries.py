"""Reading agreements, loans and awards: only what the asker may see."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import BooleanField, Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from grodd.agreements.models import (
    Acceptance,
    Agreement,
    Award,
    AwardInstalment,
    Interruption,
    Loan,
    LoanEvent,
    Security,
    Spending,
    Takeover,
    WriteOff,
)
from grodd.applications.models import Application, CoOwner
from grodd.base import clock
from grodd.base.errors import NotFound
from grodd.base.models import PhaseKind, StoredFile
from grodd.base.prepared import PreparedThings
from grodd.decisions.models import Matter
from grodd.people.asker import Asker
from grodd.people.models import Person
from grodd.people.queries import within
from grodd.people.roles import Role
from grodd.programmes.queries import LOAN

Party = Acceptance.Party
READERS = (Role.PROGRAMME_MANAGER, Role.FINANCE_OFFICER, Role.ADVISER, Role.AUDITOR)
PROVIDERS = (Role.PROGRAMME_MANAGER, Role.FINANCE_OFFICER)


LENDS = """
EXISTS (SELECT 1 FROM programmes_frame f JOIN programmes_programme p ON p.id = f.programme_id
  WHERE p.organisation_id = people_organisation.id AND CAST(f.instruments AS text) LIKE %s)
OR EXISTS (SELECT 1 FROM agreements_loan l JOIN agreements_agreement a ON a.id = l.agreement_id
  JOIN people_scope s ON s.id = a.scope_id WHERE s.organisation_id = people_organisation.id)"""


def lends() -> RawSQL:
    """Whether an organisation (the row this is asked of) lends: it offers loans, or has made some.

    Not a question of its own: it is put into one that is asked anyway, on every page. Written out,
    because making this SQL anew for each page would take longer than everything else in it.
    """
    return RawSQL(LENDS, [f'%"{LOAN}"%'], output_field=BooleanField())  # noqa: S611 - ours


def agreements_seen_by(asker: Asker) -> QuerySet[Agreement]:
    """The asker's own agreements, and those of the space they work in, newest first."""
    given_over = Takeover.objects.filter(old_id=asker.person_id, state=Takeover.State.DONE)
    own = (
        Q(recipient_id=asker.person_id)
        | Q(loan__in=given_over.values("loan_id"))
        | Q(
            application__co_owners__person_id=asker.person_id,
            application__co_owners__removed_at__isnull=True,
        )
    )
    here = Q(scope__organisation_id=asker.organisation_id)
    return (
        Agreement.objects.filter(own | (within(asker, *READERS) & here))
        .distinct()
        .select_related("recipient", "application__round", "scope", "award", "loan")
        .order_by("-pk")
    )


def agreement_seen_by(asker: Asker, *, agreement_id: int) -> Agreement:
    """One agreement.

    Raises:
        NotFound: when there is none, or none to see.
    """
    rows = agreements_seen_by(asker).select_related(
        "recipient", "scope__organisation", "award", "loan__receivable"
    )
    if agreement := rows.filter(pk=agreement_id).first():
        return agreement
    raise NotFound


def is_loss(matter: Matter) -> bool:
    """Whether a matter asks for a write-off, which nobody decides alone."""
    return WriteOff.objects.filter(matter=matter).exists()


def loan_seen_by(asker: Asker, *, loan_id: int) -> Loan:
    """One loan, with its agreement.

    Raises:
        NotFound: when there is none, or none to see.
    """
    return seen_of(asker, _LOAN.of(loan_id))


def whole_loan(loan_id: int) -> QuerySet[Loan]:
    """One loan with its agreement, whoever asks: for ``seen_of``, and for who adds more to it."""
    return Loan.objects.filter(pk=loan_id).select_related(
        "receivable",
        "agreement__application",
        "agreement__recipient",
        "agreement__scope__organisation",
    )


_LOAN = PreparedThings[Loan](whole_loan)


def seen_of(asker: Asker, found: Sequence[Loan]) -> Loan:
    """What a ``whole_loan`` found, if the asker sees it.

    Raises:
        NotFound: when there is none, or none to see.
    """
    if found and _sees(asker, found[0].agreement):
        return found[0]
    raise NotFound


def _sees(asker: Asker, agreement: Agreement) -> bool:
    """The same as ``agreements_seen_by``, without a question for who owes it or works with it."""
    is_here = agreement.scope.organisation_id == asker.organisation_id
    if is_owner(asker, agreement) or (is_here and works_with(asker, agreement)):
        return True
    return agreements_seen_by(asker).filter(pk=agreement.pk).exists()


def award_seen_by(asker: Asker, *, award_id: int) -> Award:
    """One award, with its agreement.

    Raises:
        NotFound: when there is none, or none to see.
    """
    awards = Award.objects.select_related(
        "agreement__application", "agreement__recipient", "agreement__scope"
    )
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
    """Whether the asker is the one who receives what is agreed, and owes it."""
    return agreement.recipient_id == asker.person_id


def is_provider(asker: Asker, agreement: Agreement) -> bool:
    """Whether the asker may say yes for the one who gives."""
    return _holds(asker, agreement, *PROVIDERS)


def manages(asker: Asker, agreement: Agreement) -> bool:
    """Whether the asker manages the programme that offers it."""
    return _holds(asker, agreement, Role.PROGRAMME_MANAGER)


def works_with(asker: Asker, agreement: Agreement) -> bool:
    """Whether the asker reads it because of what they do here."""
    return _holds(asker, agreement, *READERS)


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


def given_over(asker: Asker, loan: Loan) -> Takeover | None:
    """With which takeover the reading of someone who owed the loan, or wrote along, ends.

    None for who owes it now and for who works with it: they read all of it.
    """
    agreement = loan.agreement
    if is_owner(asker, agreement) or works_with(asker, agreement):
        return None
    done = loan.takeovers.filter(state=Takeover.State.DONE).select_related("old").order_by("pk")
    return done.filter(old_id=asker.person_id).last() or done.first()


def reads_until(asker: Asker, loan: Loan) -> datetime | None:
    """Until when the asker reads the loan; None: all of it."""
    ended = given_over(asker, loan)
    return ended.done_at if ended else None


def takeovers_seen_by(asker: Asker) -> QuerySet[Takeover]:
    """The takeovers that the asker is to agree to, and those of the space they work in."""
    mine = Q(old_id=asker.person_id) | Q(new_id=asker.person_id)
    agreement = "loan__agreement__scope"
    here = Q(**{f"{agreement}__organisation_id": asker.organisation_id})
    rows = Takeover.objects.filter(mine | (within(asker, *READERS, scope=agreement) & here))
    return rows.select_related(
        "old", "new", "proposed_by", "loan__agreement__scope__organisation",
        "loan__agreement__recipient",
    )  # fmt: skip


def takeover_seen_by(asker: Asker, *, takeover_id: int) -> Takeover:
    """One takeover of a loan.

    Raises:
        NotFound: when there is none, or none to see.
    """
    if takeover := takeovers_seen_by(asker).filter(pk=takeover_id).first():
        return takeover
    raise NotFound


def takeover_file_seen_by(asker: Asker, *, takeover_id: int, key: UUID) -> StoredFile:
    """A paper that was signed for a takeover that the asker sees."""
    takeover = takeover_seen_by(asker, takeover_id=takeover_id)
    papers = takeover.consents.filter(paper__key=key).values("paper_id")
    if file := StoredFile.objects.filter(pk__in=papers).first():
        return file
    raise NotFound


def borrower_on(loan: Loan, day: date) -> Person:
    """Who owed the loan at the end of a day (one query)."""
    done = loan.takeovers.filter(state=Takeover.State.DONE).select_related("old").order_by("pk")
    for takeover in done:
        assert takeover.done_at is not None, takeover.pk
        if clock.day_of(takeover.done_at) > day:
            return takeover.old
    return loan.agreement.recipient


def events_of(loan: Loan) -> QuerySet[LoanEvent]:
    """Everything that happened to a loan, the last first."""
    rows = loan.events.select_related("recorded_by", "reversed_by", "reverses")
    return rows.order_by("-day", "-pk")


def may_use(by: Asker, agreement: Agreement) -> bool:
    """Whether ``by`` writes down what was used: who runs it, or who manages it."""
    if is_owner(by, agreement) or is_provider(by, agreement):
        return True
    along = CoOwner.objects.filter(application=agreement.application_id, removed_at__isnull=True)
    return along.filter(person_id=by.person_id).exists()


def interruption_seen_by(asker: Asker, *, interruption_id: int) -> Interruption:
    """What counts the time of a claim anew, of a loan that the asker sees.

    Raises:
        NotFound: when there is none, or none to see.
    """
    rows = Interruption.objects.select_related("loan", "taken_back")
    if row := rows.filter(pk=interruption_id, takes_back__isnull=True).first():
        until = reads_until(asker, loan_seen_by(asker, loan_id=row.loan_id))
        if until is None or row.recorded_at <= until:
            return row
    raise NotFound


def reads_claims(asker: Asker) -> bool:
    """Whether the asker works with loans where they are now."""
    return asker.organisation_id in asker.organisations_where(*READERS)


def claims_seen_by(asker: Asker) -> QuerySet[Loan]:
    """The loans that are owed in the scopes where the asker works with loans.

    Raises:
        NotFound: The asker works with no loans here.
    """
    if asker.organisation_id is None or not reads_claims(asker):
        raise NotFound
    rows = Loan.objects.filter(
        within(asker, *READERS, scope="agreement__scope"),
        Q(agreement__scope__organisation_id=asker.organisation_id),
        state__in=(Loan.State.REPAYING, Loan.State.TERMINATED, Loan.State.WRITTEN_OFF),
    )
    return rows.select_related("agreement__recipient", "agreement__scope__organisation")
