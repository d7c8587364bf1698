"""The pages of a claim, through the door: who takes it over, and what keeps it from lapsing."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from grodd.agreements.models import Interruption, Loan, Security
from grodd.agreements.usecases.add_security import Promise, add_security
from grodd.base import clock
from grodd.base.models import DatedRule
from grodd.processes.propose_write_off import propose_write_off
from grodd.processes.record_repayment import record_repayment
from tests.agreements.signing import TODAY, Desk, reference_rates, sek
from tests.conftest import Clock
from tests.web.conftest import SignedIn
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(world: World) -> Desk:
    reference_rates()
    for key, value in (("limitation_years", 10), ("limitation_consumer_years", 3)):
        DatedRule.objects.create(
            country="SE", key=key, valid_from=date(1982, 1, 1), value=value, source="Test"
        )
    return Desk(world)


@pytest.fixture
def petra(desk: Desk, signed_in: SignedIn) -> Client:
    return signed_in(desk.world.petra, desk.space)


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def page(loan: Loan, rest: str = "") -> str:
    return f"/agreements/loans/{loan.pk}/{rest}"


def test_a_loan_is_taken_over_page_by_page(
    desk: Desk, petra: Client, signed_in: SignedIn, clock: Clock
) -> None:
    loan = desk.loan()
    promise = Promise(key="k", kind=Security.Kind.OWN_DEBT, given_by="Bo Berg", from_on=TODAY)
    surety = add_security(by=desk.petra, loan_id=loan.pk, promise=promise, at=noon())
    assert "Let somebody else take over the loan" in text(petra, page(loan))
    assert "Bo Berg" in text(petra, page(loan, "takeover/"))
    given = {"email": "dora@example.org", "keeps": [str(surety.pk)], "reason": "Flytt"}
    unknown = petra.post(page(loan, "takeover/"), given)
    assert unknown.status_code == 422
    assert "Nobody signs in here" in unknown.content.decode()
    made = petra.post(page(loan, "takeover/"), {**given, "email": "otto@example.org"})
    address = made.headers["Location"]
    assert "Otto takes over the loan from Amina" in text(petra, address)
    amina, otto = (signed_in(one, desk.space) for one in (desk.world.amina, desk.world.otto))
    assert "Loan to be taken over" in text(amina, "/")
    assert "I agree that somebody else takes it over" in text(amina, address)
    takeover = loan.takeovers.get()
    yes = {"sha256": takeover.content_sha256}
    amina.post(f"{address}agree/", {**yes, "party": "old"})
    assert "Loan to be taken over" not in text(amina, "/")
    assert address in text(otto, "/")
    assert "I take over the loan" in text(otto, address)
    assert otto.get(page(loan)).status_code == 404
    otto.post(f"{address}agree/", {**yes, "party": "new"})
    assert petra.post(f"{address}paper/", {"who": ""}).status_code == 422
    paper = SimpleUploadedFile("ja.pdf", b"%PDF-1.7", "application/pdf")
    petra.post(f"{address}paper/", {"who": f"security:{surety.pk}", "paper": paper})
    assert "Taken over" in text(petra, address)
    assert petra.get(f"{address}pdf/", {"language": "fi"}).content.startswith(b"%PDF")
    clock.set("2026-03-20 12:00")
    assert "Otto" in text(otto, page(loan))
    assert "You see it as it stood then" in text(amina, page(loan))
    assert "Pay early" not in text(amina, page(loan))
    assert amina.get(page(loan, "early/")).status_code == 404
    assert amina.get(page(loan, "documents/statement/")).status_code == 200
    assert amina.get(page(loan, "documents/notice/")).status_code == 404


def noon() -> Any:
    return clock.at_hour(TODAY, 12)


def test_a_takeover_is_turned_down_with_a_word(
    desk: Desk, petra: Client, signed_in: SignedIn
) -> None:
    loan = desk.loan()
    given = {"email": "otto@example.org", "reason": "Flytt"}
    address = petra.post(page(loan, "takeover/"), given).headers["Location"]
    otto = signed_in(desk.world.otto, desk.space)
    assert otto.post(f"{address}cancel/", {"reason": ""}).status_code == 422
    assert otto.post(f"{address}cancel/", {"reason": "Jag orkar inte"}).status_code == 302
    shown = text(otto, address)
    assert "Jag orkar inte" in shown
    assert "Did not happen" in shown


def test_the_page_says_when_the_claim_lapses_to_who_works_with_it(
    desk: Desk, petra: Client, signed_in: SignedIn
) -> None:
    loan = desk.loan()
    assert "The claim lapses on" in text(petra, page(loan))
    assert "The claim lapses on" not in text(signed_in(desk.world.amina, desk.space), page(loan))


def test_a_letter_is_sent_read_and_taken_back(
    desk: Desk, petra: Client, signed_in: SignedIn, clock: Clock
) -> None:
    loan = desk.loan()
    clock.set("2026-03-17 12:00")
    assert "Send the letter now" in text(petra, page(loan, "interrupt/"))
    assert petra.post(page(loan, "interrupt/send/")).status_code == 302
    letter = Interruption.objects.get()
    amina = signed_in(desk.world.amina, desk.space)
    assert amina.get(f"/agreements/interruptions/{letter.pk}/").content.startswith(b"%PDF")
    assert "17 Mar 2029" in text(petra, page(loan))
    back = f"/agreements/interruptions/{letter.pk}/take-back/"
    assert petra.post(back, {"reason": ""}).status_code == 422
    assert petra.post(back, {"reason": "Kom tillbaka"}).status_code == 302
    assert "2 Mar 2029" in text(petra, page(loan))


def test_a_demand_is_recorded_by_hand(desk: Desk, petra: Client) -> None:
    loan = desk.loan()
    given = {"key": "k", "kind": "demand", "day": "2026-03-01", "note": "Kvitto 17"}
    early = petra.post(page(loan, "interrupt/"), given)
    assert early.status_code == 422
    assert "when the money came" in early.content.decode()
    assert petra.post(page(loan, "interrupt/"), {**given, "day": "2026-03-02"}).status_code == 302
    demand = Interruption.objects.get()
    assert petra.get(f"/agreements/interruptions/{demand.pk}/").status_code == 404


def test_the_list_of_claims_asks_little_however_many_there_are(
    desk: Desk, petra: Client, clock: Clock, django_assert_max_num_queries: Any
) -> None:
    loans = [desk.loan() for _number in range(3)]
    assert "No claim lapses" in text(petra, "/agreements/claims/")
    clock.set("2028-03-02 12:00")
    with django_assert_max_num_queries(8):
        shown = text(petra, "/agreements/claims/")
    assert all(loan.reference in shown for loan in loans)
    with django_assert_max_num_queries(8):
        answer: Any = petra.get("/agreements/claims/?as=csv", headers={"accept-language": "en"})
        lines = b"".join(answer.streaming_content).decode().splitlines()[1:]
    assert [line.split(",")[0] for line in lines] == [loan.reference for loan in loans]
    assert lines[0].endswith(",the day the money came")
    clock.set("2029-03-03 12:00")
    late: Any = petra.get("/agreements/claims/?as=csv")
    assert b",2029-03-02,1,3," in b"".join(late.streaming_content)


def test_the_page_of_a_loan_asks_little_whatever_happened_to_the_claim(
    desk: Desk, petra: Client, signed_in: SignedIn, django_assert_max_num_queries: Any
) -> None:
    loan = desk.loan()
    for name in ("Bo Berg", "Dana Dahl"):
        promise = Promise(key=name, kind=Security.Kind.OWN_DEBT, given_by=name, from_on=TODAY)
        add_security(by=desk.petra, loan_id=loan.pk, promise=promise, at=noon())
    for number in range(30):
        record_repayment(
            by=desk.bo, loan_id=loan.pk, received=sek(100), value_date=TODAY,
            bank_reference=f"B{number}", at=noon(),
        )  # fmt: skip
    propose_write_off(by=desk.bo, loan_id=loan.pk, amount=sek(1_000), reason="Konkurs", at=noon())
    petra.post(page(loan, "interrupt/send/"))
    petra.post(page(loan, "takeover/"), {"email": "otto@example.org", "reason": "Flytt"})
    shown = ""
    for client in (petra, signed_in(desk.world.amina, desk.space)):
        client.get("/")
        with django_assert_max_num_queries(12):
            shown = text(client, page(loan))
        assert 'href="?page=2"' in shown
        assert "Letter that keeps the claim" in shown


def test_a_write_off_and_its_loan_lead_to_each_other(desk: Desk, petra: Client) -> None:
    loan = desk.loan()
    asked = propose_write_off(
        by=desk.bo, loan_id=loan.pk, amount=sek(1_000), reason="Konkurs", at=noon()
    )
    assert f"/decisions/matters/{asked.matter_id}/" in text(petra, page(loan))
    assert page(loan) in text(petra, f"/decisions/matters/{asked.matter_id}/")
