"""What is judged, as the one who asks may read it: blind cases hide who applies."""

from dataclasses import dataclass
from typing import Any

from grodd.applications.models import Application
from grodd.applications.queries import shown_answers
from grodd.assessment.models import Case
from grodd.assessment.queries import assignment_of, case_seen_by, hides_applicant
from grodd.assessment.refusals import ConflictNotAnswered
from grodd.people.asker import Asker


@dataclass(frozen=True, slots=True)
class Answered:
    """A question and its answer: ``value`` is a text, money or a day, ``lines`` a list of them."""

    label: str
    value: Any
    lines: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case with what was written in it.

    Attributes:
        case: The case.
        title: Its title.
        applicant: Who applies, or nothing while that is hidden.
        is_hidden: Whether it is hidden now.
        application_id: What it is about, if it is an application.
        answers: What was written, without what would tell who applies while that is hidden.
    """

    case: Case
    title: str
    applicant: str
    is_hidden: bool
    application_id: int | None
    answers: tuple[Answered, ...]


def case_page(asker: Asker, *, case_id: int) -> CasePage:
    """A case that the asker sees.

    Raises:
        NotFound, InConflict: when it is not for the asker.
    """
    return _page(asker, case_seen_by(asker, case_id=case_id))


def review_page(asker: Asker, *, assignment_id: int) -> CasePage:
    """What a reviewer reads: only after saying that there is no interest of one's own.

    Raises:
        NotFound, InConflict: when it is not for the asker.
        ConflictNotAnswered: before the question.
    """
    assignment = assignment_of(asker, assignment_id=assignment_id)
    if assignment.no_conflict_at is None:
        raise ConflictNotAnswered
    return _page(asker, assignment.case)


def _page(asker: Asker, case: Case) -> CasePage:
    rows = Application.objects.select_related(
        "owner", "applicant", "round__form", "round__frame", "round__programme"
    )
    application = rows.filter(case=case).first()
    hidden = hides_applicant(asker, case)
    if application is None:
        return CasePage(case, case.title, "", hidden, None, ())
    answers = shown_answers(application, identifying_too=not hidden)
    who = [application.owner.name, str(application.applicant or "")]
    return CasePage(
        case=case,
        title=application.title,
        applicant="" if hidden else ", ".join(name for name in who if name),
        is_hidden=hidden,
        application_id=application.pk,
        answers=tuple(_answered(asked.label, value) for asked, value in answers),
    )


def _answered(label: str, value: Any) -> Answered:
    if not isinstance(value, list):
        return Answered(label, value)
    lines = tuple(each if isinstance(each, tuple) else (str(each), "") for each in value)
    return Answered(label, "", lines)
