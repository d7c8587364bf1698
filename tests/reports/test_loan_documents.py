"""The documents of a loan: every kind in three languages, and their figures."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from grodd.agreements.models import Loan
from grodd.agreements.refusals import LoanIsNotRunning, NothingIsLate
from grodd.agreements.usecases.change_terms import change_terms
from grodd.agreements.usecases.ease_late_interest import ease_late_interest
from grodd.agreements.usecases.undo_event import undo_event
from grodd.base import clock
from grodd.base.errors import NotFound
from grodd.engines.calendar import Rhythm, Unit
from grodd.engines.formats.payment_references import ocr
from grodd.engines.life import Eased, NewRhythm
from grodd.processes.record_repayment import record_repayment
from grodd.programmes.models import Frame
from grodd.reports import loan_documents
from grodd.reports.loan_documents import Document, loan_document
from tests.agreements.signing import LOAN, Desk, reference_rates, sek
from tests.world import World

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 14)


@pytest.fixture
def desk(world: World) -> Desk:
    reference_rates()
    return Desk(world)


@pytest.fixture
def set_down(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What would be set in type."""
    kept: list[dict[str, Any]] = []

    def keep(_template: str, data: dict[str, Any]) -> bytes:
        kept.append(data)
        return b"%PDF"

    monkeypatch.setattr(loan_documents, "typeset", keep)
    return kept


def make(
    desk: Desk, loan: Loan, document: Document, on: date = JUNE, language: str = "en"
) -> bytes:
    return loan_document(desk.petra, loan_id=loan.pk, document=document, on=on, language=language)


def pay(desk: Desk, loan: Loan, minor: int, day: date) -> None:
    record_repayment(
        by=desk.bo, loan_id=loan.pk, received=sek(minor), value_date=day,
        bank_reference=f"B{day}", at=clock.now(),
    )  # fmt: skip


@pytest.mark.parametrize("document", Document)
def test_every_document_is_written_in_three_languages(
    desk: Desk, set_down: list[dict[str, Any]], document: Document
) -> None:
    loan = desk.loan()
    for language in ("sv", "fi", "en"):
        assert make(desk, loan, document, language=language) == b"%PDF"
    titles = [data["title"] for data in set_down]
    assert len(set(titles)) == 3
    assert [data["language"] for data in set_down] == ["sv", "fi", "en"]


def test_a_document_is_a_pdf(desk: Desk) -> None:
    assert make(desk, desk.loan(), Document.STATEMENT).startswith(b"%PDF")


def test_a_demand_shows_principal_interest_and_costs_apart(
    desk: Desk, set_down: list[dict[str, Any]]
) -> None:
    make(desk, desk.loan(), Document.DEMAND)
    claimed = dict(set_down[0]["sections"][0]["facts"])
    # 73 days on 1 040,00 and so on: the figures of test_loans, 3 146,41 in all.
    assert claimed == {
        "Principal owed": "SEK3,000",
        "Interest": "SEK110",
        "Late interest": "SEK36.41",
        "Fees": "SEK0",
        "Together": "SEK3,146.41",
    }
    to_pay = dict(set_down[0]["sections"][1]["facts"])
    assert (to_pay["At the latest"], to_pay["To pay"]) == ("24 Jun 2026", "SEK3,146.41")


def test_a_notice_has_the_next_instalment_and_a_reference(
    desk: Desk, set_down: list[dict[str, Any]]
) -> None:
    loan = desk.loan()
    make(desk, loan, Document.NOTICE, on=date(2026, 3, 20))
    how = dict(set_down[0]["sections"][1]["facts"])
    assert (how["To pay"], how["At the latest"]) == ("SEK1,040", "2 Apr 2026")
    assert how["Reference"] == ocr(loan.pk)
    type(desk.space).objects.filter(pk=desk.space.pk).update(country="FI")
    assert loan_documents.reference_of(Loan.objects.get(pk=loan.pk)).startswith(
        str(1_000 + loan.pk)
    )


def test_a_demand_says_on_which_days_late_interest_is_lowered(
    desk: Desk, set_down: list[dict[str, Any]]
) -> None:
    loan = desk.loan()
    times = (
        ("2026-03-03", "2026-04-10"),
        ("2026-04-20", "2026-05-20"),
        ("2026-06-14", "2026-07-01"),
    )
    events = [
        ease_late_interest(
            by=desk.petra, loan_id=loan.pk, reason="Sjuk", at=clock.now(),
            eased=Eased(day, date.fromisoformat(day), date.fromisoformat(until), Fraction(1, 2)),
        )
        for day, until in times
    ]  # fmt: skip
    undo_event(by=desk.petra, event_id=events[0].pk, reason="Fel", at=clock.now())
    make(desk, loan, Document.DEMAND)
    _rate, *eased = set_down[0]["sections"][0]["paragraphs"]
    assert eased == ["Late interest is lowered by 50\xa0% from 20 Apr 2026 until 20 May 2026."]


def test_a_statement_runs_down_to_what_is_lent(desk: Desk, set_down: list[dict[str, Any]]) -> None:
    loan = desk.loan()
    pay(desk, loan, 104_000, date(2026, 4, 2))
    make(desk, loan, Document.STATEMENT, on=date(2026, 4, 2))
    rows = set_down[0]["sections"][0]["table"]["rows"]
    assert [row[-1] for row in rows] == ["SEK12,000", "SEK11,000"]


def test_a_year_of_interest_counts_what_was_paid_in_it(
    desk: Desk, set_down: list[dict[str, Any]]
) -> None:
    loan = desk.loan()
    pay(desk, loan, 104_000, date(2026, 4, 2))
    make(desk, loan, Document.INTEREST, on=date(2026, 12, 31))
    assert dict(set_down[0]["facts"])["Interest paid"] == "SEK40"


def test_there_is_nothing_to_remind_of_or_to_print_before_its_time(desk: Desk) -> None:
    loan = desk.loan()
    for document in (Document.REMINDER, Document.DEMAND):
        with pytest.raises(NothingIsLate):
            make(desk, loan, document, on=date(2026, 4, 2))
    with pytest.raises(LoanIsNotRunning):
        make(desk, loan, Document.PLAN, on=date(2026, 3, 1))
    with pytest.raises(NotFound):
        loan_document(desk.asker(desk.world.dana), loan_id=loan.pk, document=Document.PLAN, on=JUNE)


def test_the_plan_says_how_often_and_in_which_order(
    desk: Desk, set_down: list[dict[str, Any]]
) -> None:
    loan = desk.loan(replace(LOAN, instalments=4, rhythm=Rhythm(1, Unit.QUARTERS)))
    make(desk, loan, Document.PLAN)
    assert ["An instalment falls due", "every quarter"] in set_down[0]["facts"]
    (said,) = set_down[0]["sections"][1]["paragraphs"]
    assert said.startswith("A payment pays the oldest instalment first")


def test_after_a_change_the_plan_says_how_often_it_is_now(
    desk: Desk, set_down: list[dict[str, Any]]
) -> None:
    loan, weekly = desk.loan(), Rhythm(1, Unit.WEEKS)
    Frame.objects.filter(rounds=desk.round).update(loan_rhythms=[weekly.code])
    change_terms(
        by=desk.petra, loan_id=loan.pk, reason="Lön varje vecka", at=clock.now(),
        change=NewRhythm("w", date(2026, 4, 3), weekly, date(2026, 4, 9), 48),
    )  # fmt: skip
    for language, often in (("sv", "varje vecka"), ("fi", "joka viikko"), ("en", "every week")):
        make(desk, loan, Document.PLAN, on=date(2026, 4, 3), language=language)
        assert often in [value for _label, value in set_down[-1]["facts"]]
    assert len(set_down[-1]["sections"][0]["table"]["rows"]) == 49
