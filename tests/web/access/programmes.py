"""Who sees programmes from inside, and who sets them up."""

from grodd.programmes.models import Programme, Round
from tests.programmes.making import make_programme, make_round
from tests.web.stage import (
    ADMINISTRATORS,
    ADVISERS,
    AUDITORS,
    COMMITTEE,
    EVERYONE,
    FINANCE,
    MANAGERS,
    Row,
    Stage,
)

READ = COMMITTEE | MANAGERS | FINANCE | ADVISERS | AUDITORS | ADMINISTRATORS
MANAGE = {"may": MANAGERS, "sees": READ - MANAGERS}


def programme(stage: Stage) -> Programme:
    return make_programme(stage.world)


def planned(stage: Stage) -> Round:
    return make_round(stage.world, stage.programme, published=False)


BUILDERS = {
    "programme": programme,
    "planned_round": planned,
    "published_round": lambda stage: make_round(stage.world, stage.programme),
}


def at(**more: str) -> object:
    return lambda stage: {"programme_id": stage.programme.pk, **more}


def round_at(stage: Stage) -> dict[str, int]:
    return {"round_id": stage.planned_round.pk}


TITLE = at(key="title")
ROWS = [
    Row("programmes:list", may=EVERYONE),
    Row("programmes:start", may=MANAGERS | ADMINISTRATORS,
        sees=READ - MANAGERS - ADMINISTRATORS),
    Row("programmes:overview", kwargs=at(), may=READ),
    Row("programmes:preview", kwargs=at(), may=READ),
    Row("programmes:frame", kwargs=at(), **MANAGE),
    Row("programmes:body", kwargs=at(), post={"body": "x"}, **MANAGE),
    Row("programmes:themes", kwargs=at(), **MANAGE),
    Row("programmes:criteria", kwargs=at(), **MANAGE),
    Row("programmes:self_check", kwargs=at(), **MANAGE),
    Row("programmes:questions", kwargs=at(), **MANAGE),
    Row("programmes:new_question", kwargs=at(), **MANAGE),
    Row("programmes:question", kwargs=TITLE, **MANAGE),
    Row("programmes:move_question", kwargs=TITLE, post={"to": "down"}, **MANAGE),
    Row("programmes:remove_question", kwargs=at(key="risk"), post={}, **MANAGE),
    Row("programmes:letter", kwargs=at(kind="receipt"), **MANAGE),
    Row("programmes:new_round", kwargs=at(), **MANAGE),
    Row("programmes:round", kwargs=round_at, **MANAGE),
    Row("programmes:publish", kwargs=round_at, post={}, **MANAGE),
    Row("programmes:close", kwargs=round_at, post={}, **MANAGE),
    Row("decisions:new_body", may=MANAGERS | ADMINISTRATORS, sees=COMMITTEE | AUDITORS),
]  # fmt: skip
