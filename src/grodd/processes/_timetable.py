"""What the worker does by the clock. Each job finds out by itself what is due."""

from datetime import date

from grodd.base import bulk, clock
from grodd.jobs import enqueue, job
from grodd.processes.close_due_polls import close_due_polls
from grodd.processes.explain_poll import explain_poll
from grodd.processes.nightly.working import see_to_loans
from grodd.processes.run_nightly import run_nightly
from grodd.processes.send_outbox import send_outbox


@job("send-outbox", cron="* * * * *")
def _send_outbox() -> None:
    send_outbox(at=clock.now())


@job("nightly", cron="30 5 * * *")
def _nightly() -> None:
    if bulk.is_postgresql():
        # Another worker, on this machine or on another, takes half of the steps.
        enqueue("share-night", day=clock.today().isoformat())
    run_nightly(on=clock.today(), at=clock.now())


@job("share-night")
def _share_night(day: str) -> None:
    see_to_loans(on=date.fromisoformat(day), at=clock.now())


@job("close-polls", cron="*/5 * * * *")
def _close_polls() -> None:
    close_due_polls(at=clock.now())


@job("explain-poll")
def _explain_poll(poll_id: int) -> None:
    explain_poll(poll_id=poll_id)
