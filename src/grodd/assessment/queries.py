"""Reading cases, reviews and rankings. A conflict of interest closes every door to a case."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from grodd.assessment.models import (
    Assignment,
    Case,
    Conflict,
    Criterion,
    Review,
    Score,
    Screening,
)
from grodd.assessment.refusals import InConflict
from grodd.base.errors import NotAllowed, NotFound
from grodd.engines import ranking
from grodd.people.asker import Asker
from grodd.people.models import Person
from grodd.people.queries import holders, within
from grodd.people.roles import Role

MANAGERS = (Role.PROGRAMME_MANAGER,)
SCREENERS = (Role.PROGRAMME_MANAGER, Role.ADVISER)
READERS = (*SCREENERS, Role.COMMITTEE_MEMBER, Role.COMMITTEE_CHAIR, Role.AUDITOR)
"""Who reads every case of a scope. Reviewers read those that they are assigned."""

SCREENING_OUTCOMES = tuple(Screening.Outcome.values)


def case_seen_by(asker: Asker, *, case_id: int) -> Case:
    """A case that the asker may read.

    Raises:
        NotFound: when there is none, or none to see.
        InConflict: when a conflict of interest is noted for the asker.
    """
    mine = Q(assignments__reviewer_id=asker.person_id, assignments__removed_at__isnull=True)
    seen = Case.objects.filter(within(asker, *READERS) | mine, pk=case_id).distinct()
    case = seen.select_related("scope", "criteria_set").first()
    if case is None:
        raise NotFound
    if in_conflict(case.pk, asker.person_id):
        raise InConflict
    return case


def case_managed_by(asker: Asker, *, case_id: int, lock: bool = False) -> Case:
    """A case whose assessment the asker leads; locked when it is about to change."""
    case = case_seen_by(asker, case_id=case_id)
    if not holds_in(asker, case, *MANAGERS):
        raise NotAllowed
    if lock:
        locked = Case.objects.select_for_update(of=("self",)).select_related("scope")
        return locked.get(pk=case.pk)
    return case


def holds_in(asker: Asker, case: Case, *roles: str) -> bool:
    """Whether the asker holds one of ``roles`` where the case belongs."""
    scope = case.scope
    return asker.has(*roles, organisation_id=scope.organisation_id, scope_id=scope.pk)


def in_conflict(case_id: int, person_id: int) -> bool:
    """Whether a conflict of interest is noted."""
    return Conflict.objects.filter(case_id=case_id, person_id=person_id).exists()


def cases_in_conflict(person_id: int) -> set[int]:
    """The cases in which a person has a conflict of interest."""
    return set(Conflict.objects.filter(person_id=person_id).values_list("case_id", flat=True))


def conflicts_of(case_id: int) -> Sequence[Conflict]:
    """Every conflict of interest that is noted in a case."""
    return list(Conflict.objects.filter(case_id=case_id).select_related("person").order_by("pk"))


def assignments_of(asker: Asker) -> QuerySet[Assignment]:
    """What the asker has been given to review in the space they work in, the undone first."""
    return (
        Assignment.objects.filter(
            Q(case__scope__organisation_id=asker.organisation_id),
            reviewer_id=asker.person_id,
            removed_at__isnull=True,
        )
        .exclude(case__in=Conflict.objects.filter(person_id=asker.person_id).values("case_id"))
        .select_related("case", "review")
        .order_by("review__submitted_at", "due_on", "pk")
    )


def assignment_of(asker: Asker, *, assignment_id: int, lock: bool = False) -> Assignment:
    """One's own assignment.

    Raises:
        NotFound: when there is none that is one's own.
        InConflict: when a conflict of interest is noted.
    """
    rows = Assignment.objects.filter(reviewer_id=asker.person_id, removed_at__isnull=True)
    if lock:
        rows = rows.select_for_update(of=("self",))
    row = rows.select_related("case__scope", "case__criteria_set").filter(pk=assignment_id).first()
    if row is None:
        raise NotFound
    if in_conflict(row.case_id, asker.person_id):
        raise InConflict
    return row


def review_of(assignment: Assignment) -> Review | None:
    """The review that an assignment led to so far."""
    return Review.objects.filter(assignment=assignment).prefetch_related("scores").first()


def criteria_of(case: Case) -> Sequence[Criterion]:
    """What a case is judged by, in order."""
    if case.criteria_set_id is None:
        return []
    return list(Criterion.objects.filter(criteria_set_id=case.criteria_set_id))


def hides_applicant(asker: Asker, case: Case) -> bool:
    """Whether a blind case still hides who applies: until one has given one's first score.

    Those who lead or watch the assessment know who applies; a reviewer among them does not, in
    a case that they are to review.
    """
    if not case.is_blind:
        return False
    mine = Assignment.objects.filter(
        case=case, reviewer_id=asker.person_id, removed_at__isnull=True
    )
    if not mine.exists():
        return not holds_in(asker, case, *READERS)
    return not Score.objects.filter(review__assignment__in=mine).exists()


def reviews_seen_by(asker: Asker, case: Case) -> Sequence[Review]:
    """The submitted reviews: for a reviewer the others' only after the own one.

    Reviews of someone for whom a conflict was noted later are left out: they do not count.
    """
    reviews = _counted([case.pk])
    mine = Assignment.objects.filter(
        case=case, reviewer_id=asker.person_id, removed_at__isnull=True
    ).first()
    if mine is not None and not any(one.assignment_id == mine.pk for one in reviews):
        return []
    return reviews


def _counted(case_ids: Iterable[int]) -> list[Review]:
    """The submitted reviews that count, of several cases, with scores (3 queries)."""
    conflicts = set(
        Conflict.objects.filter(case_id__in=case_ids).values_list("case_id", "person_id")
    )
    reviews = (
        Review.objects.filter(assignment__case_id__in=case_ids, submitted_at__isnull=False)
        .select_related("assignment__reviewer")
        .prefetch_related(Prefetch("scores", Score.objects.select_related("criterion")))
        .order_by("submitted_at", "pk")
    )
    return [
        one for one in reviews
        if (one.assignment.case_id, one.assignment.reviewer_id) not in conflicts
    ]  # fmt: skip


def reviews_given(case: Case) -> int:
    """How many submitted reviews count."""
    return len(_counted([case.pk]))


def scores_of(cases: Sequence[Case]) -> dict[int, ranking.CaseScore]:
    """What the submitted reviews of each case come to, by case id (four queries).

    Each case is weighed by the criteria set that it was opened with.
    """
    sets: dict[int, list[ranking.Criterion]] = {}
    for row in Criterion.objects.filter(criteria_set__in={c.criteria_set_id for c in cases}):
        weighed = ranking.Criterion(row.key, row.weight, row.low, row.high)
        sets.setdefault(row.criteria_set_id, []).append(weighed)
    reviews: dict[int, list[ranking.Review]] = {}
    for one in _counted([case.pk for case in cases]):
        scores = {score.criterion.key: score.value for score in one.scores.all()}
        case_id = one.assignment.case_id
        reviews.setdefault(case_id, []).append(ranking.Review(str(case_id), scores))
    return {
        case.pk: ranking.score_case(
            str(case.pk), sets.get(case.criteria_set_id or 0, []), reviews.get(case.pk, [])
        )
        for case in cases
    }


def progress_of(case_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Assigned and submitted reviews by case id (one query)."""
    rows = (
        Assignment.objects.filter(case_id__in=case_ids, removed_at__isnull=True)
        .values("case_id")
        .annotate(assigned=Count("pk"), given=Count("review__submitted_at"))
    )
    return {row["case_id"]: (row["assigned"], row["given"]) for row in rows}


def assigned_to(case_ids: Iterable[int]) -> dict[int, list[Assignment]]:
    """The assignments that stand, by case id (one query)."""
    found: dict[int, list[Assignment]] = {}
    rows = Assignment.objects.filter(case_id__in=case_ids, removed_at__isnull=True)
    for row in rows.select_related("reviewer", "review").order_by("pk"):
        found.setdefault(row.case_id, []).append(row)
    return found


def reviewers_of(case: Case, *, on: date) -> QuerySet[Person]:
    """Who may be given the case: reviewers there, without a conflict of interest in it."""
    scope = case.scope
    people = holders(Role.REVIEWER, organisation_id=scope.organisation_id, scope_id=scope.pk, on=on)
    return people.exclude(pk__in=Conflict.objects.filter(case=case).values("person_id"))


def screenings_of(case: Case) -> Sequence[Screening]:
    """What the first looks said, the newest first."""
    return list(Screening.objects.filter(case=case).select_related("screened_by").order_by("-pk"))
