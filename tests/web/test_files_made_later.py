"""A long list or report is made by a worker, fetched by whoever asked, and gone after some days."""

import os
from datetime import timedelta
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from openpyxl import load_workbook

from grodd import jobs
from grodd.base import clock as time
from grodd.base import made_files, progress
from grodd.base.errors import NotFound
from grodd.base.made_files import KEPT, MadeFileGone, file_of, forget_old
from grodd.base.models import LongTask
from grodd.people.models import Grant
from grodd.reports.later import make_file, makers
from grodd.reports.later.make_file import make_file_later
from grodd.reports.later.makers import Wish
from tests.agreements.signing import Desk
from tests.conftest import Clock
from tests.servicing.making import Portfolio, classes_of
from tests.web.stage import browser
from tests.world import World

ENGLISH = {"accept-language": "en"}
LONG = (
    "/loans/?as=csv&status=all", "/loans/work/?as=csv&whose=all",
    "/loans/risk/2026-02-28/?as=csv", "/loans/cash/2026-02/expected/?as=csv",
)  # fmt: skip


@pytest.fixture
def desk(world: World, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A fund with six loans, where four rows are many."""
    desk = Desk(world)
    classes_of(desk.space)
    Portfolio(desk.round, [world.adde, world.petra], on=time.today()).write(6, history=2)
    monkeypatch.setattr(makers, "ROWS_AT_ONCE", 4)
    return desk


@pytest.fixture
def petra(desk: Desk) -> Client:
    return browser(desk.world.petra, desk.space)


@pytest.fixture(autouse=True)
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "made"


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What waits for the worker."""
    waiting: list[dict[str, Any]] = []
    monkeypatch.setattr(make_file, "enqueue", lambda _name, **facts: waiting.append(facts))
    return waiting


def work_off(queue: list[dict[str, Any]]) -> None:
    while queue:
        jobs.known()["make-file"].function(**queue.pop(0))


def asked(petra: Client, address: str) -> str:
    """Ask for a long file as one does, and land on its page."""
    offered: Any = petra.get(address)
    assert offered.status_code == HTTPStatus.FOUND, address
    page = petra.get(offered.url, headers=ENGLISH).content.decode()
    assert "Make the file" in page
    started: Any = petra.post(offered.url)
    assert started.status_code == HTTPStatus.FOUND
    return str(started.url)


def content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


@pytest.mark.django_db
def test_a_long_list_is_made_later_and_fetched_by_whoever_asked(
    desk: Desk, petra: Client, queue: list[Any]
) -> None:
    page = asked(petra, "/loans/?as=xlsx&sort=reference&status=all")
    task = LongTask.objects.get()
    assert (task.title, task.total, task.state) == ("Loans (XLSX)", 6, "waiting")
    assert petra.get(f"{page}file/").status_code == HTTPStatus.NOT_FOUND
    work_off(queue)
    shown = petra.get(page, headers=ENGLISH).content.decode()
    assert f'href="{page}file/"' in shown
    assert 'href="/loans/?sort=reference&amp;status=all"' in shown
    fetched: Any = petra.get(f"{page}file/")
    assert fetched["Content-Disposition"] == 'attachment; filename="loans.xlsx"'
    sheet = load_workbook(BytesIO(content(fetched))).worksheets[0]
    assert sheet.max_row == 7
    for other in (desk.world.ali, desk.world.bo, desk.world.dana):
        strange = browser(other, desk.space)
        assert strange.get(f"{page}file/").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.django_db
def test_a_short_list_is_handed_over_at_once(petra: Client, queue: list[Any]) -> None:
    for address in ("/loans/?as=csv&status=cancelled", "/loans/risk/?as=csv"):
        assert content(petra.get(address))
    assert not LongTask.objects.exists()
    assert not queue


@pytest.mark.django_db
def test_each_long_list_says_the_same_as_at_once(
    petra: Client, queue: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for address in LONG:
        monkeypatch.setattr(makers, "ROWS_AT_ONCE", 1_000)
        at_once = content(petra.get(address))
        assert len(at_once.splitlines()) > 1, address
        monkeypatch.setattr(makers, "ROWS_AT_ONCE", 0)
        page = asked(petra, address)
        work_off(queue)
        assert content(petra.get(f"{page}file/")) == at_once, address


@pytest.mark.django_db
def test_a_report_on_many_applications_is_made_later(
    desk: Desk, petra: Client, queue: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/portfolio/programmes/{desk.round.programme_id}/report.pdf?year=2026"
    assert petra.get(address)["Content-Type"] == "application/pdf"
    monkeypatch.setattr(makers, "APPLICATIONS_AT_ONCE", 0)
    page = asked(petra, address)
    work_off(queue)
    assert content(petra.get(f"{page}file/")).startswith(b"%PDF")
    back = f"/portfolio/?programme={desk.round.programme_id}&year=2026"
    assert LongTask.objects.get().url == back
    assert petra.get(back).status_code == HTTPStatus.OK


@pytest.mark.django_db
def test_asked_for_twice_it_is_made_once(petra: Client, queue: list[Any]) -> None:
    first = asked(petra, "/loans/?as=csv")
    assert asked(petra, "/loans/?as=csv") == first
    assert asked(petra, "/loans/?as=xlsx") != first
    assert len(queue) == 2
    work_off(queue)
    assert asked(petra, "/loans/?as=csv") != first


@pytest.mark.django_db
def test_stopped_halfway_nothing_is_left(
    petra: Client, queue: list[Any], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = asked(petra, "/loans/?as=csv")
    steps: list[int] = []
    whole = progress.Progress.step

    def stop_at_two(told: progress.Progress, done: int, *more: Any, **facts: Any) -> None:
        steps.append(done)
        if done == 2:
            petra.post(f"{page}stop/")
            told.told_at = None
        whole(told, done, *more, **facts)

    monkeypatch.setattr(progress.Progress, "step", stop_at_two)
    work_off(queue)
    task = LongTask.objects.get()
    assert (task.state, task.file_name, steps[-1]) == ("stopped", "", 2)
    assert not list(folder.iterdir())
    assert petra.get(f"{page}file/").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.django_db
def test_who_lost_their_role_meanwhile_gets_no_file(
    desk: Desk, petra: Client, queue: list[Any], clock: Clock
) -> None:
    asked(petra, "/loans/?as=csv")
    Grant.objects.filter(person=desk.world.petra).update(valid_until=time.today())
    clock.set("2026-06-01 09:00")
    work_off(queue)
    task = LongTask.objects.get()
    assert (task.state, task.file_name) == ("failed", "")
    assert "Your role" in task.message


@pytest.mark.django_db
def test_it_is_kept_for_some_days_and_then_gone(
    petra: Client, queue: list[Any], folder: Path
) -> None:
    page = asked(petra, "/loans/?as=csv")
    work_off(queue)
    task = LongTask.objects.get()
    now = time.now()
    assert forget_old(at=now + KEPT - timedelta(minutes=1)) == 0
    with pytest.raises(MadeFileGone):
        file_of(task.owner, key=task.key, at=now + KEPT)
    half_written = folder / "half-written"
    half_written.touch()
    for path in folder.iterdir():
        os.utime(path, (0, 0) if path != half_written else None)
    assert forget_old(at=now + KEPT + timedelta(seconds=1)) == 1
    assert list(folder.iterdir()) == [half_written]
    gone = petra.get(f"{page}file/", headers=ENGLISH)
    assert gone.status_code == HTTPStatus.CONFLICT
    assert "have it made again" in gone.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("what", "ending", "facts"),
    [
        ("loans", "pdf", {}),
        ("nothing", "csv", {}),
        ("programme-report", "pdf", {}),
        ("programme-report", "pdf", {"programme": "999999"}),
        ("month-end", "csv", {"day": "yesterday"}),
        ("cash-rows", "csv", {"month": "2026-13", "kind": "came"}),
        ("cash-rows", "csv", {"month": "2026-02", "kind": "went"}),
        ("cash-rows", "csv", {"month": "9999-12", "kind": "ahead"}),
    ],
)
def test_what_cannot_be_made_is_not_found(
    desk: Desk, what: str, ending: str, facts: dict[str, str]
) -> None:
    with pytest.raises(NotFound):
        make_file_later(wish=Wish(what, ending, facts), by=desk.petra, at=time.now(), url="")


@pytest.mark.django_db
def test_a_made_up_way_back_leads_nowhere(petra: Client) -> None:
    for place in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"):
        page = petra.get("/progress/make/", {"what": "loans", "as": "csv", "from": place},
                         headers=ENGLISH)  # fmt: skip
        assert "Make the file" in page.content.decode()
        assert f'href="{place}' not in page.content.decode(), place


def left_halfway(key: str) -> None:
    with made_files.keeping(key, name="a.csv", content_type="text/csv", at=time.now()) as into:
        into.write(b"half")
        raise RuntimeError


@pytest.mark.once
@pytest.mark.django_db
def test_a_file_left_halfway_is_not_there(folder: Path) -> None:
    key = "0" * 31 + "1"
    with pytest.raises(RuntimeError):
        left_halfway(key)
    assert not list(folder.iterdir())
