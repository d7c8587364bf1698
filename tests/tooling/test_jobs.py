"""Work that is done later: asked for with the transaction, done at least once, planned once."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django_q.models import OrmQ, Schedule

from grodd import jobs

# The job library opens its connections anew, which no test's own transaction would survive.
draining = pytest.mark.django_db(transaction=True)
done: list[str] = []


def water(plant: str) -> None:
    done.append(plant)


@pytest.fixture(autouse=True)
def _only_our_jobs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(jobs, "_known", {})
    monkeypatch.setattr(jobs, "known", lambda: jobs._known)
    jobs.job("water")(water)
    done.clear()
    yield
    done.clear()


@draining
def test_a_job_is_done_with_the_facts_it_was_asked_for_with() -> None:
    jobs.enqueue("water", plant="basil")
    assert done == []
    assert jobs.drain() == 1
    assert done == ["basil"]
    assert not OrmQ.objects.exists()


class ChangedMind(Exception):
    """The transaction is not to be kept."""


@draining
def test_a_job_is_forgotten_with_the_transaction_that_asked_for_it() -> None:
    with pytest.raises(ChangedMind):
        ask_and_change_mind()
    assert jobs.drain() == 0
    assert done == []


@transaction.atomic
def ask_and_change_mind() -> None:
    jobs.enqueue("water", plant="basil")
    raise ChangedMind


@draining
def test_a_job_that_fails_stays_in_the_queue(caplog: pytest.LogCaptureFixture) -> None:
    jobs.job("break")(lambda: 1 // 0)
    jobs.enqueue("break")
    jobs.enqueue("water", plant="basil")
    assert jobs.drain() == 1
    assert done == ["basil"]
    assert OrmQ.objects.count() == 1
    assert "The job break failed" in caplog.text


def test_a_job_that_nobody_knows_cannot_be_asked_for() -> None:
    with pytest.raises(AssertionError, match="no job is named wave"):
        jobs.enqueue("wave")


def test_only_plain_facts_can_wait() -> None:
    with pytest.raises(AssertionError):
        jobs.enqueue("water", plant=object())  # type: ignore[arg-type] # the fault under test


def test_two_jobs_cannot_share_a_name() -> None:
    with pytest.raises(AssertionError, match="two jobs named water"):
        jobs.job("water")(print)


@pytest.mark.django_db
def test_the_timetable_says_what_the_code_says_however_often_it_is_made() -> None:
    jobs.job("nightly", cron="15 2 * * *")(lambda: None)
    jobs.schedule("long-gone", "0 0 * * *")
    jobs.plan()
    jobs.plan()
    assert list(Schedule.objects.values_list("name", "cron")) == [("nightly", "15 2 * * *")]


@pytest.mark.django_db
def test_a_changed_time_moves_the_job_and_makes_no_second_one() -> None:
    jobs.schedule("nightly", "15 2 * * *")
    before = Schedule.objects.get().next_run
    jobs.schedule("nightly", "45 3 * * *")
    row = Schedule.objects.get()
    assert row.cron == "45 3 * * *"
    assert row.next_run != before


def test_every_job_of_the_house_can_be_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert all(name == each.name for name, each in jobs.known().items())
