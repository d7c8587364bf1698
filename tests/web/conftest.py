"""A browser for anyone in the cast, signed in and past the second step; and a real Chromium."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser

from grodd.people.models import Organisation, Person
from tests.web.journeys.chromium import chromium
from tests.web.stage import browser as client_of

SignedIn = Callable[..., Client]


@pytest.fixture
def signed_in() -> SignedIn:
    """``signed_in(world.petra)`` or ``signed_in(world.petra, world.fund)``: a client."""

    def enter(person: Person, where: Organisation | None = None) -> Client:
        return client_of(person, where)

    return enter


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium for the tests of one file."""
    with chromium() as opened:
        yield opened
