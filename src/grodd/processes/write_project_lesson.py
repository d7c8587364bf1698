"""Write the lesson of a project, and let it end if that was all that was missing."""

from datetime import datetime

from django.db import transaction

from grodd.base.errors import NotAllowed
from grodd.followup.models import Project
from grodd.followup.queries import is_owned, project_seen_by
from grodd.library.models import Lesson
from grodd.library.usecases.share_lesson import share_lesson
from grodd.library.usecases.write_lesson import Words, write_lesson
from grodd.people.asker import Asker


@transaction.atomic
def write_project_lesson(
    *,
    project_id: int,
    words: Words,
    share: bool,
    names_author: bool,
    by: Asker,
    at: datetime,
    reach: str = Lesson.Reach.SPACE.value,
) -> Lesson:
    """The owner writes what was learnt, and says whether others may read it, and how far.

    Raises:
        NotFound, NotAllowed, LessonNotWhole
    """
    project = project_seen_by(by, project_id=project_id)
    if not is_owned(by, project=project):
        raise NotAllowed
    lesson = write_lesson(
        subject=f"project:{project.pk}", scope_id=project.scope_id, words=words, by=by, at=at
    )
    Project.objects.filter(pk=project.pk).update(lesson=lesson)
    if share:
        lesson = share_lesson(
            lesson_id=lesson.pk, names_author=names_author, by=by, at=at, reach=reach
        )
    return lesson
