"""Importing applications: whoever manages the programme, nobody else."""

from typing import Any

from grodd.applications.usecases.begin_import import begin_import
from grodd.base import clock
from tests.programmes.making import make_programme, make_round
from tests.web.stage import (
    ADMINISTRATORS,
    ADVISERS,
    AUDITORS,
    COMMITTEE,
    FINANCE,
    MANAGERS,
    Row,
    Stage,
)  # fmt: skip

READERS = COMMITTEE | FINANCE | ADVISERS | AUDITORS | ADMINISTRATORS
"""They see the round from inside, but do not manage it."""


def round_for_import(stage: Stage) -> int:
    """A published round."""
    return make_round(stage.world, make_programme(stage.world)).pk


def import_run(stage: Stage) -> int:
    """A file of one row that was handed in."""
    petra = stage.world.asker(stage.world.petra)
    return begin_import(
        round_id=stage.round_for_import,
        name="ideas.csv",
        content=b"id,title\n1,Compost\n",
        by=petra,
        at=clock.now(),
    ).pk


BUILDERS: dict[str, Any] = {"round_for_import": round_for_import, "import_run": import_run}


def of_run(stage: Stage) -> dict[str, Any]:
    return {"run_id": stage.import_run}


ROWS = [
    Row(
        "imports:begin",
        kwargs=lambda stage: {"round_id": stage.round_for_import},
        may=MANAGERS,
        sees=READERS,
    ),
    Row("imports:show", kwargs=of_run, may=MANAGERS, sees=READERS),
    Row("imports:take", kwargs=of_run, may=MANAGERS, sees=READERS, post={}),
    Row("imports:refused", kwargs=of_run, may=MANAGERS, sees=READERS),
]
