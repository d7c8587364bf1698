"""Say yes to an agreement. With the second yes the project begins."""

from datetime import datetime

from django.db import transaction

from grodd.agreements.models import Acceptance, Agreement, Award, Loan
from grodd.agreements.queries import is_owner, is_provider
from grodd.agreements.refusals import AgreementIsNotOpen, SamePersonOnBothSides
from grodd.applications.models import Application
from grodd.base import audit, clock, lifecycle
from grodd.base.audit import Stamp
from grodd.base.errors import ChangedMeanwhile, NotAllowed
from grodd.base.models import StoredFile
from grodd.followup.usecases.start_project import start_project
from grodd.ledger.charts import Purpose
from grodd.ledger.models import Account
from grodd.ledger.queries import account_for
from grodd.ledger.usecases.open_account import open_account
from grodd.payments.queries import treasury_of
from grodd.people.asker import Asker
from grodd.programmes.models import Frame

PARTIES = frozenset(Acceptance.Party)


@transaction.atomic
def accept_agreement(
    *, by: Asker, agreement_id: int, party: Acceptance.Party, content_sha256: str, at: datetime,
    paper: StoredFile | None = None,
) -> Agreement:  # fmt: skip
    """Say yes for one party, to exactly the document with this hash. The second yes starts it.

    Args:
        by: The owner for the recipient; a programme manager or finance officer for the provider,
            and for the recipient when a signed paper is handed in.
        agreement_id: Which agreement.
        party: For whom.
        content_sha256: The hash of the document that was shown.
        at: When.
        paper: The signed paper, when it was signed by hand.

    Raises:
        NotAllowed, SamePersonOnBothSides: Someone else has to.
        AgreementIsNotOpen: It was cancelled.
        ChangedMeanwhile: Another document was shown.
    """
    agreement = _locked(agreement_id)
    if agreement.acceptances.filter(party=party).exists():
        return agreement
    _refuse(by, agreement, party, paper=paper)
    if agreement.content_sha256 != content_sha256:
        raise ChangedMeanwhile
    for_owner = party == Acceptance.Party.RECIPIENT
    Acceptance.objects.create(
        agreement=agreement,
        party=party,
        person_id=agreement.recipient_id if for_owner else by.person_id,
        method=Acceptance.Method.PAPER if paper else Acceptance.Method.SIGNED_IN,
        paper=paper,
        content_sha256=content_sha256,
        accepted_at=at,
    )
    stamp = Stamp(at, by.key, agreement.scope.organisation_id)
    audit.record(
        stamp,
        action="agreement.accepted",
        subject=f"agreement:{agreement.pk}",
        facts={"party": party.value, "sha256": content_sha256, "paper": bool(paper)},
    )
    if {one.party for one in agreement.acceptances.all()} == PARTIES:
        _start(agreement, stamp)
        _follow(agreement, by=by, at=at)
    return agreement


def _locked(agreement_id: int) -> Agreement:
    rows = Agreement.objects.select_for_update(of=("self",)).select_related(
        "application__owner", "recipient", "scope"
    )
    return rows.get(pk=agreement_id)


def _refuse(
    by: Asker, agreement: Agreement, party: Acceptance.Party, *, paper: StoredFile | None
) -> None:
    if agreement.state != Agreement.State.OFFERED:
        raise AgreementIsNotOpen
    if party == Acceptance.Party.RECIPIENT and paper is None:
        if not is_owner(by, agreement):
            raise NotAllowed
        if agreement.acceptances.filter(person_id=by.person_id).exists():
            raise SamePersonOnBothSides
        return
    if not is_provider(by, agreement):
        raise NotAllowed
    if is_owner(by, agreement):
        raise SamePersonOnBothSides


def _start(agreement: Agreement, stamp: Stamp) -> None:
    agreement.state, agreement.accepted_at = Agreement.State.ACCEPTED, stamp.at
    agreement.save(update_fields=["state", "accepted_at"])
    if loan := Loan.objects.select_for_update().filter(agreement=agreement).first():
        loan.receivable = _receivable(loan, agreement.scope.organisation_id)
        loan.state = Loan.State.SIGNED
        loan.save(update_fields=["receivable", "state"])
    application = Application.objects.select_for_update(of=("self",)).select_related("phase")
    lifecycle.move(
        subject=application.get(pk=agreement.application_id),
        name=f"application:{agreement.application_id}",
        transition_key="activate",
        roles=frozenset({audit.SYSTEM}),
        stamp=stamp,
    )


def _follow(agreement: Agreement, *, by: Asker, at: datetime) -> None:
    """The project begins, with the check-ins that its programme asks for."""
    if award := Award.objects.filter(agreement=agreement).first():
        starts_on, months = award.starts_on or clock.day_of(at), award.months
    else:
        loan = Loan.objects.get(agreement=agreement)
        starts_on, months = loan.disburse_on, loan.months
    frame = Frame.objects.get(rounds=agreement.application.round_id)
    start_project(
        agreement_id=agreement.pk,
        starts_on=starts_on,
        months=months,
        check_in_every_days=frame.check_in_every_days,
        by=by,
        at=at,
    )


def _receivable(loan: Loan, organisation_id: int) -> Account:
    """The loan's own account: what is still lent on it can be read there, and nowhere else."""
    book_id = treasury_of(organisation_id).book_id
    loans = account_for(book_id, Purpose.LOANS)
    return open_account(
        book_id=book_id,
        number=f"{loans.number}-{loan.reference}"[:20],
        name=f"{loans.name} {loan.reference}",
        kind=Account.Kind.ASSET,
        currency=loan.currency,
        floor=Account.Floor.DEBIT_BALANCE,
    )
