"""The pages about all loans, with many of them."""

import csv
from datetime import date
from http import HTTPStatus
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from grodd.agreements.models import Loan
from grodd.base import clock
from grodd.processes.record_repayment import record_repayment
from grodd.servicing.models import BookedProvision
from grodd.servicing.usecases.keep_card import CardFacts, keep_card
from tests.agreements.signing import Desk, noon, reference_rates, sek
from tests.conftest import Clock
from tests.servicing.making import Portfolio, classes_of
from tests.web.stage import browser
from tests.world import World

ENGLISH = {"accept-language": "en"}
LISTS = (
    "", "?search=bageri&sort=-principal", "?late=31&adviser=mine&region=none",
    "?vintage=2025Q1&bad_by=6&status=all", "work/", "work/?part=late&whose=all",
    "work/?part=broken&whose=all", "work/?part=reviews", "cash/2026-02/came/",
    "cash/2026-02/expected/", "cash/2026-04/ahead/", "risk/2026-02-28/?late=31",
)  # fmt: skip
REPORTS = ("risk/", "risk/?by=product", "ratios/", "cash/", "vintages/")
FILES = ("", "work/", "risk/", "ratios/", "cash/", "cash/2026-02/came/", "vintages/",
         "risk/2026-02-28/")  # fmt: skip


@pytest.fixture
def desk(world: World) -> Desk:
    desk = Desk(world)
    classes_of(desk.space)
    return desk


@pytest.fixture
def petra(desk: Desk) -> Client:
    return browser(desk.world.petra, desk.space)


@pytest.fixture
def adde(desk: Desk) -> Client:
    return browser(desk.world.adde, desk.space)


def read(client: Client, address: str) -> str:
    answer = client.get(f"/loans/{address}", headers=ENGLISH)
    assert answer.status_code == HTTPStatus.OK, address
    return answer.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "?vintage=0000Q1", "?vintage=9999Q4", "?vintage=0001Q1&bad_by=9999", "?vintage=2025Q9",
        f"?risk={'9' * 80}", f"?adviser={'9' * 80}", "?product=9-bullet-" + "9" * 60,
    ],
)  # fmt: skip
def test_an_address_that_means_nothing_shows_no_loans(petra: Client, address: str) -> None:
    assert read(petra, address)


@pytest.mark.parametrize(
    "address", ["risk/0001-01-01/", "risk/9999-12-31/", "cash/0001-01/came/", "cash/9999-12/came/"]
)
def test_a_day_that_no_book_has_is_shown_empty_or_not_found(petra: Client, address: str) -> None:
    found = petra.get(f"/loans/{address}").status_code
    assert found in {HTTPStatus.OK, HTTPStatus.NOT_FOUND}


def late_loan(desk: Desk, clock_: Clock) -> Any:
    """A loan of which the first instalment, of 2 April, is unpaid on 20 May."""
    reference_rates()
    loan = desk.loan()
    clock_.set("2026-05-20 09:00")
    return loan


def test_the_pages_ask_as_little_of_many_loans_as_of_few(
    desk: Desk, petra: Client, django_assert_max_num_queries: Any
) -> None:
    people = [desk.world.adde, desk.world.petra]
    Portfolio(desk.round, people, on=clock.today()).write(60, history=3)
    for address in LISTS:
        with django_assert_max_num_queries(8):
            read(petra, address)
    for address in REPORTS:
        with django_assert_max_num_queries(12):
            read(petra, address)
    for address in FILES:
        joint = "&" if "?" in address else "?"
        answer: Any = petra.get(f"/loans/{address}{joint}as=csv")
        assert len(b"".join(answer.streaming_content).splitlines()) > 1, address
    book: Any = petra.get("/loans/?as=xlsx")
    sheet = load_workbook(BytesIO(b"".join(book.streaming_content))).worksheets[0]
    assert sheet.max_row == 61
    assert "60 loans" in read(petra, "")


def test_a_late_loan_is_found_by_class_risk_words_and_adviser(
    desk: Desk, petra: Client, adde: Client, clock: Clock
) -> None:
    loan = late_loan(desk, clock)
    now = noon(date(2026, 5, 20))
    facts = CardFacts(desk.world.adde.pk, "Åland", None)
    keep_card(by=desk.petra, loan_id=loan.pk, facts=facts, at=now)
    product = f"{loan.agreement.scope_id}-{loan.schedule_kind}-{loan.annual_rate_bp}"
    found = (
        "late=31", "risk=30", "search=bageri", f"search={loan.reference}", "search=amin",
        "region=Åland", f"adviser={desk.world.adde.pk}", f"product={product}",
    )  # fmt: skip
    for query in found:
        assert loan.reference in read(petra, f"?{query}"), query
    for query in ("late=61", "risk=60", "search=nothing", "region=none", "adviser=none",
                  "adviser=mine", "status=repaid", "vintage=2025Q1", "funder=7"):  # fmt: skip
        assert "No loan matches" in read(petra, f"?{query}"), query
    shown = read(adde, "?adviser=mine")
    assert loan.reference in shown
    assert "48 days" in shown
    assert "31–60 days late" in shown  # noqa: RUF001 - a range


def test_one_day_is_one_day(desk: Desk, petra: Client, clock: Clock) -> None:
    loan = late_loan(desk, clock)
    clock.set("2026-04-03 09:00")
    assert "Beyond 1 day</option>" in read(petra, "")
    shown = petra.get(f"/agreements/loans/{loan.pk}/").content.decode()
    assert "1 day late, late interest counted" in shown


def test_what_is_at_risk_is_counted_by_the_whole_of_late_loans(
    desk: Desk, petra: Client, clock: Clock
) -> None:
    loan = late_loan(desk, clock)
    page = read(petra, "risk/?by=adviser")
    assert f"risk=30&amp;adviser={'none'}" in page
    assert "12,000" in page
    assert "1,200" in page, "ten parts of a hundred are set aside from 31 days on"
    record_repayment(
        by=desk.bo, loan_id=loan.pk, received=sek(300_000), value_date=date(2026, 5, 20),
        bank_reference="B1", at=noon(date(2026, 5, 20)),
    )  # fmt: skip
    assert "No loan matches" in read(petra, "?risk=1")


def test_both_figures_for_losses_stand_side_by_side_and_lead_to_what_they_are_made_of(
    desk: Desk, petra: Client, clock: Clock, django_assert_max_num_queries: Any
) -> None:
    loan = late_loan(desk, clock)
    scope = loan.agreement.scope_id
    bo = browser(desk.world.bo, desk.space)
    assert "Never booked" in read(petra, "risk/")
    assert "Book what is set aside" not in read(petra, "risk/"), "she does not say levels"
    address = f"/loans/set-aside/{scope}/book/"
    assert address in read(bo, "risk/")
    typed = {"key": "k", "amount": "1 500", "as_of": "2026-05-20", "reason": "Två är sjuka"}
    look = bo.post(address, typed, headers=ENGLISH).content.decode()
    for words in ("Will be posted", "1,500", "8274 Befarade kreditförluster", "1689 Värde",
                  "weighs on the result", 'name="confirm"'):  # fmt: skip
        assert words in look, words
    assert not BookedProvision.objects.exists(), "only looked at"
    for _ in range(2):
        sent = bo.post(address, {**typed, "confirm": "1"})
        assert sent.headers["Location"] == f"/loans/set-aside/{scope}/"
    booked = BookedProvision.objects.get()
    page = read(petra, "risk/")
    assert "More in the books than by class" in page
    assert f"programme={scope}" in page
    with django_assert_max_num_queries(8):
        levels = read(bo, f"set-aside/{scope}/")
    assert f"/books/journal/{booked.voucher_id}/" in levels
    assert "Två är sjuka" in levels
    assert "/books/journal/" not in read(petra, f"set-aside/{scope}/"), "she reads no books"
    less = bo.post(address, {**typed, "key": "l", "amount": "0"}, headers=ENGLISH)
    assert "comes back to the result" in less.content.decode()
    with django_assert_max_num_queries(12):
        bo.post(address, {**typed, "key": "m", "amount": "2000"})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"amount": "12 001"}, "No more than that can be lost"),
        ({"amount": "-5"}, "not below zero"),
        ({"amount": "0"}, "nothing to post"),
        ({"as_of": "2026-05-21"}, "has not come yet"),
        ({"reason": ""}, "required"),
    ],
)
def test_a_level_that_cannot_be_keeps_what_was_typed(
    desk: Desk, clock: Clock, change: dict[str, str], words: str
) -> None:
    loan = late_loan(desk, clock)
    bo = browser(desk.world.bo, desk.space)
    typed = {"key": "k", "amount": "100", "as_of": "2026-05-20", "reason": "Sen", "confirm": "1"}
    answer = bo.post(
        f"/loans/set-aside/{loan.agreement.scope_id}/book/", {**typed, **change}, headers=ENGLISH
    )
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert words in answer.content.decode()
    assert 'name="confirm"' not in answer.content.decode()
    assert not BookedProvision.objects.exists()


@pytest.mark.parametrize("cut", ["programme", "adviser"])
def test_the_file_of_what_is_at_risk_tells_both_figures(desk: Desk, clock: Clock, cut: str) -> None:
    loan = late_loan(desk, clock)
    bo = browser(desk.world.bo, desk.space)
    scope = loan.agreement.scope_id
    typed = {"key": "k", "amount": "1500", "as_of": "2026-05-20", "reason": "Sen", "confirm": "1"}
    bo.post(f"/loans/set-aside/{scope}/book/", typed)
    answer: Any = bo.get(f"/loans/risk/?by={cut}&as=csv", headers=ENGLISH)
    heads, *lines = csv.reader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines())
    assert {len(line) for line in lines} == {len(heads)}
    both = dict(zip(heads, lines[-1], strict=True))
    assert both["Class"] == "Set aside for losses, by programme"
    told = [both[head] for head in ("Set aside by class", "Booked", "Difference")]
    assert told == ["1200.00", "1500.00", "300.00"]
    levels: Any = bo.get(f"/loans/set-aside/{scope}/?as=csv", headers=ENGLISH)
    assert "1500.00,Sen,Bo" in b"".join(levels.streaming_content).decode()


def test_what_is_booked_is_shown_when_nothing_is_lent_any_more(desk: Desk, clock: Clock) -> None:
    loan = late_loan(desk, clock)
    bo = browser(desk.world.bo, desk.space)
    typed = {"key": "k", "amount": "1500", "as_of": "2026-05-20", "reason": "Sen", "confirm": "1"}
    bo.post(f"/loans/set-aside/{loan.agreement.scope_id}/book/", typed)
    Loan.objects.update(state=Loan.State.REPAID)
    page = read(bo, "risk/")
    assert "Nothing is lent yet" in page
    assert "1,500" in page


def test_a_position_that_no_night_has_moved_on_is_late_all_the_same(
    desk: Desk, petra: Client, clock: Clock
) -> None:
    loan = late_loan(desk, clock)
    assert loan.position.oldest_due_on is None, "it was counted on the day of the payout"
    assert loan.reference in read(petra, "?late=31")


def test_the_work_of_the_day_leads_to_forms_and_back_to_the_same_loan(
    desk: Desk, adde: Client, clock: Clock
) -> None:
    loan = late_loan(desk, clock)
    back = "/loans/work/?part=late&whose=all"
    page = read(adde, "work/?whose=all")
    assert f'id="loan-{loan.pk}"' in page
    assert "mailto:amina@example.org" in page
    sent = adde.post(
        f"/loans/{loan.pk}/note/", {"key": "n1", "text": "Ringde Amina.", "next": back}
    )
    assert sent.headers["Location"] == f"{back}#loan-{loan.pk}"
    assert "Ringde Amina." in read(adde, "work/?part=late&whose=all")
    elsewhere = adde.post(
        f"/loans/{loan.pk}/note/", {"key": "n2", "text": "Hej", "next": "https://example.org/"}
    )
    assert elsewhere.headers["Location"] == f"/agreements/loans/{loan.pk}/#care"
    promise = {"key": "p1", "amount": "500", "pay_on": "2026-05-20", "promised_on": "2026-05-20"}
    wrong = adde.post(f"/loans/{loan.pk}/promise/", {**promise, "amount": "0"}, headers=ENGLISH)
    assert wrong.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "amount above zero" in wrong.content.decode()
    assert adde.post(f"/loans/{loan.pk}/promise/", promise).status_code == HTTPStatus.FOUND
    assert loan.reference in read(adde, "work/?part=promised&whose=all")
    clock.set("2026-05-21 09:00")
    assert loan.reference in read(adde, "work/?part=broken&whose=all")
    assert "Nothing waits here" in read(adde, "work/?part=promised&whose=all")
    shown = adde.get(f"/agreements/loans/{loan.pk}/", headers=ENGLISH).content.decode()
    assert "Broken" in shown
    assert "Ringde Amina." in shown
    borrower = browser(desk.world.amina, desk.space)
    own = borrower.get(f"/agreements/loans/{loan.pk}/", headers=ENGLISH).content.decode()
    assert "Ringde Amina." not in own


def test_a_form_over_the_list_comes_without_the_page(desk: Desk, adde: Client) -> None:
    loan = desk.loan()
    part = adde.get(f"/loans/{loan.pk}/review/", headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part
    assert f'action="/loans/{loan.pk}/review/"' in part


def test_the_first_page_tells_an_adviser_what_waits(
    desk: Desk, petra: Client, adde: Client, clock: Clock
) -> None:
    loan = late_loan(desk, clock)
    card = {"adviser": str(desk.world.adde.pk), "region": "Åland", "review_on": "2026-05-20"}
    assert petra.post(f"/loans/{loan.pk}/card/", card).status_code == HTTPStatus.FOUND
    shown = adde.get("/", headers=ENGLISH).content.decode()
    assert "1 loan of yours to look at again" in shown
    assert loan.reference in read(adde, "work/?part=reviews")
    assert "/loans/work/?part=reviews" in shown


def test_what_came_in_stands_beside_what_the_plan_of_then_expected(
    desk: Desk, petra: Client, clock: Clock
) -> None:
    loan = late_loan(desk, clock)
    record_repayment(
        by=desk.bo, loan_id=loan.pk, received=sek(60_000), value_date=date(2026, 5, 4),
        bank_reference="B1", at=noon(date(2026, 5, 20)),
    )  # fmt: skip
    page = read(petra, "cash/")
    assert "/loans/cash/2026-04/expected/" in page
    assert loan.reference in read(petra, "cash/2026-04/expected/")
    assert "Nothing here yet" in read(petra, "cash/2026-04/came/")
    assert "600" in read(petra, "cash/2026-05/came/")
    assert loan.reference in read(petra, "cash/2026-07/ahead/")
    for address in ("cash/2026-13/came/", "cash/2026-04/else/", "risk/soon/"):
        assert petra.get(f"/loans/{address}").status_code == HTTPStatus.NOT_FOUND
