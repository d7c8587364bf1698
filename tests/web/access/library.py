"""Who reads lessons, and who shares them."""

from typing import Any

from tests.library.test_library import lesson_of_amina
from tests.web.stage import EVERYONE, INSIDE, Row, Stage

AMINA = frozenset({"amina"})


def lesson(stage: Stage) -> dict[str, Any]:
    return {"lesson_id": stage.lesson.pk}


BUILDERS = {"lesson": lambda stage: lesson_of_amina(stage.world)}
ROWS = [
    Row("library:search", may=EVERYONE),
    Row("library:lesson", kwargs=lesson, may=INSIDE),
    Row("library:share", kwargs=lesson, may=AMINA, sees=INSIDE - AMINA,
        post={"reach": "everyone"}, passed={302}),
    Row("library:hide", kwargs=lesson, may=AMINA, post={}),
]  # fmt: skip
