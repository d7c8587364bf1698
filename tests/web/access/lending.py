"""Who sees all loans of a lender, and who writes about one. Borrowers see their own loan only."""

from typing import Any

from grodd.base import clock
from grodd.servicing.usecases.record_promise import Word, record_promise
from tests.agreements.signing import TODAY, Desk, sek
from tests.web.stage import ADVISERS, AUDITORS, FINANCE, MANAGERS, Row, Stage

CARE = MANAGERS | FINANCE | ADVISERS
READ = CARE | AUDITORS
SEES = AUDITORS | {"amina"}


def promise(stage: Stage) -> Any:
    desk: Desk = stage.fund_desk
    word = Word("stage", sek(10_000), TODAY, TODAY)
    return record_promise(by=desk.petra, loan_id=stage.paid_loan.pk, word=word, at=clock.now())


def loan(stage: Stage) -> dict[str, Any]:
    return {"loan_id": stage.paid_loan.pk}


def aside(stage: Stage) -> dict[str, Any]:
    return {"scope_id": stage.paid_loan.agreement.scope_id}


BUILDERS = {"loan_promise": promise}
ROWS = [
    *(Row(f"lending:{name}", may=READ, where="fund")
      for name in ("list", "work", "risk", "ratios", "cash", "vintages")),
    Row("lending:then", kwargs={"day": "2026-02-28"}, may=READ, where="fund"),
    Row("lending:cash_rows", kwargs={"month": "2026-04", "kind": "ahead"}, may=READ, where="fund"),
    Row("lending:set_aside", kwargs=aside, may=READ, where="fund"),
    Row("lending:book_aside", kwargs=aside, may=FINANCE, sees=READ - FINANCE, where="fund"),
    Row("lending:book_aside", kwargs=aside, may=FINANCE, sees=READ - FINANCE, where="fund",
        post={}),
    *(Row(f"lending:{name}", kwargs=loan, may=CARE, sees=SEES, where="fund")
      for name in ("note", "promise", "review", "card")),
    *(Row(f"lending:{name}", kwargs=loan, may=CARE, sees=SEES, where="fund", post={})
      for name in ("note", "promise", "review", "card")),
    Row("lending:withdraw", kwargs=lambda stage: {"promise_id": stage.loan_promise.pk},
        may=CARE, sees=SEES, where="fund"),
]  # fmt: skip
