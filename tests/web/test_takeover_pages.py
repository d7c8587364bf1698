"""Taking over loans, through the door."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from grodd import jobs
from grodd.agreements.models import Loan
from grodd.people.models import Person
from grodd.processes.order_disbursement import left_to_pay_out
from grodd.servicing.models import PortfolioTakeover
from grodd.servicing.taking.rules import rules_of
from grodd.web.takeovers import views
from grodd.web.takeovers.forms import ColumnsForm
from tests.servicing.taking import FILE, HEAD, RUNNING, Desk
from tests.web.conftest import SignedIn
from tests.web.stage import browser
from tests.world import World

pytestmark = pytest.mark.django_db
TOTALS = {"rows": "4", "principal": "36 000", "balance": "24 765,90", "explanation": ""}
ODD = "L-5,Åsa Ek,,12000,2018-03-15,12,12.00,1100.00,9132.95,Current\n"


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


@pytest.fixture
def petra(desk: Desk, signed_in: SignedIn) -> Client:
    return signed_in(desk.world.petra, desk.world.fund)


def upload(text: str, name: str = "loans.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def page(takeover: PortfolioTakeover, rest: str = "") -> str:
    return f"/takeovers/{takeover.pk}/{rest}"


def content(answer: Any) -> str:
    return str(answer.content.decode()).replace("\N{NO-BREAK SPACE}", " ")


def typed(takeover: PortfolioTakeover) -> dict[str, Any]:
    """What the form of columns sends when nobody changes it."""
    form = ColumnsForm(
        None, headings=HEAD.strip().split(","), mapping=takeover.mapping,
        rules=rules_of(takeover.rules), day=takeover.day,
    )  # fmt: skip
    return {bound.name: bound.value() or "" for bound in form}


def test_a_portfolio_goes_from_a_file_to_its_report(desk: Desk, petra: Client) -> None:
    overview = content(petra.get(f"/programmes/{desk.programme.pk}/"))
    begin = f"/takeovers/programmes/{desk.programme.pk}/"
    assert begin in overview
    sent = {"file": upload(FILE), "day": "2018-06-30", "language": "sv"}
    answer = petra.post(begin, sent)
    takeover = PortfolioTakeover.objects.get()
    assert answer["Location"] == page(takeover, "columns/")
    assert "“Late (16-30 days)” means" in content(petra.get(page(takeover, "columns/")))
    fields = typed(takeover)
    assert (fields["principal"], fields["days-3"], fields["means-2"]) == (
        "principal", "16", "repaid",
    )  # fmt: skip
    kept = petra.post(page(takeover, "columns/"), fields)
    assert kept["Location"] == page(takeover)
    shown = content(petra.get(page(takeover)))
    assert "Maria Sten" in shown
    assert "Take over 4 loans" in shown
    refused = petra.post(page(takeover, "take/"))
    assert refused.status_code == 422
    assert "held against the old system" in content(refused)
    assert petra.post(page(takeover, "totals/"), TOTALS)["Location"] == page(takeover)
    assert petra.post(page(takeover, "take/"))["Location"] == page(takeover, "report/")
    assert petra.get(page(takeover))["Location"] == page(takeover, "report/")
    assert Loan.objects.count() == 4
    report = content(petra.get(page(takeover, "report/")))
    assert "4 loans were taken over." in report
    assert "loans.csv" in content(petra.get(begin))


def test_every_number_of_the_report_opens_the_rows_behind_it(desk: Desk, petra: Client) -> None:
    takeover = desk.begin(FILE + ODD)
    report = content(petra.get(page(takeover, "report/")))
    assert "80 % of the instalments are alike" in report
    assert "It fits a rate of" in report
    assert "why=any" in report
    differing = content(petra.get(page(takeover, "rows/?why=any")))
    assert "L-5" in differing
    assert "L-1" not in differing
    late = content(petra.get(page(takeover, "rows/?status=Late+(16-30+days)&from_days=1")))
    assert "L-2" in late
    assert "L-1" not in late
    assert "L-1" not in content(petra.get(page(takeover, "rows/?is_alike=no&from_days=x")))
    endless = page(takeover, f"rows/?from_days={'9' * 5_000}")
    assert "L-1" not in content(petra.get(endless))
    one = content(petra.get(page(takeover, "rows/6/")))
    assert "What the file says" in one
    assert "It fits a rate of" in one
    assert petra.get(page(takeover, "rows/99/")).status_code == 404
    lines = content(petra.get(page(takeover, "rows.csv?outcome=repaid"))).splitlines()
    assert len(lines) == 2
    assert "L-3" in lines[1]


def test_a_file_that_cannot_be_read_says_so_beside_the_file(desk: Desk, petra: Client) -> None:
    sent = {"file": upload("only headings\n"), "day": "2018-06-30", "language": "sv"}
    answer = petra.post(f"/takeovers/programmes/{desk.programme.pk}/", sent)
    assert answer.status_code == 422
    assert "has no rows to read" in content(answer)


def test_rows_to_mend_are_listed_and_downloaded_without_formulas(desk: Desk, petra: Client) -> None:
    takeover = desk.begin(FILE + RUNNING.replace("L-1", "=L").replace("9132.95", "99999"))
    shown = content(petra.get(page(takeover)))
    assert "This is more than what it is a part of." in shown
    assert "Take over those that are right" in shown
    mend = content(petra.get(page(takeover, "wrong.csv"))).splitlines()
    assert len(mend) == 2
    assert mend[1].startswith("'=L,Maria Sten")
    assert mend[1].endswith("balance: This is more than what it is a part of. "
                            "Look the two amounts up.")  # fmt: skip
    petra.post(page(takeover, "totals/"), TOTALS)
    assert petra.post(page(takeover, "take/"), {"partly": "yes"}).status_code == 302
    assert Loan.objects.count() == 4


def test_wrong_totals_and_payments_are_shown_where_they_were_typed(
    desk: Desk, petra: Client
) -> None:
    takeover = desk.begin(FILE)
    assert petra.post(page(takeover, "totals/"), {"rows": "four"}).status_code == 422
    assert petra.post(page(takeover, "payments/"), {}).status_code == 422
    unclear = petra.post(
        page(takeover, "payments/"), {"file": upload("reference,date,amount\nX,2018-05-01,1\n")}
    )
    assert "No loan has this reference." in content(unclear)
    known = {"file": upload("reference,date,amount\nL-1,2018-05-15,1066.19\n", "paid.csv")}
    assert petra.post(page(takeover, "payments/"), known)["Location"] == page(takeover)
    assert "paid.csv" in content(petra.get(page(takeover)))


@pytest.mark.django_db(transaction=True)
def test_many_loans_are_taken_over_by_a_worker(
    desk: Desk, petra: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "ROWS_AT_ONCE_MAX", 3)
    takeover = desk.agree(desk.begin(FILE))
    answer = petra.post(page(takeover, "take/"))
    assert answer["Location"].startswith("/progress/")
    assert jobs.drain() == 1
    watched = content(petra.get(answer["Location"]))
    assert "4 loans were taken over." in watched
    assert "Takeover of loans" in watched


def test_pages_ask_little_however_many_loans_there_are(
    desk: Desk, petra: Client, django_assert_max_num_queries: Any
) -> None:
    many = [RUNNING.replace("L-1", f"M-{n}").replace("maria@example.com", "") for n in range(60)]
    takeover = desk.begin(HEAD + "".join(many))
    petra.get(page(takeover))
    for rest, most in (("", 12), ("columns/", 12), ("report/", 12), ("rows/", 8)):
        with django_assert_max_num_queries(most):
            petra.get(page(takeover, rest))
    with django_assert_max_num_queries(8):
        petra.get(f"/takeovers/programmes/{desk.programme.pk}/")


def test_what_is_taken_over_was_paid_out_elsewhere(desk: Desk, petra: Client) -> None:
    desk.taken()
    one = Loan.objects.get(reference="L-1")
    assert not left_to_pay_out(one)
    assert "Prepare the payment" not in content(petra.get(f"/agreements/loans/{one.pk}/"))


def test_the_pages_of_what_was_taken_over_open(desk: Desk, petra: Client) -> None:
    takeover = desk.taken()
    for row in takeover.rows.select_related("loan__agreement__application"):
        loan = row.loan
        assert loan is not None
        for address in (
            f"/agreements/loans/{loan.pk}/",
            f"/agreements/{loan.agreement_id}/",
            f"/agreements/{loan.agreement_id}/pdf/",
            f"/applications/{loan.agreement.application_id}/",
            f"/applications/programmes/{desk.programme.pk}/",
            "/portfolio/",
        ):
            assert petra.get(address).status_code == 200, address


def test_a_loan_leads_back_to_its_row_for_those_who_may_read_it(desk: Desk) -> None:
    takeover = desk.taken()
    world = desk.world
    loan = Loan.objects.get(reference="L-1")
    row = page(takeover, "rows/2/")
    shown = page_of_loan(world.petra, desk, loan)
    assert f'href="{row}"' in shown
    assert "Row 2 of loans.csv" in shown
    assert f'href="/agreements/loans/{loan.pk}/"' in page_at(world.petra, desk, row)
    assert "Row 2 of" not in page_of_loan(world.adde, desk, loan), "an adviser sees the loan alone"
    assert browser(world.adde, world.fund).get(row).status_code in {403, 404}


def page_at(person: Person, desk: Desk, address: str) -> str:
    client = browser(person, desk.world.fund)
    return client.get(address, headers={"accept-language": "en"}).content.decode()


def page_of_loan(person: Person, desk: Desk, loan: Loan) -> str:
    return page_at(person, desk, f"/agreements/loans/{loan.pk}/")
