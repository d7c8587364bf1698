"""Record what stands behind a loan, or what takes the place of something that does."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from grodd.agreements.models import Loan, Security
from grodd.agreements.queries import PROVIDERS
from grodd.agreements.refusals import AgreementIsNotOpen, SecurityIsReleased, SecurityNeedsAThing
from grodd.agreements.telling import locked_loan
from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.errors import KeyUsedForOtherContent
from grodd.engines.money import Money
from grodd.payments.queries import refuse_unless
from grodd.people.asker import Asker

OVER = (Loan.State.REPAID, Loan.State.RECOVERED, Loan.State.CANCELLED)
THINGS = (Security.Kind.PLEDGE, Security.Kind.FLOATING_CHARGE)


@dataclass(frozen=True, slots=True)
class Promise:
    """What somebody promises.

    Attributes:
        key: Names it, so that a form sent twice records it once.
        kind: Surety as for one's own debt, secondary surety, pledge or floating charge.
        given_by: Who gives it.
        from_on: From when it holds.
        limit: The most it is for; None for all of the loan.
        sharing: Jointly, or each for a part.
        what: What is pledged, for a thing.
    """

    key: str
    kind: Security.Kind
    given_by: str
    from_on: date
    limit: Money | None = None
    sharing: Security.Sharing = Security.Sharing.JOINT
    what: str = ""


@transaction.atomic
def add_security(
    *, by: Asker, loan_id: int, promise: Promise, at: datetime, replaces_id: int | None = None
) -> Security:
    """Record it. What it takes the place of is released on the day it begins.

    Args:
        by: A programme manager or finance officer in the scope of the loan.
        loan_id: A loan that is not over.
        promise: What is given.
        at: When it is told.
        replaces_id: A security of the same loan that it takes the place of.

    Raises:
        NotAllowed: ``by`` does not service loans here.
        KeyUsedForOtherContent: The key named something else.
        AgreementIsNotOpen: The loan is over.
        SecurityNeedsAThing: A pledge without words.
        SecurityIsReleased: What it would take the place of stands no more.
    """
    loan = locked_loan(loan_id)
    if known := loan.securities.filter(key=promise.key).first():
        return _same(known, promise)
    scope = loan.agreement.scope
    refuse_unless(by, *PROVIDERS, organisation_id=scope.organisation_id, scope_id=scope.pk)
    if loan.state in OVER:
        raise AgreementIsNotOpen
    if promise.kind in THINGS and not promise.what.strip():
        raise SecurityNeedsAThing
    old = loan.securities.get(pk=replaces_id) if replaces_id else None
    if old and old.released_on is not None:
        raise SecurityIsReleased(given_by=old.given_by, day=old.released_on)
    made = Security.objects.create(
        loan=loan,
        kind=promise.kind,
        given_by=promise.given_by,
        what=promise.what.strip(),
        sharing=promise.sharing,
        limit_minor=promise.limit.minor if promise.limit else None,
        from_on=promise.from_on,
        replaces=old,
        key=promise.key,
        recorded_by_id=by.person_id,
        recorded_at=at,
    )
    if old:
        old.released_on = made.from_on
        old.save(update_fields=["released_on"])
    audit.record(
        Stamp(at, by.key, scope.organisation_id),
        action="security.added",
        subject=f"loan:{loan.pk}",
        facts={"security": made.pk, "kind": made.kind, "replaces": replaces_id},
    )
    return made


def _same(known: Security, promise: Promise) -> Security:
    told = {
        "name": (known.given_by, promise.given_by),
        "kind": (known.kind, promise.kind.value),
        "amount": (known.limit_minor, promise.limit.minor if promise.limit else None),
    }
    for name, (before, now) in told.items():
        if before != now:
            raise KeyUsedForOtherContent(key=promise.key, field=name, before=before, now=now)
    return known
