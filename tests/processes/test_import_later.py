"""A large file is imported by a worker: seen, stopped and taken up again, never twice."""

from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from grodd import jobs
from grodd.applications.models import Application, ImportRun
from grodd.applications.refusals import ImportOver, ImportUnderWay
from grodd.applications.usecases.map_import import map_import
from grodd.base import clock
from grodd.base.models import AuditEvent, LongTask
from grodd.base.progress import StopAskedFor
from grodd.processes import import_applications as importing
from grodd.processes.import_applications import import_applications
from grodd.processes.import_later import import_later
from grodd.web.imports import views
from tests.processes.test_import_applications import BAD, GOOD, HEAD, Desk
from tests.web.stage import browser
from tests.world import World

draining = pytest.mark.django_db(transaction=True)
"""A worker reads its queue beside what the test wrote."""

FIVE = HEAD + "".join(f"{one},Oven {one},to bake,Food,12000,12\n" for one in range(5))


@pytest.fixture
def desk(world: World, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Two rows at a time, so that five are many."""
    monkeypatch.setattr(importing, "BATCH", 2)
    return Desk(world)


def later(desk: Desk, text: str, **more: Any) -> LongTask:
    run = desk.begin(text)
    return import_later(run_id=run.pk, by=desk.petra, at=clock.now(), url=f"/r/{run.pk}", **more)


def now(task: LongTask) -> LongTask:
    task.refresh_from_db()
    return task


@draining
def test_a_worker_takes_the_rows_and_says_what_came_of_them(desk: Desk) -> None:
    task = later(desk, FIVE)
    assert (task.state, task.total, Application.objects.count()) == ("waiting", 5, 0)
    assert jobs.drain() == 1
    assert (now(task).state, task.message) == ("done", "5 new applications.")
    assert Application.objects.count() == 5
    with pytest.raises(ImportOver):
        import_later(run_id=int(task.url[3:]), by=desk.petra, at=clock.now(), url="")


@draining
def test_a_refused_file_says_so_where_one_watches(desk: Desk) -> None:
    task = later(desk, BAD)
    jobs.drain()
    assert now(task).state == "failed"
    assert "row 4, sector" in task.message
    partly = later(desk, BAD, partly=True)
    jobs.drain()
    assert now(partly).message == "2 new applications. 3 rows were not taken; the report says why."


def test_what_was_stopped_stays_and_is_taken_up_again(desk: Desk) -> None:
    run = desk.begin(FIVE)

    def heard(done: int, total: int) -> None:
        assert total == 5
        if done == 4:
            raise StopAskedFor

    asked: dict[str, Any] = {"run_id": run.pk, "by": desk.petra, "at": clock.now()}
    with pytest.raises(StopAskedFor, match="4 of 5 rows were taken and stay"):
        import_applications(**asked, heard=heard)
    run.refresh_from_db()
    assert (run.state, Application.objects.count()) == ("checked", 4)
    done = import_applications(**asked)
    assert (done.rows_new, done.rows_known, done.rows_done) == (1, 4, 5)
    assert sorted(Application.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_after_a_worker_died_another_one_finishes_and_counts_right(desk: Desk) -> None:
    run = desk.begin(FIVE)

    def die(done: int, total: int) -> None:
        if done == 2:
            raise SystemExit(total)

    asked: dict[str, Any] = {"run_id": run.pk, "by": desk.petra, "at": clock.now()}
    with pytest.raises(SystemExit):
        import_applications(**asked, heard=die)
    with pytest.raises(ImportUnderWay):
        map_import(run_id=run.pk, mapping={}, by=desk.petra, at=clock.now())
    done = import_applications(**asked)
    assert (done.rows_new, done.rows_known, Application.objects.count()) == (5, 0, 5)


def test_two_workers_on_one_file_write_nothing_twice(desk: Desk) -> None:
    run = desk.begin(FIVE)
    asked: dict[str, Any] = {"run_id": run.pk, "by": desk.petra, "at": clock.now()}

    def meanwhile(done: int, total: int) -> None:
        if done == 2:
            import_applications(**asked)
        assert total == 5

    done = import_applications(**asked, heard=meanwhile)
    assert (done.rows_new, done.rows_known, Application.objects.count()) == (5, 0, 5)
    assert AuditEvent.objects.filter(action="applications.imported").count() == 1


def test_a_row_that_someone_else_brought_meanwhile_is_named(desk: Desk) -> None:
    run = desk.begin(FIVE)

    def meanwhile(done: int, _total: int) -> None:
        if done == 2:
            desk.take(f"{HEAD}4,Stove,to bake,Food,9000,9\n")

    done = import_applications(run_id=run.pk, by=desk.petra, at=clock.now(), heard=meanwhile)
    assert (done.rows_new, done.rows_known) == (4, 0)
    assert [one["row"] for one in done.errors] == [6]


@draining
def test_a_large_file_leads_to_a_page_that_tells_how_far_it_is(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr(views, "ROWS_AT_ONCE_MAX", 4)
    petra = browser(desk.world.petra, desk.world.fund)
    small, large = desk.begin(GOOD), desk.begin(FIVE)

    def taken(run: ImportRun) -> str:
        answer = petra.post(reverse("imports:take", kwargs={"run_id": run.pk}))
        return str(answer["Location"])

    assert taken(small) == reverse("imports:show", kwargs={"run_id": small.pk})
    page = taken(large)
    task = LongTask.objects.get()
    assert page == reverse("progress:show", kwargs={"key": task.key})
    with django_assert_max_num_queries(12):
        waiting = petra.get(page).content.decode()
    assert "0 of 5" in waiting
    assert "every 2s" in waiting
    assert "Stop it" in waiting
    jobs.drain()
    part = petra.get(page, headers={"HX-Request": "true"}).content.decode()
    assert "5 new applications." in part
    assert "<html" not in part
    assert "every 2s" not in part
    assert reverse("imports:show", kwargs={"run_id": large.pk}) in part
    with django_assert_max_num_queries(8):
        listed = petra.get(reverse("progress:list")).content.decode()
    assert "Import of applications" in listed


@draining
def test_what_has_not_begun_is_stopped_from_the_page(desk: Desk) -> None:
    task = later(desk, FIVE)
    petra = browser(desk.world.petra, desk.world.fund)
    there = reverse("progress:stop", kwargs={"key": task.key})
    assert petra.post(there)["Location"] == reverse("progress:show", kwargs={"key": task.key})
    jobs.drain()
    assert Application.objects.count() == 0
    assert "Nothing was done" in petra.get(petra.post(there)["Location"]).content.decode()
    nobody = reverse("progress:show", kwargs={"key": UUID(int=1)})
    assert petra.get(nobody).status_code == 404


def test_silence_is_told(desk: Desk, clock: Any) -> None:
    task = later(desk, FIVE)
    clock.set("2026-03-02 09:10")
    petra = browser(desk.world.petra, desk.world.fund)
    page = petra.get(reverse("progress:show", kwargs={"key": task.key})).content.decode()
    assert "Nothing has been heard of it" in page
