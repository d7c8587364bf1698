"""What the worker does: by the clock, where each job finds out what is due, and when asked to."""

from datetime import date

from grodd.base import bulk, clock
from grodd.base.progress import Progress, carry_out
from grodd.jobs import enqueue, job
from grodd.people.models import Person
from grodd.people.queries import asker_of
from grodd.processes.close_due_polls import close_due_polls
from grodd.processes.explain_poll import explain_poll
from grodd.processes.import_applications import import_applications
from grodd.processes.import_later import what_came_of
from grodd.processes.nightly.working import see_to_loans
from grodd.processes.run_nightly import run_nightly
from grodd.processes.send_outbox import send_outbox
from grodd.processes.take_over_later import what_was_taken
from grodd.processes.take_over_portfolio import take_over_portfolio


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


@job("import-applications")
def _import_applications(
    task: str, run_id: int, person_id: int, organisation_id: int | None, partly: bool
) -> None:
    person = Person.objects.get(pk=person_id)
    by = asker_of(person, on=clock.today(), organisation_id=organisation_id)

    def work(told: Progress) -> str:
        at = clock.now()
        run = import_applications(run_id=run_id, by=by, at=at, partly=partly, heard=told.step)
        return what_came_of(run)

    carry_out(task, work)


@job("take-over-portfolio")
def _take_over_portfolio(
    task: str, takeover_id: int, person_id: int, organisation_id: int | None, partly: bool
) -> None:
    person = Person.objects.get(pk=person_id)
    by = asker_of(person, on=clock.today(), organisation_id=organisation_id)

    def work(told: Progress) -> str:
        at = clock.now()
        done = take_over_portfolio(
            takeover_id=takeover_id, by=by, at=at, partly=partly, heard=told.step
        )
        return what_was_taken(done)

    carry_out(task, work)
