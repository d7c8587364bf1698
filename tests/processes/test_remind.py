"""Reminders of check-ins: in time, never twice, and no flood after missed days."""

from datetime import date

import pytest

from grodd import cli, jobs
from grodd.base import clock
from grodd.base.models import OutboxMessage
from grodd.followup.models import Project
from grodd.followup.usecases.end_project import end_project
from grodd.followup.usecases.record_check_in import Word, record_check_in
from grodd.processes.remind import remind
from tests.conftest import Clock
from tests.followup.making import make_project
from tests.world import World

DUE = date(2026, 4, 1)


@pytest.fixture
def project(world: World) -> Project:
    """Its first check-in is due on 1 April; reminders 3 days before, 1, 7 and 21 days after."""
    return make_project(world)


def reminders() -> list[str]:
    rows = OutboxMessage.objects.filter(event__startswith="check_in:").order_by("pk")
    return [row.event.rpartition(":")[2] for row in rows]


def run(*days: int) -> list[str]:
    """Nights by their distance from the due day (unit: days)."""
    for day in days:
        remind(on=date.fromordinal(DUE.toordinal() + day), at=clock.now())
    return reminders()


@pytest.mark.usefixtures("project")
def test_nothing_is_said_before_it_is_soon() -> None:
    assert run(-4) == []


@pytest.mark.usefixtures("project")
def test_the_owner_hears_soon_then_late_and_never_twice() -> None:
    assert run(-3, -3, -2, 0) == ["soon"]
    assert run(1, 2, 6) == ["soon", "late1"]
    assert run(7, 8) == ["soon", "late1", "late2"]


@pytest.mark.usefixtures("project")
def test_after_missed_days_only_what_fits_today_is_said() -> None:
    assert run(10) == ["late2"]


def test_the_letter_is_in_the_readers_language_with_the_way_to_the_form(
    world: World, project: Project
) -> None:
    run(-3)
    message = OutboxMessage.objects.get(event__startswith="check_in:")
    assert message.recipient == world.amina.audit_key
    assert "It is soon time for your check-in" in message.facts["body"]
    assert "1 Apr 2026" in message.facts["body"]
    first = project.check_ins.get(number=1)
    assert f"/projects/check-ins/{first.pk}/" in message.facts["body"]


def test_a_check_in_that_is_done_is_not_asked_for(world: World, project: Project) -> None:
    record_check_in(
        check_in_id=project.check_ins.get(number=1).pk,
        word=Word("on_track", "Bra."),
        by=world.asker(world.amina),
        at=clock.now(),
    )
    assert run(-3, 1) == []


def test_a_project_that_has_ended_is_left_in_peace(world: World, project: Project) -> None:
    end_project(project_id=project.pk, state="stopped", by=world.asker(world.petra), at=clock.now())
    assert run(-3, 1) == []


@pytest.mark.usefixtures("project")
def test_when_two_are_late_one_reminder_is_enough() -> None:
    """The second is due on 1 May: thirty-one days after the first both are late."""
    assert run(31) == ["late1"]


@pytest.mark.usefixtures("project")
def test_a_programme_that_wants_no_reminder_before_gets_none() -> None:
    frame = Project.objects.get().agreement.application.round.frame
    assert frame is not None
    frame.remind_days_before, frame.remind_late_days = 0, [2]
    frame.save()
    assert run(-3, 0, 1, 2) == ["late1"]


@pytest.mark.usefixtures("project")
def test_nightly_on_a_day_tells_what_it_did(
    capsys: pytest.CaptureFixture[str], clock: Clock
) -> None:
    assert cli.main(["nightly", "--day", "2026-03-29"]) == 2
    clock.set("2026-03-29 06:00")
    assert cli.main(["nightly", "--day", "2026-03-29"]) == 0
    first = capsys.readouterr().out.splitlines()
    assert any(line.startswith("2026-03-29 ") and "portfolio: 0" in line for line in first)
    assert "check_in_reminders: 1" in first
    assert cli.main(["nightly"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "check_in_reminders: 0", "limitation_letters: 0", "digests: 0",
        "All nights up to 2026-03-29 are done.",
    ]  # fmt: skip


def test_the_worker_sends_and_runs_the_night_by_the_clock() -> None:
    timed = {name: one.cron for name, one in jobs.known().items() if one.cron}
    assert timed["send-outbox"] == "* * * * *"
    assert "nightly" in timed


@pytest.mark.usefixtures("project")
def test_the_jobs_by_the_clock_can_be_done() -> None:
    clock.stand_at(clock.at_hour(DUE, 5))
    jobs.perform("nightly", "{}")
    assert reminders() == ["soon"]
    jobs.perform("send-outbox", "{}")
    assert OutboxMessage.objects.exclude(state=OutboxMessage.State.SENT).count() == 0
