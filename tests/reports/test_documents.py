"""Every document can be heard: tagged, titled, in its language, its pictures told in words."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.utils import translation
from pypdf import PdfReader

from grodd.applications.models import Application
from grodd.base import clock, outbox
from grodd.base.errors import NotFound
from grodd.base.models import OutboxMessage
from grodd.decisions.terms import Terms
from grodd.followup.usecases.report_result import AMOUNTS, report_result
from grodd.people.models import Person
from grodd.processes.decide_matter import decide_matter
from grodd.processes.release_decision import release_decision
from grodd.reports.agreement_document import agreement_pdf
from grodd.reports.application_page import application_page, document
from grodd.reports.documents import typeset
from grodd.reports.letters import decision_letter_pdf, own_letter_pdf, receipt_pdf
from grodd.reports.minutes import minutes_pdf
from grodd.reports.programme_report import programme_report
from tests.agreements.signing import LOAN, Desk
from tests.applications.making import make_application
from tests.followup.making import make_project
from tests.processes.deciding import Stage
from tests.programmes.making import make_programme, make_round
from tests.reports.pdf_reading import SOFT_HYPHEN, faults_of, tags_of, words_of
from tests.web.stage import browser
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.once]
Made = Callable[[str], bytes]


def copy_of(world: World) -> Made:
    application = Stage(world).submitted("Lastcyklar")
    asker = world.asker(world.amina)
    page = application_page(asker, application_id=application.pk, at=clock.now())
    return lambda language: typeset("document", document(page, language=language))


def minutes(world: World) -> Made:
    stage = Stage(world)
    meeting = stage.meeting(stage.proposed("Lastcyklar"))
    return lambda _: minutes_pdf(stage.chair, meeting_id=meeting.pk)


def agreement(world: World) -> Made:
    desk = Desk(world)
    offered = desk.offered(LOAN)

    def make(language: str) -> bytes:
        offered.language = language
        return agreement_pdf(offered)

    return make


def receipt(world: World) -> Made:
    application = make_application(world, make_round(world, make_programme(world)))
    return lambda _: receipt_pdf(world.asker(world.amina), application_id=application.pk)


def letter(world: World) -> Made:
    """The same decision told to a reader of each language."""
    stage = Stage(world)
    matters = {}
    for language in ("sv", "fi", "en"):
        Person.objects.filter(pk=world.amina.pk).update(language=language)
        matters[language] = told(stage, f"Lastcyklar {language}")
    return lambda language: decision_letter_pdf(
        world.asker(world.amina), application_id=matters[language].pk
    )


def told(stage: Stage, title: str) -> Application:
    """An application that was approved, and whose letter has left."""
    matter = stage.proposed(title)
    stage.meeting(matter)
    for person in (stage.world.chair, stage.world.carin):
        stage.vote(matter, person, "yes")
    decide_matter(by=stage.chair, matter_id=matter.pk, terms=Terms(), at=clock.now())
    release_decision(by=stage.petra, matter_id=matter.pk, at=clock.now())
    outbox.claim(at=clock.now())
    return Application.objects.get(matter=matter)


def report(world: World) -> Made:
    desk = Desk(world)
    desk.loan()
    Application.objects.update(submitted_at=clock.now() - timedelta(days=10), amount_minor=9_900)
    programme_id = desk.round.programme_id
    later = clock.now() + timedelta(days=40)
    return lambda _: programme_report(desk.petra, programme_id=programme_id, year=None, at=later)


@pytest.mark.parametrize("prepare", [copy_of, minutes, agreement, receipt, letter, report])
def test_a_document_can_be_heard_in_each_language(
    world: World, prepare: Callable[[World], Made]
) -> None:
    make = prepare(world)
    texts = set()
    for language in ("sv", "fi", "en"):
        with translation.override(language):
            made = make(language)
        assert faults_of(made, language=language) == []
        texts.add(words_of(made))
    assert len(texts) == 3


def test_the_report_of_a_programme_tells_what_became_of_the_money(world: World) -> None:
    with translation.override("en"):
        words = words_of(report(world)("en"))
    for finding in (
        "1 of 1 application was approved",
        "SEK12,000 was approved of SEK99 asked for",
        "SEK12,000 paid out until",
        "100 % of the SEK12,000 that is lent lies in loans 1 day late or more",
    ):
        assert finding in words


def test_a_chart_is_heard_as_its_finding_and_its_figures_follow(world: World) -> None:
    with translation.override("en"):
        tags = list(tags_of(report(world)("en")))
    pictures = [str(one["/Alt"]) for tag, one in tags if tag == "/Figure"]
    assert pictures[0] == "1 of 1 application was approved"
    names = [tag for tag, _ in tags]
    after = names[names.index("/Figure") :]
    assert after.index("/Table") < after.index("/H2")


def test_the_report_tells_results_and_lessons_and_names_nobody(world: World) -> None:
    project = make_project(world)
    Application.objects.update(submitted_at=clock.now())
    amina = world.asker(world.amina)
    nothing: dict[str, Any] = dict.fromkeys(AMOUNTS, 0)
    report_result(
        project_id=project.pk, projected={**nothing, "cost": 1_000_00, "savings": 1_500_00},
        outcome={**nothing, "cost": 1_000_00, "savings": 3_000_00}, measures=(),
        summary="Det gick.", by=amina, at=clock.now(),
    )  # fmt: skip
    programme_id = project.agreement.application.round.programme_id
    with translation.override("en"):
        words = words_of(
            programme_report(
                world.asker(world.petra), programme_id=programme_id, year=None, at=clock.now()
            )
        )
    assert "0 of 1 project has ended" in words
    assert "What it saved SEK1,500 SEK3,000" in words
    assert "Return on the money 50 % 200 %" in words
    assert "Amina" not in words


def test_the_report_is_for_those_who_see_the_programme_from_inside(world: World) -> None:
    programme = make_programme(world)
    for person in (world.amina, world.rolf, world.dana):
        with pytest.raises(NotFound):
            programme_report(
                world.asker(person), programme_id=programme.pk, year=None, at=clock.now()
            )


def test_a_report_asks_as_many_questions_however_much_there_is(
    world: World, django_assert_max_num_queries: Any
) -> None:
    desk = Desk(world)
    for _ in range(3):
        desk.loan()
    Application.objects.update(submitted_at=clock.now() - timedelta(days=10))
    with django_assert_max_num_queries(24):
        programme_report(
            desk.petra, programme_id=desk.round.programme_id, year=None, at=clock.now()
        )


def test_a_letter_is_for_its_reader(world: World) -> None:
    application = told(Stage(world), "Lastcyklar")
    message = OutboxMessage.objects.get(
        recipient=world.amina.audit_key, event__startswith="decision_released"
    )
    amina, otto = world.asker(world.amina), world.asker(world.otto)
    assert own_letter_pdf(amina, message_id=message.pk) == decision_letter_pdf(
        amina, application_id=application.pk
    )
    with pytest.raises(NotFound):
        own_letter_pdf(otto, message_id=message.pk)
    with pytest.raises(NotFound):
        decision_letter_pdf(otto, application_id=application.pk)


@pytest.mark.parametrize(
    ("language", "syllables"),
    [
        ("sv", "an-svars-för-säk-rings-bo-la-gens"),
        ("fi", "yh-teis-kun-ta-vas-tuu-ra-por-toin-ti"),
    ],
)
def test_long_words_are_cut_where_the_language_cuts_them(language: str, syllables: str) -> None:
    word = syllables.replace("-", "")
    text = " ".join([word] * 30)
    made = typeset("document", {"title": "A", "language": language, "paragraphs": [text]})
    lines = PdfReader(BytesIO(made)).pages[0].extract_text().split("\n")
    cut = [line.rstrip(SOFT_HYPHEN).split(" ")[-1] for line in lines if line.endswith(SOFT_HYPHEN)]
    places = {len("".join(syllables.split("-")[:number])) for number in range(1, 10)}
    assert len(cut) >= 3
    assert {len(start) for start in cut} <= places
    assert text in words_of(made)


def test_a_programme_leads_to_its_report_once_it_has_a_round(world: World) -> None:
    programme = make_programme(world)
    petra = browser(world.petra, world.company)
    address = f"/portfolio/programmes/{programme.pk}/report.pdf"
    overview = f"/programmes/{programme.pk}/"
    assert address not in petra.get(overview).content.decode()
    make_round(world, programme)
    assert address in petra.get(overview).content.decode()
    assert petra.get(address)["Content-Type"] == "application/pdf"


def test_a_programme_without_applications_has_a_short_report(world: World) -> None:
    programme = make_programme(world)
    make_round(world, programme)
    with translation.override("en"):
        made = programme_report(
            world.asker(world.petra), programme_id=programme.pk, year=2026, at=clock.now()
        )
    assert faults_of(made, language="en") == []
    assert "Nothing has been applied for yet." in words_of(made)
    assert "Programme report: applications of 2026" in words_of(made)
