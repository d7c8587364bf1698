"""The pages of projects and lessons, through the door."""

from typing import Any

import pytest
from django.test import Client

from grodd.followup.models import CheckIn, Gate, Project
from grodd.library.models import Lesson
from tests.agreements.signing import AWARD, Desk
from tests.followup.making import make_project
from tests.library.test_library import lesson_of_amina
from tests.processes.deciding import Stage
from tests.web.conftest import SignedIn
from tests.world import World

GOALS = {
    "text_1": "Fler paket", "measure_1": "Paket om dagen", "unit_1": "st", "baseline_1": "0",
    "target_1": "40", "due_on_1": "2026-06-01", "stop_criteria": "Färre än tio\n\nIngen vill",
}  # fmt: skip
TOLD = {"status": "unsure", "learnt": "Det regnar.", "spent": "1 200,50", "hours": "6"}
LESSON = {
    "title": "Lastcyklar i centrum", "tried": "Vi körde paket.", "expected": "Billigare.",
    "happened": "Regnet kom. Det gick fort ändå.", "next_time": "Hyr.", "language": "sv",
    "reach": "space", "names_author": "on",
}  # fmt: skip
RESULT = {
    "summary": "Det gick.", "cost_projected": "10 000", "cost_outcome": "12 000",
    "revenue_projected": "15 000", "revenue_outcome": "18 000",
    "name_1": "Nöjda", "unit_1": "%", "projected_1": "80", "outcome_1": "92,5",
}  # fmt: skip


@pytest.fixture
def amina(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.amina)


def first(project: Project) -> CheckIn:
    return project.check_ins.get(number=1)


def test_a_project_goes_from_goals_to_its_last_word(world: World, amina: Client) -> None:
    project = make_project(world, goals=False)
    page = f"/projects/{project.pk}/"
    assert "Set goals" in amina.get(page).content.decode()
    assert amina.post(f"{page}goals/", GOALS).headers["Location"] == page
    assert list(project.stop_criteria.values_list("text", flat=True)) == [
        "Färre än tio", "Ingen vill",
    ]  # fmt: skip
    goal = project.goals.get()
    told = {**TOLD, f"goal_{goal.pk}": "12,5"}
    assert amina.post(f"/projects/check-ins/{first(project).pk}/", told).status_code == 302
    assert (first(project).spent_minor, first(project).hours) == (120_050, 6)
    shown = amina.get(page).content.decode()
    assert "Det regnar." in shown
    assert "Now 12.5 st" in shown
    assert amina.post(f"{page}result/", RESULT).status_code == 302
    assert "50\xa0%" in amina.get(page).content.decode()
    assert amina.post(f"{page}lesson/", LESSON).status_code == 302
    assert "Complete the project" in amina.get(page).content.decode()
    amina.post(f"{page}complete/")
    project.refresh_from_db()
    assert project.state == Project.State.COMPLETED
    assert "ROI = " in amina.get(page).content.decode()


@pytest.mark.parametrize(
    ("path", "sent", "kept"),
    [
        ("goals/", {**GOALS, "target_1": "fyrtio"}, "fyrtio"),
        ("goals/", {**GOALS, "text_2": "Ett till mål"}, "Ett till mål"),
        ("goals/", {**GOALS, "target_1": "0"}, "The target is where you are now"),
        ("gate/", {"why": "Vi ser att", "proposed": ""}, "Vi ser att"),
        ("result/", {**RESULT, "cost_outcome": "mycket"}, "mycket"),
        ("result/", {**RESULT, "name_1": ""}, "Say what the figures count"),
        ("lesson/", {**LESSON, "expected": ""}, "Regnet kom."),
    ],
)
def test_a_form_that_is_wrong_keeps_what_was_typed(
    world: World, amina: Client, path: str, sent: dict[str, str], kept: str
) -> None:
    project = make_project(world)
    answer = amina.post(f"/projects/{project.pk}/{path}", sent)
    assert answer.status_code == 422
    assert kept in answer.content.decode()


def test_a_check_in_that_is_wrong_keeps_what_was_typed(world: World, amina: Client) -> None:
    project = make_project(world)
    where = f"/projects/check-ins/{first(project).pk}/"
    answer = amina.post(where, {**TOLD, "spent": "massor"})
    assert answer.status_code == 422
    assert "massor" in answer.content.decode()
    assert "Det regnar." in answer.content.decode()


def test_a_check_in_is_kept_for_later_as_it_was_typed(world: World, amina: Client) -> None:
    project = make_project(world)
    where = f"/projects/check-ins/{first(project).pk}/"
    assert (
        amina.post(where, {"learnt": "Halvvägs", "spent": "1x", "save": "yes"}).status_code == 302
    )
    page = amina.get(where).content.decode()
    assert "Halvvägs" in page
    assert "1x" in page
    amina.post(where, TOLD)
    assert amina.get(where).headers["Location"] == f"/projects/{project.pk}/"
    late = amina.post(where, {**TOLD, "save": "yes"})
    assert late.status_code == 422
    assert "was done" in late.content.decode()


def test_without_goals_the_check_in_leads_to_them(world: World, amina: Client) -> None:
    project = make_project(world, goals=False)
    page = amina.get(f"/projects/check-ins/{first(project).pk}/").content.decode()
    assert f"/projects/{project.pk}/goals/" in page


def test_a_mentor_comments_and_an_empty_comment_is_told_where_it_was_written(
    world: World, amina: Client, signed_in: SignedIn
) -> None:
    project = make_project(world)
    amina.post(f"/projects/check-ins/{first(project).pk}/", TOLD)
    maj, where = signed_in(world.maj), f"/projects/check-ins/{first(project).pk}/remarks/"
    empty = maj.post(where, {"text": ""})
    assert empty.status_code == 422
    assert "form-errors" in empty.content.decode()
    maj.post(where, {"text": "Prova regnkläder."})
    assert "Prova regnkläder." in amina.get(f"/projects/{project.pk}/").content.decode()


def test_a_gate_is_asked_for_on_the_page_and_waits_there(
    world: World, amina: Client, signed_in: SignedIn
) -> None:
    project = make_project(world, round_=Stage(world).round)
    page = f"/projects/{project.pk}/"
    amina.post(f"{page}gate/", {"proposed": "scale", "why": "Alla vill ha fler."})
    gate = Gate.objects.get()
    assert "Waits for an answer" in amina.get(page).content.decode()
    again = amina.post(f"{page}gate/", {"proposed": "stop", "why": "Nej."})
    assert again.status_code == 422
    assert "already waits" in again.content.decode()
    chair = signed_in(world.chair)
    assert chair.get(f"/decisions/matters/{gate.matter_id}/").status_code == 200
    assert "Lastcyklar" in chair.get("/projects/?show=gate").content.decode()


def test_the_money_so_far_stands_beside_the_way_to_the_agreement(
    world: World, signed_in: SignedIn
) -> None:
    award = Desk(world, "company").award(AWARD)
    page = f"/projects/{award.agreement.project.pk}/"
    for person, reads in ((world.amina, True), (world.bo, True), (world.maj, False)):
        shown = signed_in(person, world.company).get(page).content.decode()
        assert "6,000" in shown
        assert (f"/agreements/{award.agreement_id}/" in shown) is reads


def test_the_list_finds_what_is_late_due_and_ended(
    world: World, amina: Client, signed_in: SignedIn, clock: Any
) -> None:
    project = make_project(world)
    assert "Lastcyklar" in amina.get("/projects/").content.decode()
    assert "Lastcyklar" not in amina.get("/projects/?show=late").content.decode()
    clock.set("2026-03-30 09:00")
    assert "Lastcyklar" in amina.get("/projects/?show=soon").content.decode()
    clock.set("2026-04-02 09:00")
    programme = project.agreement.application.round.programme_id
    petra = signed_in(world.petra, world.company)
    assert "Lastcyklar" in petra.get(f"/projects/?show=late&programme={programme}").content.decode()
    assert "Lastcyklar" not in petra.get("/projects/?programme=0").content.decode()
    assert "Lastcyklar" not in petra.get("/projects/?show=ended").content.decode()
    elsewhere = signed_in(world.petra, world.fund)
    assert "Lastcyklar" not in elsewhere.get("/projects/").content.decode()
    project.state, project.ended_at = Project.State.STOPPED, clock.set("2026-04-02 10:00")
    project.save()
    for show in ("ended", "unclosed"):
        assert "Lastcyklar" in petra.get(f"/projects/?show={show}").content.decode()
    assert "Please write it down" in amina.get(f"/projects/{project.pk}/").content.decode()


@pytest.mark.parametrize("show", ["running", "late", "soon", "gate", "help", "unclosed", "ended"])
def test_an_empty_list_says_why_and_where_to_go(amina: Client, show: str) -> None:
    page = amina.get(f"/projects/?show={show}").content.decode()
    assert "empty__heading" in page
    assert "/lessons/" in page


def test_lessons_are_found_marked_and_read(
    world: World, amina: Client, signed_in: SignedIn
) -> None:
    lesson = lesson_of_amina(world)
    rolf = signed_in(world.rolf, world.company)
    page = rolf.get("/lessons/?q=ränta").content.decode()
    assert "<mark>Räntan</mark>" in page
    assert "Amina" not in page
    assert "Lastcyklar" in rolf.get("/lessons/?outcome=stopped&theme=Logistik").content.decode()
    assert "No lesson fits" in rolf.get("/lessons/?q=flygplan").content.decode()
    read = rolf.get(f"/lessons/{lesson.pk}/").content.decode()
    assert "Hyr i stället" in read
    assert "Share the lesson" not in read
    assert "Share the lesson" in amina.get(f"/lessons/{lesson.pk}/").content.decode()


def test_an_empty_library_shows_the_way_to_the_projects(amina: Client) -> None:
    page = amina.get("/lessons/").content.decode()
    assert "No lessons yet" in page
    assert 'href="/projects/"' in page


def test_a_lesson_is_shared_further_and_hidden_again(world: World, amina: Client) -> None:
    lesson = lesson_of_amina(world, share=False)
    where = f"/lessons/{lesson.pk}/"
    assert amina.post(f"{where}share/", {"reach": ""}).status_code == 422
    amina.post(f"{where}share/", {"reach": "everyone", "names_author": "on"})
    shared = Lesson.objects.get()
    assert (shared.reach, shared.names_author) == ("everyone", True)
    assert "also in other organisations" in amina.get(where).content.decode()
    amina.post(f"{where}hide/")
    assert Lesson.objects.get().published_at is None


def test_the_pages_keep_their_budgets_however_much_there_is(
    world: World, amina: Client, signed_in: SignedIn, django_assert_max_num_queries: Any
) -> None:
    stage = Stage(world)
    project = make_project(world, round_=stage.round)
    for row in project.check_ins.all()[:3]:
        amina.post(f"/projects/check-ins/{row.pk}/", TOLD)
        amina.post(f"/projects/check-ins/{row.pk}/remarks/", {"text": "Bra."})
    amina.post(f"/projects/{project.pk}/gate/", {"proposed": "stop", "why": "Nog."})
    for number in range(3):
        lesson_of_amina(world, subject=f"project:{number}", theme=f"Tema {number}")
    petra = signed_in(world.petra, world.company)
    for path, most in (
        ("/projects/", 8),
        (f"/projects/{project.pk}/", 12),
        ("/lessons/", 8),
        ("/lessons/?q=lastcyklar", 8),
        (f"/lessons/{Lesson.objects.earliest('pk').pk}/", 12),
    ):
        with django_assert_max_num_queries(most):
            assert petra.get(path).status_code == 200, path
    with django_assert_max_num_queries(12):
        assert amina.get(f"/projects/{project.pk}/").status_code == 200
