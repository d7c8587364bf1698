"""Reading about projects."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from grodd.base.errors import NotFound
from grodd.base.translated import said
from grodd.followup.models import CheckIn, Goal, Project, Result, ResultMeasure
from grodd.library.models import Lesson
from grodd.people.asker import Asker
from grodd.people.queries import within
from grodd.people.roles import Role

READERS = (
    Role.PROGRAMME_MANAGER,
    Role.COMMITTEE_MEMBER,
    Role.COMMITTEE_CHAIR,
    Role.FINANCE_OFFICER,
    Role.ADVISER,
    Role.MENTOR,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)
COACHES = (Role.PROGRAMME_MANAGER, Role.ADVISER, Role.MENTOR)
RELATED = (
    "agreement__application__round__programme",
    "agreement__award",
    "agreement__loan",
    "owner",
    "scope",
    "result",
    "lesson",
)


def owned_by(asker: Asker, project: str = "") -> Q:
    """Projects (or rows that lead to one through ``project``) that the asker owns or co-owns."""
    co_owner = {
        f"{project}agreement__application__co_owners__person_id": asker.person_id,
        f"{project}agreement__application__co_owners__accepted_at__isnull": False,
        f"{project}agreement__application__co_owners__removed_at__isnull": True,
    }
    return Q(**{f"{project}owner_id": asker.person_id}) | Q(**co_owner)


def projects_seen_by(asker: Asker) -> QuerySet[Project]:
    """One's own, and those of the scopes that one works in or reads."""
    seen = Project.objects.filter(owned_by(asker) | within(asker, *READERS))
    return Project.objects.filter(pk__in=seen.values("pk")).select_related(*RELATED)


def project_seen_by(asker: Asker, *, project_id: int) -> Project:
    """One project.

    Raises:
        NotFound: when there is none to see.
    """
    if project := projects_seen_by(asker).filter(pk=project_id).first():
        return project
    raise NotFound


def is_owned(asker: Asker, *, project: Project) -> bool:
    """Whether the asker owns or co-owns the project."""
    return Project.objects.filter(owned_by(asker), pk=project.pk).exists()


def may_coach(asker: Asker, project: Project) -> bool:
    """Whether the asker helps those who run the project."""
    return _holds(asker, project, *COACHES)


def may_manage(asker: Asker, project: Project) -> bool:
    """Whether the asker manages the project's programme."""
    return _holds(asker, project, Role.PROGRAMME_MANAGER)


def _holds(asker: Asker, project: Project, *roles: Role) -> bool:
    scope = project.scope
    return asker.has(*roles, organisation_id=scope.organisation_id, scope_id=scope.pk)


def check_in_of(asker: Asker, *, check_in_id: int) -> CheckIn:
    """A check-in that the asker may do.

    Raises:
        NotFound: when there is none, or it is someone else's.
    """
    check_in = (
        CheckIn.objects.filter(owned_by(asker, "project__"), pk=check_in_id)
        .select_related("project__scope", "project__result")
        .first()
    )
    if check_in is None:
        raise NotFound
    return check_in


def project_of_check_in(asker: Asker, *, check_in_id: int) -> int:
    """The project of a check-in that the asker may see; raises ``NotFound`` otherwise."""
    seen = projects_seen_by(asker).filter(check_ins__pk=check_in_id)
    if found := seen.values_list("pk", flat=True).first():
        return found
    raise NotFound


def goals_of(project: Project) -> list[Goal]:
    """What the project wants to reach, in the order it was said."""
    return list(project.goals.order_by("pk"))


def stop_criteria_of(project: Project) -> list[str]:
    """What would make us stop, in the order it was said."""
    return list(project.stop_criteria.values_list("text", flat=True).order_by("pk"))


def measures_of(result: Result) -> list[ResultMeasure]:
    """What counts beyond money, in the order it was said."""
    return list(result.measures.order_by("pk"))


def check_ins_due(*, on: date, days_ahead: int = 0) -> QuerySet[CheckIn]:
    """Check-ins that running projects owe on a day, or will within some days."""
    until = on + timedelta(days=days_ahead)
    return (
        CheckIn.objects.filter(
            done_at__isnull=True, due_on__lte=until, project__state=Project.State.RUNNING
        )
        .select_related("project__owner", "project__scope")
        .order_by("due_on", "pk")
    )


def check_ins_waiting_for(asker: Asker, *, on: date, days_ahead: int = 7) -> QuerySet[CheckIn]:
    """The asker's own check-ins that are due."""
    mine = check_ins_due(on=on, days_ahead=days_ahead).filter(owned_by(asker, "project__"))
    return mine.distinct()


def theme_of(project: Project, language: str) -> str:
    """The theme that the project's application was given, in words."""
    theme = project.agreement.application.theme
    return said(theme.label, language) if theme else ""


def outcome_of(project: Project) -> str:
    """How the lesson is sorted: by how the project ended, or will."""
    ended = {
        Project.State.STOPPED: Lesson.Outcome.STOPPED,
        Project.State.SCALED: Lesson.Outcome.SCALED,
    }
    return ended.get(Project.State(project.state), Lesson.Outcome.COMPLETED)
