"""The two journeys in Swedish: over HTTP without JavaScript, and in headless Chromium with it.

In Chromium they go by keyboard alone on SQLite, and with a mouse on PostgreSQL.
"""

from collections.abc import Iterator

import pytest
from django.db import connection

from grodd.base import audit
from grodd.base.models import PhaseKind
from grodd.followup.models import Project
from grodd.ledger.checking import check_book
from grodd.ledger.models import Book
from grodd.people.models import Organisation, Person
from tests.web.journeys.chromium import (
    BrowserVisitor,
    KeyboardVisitor,
    cookies_of,
    keep_static_files,
    window,
)
from tests.web.journeys.stories import Enter, innovation, microloan, speak
from tests.web.journeys.visitor import HttpVisitor, Visitor
from tests.web.stage import browser as client_of
from tests.world import World

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
HTTP = pytest.param("http", marks=pytest.mark.once)
CHROMIUM = pytest.param("chromium", marks=pytest.mark.browser)


@pytest.fixture(params=[HTTP, CHROMIUM])
def enter(world: World, request: pytest.FixtureRequest) -> Iterator[Enter]:
    speak(world, "sv")
    yield from _over_http() if request.param == "http" else _in_chromium(request)


def _over_http() -> Iterator[Enter]:
    def come_in(person: Person, where: Organisation) -> Visitor:
        return HttpVisitor(client_of(person, where))

    yield come_in


def _in_chromium(request: pytest.FixtureRequest) -> Iterator[Enter]:
    keep_static_files(request.getfixturevalue("monkeypatch"))
    home = request.getfixturevalue("live_server").url
    shown = window(request.getfixturevalue("browser"))

    # Each database also meets the other hand: one story goes without a mouse.
    hand = KeyboardVisitor if connection.vendor == "sqlite" else BrowserVisitor

    def come_in(person: Person, where: Organisation) -> Visitor:
        return hand(shown, home, cookies_of(person, where, home))

    yield come_in
    shown.close()


def test_an_idea_goes_from_the_round_to_its_lesson(world: World, enter: Enter) -> None:
    project = innovation(world, enter).project
    project.refresh_from_db()
    assert project.state == Project.State.COMPLETED
    assert project.agreement.application.phase.kind == PhaseKind.COMPLETED
    assert list(check_book(Book.objects.get())) == []
    assert list(audit.breaks()) == []


def test_a_loan_goes_from_the_round_to_the_first_money_back(world: World, enter: Enter) -> None:
    (repayment,) = microloan(world, enter).agreement.loan.events.filter(kind="payment")
    paid = dict(repayment.allocations.values_list("component", "amount_minor"))
    assert paid == {"interest": 4_000, "principal": 100_000}
    assert list(check_book(Book.objects.get())) == []
    assert list(audit.breaks()) == []
