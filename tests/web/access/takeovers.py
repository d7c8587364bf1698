"""Taking over loans: whoever manages the programme or keeps its books, nobody else."""

from typing import Any

from grodd.base import clock
from grodd.ledger.charts import Chart
from grodd.payments.usecases.open_treasury import open_treasury
from grodd.servicing.usecases.begin_takeover import begin_takeover
from tests.programmes.making import make_programme
from tests.servicing.taking import DAY, FILE
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

TAKERS = MANAGERS | FINANCE
READERS = COMMITTEE | ADVISERS | AUDITORS | ADMINISTRATORS
"""They see the programme from inside, but take nothing over."""


def programme_taking(stage: Stage) -> int:
    """A programme of a space with books."""
    world = stage.world
    open_treasury(
        by=world.asker(world.bo), organisation_id=world.company.pk, chart=Chart.COMPANY,
        starts_on=DAY.replace(month=1, day=1), at=clock.now(),
    )  # fmt: skip
    return make_programme(world).pk


def takeover(stage: Stage) -> int:
    """A file of four loans that was handed in."""
    return begin_takeover(
        programme_id=stage.programme_taking, name="loans.csv", content=FILE.encode(), day=DAY,
        language="sv", by=stage.world.asker(stage.world.petra), at=clock.now(),
    ).pk  # fmt: skip


BUILDERS: dict[str, Any] = {"programme_taking": programme_taking, "portfolio_taken": takeover}


def of_takeover(stage: Stage) -> dict[str, Any]:
    return {"takeover_id": stage.portfolio_taken}


ROWS = [
    Row(
        "takeovers:begin",
        kwargs=lambda stage: {"programme_id": stage.programme_taking},
        may=TAKERS,
        sees=READERS,
    ),
    *(
        Row(f"takeovers:{name}", kwargs=of_takeover, may=TAKERS, sees=READERS)
        for name in ("show", "columns", "report", "rows", "rows_csv", "wrong_csv")
    ),
    Row(
        "takeovers:row",
        kwargs=lambda stage: {"takeover_id": stage.portfolio_taken, "row": 2},
        may=TAKERS,
        sees=READERS,
    ),
    *(
        Row(f"takeovers:{name}", kwargs=of_takeover, may=TAKERS, sees=READERS, post={})
        for name in ("totals", "payments", "take")
    ),
]
