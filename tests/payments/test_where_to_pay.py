"""The account that borrowers pay to: said once, checked, and printed on every notice."""

from datetime import date

import pytest

from grodd.base import clock
from grodd.base.errors import NotAllowed
from grodd.base.models import AuditEvent
from grodd.payments.models import Treasury
from grodd.payments.payees import written_bankgiro, written_iban
from grodd.payments.refusals import BankAccountWrong
from grodd.payments.usecases.say_where_to_pay import say_where_to_pay
from grodd.people.asker import Asker
from grodd.reports.loan_documents import Document, loan_document
from tests.agreements.signing import TODAY, Desk, reference_rates
from tests.reports.pdf_reading import words_of
from tests.web.stage import browser
from tests.world import World

pytestmark = pytest.mark.django_db
IBAN = "SE45 5000 0000 0583 9825 7466"


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def say(desk: Desk, by: Asker, bankgiro: str = "5050-1055", iban: str = "") -> Treasury:
    return say_where_to_pay(
        by=by, organisation_id=desk.space.pk, bankgiro=bankgiro, iban=iban, at=clock.now()
    )


def test_a_notice_says_where_to_pay(desk: Desk) -> None:
    loan = desk.loan()
    say(desk, desk.bo, iban=IBAN)
    notice = loan_document(
        desk.amina, loan_id=loan.pk, document=Document.NOTICE, on=TODAY, language="sv"
    )
    said = words_of(notice)
    assert "Bankgiro 5050-1055" in said
    assert f"Till konto {IBAN}" in said


def test_the_notice_of_a_late_loan_says_what_comes_next_too(desk: Desk) -> None:
    reference_rates()
    loan = desk.loan()
    late = date(2026, 4, 10)
    notice = loan_document(
        desk.amina, loan_id=loan.pk, document=Document.NOTICE, on=late, language="sv"
    )
    assert "Nästa att betala 1 036,67 kr den 2 maj 2026" in words_of(notice)


def test_it_is_said_by_who_keeps_the_books_and_written_down_once(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        say(desk, desk.petra)
    say(desk, desk.bo)
    say(desk, desk.bo)
    assert Treasury.objects.get(organisation=desk.space).bankgiro == "50501055"
    assert AuditEvent.objects.filter(action="treasury.account").count() == 1


@pytest.mark.parametrize("wrong", [{"bankgiro": "5050-1056"}, {"iban": "SE45 5000"}])
def test_a_number_with_a_slip_is_refused(desk: Desk, wrong: dict[str, str]) -> None:
    with pytest.raises(BankAccountWrong):
        say(desk, desk.bo, **wrong)
    assert Treasury.objects.get(organisation=desk.space).bankgiro == ""


def test_the_books_ask_for_the_account_until_it_is_said(desk: Desk) -> None:
    bo = browser(desk.world.bo, desk.treasury.organisation)
    assert "where to pay" in bo.get("/books/").content.decode()
    wrong = bo.post("/books/account/", {"bankgiro": "5050-1056"})
    assert wrong.status_code == 422
    assert "5050-1056 is not a valid bankgiro" in wrong.content.decode()
    assert bo.post("/books/account/", {"bankgiro": "5050-1055"}).status_code == 302
    assert 'value="5050-1055"' in bo.get("/books/account/").content.decode()
    assert "Nobody who gets a payment notice" not in bo.get("/books/").content.decode()


def test_numbers_are_written_as_people_write_them() -> None:
    assert (written_bankgiro("50501055"), written_bankgiro("9912346")) == ("5050-1055", "991-2346")
    assert (written_iban(IBAN.replace(" ", "")), written_iban(""), written_bankgiro("")) == (
        IBAN, "", "",
    )  # fmt: skip
