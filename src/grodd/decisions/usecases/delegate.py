"""Trust one person to decide alone up to a limit."""

from datetime import date, datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.errors import NotFound
from grodd.decisions.models import Delegation
from grodd.decisions.queries import body_seen_by, candidates, check_leads
from grodd.engines.money import Money
from grodd.people.asker import Asker


@transaction.atomic
def delegate(
    *, by: Asker, body_id: int, person_id: int, limit: Money, hours_max: int, valid_from: date,
    at: datetime,
) -> Delegation:  # fmt: skip
    """The fast track: small matters need not wait for a meeting.

    Raises:
        NotTheChair: when ``by`` neither leads nor sets up the body.
        NotFound: when ``person_id`` is not one of the committee or its managers.
    """
    body = body_seen_by(by, body_id=body_id)
    check_leads(by, body, on=valid_from)
    person = candidates(body, on=valid_from).filter(pk=person_id).first()
    if person is None:
        raise NotFound
    row = Delegation.objects.create(
        body=body,
        person=person,
        amount_max_minor=limit.minor,
        currency=limit.currency,
        hours_max=hours_max,
        valid_from=valid_from,
        given_by_id=by.person_id,
    )
    audit.record(
        Stamp(at, by.key, body.scope.organisation_id),
        action="body.delegated",
        subject=f"body:{body.pk}",
        facts={"person": person.pk, "limit_minor": limit.minor, "hours_max": hours_max},
    )
    return row
