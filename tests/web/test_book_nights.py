"""From the counts of a night to the vouchers and loans that it counted."""

import re
from datetime import date
from html import unescape

import pytest
from django.test import Client

from grodd.base import clock as time
from grodd.ledger.models import Voucher
from grodd.processes.run_nightly import run_nightly
from grodd.servicing.models import Night
from tests.agreements.signing import Desk, reference_rates
from tests.conftest import Clock
from tests.web.conftest import SignedIn
from tests.web.test_books import lines_of, page
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(world: World, clock: Clock) -> Desk:
    """A fund with a loan, and the nights of two months."""
    reference_rates()
    desk = Desk(world)
    desk.loan()
    for day in ("2026-03-31", "2026-04-01", "2026-04-02", "2026-04-30", "2026-05-01"):
        run_nightly(on=date.fromisoformat(day), at=clock.set(f"{day} 05:30"))
    return desk


@pytest.fixture
def finn(desk: Desk, signed_in: SignedIn) -> Client:
    return signed_in(desk.world.finn, desk.space)


def ways_of(client: Client, day: str) -> dict[str, str]:
    """The ways of a night, by what they count."""
    shown = page(client, f"/organisation/nights/{Night.objects.get(day=day).pk}/")
    rows = re.findall(r"<tr>(.*?)</tr>", shown, re.DOTALL)
    found = {}
    for row in rows:
        if way := re.search(r'href="(/(?:books|loans)/[^"]*)"', row):
            label = re.sub(r"<[^>]+>", "", row.split("</th>")[0])
            found[label.strip()] = unescape(way[1])
    return found


def test_the_counts_of_a_night_lead_to_the_vouchers_that_it_booked(finn: Client) -> None:
    counted = {
        "2026-04-01": ("Last month&#x27;s accrued interest taken back", "accrued:"),
        "2026-04-02": ("Instalments that fell due", "loan:"),
        "2026-04-30": ("Vouchers of accrued interest", "accrued:"),
        "2026-05-01": ("Last month&#x27;s accrued interest taken back", "accrued:"),
    }
    for day, (label, key) in counted.items():
        ways = ways_of(finn, day)
        behind = {name: {row[0] for row in lines_of(finn, way)} for name, way in ways.items()
                  if way.startswith("/books/")}  # fmt: skip
        made = Voucher.objects.filter(recorded_at=Night.objects.get(day=day).started_at)
        assert set().union(*behind.values()) == {str(one) for one in made}, day
        assert behind[label], day
        assert all(one.key.startswith(key) for one in made if str(one) in behind[label]), day


def test_nights_that_were_caught_up_with_lead_each_to_their_own(finn: Client, clock: Clock) -> None:
    run_nightly(on=date(2026, 6, 3), at=clock.set("2026-06-03 05:30"))
    days = Night.objects.filter(started_at=time.now()).values_list("day", flat=True)
    assert len(days) > 1, "one moment for several"
    behind = [
        {
            row[0]
            for way in ways_of(finn, str(day)).values()
            if way.startswith("/books/")
            for row in lines_of(finn, way)
        }
        for day in days
    ]
    made = {str(one) for one in Voucher.objects.filter(recorded_at=time.now())}
    assert set().union(*behind) == made
    assert sum(len(one) for one in behind) == len(made), "no voucher is of two nights"


def test_a_month_end_leads_to_the_loans_as_they_stood(finn: Client, desk: Desk) -> None:
    ways = ways_of(finn, "2026-03-31")
    assert ways["Loans seen at the end of the month"] == "/loans/risk/2026-03-31/"
    assert len(lines_of(finn, ways["Loans seen at the end of the month"])) == 1
    assert desk.space


def test_who_does_not_read_the_books_is_not_sent_there(desk: Desk, signed_in: SignedIn) -> None:
    petra = signed_in(desk.world.petra, desk.space)
    assert list(ways_of(petra, "2026-03-31")) == ["Loans seen at the end of the month"]
    night = Night.objects.get(day="2026-04-02").pk
    assert petra.get(f"/books/journal/?night={night}&work=due").status_code == 404


@pytest.mark.parametrize(
    "asked", ["night=999999&work=due", "night=x&work=due", "night={}&work=tell"]
)
@pytest.mark.parametrize("ending", ["", "&as=csv"])
def test_what_no_night_booked_is_not_found(finn: Client, asked: str, ending: str) -> None:
    night = Night.objects.earliest("day").pk
    assert finn.get(f"/books/journal/?{asked.format(night)}{ending}").status_code == 404


def test_the_journal_of_a_night_says_so(finn: Client) -> None:
    way = ways_of(finn, "2026-04-02")["Instalments that fell due"]
    assert "Booked by the night that began on" in page(finn, way)
