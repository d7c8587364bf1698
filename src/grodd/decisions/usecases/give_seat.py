"""Give a person a seat in a body."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from grodd.base import audit
from grodd.base.audit import Stamp
from grodd.decisions.models import Body, Seat
from grodd.decisions.queries import body_managed_by
from grodd.decisions.refusals import ChairTaken, SeatHeld
from grodd.people.asker import Asker
from grodd.people.queries import person_seen_by


@transaction.atomic
def give_seat(
    *, by: Asker, body_id: int, person_id: int, is_chair: bool, valid_from: date, at: datetime
) -> Seat:
    """From a day on, until it is ended.

    Raises:
        NotAllowed: when ``by`` does not set up the body.
        SeatHeld, ChairTaken: when the seat would double another.
    """
    body = Body.objects.select_for_update(of=("self",)).select_related("scope").get(
        pk=body_managed_by(by, body_id=body_id).pk
    )  # fmt: skip
    person = person_seen_by(by, person_id=person_id)
    later = Q(valid_until__isnull=True) | Q(valid_until__gte=valid_from)
    others = Seat.objects.filter(later, body=body).select_related("person")
    if others.filter(person=person).exists():
        raise SeatHeld(person=str(person), body=str(body))
    leading = others.filter(is_chair=True).first()
    if is_chair and leading is not None:
        raise ChairTaken(person=str(leading.person), body=str(body))
    seat = Seat.objects.create(body=body, person=person, is_chair=is_chair, valid_from=valid_from)
    audit.record(
        Stamp(at, by.key, body.scope.organisation_id),
        action="body.seat_given",
        subject=f"body:{body.pk}",
        facts={"person": person.pk, "chair": is_chair, "from": valid_from.isoformat()},
    )
    return seat
