"""End a seat."""

from datetime import date, datetime

from django.db import transaction

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.base.errors import NotFound
from grodd.decisions.models import Seat
from grodd.decisions.queries import body_managed_by
from grodd.people.asker import Asker


@transaction.atomic
def end_seat(*, by: Asker, seat_id: int, last_day: date, at: datetime) -> Seat:
    """The seat counts through ``last_day`` (never before its first day). Votes given stand.

    Raises:
        NotFound, NotAllowed: when ``by`` does not set up the body.
    """
    seat = Seat.objects.select_for_update(of=("self",)).filter(pk=seat_id).first()
    if seat is None:
        raise NotFound
    body = body_managed_by(by, body_id=seat.body_id)
    seat.valid_until = max(seat.valid_from, last_day)
    seat.save(update_fields=["valid_until"])
    audit.record(
        Stamp(at, by.key, body.scope.organisation_id),
        action="body.seat_ended",
        subject=f"body:{body.pk}",
        facts={"person": seat.person_id, "until": seat.valid_until.isoformat()},
    )
    return seat
