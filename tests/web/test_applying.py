"""The pages of programmes, rounds and applications, through the door."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from grodd.applications.models import Application
from grodd.base.models import PhaseKind
from grodd.people.models import Person
from grodd.programmes.models import Round
from grodd.programmes.queries import LETTER_KINDS
from tests.applications.making import make_application, make_draft
from tests.programmes.making import make_programme, make_round
from tests.world import World

PAGE_OF_ROWS, KILOBYTES_OF_A_LIST = 50, 60
TYPED = {
    "title": "Cykelverkstad", "summary": "Vi lagar cyklar.", "theme": "green", "change": "Fler.",
    "plan": "Hyr rum.", "amount": "20 000", "hours": "40", "months": "2",
    "budget.text": ["Verktyg", ""], "budget.amount": ["20 000", ""],
}  # fmt: skip


@pytest.fixture
def round_(world: World) -> Round:
    return make_round(world, make_programme(world))


def signed_in(person: Person) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_anyone_reads_open_rounds_and_checks_whether_it_fits(round_: Round) -> None:
    client = Client(headers={"accept-language": "en"})
    assert "Spring" in client.get("/rounds/").content.decode()
    assert client.get(f"/rounds/{round_.key}/").status_code == 200
    fits = client.get(f"/rounds/{round_.key}/check/?employee=yes&short=yes&decided=no")
    assert "It fits" in fits.content.decode()
    not_so = client.get(f"/rounds/{round_.key}/check/?employee=no&short=yes&decided=no")
    assert "It may not fit" in not_so.content.decode()


def test_an_application_goes_from_the_first_word_to_the_receipt(
    world: World, round_: Round
) -> None:
    amina = signed_in(world.amina)
    address = amina.post(f"/applications/start/{round_.pk}/").headers["Location"]
    assert amina.get(address).status_code == 200
    saved = amina.post(address.replace("write", "save"), {**TYPED, "version": "0"})
    assert 'value="1"' in saved.content.decode()
    file = SimpleUploadedFile("a.txt", b"offert")
    gone_on = amina.post(address, {"version": "1", "appendix": file, "continue": "yes"})
    assert gone_on.headers["Location"].endswith("/submit/")
    assert "Cykelverkstad" in amina.get(gone_on.headers["Location"]).content.decode()
    done = amina.post(gone_on.headers["Location"])
    application = Application.objects.select_related("phase").get()
    assert application.phase.kind == PhaseKind.SCREENING
    page = amina.get(done.headers["Location"]).content.decode()
    assert "Receipt" in page
    key = application.attachments.get().file.key
    assert amina.get(f"/applications/files/{key}/").content == b"offert"
    assert signed_in(world.dana).get(f"/applications/files/{key}/").status_code == 404
    assert "Hyr rum." in amina.get(f"/applications/{application.pk}/copy.txt").content.decode()
    assert amina.get(f"/applications/{application.pk}/copy.pdf").content.startswith(b"%PDF")


def test_what_is_wrong_is_shown_at_its_question(world: World, round_: Round) -> None:
    draft = make_draft(world, round_, amount=100)
    answer = signed_in(world.amina).post(f"/applications/{draft.pk}/submit/")
    assert answer.status_code == 422
    assert "This round gives from" in answer.content.decode()


def test_two_tabs_get_both_texts_and_nothing_is_lost(world: World, round_: Round) -> None:
    draft = make_draft(world, round_)
    amina = signed_in(world.amina)
    amina.post(f"/applications/{draft.pk}/write/", {"version": "1", "plan": "Flik ett"})
    late = {"version": "1", "plan": "Flik två"}
    assert amina.post(f"/applications/{draft.pk}/save/", late).status_code == 409
    page = amina.post(f"/applications/{draft.pk}/write/", late)
    assert page.status_code == 409
    assert "Flik ett" in page.content.decode()
    assert "Flik två" in page.content.decode()


@pytest.mark.parametrize(
    "path", ["", "copy.txt", "copy.pdf", "late/", "withdraw/", "write/", "submit/", "co-owners/"]
)
def test_a_stranger_finds_nothing_at_a_guessed_address(
    world: World, round_: Round, path: str
) -> None:
    draft = make_draft(world, round_)
    assert signed_in(world.dana).get(f"/applications/{draft.pk}/{path}").status_code == 404


def test_an_applicant_takes_it_back(world: World, round_: Round) -> None:
    application = make_application(world, round_)
    amina = signed_in(world.amina)
    assert amina.get(f"/applications/{application.pk}/withdraw/").status_code == 200
    amina.post(f"/applications/{application.pk}/withdraw/", {"reason": ""})
    application.refresh_from_db()
    assert application.phase.kind == PhaseKind.WITHDRAWN
    assert amina.get("/applications/").status_code == 200


def test_a_manager_reads_a_long_list_and_one_of_it_within_their_budgets(
    world: World, round_: Round, django_assert_max_num_queries: Any
) -> None:
    one = make_application(world, round_)
    petra = signed_in(world.petra)
    many(one, PAGE_OF_ROWS + 5)
    address = f"/applications/programmes/{round_.programme_id}/"
    with django_assert_max_num_queries(8):
        page = petra.get(f"{address}?phase=screening&sort=amount&search=cykel")
    assert page.content.count(b"Cykelverkstad") == PAGE_OF_ROWS
    assert len(page.content) <= KILOBYTES_OF_A_LIST * 1_000
    with django_assert_max_num_queries(12):
        assert petra.get(f"/applications/{one.pk}/").status_code == 200
    assert signed_in(world.dana).get(address).status_code == 404


def many(one: Application, count: int) -> None:
    """More of the same."""
    rows = [Application.objects.get(pk=one.pk) for _ in range(count)]
    for number, row in enumerate(rows, one.number + 1):
        row.pk, row.number, row.case_id = None, number, None
    Application.objects.bulk_create(rows)


def test_a_manager_runs_a_programme_and_its_round(world: World, round_: Round) -> None:
    petra, programme = signed_in(world.petra), round_.programme
    paths = ["", f"{programme.pk}/", f"{programme.pk}/preview/", "start/", f"rounds/{round_.pk}/"]
    paths += [f"{programme.pk}/letters/{kind}/" for kind in LETTER_KINDS]
    for path in paths:
        assert petra.get(f"/programmes/{path}").status_code == 200, path
        assert signed_in(world.dana).get(f"/programmes/{path}").status_code in {200, 403, 404}
    planned = petra.post(
        f"/programmes/{programme.pk}/rounds/new/",
        {"name__sv": "Hösten", "description__sv": "Mer.", "opens_at": "2026-03-03T08:00",
         "budget": "100 000", "budget_hours": "10", "reviews_needed": "2"},
    )  # fmt: skip
    address = planned.headers["Location"]
    petra.post(f"{address}publish/")
    made = Round.objects.get(name__sv="Hösten")
    assert made.published_at is not None
    petra.post(f"{address}close/")
    made.refresh_from_db()
    assert made.closed_at is not None
