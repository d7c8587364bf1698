from typing import Any

import pytest
from django.utils import translation

from grodd.applications.models import Application
from grodd.base import clock
from grodd.base.errors import NotFound
from grodd.base.models import PhaseKind
from grodd.decisions.terms import Terms
from grodd.people.models import Person
from grodd.processes.decide_matter import decide_matter
from grodd.processes.release_decision import release_decision
from grodd.programmes.models import Round
from grodd.reports.application_list import Wanted, application_list
from grodd.reports.application_page import ApplicationPage, application_page, document, text_copy
from grodd.reports.documents import typeset
from tests.applications.making import make_application, make_draft
from tests.processes.deciding import Stage
from tests.programmes.making import make_programme, make_round
from tests.world import World


@pytest.fixture
def round_(world: World) -> Round:
    return make_round(world, make_programme(world))


def test_the_list_is_filtered_searched_sorted_and_paged_in_two_queries(
    world: World, round_: Round, django_assert_max_num_queries: Any
) -> None:
    for number in range(3):
        make_application(world, round_, title=f"Idé {number}", amount=(10 - number) * 1000_00)
    make_draft(world, round_, owner=world.otto, title="Solceller", theme="safety")
    petra = world.asker(world.petra)

    def titles(**wanted: Any) -> list[str]:
        with django_assert_max_num_queries(2):
            found = application_list(petra, Wanted(programme_id=round_.programme_id, **wanted))
        return [row.title for row in found.page]

    assert titles(sort="amount") == ["Idé 2", "Idé 1", "Idé 0", "Solceller"]
    assert titles(phase="draft") == ["Solceller"]
    assert titles(theme="safety") == ["Solceller"]
    assert titles(search="otto") == ["Solceller"]
    assert titles(search="sol") == ["Solceller"]
    assert titles(search="IDÉ 1") == ["Idé 1"]
    assert titles(search="4") == ["Solceller"]
    assert titles(round_id=round_.pk + 1) == []


def test_the_list_has_fifty_rows_on_a_page_and_knows_its_total(world: World, round_: Round) -> None:
    make_draft(world, round_)
    first = round_.applications.get()
    copies = []
    for number in range(2, 62):
        first.pk, first.number = None, number
        copies.append(
            type(first)(
                **{f.attname: getattr(first, f.attname) for f in first._meta.concrete_fields}
            )
        )
    type(first).objects.bulk_create(copies)
    wanted = Wanted(programme_id=round_.programme_id, sort="number", page=2)
    page = application_list(world.asker(world.petra), wanted).page
    assert (len(page.object_list), page.paginator.count, page.paginator.num_pages) == (11, 61, 2)


def test_a_stranger_finds_an_empty_list_and_no_page(world: World, round_: Round) -> None:
    application = make_application(world, round_)
    dana = world.asker(world.dana)
    found = application_list(dana, Wanted(programme_id=round_.programme_id))
    assert list(found.page) == []
    with pytest.raises(NotFound):
        application_page(dana, application_id=application.pk, at=clock.now())


def test_the_page_tells_where_it_stands_and_what_happened(
    world: World, round_: Round, django_assert_max_num_queries: Any
) -> None:
    application = make_application(world, round_)
    with django_assert_max_num_queries(12):
        page = application_page(
            world.asker(world.amina), application_id=application.pk, at=clock.now()
        )
    assert [step.state for step in page.steps][:3] == ["done", "current", "next"]
    assert [event.who for event in page.events] == ["Amina", "Amina"]
    assert page.may_withdraw
    assert not page.may_write
    assert page.links == [], "whoever applies does not enter the room of assessment"
    petra = world.asker(world.petra)
    page = application_page(petra, application_id=application.pk, at=clock.now())
    assert [link[0] for link in page.links] == ["case"]


def test_the_copies_hold_every_answer(world: World, round_: Round) -> None:
    application = make_application(
        world, round_, budget=[{"text": "Verktyg", "amount_minor": 2_000_000}]
    )
    with translation.override("sv"):
        page = application_page(
            world.asker(world.amina), application_id=application.pk, at=clock.now()
        )
        text = text_copy(page)
        pdf = typeset("document", document(page, language="sv"))
    assert "Hyr rum. Köp verktyg. Bjud in." in text
    assert "Verktyg: 20\u00a0000\u00a0kr" in text
    assert pdf.startswith(b"%PDF")


def test_whoever_applied_sees_the_decision_when_its_letter_has_gone(world: World) -> None:
    stage = Stage(world)
    matter = stage.proposed()
    stage.meeting(matter)
    stage.vote(matter, world.carin, "no")
    no = Terms(reasons="För tidigt.", next_step="Prata med er rådgivare.")
    decide_matter(by=stage.chair, matter_id=matter.pk, terms=no, at=clock.now())
    application = Application.objects.get(matter=matter)

    def seen_by(person: Person) -> ApplicationPage:
        asker = world.asker(person)
        return application_page(asker, application_id=application.pk, at=clock.now())

    before = seen_by(world.amina)
    assert (before.phase.kind, before.decision) == (PhaseKind.DECISION, None)
    assert seen_by(world.petra).phase.kind == PhaseKind.DECLINED
    release_decision(by=stage.petra, matter_id=matter.pk, at=clock.now())
    after = seen_by(world.amina)
    assert (after.phase.kind, after.decision) == (PhaseKind.DECLINED, matter)
