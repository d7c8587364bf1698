"""Reading bodies, meetings and matters, and what a vote comes to."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.db.models import Q, QuerySet

from grodd.base import clock
from grodd.base.errors import NotAllowed, NotFound
from grodd.decisions.models import (
    Attendance,
    Body,
    Delegation,
    FastTrack,
    Matter,
    Meeting,
    Minutes,
    Recusal,
    Seat,
    Vote,
)
from grodd.decisions.refusals import NotTheChair, Recused
from grodd.engines import quorum
from grodd.engines.money import Money
from grodd.people.asker import Asker
from grodd.people.models import Person, Scope
from grodd.people.queries import holders, within
from grodd.people.roles import Role

MANAGERS = (Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR)
READERS = (*MANAGERS, Role.COMMITTEE_MEMBER, Role.COMMITTEE_CHAIR, Role.AUDITOR)
"""Who sees the bodies of a scope. A seat or a delegation shows its own body besides."""

QUORUM_RULES = tuple(Body.Quorum.values)
MAJORITY_RULES = tuple(Body.Majority.values)
CHOICES = tuple(Vote.Choice.values)


def bodies_seen_by(asker: Asker) -> QuerySet[Body]:
    """The bodies that the asker sees in the space they work in."""
    return (
        Body.objects.filter(_seen(asker), Q(scope__organisation_id=asker.organisation_id))
        .select_related("scope")
        .distinct()
        .order_by("name", "pk")
    )


def body_seen_by(asker: Asker, *, body_id: int) -> Body:
    """A body that the asker sees.

    Raises:
        NotFound: when there is none, or none to see.
    """
    seen = Body.objects.filter(_seen(asker), pk=body_id).select_related("scope__organisation")
    if body := seen.distinct().first():
        return body
    raise NotFound


def _seen(asker: Asker) -> Q:
    today = clock.today()
    held = seats_on(today).filter(person_id=asker.person_id).values("body_id")
    trusted = delegations_on(today).filter(person_id=asker.person_id).values("body_id")
    return within(asker, *READERS) | Q(pk__in=held) | Q(pk__in=trusted)


def body_managed_by(asker: Asker, *, body_id: int) -> Body:
    """A body that the asker sets up.

    Raises:
        NotAllowed: when the asker sees it, but does not manage it.
    """
    body = body_seen_by(asker, body_id=body_id)
    if not manages(asker, body):
        raise NotAllowed
    return body


def manages(asker: Asker, body: Body) -> bool:
    """Whether the asker sets up the body, its seats and its meetings."""
    scope = body.scope
    return asker.has(*MANAGERS, organisation_id=scope.organisation_id, scope_id=scope.pk)


def sets_up_bodies(asker: Asker) -> bool:
    """Whether the asker may make a body somewhere in the space they work in."""
    return asker.organisation_id in asker.everywhere(*MANAGERS)


def scopes_to_set_up(asker: Asker) -> list[Scope]:
    """The scopes of the space for which the asker may make a body.

    Raises:
        NotFound: when the asker sees no bodies there at all.
        NotAllowed: when the asker sees them, but sets none up.
    """
    if asker.organisation_id not in asker.everywhere(*READERS):
        raise NotFound
    if not sets_up_bodies(asker):
        raise NotAllowed
    wide = Q(organisation_id__in=asker.organisations_where(*MANAGERS))
    rows = Scope.objects.filter(wide | Q(pk__in=asker.scopes_where(*MANAGERS)))
    return list(rows.filter(organisation_id=asker.organisation_id).order_by("pk"))


def chairs(asker: Asker, body: Body, *, on: date) -> bool:
    """Whether the asker leads the body on a day."""
    return seats_on(on).filter(body=body, person_id=asker.person_id, is_chair=True).exists()


def check_leads(asker: Asker, body: Body, *, on: date) -> None:
    """Pass when the asker is the body's chair or manager on a day.

    Raises:
        NotTheChair: otherwise.
    """
    if not chairs(asker, body, on=on) and not manages(asker, body):
        raise NotTheChair(body=str(body))


def candidates(body: Body, *, on: date) -> QuerySet[Person]:
    """Who may be given a seat or trusted to decide alone: the committee, and who leads."""
    scope = body.scope
    roles = (Role.COMMITTEE_CHAIR, Role.COMMITTEE_MEMBER, Role.PROGRAMME_MANAGER)
    return holders(*roles, organisation_id=scope.organisation_id, scope_id=scope.pk, on=on)


def seats_on(day: date) -> QuerySet[Seat]:
    """The seats in force on a day."""
    still = Q(valid_until__isnull=True) | Q(valid_until__gte=day)
    return Seat.objects.filter(still, valid_from__lte=day, person__is_active=True)


def seats_of(body: Body, *, on: date) -> Sequence[Seat]:
    """Who sits in a body on a day, the chair first."""
    return list(seats_on(on).filter(body=body).select_related("person").order_by("-is_chair", "pk"))


def delegations_on(day: date) -> QuerySet[Delegation]:
    """The delegations in force on a day."""
    still = Q(valid_until__isnull=True) | Q(valid_until__gte=day)
    return Delegation.objects.filter(still, valid_from__lte=day, person__is_active=True)


def delegations_of(body: Body, *, on: date) -> Sequence[Delegation]:
    """Who may decide alone for a body on a day."""
    return list(delegations_on(on).filter(body=body).select_related("person").order_by("pk"))


def delegation_held(asker: Asker, body: Body, *, on: date) -> Delegation | None:
    """What the asker may decide alone for a body, the widest first."""
    held = delegations_on(on).filter(body=body, person_id=asker.person_id)
    return held.order_by("-amount_max_minor", "pk").first()


def meetings_of(body: Body) -> QuerySet[Meeting]:
    """Every meeting of a body, the newest first."""
    return body.meetings.order_by("-number")


def meeting_seen_by(asker: Asker, *, meeting_id: int, lock: bool = False) -> Meeting:
    """A meeting of a body that the asker sees; locked when it is about to change."""
    rows = Meeting.objects.select_related("body__scope__organisation")
    if lock:
        rows = rows.select_for_update(of=("self",))
    meeting = rows.filter(pk=meeting_id).first()
    if meeting is None:
        raise NotFound
    body_seen_by(asker, body_id=meeting.body_id)
    return meeting


def matters_of(meeting: Meeting) -> Sequence[Matter]:
    """The agenda, in order."""
    return list(meeting.matters.select_related("body").prefetch_related("recusals__person"))


def matters_waiting(body: Body) -> Sequence[Matter]:
    """What is to be decided and stands on no agenda, the oldest first."""
    waiting = Matter.objects.filter(body=body, meeting__isnull=True, decided_at__isnull=True)
    return list(waiting.order_by("opened_at", "pk"))


def matters_to_release(body: Body) -> Sequence[Matter]:
    """What is decided, and not told yet."""
    done = Matter.objects.filter(body=body, decided_at__isnull=False, released_at__isnull=True)
    return list(done.exclude(outcome=Matter.Outcome.RETURNED).order_by("decided_at", "pk"))


def fast_tracks_of(body: Body) -> Sequence[FastTrack]:
    """The log of decisions by one person, the newest first."""
    log = FastTrack.objects.filter(delegation__body=body)
    return list(log.select_related("matter", "decided_by", "delegation").order_by("-pk"))


def matter_seen_by(asker: Asker, *, matter_id: int, lock: bool = False) -> Matter:
    """A matter of a body that the asker sees, and takes part in.

    Raises:
        NotFound: when there is none, or none to see.
        Recused: when a conflict of interest closes it to the asker.
    """
    rows = Matter.objects.select_related("body__scope__organisation", "meeting")
    if lock:
        rows = rows.select_for_update(of=("self",))
    matter = rows.filter(pk=matter_id).first()
    if matter is None:
        raise NotFound
    body_seen_by(asker, body_id=matter.body_id)
    if is_recused(matter.pk, asker.person_id):
        raise Recused(matter=str(matter))
    return matter


def is_recused(matter_id: int, person_id: int) -> bool:
    """Whether a person takes no part in a matter."""
    return Recusal.objects.filter(matter_id=matter_id, person_id=person_id).exists()


def recused_from(person_id: int, matter_ids: Iterable[int]) -> set[int]:
    """Which of the matters a person takes no part in."""
    rows = Recusal.objects.filter(person_id=person_id, matter_id__in=matter_ids)
    return set(rows.values_list("matter_id", flat=True))


def recusals_of(matter: Matter) -> Sequence[Recusal]:
    """Who takes no part, and why."""
    return list(matter.recusals.select_related("person").order_by("pk"))


def own_vote(asker: Asker, matter: Matter) -> str:
    """How the asker voted, or nothing."""
    vote = Vote.objects.filter(matter=matter, seat__person_id=asker.person_id).first()
    return "" if vote is None else vote.choice


def present_seats(meeting: Meeting) -> set[int]:
    """The seats that are noted as present."""
    return set(Attendance.objects.filter(meeting=meeting).values_list("seat_id", flat=True))


def amount_of(matter: Matter) -> Money | None:
    """Money proposed, if any."""
    if matter.amount_minor is None:
        return None
    return Money(matter.amount_minor, matter.currency)


def amount_decided(matter: Matter) -> Money | None:
    """Money decided, if any."""
    if matter.amount_decided_minor is None:
        return None
    return Money(matter.amount_decided_minor, matter.currency)


def voting_rule(body: Body) -> quorum.VotingRule:
    """How a body decides, for the engine."""
    by_count = body.quorum_rule == Body.Quorum.COUNT
    needs = (
        quorum.QuorumRule(at_least=body.quorum_value)
        if by_count
        else quorum.QuorumRule(share=Fraction(min(body.quorum_value, 100), 100))
    )
    return quorum.VotingRule(
        quorum=needs,
        majority=quorum.Majority(body.majority_rule),
        casting_vote=body.chair_has_casting_vote,
    )


def counted(matter: Matter, *, on: date) -> quorum.Decision:
    """What the votes come to now. In a circulation whoever has answered is there.

    Args:
        matter: On the agenda of a meeting.
        on: The day whose seats count.
    """
    assert matter.meeting is not None, matter
    seats = seats_of(matter.body, on=on)
    votes = dict(Vote.objects.filter(matter=matter).values_list("seat_id", "choice"))
    recused = set(Recusal.objects.filter(matter=matter).values_list("person_id", flat=True))
    circulating = matter.meeting.kind == Meeting.Kind.CIRCULATION
    there = set(votes) if circulating else present_seats(matter.meeting)
    return quorum.decide(
        [_seat_vote(seat, votes, there, recused) for seat in seats], voting_rule(matter.body)
    )


def _seat_vote(
    seat: Seat, votes: Mapping[int, str], there: set[int], recused: set[int]
) -> quorum.SeatVote:
    out, present = seat.person_id in recused, seat.pk in there
    choice = votes.get(seat.pk) if present and not out else None
    return quorum.SeatVote(
        member=str(seat.pk),
        present=present,
        recused=out,
        vote=None if choice is None else quorum.Choice(choice),
        chair=seat.is_chair,
    )


def all_have_answered(matter: Matter, *, on: date) -> bool:
    """Whether every member who takes part has voted."""
    recused = Recusal.objects.filter(matter=matter).values("person_id")
    entitled = seats_on(on).filter(body=matter.body).exclude(person_id__in=recused)
    answered = Vote.objects.filter(matter=matter).values("seat_id")
    return not entitled.exclude(pk__in=answered).exists()


def minutes_of(meeting: Meeting) -> Minutes | None:
    """The signed minutes, or None while there are none."""
    return Minutes.objects.filter(meeting=meeting).select_related("signed_by").first()


def minutes_content(meeting: Meeting) -> dict[str, Any]:
    """What the minutes say, as JSON values without a language: codes, figures, names, texts."""
    day = clock.day_of(meeting.opened_at or meeting.starts_at)
    seats = seats_of(meeting.body, on=day)
    there = present_seats(meeting)
    matters = matters_of(meeting)
    if meeting.kind == Meeting.Kind.CIRCULATION:
        there = set(Vote.objects.filter(matter__in=matters).values_list("seat_id", flat=True))
    return {
        "body": meeting.body.name,
        "organisation": meeting.body.scope.organisation.name,
        "number": meeting.number,
        "kind": meeting.kind,
        "place": meeting.place,
        "opened_at": _written(meeting.opened_at),
        "closed_at": _written(meeting.closed_at),
        "chair": next((seat.person.name for seat in seats if seat.is_chair), ""),
        "present": [seat.person.name for seat in seats if seat.pk in there],
        "absent": [seat.person.name for seat in seats if seat.pk not in there],
        "matters": [_matter_content(matter, number) for number, matter in enumerate(matters, 1)],
    }


def _matter_content(matter: Matter, number: int) -> dict[str, Any]:
    votes = list(Vote.objects.filter(matter=matter).values_list("choice", flat=True))
    return {
        "number": number,
        "title": matter.title,
        "proposal": matter.proposal,
        "currency": matter.currency,
        "amount_minor": matter.amount_minor,
        "hours": matter.hours,
        "recused": [{"name": row.person.name, "reason": row.reason} for row in recusals_of(matter)],
        "votes": {choice: votes.count(choice) for choice in CHOICES},
        "outcome": matter.outcome,
        "amount_decided_minor": matter.amount_decided_minor,
        "hours_decided": matter.hours_decided,
        "reasons": matter.reasons,
        "conditions": matter.conditions,
        "next_step": matter.next_step,
    }


def _written(moment: datetime | None) -> str:
    return "" if moment is None else moment.isoformat()
