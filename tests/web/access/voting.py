"""Who votes, who holds a vote, and who reads what came of it."""

from typing import Any

from grodd.base import clock
from grodd.voting.models import Poll
from grodd.voting.usecases.close_poll import close_poll
from tests.processes.deciding import Stage as Deciding
from tests.voting.making import all_voting, opened, planned, poll_terms
from tests.web.stage import (
    ADMINISTRATORS,
    AUDITORS,
    COMMITTEE,
    EVERYONE,
    INSIDE,
    MANAGERS,
    Row,
    Stage,
)

READ = MANAGERS | COMMITTEE | AUDITORS | ADMINISTRATORS


def counted(stage: Stage) -> Poll:
    poll = opened(stage.world, terms=poll_terms(title="Counted"))
    all_voting(stage.world, poll)
    close_poll(by=stage.world.asker(stage.world.petra), poll_id=poll.pk, at=clock.now())
    return poll


BUILDERS = {
    "poll_draft": lambda stage: planned(stage.world, terms=poll_terms(title="Draft")),
    "poll_open": lambda stage: opened(stage.world, terms=poll_terms(title="Open")),
    "poll_counted": counted,
    "poll_round": lambda stage: Deciding(stage.world).round,
}


def draft(stage: Stage) -> dict[str, int]:
    return {"poll_id": stage.poll_draft.pk}


def open_(stage: Stage) -> dict[str, int]:
    return {"poll_id": stage.poll_open.pk}


def counted_(stage: Stage) -> dict[str, int]:
    return {"poll_id": stage.poll_counted.pk}


def idea_of_draft(stage: Stage) -> dict[str, int]:
    return {**draft(stage), "number": 1}


def idea_counted(stage: Stage) -> dict[str, int]:
    return {**counted_(stage), "number": 3}


def of_round(stage: Stage) -> dict[str, int]:
    return {"round_id": stage.poll_round.pk}


HOLD: dict[str, Any] = {"may": MANAGERS, "sees": READ - MANAGERS}
HOLD_OPENED: dict[str, Any] = {"may": MANAGERS, "sees": INSIDE - MANAGERS}
SEES_ROUND = READ | {"bo", "finn", "adde"}
DONE = frozenset({200, 302, 409, 422})
ROWS = [
    Row("voting:list", may=EVERYONE),
    Row("voting:new", **HOLD),
    Row("voting:import", **HOLD),
    Row("voting:from_round", kwargs=of_round, post={}, may=MANAGERS, sees=SEES_ROUND - MANAGERS),
    Row("voting:vote", kwargs=draft, may=READ),
    Row("voting:vote", kwargs=open_, may=INSIDE),
    Row("voting:vote", kwargs=counted_, may=INSIDE),
    Row("voting:ballot", kwargs=open_, post={"option": 1, "supports": "yes"}, may=INSIDE),
    Row("voting:setup", kwargs=draft, **HOLD),
    Row("voting:setup", kwargs=open_, **HOLD_OPENED),
    Row("voting:terms", kwargs=draft, **HOLD),
    Row("voting:new_idea", kwargs=draft, **HOLD),
    Row("voting:idea", kwargs=idea_of_draft, **HOLD),
    Row("voting:take_out", kwargs=idea_of_draft, post={}, **HOLD),
    Row("voting:voters", kwargs=draft, **HOLD),
    Row("voting:limits", kwargs=draft, **HOLD),
    Row("voting:open", kwargs=draft, post={}, **HOLD),
    Row("voting:close", kwargs=open_, post={}, **HOLD_OPENED),
    Row("voting:exclude", kwargs=open_, **HOLD_OPENED),
    Row("voting:result", kwargs=counted_, may=INSIDE),
    Row("voting:why", kwargs=idea_counted, may=INSIDE),
    Row("voting:explain", kwargs=idea_counted, post={}, may=INSIDE),
    Row("voting:propose", kwargs=counted_, post={}, passed=DONE, **HOLD_OPENED),
    Row("voting:csv", kwargs=counted_, may=READ, sees=INSIDE - READ),
    Row("voting:pb", kwargs=counted_, may=READ, sees=INSIDE - READ),
]
