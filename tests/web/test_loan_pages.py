"""The pages of a loan, through the door."""

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from grodd.agreements.models import Loan
from grodd.base import clock
from grodd.base.models import DatedRule
from grodd.engines.life import PaymentRules
from grodd.processes.record_repayment import record_repayment
from tests.agreements.signing import LOAN, TODAY, Desk, reference_rates, sek
from tests.conftest import Clock
from tests.reports.pdf_reading import words_of
from tests.web.conftest import SignedIn
from tests.world import World

pytestmark = pytest.mark.django_db
PAUSE = {
    "key": "k1", "day": "2026-04-10", "instalments": "2", "pays_interest": "yes",
    "longer": "yes", "reason": "Svag vår",
}  # fmt: skip


@pytest.fixture
def desk(world: World) -> Desk:
    reference_rates()
    return Desk(world)


@pytest.fixture
def petra(desk: Desk, signed_in: SignedIn) -> Client:
    return signed_in(desk.world.petra, desk.space)


@pytest.fixture
def bo(desk: Desk, signed_in: SignedIn) -> Client:
    return signed_in(desk.world.bo, desk.space)


def pay(desk: Desk, loan: Loan, minor: int, day: date, name: str) -> None:
    record_repayment(
        by=desk.bo, loan_id=loan.pk, received=sek(minor), value_date=day, bank_reference=name,
        at=clock.now(),
    )  # fmt: skip


def page(loan: Loan, rest: str = "") -> str:
    return f"/agreements/loans/{loan.pk}/{rest}"


def test_the_page_of_a_loan_asks_little_however_much_happened(
    desk: Desk, petra: Client, django_assert_max_num_queries: Any
) -> None:
    loan = desk.loan()
    for number in range(8):
        pay(desk, loan, 30_000, date(2026, 3, 10 + number), f"B{number}")
    with django_assert_max_num_queries(12):
        shown = petra.get(page(loan)).content.decode()
    assert "Still lent" in shown
    assert "Versions of the plan" in shown


def test_the_figures_on_top_lead_to_their_place_on_the_page(desk: Desk, petra: Client) -> None:
    running = desk.loan()
    pay(desk, running, 30_000, date(2026, 3, 10), "B1")
    for loan, ways in (
        (running, ["#repayments", "#plan", "#plan"]),
        (desk.signed(LOAN).loan, ["#plan"]),
    ):
        shown = petra.get(page(loan)).content.decode()
        assert re.findall(r'class="figure__way" href="([^"]*)"', shown) == ways
        assert all(f'id="{way[1:]}"' in shown for way in ways)
    owed = petra.get(page(running)).content.decode()
    assert f'href="{page(running, "early/")}"' in owed[owed.index("Pays it all off today") :][:400]


def test_a_change_is_looked_at_before_it_is_made(desk: Desk, petra: Client) -> None:
    loan = desk.loan()
    form = petra.get(page(loan, "change/pause/")).content.decode()
    assert "Look at the new plan" in form
    looked = petra.post(page(loan, "change/pause/"), PAUSE).content.decode()
    assert "13 instalments are left (11 before)" in looked
    assert loan.events.count() == 1
    made = petra.post(page(loan, "change/pause/"), {**PAUSE, "confirm": "1"})
    assert made.status_code == 302
    assert petra.post(page(loan, "change/pause/"), {**PAUSE, "confirm": "1"}).status_code == 302
    event = loan.events.get(kind="holiday")
    shown = petra.get(page(loan)).content.decode()
    assert "Pause in repaying" in shown
    assert "Svag vår" in shown
    assert "A later version is in force" in petra.get(page(loan, "plans/1/")).content.decode()
    undone = petra.post(f"/agreements/events/{event.pk}/undo/", {"reason": "Fel lån"})
    assert undone.status_code == 302
    assert Loan.objects.get(pk=loan.pk).schedule_version == 3


CHANGES = {
    "rate": {"rate_bp": "6,5"},
    "due-day": {"first_due": "2026-04-25"},
    "longer": {"instalments": "3"},
    "to-balance": {"instalments": "0"},
    "set-aside": {},
}


@pytest.mark.parametrize("what", CHANGES)
def test_every_change_has_a_form(desk: Desk, petra: Client, what: str) -> None:
    loan = desk.loan()
    given = {"key": "k", "day": "2026-04-10", "reason": "Svag vår", **CHANGES[what]}
    looked = petra.post(page(loan, f"change/{what}/"), given)
    assert looked.status_code == 200, looked.content.decode()[-2000:]
    assert petra.post(page(loan, f"change/{what}/"), {**given, "confirm": "1"}).status_code == 302
    assert loan.events.count() == 2


def test_what_does_not_fit_is_said_on_the_form(desk: Desk, petra: Client) -> None:
    loan = desk.loan()
    early = {"key": "k", "day": "2026-03-20", "reason": "x"}
    answer = petra.post(page(loan, "change/set-aside/"), early)
    assert answer.status_code == 422
    assert "Nothing is late" in answer.content.decode()
    assert petra.get(page(loan, "change/nonsense/")).status_code == 404
    assert petra.get(page(loan, "act/nonsense/")).status_code == 404
    assert petra.get(page(loan, "documents/nonsense/")).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"received": "0"}, "Write an amount above zero."),
        ({"value_date": "2026-03-03"}, "3 Mar 2026 has not come yet."),
    ],
)
def test_a_payment_of_nothing_or_of_a_day_to_come_is_a_slip(
    desk: Desk, bo: Client, wrong: dict[str, str], said: str
) -> None:
    loan = desk.loan()
    sent = {"received": "500", "value_date": "2026-03-02", "bank_reference": "B1"}
    answer = bo.post(page(loan), {**sent, **wrong})
    assert (answer.status_code, loan.events.count()) == (422, 1)
    assert said in answer.content.decode()
    assert bo.post(page(loan), sent).status_code == 302


def test_a_payment_does_not_bounce_on_a_day_to_come(desk: Desk, bo: Client) -> None:
    loan = desk.loan()
    pay(desk, loan, 30_000, TODAY, "B1")
    payment = loan.events.get(kind="payment")
    sent = {"bounced_on": "2026-03-03", "reason": "Fel konto"}
    answer = bo.post(f"/agreements/repayments/{payment.pk}/reverse/", sent)
    assert answer.status_code == 422
    assert "has not come yet" in answer.content.decode()


def test_the_borrower_sees_what_paying_early_means(desk: Desk, signed_in: SignedIn) -> None:
    loan = desk.loan()
    amina = signed_in(desk.world.amina, desk.space)
    shown = amina.get(page(loan, "early/"), {"amount": "3 000", "on": "2026-03-17"})
    text = shown.content.decode()
    for words in (
        "Pays the next instalment, and the rest the last ones",
        "Lowers the instalments",
        "Makes the loan shorter",
        "Pays the next instalments",
    ):
        assert words in text
    assert "SEK12,020" in text
    assert loan.events.count() == 1
    assert amina.get(page(loan, "early/"), {"amount": "x", "on": ""}).status_code == 422


ACTS = {
    "ease": {
        "key": "k",
        "day": "2026-04-12",
        "until": "2026-05-01",
        "percent": "50",
        "reason": "Sjuk",
    },
    "waive": {"component": "late_interest", "amount": "1", "day": "2026-04-20", "reason": "Sjuk"},
    "fee": {"fee": "reminder_fee_minor", "day": "2026-04-20"},
    "terminate": {"due_on": "2026-06-01", "for_arrears": "yes", "reason": "Obetalt"},
    "write-off": {"amount": "12 000", "reason": "Konkurs"},
}


EFFECTS = {
    "ease": "SEK1,045.56",
    "waive": "without it",
    "fee": "SEK1,096.67",
    "terminate": "Owed on 1 Jun 2026",
    "write-off": "Lost, and still claimed",
}
REFUSED = {
    "ease": {"until": "2026-04-12"},
    "waive": {"amount": "5 000"},
    "terminate": {"due_on": "2026-04-21"},
    "write-off": {"amount": "13 000"},
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_done_is_said_before_it_is_tried(
    desk: Desk, bo: Client, clock: Clock, what: str
) -> None:
    loan = desk.loan()
    for key, value in (("waiver_max_minor", 500), ("termination_notice_days", 28)):
        DatedRule.objects.create(
            country="SE", key=key, valid_from=TODAY, value=value, source="Test"
        )
    clock.set("2026-04-20 09:00")
    answer = bo.post(page(loan, f"act/{what}/"), {**ACTS[what], **REFUSED[what]})
    assert answer.status_code == 422
    assert "What it does" not in answer.content.decode()


@pytest.mark.parametrize("what", ACTS)
def test_every_act_has_a_form(desk: Desk, bo: Client, clock: Clock, what: str) -> None:
    loan = desk.loan()
    for key, value in (
        ("waiver_max_minor", 500), ("reminder_fee_minor", 6_000), ("termination_notice_days", 28)
    ):  # fmt: skip
        DatedRule.objects.create(
            country="SE", key=key, valid_from=TODAY, value=value, source="Test"
        )
    clock.set("2026-04-20 09:00")
    assert bo.get(page(loan, f"act/{what}/")).status_code == 200
    assert bo.post(page(loan, f"act/{what}/"), {"sent": "1"}).status_code == 422
    looked = bo.post(page(loan, f"act/{what}/"), ACTS[what])
    assert "What it does" in looked.content.decode()
    assert EFFECTS[what] in looked.content.decode()
    assert loan.events.count() + loan.write_offs.count() == 1
    answer = bo.post(page(loan, f"act/{what}/"), {**ACTS[what], "confirm": "1"})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert loan.events.count() + loan.write_offs.count() == 2


def test_who_is_ill_has_late_interest_lowered_and_the_page_says_for_how_long(
    desk: Desk, bo: Client, clock: Clock, django_assert_max_num_queries: Any
) -> None:
    loan = desk.loan()
    clock.set("2026-04-20 09:00")
    assert "Lower late interest for a time" in bo.get(page(loan)).content.decode()
    with django_assert_max_num_queries(12):
        bo.get(page(loan, "act/ease/"))
    looked = bo.post(page(loan, "act/ease/"), ACTS["ease"]).content.decode()
    assert 'name="key" value="k"' in looked
    assert "If nothing more is paid until then" in looked
    assert "instalments are left" not in looked, "the plan stays as it is"
    for _twice in range(2):
        made = bo.post(page(loan, "act/ease/"), {**ACTS["ease"], "confirm": "1"})
        assert made.status_code == 302
    event = loan.events.get(kind="eased")
    assert event.terms == {"until": "2026-05-01", "share_bp": 5_000}
    shown = bo.get(page(loan)).content.decode()
    assert "Late interest is lowered by 50\xa0% from 12 Apr 2026 until 1 May 2026" in shown
    assert f"/agreements/events/{event.pk}/undo/" in shown
    for fault, said in (
        ({"key": "l"}, "already, and no day can be lowered twice"),
        ({"percent": "0"}, "not below 1"),
        ({"percent": "101"}, "not above 100"),
        ({"until": "maj"}, "Write a day as"),
    ):
        answer = bo.post(page(loan, "act/ease/"), {**ACTS["ease"], **fault})
        assert (answer.status_code, said in answer.content.decode()) == (422, True), said
    undone = bo.post(f"/agreements/events/{event.pk}/undo/", {"reason": "Fel lån"})
    assert undone.status_code == 302


def test_one_payment_can_pay_the_last_instalments(desk: Desk, bo: Client) -> None:
    loan = desk.loan()
    early = bo.get(page(loan, "early/"), {"amount": "2 010", "on": "2026-03-17"}).content.decode()
    assert "Pays the last instalments, from the end" in early
    given = {"received": "2 010", "value_date": "2026-03-02", "bank_reference": "B1"}
    assert bo.post(page(loan), given | {"ahead": "last"}).status_code == 302
    plan = bo.get(page(loan)).content.decode().partition("What came in")[0]
    rows = plan[plan.rindex("<tbody") :].split("<tr")[1:]
    assert [number for number, row in enumerate(rows) if "success" in row] == [10, 11]
    assert bo.post(page(loan), given | {"ahead": "first"}).status_code == 422


def test_money_is_recorded_with_what_the_rest_does_and_goes_back(
    desk: Desk, bo: Client, clock: Clock
) -> None:
    loan = desk.loan()
    payee = {
        "name": "Amina", "kind": "iban", "account": "SE45 5000 0000 0583 9825 7466",
        "due_on": "2026-04-20",
    }  # fmt: skip
    assert bo.post(page(loan, "give-back/"), payee).status_code == 422
    given = {
        "received": "1 100", "value_date": "2026-04-02", "bank_reference": "B1", "ahead": "return"
    }  # fmt: skip
    clock.set("2026-04-09 09:00")
    assert bo.post(page(loan), given).status_code == 302
    assert "Goes back to the borrower" in bo.get(page(loan)).content.decode()
    payment = loan.events.get(kind="payment")
    assert payment.terms["ahead"] == "return"
    bounced = {"bounced_on": "2026-04-09", "reason": "Saknar täckning"}
    reverse = f"/agreements/repayments/{payment.pk}/reverse/"
    assert bo.post(reverse, {**bounced, "bounced_on": "2026-04-01"}).status_code == 422
    assert bo.post(reverse, bounced).status_code == 302
    assert loan.events.get(kind="reversal").day == date(2026, 4, 9)


def test_kept_money_goes_back_from_the_page(desk: Desk, bo: Client, clock: Clock) -> None:
    loan = desk.loan()
    given = {
        "received": "1 100", "value_date": "2026-04-02", "bank_reference": "B1", "ahead": "return"
    }  # fmt: skip
    clock.set("2026-04-05 09:00")
    assert bo.post(page(loan), given).status_code == 302
    assert "Pay back what is kept" in bo.get(page(loan)).content.decode()
    payee = {
        "name": "Amina", "kind": "iban", "account": "SE45 5000 0000 0583 9825 7466",
        "due_on": "2026-04-20",
    }  # fmt: skip
    assert bo.post(page(loan, "give-back/"), payee).status_code == 302
    assert loan.orders.get(purpose="return").order.amount_minor == 6_000


def test_documents_are_pdf_in_the_language_asked_for(desk: Desk, bo: Client) -> None:
    loan = desk.loan()
    shown = bo.get(page(loan, "documents/plan/"), {"language": "fi", "on": "2026-04-02"})
    assert shown["Content-Type"] == "application/pdf"
    assert shown.content.startswith(b"%PDF")
    late = bo.get(page(loan, "documents/demand/"), {"on": "nonsense"})
    assert late.status_code == 409


def test_any_document_is_had_for_another_day_and_in_another_language(
    desk: Desk, bo: Client
) -> None:
    loan = desk.loan()
    assert page(loan, "documents/") in bo.get(page(loan)).content.decode()
    asked = {"kind": "statement", "on": "2026-05-02", "language": "fi"}
    answer = bo.get(page(loan, "documents/"), asked)
    url = page(loan, "documents/statement/?on=2026-05-02&language=fi")
    assert (answer.status_code, answer["Location"]) == (302, url)
    wrong = bo.get(page(loan, "documents/"), {**asked, "on": "31.13.2026"})
    assert (wrong.status_code, "Location" in wrong) == (422, False)


def test_the_plan_and_the_statement_are_had_as_tables(
    desk: Desk, signed_in: SignedIn, clock: Clock
) -> None:
    loan = desk.loan()
    pay(desk, loan, 104_000, date(2026, 4, 2), "B1")
    clock.set("2026-04-10 09:00")
    amina = signed_in(desk.world.amina, desk.space)
    shown = amina.get(page(loan)).content.decode()
    for what in ("plan", "statement"):
        for kind in ("csv", "xlsx"):
            assert page(loan, f"tables/{what}/?as={kind}") in shown
    answer: Any = amina.get(page(loan, "tables/plan/?as=csv"))
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 13
    assert lines[1] == "1,2026-04-02,1040.00,1040.00,1000.00,40.00,0.00,11000.00"
    moved: Any = amina.get(page(loan, "tables/statement/?as=csv"))
    said = b"".join(moved.streaming_content).decode().splitlines()
    assert said[1:] == [
        "2026-03-02,Paid out,-12000.00,-12000.00,0.00,0.00,12000.00",
        "2026-04-02,Payment,1040.00,1000.00,40.00,0.00,11000.00",
    ]
    book: Any = amina.get(page(loan, "tables/statement/?as=xlsx"))
    assert load_workbook(BytesIO(b"".join(book.streaming_content))).worksheets[0].max_row == 3
    assert amina.get(page(loan, "tables/reminder/?as=csv")).status_code == 404


def test_the_interest_of_a_past_year_is_one_click_away(
    desk: Desk, bo: Client, clock: Clock
) -> None:
    loan = desk.loan()
    pay(desk, loan, 104_000, date(2026, 4, 2), "B1")
    clock.set("2027-01-15 09:00")
    shown = bo.get(page(loan)).content.decode()
    url = page(loan, "documents/interest/?on=2026-12-31")
    assert f'href="{url}' in shown
    assert "Interest of the year 2026" in shown
    assert "2026" in words_of(bo.get(url).content)


def test_a_guarantor_is_added_replaced_and_released(desk: Desk, bo: Client) -> None:
    loan = desk.loan()
    given = {
        "key": "k1", "kind": "own_debt", "given_by": "Bo Berg", "sharing": "joint",
        "from_on": "2026-03-02", "limit": "5 000", "what": "", "replaces": "",
    }  # fmt: skip
    assert "Nobody stands behind" in bo.get(page(loan)).content.decode()
    assert bo.post(page(loan, "securities/"), {**given, "kind": "pledge"}).status_code == 422
    assert bo.post(page(loan, "securities/"), given).status_code == 302
    first = loan.securities.get()
    replace = f"securities/?replaces={first.pk}"
    assert page(loan, replace) in bo.get(page(loan)).content.decode()
    assert f'value="{first.pk}" selected' in bo.get(page(loan, replace)).content.decode()
    later = {**given, "key": "k2", "given_by": "Dana Dahl", "replaces": str(first.pk)}
    assert bo.post(page(loan, "securities/"), later).status_code == 302
    shown = bo.get(page(loan)).content.decode()
    assert "Dana Dahl" in shown
    assert "Released" in shown
    second = loan.securities.get(given_by="Dana Dahl")
    away = f"/agreements/securities/{second.pk}/release/"
    assert bo.post(away, {"reason": "Halva lånet är betalt"}).status_code == 302
    assert not loan.securities.filter(released_on__isnull=True).exists()


def test_the_plan_of_a_loan_that_is_paid_off_says_that_nothing_is_left(
    desk: Desk, petra: Client, clock: Clock
) -> None:
    loan = desk.loan()
    clock.set("2026-04-10 10:00")
    pay(desk, loan, 104_000, date(2026, 4, 2), "B1")
    pay(desk, loan, 1_100_978, date(2026, 4, 10), "B2")
    shown = petra.get(page(loan)).content.decode()
    assert "Repaid" in shown
    assert "Nothing is left to pay; before, 11 instalments were left" in shown


def test_a_surety_answers_for_all_and_is_asked_for_what_is_due(
    desk: Desk, bo: Client, clock: Clock
) -> None:
    loan = desk.loan()
    given = {
        "kind": "own_debt", "sharing": "joint", "from_on": "2026-03-02", "limit": "5 000",
        "what": "", "replaces": "",
    }  # fmt: skip
    bo.post(page(loan, "securities/"), {**given, "key": "k1", "given_by": "Bo Berg"})
    secondary = {**given, "key": "k2", "given_by": "Dana Dahl", "kind": "secondary"}
    bo.post(page(loan, "securities/"), secondary)
    on_time = bo.get(page(loan)).content.decode().split('id="securities"')[1].split("</table>")[0]
    assert on_time.count("SEK5,000") == 4, "the limit and what each answers for"
    assert "is due" not in on_time
    clock.set("2026-04-02 10:00")
    late = bo.get(page(loan)).content.decode().split('id="securities"')[1].split("</table>")[0]
    assert late.count("SEK1,040 of it is due") == 1, "the second one is asked after the borrower"


def test_the_voucher_of_an_instalment_that_fell_due_stands_in_the_plan(
    desk: Desk, petra: Client, signed_in: SignedIn, clock: Clock
) -> None:
    loan = desk.loan()
    clock.set("2026-05-02 10:00")
    pay(desk, loan, 104_000, date(2026, 4, 2), "B1")
    raised = loan.bookings.filter(name__startswith="due:").order_by("name")
    names = [str(each.voucher) for each in raised.select_related("voucher__series")]
    assert len(names) == 2
    plan = petra.get(page(loan)).content.decode().split('id="plan"')[1].split("</table>")[0]
    assert [name in plan for name in names] == [True, True]
    assert "/books/journal/" not in plan, "she does not read the books"
    bo = signed_in(desk.world.bo, desk.space)
    kept = bo.get(page(loan)).content.decode().split('id="plan"')[1].split("</table>")[0]
    urls = [f"/books/journal/{each.voucher_id}/" for each in raised]
    assert [url in kept for url in urls] == [True, True]
    owner = signed_in(desk.world.amina, desk.space).get(page(loan)).content.decode()
    mine = owner.split('id="plan"')[1].split("</table>")[0]
    assert [name in mine for name in names] == [False, False]


def test_the_page_shows_what_a_payment_paid_in_the_order_that_was_agreed(
    desk: Desk, petra: Client, clock: Clock
) -> None:
    loan = desk.loan()
    rules = PaymentRules("instalment_first").written()
    Loan.objects.filter(pk=loan.pk).update(payment_rules=rules)
    clock.set("2026-05-10 10:00")
    pay(desk, loan, 104_000, date(2026, 5, 10), "B1")
    text = petra.get(page(loan)).content.decode()
    paid = text.split('id="repayments"')[1].split("</table>")[0]
    assert "interest SEK40, principal SEK1,000" in paid.replace("\N{NO-BREAK SPACE}", " ")
    assert "late interest" not in paid, "it waits, though it usually comes first"
    assert "and in it interest, principal, then late interest and fees" in text
