"""Long work: whoever started it; those who look after the books also see what goes by itself."""

from typing import Any

from grodd.base import clock, progress
from grodd.base.audit import SYSTEM, Stamp
from grodd.base.models import LongTask
from tests.web.stage import ADMINISTRATORS, AUDITORS, EVERYONE, FINANCE, Row, Stage


def long_work(stage: Stage) -> LongTask:
    """What Petra started."""
    stamp = Stamp(clock.now(), stage.world.petra.audit_key, stage.world.company.pk)
    return progress.start(kind="import-applications", title="ideas.csv", stamp=stamp)


def own_work(stage: Stage) -> LongTask:
    """What the company's own clock started."""
    stamp = Stamp(clock.now(), SYSTEM, stage.world.company.pk)
    return progress.start(kind="nightly", title="2026-03-02", stamp=stamp)


BUILDERS: dict[str, Any] = {"long_work": long_work, "own_work": own_work}


def of_work(stage: Stage) -> dict[str, Any]:
    return {"key": stage.long_work.key}


ROWS = [
    Row("progress:list", may=EVERYONE),
    Row("progress:show", kwargs=of_work, may={"petra"}),
    Row(
        "progress:show",
        kwargs=lambda stage: {"key": stage.own_work.key},
        may=FINANCE | AUDITORS | ADMINISTRATORS,
    ),
    Row("progress:stop", kwargs=of_work, may={"petra"}, post={}),
]
