"""A running portfolio is taken over: whole or not at all, and only as the old system says."""

from datetime import date
from typing import Any

import pytest

from grodd import jobs
from grodd.agreements.bookkeeping import bring_up_to_date
from grodd.agreements.models import Agreement, Loan, LoanEvent, LoanPosition, PlanVersion
from grodd.agreements.telling import locked_loan
from grodd.applications.models import Application
from grodd.base import audit, clock, outbox
from grodd.base.audit import Stamp
from grodd.base.errors import NotAllowed, NotFound
from grodd.base.models import LongTask, OutboxMessage
from grodd.engines.money import Money
from grodd.ledger.charts import Purpose
from grodd.ledger.checking import check_book
from grodd.ledger.models import Voucher
from grodd.ledger.queries import account_for, balance
from grodd.ledger.refusals import YearIsMissing
from grodd.people.expected import is_expected
from grodd.people.models import Organisation, Person
from grodd.people.usecases.add_person import add_person
from grodd.people.usecases.make_sign_in_link import make_sign_in_link
from grodd.processes.record_repayment import record_repayment
from grodd.processes.send_outbox import send_outbox
from grodd.processes.take_over_later import take_over_later
from grodd.processes.take_over_portfolio import take_over_portfolio
from grodd.programmes.models import Round
from grodd.programmes.queries import open_rounds
from grodd.reports.lending.ratios import Key, ratios
from grodd.servicing.models import LoanCard, PortfolioTakeover, TakenLoan
from grodd.servicing.taking.refusals import (
    PaymentsUnclear,
    TakeoverOver,
    TakeoverRefused,
    TakeoverStale,
    TotalsDiffer,
    TotalsMissing,
)
from grodd.servicing.taking.rules import rules_of
from grodd.servicing.usecases.add_payments import add_payments
from grodd.servicing.usecases.map_takeover import map_takeover
from tests.servicing.taking import DAY, FILE, HEAD, LATE, RUNNING, Desk, at_noon
from tests.world import World

pytestmark = pytest.mark.django_db
WRONG = "L-9,Nils Ö,,12000,soon,12,12.00,1066.19,13000,Current\n"


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def loan(reference: str) -> Loan:
    return Loan.objects.get(reference=reference)


def on(desk: Desk, purpose: Purpose) -> int:
    return balance(account_for(desk.treasury.book_id, purpose)).minor


def mapped(desk: Desk, takeover: PortfolioTakeover, **changed: Any) -> PortfolioTakeover:
    given: dict[str, Any] = {
        "mapping": takeover.mapping, "rules": rules_of(takeover.rules), "day": takeover.day,
        **changed,
    }  # fmt: skip
    return map_takeover(takeover_id=takeover.pk, by=desk.petra, at=at_noon(DAY), **given)


def test_every_row_becomes_a_loan_as_it_stood(desk: Desk) -> None:
    takeover = desk.taken()
    assert (takeover.rows_done, takeover.state) == (4, "done")
    states = {one.reference: one.state for one in Loan.objects.all()}
    assert states == {
        "L-1": "repaying", "L-2": "repaying", "L-3": "repaid", "L-4": "written_off",
    }  # fmt: skip
    running, late = loan("L-1"), loan("L-2")
    assert (running.annual_rate_bp, running.instalments, running.schedule_kind) == (
        1200,
        12,
        "annuity",
    )
    assert running.position.principal_minor == late.position.principal_minor == 913_295
    assert running.position.next_due_on == date(2018, 7, 15)
    assert (late.position.oldest_due_on, late.position.due_principal_minor) == (
        date(2018, 6, 14), 97_486,
    )  # fmt: skip
    assert TakenLoan.objects.get(loan=late).late_minor == 97_486 + 9_133
    assert running.schedule_lines.count() == 9
    assert late.schedule_lines.count() == 9
    assert LoanEvent.objects.filter(kind="opening").count() == 4
    assert PlanVersion.objects.count() == 2


def test_the_books_hold_what_is_owed_against_the_opening_account(desk: Desk) -> None:
    desk.taken()
    lent = 2 * 913_295
    assert on(desk, Purpose.DUE) == 9_133
    assert on(desk, Purpose.OPENING) == lent + 9_133
    assert balance(locked_loan(loan("L-1").pk).receivable).minor == 913_295  # type: ignore[arg-type]
    assert Voucher.objects.count() == 2
    assert list(check_book(desk.treasury.book)) == []
    assert list(audit.breaks()) == []


def test_what_was_taken_over_counts_as_paid_out_with_what_was_late(desk: Desk) -> None:
    desk.taken()
    found = {one.key: one for one in ratios(desk.petra, on=date(2018, 7, 1)).found}[Key.RETURN]
    assert (found.above, found.below) == (Money(0, "SEK"), Money(2 * 913_295, "SEK"))


def test_the_one_record_is_whole_from_a_person_to_a_loan(desk: Desk) -> None:
    takeover = desk.taken()
    held = Round.objects.get(takeover=takeover)
    assert held.name["en"].startswith("Taken over")
    assert (held.budget_minor, held.next_number) == (3_600_000, 5)
    assert held not in open_rounds(at=clock.now())
    phases = [one.phase.kind for one in Application.objects.order_by("number")]
    assert phases == ["active", "active", "completed", "stopped"]
    one = Agreement.objects.get(loan__reference="L-1")
    assert (one.state, one.title, one.language) == ("accepted", "Maria Sten", "sv")
    assert "L-1" in one.content["body"]
    assert one.content["file"] == takeover.file.sha256
    assert not one.acceptances.exists()
    assert one.application.submissions.get().answers["title"] == "Maria Sten"
    assert TakenLoan.objects.get(row=2).loan == loan("L-1")


def test_borrowers_cannot_sign_in_until_they_are_invited(desk: Desk) -> None:
    desk.taken()
    maria = Person.objects.get(email="maria@example.com")
    assert is_expected(maria)
    assert make_sign_in_link(email=maria.email, at=clock.now()) is None
    came = add_person(at=clock.now(), email="Maria@example.com", name="Maria S", language="fi")
    assert (came.pk, came.is_active, came.name) == (maria.pk, True, "Maria S")
    assert make_sign_in_link(email=maria.email, at=clock.now()) is not None


def test_nobody_sends_mail_to_an_address_that_leads_nowhere(
    desk: Desk, mailoutbox: list[Any]
) -> None:
    desk.taken()
    olle = Person.objects.get(name="Olle Ek")
    assert olle.email.endswith("@taken-over.invalid")
    outbox.enqueue(
        event="x", recipient=olle.audit_key, template="agreement_offered",
        stamp=Stamp(clock.now(), "system"), facts={"title": "x", "agreement": 1},
    )  # fmt: skip
    assert (send_outbox(at=clock.now()).sent, mailoutbox) == (0, [])
    assert OutboxMessage.objects.get(recipient=olle.audit_key).state == "sent"


def test_who_is_known_is_found_and_organisations_are_registered_once(desk: Desk) -> None:
    head = HEAD.strip() + ",organisation number,region,adviser,product\n"
    rows = [
        line.strip() + f",556016-0680,Vasa,ADDE@example.org,{product}\n"
        for line, product in ((RUNNING.replace("maria@example.com", "otto@example.org"), "Food"),
                              (LATE, "None such"))
    ]  # fmt: skip
    desk.taken(head + "".join(rows))
    assert loan("L-1").agreement.application.owner == desk.world.otto
    assert Organisation.objects.get(number="556016-0680").name == "Olle Ek"
    applicants = {one.agreement.application.applicant_id for one in Loan.objects.all()}
    assert len(applicants) == 1
    cards = list(LoanCard.objects.values_list("adviser__name", "region"))
    assert cards == [("Adde", "Vasa")] * 2
    themes = [one.theme and one.theme.key for one in Application.objects.order_by("number")]
    assert themes == ["food", None]


def test_one_wrong_row_stops_all_and_is_named(desk: Desk) -> None:
    takeover = desk.agree(desk.begin(FILE + WRONG))
    assert (takeover.rows_count, takeover.rows_wrong) == (5, 1)
    with pytest.raises(TakeoverRefused) as refused:
        desk.take(takeover)
    assert "1 of 5 rows" in str(refused.value)
    assert "row 6, paid out on" in str(refused.value)
    assert Loan.objects.count() == Round.objects.count() == 0
    done = desk.take(takeover, partly=True)
    assert (done.rows_done, Loan.objects.count()) == (4, 4)
    assert TakenLoan.objects.get(row=6).loan is None


def test_a_file_without_a_right_row_is_not_taken_even_in_part(desk: Desk) -> None:
    takeover = desk.agree(desk.begin(HEAD + WRONG), {"rows": 0, "balance": 0})
    with pytest.raises(TakeoverRefused):
        desk.take(takeover, partly=True)


def test_nothing_is_taken_over_before_the_old_system_says_the_same(desk: Desk) -> None:
    takeover = desk.begin(FILE)
    with pytest.raises(TotalsMissing):
        desk.take(takeover)
    typed = {**takeover.found, "balance": takeover.found["balance"] + 100}
    with pytest.raises(TotalsDiffer) as refused:
        desk.take(desk.agree(takeover, typed))
    assert "Balance of principal" in str(refused.value)
    explained = desk.agree(takeover, typed, "A payment of one krona came in at noon.")
    assert desk.take(explained).rows_done == 4


def test_taken_over_is_taken_over(desk: Desk) -> None:
    takeover = desk.taken()
    again: dict[str, Any] = {"takeover_id": takeover.pk, "by": desk.petra, "at": clock.now()}
    for refused in (
        lambda: desk.take(takeover),
        lambda: desk.agree(takeover),
        lambda: mapped(desk, takeover),
        lambda: add_payments(**again, name="p.csv", content=b"a,b\n1,2\n"),
        lambda: take_over_later(**again, url="/"),
    ):
        with pytest.raises(TakeoverOver):
            refused()
    twice = desk.begin(FILE)
    assert twice.rows_wrong == 4
    assert "is here already" in twice.rows.get(row=2).errors[0]["text"]


def test_a_file_that_was_looked_at_before_its_loans_came_is_looked_at_again(desk: Desk) -> None:
    first, second = desk.agree(desk.begin(FILE)), desk.agree(desk.begin(FILE))
    desk.take(first)
    with pytest.raises(TakeoverStale, match="Loan L-1 came here"):
        desk.take(second)
    assert mapped(desk, second).rows_wrong == 4


def test_the_books_must_reach_back_to_the_day(desk: Desk) -> None:
    early = FILE.replace("2018", "2017")
    with pytest.raises(YearIsMissing):
        desk.take(desk.agree(desk.begin(early, day=date(2017, 6, 30))))
    assert Loan.objects.count() == 0


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        (("L-1", "12000", "2018-03-15", "12", "12", "1066.19", "9132.95"), ""),
        (("", "12000", "2018-03-15", "12", "12", "1066.19", "9132.95"), "reference"),
        (("L-1", "0", "2018-03-15", "12", "12", "1066.19", "0"), "principal"),
        (("L-1", "12000", "2018-03-15", "12", "12", "1066.19", "12001"), "balance"),
        (("L-1", "12000", "", "12", "12", "1066.19", "9132.95"), "paid_out_on"),
        (("L-1", "12000", "2018-07-15", "12", "12", "1066.19", "9132.95"), "paid_out_on"),
        (("L-1", "12000", "2018-03-15", "0", "12", "1066.19", "9132.95"), "instalments"),
        (("L-1", "12000", "2018-03-15", "12", "120", "1066.19", "9132.95"), "rate"),
        (("L-1", "12000", "2018-03-15", "12", "12", "90", "9132.95"), "instalment"),
        (("L-1", "12000", "2018-03-15", "12", "12", "1,066", "9132.95"), "instalment"),
    ],
)
def test_each_wrong_cell_is_named(desk: Desk, cells: tuple[str, ...], column: str) -> None:
    heads = ("reference", "principal", "paid_out_on", "instalments", "rate", "instalment",
             "balance")  # fmt: skip
    text = ";".join(heads) + "\n" + ";".join(cells) + "\n"
    takeover = desk.begin(text)
    found = {error["column"] for row in takeover.rows.all() for error in row.errors}
    assert found == ({column} if column else set())


@pytest.mark.parametrize(
    ("head", "cell"),
    [
        ("email", "maria at home"),
        ("organisation number", "556016-0681"),
        ("adviser", "petra@example.org"),
        ("currency", "USD"),
        ("repayment interval", "0"),
        ("repayment interval", "a quarter"),
        ("payments per year", "5"),
        ("grace", "12"),
        ("kind", "balloon"),
        ("first due on", "2018-03-15"),
        ("late since", "2018-07-01"),
        ("next due on", "2018-06-30"),
        ("last payment date", "2018-07-01"),
        ("principal late", "9500"),
        ("paid principal", "1"),
    ],
)
def test_each_cell_that_does_not_fit_the_rest_is_named(desk: Desk, head: str, cell: str) -> None:
    takeover = desk.begin(
        f"reference,principal,paid out on,term,rate,instalment,balance,{head}\n"
        f"L-1,12000,2018-03-15,12,12,1066.19,9132.95,{cell}\n"
    )
    found = [error["column"] for row in takeover.rows.all() for error in row.errors]
    assert found == [head]


def test_a_repaid_loan_with_a_balance_is_wrong(desk: Desk) -> None:
    takeover = desk.begin(HEAD + RUNNING.replace("Current", "Fully paid"))
    assert takeover.rows.get().errors[0]["column"] == "status"


def test_columns_and_rules_are_chosen_and_remembered_for_the_next_file(desk: Desk) -> None:
    text = "Ref,Lent,Out,Months,Rate,Left\nL-1,12000,Mar-2018,12,1200,9132.95\n"
    takeover = desk.begin(text)
    assert takeover.rows_wrong == 1
    mapping = {
        "reference": "Ref", "principal": "Lent", "paid_out_on": "Out", "instalments": "Months",
        "rate": "Rate", "balance": "Left", "name": "Not there", "odd": "Ref",
    }  # fmt: skip
    rules = rules_of({"is_percent": False, "is_annuity": False, "is_last_of_month": True})
    kept = mapped(desk, takeover, mapping=mapping, rules=rules)
    assert kept.rows_wrong == 0
    assert set(kept.mapping) == set(mapping) - {"name", "odd"}
    row = kept.rows.get()
    assert row.figures["paid_out_on"] == "2018-03-31"
    assert (row.figures["rate_bp"], row.figures["is_annuity"]) == (1200, False)
    assert desk.begin(text.replace("L-1", "L-2")).rows_wrong == 0


def test_loans_without_a_reference_are_numbered(desk: Desk) -> None:
    text = "principal,paid out on,term,rate,balance\n" + "12000,2018-03-15,12,12,9000\n" * 2
    desk.taken(text)
    assert sorted(Loan.objects.values_list("reference", flat=True)) == ["T00001", "T00002"]
    owner = loan("T00001").agreement.application.owner
    assert owner.name == "T00001"


def test_payments_before_the_day_are_kept_and_later_ones_are_told(desk: Desk) -> None:
    takeover = desk.begin(FILE)
    text = "reference,date,amount\nL-1,2018-05-15,1066.19\nL-1,15.7.2018,1066.19\n"
    takeover = add_payments(
        takeover_id=takeover.pk, name="p.csv", content=text.encode(), by=desk.petra, at=clock.now()
    )
    done = take_over_portfolio(
        takeover_id=desk.agree(takeover).pk, by=desk.petra, at=at_noon(date(2018, 7, 16))
    )
    assert TakenLoan.objects.get(row=2).payments == [
        ["2018-05-15", 106_619],
        ["2018-07-15", 106_619],
    ]
    payment = LoanEvent.objects.get(kind="payment")
    assert (payment.loan, payment.day, payment.amount_minor) == (
        loan("L-1"), date(2018, 7, 15), 106_619,
    )  # fmt: skip
    assert LoanPosition.objects.get(loan=payment.loan).principal_minor == 913_295 - 97_486
    assert done.rows_done == 4
    assert list(check_book(desk.treasury.book)) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("reference,date\nL-1,2018-05-15\n", "heading"),
        ("reference,date,amount\nL-77,2018-05-15,10\n", "No loan"),
        ("reference,date,amount\nL-1,soon,10\n", "not clear"),
        ("reference,date,amount\nL-1,2018-05-15,0\n", "not clear"),
    ],
)
def test_payments_that_are_not_clear_are_refused(desk: Desk, text: str, why: str) -> None:
    takeover = desk.begin(FILE)
    with pytest.raises(PaymentsUnclear, match=why):
        add_payments(
            takeover_id=takeover.pk, name="p.csv", content=text.encode(), by=desk.petra,
            at=clock.now(),
        )  # fmt: skip


def test_a_loan_that_was_written_off_before_can_still_be_recovered(desk: Desk) -> None:
    desk.taken()
    lost = loan("L-4")
    assert TakenLoan.objects.get(loan=lost).claim_minor == 650_000
    record_repayment(
        by=desk.bo, loan_id=lost.pk, received=Money(50_000, "SEK"), value_date=date(2018, 7, 2),
        bank_reference="B1", at=at_noon(date(2018, 7, 2)),
    )  # fmt: skip
    assert on(desk, Purpose.RECOVERED) == 50_000
    assert loan("L-4").state == "written_off"
    assert list(check_book(desk.treasury.book)) == []


@pytest.mark.django_db(transaction=True)
def test_a_worker_takes_a_portfolio_over_and_says_how_many(desk: Desk) -> None:
    takeover = desk.agree(desk.begin(FILE))
    task: LongTask = take_over_later(
        takeover_id=takeover.pk, by=desk.petra, at=clock.now(), url="/"
    )
    assert not task.can_stop
    assert jobs.drain() == 1
    task.refresh_from_db()
    assert (task.state, task.message) == ("done", "4 loans were taken over.")


def test_the_finance_officer_may_and_others_may_not(desk: Desk) -> None:
    assert desk.begin(FILE, by=desk.bo).rows_wrong == 0
    with pytest.raises(NotAllowed):
        desk.begin(FILE, by=desk.world.asker(desk.world.agda, desk.world.fund))
    with pytest.raises(NotFound):
        desk.begin(FILE, by=desk.world.asker(desk.world.dana))


OTHERWISE = (
    "reference,principal,paid out on,term,rate,kind,balance,status,first due on,"
    "payments per year,interest only\n"
    "K-1,12000,2017-09-15,8,12.00,straight,9000,Current,2017-12-15,4,\n"
    "K-2,12000,2018-03-15,12,12.00,straight,12000,Current,2018-04-15,12,5\n"
    "K-3,12000,2017-12-30,8,12.00,straight,12000,Late (31-120 days),2018-03-30,4,\n"
)


def test_loans_that_are_not_repaid_every_month_go_on_in_their_own_rhythm(desk: Desk) -> None:
    takeover = desk.begin(OTHERWISE)
    assert takeover.rows_wrong == 0, [row.errors for row in takeover.rows.all()]
    desk.take(desk.agree(takeover))
    quarterly, waits, late = loan("K-1"), loan("K-2"), loan("K-3")
    assert (quarterly.rhythm.code, quarterly.instalments, quarterly.months) == ("3 months", 8, 24)
    assert quarterly.agreement.application.months == 24
    lines = list(
        quarterly.schedule_lines.values_list("due_on", "principal_minor", "interest_minor")
    )
    assert lines[:2] == [
        (date(2018, 9, 15), 150_000, 27_000), (date(2018, 12, 15), 150_000, 22_500)
    ]  # fmt: skip
    principal = list(waits.schedule_lines.values_list("principal_minor", flat=True))
    assert principal == [0] * 5 + [100_000] * 12, "as it was lent, after the instalments that wait"
    assert [line.due_on for line in late.schedule_lines.all()[:3]] == [
        date(2018, 5, 30), date(2018, 8, 30), date(2018, 11, 30)
    ]  # fmt: skip
    terms = dict(map(tuple, quarterly.agreement.content["terms"]))
    assert "med 3 månaders mellanrum" in terms.values()
    before = Voucher.objects.count()
    for one in (quarterly, waits, late):
        bring_up_to_date(locked_loan(one.pk), cause=None, stamp=Stamp(at_noon(DAY), "grodd", None))
    assert Voucher.objects.count() == before
    assert PlanVersion.objects.count() == 3


def test_two_columns_that_say_how_often_must_agree(desk: Desk) -> None:
    head = "reference,principal,paid out on,term,rate,balance,interval,payments per year\n"
    row = "K-1,12000,2018-03-15,8,12.00,9000,3,{}\n"
    assert desk.begin(head + row.format(4)).rows_wrong == 0
    wrong = desk.begin(head + row.format(12)).rows.get()
    assert [error["column"] for error in wrong.errors] == ["payments per year"]
