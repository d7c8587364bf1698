"""Reading programmes and rounds. Rounds that are published are public; the rest is not."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from grodd.assessment.models import CriteriaSet, Criterion
from grodd.base.errors import NotAllowed, NotFound
from grodd.base.models import Phase
from grodd.engines.money import Money
from grodd.people.asker import Asker
from grodd.people.models import Organisation
from grodd.people.queries import within
from grodd.people.roles import Role
from grodd.programmes import versions
from grodd.programmes.models import (
    EligibilityQuestion,
    Form,
    Frame,
    Letter,
    Programme,
    Question,
    Round,
    Theme,
)
from grodd.programmes.ready import TEMPLATES, template

READERS = (
    Role.PROGRAMME_MANAGER,
    Role.FINANCE_OFFICER,
    Role.ADVISER,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
    Role.COMMITTEE_CHAIR,
    Role.COMMITTEE_MEMBER,
)
"""Who sees a programme from inside."""

QUESTION_KINDS = tuple(Question.Kind.choices)
QUESTION_MEANINGS = tuple(Question.Meaning.choices)
LETTER_KINDS = tuple(Letter.Kind.values)
WHO_MAY_APPLY = tuple(Frame.WhoMayApply.values)
LOAN_SCHEDULES = tuple(Frame.Schedule.values)
LOAN = "microloan"
INSTRUMENTS = ("award", LOAN)


def programmes_seen_by(asker: Asker) -> QuerySet[Programme]:
    """The programmes that the asker sees from inside, in the space they work in now."""
    return (
        Programme.objects.filter(within(asker, *READERS), organisation=asker.organisation_id)
        .select_related("organisation", "scope", "body")
        .order_by("pk")
    )


def programme_seen_by(asker: Asker, *, programme_id: int) -> Programme:
    """A programme that the asker sees from inside, in any space.

    Raises:
        NotFound: when there is none, or none to see.
    """
    seen = Programme.objects.filter(within(asker, *READERS), pk=programme_id)
    if programme := seen.select_related("organisation", "scope", "body", "lifecycle").first():
        return programme
    raise NotFound


def may_manage(asker: Asker, programme: Programme) -> bool:
    """Whether the asker may change the programme and its rounds."""
    return asker.has(
        Role.PROGRAMME_MANAGER,
        organisation_id=programme.organisation_id,
        scope_id=programme.scope_id,
    )


def may_start(asker: Asker) -> bool:
    """Whether the asker may start a programme in the space they work in."""
    return asker.organisation_id in asker.organisations_where(
        Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR
    )


def check_may_start(asker: Asker) -> None:
    """Pass when the asker may start a programme in the space they work in.

    Raises:
        NotAllowed: when they see programmes there, but start none.
        NotFound: when they see none.
    """
    if may_start(asker):
        return
    if asker.organisation_id in asker.everywhere(*READERS):
        raise NotAllowed
    raise NotFound


def programme_managed_by(asker: Asker, *, programme_id: int, lock: bool = False) -> Programme:
    """A programme that the asker manages; locked when it is about to change.

    Raises:
        NotFound: when the asker does not see it.
        NotAllowed: when the asker sees it, but does not manage it.
    """
    programme = programme_seen_by(asker, programme_id=programme_id)
    if not may_manage(asker, programme):
        raise NotAllowed
    if lock:
        return Programme.objects.select_for_update().get(pk=programme.pk)
    return programme


def round_managed_by(asker: Asker, *, round_id: int, lock: bool = False) -> Round:
    """A round of a programme that the asker manages; locked when it is about to change."""
    found = round_seen_by(asker, round_id=round_id)
    if not may_manage(asker, found.programme):
        raise NotAllowed
    if lock:
        return Round.objects.select_for_update(of=("self",)).get(pk=found.pk)
    return found


def round_seen_by(asker: Asker, *, round_id: int) -> Round:
    """A round of a programme that the asker sees from inside."""
    seen = Round.objects.filter(within(asker, *READERS, scope="programme__scope"), pk=round_id)
    if found := seen.select_related("programme__organisation", "frame", "form").first():
        return found
    raise NotFound


def rounds_of(programme: Programme) -> QuerySet[Round]:
    """All rounds of a programme, the newest first."""
    return programme.rounds.order_by("-pk")


def published_round(*, key: str) -> Round:
    """A round that is published: anyone may read it."""
    found = Round.objects.filter(key=key, published_at__isnull=False)
    if row := found.select_related("programme__organisation", "frame", "form").first():
        return row
    raise NotFound


def open_rounds(*, at: datetime) -> QuerySet[Round]:
    """The rounds that take applications at a moment, those that close first at the top."""
    still = Q(closes_at__isnull=True) | Q(closes_at__gt=at)
    return (
        Round.objects.filter(
            still, published_at__isnull=False, closed_at__isnull=True, opens_at__lte=at
        )
        .select_related("programme__organisation", "frame")
        .order_by("closes_at", "pk")
    )


def is_open(round_: Round, *, at: datetime) -> bool:
    """Whether a round takes applications at a moment."""
    if round_.published_at is None or round_.opens_at is None or round_.closed_at is not None:
        return False
    return round_.opens_at <= at and (round_.closes_at is None or at < round_.closes_at)


def may_apply(asker: Asker, round_: Round) -> bool:
    """Whether the frame of a round lets the asker apply."""
    frame, programme = round_.frame, round_.programme
    if not asker.person_id or frame is None:
        return False
    if frame.who_may_apply == Frame.WhoMayApply.ANYONE:
        return True
    where = {"organisation_id": programme.organisation_id, "scope_id": programme.scope_id}
    return bool(asker.roles(**where))


def money_left(round_: Round) -> Money:
    """What is left of a round's budget."""
    return Money(round_.budget_minor - round_.committed_minor, round_.currency)


def frame_of(programme: Programme) -> Frame:
    """The newest frame of a programme the caller sees."""
    return versions.newest_frame(programme)


def form_of(programme: Programme) -> Form:
    """The newest form of a programme the caller sees."""
    return versions.newest_form(programme)


def questions_now(programme: Programme) -> list[Question]:
    """The questions of the newest form, in order (one query)."""
    newest = programme.forms.order_by("-version").values("pk")[:1]
    return list(Question.objects.filter(form=newest))


def criteria_now(programme: Programme) -> list[Criterion]:
    """The newest criteria, in order (one query)."""
    sets = CriteriaSet.objects.filter(scope_id=programme.scope_id)
    return list(Criterion.objects.filter(criteria_set=sets.order_by("-version").values("pk")[:1]))


def criteria_of(programme: Programme) -> CriteriaSet:
    """The newest criteria of a programme the caller sees."""
    return versions.newest_criteria(programme)


def letter_of(programme: Programme, *, kind: str) -> Letter:
    """The newest letter of a kind."""
    return versions.newest_letter(programme, kind)


def letter_for(round_id: int, *, kind: str) -> Letter:
    """The letter of a kind in the version that a round froze."""
    return Letter.objects.get(rounds=round_id, kind=kind)


def letters_of(programme: Programme) -> list[Letter]:
    """The newest letter of each kind."""
    newest = {one.kind: one for one in programme.letters.order_by("version")}
    return [newest[kind] for kind in LETTER_KINDS if kind in newest]


def questions_of(form: Form) -> Sequence[Question]:
    """The questions of a form, in order."""
    return list(form.questions.all())


def question_of(form: Form, *, key: str) -> Question:
    """One question of a form."""
    if question := form.questions.filter(key=key).first():
        return question
    raise NotFound


def eligibility_of(frame: Frame) -> Sequence[EligibilityQuestion]:
    """The self-check of a frame, in order."""
    return list(frame.eligibility_questions.all())


def themes_of(programme_id: int, *, retired_too: bool = False) -> QuerySet[Theme]:
    """The themes of a programme, in order."""
    themes = Theme.objects.filter(programme_id=programme_id)
    return themes if retired_too else themes.filter(is_retired=False)


def space_of(asker: Asker) -> Organisation:
    """The organisation that the asker works in now."""
    return Organisation.objects.get(Q(pk=asker.organisation_id))


def ready_templates() -> list[tuple[str, dict[str, Any]]]:
    """The ready programmes: key, and what they say about themselves."""
    return [(key, template(key)) for key in TEMPLATES]


def frozen_frame(round_: Round) -> Frame:
    """The frame that a published round froze."""
    assert round_.frame is not None, round_.key
    return round_.frame


def way_of(programme: Programme) -> list[Phase]:
    """The phases that an application goes through, in order."""
    return list(Phase.objects.filter(lifecycle_id=programme.lifecycle_id))


def ready_questions(form: Form) -> list[dict[str, Any]]:
    """Questions of the ready programmes that a form does not ask yet, each key once."""
    asked = set(form.questions.values_list("key", flat=True))
    found: dict[str, dict[str, Any]] = {}
    for _, told in ready_templates():
        for question in told["form"]["questions"]:
            if question["key"] not in asked:
                found.setdefault(question["key"], question)
    return list(found.values())
