"""Rows become applications: whole or not at all, once, and each no says where and what helps."""

import json
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from grodd.applications.importing import KEY
from grodd.applications.models import Application, ImportMapping, ImportRun
from grodd.applications.refusals import ImportOver, ImportRefused
from grodd.applications.usecases.begin_import import begin_import
from grodd.applications.usecases.map_import import map_import
from grodd.assessment.queries import in_conflict
from grodd.base import audit, clock
from grodd.base.errors import NotAllowed, NotFound
from grodd.base.models import StoredFile
from grodd.cli import import_ as command
from grodd.processes.import_applications import import_applications
from grodd.processes.screen_application import screen_application
from grodd.programmes.models import Round
from tests.programmes.making import make_programme, make_round
from tests.samples import samples
from tests.web.stage import browser
from tests.world import World

HEAD = "id,activity,use,sector,loan_amount,term_in_months\n"
GOOD = HEAD + "7,Bakery,to buy an oven,Food,12000,12\n8,Bees,to buy hives,Jordbruk,900.50,8.0\n"
BAD = (
    GOOD
    + "9,Boat,to fish,Sea,12000,12\n10,Barn,to store hay,Food,lots,99\n,Nets,to fish,Food,500,3\n"
)


class Desk:
    """Petra imports into a published round of the fund."""

    def __init__(self, world: World, **changed: Any) -> None:
        self.world = world
        self.round: Round = make_round(world, make_programme(world, "fund"), **changed)
        self.petra = world.asker(world.petra, world.fund)

    def begin(self, text: str, name: str = "loans.csv") -> ImportRun:
        return begin_import(
            round_id=self.round.pk, name=name, content=text.encode(), by=self.petra, at=clock.now()
        )

    def take(self, text: str, *, partly: bool = False) -> ImportRun:
        run = self.begin(text)
        return import_applications(run_id=run.pk, by=self.petra, at=clock.now(), partly=partly)


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def said(run: ImportRun) -> list[Mapping[str, Any]]:
    return list(run.errors)


def test_rows_become_applications_that_were_handed_in(desk: Desk) -> None:
    run = desk.take(GOOD)
    assert (run.rows_new, run.rows_known, run.state) == (2, 0, "done")
    oven, hives = Application.objects.order_by("number")
    assert (oven.number, oven.title, oven.summary) == (1, "Bakery", "to buy an oven")
    assert (oven.amount_minor, oven.months, oven.phase.kind) == (1_200_000, 12, "screening")
    assert (hives.amount_minor, hives.months) == (90_050, 8)
    assert hives.theme is not None
    assert hives.theme.key == "agriculture"
    assert hives.case is not None
    assert hives.case.title == "Bees"
    assert hives.submissions.get().answers == hives.answers
    desk.round.refresh_from_db()
    assert desk.round.next_number == 3
    assert list(audit.breaks()) == []


def test_the_same_file_twice_makes_nothing_twice(desk: Desk) -> None:
    desk.take(GOOD)
    again = desk.take(GOOD + "9,Boat,to fish,Food,12000,12\n")
    assert (again.rows_new, again.rows_known) == (1, 2)
    assert Application.objects.count() == 3
    with pytest.raises(ImportOver):
        import_applications(run_id=again.pk, by=desk.petra, at=clock.now())
    with pytest.raises(ImportOver):
        map_import(run_id=again.pk, mapping={}, by=desk.petra, at=clock.now())


def test_the_same_key_with_other_answers_is_refused_and_changes_nothing(desk: Desk) -> None:
    desk.take(GOOD)
    changed = desk.take(GOOD.replace("12000", "13000"), partly=True)
    assert (changed.rows_new, changed.rows_known) == (0, 1)
    assert [(one["row"], one["column"], one["value"]) for one in said(changed)] == [(2, "id", "7")]
    assert Application.objects.get(import_key="7").amount_minor == 1_200_000


def test_without_a_column_for_the_key_the_row_itself_is_the_key(desk: Desk) -> None:
    text = "activity,use,sector,loan_amount,term_in_months\nBakery,to bake,Food,12000,12\n"
    desk.take(text)
    assert desk.take(text).rows_known == 1


def test_one_bad_row_stops_all_of_it_and_is_named(desk: Desk) -> None:
    with pytest.raises(ImportRefused) as refused:
        desk.take(BAD)
    assert "3 of 5 rows" in str(refused.value)
    assert "row 4, sector" in str(refused.value)
    assert Application.objects.count() == 0


def test_good_rows_can_be_taken_and_every_bad_cell_is_named(desk: Desk) -> None:
    run = desk.take(BAD, partly=True)
    assert run.rows_new == 2
    found = [(one["row"], one["column"], one["value"]) for one in said(run)]
    assert found == [
        (4, "sector", "Sea"),
        (5, "loan_amount", "lots"),
        (5, "term_in_months", "99"),
        (6, "id", ""),
    ]
    by_row = {one["row"]: one["text"] for one in said(run)}
    assert "Food" in by_row[4], "it lists what can be chosen"
    assert "key" in by_row[6]


def test_a_key_that_stands_twice_in_the_file_is_refused(desk: Desk) -> None:
    run = desk.take(GOOD + "7,Boat,to fish,Food,12000,12\n", partly=True)
    assert run.rows_new == 2
    assert [(one["row"], one["column"]) for one in said(run)] == [(4, "id")]


def test_a_currency_is_kept_as_it_is_given(desk: Desk) -> None:
    head = HEAD.replace("\n", ",currency\n")
    run = desk.take(
        head + "1,Bees,to buy hives,Food,25,8,USD\n2,Boat,to fish,Food,99,8,XQX\n", partly=True
    )
    bees = Application.objects.get()
    assert (bees.currency, bees.amount_minor) == ("USD", 2_500)
    assert (said(run)[0]["row"], said(run)[0]["column"]) == (3, "currency")


def test_a_question_that_no_column_answers_is_named(desk: Desk) -> None:
    run = desk.begin("id,activity\n1,Bees\n")
    with pytest.raises(ImportRefused, match="No column answers"):
        import_applications(run_id=run.pk, by=desk.petra, at=clock.now())


def test_a_mapping_is_remembered_for_the_next_file_like_it(desk: Desk) -> None:
    run = desk.begin(GOOD)
    assert run.mapping[KEY] == "id"
    mapping = {**run.mapping, "title": "use", "nothing": "id", "repay": "gone"}
    map_import(run_id=run.pk, mapping=mapping, by=desk.petra, at=clock.now())
    again = desk.begin(GOOD, name="more.csv")
    assert again.mapping["title"] == "use"
    assert not {"nothing", "repay"} & set(again.mapping)
    assert ImportMapping.objects.count() == 1


def test_only_who_manages_the_programme_imports(desk: Desk) -> None:
    at, world = clock.now(), desk.world
    run = desk.begin(GOOD)
    for person, no in ((world.bo, NotAllowed), (world.amina, NotFound), (world.dana, NotFound)):
        by = world.asker(person, world.fund)
        with pytest.raises(no):
            import_applications(run_id=run.pk, by=by, at=at)
        with pytest.raises(no):
            begin_import(round_id=desk.round.pk, name="a.csv", content=b"a\n1\n", by=by, at=at)
    with pytest.raises(NotFound):
        import_applications(run_id=run.pk + 1, by=desk.petra, at=at)
    assert Application.objects.count() == 0


def test_a_round_that_is_not_published_takes_nothing(world: World) -> None:
    with pytest.raises(NotFound):
        Desk(world, published=False).begin(GOOD)
    assert not StoredFile.objects.exists()


def test_whoever_imported_is_not_in_conflict_by_keeping_it(desk: Desk) -> None:
    desk.take(GOOD)
    held = Application.objects.first()
    assert held is not None
    screen_application(
        by=desk.petra,
        application_id=held.pk,
        outcome="passed",
        reasons="",
        next_step="",
        at=clock.now(),
    )
    assert held.case_id is not None
    assert not in_conflict(held.case_id, desk.world.petra.pk)


def test_in_the_browser_from_file_to_report(desk: Desk, tmp_path: Path) -> None:
    petra = browser(desk.world.petra, desk.world.fund)
    begin = reverse("imports:begin", kwargs={"round_id": desk.round.pk})
    assert petra.get(begin).status_code == 200
    empty = tmp_path / "empty.csv"
    empty.write_text("id\n")
    with empty.open("rb") as file:
        assert petra.post(begin, {"file": file}).status_code == 422
    loans = tmp_path / "loans.csv"
    loans.write_text(BAD + "11,=Bad(),to fish,Sea,12000,12\n")
    with loans.open("rb") as file:
        there = petra.post(begin, {"file": file})["Location"]
    page = petra.get(there).content.decode()
    assert "2 of 6 rows can be taken" in page
    assert "lots" in page
    run = ImportRun.objects.get()
    assert petra.post(there, run.mapping).status_code == 302
    assert petra.post(there, {"title": "activity"}).status_code == 422
    assert petra.post(f"{there}take/").status_code == 422
    assert Application.objects.count() == 0
    assert petra.post(f"{there}take/", {"partly": "yes"}).status_code == 302
    assert petra.post(f"{there}take/", {"partly": "yes"}).status_code == 302
    assert Application.objects.count() == 2
    assert "Rows that were not taken" in petra.get(there).content.decode()
    refused = petra.get(f"{there}refused.csv").content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in refused] == ["id", "9", "10", "", "11"]
    assert ",'=Bad()," in refused[4]


def test_on_the_command_line(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, mapping = tmp_path / "loans.csv", tmp_path / "mapping.json"
    file.write_text(BAD)
    chosen = {
        KEY: "id", "title": "activity", "summary": "use", "theme": "sector",
        "amount": "loan_amount", "months": "term_in_months",
    }  # fmt: skip
    mapping.write_text(json.dumps(chosen))
    usual = {
        "what": "applications", "file": file, "round": desk.round.key, "mapping": mapping,
        "by": "petra@example.org", "partly": False, "dry_run": True,
    }  # fmt: skip
    assert command.run(Namespace(**usual)) == 1
    printed = capsys.readouterr()
    assert "5 rows, 2 can be taken." in printed.out
    assert "row 5, loan_amount: “lots”" in printed.err
    assert not ImportRun.objects.exists()
    real = Namespace(**{**usual, "dry_run": False, "partly": True, "mapping": None})
    assert command.run(real) == 1
    assert "2 new, 0 known before, 3 refused." in capsys.readouterr().out
    assert command.run(Namespace(**{**usual, "by": "nobody@example.org"})) == 1
    assert command.run(Namespace(**{**usual, "by": "bo@example.org"})) == 1


@pytest.mark.slow
def test_a_thousand_real_loans_are_taken_with_few_queries(
    desk: Desk, django_assert_max_num_queries: Any
) -> None:
    text = samples("loans", "kiva_loans.csv").read_text(encoding="utf-8")
    run = desk.begin(text)
    with django_assert_max_num_queries(150):
        done = import_applications(run_id=run.pk, by=desk.petra, at=clock.now(), partly=True)
    assert done.rows_count == 1_218
    assert done.rows_new > 1_100
    assert {one["column"] for one in said(done)} <= {
        "use",
        "loan_amount",
        "sector",
        "term_in_months",
    }
