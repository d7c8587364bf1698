"""The pages about all loans, with many of them."""

from typing import Any

import pytest
from django.test import Client

from grodd.base import clock
from tests.agreements.signing import Desk
from tests.servicing.making import Portfolio, classes_of
from tests.web.stage import browser
from tests.world import World

ENGLISH = {"accept-language": "en"}
LISTS = ("", "?search=bageri&sort=-principal", "?late=31&adviser=mine&region=none", "work/",
         "work/?part=late&whose=all", "work/?part=broken&whose=all",
         "work/?part=reviews")  # fmt: skip
REPORTS = ("risk/", "risk/?by=product", "ratios/", "cash/", "cash/2026-02/came/",
           "cash/2026-02/expected/", "cash/2026-04/ahead/", "vintages/",
           "risk/2026-02-28/")  # fmt: skip


@pytest.fixture
def desk(world: World) -> Desk:
    desk = Desk(world)
    classes_of(desk.space)
    return desk


@pytest.fixture
def petra(desk: Desk) -> Client:
    return browser(desk.world.petra, desk.space)


def filled(desk: Desk, count: int) -> None:
    people = [desk.world.adde, desk.world.petra]
    Portfolio(desk.round, people, on=clock.today()).write(count, history=3)


def test_the_pages_ask_as_little_of_many_loans_as_of_few(
    desk: Desk, petra: Client, django_assert_max_num_queries: Any
) -> None:
    filled(desk, 60)
    for address in LISTS:
        with django_assert_max_num_queries(8):
            assert petra.get(f"/loans/{address}").status_code == 200, address
    for address in REPORTS:
        with django_assert_max_num_queries(12):
            assert petra.get(f"/loans/{address}").status_code == 200, address
