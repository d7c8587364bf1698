"""What the worker does by the clock. Each job finds out by itself what is due."""

from grodd.base import clock
from grodd.jobs import job
from grodd.processes.close_due_polls import close_due_polls
from grodd.processes.explain_poll import explain_poll
from grodd.processes.run_nightly import run_nightly
from grodd.processes.send_outbox import send_outbox


@job("send-outbox", cron="* * * * *")
def _send_outbox() -> None:
    send_outbox(at=clock.now())


@job("nightly", cron="30 5 * * *")
def _nightly() -> None:
    run_nightly(on=clock.today(), at=clock.now())


@job("close-polls", cron="*/5 * * * *")
def _close_polls() -> None:
    close_due_polls(at=clock.now())


@job("explain-poll")
def _explain_poll(poll_id: int) -> None:
    explain_poll(poll_id=poll_id)
