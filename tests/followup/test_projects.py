from datetime import date
from decimal import Decimal

import pytest

from grodd.base import clock
from grodd.base.errors import NotAllowed, NotFound
from grodd.base.models import OutboxMessage
from grodd.followup.models import CheckIn, Project
from grodd.followup.queries import check_ins_waiting_for, project_seen_by
from grodd.followup.refusals import (
    CheckInDone,
    CheckInNotDone,
    GoalsMissing,
    GoalsStand,
    LessonMissing,
    NothingSaid,
    ProjectEnded,
    ResultMissing,
)
from grodd.followup.usecases.end_project import end_project
from grodd.followup.usecases.record_check_in import Word, record_check_in
from grodd.followup.usecases.report_result import AMOUNTS, Beyond, report_result
from grodd.followup.usecases.save_check_in import save_check_in
from grodd.followup.usecases.set_goals import set_goals
from grodd.followup.usecases.start_project import start_project
from grodd.followup.usecases.write_remark import write_remark
from grodd.library.usecases.write_lesson import Words
from grodd.processes.complete_project import complete_project
from grodd.processes.write_project_lesson import write_project_lesson
from tests.followup.making import aim, make_project
from tests.world import World

WELL = Word(status="on_track", learnt="Det går fort i motvind.", spent_minor=120_000, hours=6)


def check_in(world: World, project: Project, number: int = 1, word: Word = WELL) -> CheckIn:
    which = project.check_ins.get(number=number)
    return record_check_in(
        check_in_id=which.pk, word=word, by=world.asker(world.amina), at=clock.now()
    )


def report(world: World, project: Project) -> None:
    report_result(
        project_id=project.pk,
        projected=dict.fromkeys(AMOUNTS, 100_000),
        outcome=dict.fromkeys(AMOUNTS, 90_000),
        measures=[Beyond("Nöjda kunder", "%", Decimal(80), Decimal(92))],
        summary="Bra.",
        by=world.asker(world.amina),
        at=clock.now(),
    )


def write(world: World, project: Project) -> None:
    words = Words(
        outcome="completed",
        theme="Logistik",
        language="sv",
        title="Cyklar",
        tried="a",
        expected="b",
        happened="c",
        next_time="d",
    )
    write_project_lesson(
        project_id=project.pk,
        words=words,
        share=True,
        names_author=True,
        by=world.asker(world.amina),
        at=clock.now(),
    )


def test_check_ins_fall_on_a_rhythm_and_the_last_on_the_last_day(world: World) -> None:
    project = make_project(world)
    days = list(project.check_ins.values_list("due_on", flat=True))
    assert days == [date(2026, 4, 1), date(2026, 5, 1), date(2026, 5, 31), date(2026, 6, 2)]


def test_a_project_started_twice_is_one_project(world: World) -> None:
    project = make_project(world)
    again = start_project(
        agreement_id=project.agreement_id,
        starts_on=date(2027, 1, 1),
        months=1,
        check_in_every_days=7,
        by=world.asker(world.petra),
        at=clock.now(),
    )
    assert again == project
    assert project.check_ins.count() == 4


def test_goals_need_a_stop_criterion_too(world: World) -> None:
    project = make_project(world, goals=False)
    with pytest.raises(GoalsMissing):
        set_goals(
            project_id=project.pk,
            aims=[aim()],
            stop_criteria=[],
            by=world.asker(world.amina),
            at=clock.now(),
        )


def test_goals_stand_from_the_first_check_in(world: World) -> None:
    project = make_project(world)
    check_in(world, project)
    with pytest.raises(GoalsStand):
        set_goals(
            project_id=project.pk,
            aims=[aim()],
            stop_criteria=["x"],
            by=world.asker(world.amina),
            at=clock.now(),
        )


def test_nobody_but_the_owner_sets_goals(world: World) -> None:
    project = make_project(world)
    with pytest.raises(NotAllowed):
        set_goals(
            project_id=project.pk,
            aims=[aim()],
            stop_criteria=["x"],
            by=world.asker(world.petra),
            at=clock.now(),
        )


def test_a_check_in_without_goals_is_refused(world: World) -> None:
    project = make_project(world, goals=False)
    with pytest.raises(GoalsMissing):
        check_in(world, project)


def test_a_check_in_is_told_once(world: World) -> None:
    project = make_project(world)
    goal = project.goals.get()
    check_in(world, project, word=Word("unsure", "Regn.", values={goal.pk: Decimal(12)}))
    with pytest.raises(CheckInDone):
        check_in(world, project)
    assert project.check_ins.get(number=1).measurements.get().value == 12


def test_a_stranger_finds_no_project_and_no_check_in(world: World) -> None:
    project = make_project(world)
    dana = world.asker(world.dana)
    with pytest.raises(NotFound):
        project_seen_by(dana, project_id=project.pk)
    with pytest.raises(NotFound):
        record_check_in(
            check_in_id=project.check_ins.get(number=1).pk, word=WELL, by=dana, at=clock.now()
        )


def test_what_is_due_waits_for_the_owner_and_nobody_else(world: World) -> None:
    make_project(world)
    due = date(2026, 4, 1)
    mine = check_ins_waiting_for(world.asker(world.amina), on=due, days_ahead=0)
    assert [one.number for one in mine] == [1]
    assert not check_ins_waiting_for(world.asker(world.otto), on=due).exists()


def test_a_project_completes_with_result_and_lesson_and_its_application_follows(
    world: World,
) -> None:
    project = make_project(world)
    amina = world.asker(world.amina)
    with pytest.raises(ResultMissing):
        complete_project(project_id=project.pk, by=amina, at=clock.now())
    report(world, project)
    with pytest.raises(LessonMissing):
        complete_project(project_id=project.pk, by=amina, at=clock.now())
    write(world, project)
    done = complete_project(project_id=project.pk, by=amina, at=clock.now())
    assert done.state == Project.State.COMPLETED
    assert done.agreement.application.phase.kind == "completed"
    assert complete_project(project_id=project.pk, by=amina, at=clock.now()) == done


def test_a_stop_does_not_wait_for_the_lesson_but_it_can_be_written_after(world: World) -> None:
    project = make_project(world)
    end_project(project_id=project.pk, state="stopped", by=world.asker(world.petra), at=clock.now())
    write(world, project)
    project.refresh_from_db()
    assert project.lesson is not None
    assert project.lesson.published_at == clock.now()


def test_what_has_ended_is_not_rewritten(world: World) -> None:
    project = make_project(world)
    petra = world.asker(world.petra)
    end_project(project_id=project.pk, state="stopped", by=petra, at=clock.now())
    with pytest.raises(ProjectEnded):
        check_in(world, project)
    with pytest.raises(ProjectEnded):
        end_project(project_id=project.pk, state="completed", by=petra, at=clock.now())


def test_a_stopped_project_tells_its_result_once_afterwards(world: World) -> None:
    project = make_project(world)
    petra = world.asker(world.petra)
    end_project(project_id=project.pk, state="stopped", by=petra, at=clock.now())
    report(world, project)
    with pytest.raises(ProjectEnded):
        report(world, project)


def test_a_draft_of_a_check_in_is_kept_as_typed_until_it_is_sent(world: World) -> None:
    project = make_project(world)
    first = project.check_ins.get(number=1)
    typed = {"learnt": "Halvvägs", "spent": "12 0"}
    amina = world.asker(world.amina)
    save_check_in(check_in_id=first.pk, typed=typed, by=amina, at=clock.now())
    first.refresh_from_db()
    assert first.draft == typed
    assert first.done_at is None
    assert check_in(world, project).draft == {}
    with pytest.raises(CheckInDone):
        save_check_in(check_in_id=first.pk, typed=typed, by=amina, at=clock.now())


def test_a_mentor_says_something_about_a_check_in_and_the_owner_hears_of_it(world: World) -> None:
    project = make_project(world)
    first, maj = project.check_ins.get(number=1), world.asker(world.maj)
    with pytest.raises(CheckInNotDone):
        write_remark(check_in_id=first.pk, text="Bra!", by=maj, at=clock.now())
    check_in(world, project)
    with pytest.raises(NothingSaid):
        write_remark(check_in_id=first.pk, text=" ", by=maj, at=clock.now())
    with pytest.raises(NotAllowed):
        write_remark(check_in_id=first.pk, text="Bra!", by=world.asker(world.agda), at=clock.now())
    with pytest.raises(NotFound):
        write_remark(check_in_id=first.pk, text="Bra!", by=world.asker(world.dana), at=clock.now())
    write_remark(check_in_id=first.pk, text="Bra!", by=maj, at=clock.now())
    write_remark(check_in_id=first.pk, text="Tack!", by=world.asker(world.amina), at=clock.now())
    told = OutboxMessage.objects.filter(template="check_in_remark")
    assert [one.facts["text"] for one in told] == ["Bra!"]
