"""Rounds that are published are for everyone, also for those who have not signed in."""

from tests.web.stage import Row, Stage


def key(stage: Stage) -> dict[str, str]:
    return {"key": stage.published_round.key}


ROWS = [
    Row("rounds:open", public=True),
    Row("rounds:page", kwargs=key, public=True),
    Row("rounds:check", kwargs=key, public=True),
]
